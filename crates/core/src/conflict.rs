//! Conflicts: what could not be merged, shown with both sides and the base, and what a person decides.
//!
//! A conflict keeps base and both sides as they were. The document has the other side's text meanwhile
//! (or this side's, where the other deleted it); as that side stands the text that the document has
//! now, so that a decision takes back nothing that was written since. Deciding loses neither side.

use longhand_markdown::merge::{Choice, resolved};
use longhand_markdown::{self as markdown, MergeOutcome};
use longhand_model::{Conflict, ConflictId, ContentHash, DocumentSummary, Origin, VersionId};
use longhand_store::texts::{self, Keep};
use longhand_store::{Reader, Writer, conflicts, documents, versions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{NewText, SaveOutcome, Saved, put};
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// At most this many open conflicts are listed.
const MOST_CONFLICTS: usize = 500;

/// A conflict with the title of its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenConflict {
    /// The conflict.
    #[serde(flatten)]
    pub conflict: Conflict,
    /// The title of its document.
    pub title: String,
}

/// A conflict with its texts, and with what of them fits together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConflictSides {
    /// The conflict and its document.
    #[serde(flatten)]
    pub about: OpenConflict,
    /// The hash of the document's text now: what a decision is made on.
    pub hash: ContentHash,
    /// The last text both sides had, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_text: Option<String>,
    /// This side's text.
    pub my_text: String,
    /// The other side's text; absent when it was deleted there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub their_text: Option<String>,
    /// Both sides in pieces: what is merged already, and where a person chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<MergeOutcome>,
}

/// Which side wins where the two clash. What does not clash is merged from both in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeepSide {
    /// This side.
    Mine,
    /// The other side. Where it deleted the document, that goes to the trash.
    Theirs,
    /// This side's words, then the other's.
    Both,
}

/// What a person decides: a side, or a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resolution {
    /// The conflict.
    pub id: ConflictId,
    /// The hash of the document's text that the decision was made on, from `conflict.get`.
    pub base_hash: ContentHash,
    /// The side that wins; not beside a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<KeepSide>,
    /// The whole text as it is to be; at most 10 MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Lists the open conflicts, the oldest first; at most 500.
///
/// # Errors
/// The library cannot be read.
pub fn list(app: &App, caller: &Caller) -> Result<Vec<OpenConflict>, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let mut open = Vec::new();
        for conflict in conflicts::open(r, MOST_CONFLICTS)? {
            let document = documents::summary(r, conflict.document)?;
            if let Some(document) = document.filter(|document| reach.sees(document)) {
                open.push(OpenConflict {
                    title: document.title,
                    conflict,
                });
            }
        }
        Ok(open)
    })
}

/// Returns a conflict with its texts and their merge.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn get(app: &App, caller: &Caller, id: ConflictId) -> Result<ConflictSides, CoreError> {
    let mut sides = app.read(|r| {
        let (conflict, document) = reached(r, caller, id)?;
        let kept = |hash| {
            versions::text_by_hash(r, hash)?
                .ok_or_else(|| CoreError::internal("a side of a conflict has no text"))
        };
        let now = texts::text(r, document.id)?.0;
        let (my_text, their_text) = match conflict.theirs {
            Some(_) => (kept(conflict.mine)?, Some(now)),
            None => (now, None),
        };
        Ok(ConflictSides {
            base_text: conflict.base.map(kept).transpose()?,
            my_text,
            their_text,
            merge: None,
            hash: document.hash,
            about: OpenConflict {
                title: document.title,
                conflict,
            },
        })
    })?;
    let base = sides.base_text.as_deref().unwrap_or_default();
    sides.merge = sides
        .their_text
        .as_deref()
        .map(|theirs| markdown::merge(base, &sides.my_text, theirs));
    Ok(sides)
}

