//! The outcomes a person can meet when they ask for something and do not get it.
//!
//! Codes and hints are not here: `api` makes them by one exhaustive match. An internal cause is kept
//! as a source for the log and is never part of a message.

use std::error::Error;

use longhand_model::{Access, FieldError, QueryError};
use longhand_store::{OpenError, StoreError};

use crate::document::DocumentRef;

/// What kind of thing was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A document.
    Document,
    /// A template.
    Template,
    /// A version of a document.
    Version,
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// A saved search.
    SavedSearch,
    /// An attachment.
    Attachment,
    /// An API key.
    Key,
    /// A job.
    Job,
    /// What a key proposed.
    ChangeSet,
    /// One change of a change-set.
    Change,
    /// A conflict.
    Conflict,
    /// A batch of changes.
    Batch,
    /// A group of settings.
    SettingGroup,
    /// A file on disk.
    File,
    /// A library file.
    Library,
}

impl Thing {
    /// Returns its name as a person reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Template => "template",
            Self::Version => "version",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::SavedSearch => "saved search",
            Self::Attachment => "attachment",
            Self::Key => "API key",
            Self::Job => "job",
            Self::ChangeSet => "change-set",
            Self::Change => "proposed change",
            Self::Conflict => "conflict",
            Self::Batch => "batch of changes",
            Self::SettingGroup => "group of settings",
            Self::File => "file",
            Self::Library => "library",
        }
    }
}

impl Thing {
    /// Returns what the store calls so; none for what people never meet.
    const fn of_store(thing: longhand_store::Thing) -> Option<Self> {
        use longhand_store::Thing as Stored;
        match thing {
            Stored::Document => Some(Self::Document),
            Stored::Category => Some(Self::Category),
            Stored::Tag => Some(Self::Tag),
            Stored::Version => Some(Self::Version),
            Stored::Attachment => Some(Self::Attachment),
            Stored::SavedSearch => Some(Self::SavedSearch),
            Stored::Key => Some(Self::Key),
            Stored::Job => Some(Self::Job),
            Stored::ChangeSet => Some(Self::ChangeSet),
            Stored::Change => Some(Self::Change),
            Stored::Conflict => Some(Self::Conflict),
            Stored::Remote | Stored::Binding => None,
        }
    }
}

/// Why a use-case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// Nothing has this id or name, or the caller may not see it.
    #[error("there is no {} \"{reference}\"", thing.name())]
    NotFound {
        /// What was looked for.
        thing: Thing,
        /// How it was named.
        reference: String,
    },
    /// More than one document answers to this name.
    #[error("\"{reference}\" names {} documents", candidates.len())]
    Ambiguous {
        /// How the document was named.
        reference: String,
        /// The documents it may mean; at most ten.
        candidates: Vec<DocumentRef>,
    },
    /// A field cannot hold the value.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A setting is unknown or cannot hold the value.
    #[error("the setting \"{key}\" {problem}")]
    Setting {
        /// The setting, such as `editor.fontSize`.
        key: String,
        /// What is wrong, as the rest of a sentence.
        problem: String,
    },
    /// A request that is well formed but asks for something that makes no sense.
    #[error("{message}")]
    Invalid {
        /// What is wrong.
        message: String,
        /// What to do instead.
        hint: &'static str,
    },
    /// A category would end up inside itself.
    #[error("\"{name}\" cannot go into itself or into a category below it")]
    CategoryCycle {
        /// The category's name.
        name: String,
    },
    /// Categories would nest too deep.
    #[error("\"{name}\" would lie more than {most} categories deep")]
    CategoryTooDeep {
        /// The category's name.
        name: String,
        /// How deep categories may nest.
        most: usize,
    },
    /// The text changed since the caller read it, and the change cannot be merged.
    #[error("\"{title}\" was changed since it was opened")]
    Stale {
        /// The document's title.
        title: String,
    },
    /// The thing is in the trash.
    #[error("\"{title}\" is in the trash")]
    InTrash {
        /// The document's title.
        title: String,
    },
    /// A query that cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A key whose access is not enough.
    #[error("this needs {needed:?} access, and the caller has {given:?}")]
    AccessTooLow {
        /// What is needed.
        needed: Access,
        /// What the caller has.
        given: Access,
    },
    /// A key that may only propose, and a change that cannot be proposed.
    #[error("this cannot be proposed for review")]
    NotProposable,
    /// A key whose filter leaves out what is asked for.
    #[error("this key may not {what}")]
    OutOfScope {
        /// What was tried, as the rest of a sentence.
        what: String,
    },
    /// No key, a wrong key, a revoked key or an expired key.
    #[error("the API key is not valid: {reason}")]
    Unauthorized {
        /// Why; never tells more about a wrong key than that it is unknown.
        reason: &'static str,
    },
    /// Something that this version cannot do.
    #[error("{what} is not possible in this version")]
    Unsupported {
        /// What was asked for.
        what: String,
        /// What to do instead.
        instead: &'static str,
    },
    /// A person asked to stop.
    #[error("it was cancelled")]
    Cancelled,
    /// Somebody else uses what is needed; a retry may succeed.
    #[error("{what} is busy")]
    Busy {
        /// What is in use.
        what: String,
    },
    /// The library file, its folder or its disk cannot be written.
    #[error("{path} cannot be written: it is read-only")]
    ReadOnly {
        /// The file or folder.
        path: String,
    },
    /// The disk is full.
    #[error("the disk that holds {path} is full")]
    DiskFull {
        /// The file.
        path: String,
    },
    /// The library file is damaged.
    #[error("the library {path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: String,
        /// What the check found.
        detail: String,
    },
    /// A file that is not a library.
    #[error("{path} is not a Longhand library")]
    NotALibrary {
        /// The file.
        path: String,
    },
    /// A library of a newer program.
    #[error(
        "{path} was written by a newer version of Longhand (schema {found}; this version knows {supported})"
    )]
    NewerLibrary {
        /// The file.
        path: String,
        /// The file's newest migration.
        found: u32,
        /// The newest migration this program knows.
        supported: u32,
    },
    /// Another program holds the library for itself.
    #[error("the library {path} is locked by another program")]
    Locked {
        /// The file.
        path: String,
    },
    /// A file that cannot be read or written.
    #[error("{path} cannot be used: {problem}")]
    File {
        /// The file or folder.
        path: String,
        /// What the system says, without the path.
        problem: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A fault of the program: the cause goes to the log under a reference.
    #[error("something went wrong inside Longhand")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl CoreError {
    /// Makes the error for a thing that is not there.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "ids are copied, and names are made for the error"
    )]
    pub fn not_found(thing: Thing, reference: impl ToString) -> Self {
        Self::NotFound {
            thing,
            reference: reference.to_string(),
        }
    }

    /// Wraps a cause that no person can do anything about.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Wraps a fault of the file system, naming the file.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the kinds that nobody can act upon are one case"
    )]
    pub fn file(path: &std::path::Path, source: std::io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { path }
            }
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            std::io::ErrorKind::NotFound => Self::not_found(Thing::File, path),
            kind => Self::File {
                path,
                problem: kind.to_string(),
                source,
            },
        }
    }

    /// Says whether the same request may succeed a moment later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Locked { .. })
    }
}

