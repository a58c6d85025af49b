//! Transfer: documents that come in from files and archives, and whole libraries that go out and back.
//!
//! Each of these is a job. What an import or a restore wrote, until its end or until it was cancelled,
//! is one batch, so one undo takes it back. How files and archives are read is the export crate's.

mod backup;
mod files;
mod import;
mod place;
mod prepare;
mod restore;
mod resume;
mod scan;
mod source;
mod verify;
mod write;

use longhand_export::Encoding;
use longhand_model::{Actor, CategoryId, DocumentId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

pub use backup::{BackupOutcome, create_backup};
pub use import::run as run_import;
pub use restore::{RestoreOutcome, restore_backup};
pub use resume::resume;
pub use scan::scan as scan_import;
pub use verify::{VerifyReport, verify_backup};

use crate::job::JobContext;
use crate::{Background, Caller, CoreError, housekeeping};

/// What to import, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRequest {
    /// Paths of files, folders and zip archives.
    pub sources: Vec<String>,
    /// Those of the sources that were uploaded: they are known by their file name, since each upload
    /// has another path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uploaded: Vec<String>,
    /// How the sources are read.
    #[serde(default)]
    pub format: ImportFormat,
    /// The category that everything goes below; absent for the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<CategoryId>,
    /// How files that are not UTF-8 are read, by their path inside the source; `*` stands for all others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, EncodingChoice>,
}

/// How sources are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportFormat {
    /// As what they are.
    #[default]
    Auto,
    /// As Markdown files: the first heading is the title.
    Markdown,
    /// As an Obsidian vault: the file's name is the title, and links go by it.
    Obsidian,
    /// As a backup of Longhand.
    Backup,
}

/// How a file that is not UTF-8 is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EncodingChoice {
    /// Western European.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Chinese; includes GBK and GB 2312.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Japanese.
    #[serde(rename = "shift_jis")]
    ShiftJis,
    /// Not at all.
    #[serde(rename = "skip")]
    Skip,
}

/// Where to write a backup, and what of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateBackup {
    /// The file; it must not exist.
    pub path: String,
    /// With all versions.
    #[serde(default = "yes")]
    pub history: bool,
}

/// What to bring back from a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreBackup {
    /// The backup.
    pub path: String,
    /// Only these documents; absent for the whole backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<DocumentId>>,
    /// The category that restored documents go to, instead of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<CategoryId>,
}

impl EncodingChoice {
    fn encoding(self) -> Option<Encoding> {
        match self {
            Self::Windows1252 => Some(Encoding::Windows1252),
            Self::Gb18030 => Some(Encoding::Gb18030),
            Self::ShiftJis => Some(Encoding::ShiftJis),
            Self::Skip => None,
        }
    }
}

const fn yes() -> bool {
    true
}

/// Makes a job's result of an outcome, also of one that stands for a part of the work. The index of
/// parts of words follows in the background, so that what came in can be used at once.
fn report(
    context: &JobContext,
    outcome: &impl Serialize,
    ended: Result<(), CoreError>,
) -> Result<Value, CoreError> {
    if context.app().background() == Background::On
        && let Err(cause) = housekeeping::index(context.app())
    {
        tracing::warn!(%cause, "the index of parts of words is built at the next start");
    }
    let result = serde_json::to_value(outcome).map_err(CoreError::internal)?;
    match ended {
        Ok(()) => Ok(result),
        Err(why) => Err(context.ended_early(why, result)),
    }
}

/// Refuses callers that see a part of the library only: a transfer has no filter.
fn check_reach(caller: &Caller, what: &str) -> Result<(), CoreError> {
    if caller.is_limited() {
        return Err(CoreError::OutOfScope {
            what: what.to_owned(),
        });
    }
    Ok(())
}

/// Refuses scripts that name files of this computer; what they uploaded is theirs.
fn check_files(caller: &Caller, own: bool) -> Result<(), CoreError> {
    match caller.actor {
        Actor::Key(_) if !own => Err(CoreError::OutOfScope {
            what: "read or write files of this computer".to_owned(),
        }),
        Actor::Person | Actor::CommandLine | Actor::Program | Actor::Remote(_) | Actor::Key(_) => {
            Ok(())
        }
    }
}
