//! The versions of a document: list them, compare them, bring one back.

use std::io;

use longhand_api::core::document::SaveOutcome;
use longhand_api::core::history::{Comparison, Diff as Diffed};
use longhand_api::history::{
    Diff as DiffCommand, DiffRequest, List, ListRequest, Restore, VersionRequest,
};
use longhand_api::model::{Cursor, Version};

use crate::args::documents::{Diff, History, Revert};
use crate::commands::list::more;
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference;
use crate::screen::{Ink, Screen};
use crate::table::{Column, Table};
use crate::words::{actor, number, origin};

/// `lh history`.
pub(crate) fn list(lh: &Lh, args: History) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let page = lh.call::<List>(ListRequest {
        document: document.id,
        limit: Some(args.limit),
        cursor: args.cursor.map(Cursor),
    })?;
    lh.answer(&page, |screen| {
        let mut table = Table::new(&[
            ("V", Column::Right(Ink::Bold)),
            ("WHEN", Column::Left(Ink::Dim)),
            ("WHY", Column::Left(Ink::Plain)),
            ("BY", Column::Left(Ink::Plain)),
            ("LINES", Column::Left(Ink::Plain)),
            ("WORDS", Column::Right(Ink::Plain)),
            ("NAME", Column::Flexible(Ink::Yellow)),
        ]);
        for version in &page.items {
            table.row([
                version.number.to_string(),
                lh.time(version.created_at),
                origin(version.origin).to_owned(),
                actor(version.actor),
                format!("+{} -{}", version.added, version.removed),
                number(version.words),
                version.name.clone().unwrap_or_default(),
            ]);
        }
        table.show(screen)
    })?;
    if !lh.is_json() {
        more(lh, page.next.as_ref());
    }
    Ok(())
}

/// `lh diff`.
pub(crate) fn diff(lh: &Lh, args: &Diff) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let from = match &args.from {
        Some(word) => reference::version(lh, &document, word)?.id,
        None => last_other(lh, &document)?,
    };
    let to = match &args.to {
        Some(word) => Some(reference::version(lh, &document, word)?.id),
        None => None,
    };
    let found = lh.call::<DiffCommand>(DiffRequest {
        document: document.id,
        from: Some(from),
        to,
    })?;
    lh.answer(&found, |screen| show(screen, &found))?;
    if found.diff.hunks.is_empty() && !lh.is_json() {
        lh.note("No difference.");
    }
    Ok(())
}

/// Returns the last version whose text is not the present one; version 0 when all are.
fn last_other(
    lh: &Lh,
    document: &longhand_api::model::DocumentSummary,
) -> Result<longhand_api::model::VersionId, CliError> {
    let page = lh.call::<List>(ListRequest {
        document: document.id,
        limit: Some(500),
        cursor: None,
    })?;
    let other = page
        .items
        .iter()
        .find(|version| version.hash != document.hash);
    other
        .or(page.items.last())
        .map(|version| version.id)
        .ok_or_else(|| {
            CliError::not_possible(format!("\"{}\" has no versions", document.title), "")
        })
}

fn show(screen: &mut Screen<'_>, found: &Comparison) -> io::Result<()> {
    if found.diff.hunks.is_empty() {
        return Ok(());
    }
    screen.inked(Ink::Bold, format!("--- {}", side(found.from.as_ref())))?;
    screen.inked(Ink::Bold, format!("+++ {}", side(found.to.as_ref())))?;
    hunks(screen, &found.diff)
}

/// Writes what changed, as a unified diff does.
pub(crate) fn hunks(screen: &mut Screen<'_>, diff: &Diffed) -> io::Result<()> {
    for hunk in &diff.hunks {
        screen.inked(
            Ink::Dim,
            format!(
                "@@ -{},{} +{},{} @@",
                hunk.old_start, hunk.old_lines, hunk.new_start, hunk.new_lines
            ),
        )?;
        for line in &hunk.lines {
            let text = line.text();
            match (line.old_line, line.new_line) {
                (Some(_), None) => screen.inked(Ink::Red, format!("-{text}"))?,
                (None, Some(_)) => screen.inked(Ink::Green, format!("+{text}"))?,
                (Some(_), Some(_)) | (None, None) => screen.line(format!(" {text}"))?,
            }
        }
    }
    Ok(())
}

fn side(version: Option<&Version>) -> String {
    version.map_or_else(
        || "the present text".to_owned(),
        |version| format!("version {}", version.number),
    )
}

/// `lh revert`.
pub(crate) fn revert(lh: &Lh, args: &Revert) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let version = reference::version(lh, &document, &args.version)?;
    let saved = lh.call::<Restore>(VersionRequest {
        version: version.id,
    })?;
    lh.answer(&saved, |screen| {
        let title = &saved.document.title;
        screen.line(if saved.outcome == SaveOutcome::Unchanged {
            format!(
                "\"{title}\" has the text of version {} already.",
                version.number
            )
        } else {
            format!(
                "\"{title}\" has the text of version {} again.",
                version.number
            )
        })
    })
}
