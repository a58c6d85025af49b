//! One document: write it, read it, replace its text.

use longhand_api::core::document::{SaveKind, SaveOutcome, SaveRequest};
use longhand_api::core::preview::PreviewRequest;
use longhand_api::document::{Create, CreateRequest, DocumentRequest, Get, Preview, Save};
use longhand_api::history;
use longhand_api::model::{Document, NewDocument};

use crate::args::documents::{Edit, New, Show};
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::reference;
use crate::screen::Ink;
use crate::words::short;

/// `lh new`.
pub(crate) fn new(lh: &Lh, args: New) -> Result<(), CliError> {
    let text = match &args.from {
        Some(path) => lh.read_text(path)?,
        None => String::new(),
    };
    let from = match &args.template {
        Some(word) => Some(reference::document(lh, word)?.id),
        None => None,
    };
    let category = match &args.category {
        Some(word) => Some(reference::category_or_new(lh, word)?),
        None => None,
    };
    let created = lh.call::<Create>(CreateRequest {
        document: NewDocument {
            title: args.title,
            text,
            description: args.description,
            category,
            tags: args.tag,
            favorite: args.favorite,
            pinned: args.pinned,
            template: args.as_template,
            ..NewDocument::default()
        },
        from,
    })?;
    let summary = &created.document.summary;
    lh.answer(&created, |screen| {
        screen.put(Ink::Dim, summary.id)?;
        screen.line(format!("  {}", summary.title))
    })
}

/// `lh show`.
pub(crate) fn show(lh: &Lh, args: &Show) -> Result<(), CliError> {
    let found = reference::document(lh, &args.doc)?;
    if let Some(word) = &args.version {
        let version = reference::version(lh, &found, word)?.id;
        let old = lh.call::<history::Get>(history::VersionRequest { version })?;
        return if lh.is_json() {
            lh.answer_json(&old)
        } else {
            lh.answer_text(&old.text)
        };
    }
    let document = lh.call::<Get>(DocumentRequest { id: found.id })?;
    if args.html {
        return show_html(lh, document);
    }
    if lh.is_json() {
        return lh.answer_json(&document);
    }
    lh.answer_text(&document.text)
}

fn show_html(lh: &Lh, document: Document) -> Result<(), CliError> {
    let preview = lh.call::<Preview>(PreviewRequest {
        document: Some(document.summary.id),
        text: document.text,
        known: None,
    })?;
    if lh.is_json() {
        return lh.answer_json(&preview);
    }
    let blocks = preview
        .blocks
        .iter()
        .filter_map(|block| block.html.as_deref());
    let html: String = blocks.flat_map(|html| [html.trim_end(), "\n"]).collect();
    lh.answer_text(&html)
}

/// `lh edit`.
pub(crate) fn edit(lh: &Lh, args: Edit) -> Result<Exit, CliError> {
    let found = reference::document(lh, &args.doc)?;
    let text = lh.read_text(&args.from)?;
    let base_hash = match &args.base {
        Some(hash) => hash.parse().map_err(|error| {
            CliError::usage(
                format!("--base: {error}"),
                "`lh show DOC --json` has it in the field hash.",
            )
        })?,
        None => found.hash,
    };
    let saved = lh.call::<Save>(SaveRequest {
        id: found.id,
        text,
        base_hash,
        kind: SaveKind::Explicit,
        note: args.note,
    })?;
    lh.answer(&saved, |screen| {
        let title = &saved.document.title;
        screen.line(match saved.outcome {
            SaveOutcome::Saved => format!("Saved \"{title}\"."),
            SaveOutcome::Unchanged => format!("\"{title}\" has this text already."),
            SaveOutcome::Merged => format!("Merged into \"{title}\", which had changed meanwhile."),
            SaveOutcome::Conflict => {
                format!("\"{title}\" was changed in the same words; its text stays as it was.")
            }
        })
    })?;
    if saved.outcome == SaveOutcome::Conflict {
        let conflict = saved.conflict.map(short).unwrap_or_default();
        lh.note(&format!(
            "Both texts are kept in conflict {conflict}; `lh conflicts` lists it."
        ));
        return Ok(Exit::Conflicts);
    }
    Ok(Exit::Done)
}
