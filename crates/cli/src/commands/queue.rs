//! What waits: changes that no remote place has yet.

use longhand_api::model::ItemKind;
use longhand_api::queue::{Outbox, OutboxRequest};

use crate::args::admin::Queue;
use crate::error::CliError;
use crate::lh::Lh;
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::count;

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