/// Decides a conflict: the document gets the text, both sides stay in the history.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Stale`] when the document changed since it was looked at;
/// [`CoreError::InTrash`]; [`CoreError::Invalid`] for one that is decided already, or for neither or
/// both of a side and a text; [`CoreError::Field`] for a text that is too large.
pub fn resolve(app: &App, caller: &Caller, request: &Resolution) -> Result<Saved, CoreError> {
    let sides = get(app, caller, request.id)?;
    if sides.about.conflict.resolved_at.is_some() {
        return Err(CoreError::Invalid {
            message: format!(
                "the conflict in \"{}\" is resolved already",
                sides.about.title
            ),
            hint: "The history of the document has both sides.",
        });
    }
    let decided = decided(request, &sides)?.map(NewText::read).transpose()?;
    let written = app.write(caller, "conflict.resolve", |w| {
        let (conflict, document) = reached(w, caller, request.id)?;
        if document.hash != request.base_hash {
            return Err(CoreError::Stale {
                title: document.title,
            });
        }
        if document.trashed_at.is_some() {
            return Err(CoreError::InTrash {
                title: document.title,
            });
        }
        keep_side(w, &document, conflict.mine)?;
        if let Some(hash) = conflict.theirs {
            keep_side(w, &document, hash)?;
        }
        let version = apply(app, w, &document, decided.as_ref())?;
        conflicts::resolve(w, request.id)?;
        let after = documents::summary(w, document.id)?
            .ok_or_else(|| CoreError::internal("a document vanished inside a transaction"))?;
        Ok((document.hash, version, after))
    })?;
    let (before, version, document) = written.value;
    Ok(Saved {
        outcome: if before == document.hash {
            SaveOutcome::Unchanged
        } else {
            SaveOutcome::Merged
        },
        hash: document.hash,
        text: decided.map(|new| new.text),
        conflict: None,
        version,
        document,
        batch: Some(written.batch),
    })
}

/// The text that was decided on; none where the document goes to the trash.
fn decided(request: &Resolution, sides: &ConflictSides) -> Result<Option<String>, CoreError> {
    let keep = match (request.keep, &request.text) {
        (None, Some(text)) => return Ok(Some(text.clone())),
        (Some(keep), None) => keep,
        (Some(_), Some(_)) | (None, None) => {
            return Err(CoreError::Invalid {
                message: "a conflict is resolved by a side or by a text".to_owned(),
                hint: "Give either `keep` (mine, theirs, both) or `text`.",
            });
        }
    };
    Ok(match (&sides.merge, keep) {
        (None, KeepSide::Theirs) => None,
        (None, KeepSide::Mine | KeepSide::Both) => Some(sides.my_text.clone()),
        (Some(MergeOutcome::Clean(text)), _) => Some(text.clone()),
        (Some(MergeOutcome::Conflict { regions }), keep) => Some(resolved(
            regions,
            match keep {
                KeepSide::Mine => Choice::Mine,
                KeepSide::Theirs => Choice::Theirs,
                KeepSide::Both => Choice::Both,
            },
        )),
    })
}

fn apply(
    app: &App,
    w: &Writer,
    document: &DocumentSummary,
    decided: Option<&NewText>,
) -> Result<Option<VersionId>, CoreError> {
    let Some(new) = decided else {
        documents::set_trashed(w, document.id, Some(w.now()))?;
        return Ok(None);
    };
    let keep = Keep::Version {
        origin: Origin::Merged,
        name: None,
    };
    put(app, w, document, new, &keep)
}

/// Makes a side a version of the document, where none has its text.
fn keep_side(w: &Writer, document: &DocumentSummary, hash: ContentHash) -> Result<(), CoreError> {
    if versions::find_by_hash(w, document.id, hash)?.is_none()
        && let Some(text) = versions::text_by_hash(w, hash)?
    {
        let words = markdown::facts(&text).words;
        versions::add_kept(
            w,
            document.id,
            hash,
            &document.title,
            words,
            Origin::Replaced,
        )?;
    }
    Ok(())
}

fn reached(
    r: &Reader,
    caller: &Caller,
    id: ConflictId,
) -> Result<(Conflict, DocumentSummary), CoreError> {
    let unknown = || CoreError::not_found(Thing::Conflict, id);
    let conflict = conflicts::get(r, id)?.ok_or_else(unknown)?;
    let document = documents::summary(r, conflict.document)?.ok_or_else(unknown)?;
    if !Reach::of(r, caller)?.sees(&document) {
        return Err(unknown());
    }
    Ok((conflict, document))
}
