//! What waits: changes that no remote place has yet.

use longhand_model::OutboxEntry;
use longhand_store::{documents, outbox};

use crate::{App, Caller, CoreError};

/// Lists what no remote place has yet, and counts all of it.
///
/// # Errors
/// The library cannot be read.
pub fn outbox(
    app: &App,
    _caller: &Caller,
    limit: Option<u32>,
) -> Result<(Vec<OutboxEntry>, u64), CoreError> {
    let limit = limit.unwrap_or(100).clamp(1, 500) as usize;
    app.read(|r| Ok((outbox::list(r, limit)?, documents::counts(r)?.outbox)))
}
