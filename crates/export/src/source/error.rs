//! What can be wrong with a whole source, and with one entry of it.

use std::io;
use std::path::{Path, PathBuf};

use super::Entry;
use crate::NotText;
use crate::report::{ImportProblem, ProblemKind};

/// Why nothing of a source can be imported.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is nothing there.
    #[error("{} does not exist", path.display())]
    NotFound {
        /// Where.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Neither Markdown nor an archive.
    #[error("{} is neither Markdown nor a folder nor a zip archive", path.display())]
    Unsupported {
        /// Where.
        path: PathBuf,
    },
    /// Named like an archive, but none, or damaged.
    #[error("{} is not a readable zip archive", path.display())]
    NotAnArchive {
        /// Where.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: zip::result::ZipError,
    },
    /// More files than a source may have.
    #[error("{} holds {found} files; at most {most} are possible", path.display())]
    TooManyFiles {
        /// Where.
        path: PathBuf,
        /// How many it says it has, or were counted until then.
        found: u64,
        /// How many are possible.
        most: u64,
    },
    /// An archive that unpacks to more than is possible.
    #[error("{} would unpack to {bytes} bytes; at most {most} are possible", path.display())]
    TooLarge {
        /// Where.
        path: PathBuf,
        /// How many bytes.
        bytes: u64,
        /// How many are possible.
        most: u64,
    },
    /// An archive whose entries share their bytes, as only a bomb's do.
    #[error("the entries of {} overlap, as those of a zip bomb do", path.display())]
    Overlapping {
        /// Where.
        path: PathBuf,
    },
}

impl SourceError {
    pub(super) fn reading(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        if source.kind() == io::ErrorKind::NotFound {
            Self::NotFound { path }
        } else {
            Self::Unreadable { path, source }
        }
    }
}

/// Why one entry cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// It is not a text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It cannot be read.
    #[error("{path} cannot be read")]
    Unreadable {
        /// The entry.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It cannot be unpacked.
    #[error("{path} cannot be unpacked")]
    Damaged {
        /// The entry.
        path: String,
        /// What the reader said.
        #[source]
        source: zip::result::ZipError,
    },
    /// It became a link, or moved out of its source, since it was listed.
    #[error("{path} no longer lies inside its folder")]
    Moved {
        /// The entry.
        path: String,
    },
}

impl EntryError {
    pub(super) fn reading(entry: &Entry, source: io::Error) -> Self {
        Self::Unreadable {
            path: entry.path.to_string(),
            source,
        }
    }

    /// Returns it as a problem of the entry's file, with its cause.
    pub fn problem(&self, entry: &Entry) -> ImportProblem {
        let path = entry.path.as_str();
        match self {
            Self::NotText(reason) => ImportProblem::not_text(path, reason),
            Self::Unreadable { source, .. } => {
                ImportProblem::new(path, ProblemKind::Unreadable, format!("{self}: {source}"))
            }
            Self::Damaged { source, .. } => {
                ImportProblem::new(path, ProblemKind::Unreadable, format!("{self}: {source}"))
            }
            Self::Moved { .. } => {
                ImportProblem::new(path, ProblemKind::UnsafePath, self.to_string())
            }
        }
    }
}
