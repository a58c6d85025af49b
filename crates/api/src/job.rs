//! Commands about jobs.

use longhand_core::{job, transfer};
use longhand_model::{Job, JobId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};

/// Names a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobRequest {
    /// The job.
    pub id: JobId,
}

/// A job that was started: `job.get` and the events tell how it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// The job.
    pub job: JobId,
}

command! {
    /// Lists jobs, the latest first.
    List: "job.list", Read, Library, Nothing => Items<Job>,
    |_request, app, _caller| Ok(Items { items: job::list(app)? })
}

command! {
    /// Returns a job as it stands, with its result once it has ended.
    Get: "job.get", Read, Library, JobRequest => Job,
    |request, app, _caller| job::get(app, request.id)
}

command! {
    /// Starts a job again, under its own id, that failed, was cancelled or was interrupted.
    ///
    /// Needs what the command needs that asked for it.
    Resume: "job.resume", Write, Library, JobRequest => Job,
    |request, app, caller| transfer::resume(app, caller, request.id)
}

command! {
    /// Asks a job to stop.
    Cancel: "job.cancel", Write, Library, JobRequest => Job,
    |request, app, _caller| job::cancel(app, request.id)
}
