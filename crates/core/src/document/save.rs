//! Saving a text that was read some time ago: at once, merged, or as a conflict.
//!
//! The caller says which text it started from. Where the stored text is still that one, it is
//! replaced; where it changed, the two changes are merged three ways; where they touch the same
//! words, the stored text stays and the conflict keeps base and both sides. No clock is asked.

use std::sync::Arc;

use longhand_markdown::{self as markdown, MergeOutcome};
use longhand_model::{
    Actor, BatchId, Cause, ConflictId, ConflictKind, ContentHash, DocumentId, DocumentSummary,
    Origin, VersionId,
};
use longhand_store::conflicts::{self, NewConflict};
use longhand_store::texts::{self, Keep};
use longhand_store::{Reader, Writer, documents, versions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NewText, put};
use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// How often a save merges ahead of its transaction before it merges inside one, which nobody can overtake.
const TRIES_AHEAD: usize = 4;

/// A text to save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveRequest {
    /// The document.
    pub id: DocumentId,
    /// The whole text; at most 10 MiB.
    pub text: String,
    /// The hash of the text that the caller started from.
    pub base_hash: ContentHash,
    /// Whether a person asked for it.
    #[serde(default)]
    pub kind: SaveKind,
    /// A name for the version that an explicit save makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Whether a person asked for a save.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SaveKind {
    /// While typing: becomes a version only once in a while.
    Auto,
    /// On purpose: becomes a version.
    #[default]
    Explicit,
}

/// What became of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SaveOutcome {
    /// The text is the document's now.
    Saved,
    /// The document had this text already.
    Unchanged,
    /// The text was merged with what others had saved.
    Merged,
    /// The text clashes with what others had saved; a conflict keeps both.
    Conflict,
}

/// What became of a save, and what the document is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// What became of it.
    pub outcome: SaveOutcome,
    /// The hash of the document's text now: the base of the next save.
    pub hash: ContentHash,
    /// The document's text now, where it differs from the one sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The conflict that keeps both texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<ConflictId>,
    /// The version that was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionId>,
    /// The document now.
    pub document: DocumentSummary,
    /// What `activity.revert` takes to undo it; absent when nothing was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
}

/// A task box to tick or clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToggleTask {
    /// The document.
    pub id: DocumentId,
    /// The line of the box, from 1.
    pub line: u32,
    /// The hash of the text in which the line was counted.
    pub base_hash: ContentHash,
}

/// Saves a text.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::InTrash`]; [`CoreError::Field`] for a text that is too large.
pub fn save(app: &App, caller: &Caller, request: &SaveRequest) -> Result<Saved, CoreError> {
    let note = request.note.as_deref().map(checked_note).transpose()?;
    let mine = NewText::read(request.text.clone())?;
    let keep = keep(app, caller, request.kind, note)?;
    let order = Order {
        cause: &caller.cause(app.sources(), "document.save"),
        id: request.id,
        base: request.base_hash,
        mine: &mine,
        keep: &keep,
    };
    commit(app, caller, &order, |_w, _outcome| Ok(()))
}

/// Ticks or clears the task box on a line.
///
/// # Errors
/// [`CoreError::Stale`] when the text changed since the line was counted; [`CoreError::Invalid`] when
/// the line has no task box.
pub fn toggle_task(app: &App, caller: &Caller, request: &ToggleTask) -> Result<Saved, CoreError> {
    let mine = NewText::read(toggled(app, caller, request)?)?;
    let keep = keep(app, caller, SaveKind::Auto, None)?;
    let order = Order {
        cause: &caller.cause(app.sources(), "document.toggleTask"),
        id: request.id,
        base: request.base_hash,
        mine: &mine,
        keep: &keep,
    };
    let mut saved = commit(app, caller, &order, |_w, _outcome| Ok(()))?;
    // The caller did not send the text, so it gets the new one in any case.
    saved.text.get_or_insert_with(|| mine.text.clone());
    Ok(saved)
}

/// The text of a document with the task box on a line ticked or cleared.
pub(crate) fn toggled(
    app: &App,
    caller: &Caller,
    request: &ToggleTask,
) -> Result<String, CoreError> {
    let document = super::get(app, caller, request.id)?;
    if document.summary.hash != request.base_hash {
        return Err(CoreError::Stale {
            title: document.summary.title,
        });
    }
    markdown::toggle_task(&document.text, request.line).ok_or(CoreError::Invalid {
        message: format!("line {} has no task box", request.line),
        hint: "Count lines from 1, front matter included.",
    })
}

/// Which versions a save makes: a script's always one, a person's on purpose or once in a while.
fn keep(
    app: &App,
    caller: &Caller,
    kind: SaveKind,
    note: Option<String>,
) -> Result<Keep, CoreError> {
    Ok(match (caller.actor, kind) {
        (Actor::Key(_), _) => Keep::Version {
            origin: Origin::Api,
            name: note,
        },
        (_, SaveKind::Explicit) => Keep::Version {
            origin: Origin::Saved,
            name: note,
        },
        (_, SaveKind::Auto) => Keep::Autosave {
            interval_ms: i64::from(app.settings()?.render.auto_save_interval) * 1_000,
        },
    })
}

/// What is to be done, decided outside the transaction where possible, so that merging holds nobody up.
enum Plan {
    Replace,
    Merged(Box<NewText>),
    Clash { theirs: Box<str> },
}

/// A text on its way into a document.
pub(crate) struct Order<'a> {
    /// Who wrote it, and the batch it belongs to.
    pub(crate) cause: &'a Cause,
    /// The document.
    pub(crate) id: DocumentId,
    /// The hash of the text it started from.
    pub(crate) base: ContentHash,
    /// The text.
    pub(crate) mine: &'a NewText,
    /// Which versions it makes.
    pub(crate) keep: &'a Keep,
}

