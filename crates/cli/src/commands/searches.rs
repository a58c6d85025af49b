//! `lh searches`.

use longhand_api::Nothing;
use longhand_api::model::{NewSavedSearch, SavedSearch, name_key};
use longhand_api::saved_search::{Create, Delete, List, SavedSearchRequest, Update, UpdateRequest};

use crate::args::documents::{Search, Searches};
use crate::commands::list;
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference::{Naming, pick};
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::short;

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: Searches) -> Result<(), CliError> {
    match args {
        Searches::Ls => ls(lh),
        Searches::Save { name, query } => save(lh, name, query.join(" ")),
        Searches::Rm { search } => rm(lh, &search),
        Searches::Run {
            search,
            limit,
            cursor,
        } => {
            let search = find(lh, &search)?;
            list::search(
                lh,
                &Search {
                    query: vec![search.query],
                    limit,
                    cursor,
                    explain: false,
                },
            )
        }
    }
}

fn ls(lh: &Lh) -> Result<(), CliError> {
    let found = lh.call::<List>(Nothing {})?;
    lh.answer(&found, |screen| {
        if found.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("NAME", Column::Left(Ink::Bold)),
            ("QUERY", Column::Flexible(Ink::Plain)),
        ]);
        for search in &found.items {
            table.row([
                short(search.id),
                crate::screen::cut(&search.name, 30),
                search.query.clone(),
            ]);
        }
        table.show(screen)
    })?;
    if found.items.is_empty() && !lh.is_json() {
        lh.note("No saved searches: `lh searches save NAME QUERY` makes one.");
    }
    Ok(())
}

fn save(lh: &Lh, name: String, query: String) -> Result<(), CliError> {
    let key = name_key(&name);
    let known = lh.call::<List>(Nothing {})?.items;
    let known = known.into_iter().find(|known| name_key(&known.name) == key);
    let said = query.clone();
    let (icon, color) = known
        .as_ref()
        .map_or((None, None), |known| (known.icon.clone(), known.color));
    let search = NewSavedSearch {
        name,
        query,
        icon,
        color,
    };
    let replaced = known.is_some();
    let saved = match known {
        Some(known) => lh.call::<Update>(UpdateRequest {
            id: known.id,
            search,
        }),
        None => lh.call::<Create>(search),
    }
    .map_err(|error| list::pointed(lh, error, &said))?;
    lh.answer(&saved, |screen| {
        let verb = if replaced { "Changed" } else { "Saved" };
        screen.line(format!("{verb} the search \"{}\".", saved.name))
    })
}

fn rm(lh: &Lh, word: &str) -> Result<(), CliError> {
    let search = find(lh, word)?;
    let deleted = lh.call::<Delete>(SavedSearchRequest { id: search.id })?;
    lh.answer(&deleted, |screen| {
        screen.line(format!("Deleted the search \"{}\".", search.name))
    })?;
    if !lh.is_json() {
        lh.note(&format!("`lh undo {}` brings it back.", deleted.batch));
    }
    Ok(())
}

fn find(lh: &Lh, word: &str) -> Result<SavedSearch, CliError> {
    let searches = lh.call::<List>(Nothing {})?.items;
    let naming = Naming {
        thing: "saved search",
        hint: "`lh searches ls` lists them.",
        id: &|search: &SavedSearch| search.id.to_string(),
        names: &|search: &SavedSearch| vec![search.name.clone()],
    };
    pick(&naming, word, &searches).cloned()
}
