//! `lh tags`.

use longhand_api::core::tag::Retagged;
use longhand_api::model::TagPatch;
use longhand_api::tag::{
    Delete, List, ListRequest, Merge, MergeRequest, Rename, RenameRequest, TagRequest, Update,
    UpdateRequest,
};

use crate::args::organise::Tags;
use crate::commands::category::colour_or_none;
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference;
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{count, number};

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: Tags) -> Result<(), CliError> {
    match args {
        Tags::Ls { prefix, limit } => ls(lh, prefix, limit),
        Tags::Rename { tag, name } => {
            let id = reference::tag(lh, &tag)?.id;
            let done = lh.call::<Rename>(RenameRequest { id, name })?;
            say(lh, &done)
        }
        Tags::Merge { tags, into } => merge(lh, &tags, &into),
        Tags::Edit {
            tag,
            color,
            description,
        } => edit(lh, &tag, color.as_deref(), description),
        Tags::Rm { tag } => rm(lh, &tag),
    }
}

fn ls(lh: &Lh, prefix: Option<String>, limit: Option<u32>) -> Result<(), CliError> {
    let found = lh.call::<List>(ListRequest { prefix, limit })?;
    lh.answer(&found, |screen| {
        if found.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("TAG", Column::Left(Ink::Bold)),
            ("DOCUMENTS", Column::Right(Ink::Plain)),
            ("COLOUR", Column::Left(Ink::Dim)),
            ("ABOUT", Column::Flexible(Ink::Dim)),
        ]);
        for tag in &found.items {
            table.row([
                format!("#{}", tag.name),
                number(tag.documents),
                tag.color
                    .map(|colour| colour.to_string())
                    .unwrap_or_default(),
                tag.description.clone(),
            ]);
        }
        table.show(screen)
    })?;
    if found.items.is_empty() && !lh.is_json() {
        lh.note("No tags: `lh tag DOC TAG` makes one.");
    }
    Ok(())
}

fn merge(lh: &Lh, words: &[String], into: &str) -> Result<(), CliError> {
    let into = reference::tag(lh, into)?.id;
    let mut from = Vec::new();
    for word in words {
        from.push(reference::tag(lh, word)?.id);
    }
    let done = lh.call::<Merge>(MergeRequest { from, into })?;
    say(lh, &done)
}

fn edit(
    lh: &Lh,
    word: &str,
    color: Option<&str>,
    description: Option<String>,
) -> Result<(), CliError> {
    let patch = TagPatch {
        color: color.map(colour_or_none).transpose()?,
        description,
    };
    if patch == TagPatch::default() {
        return Err(CliError::usage(
            "nothing to change",
            "Add --color or --description.",
        ));
    }
    let id = reference::tag(lh, word)?.id;
    let tag = lh.call::<Update>(UpdateRequest { id, patch })?;
    lh.answer(&tag, |screen| {
        screen.line(format!("Changed #{}.", tag.name))
    })
}

fn rm(lh: &Lh, word: &str) -> Result<(), CliError> {
    let tag = reference::tag(lh, word)?;
    let deleted = lh.call::<Delete>(TagRequest { id: tag.id })?;
    lh.answer(&deleted, |screen| {
        let from = count(deleted.documents, "document");
        screen.line(format!("Removed #{} from {from}.", tag.name))
    })
}

fn say(lh: &Lh, done: &Retagged) -> Result<(), CliError> {
    lh.answer(done, |screen| {
        let of = count(done.documents, "document");
        screen.line(format!("#{} is now on {of}.", done.tag.name))
    })
}