impl CoreError {
    /// Names the outcome of opening a library.
    pub(crate) fn open(error: OpenError) -> Self {
        let shown = |path: std::path::PathBuf| path.display().to_string();
        match error {
            OpenError::NotFound { path } => Self::not_found(Thing::Library, shown(path)),
            OpenError::Exists { path } => Self::Invalid {
                message: format!("there is already a file at {}", path.display()),
                hint: "Choose another name.",
            },
            OpenError::NotALibrary { path } => Self::NotALibrary { path: shown(path) },
            OpenError::Damaged { path, detail } => Self::Damaged {
                path: shown(path),
                detail,
            },
            OpenError::Newer {
                path,
                found,
                supported,
            } => Self::NewerLibrary {
                path: shown(path),
                found,
                supported,
            },
            OpenError::Locked { path } => Self::Locked { path: shown(path) },
            OpenError::ReadOnly { path } => Self::ReadOnly { path: shown(path) },
            OpenError::DiskFull { path } => Self::DiskFull { path: shown(path) },
            OpenError::Io { path, source } => Self::file(&path, source),
            error @ (OpenError::Migration { .. } | OpenError::Sqlite { .. }) => {
                Self::internal(error)
            }
        }
    }
}

impl From<StoreError> for CoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is left, now and in later versions of the store, nobody outside can act upon"
    )]
    fn from(error: StoreError) -> Self {
        const LIBRARY: &str = "the library file";
        match error {
            StoreError::NotFound { kind, id } => match Thing::of_store(kind) {
                Some(thing) => Self::not_found(thing, id),
                None => Self::internal(StoreError::NotFound { kind, id }),
            },
            StoreError::Field(error) => Self::Field(error),
            StoreError::Exists { kind, name } => Self::Invalid {
                message: format!("there is already a {kind} named \"{name}\""),
                hint: "Choose another name.",
            },
            StoreError::Cycle => Self::CategoryCycle {
                name: "the category".to_owned(),
            },
            StoreError::TooDeep { most } => Self::CategoryTooDeep {
                name: "the category".to_owned(),
                most,
            },
            StoreError::Cursor => Self::Invalid {
                message: "the cursor does not belong to this list".to_owned(),
                hint: "Ask for the first page again, without a cursor.",
            },
            StoreError::Query(error) => Self::Query(error),
            StoreError::Busy(_) => Self::Busy {
                what: "the library (another program is writing to it)".to_owned(),
            },
            StoreError::DiskFull(_) => Self::DiskFull {
                path: LIBRARY.to_owned(),
            },
            StoreError::ReadOnly(_) => Self::ReadOnly {
                path: LIBRARY.to_owned(),
            },
            StoreError::Damaged(source) => Self::Damaged {
                path: "file".to_owned(),
                detail: source.to_string(),
            },
            StoreError::Unreadable { what, detail } => Self::Damaged {
                path: "file".to_owned(),
                detail: format!("{what} cannot be read as it was stored ({detail})"),
            },
            StoreError::File { path, source } => Self::file(&path, source),
            other => Self::internal(other),
        }
    }
}
