//! `lh key`.

use longhand_api::Nothing;
use longhand_api::key::{Create, KeyRequest, List, Revoke};
use longhand_api::model::{Access, ApiKey, KeyId, KeyScope, NewApiKey};

use crate::args::admin::{Key, KeyAccess};
use crate::error::{CliError, timestamp};
use crate::lh::Lh;
use crate::reference::{Naming, Tree, pick};
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::short;

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: Key) -> Result<(), CliError> {
    match args {
        Key::Create {
            name,
            access,
            category,
            tag,
            expires,
        } => create(lh, name, access, &category, tag, expires.as_deref()),
        Key::Ls => ls(lh),
        Key::Revoke { key } => revoke(lh, &key),
    }
}

fn create(
    lh: &Lh,
    name: String,
    access: KeyAccess,
    categories: &[String],
    tags: Vec<String>,
    expires: Option<&str>,
) -> Result<(), CliError> {
    let mut scope = KeyScope {
        access: match access {
            KeyAccess::Read => Access::Read,
            KeyAccess::Propose => Access::Propose,
            KeyAccess::Write => Access::Write,
            KeyAccess::Admin => Access::Admin,
        },
        categories: Vec::new(),
        tags,
    };
    if !categories.is_empty() {
        let tree = Tree::read(lh)?;
        for word in categories {
            scope.categories.push(tree.find(word)?.category.id);
        }
    }
    let expires_at = expires
        .map(|text| timestamp("--expires", text))
        .transpose()?;
    let created = lh.call::<Create>(NewApiKey {
        name,
        scope,
        expires_at,
    })?;
    lh.answer(&created, |screen| screen.line(&created.secret))?;
    if !lh.is_json() {
        lh.note(&format!(
            "This is the secret of \"{}\". It is shown once and kept nowhere: store it now.",
            created.key.name
        ));
    }
    Ok(())
}

fn ls(lh: &Lh) -> Result<(), CliError> {
    let keys = lh.call::<List>(Nothing {})?;
    lh.answer(&keys, |screen| {
        if keys.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("BEGINS", Column::Left(Ink::Dim)),
            ("NAME", Column::Flexible(Ink::Bold)),
            ("ACCESS", Column::Left(Ink::Plain)),
            ("LAST USED", Column::Left(Ink::Dim)),
            ("STATE", Column::Left(Ink::Yellow)),
        ]);
        for key in &keys.items {
            table.row([
                short(key.id),
                format!("{}…", key.prefix),
                key.name.clone(),
                access(key),
                key.last_used_at
                    .map_or_else(|| "never".to_owned(), |time| lh.date(time)),
                state(lh, key),
            ]);
        }
        table.show(screen)
    })?;
    if keys.items.is_empty() && !lh.is_json() {
        lh.note("No keys: `lh key create NAME` makes one.");
    }
    Ok(())
}

fn revoke(lh: &Lh, word: &str) -> Result<(), CliError> {
    let id = find(lh, word)?;
    let key = lh.call::<Revoke>(KeyRequest { id })?;
    lh.answer(&key, |screen| {
        screen.line(format!("\"{}\" no longer works.", key.name))
    })
}

/// Finds the key that a word names.
pub(crate) fn find(lh: &Lh, word: &str) -> Result<KeyId, CliError> {
    let keys = lh.call::<List>(Nothing {})?.items;
    let naming = Naming {
        thing: "API key",
        hint: "`lh key ls` lists them.",
        id: &|key: &ApiKey| key.id.to_string(),
        names: &|key: &ApiKey| vec![key.name.clone(), key.prefix.clone()],
    };
    Ok(pick(&naming, word, &keys)?.id)
}

fn access(key: &ApiKey) -> String {
    let access = match key.scope.access {
        Access::Read => "read",
        Access::Propose => "propose",
        Access::Write => "write",
        Access::Admin => "admin",
    };
    let limited = !key.scope.categories.is_empty() || !key.scope.tags.is_empty();
    if limited {
        format!("{access}, limited")
    } else {
        access.to_owned()
    }
}

fn state(lh: &Lh, key: &ApiKey) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => "revoked".to_owned(),
        (None, Some(time)) => format!("until {}", lh.date(time)),
        (None, None) => String::new(),
    }
}
