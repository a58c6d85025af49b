//! What waits: open conflicts, and changes that no remote place has yet.

use longhand_model::{Conflict, OutboxEntry};
use longhand_store::{conflicts, documents, outbox};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{App, Caller, CoreError};

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

/// Lists the open conflicts, the latest first.
///
/// # Errors
/// The library cannot be read.
pub fn conflicts(app: &App, _caller: &Caller) -> Result<Vec<OpenConflict>, CoreError> {
    app.read(|r| {
        let mut open = Vec::new();
        for conflict in conflicts::open(r, MOST_CONFLICTS)? {
            let document = documents::summary(r, conflict.document)?;
            open.push(OpenConflict {
                title: document.map(|document| document.title).unwrap_or_default(),
                conflict,
            });
        }
        Ok(open)
    })
}

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
