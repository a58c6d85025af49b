//! The way of documents to the trash, out of it, and away for ever.

use longhand_model::{BatchId, DocumentId, Timestamp};
use longhand_store::documents;

use super::checked_ids;
use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// Documents are purged in transactions of this many, so that others can write in between.
const PURGED_AT_ONCE: usize = 200;

/// How many documents a change concerned, and the batch that undoes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

/// Moves documents to the trash; those that are there already stay.
///
/// # Errors
/// [`CoreError::NotFound`] for any of them; nothing is moved then.
pub fn trash(app: &App, caller: &Caller, ids: &[DocumentId]) -> Result<Counted, CoreError> {
    let now = app.sources().now();
    set_trashed(app, caller, "document.trash", ids, Some(now))
}

/// Brings documents back from the trash; those that are not there stay.
///
/// # Errors
/// [`CoreError::NotFound`] for any of them; nothing is moved then.
pub fn restore(app: &App, caller: &Caller, ids: &[DocumentId]) -> Result<Counted, CoreError> {
    set_trashed(app, caller, "document.restore", ids, None)
}

/// Deletes documents for ever, with their texts and versions. Returns how many.
///
/// # Errors
/// [`CoreError::NotFound`] for any of them; [`CoreError::Invalid`] for one that is not in the trash.
pub fn purge(app: &App, caller: &Caller, ids: &[DocumentId]) -> Result<u64, CoreError> {
    let ids = checked_ids(ids)?;
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        for id in &ids {
            let document = reach.document(r, *id)?;
            if document.trashed_at.is_none() {
                return Err(CoreError::Invalid {
                    message: format!("\"{}\" is not in the trash", document.title),
                    hint: "Move it to the trash first; only what is there can be deleted for ever.",
                });
            }
        }
        Ok(())
    })?;
    let mut purged = 0;
    for ids in ids.chunks(PURGED_AT_ONCE) {
        purged += purge_trashed(app, caller, "document.purge", ids)?;
    }
    Ok(purged)
}

/// Deletes everything in the trash for ever. Returns how many documents that were.
///
/// # Errors
/// The library cannot be written; what was deleted until then stays deleted.
pub fn empty_trash(app: &App, caller: &Caller) -> Result<u64, CoreError> {
    let until = app.sources().now().plus_millis(1);
    empty_before(app, caller, "trash.empty", until)
}

/// Deletes for ever what went to the trash before a time.
pub(crate) fn empty_before(
    app: &App,
    caller: &Caller,
    command: &str,
    before: Timestamp,
) -> Result<u64, CoreError> {
    let mut purged = 0;
    loop {
        let ids = app.read(|r| Ok(documents::trashed_before(r, before, PURGED_AT_ONCE)?))?;
        if ids.is_empty() {
            return Ok(purged);
        }
        let now = purge_trashed(app, caller, command, &ids)?;
        if now == 0 {
            return Ok(purged);
        }
        purged += now;
    }
}

/// Purges those of some documents that are still in the trash.
fn purge_trashed(
    app: &App,
    caller: &Caller,
    command: &str,
    ids: &[DocumentId],
) -> Result<u64, CoreError> {
    let written = app.write(caller, command, |w| {
        let mut purged = 0;
        for id in ids {
            let trashed = documents::summary(w, *id)?.is_some_and(|d| d.trashed_at.is_some());
            if trashed {
                documents::purge(w, *id)?;
                purged += 1;
            }
        }
        Ok(purged)
    })?;
    Ok(written.value)
}

fn set_trashed(
    app: &App,
    caller: &Caller,
    command: &str,
    ids: &[DocumentId],
    trashed_at: Option<Timestamp>,
) -> Result<Counted, CoreError> {
    let ids = checked_ids(ids)?;
    let written = app.write(caller, command, |w| {
        let reach = Reach::of(w, caller)?;
        let mut count = 0;
        for id in &ids {
            reach.document(w, *id)?;
            count += u64::from(documents::set_trashed(w, *id, trashed_at)?);
        }
        Ok(count)
    })?;
    Ok(Counted {
        count: written.value,
        batch: written.batch,
    })
}
