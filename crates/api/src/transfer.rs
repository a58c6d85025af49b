//! Commands that bring documents in from files, and whole libraries out and back. Each starts a job.

use longhand_core::transfer;
use longhand_model::Job;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::job::Started;

/// Names a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyRequest {
    /// The file.
    pub path: String,
}

command! {
    /// Reads what an import would bring and changes nothing; the job's result is an `ImportReport`.
    Scan: "import.scan", Write, Library, transfer::ImportRequest => Started,
    |request, app, caller| transfer::scan_import(app, caller, request).map(Started::from)
}

command! {
    /// Imports documents and attachments; the job's result is an `ImportOutcome` with the batch that undoes it.
    Run: "import.run", Write, Library, transfer::ImportRequest => Started,
    |request, app, caller| transfer::run_import(app, caller, request).map(Started::from)
}

command! {
    /// Writes a backup of the whole library to a file that does not exist yet.
    CreateBackup: "backup.create", Admin, Library, transfer::CreateBackup => Started,
    |request, app, caller| transfer::create_backup(app, caller, request).map(Started::from)
}

command! {
    /// Restores a backup into a temporary library and compares every hash; changes nothing here.
    VerifyBackup: "backup.verify", Admin, Library, VerifyRequest => Started,
    |request, app, caller| transfer::verify_backup(app, caller, request.path).map(Started::from)
}

command! {
    /// Brings documents back from a backup, beside what is there and without doubles.
    RestoreBackup: "backup.restore", Admin, Library, transfer::RestoreBackup => Started,
    |request, app, caller| transfer::restore_backup(app, caller, request).map(Started::from)
}

impl From<Job> for Started {
    fn from(job: Job) -> Self {
        Self { job: job.id }
    }
}
