//! Accepting: each change goes the way of any other, written by the key, decided by the person.
//!
//! One batch, in small transactions: a change and the mark that it was accepted are written together.
//! What cannot be done any more (its document is in the trash, its category is gone) stays waiting,
//! and the answer says why.

use longhand_model::{
    Actor, BatchId, Cause, ChangeId, ChangeKind, ChangeSet, ChangeSetId, ConflictId, ContentHash,
    DocumentId, NewDocument, Origin, ProposedChange,
};
use longhand_store::change_sets::{self, StoredChange};
use longhand_store::texts::Keep;
use longhand_store::{Writer, documents};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::ProposedUpdate;
use super::{after, chosen};
use crate::document::{self, Draft, NewText, Order, SaveOutcome, commit, update_one};
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// What became of changes that a person accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The change-set as it is now.
    pub change_set: ChangeSet,
    /// The changes that were made.
    pub accepted: Vec<AcceptedChange>,
    /// The changes that could not be made and still wait, with the reasons.
    pub refused: Vec<RefusedChange>,
    /// What `activity.revert` takes to undo it and let the changes wait again; absent when nothing was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedChange {
    /// The change.
    pub id: ChangeId,
    /// Its document.
    pub document: DocumentId,
    /// What became of it: a text may have been merged, or be kept as a conflict.
    pub outcome: SaveOutcome,
    /// The conflict that keeps both texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<ConflictId>,
}

/// A change that could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RefusedChange {
    /// The change.
    pub id: ChangeId,
    /// Its document.
    pub document: DocumentId,
    /// What the document was called when it was proposed.
    pub title: String,
    /// Why it still waits.
    pub reason: String,
}

/// Makes proposed changes, all that wait or some.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] when none of them waits; a library that cannot be
/// written: what was made until then stays made.
pub fn accept(
    app: &App,
    caller: &Caller,
    id: ChangeSetId,
    only: Option<&[ChangeId]>,
) -> Result<Accepted, CoreError> {
    let (set, chosen) = app.read(|r| chosen(r, caller, id, only))?;
    let person = caller.cause(app.sources(), "proposal.accept");
    let desk = Desk {
        app,
        caller,
        cause: Cause {
            actor: Actor::Key(set.key),
            ..person.clone()
        },
        set: &set,
    };
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for stored in &chosen {
        let change = &stored.change;
        match desk.accept(stored) {
            Ok(done) => accepted.push(done),
            Err(error) => refused.push(RefusedChange {
                id: change.id,
                document: change.document,
                title: change.title.clone(),
                reason: reason(error)?,
            }),
        }
    }
    let ids: Vec<ChangeId> = accepted.iter().map(|done| done.id).collect();
    if !ids.is_empty() {
        // The rows of the changes bear the key's name; this one tells who let them in.
        app.write_because(&person, |w| Ok(change_sets::accepted(w, &set, &ids)?))?;
    }
    Ok(Accepted {
        change_set: app.read(|r| after(r, id))?,
        batch: (!accepted.is_empty()).then_some(person.batch),
        accepted,
        refused,
    })
}

/// Why a change still waits; an error that concerns all of them ends the whole.
fn reason(error: CoreError) -> Result<String, CoreError> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what does not concern one change ends the whole, whatever it is"
    )]
    match error {
        CoreError::NotFound {
            thing: Thing::Document,
            ..
        } => Ok("it was deleted for ever".to_owned()),
        CoreError::NotFound {
            thing: Thing::Category,
            ..
        } => Ok("the category is gone".to_owned()),
        CoreError::InTrash { .. } => Ok("it is in the trash".to_owned()),
        CoreError::Invalid { message, .. } => Ok(message),
        error @ (CoreError::Field(_) | CoreError::Busy { .. } | CoreError::Stale { .. }) => {
            Ok(error.to_string())
        }
        other => Err(other),
    }
}

/// What every change is accepted with.
struct Desk<'a> {
    app: &'a App,
    /// The person: what they reach is reached.
    caller: &'a Caller,
    /// The key, under the batch of all.
    cause: Cause,
    set: &'a ChangeSet,
}

