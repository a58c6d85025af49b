//! What can go wrong with a library file, told apart by what a person can do about it.
//!
//! SQLite's codes are read here and nowhere else.

use std::path::{Path, PathBuf};

use longhand_model::FieldError;
use rusqlite::ErrorCode;

/// What kind of thing an error speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Thing {
    Document,
    Category,
    Tag,
    Version,
    Attachment,
    SavedSearch,
    Key,
    Job,
    Remote,
    Binding,
    Conflict,
    ChangeSet,
    Change,
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Document => "document",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Version => "version",
            Self::Attachment => "attachment",
            Self::SavedSearch => "saved search",
            Self::Key => "API key",
            Self::Job => "job",
            Self::Remote => "remote place",
            Self::Binding => "binding",
            Self::Conflict => "conflict",
            Self::ChangeSet => "change-set",
            Self::Change => "proposed change",
        })
    }
}

/// A read or a write that failed; a write that failed changed nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such thing in the library.
    #[error("the library has no {kind} {id}")]
    NotFound {
        /// What was looked for.
        kind: Thing,
        /// Its id, as text.
        id: String,
    },
    /// A value that a field cannot hold.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A name that another one bears already.
    #[error("there is already a {kind} named \"{name}\"")]
    Exists {
        /// What bears it.
        kind: Thing,
        /// The name.
        name: String,
    },
    /// A category that would be inside itself.
    #[error("a category cannot be moved into itself")]
    Cycle,
    /// Categories nested deeper than the bound.
    #[error("categories nest at most {most} deep")]
    TooDeep {
        /// The bound.
        most: usize,
    },
    /// A cursor that this list did not hand out.
    #[error("the cursor does not belong to this list")]
    Cursor,
    /// A saved search whose query cannot be read any more.
    #[error(transparent)]
    Query(#[from] longhand_model::QueryError),
    /// Another process holds the library for longer than the timeout.
    #[error("another program is writing to the library")]
    Busy(#[source] rusqlite::Error),
    /// The disk is full.
    #[error("there is no room left on the disk")]
    DiskFull(#[source] rusqlite::Error),
    /// The file or its folder cannot be written.
    #[error("the library cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// The file is damaged.
    #[error("the library file is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// A stored text or version does not have the hash it was stored under, or a row cannot be read.
    #[error("{what} cannot be read as it was stored: {detail}")]
    Unreadable {
        /// What, such as `version 3 of …`.
        what: String,
        /// How it is wrong.
        detail: String,
    },
    /// Compressing or expanding a text failed.
    #[error("a version's text could not be packed or unpacked")]
    Compression(#[source] std::io::Error),
    /// A value could not be written as JSON, or read from it.
    #[error("a stored value is not the JSON that was expected")]
    Json(#[from] serde_json::Error),
    /// A file beside the library could not be written.
    #[error("{path} could not be written")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Anything else SQLite says.
    #[error("the library could not be read or written")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// Whether the same call can succeed later without anything being repaired.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::DiskFull(_))
    }

    pub(crate) fn not_found(kind: Thing, id: impl std::fmt::Display) -> Self {
        Self::NotFound {
            kind,
            id: id.to_string(),
        }
    }
}

/// Says whether the memory that processes share about the log could not grow: on a full disk even the
/// first reader fails at that, and SQLite calls it an input or output error.
fn lacks_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if lacks_room(&error) {
            return Self::DiskFull(error);
        }
        match error.sqlite_error_code() {
            // The last is what a reader meets that found the log in somebody else's hands too often.
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed,
            ) => Self::Busy(error),
            Some(ErrorCode::DiskFull) => Self::DiskFull(error),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(error),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error),
            _ => Self::Sqlite(error),
        }
    }
}

/// A library that cannot be opened or created; whatever is in the file stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no file.
    #[error("there is no library at {path}")]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a file already where a new library should be.
    #[error("there is already a file at {path}")]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// The file is something else: not SQLite, or another program's database.
    #[error("{path} is not a Longhand library")]
    NotALibrary {
        /// The file.
        path: PathBuf,
    },
    /// The file is a library, and damaged.
    #[error("the library {path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says about it.
        detail: String,
    },
    /// A newer program wrote it.
    #[error("the library {path} has format {found}; this program knows formats up to {supported}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its newest migration.
        found: u32,
        /// The newest migration this program has.
        supported: u32,
    },
    /// Another program holds it.
    #[error("another program holds the library {path}")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("the library {path} cannot be written")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("there is no room left on the disk of {path}")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file system refuses.
    #[error("the library {path} could not be reached")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A migration failed; the copy made before it is beside the library.
    #[error("the library {path} could not be brought to the format of this program")]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<refinery::Error>,
    },
    /// Anything else SQLite says.
    #[error("the library {path} could not be opened")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
}

impl OpenError {
    /// Says that the copy before an upgrade could not be made.
    pub(crate) fn copy_failed(path: &Path, error: StoreError) -> Self {
        if let StoreError::File { path, source } = error {
            Self::of_file(path, source)
        } else {
            Self::from_store(path.to_owned(), error)
        }
    }

    /// Names the outcome of a file system's error.
    pub(crate) fn of_file(path: PathBuf, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
        let kind = source.kind();
        if kind == StorageFull {
            Self::DiskFull { path }
        } else if kind == PermissionDenied || kind == ReadOnlyFilesystem {
            Self::ReadOnly { path }
        } else {
            Self::Io { path, source }
        }
    }

    /// Names the outcome of a file system's error when a file was to be read.
    pub(crate) fn unreadable(path: PathBuf, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::NotFound {
            Self::NotFound { path }
        } else {
            Self::Io { path, source }
        }
    }

    /// Names the outcome of a SQLite error on a file that is known to be a library.
    pub(crate) fn of(path: PathBuf, source: rusqlite::Error) -> Self {
        Self::from_store(path, source.into())
    }

    /// Names the outcome of an error of this crate.
    pub(crate) fn from_store(path: PathBuf, error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self::Locked { path },
            StoreError::DiskFull(_) => Self::DiskFull { path },
            StoreError::ReadOnly(_) => Self::ReadOnly { path },
            StoreError::Damaged(source) => Self::Damaged {
                path,
                detail: source.to_string(),
            },
            StoreError::Sqlite(source) => Self::Sqlite { path, source },
            other @ (StoreError::NotFound { .. }
            | StoreError::Field(_)
            | StoreError::Exists { .. }
            | StoreError::Cycle
            | StoreError::TooDeep { .. }
            | StoreError::Cursor
            | StoreError::Query(_)
            | StoreError::Unreadable { .. }
            | StoreError::Compression(_)
            | StoreError::Json(_)
            | StoreError::File { .. }) => Self::Damaged {
                path,
                detail: other.to_string(),
            },
        }
    }
}
