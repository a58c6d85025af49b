//! What was done, and undoing it.

use longhand_api::activity::{List, Revert, RevertKey, RevertKeyRequest, RevertRequest};
use longhand_api::core::activity::Reverted;
use longhand_api::model::{AuditEntry, AuditQuery, BatchId, Cursor};

use crate::args::admin::{Audit, AuditCommand, Undo};
use crate::commands::key;
use crate::commands::list::more;
use crate::error::{CliError, timestamp};
use crate::exit::Exit;
use crate::lh::Lh;
use crate::reference;
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{actor, count, short};

/// Runs `lh audit`.
pub(crate) fn run(lh: &Lh, args: Audit) -> Result<Exit, CliError> {
    match &args.command {
        Some(AuditCommand::Revert { key, since }) => revert_key(lh, key, since.as_deref()),
        None => list(lh, args).map(|()| Exit::Done),
    }
}

/// `lh audit revert`.
fn revert_key(lh: &Lh, word: &str, since: Option<&str>) -> Result<Exit, CliError> {
    let since = since.map(|text| timestamp("--since", text)).transpose()?;
    let key = key::find(lh, word)?;
    let reverted = lh.call::<RevertKey>(RevertKeyRequest { key, since })?;
    told(lh, &reverted)
}

/// `lh audit`.
fn list(lh: &Lh, args: Audit) -> Result<(), CliError> {
    let object = match &args.doc {
        Some(word) => Some(reference::document(lh, word)?.id.to_string()),
        None => None,
    };
    let page = lh.call::<List>(AuditQuery {
        since: args
            .since
            .map(|text| timestamp("--since", &text))
            .transpose()?,
        object,
        limit: Some(args.limit),
        cursor: args.cursor.map(Cursor),
        ..AuditQuery::default()
    })?;
    lh.answer(&page, |screen| {
        if page.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("WHEN", Column::Left(Ink::Dim)),
            ("WHO", Column::Left(Ink::Plain)),
            ("WHAT", Column::Left(Ink::Plain)),
            ("ON", Column::Flexible(Ink::Bold)),
            ("BATCH", Column::Left(Ink::Dim)),
            ("", Column::Left(Ink::Yellow)),
        ]);
        for entry in &page.items {
            let undone = if entry.reverted { "undone" } else { "" };
            table.row([
                lh.time(entry.at),
                actor(entry.cause.actor),
                entry.action.clone(),
                entry.object.name.clone(),
                short(entry.cause.batch),
                undone.to_owned(),
            ]);
        }
        table.show(screen)
    })?;
    if !lh.is_json() {
        if page.items.is_empty() {
            lh.note("Nothing was done.");
        }
        more(lh, page.next.as_ref());
    }
    Ok(())
}

/// `lh undo`: what was changed since stays, and is left to the person.
pub(crate) fn undo(lh: &Lh, args: &Undo) -> Result<Exit, CliError> {
    let batch = batch(lh, &args.batch)?;
    let reverted = lh.call::<Revert>(RevertRequest { batch })?;
    told(lh, &reverted)
}

fn told(lh: &Lh, reverted: &Reverted) -> Result<Exit, CliError> {
    lh.answer(reverted, |screen| {
        screen.line(format!("Undid {}.", count(reverted.reverted, "change")))?;
        for refused in &reverted.refused {
            screen.put(Ink::Yellow, "Left as it is: ")?;
            screen.line(format!("\"{}\", {}", refused.object.name, refused.reason))?;
        }
        Ok(())
    })?;
    Ok(match (reverted.reverted, reverted.refused.is_empty()) {
        (_, true) => Exit::Done,
        (0, false) => Exit::NotPossible,
        (_, false) => Exit::Conflicts,
    })
}

/// Finds the batch that a word names among those done last.
fn batch(lh: &Lh, word: &str) -> Result<BatchId, CliError> {
    if let Ok(id) = word.parse() {
        return Ok(id);
    }
    let page = lh.call::<List>(AuditQuery {
        limit: Some(500),
        ..AuditQuery::default()
    })?;
    let begins = |entry: &&AuditEntry| {
        word.len() >= 4
            && entry
                .cause
                .batch
                .to_string()
                .starts_with(&word.to_lowercase())
    };
    let mut found: Vec<BatchId> = page
        .items
        .iter()
        .filter(begins)
        .map(|entry| entry.cause.batch)
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(CliError::not_possible(
            format!("there is no batch \"{word}\" among the last 500 changes"),
            "`lh audit` lists them; older ones need their whole id (--json has it).",
        )),
        several => Err(CliError::not_possible(
            format!("\"{word}\" names {} batches", several.len()),
            "Write more of its id.",
        )),
    }
}
