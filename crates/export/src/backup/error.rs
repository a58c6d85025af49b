//! What can be wrong with a backup, and which of its entries it is.

use std::io;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a backup cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing there.
    #[error("{} does not exist", path.display())]
    NotFound {
        /// Where.
        path: PathBuf,
    },
    /// A file of this name is there already; it is not overwritten.
    #[error("{} exists already", path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("{} cannot be {action}", path.display())]
    File {
        /// `read` or `written`.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Not a zip archive, or one without a manifest of ours.
    #[error("{} is not a Longhand backup", path.display())]
    NotABackup {
        /// Where.
        path: PathBuf,
    },
    /// Written by a newer program.
    #[error("the backup has version {found} of the format; this program reads up to {supported}")]
    Newer {
        /// Its version.
        found: u32,
        /// The newest version this program reads.
        supported: u32,
    },
    /// An entry is missing or was changed.
    #[error("the backup is damaged: {0}")]
    Damaged(Damage),
    /// An entry cannot be unpacked or packed.
    #[error("the entry {entry} cannot be read or written")]
    Entry {
        /// The entry.
        entry: String,
        /// What the archive said.
        #[source]
        source: zip::result::ZipError,
    },
    /// The bytes of an entry stopped.
    #[error("the entry {entry} cannot be read or written")]
    Stream {
        /// The entry.
        entry: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A record cannot be written as JSON.
    #[error("a record of {entry} cannot be written")]
    Record {
        /// The entry.
        entry: String,
        /// What the writer said.
        #[source]
        source: serde_json::Error,
    },
    /// Sections come in their order, each once.
    #[error("{entry} cannot be written now: the parts of a backup have an order")]
    Order {
        /// The entry.
        entry: String,
    },
    /// The caller asked to stop.
    #[error("stopped before the end")]
    Stopped,
}

impl BackupError {
    /// What kind of refusal of the system this is, if it is one.
    pub fn refusal(&self) -> Option<io::ErrorKind> {
        match self {
            Self::File { source, .. } | Self::Stream { source, .. } => Some(source.kind()),
            Self::Entry {
                source: zip::result::ZipError::Io(source),
                ..
            } => Some(source.kind()),
            Self::Record { source, .. } => source.io_error_kind(),
            Self::Entry { .. }
            | Self::NotFound { .. }
            | Self::Exists { .. }
            | Self::NotABackup { .. }
            | Self::Newer { .. }
            | Self::Damaged(_)
            | Self::Order { .. }
            | Self::Stopped => None,
        }
    }
}

/// An entry that is not what the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Damage {
    /// The entry's name in the archive.
    pub entry: String,
    /// What is wrong with it, for people.
    pub problem: String,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.entry, self.problem)
    }
}

impl Damage {
    pub(super) fn new(entry: &str, problem: impl Into<String>) -> Self {
        Self {
            entry: entry.to_owned(),
            problem: problem.into(),
        }
    }
}