/// Brings a text into a document within the reach of a caller; `also` writes in the same transaction.
pub(crate) fn commit(
    app: &App,
    caller: &Caller,
    order: &Order<'_>,
    also: impl Fn(&Writer, SaveOutcome) -> Result<(), CoreError>,
) -> Result<Saved, CoreError> {
    let Order {
        cause,
        id,
        base,
        mine,
        keep,
    } = *order;
    let mut ahead = 0;
    loop {
        let planned = if ahead < TRIES_AHEAD {
            let (before, plan) = app.read(|r| {
                let document = writable(r, caller, id)?;
                let plan = plan(app, r, &document, base, mine)?;
                Ok((document, plan))
            })?;
            Some((before.hash, plan))
        } else {
            None
        };
        ahead += 1;
        let written = app.write_because(cause, |w| {
            let document = writable(w, caller, id)?;
            let plan = match planned {
                Some((before, plan)) if document.hash == before => plan,
                Some(_) => return Ok(None),
                None => plan(app, w, &document, base, mine)?,
            };
            let saved = apply(app, w, &document, base, mine, &plan, keep)?;
            also(w, saved.outcome)?;
            Ok(Some(saved))
        })?;
        if let Some(mut saved) = written.value {
            if saved.outcome != SaveOutcome::Unchanged || saved.version.is_some() {
                saved.batch = Some(written.batch);
            }
            return Ok(saved);
        }
    }
}

/// The document as it is, if its text may be written.
fn writable(r: &Reader, caller: &Caller, id: DocumentId) -> Result<DocumentSummary, CoreError> {
    let document = Reach::of(r, caller)?.document(r, id)?;
    if document.trashed_at.is_some() {
        return Err(CoreError::InTrash {
            title: document.title,
        });
    }
    Ok(document)
}

fn plan(
    app: &App,
    r: &Reader,
    stored: &DocumentSummary,
    base: ContentHash,
    mine: &NewText,
) -> Result<Plan, CoreError> {
    if stored.hash == base || stored.hash == mine.hash {
        return Ok(Plan::Replace);
    }
    let base_text = match app.inner.recent.text(base) {
        Some(text) => Some(text),
        None => versions::text_by_hash(r, base)?.map(Arc::from),
    };
    let theirs = texts::text(r, stored.id)?.0;
    // A base that nobody has any more cannot be guessed: both sides are kept instead.
    let merged = base_text.and_then(|base| merged(&base, &mine.text, &theirs));
    Ok(match merged {
        Some(text) => Plan::Merged(Box::new(NewText::read(text)?)),
        None => Plan::Clash {
            theirs: theirs.into(),
        },
    })
}

/// The two changes of one text, if they merge.
pub(crate) fn merged(base: &str, mine: &str, theirs: &str) -> Option<String> {
    match markdown::merge(base, mine, theirs) {
        MergeOutcome::Clean(text) => Some(text),
        MergeOutcome::Conflict { .. } => None,
    }
}

fn apply(
    app: &App,
    w: &Writer,
    document: &DocumentSummary,
    base: ContentHash,
    mine: &NewText,
    plan: &Plan,
    keep: &Keep,
) -> Result<Saved, CoreError> {
    let (outcome, text, conflict, version) = match plan {
        Plan::Replace if document.hash == mine.hash => {
            // An explicit save of the same text still makes the version that was asked for.
            let version = match keep {
                Keep::Version { .. } => put(app, w, document, mine, keep)?,
                Keep::Autosave { .. } => None,
            };
            (SaveOutcome::Unchanged, None, None, version)
        }
        Plan::Replace => {
            let version = put(app, w, document, mine, keep)?;
            (SaveOutcome::Saved, None, None, version)
        }
        Plan::Merged(merged) => {
            let keep = Keep::Version {
                origin: Origin::Merged,
                name: None,
            };
            let version = put(app, w, document, merged, &keep)?;
            let text = (merged.hash != mine.hash).then(|| merged.text.clone());
            (SaveOutcome::Merged, text, None, version)
        }
        Plan::Clash { theirs } => {
            let conflict = conflict(app, w, document, base, mine, theirs)?;
            (
                SaveOutcome::Conflict,
                Some(theirs.to_string()),
                Some(conflict),
                None,
            )
        }
    };
    let document = documents::summary(w, document.id)?
        .ok_or_else(|| CoreError::internal("a document vanished inside a transaction"))?;
    Ok(Saved {
        outcome,
        hash: document.hash,
        text,
        conflict,
        version,
        document,
        batch: None,
    })
}

/// Keeps both sides; the same clash, reported twice, is one conflict.
fn conflict(
    app: &App,
    w: &Writer,
    document: &DocumentSummary,
    base: ContentHash,
    mine: &NewText,
    theirs: &str,
) -> Result<ConflictId, CoreError> {
    let open = conflicts::of_document(w, document.id)?;
    let same = open.iter().find(|open| {
        open.resolved_at.is_none() && open.mine == mine.hash && open.theirs == Some(document.hash)
    });
    if let Some(same) = same {
        return Ok(same.id);
    }
    let base = match app.inner.recent.text(base) {
        Some(text) => Some(text),
        None => versions::text_by_hash(w, base)?.map(Arc::from),
    };
    Ok(conflicts::insert(
        w,
        &NewConflict {
            document: document.id,
            remote: None,
            kind: ConflictKind::Text,
            base: base.as_deref(),
            mine: &mine.text,
            theirs: Some(theirs),
        },
    )?)
}

pub(crate) fn checked_note(note: &str) -> Result<String, CoreError> {
    Ok(longhand_model::checked_text(
        "the name of a version",
        note,
        100,
    )?)
}
