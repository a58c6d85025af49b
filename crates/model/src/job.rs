//! Jobs: long work with progress, that can be cancelled and survives a restart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{JobId, Timestamp};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Reads documents from files.
    Import,
    /// Writes a backup.
    Backup,
    /// Compares a backup with itself in a temporary library.
    VerifyBackup,
    /// Brings documents back from a backup.
    RestoreBackup,
    /// Builds a search index.
    Index,
    /// Deletes attachments that nothing uses.
    CollectAttachments,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum JobState {
    /// Waits for its turn.
    Pending,
    /// At work.
    Processing,
    /// Ended well.
    Completed,
    /// Ended with an error.
    Failed,
    /// Ended because a person asked.
    Cancelled,
    /// The program ended first.
    Interrupted,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    /// Steps done.
    pub done: u64,
    /// Steps in all, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// What it is at, such as a file's name.
    pub current: String,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// How far it is.
    pub progress: JobProgress,
    /// What it is about, for people.
    pub title: String,
    /// What it brought, once completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Ended before its work did, and `job.resume` can start that again.
    pub resumable: bool,
}