impl Desk<'_> {
    fn accept(&self, stored: &StoredChange) -> Result<AcceptedChange, CoreError> {
        let change = &stored.change;
        let (outcome, conflict) = match change.kind {
            ChangeKind::Create => (self.create(stored)?, None),
            ChangeKind::Save => self.save(stored)?,
            ChangeKind::Update => (self.update(stored)?, None),
            ChangeKind::Trash => (self.trash(change)?, None),
        };
        Ok(AcceptedChange {
            id: change.id,
            document: change.document,
            outcome,
            conflict,
        })
    }

    /// Makes the document; one that an undo had put into the trash comes back from it.
    fn create(&self, stored: &StoredChange) -> Result<SaveOutcome, CoreError> {
        let change = &stored.change;
        let new: NewDocument =
            serde_json::from_value(stored.fields.clone()).map_err(CoreError::internal)?;
        let draft = Draft {
            new,
            title: change.title.clone(),
            text: NewText::read(self.text(change.id)?)?,
        };
        let written = self.app.write_because(&self.cause, |w| {
            self.mark(w, change.id)?;
            if documents::summary(w, change.document)?.is_some() {
                let back = documents::set_trashed(w, change.document, None)?;
                return Ok(if back {
                    SaveOutcome::Saved
                } else {
                    SaveOutcome::Unchanged
                });
            }
            document::insert(w, Some(change.document), &draft)?;
            Ok(SaveOutcome::Saved)
        })?;
        Ok(written.value)
    }

    fn save(&self, stored: &StoredChange) -> Result<(SaveOutcome, Option<ConflictId>), CoreError> {
        let change = &stored.change;
        let mine = NewText::read(self.text(change.id)?)?;
        let note = stored.fields.get("note").and_then(|note| note.as_str());
        let keep = Keep::Version {
            origin: Origin::Api,
            name: note.map(str::to_owned),
        };
        let order = Order {
            cause: &self.cause,
            id: change.document,
            base: change.base_hash.unwrap_or_else(|| ContentHash::of("")),
            mine: &mine,
            keep: &keep,
        };
        let saved = commit(self.app, self.caller, &order, |w, _outcome| {
            self.mark(w, change.id)
        })?;
        Ok((saved.outcome, saved.conflict))
    }

    /// Changes the fields that nobody changed since; if somebody did, nothing of it is written.
    fn update(&self, stored: &StoredChange) -> Result<SaveOutcome, CoreError> {
        let change = &stored.change;
        let proposed = ProposedUpdate::read(&stored.fields)?;
        let written = self.app.write_because(&self.cause, |w| {
            self.mark(w, change.id)?;
            let reach = Reach::of(w, self.caller)?;
            let before = reach.document(w, change.document)?;
            let (patch, changed) = proposed.patch(&before);
            if let Some(field) = changed.first() {
                return Err(CoreError::Invalid {
                    message: format!("its {} was changed since", field.word()),
                    hint: "Make the change by hand, or reject it.",
                });
            }
            let (now, _others) = update_one(w, &reach, change.document, &patch, proposed.links())?;
            Ok(if now == before {
                SaveOutcome::Unchanged
            } else {
                SaveOutcome::Saved
            })
        })?;
        Ok(written.value)
    }

    fn trash(&self, change: &ProposedChange) -> Result<SaveOutcome, CoreError> {
        let written = self.app.write_because(&self.cause, |w| {
            self.mark(w, change.id)?;
            Reach::of(w, self.caller)?.document(w, change.document)?;
            Ok(documents::set_trashed(w, change.document, Some(w.now()))?)
        })?;
        Ok(if written.value {
            SaveOutcome::Saved
        } else {
            SaveOutcome::Unchanged
        })
    }

    /// Marks a change in the transaction that makes it, unless somebody decided about it meanwhile.
    fn mark(&self, w: &Writer, id: ChangeId) -> Result<(), CoreError> {
        let waits = change_sets::change(w, id)?.is_some_and(|stored| stored.change.waits());
        if !waits {
            return Err(CoreError::Invalid {
                message: "it was decided about meanwhile".to_owned(),
                hint: "`proposal.get` tells what became of it.",
            });
        }
        Ok(change_sets::accept(w, self.set, id, self.caller.actor)?)
    }

    fn text(&self, id: ChangeId) -> Result<String, CoreError> {
        let (_base, text) = self.app.read(|r| Ok(change_sets::texts(r, id)?))?;
        text.ok_or_else(|| CoreError::internal("a proposed text is not there"))
    }
}
