//! Conflicts: which there are, and what is decided.

use longhand_api::Nothing;
use longhand_api::conflict::{ConflictRequest, Get, List, Resolve};
use longhand_api::core::conflict::{KeepSide, Resolution};
use longhand_api::model::{ConflictId, ConflictKind, DocumentSummary};

use crate::args::documents::{Keep, Resolve as Args};
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::reference;
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{count, short};

/// `lh conflicts`: ends with its own exit code while there are any.
pub(crate) fn list(lh: &Lh) -> Result<Exit, CliError> {
    let found = lh.call::<List>(Nothing {})?;
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

/// `lh resolve`: decides every open conflict of a document, the oldest first.
pub(crate) fn resolve(lh: &Lh, args: &Args) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let text = args
        .with
        .as_ref()
        .map(|from| lh.read_text(from))
        .transpose()?;
    let open = lh.call::<List>(Nothing {})?.items;
    let mut resolved = Vec::new();
    for item in open {
        if item.conflict.document == document.id {
            resolved.push(decide(lh, item.conflict.id, args.keep, text.as_deref())?);
        }
    }
    let Some(last) = resolved.last() else {
        return Err(CliError::usage(
            format!("\"{}\" has no conflict", document.title),
            "`lh conflicts` lists the documents that have one.",
        ));
    };
    lh.answer(&resolved, |screen| {
        screen.line(format!(
            "Resolved {} in \"{}\"; both sides are in its history.",
            count(resolved.len() as u64, "conflict"),
            last.title
        ))
    })
}

fn decide(
    lh: &Lh,
    id: ConflictId,
    keep: Option<Keep>,
    text: Option<&str>,
) -> Result<DocumentSummary, CliError> {
    let sides = lh.call::<Get>(ConflictRequest { id })?;
    let saved = lh.call::<Resolve>(Resolution {
        id,
        base_hash: sides.hash,
        keep: keep.map(|keep| match keep {
            Keep::Mine => KeepSide::Mine,
            Keep::Theirs => KeepSide::Theirs,
            Keep::Both => KeepSide::Both,
        }),
        text: text.map(str::to_owned),
    })?;
    Ok(saved.document)
}
