//! What waits: open conflicts, and changes that no remote place has yet.

use longhand_api::Nothing;
use longhand_api::model::{ConflictKind, ItemKind};
use longhand_api::queue::{Conflicts, Outbox, OutboxRequest};

use crate::args::admin::Queue;
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{count, short};

/// `lh conflicts`: ends with its own exit code while there are any.
pub(crate) fn conflicts(lh: &Lh) -> Result<Exit, CliError> {
    let found = lh.call::<Conflicts>(Nothing {})?;
    lh.answer(&found, |screen| {
        if found.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("TITLE", Column::Flexible(Ink::Bold)),
            ("WHAT", Column::Left(Ink::Yellow)),
            ("SINCE", Column::Left(Ink::Dim)),
        ]);
        for item in &found.items {
            table.row([
                short(item.conflict.id),
                item.title.clone(),
                match item.conflict.kind {
                    ConflictKind::Text => "text",
                    ConflictKind::DeleteEdit => "deleted and edited",
                    ConflictKind::Metadata => "title or place",
                }
                .to_owned(),
                lh.time(item.conflict.created_at),
            ]);
        }
        table.show(screen)
    })?;
    if found.items.is_empty() {
        if !lh.is_json() {
            lh.note("No conflicts.");
        }
        return Ok(Exit::Done);
    }
    Ok(Exit::Conflicts)
}

/// Runs `lh queue`.
pub(crate) fn run(lh: &Lh, args: &Queue) -> Result<(), CliError> {
    match args {
        Queue::Ls { limit } => ls(lh, *limit),
    }
}

fn ls(lh: &Lh, limit: Option<u32>) -> Result<(), CliError> {
    let outbox = lh.call::<Outbox>(OutboxRequest { limit })?;
    lh.answer(&outbox, |screen| {
        if outbox.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("NUMBER", Column::Right(Ink::Dim)),
            ("KIND", Column::Left(Ink::Plain)),
            ("ID", Column::Flexible(Ink::Dim)),
            ("SINCE", Column::Left(Ink::Dim)),
            ("", Column::Left(Ink::Yellow)),
        ]);
        for entry in &outbox.items {
            let gone = if entry.deleted { "deleted" } else { "" };
            table.row([
                entry.sequence.to_string(),
                item(entry.kind).to_owned(),
                entry.id.clone(),
                lh.time(entry.first_at),
                gone.to_owned(),
            ]);
        }
        table.show(screen)
    })?;
    if !lh.is_json() {
        lh.note(&format!(
            "{} would go to a remote place; there is none yet.",
            count(outbox.total, "change")
        ));
    }
    Ok(())
}

const fn item(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Document => "document",
        ItemKind::Category => "category",
        ItemKind::Tag => "tag",
        ItemKind::Version => "version",
        ItemKind::Conflict => "conflict",
        ItemKind::Setting => "setting",
        ItemKind::Attachment => "attachment",
        ItemKind::SavedSearch => "saved search",
    }
}
