//! Starting a transfer again that did not come to its end.
//!
//! Each of them may begin anew at any time: an import and a restore find what they brought before and
//! leave it, a backup gets its name only when it is whole, a check writes nothing here. What a resumed
//! import or restore brings belongs to the batch of its first try, so that one undo takes all of it back.

use longhand_model::{Access, BatchId, Job, JobId, JobKind};
use longhand_store::jobs;
use serde::{Deserialize, Serialize};

use super::{CreateBackup, ImportRequest, RestoreBackup};
use super::{backup, import, restore, scan, verify};
use crate::job::{self, Resumable};
use crate::{App, Caller, CoreError};

/// What a transfer was asked for, as the library keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "command", rename_all_fields = "camelCase")]
pub(super) enum Work {
    /// To look at an import.
    #[serde(rename = "import.scan")]
    Scan { request: ImportRequest },
    /// To import.
    #[serde(rename = "import.run")]
    Import {
        request: ImportRequest,
        batch: BatchId,
    },
    /// To make a backup.
    #[serde(rename = "backup.create")]
    Backup { request: CreateBackup },
    /// To check a backup.
    #[serde(rename = "backup.verify")]
    Verify { path: String },
    /// To bring documents back from a backup.
    #[serde(rename = "backup.restore")]
    Restore {
        request: RestoreBackup,
        batch: BatchId,
    },
}

impl Work {
    /// Makes the job that does this work; `again` is the one that did not come to its end.
    pub(super) fn job(
        &self,
        kind: JobKind,
        title: String,
        again: Option<JobId>,
    ) -> Result<Resumable, CoreError> {
        Ok(Resumable {
            kind,
            title,
            request: serde_json::to_value(self).map_err(CoreError::internal)?,
            again,
        })
    }

    /// What the command needs that asks for the work.
    const fn access(&self) -> Access {
        match self {
            Self::Scan { .. } | Self::Import { .. } => Access::Write,
            Self::Backup { .. } | Self::Verify { .. } | Self::Restore { .. } => Access::Admin,
        }
    }
}

/// Starts a job again, under its own id, that failed, was cancelled or was interrupted.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] for a job that is at work, is done, or cannot be
/// resumed; [`CoreError::AccessTooLow`] and [`CoreError::OutOfScope`] for a caller who could not have
/// asked for it.
pub fn resume(app: &App, caller: &Caller, id: JobId) -> Result<Job, CoreError> {
    let ended = job::get(app, id)?;
    job::check_resumable(&ended)?;
    let stored = app.read(|r| Ok(jobs::request(r, id)?))?;
    let work: Option<Work> = stored.and_then(|stored| serde_json::from_value(stored).ok());
    let work = work.ok_or_else(|| CoreError::Invalid {
        message: format!(
            "\"{}\" was asked for in another version of Longhand",
            ended.title
        ),
        hint: "Ask for it anew.",
    })?;
    if caller.access < work.access() {
        return Err(CoreError::AccessTooLow {
            needed: work.access(),
            given: caller.access,
        });
    }
    match work {
        Work::Scan { request } => scan::start(app, caller, request, Some(id)),
        Work::Import { request, batch } => import::start(app, caller, request, batch, Some(id)),
        Work::Backup { request } => backup::start(app, caller, request, Some(id)),
        Work::Verify { path } => verify::start(app, caller, path, Some(id)),
        Work::Restore { request, batch } => restore::start(app, caller, request, batch, Some(id)),
    }
}
