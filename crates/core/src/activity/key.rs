//! Undoing everything that a key did.
//!
//! Per document, what the key did is added up as far back as it follows on without a gap: where
//! somebody else changed the same field in between, what lies before stays, and the answer says so.
//! Other things are undone batch by batch, the last one first. One batch, in pieces, so that others can
//! write in between; what still waits for review is taken back.

use longhand_model::{KeyId, ObjectKind, ObjectRef, Timestamp};
use longhand_store::{api_keys, audit};

use super::net::Changes;
use super::{CHANGED_SINCE, Refused, Reverted, in_order_of_undoing, revert_some};
use crate::error::{CoreError, Thing};
use crate::{App, Caller, proposal};

/// So many things are undone in one transaction.
const PIECE: usize = 200;

/// Undoes what a key did, all of it or since a time, but for what was changed since.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] when nothing is left to be undone; a library that
/// cannot be written: what was undone until then stays undone.
pub fn revert_key(
    app: &App,
    caller: &Caller,
    key: KeyId,
    since: Option<Timestamp>,
) -> Result<Reverted, CoreError> {
    let entries = app.read(|r| {
        api_keys::get(r, key)?.ok_or_else(|| CoreError::not_found(Thing::Key, key))?;
        Ok(audit::of_key(r, key, since)?)
    })?;
    let (proposals, entries): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|entry| entry.object.kind == ObjectKind::ChangeSet);
    let (changes, broken) = Changes::of_key(entries);
    let nothing = changes.is_empty() && broken.is_empty();
    let cause = caller.cause(app.sources(), "activity.revertKey");
    let mut done = Reverted {
        reverted: 0,
        refused: broken.into_iter().map(changed_between).collect(),
        batch: cause.batch,
    };
    for piece in in_order_of_undoing(changes).chunks(PIECE) {
        let written = app.write_because(&cause, |w| revert_some(app, w, piece))?;
        let (reverted, refused) = written.value;
        done.reverted += reverted;
        done.refused.extend(refused);
    }
    if !proposals.is_empty() {
        let taken = app.write_because(&cause, |w| proposal::take_back(w, key, since))?;
        done.reverted += taken.value;
    }
    if nothing && done.reverted == 0 {
        return Err(CoreError::Invalid {
            message: "this key changed nothing that is not undone already".to_owned(),
            hint: "`activity.list` shows what was done, and what was undone.",
        });
    }
    Ok(done)
}

fn changed_between(object: ObjectRef) -> Refused {
    Refused {
        object,
        reason: format!("{CHANGED_SINCE}; only what the key did after that is undone"),
    }
}
