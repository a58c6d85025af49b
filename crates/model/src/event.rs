//! Events: hints that something changed. A client that missed some re-reads and is right.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Cause, DocumentId, JobId, JobProgress, JobState};

/// Something changed; sent after the transaction is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Event {
    /// Documents were made, changed, moved to the trash or purged.
    Documents {
        /// Which ones; empty when there are too many to name.
        ids: Vec<DocumentId>,
        /// A text changed, not metadata alone.
        text: bool,
        /// Who did it.
        cause: Cause,
    },
    /// Categories changed.
    Categories {
        /// Who did it.
        cause: Cause,
    },
    /// Tags changed.
    Tags {
        /// Who did it.
        cause: Cause,
    },
    /// Attachments changed.
    Attachments {
        /// Who did it.
        cause: Cause,
    },
    /// Saved searches changed.
    SavedSearches {
        /// Who did it.
        cause: Cause,
    },
    /// Settings changed.
    Settings {
        /// Who did it.
        cause: Cause,
    },
    /// API keys changed.
    Keys {
        /// Who did it.
        cause: Cause,
    },
    /// Change-sets were proposed, accepted or rejected.
    Proposals {
        /// Who did it.
        cause: Cause,
    },
    /// A job moved on.
    Job {
        /// The job.
        id: JobId,
        /// Its state.
        state: JobState,
        /// How far it is.
        progress: JobProgress,
    },
    /// Another process wrote to the library: re-read what is shown.
    Elsewhere,
}
