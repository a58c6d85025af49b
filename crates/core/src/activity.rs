//! Activity: what was done, and undoing it.
//!
//! Undo is general. The rows of a batch hold images of what was before and after; per thing they are
//! added up to one net change, and written back if the thing still is what the batch made of it. What
//! was changed since stays as it is, and the answer says so. Undoing is a batch like any other, so it
//! can be undone too. What was made is not destroyed: documents go to the trash.

mod document;
mod key;
mod net;
mod other;

use longhand_model::{AuditEntry, AuditQuery, BatchId, ObjectKind, ObjectRef, Page};
use longhand_store::{Writer, audit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{CoreError, Thing};
use crate::{App, Caller, proposal};

pub use key::revert_key;
pub(crate) use net::Changes;

/// What became of an undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reverted {
    /// How many things are as they were.
    pub reverted: u64,
    /// The things that stay as they are, with the reasons.
    pub refused: Vec<Refused>,
    /// What `activity.revert` takes to undo the undo.
    pub batch: BatchId,
}

/// A thing that an undo left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// The thing.
    pub object: ObjectRef,
    /// Why it stays.
    pub reason: String,
}

/// Whether one thing could be put back.
pub(crate) enum Outcome {
    Reverted,
    Refused(String),
}

/// The reason that most refusals have.
pub(crate) const CHANGED_SINCE: &str = "it was changed since";

impl Outcome {
    pub(crate) fn refused(reason: &str) -> Self {
        Self::Refused(reason.to_owned())
    }
}

/// Lists what was done, the latest first.
///
/// # Errors
/// [`CoreError::Invalid`] for a cursor of another list.
pub fn list(
    app: &App,
    _caller: &Caller,
    query: &AuditQuery,
) -> Result<Page<AuditEntry>, CoreError> {
    app.read(|r| Ok(audit::list(r, query)?))
}

/// Undoes a batch in one transaction, but for things that were changed since.
///
/// # Errors
/// [`CoreError::NotFound`] for an unknown batch; [`CoreError::Invalid`] for one that is undone already.
pub fn revert(app: &App, caller: &Caller, batch: BatchId) -> Result<Reverted, CoreError> {
    let written = app.write(caller, "activity.revert", |w| {
        let mut entries = audit::batch(w, batch)?;
        if entries.is_empty() {
            return Err(CoreError::not_found(Thing::Batch, batch));
        }
        entries.retain(|entry| !entry.reverted);
        if entries.is_empty() {
            return Err(CoreError::Invalid {
                message: "these changes are undone already".to_owned(),
                hint: "Undo the undo to have them back.",
            });
        }
        let changes = in_order_of_undoing(Changes::by_object(entries));
        revert_some(app, w, &changes)
    })?;
    let (reverted, refused) = written.value;
    Ok(Reverted {
        reverted,
        refused,
        batch: written.batch,
    })
}

/// Undoes some net changes, in their order; returns how many things are as they were, and the others.
fn revert_some(
    app: &App,
    w: &Writer,
    changes: &[Changes],
) -> Result<(u64, Vec<Refused>), CoreError> {
    let mut reverted = 0;
    let mut refused = Vec::new();
    for changes in changes {
        match revert_one(app, w, changes)? {
            Outcome::Reverted => {
                reverted += 1;
                for sequence in &changes.sequences {
                    audit::mark_reverted(w, *sequence)?;
                }
            }
            Outcome::Refused(reason) => refused.push(Refused {
                object: changes.object.clone(),
                reason,
            }),
        }
    }
    Ok((reverted, refused))
}

/// What others stand in comes back first and goes last: deleted categories and tags, then the rest
/// (the last change first), then categories that were made.
fn in_order_of_undoing(mut changes: Vec<Changes>) -> Vec<Changes> {
    let rank = |changes: &Changes| match (changes.object.kind, changes.created) {
        (ObjectKind::Category, false) => 0,
        (ObjectKind::Tag, _) => 1,
        (ObjectKind::Category, true) => 3,
        (
            ObjectKind::Document
            | ObjectKind::Attachment
            | ObjectKind::SavedSearch
            | ObjectKind::Setting
            | ObjectKind::Key
            | ObjectKind::ChangeSet
            | ObjectKind::Library,
            _,
        ) => 2,
    };
    changes.reverse();
    changes.sort_by_key(rank);
    changes
}

fn revert_one(app: &App, w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    match changes.object.kind {
        ObjectKind::Document => document::revert(app, w, changes),
        ObjectKind::Category => other::category(w, changes),
        ObjectKind::Tag => other::tag(w, changes),
        ObjectKind::SavedSearch => other::saved_search(w, changes),
        ObjectKind::Setting => other::setting(w, changes),
        ObjectKind::Attachment => Ok(other::attachment(changes)),
        ObjectKind::Key => other::key(w, changes),
        ObjectKind::ChangeSet => proposal::revert(w, changes),
        ObjectKind::Library => Ok(Outcome::refused("it concerns the library as a whole")),
    }
}
