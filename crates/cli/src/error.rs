//! What the command line says when it cannot do what was asked: what, on which thing, what next.

use std::io;
use std::path::Path;

use longhand_api::model::Timestamp;
use longhand_api::{ApiError, ErrorCode};
use serde_json::{Value, json};

use crate::exit::Exit;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The library refused.
    #[error("{}", .0.message)]
    Api(#[source] Box<ApiError>),
    /// Words that cannot mean anything here.
    #[error("{}", sentence(message))]
    Usage {
        /// What is wrong.
        message: String,
        /// What to write instead.
        hint: String,
    },
    /// Something that is not there or not unambiguous, found by this program.
    #[error("{}", sentence(message))]
    NotPossible {
        /// What is wrong.
        message: String,
        /// What to do next.
        hint: String,
    },
    /// A file that cannot be read or written.
    #[error("{path} cannot be {verb}: {}.", reason(source))]
    File {
        /// What was tried, as a participle.
        verb: &'static str,
        /// The file.
        path: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The server cannot listen or broke.
    #[error("{}", sentence(message))]
    Network {
        /// What is wrong.
        message: String,
        /// What to do next.
        hint: String,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Standard output is gone or full.
    #[error("The output cannot be written: {}.", reason(.0))]
    Output(#[source] io::Error),
    /// The program broke its own rules.
    #[error("Something went wrong inside lh: {0}.")]
    Internal(String),
}

impl CliError {
    /// Makes the error for words that cannot mean anything here.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// Makes the error for something that is not there or not unambiguous.
    pub(crate) fn not_possible(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::NotPossible {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// Wraps what the system said about reading a file.
    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self::file("read", path, source)
    }

    /// Wraps what the system said about writing a file.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        Self::file("written", path, source)
    }

    /// The reader of our output went away, as `head` does; nothing to complain about.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns the exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Api(error) => exit_of(error.code),
            Self::Usage { .. } => Exit::Usage,
            Self::NotPossible { .. } | Self::File { .. } | Self::Output(_) => Exit::NotPossible,
            Self::Network { .. } => Exit::Network,
            Self::Internal(_) => Exit::Internal,
        }
    }

    /// Returns what to do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Api(error) => match &error.reference {
                Some(reference) => {
                    let hint = error.hint.as_deref().unwrap_or_default();
                    Some(format!("{hint} Reference: {reference}.").trim().to_owned())
                }
                None => error.hint.clone(),
            },
            Self::Usage { hint, .. }
            | Self::NotPossible { hint, .. }
            | Self::Network { hint, .. } => Some(hint.clone()).filter(|hint| !hint.is_empty()),
            Self::File { source, .. } => file_hint(source).map(str::to_owned),
            Self::Output(_) => None,
            Self::Internal(_) => Some("Please report it; nothing that was saved is lost.".into()),
        }
    }

    /// Returns the candidates of an ambiguous name, as (id, title).
    pub(crate) fn candidates(&self) -> Vec<(String, String)> {
        let Self::Api(error) = self else {
            return Vec::new();
        };
        let candidates = error
            .details
            .as_ref()
            .and_then(|details| details.get("candidates"))
            .and_then(Value::as_array);
        candidates
            .into_iter()
            .flatten()
            .filter_map(|candidate| {
                let id = candidate.get("id")?.as_str()?;
                let title = candidate.get("title")?.as_str()?;
                Some((id.to_owned(), title.to_owned()))
            })
            .collect()
    }

    /// Writes the error as `--json` shows it.
    pub(crate) fn json(&self) -> Value {
        let error = match self {
            Self::Api(error) => json!(error),
            Self::Usage { .. }
            | Self::NotPossible { .. }
            | Self::File { .. }
            | Self::Network { .. }
            | Self::Output(_)
            | Self::Internal(_) => {
                let code = match self.exit() {
                    Exit::Usage => "usage",
                    Exit::Network => "network",
                    Exit::Internal => "internal",
                    Exit::NotPossible | Exit::Done | Exit::Conflicts => "invalid",
                };
                json!({ "code": code, "message": self.to_string(), "hint": self.hint() })
            }
        };
        json!({ "error": error })
    }

    fn file(verb: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        Self::File { verb, path, source }
    }
}

impl From<ApiError> for CliError {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

/// Reads a time that somebody typed.
pub(crate) fn timestamp(flag: &str, text: &str) -> Result<Timestamp, CliError> {
    text.parse().map_err(|error| {
        CliError::usage(
            format!("{flag}: {error}"),
            "Write a date such as 2026-11-21, or a time such as 2026-11-21T14:02:00Z.",
        )
    })
}

/// Begins with a capital, unless it begins with a name, and ends with a full stop.
pub(crate) fn sentence(message: &str) -> String {
    let first = message.split(' ').next().unwrap_or_default();
    let mut letters = message.chars();
    let mut text = match letters.next() {
        Some(letter) if first.chars().all(char::is_alphabetic) => {
            letter.to_uppercase().collect::<String>() + letters.as_str()
        }
        Some(_) | None => message.to_owned(),
    };
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

fn exit_of(code: ErrorCode) -> Exit {
    match code {
        ErrorCode::Internal => Exit::Internal,
        ErrorCode::NotFound
        | ErrorCode::Ambiguous
        | ErrorCode::Invalid
        | ErrorCode::TooLarge
        | ErrorCode::Conflict
        | ErrorCode::Forbidden
        | ErrorCode::Unauthorized
        | ErrorCode::RateLimited
        | ErrorCode::ReadOnly
        | ErrorCode::DiskFull
        | ErrorCode::Damaged
        | ErrorCode::NewerLibrary
        | ErrorCode::Locked
        | ErrorCode::UnreadableQuery
        | ErrorCode::Cancelled
        | ErrorCode::Busy
        | ErrorCode::Unsupported => Exit::NotPossible,
    }
}

/// What the system said, in our words.
const REASONS: [(io::ErrorKind, &str); 7] = [
    (io::ErrorKind::NotFound, "there is no such file"),
    (
        io::ErrorKind::PermissionDenied,
        "the system does not permit it",
    ),
    (io::ErrorKind::AlreadyExists, "it exists"),
    (io::ErrorKind::IsADirectory, "it is a folder"),
    (
        io::ErrorKind::NotADirectory,
        "a part of the path is not a folder",
    ),
    (io::ErrorKind::StorageFull, "the disk is full"),
    (io::ErrorKind::ReadOnlyFilesystem, "the disk is read-only"),
];

/// What to do about what the system said.
const HINTS: [(io::ErrorKind, &str); 4] = [
    (
        io::ErrorKind::NotFound,
        "Check the path; a name with spaces needs quotes.",
    ),
    (
        io::ErrorKind::PermissionDenied,
        "Check the permissions of the file and its folder.",
    ),
    (
        io::ErrorKind::AlreadyExists,
        "Choose another name, or overwrite it with --force.",
    ),
    (
        io::ErrorKind::InvalidData,
        "`lh import --encoding` reads texts in other encodings.",
    ),
];

fn reason(error: &io::Error) -> String {
    let known = REASONS.iter().find(|(kind, _)| *kind == error.kind());
    known.map_or_else(|| error.to_string(), |(_, reason)| (*reason).to_owned())
}

fn file_hint(error: &io::Error) -> Option<&'static str> {
    let known = HINTS.iter().find(|(kind, _)| *kind == error.kind());
    known.map(|(_, hint)| *hint)
}
