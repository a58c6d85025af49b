//! The errors that hosts hand out: a code to act on, a message and a hint to show.
//!
//! The only place that knows error codes (docs/errors.md lists them). An internal cause is logged here
//! under a reference and is never part of what is handed out.

use std::error::Error;
use std::fmt::Write as _;

use longhand_core::{CoreError, Thing, document::DocumentRef};
use longhand_model::FieldError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What went wrong, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// Nothing has this id or name.
    NotFound,
    /// A name means several things.
    Ambiguous,
    /// A value is not possible.
    Invalid,
    /// A text, file or request is too large.
    TooLarge,
    /// It changed since it was read.
    Conflict,
    /// The caller may not do this.
    Forbidden,
    /// The caller is not known.
    Unauthorized,
    /// Too many requests.
    RateLimited,
    /// The library or its folder cannot be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The library is damaged.
    Damaged,
    /// The library is of a newer program.
    NewerLibrary,
    /// Another program holds the library.
    Locked,
    /// A search query that cannot be read.
    UnreadableQuery,
    /// A person asked to stop.
    Cancelled,
    /// Try again in a moment.
    Busy,
    /// Not possible in this version.
    Unsupported,
    /// A fault of the program.
    Internal,
}

impl ErrorCode {
    /// All codes, in the order of docs/errors.md.
    pub const ALL: [Self; 18] = [
        Self::NotFound,
        Self::Ambiguous,
        Self::Invalid,
        Self::TooLarge,
        Self::Conflict,
        Self::Forbidden,
        Self::Unauthorized,
        Self::RateLimited,
        Self::ReadOnly,
        Self::DiskFull,
        Self::Damaged,
        Self::NewerLibrary,
        Self::Locked,
        Self::UnreadableQuery,
        Self::Cancelled,
        Self::Busy,
        Self::Unsupported,
        Self::Internal,
    ];

    /// Returns the code as it is exchanged.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "notFound",
            Self::Ambiguous => "ambiguous",
            Self::Invalid => "invalid",
            Self::TooLarge => "tooLarge",
            Self::Conflict => "conflict",
            Self::Forbidden => "forbidden",
            Self::Unauthorized => "unauthorized",
            Self::RateLimited => "rateLimited",
            Self::ReadOnly => "readOnly",
            Self::DiskFull => "diskFull",
            Self::Damaged => "damaged",
            Self::NewerLibrary => "newerLibrary",
            Self::Locked => "locked",
            Self::UnreadableQuery => "unreadableQuery",
            Self::Cancelled => "cancelled",
            Self::Busy => "busy",
            Self::Unsupported => "unsupported",
            Self::Internal => "internal",
        }
    }
}

/// An error fit for a person and for a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct ApiError {
    /// What to act on.
    pub code: ErrorCode,
    /// What happened, naming the thing; English.
    pub message: String,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Finds the internal cause in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// More, by code: `candidates` of an ambiguous name, `at` of an unreadable query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Box<Value>>,
    /// The internal cause, until it is logged.
    #[serde(skip)]
    cause: Option<Box<str>>,
}

impl ApiError {
    /// Makes an error that a host itself found, such as a missing key or too many requests.
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: sentence(&message.into()),
            hint: Some(hint.into()).filter(|hint| !hint.is_empty()),
            reference: None,
            details: None,
            cause: None,
        }
    }

    /// Makes an error for a fault of the host, logged under a reference.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>, request: &str) -> Self {
        Self::from(CoreError::internal(cause)).under(request)
    }

    pub(crate) fn unknown_command(name: &str) -> Self {
        let name: String = name.chars().take(64).collect();
        Self::new(
            ErrorCode::NotFound,
            format!("there is no command \"{name}\""),
            "GET /v1/openapi.json lists the commands.",
        )
    }

    pub(crate) fn unreadable_request(command: &str, problem: &str) -> Self {
        Self::new(
            ErrorCode::Invalid,
            format!("the request of {command} cannot be read: {problem}"),
            "GET /v1/openapi.json describes every request.",
        )
    }

    /// Logs the internal cause, if there is one, under the request's id.
    pub(crate) fn under(mut self, request: &str) -> Self {
        if let Some(cause) = self.cause.take() {
            tracing::error!(
                reference = request,
                cause,
                "a request met an internal fault"
            );
            self.reference = Some(request.to_owned());
        }
        self
    }
}

impl From<CoreError> for ApiError {
    fn from(error: CoreError) -> Self {
        let (code, hint) = presentation(&error);
        let details = details(&error);
        let cause = if let CoreError::Internal(cause) = &error {
            Some(chain(cause.as_ref()).into_boxed_str())
        } else {
            None
        };
        Self {
            details,
            cause,
            ..Self::new(code, error.to_string(), hint)
        }
    }
}

/// The code and the hint of every outcome: the one table.
fn presentation(error: &CoreError) -> (ErrorCode, String) {
    use ErrorCode as Code;
    let (code, hint): (Code, &str) = match error {
        CoreError::NotFound { thing, .. } => (Code::NotFound, not_found_hint(*thing)),
        CoreError::Ambiguous { candidates, .. } => {
            return (Code::Ambiguous, candidates_hint(candidates));
        }
        CoreError::Field(FieldError::TextTooLarge { .. }) => (
            Code::TooLarge,
            "Split the document, or attach the text as a file.",
        ),
        CoreError::Field(
            FieldError::Empty { .. }
            | FieldError::TooLong { .. }
            | FieldError::Colour { .. }
            | FieldError::ControlCharacter { .. },
        ) => (Code::Invalid, "Correct the value and try again."),
        CoreError::Setting { .. } => (Code::Invalid, "`settings.get` shows all settings."),
        CoreError::Invalid { hint, .. } => (Code::Invalid, *hint),
        CoreError::CategoryCycle { .. } => (Code::Invalid, "Choose a category outside it."),
        CoreError::CategoryTooDeep { .. } => (Code::Invalid, "Choose a place higher up."),
        CoreError::Stale { .. } => (
            Code::Conflict,
            "Read the document again and repeat the change.",
        ),
        CoreError::InTrash { .. } => (Code::Conflict, "Restore it from the trash first."),
        CoreError::Query(problem) => return (Code::UnreadableQuery, problem.hint.clone()),
        CoreError::AccessTooLow { .. } => (
            Code::Forbidden,
            "Use a key with more access; Settings, API keys, makes one.",
        ),
        CoreError::NotProposable => (
            Code::Forbidden,
            "A key with `propose` access proposes documents to be made, saved, updated or put into the trash; \
             use a key with `write` access for the rest.",
        ),
        CoreError::OutOfScope { .. } => (
            Code::Forbidden,
            "The key is limited to certain categories or tags; use one without that limit.",
        ),
        CoreError::Unauthorized { .. } => (
            Code::Unauthorized,
            "Send `Authorization: Bearer lh_…` with a key made by `lh key create`.",
        ),
        CoreError::Unsupported { instead, .. } => (Code::Unsupported, *instead),
        CoreError::Cancelled => (Code::Cancelled, "Start it again when you like."),
        CoreError::Busy { .. } => (Code::Busy, "Try again in a moment."),
        CoreError::ReadOnly { .. } => (
            Code::ReadOnly,
            "Check the permissions of the file and its folder, or copy the library elsewhere.",
        ),
        CoreError::DiskFull { .. } => (
            Code::DiskFull,
            "Free some space and try again; what was saved before is safe.",
        ),
        CoreError::Damaged { .. } => (
            Code::Damaged,
            "Keep a copy of the file, then run `lh doctor --repair`, or restore a backup.",
        ),
        CoreError::NotALibrary { .. } => (
            Code::Invalid,
            "Choose a file that ends in .longhand, or `lh import` to read other files.",
        ),
        CoreError::NewerLibrary { .. } => (
            Code::NewerLibrary,
            "Install the newest version of Longhand.",
        ),
        CoreError::Locked { .. } => (Code::Locked, "Close the other program and try again."),
        CoreError::File { .. } => (
            Code::Invalid,
            "Check that the file is there and that you may use it.",
        ),
        CoreError::Internal(_) => (
            Code::Internal,
            "Try again; if it stays, report it with the reference. Nothing that was saved is lost.",
        ),
    };
    (code, hint.to_owned())
}

fn not_found_hint(thing: Thing) -> &'static str {
    match thing {
        Thing::Document
        | Thing::Template
        | Thing::Version
        | Thing::Category
        | Thing::Tag
        | Thing::SavedSearch
        | Thing::Attachment => {
            "It may have been deleted, or be in another library; look for it in the list."
        }
        Thing::Key => "`key.list` shows the keys.",
        Thing::Job => "`job.list` shows the jobs; old ones are forgotten.",
        Thing::ChangeSet | Thing::Change => {
            "`proposal.list` shows the change-sets; a key sees its own."
        }
        Thing::Batch => "`activity.list` shows what was done; old entries are forgotten.",
        Thing::SettingGroup => "`settings.get` shows all settings by their groups.",
        Thing::File => "Check its name and its folder.",
        Thing::Conflict => "`conflict.list` names the open conflicts.",
        Thing::Library => "Check the path, or make a library there with `lh init`.",
    }
}

fn details(error: &CoreError) -> Option<Box<Value>> {
    let details = if let CoreError::Ambiguous { candidates, .. } = error {
        json!({ "candidates": candidates })
    } else if let CoreError::Query(problem) = error {
        json!({ "at": problem.at })
    } else if let CoreError::NewerLibrary {
        found, supported, ..
    } = error
    {
        json!({ "found": found, "supported": supported })
    } else {
        return None;
    };
    Some(Box::new(details))
}

fn candidates_hint(candidates: &[DocumentRef]) -> String {
    let mut hint = "Name it by its id:".to_owned();
    for candidate in candidates.iter().take(5) {
        let _infallible = write!(hint, " {} ({})", candidate.id, candidate.title);
    }
    hint
}

/// Writes out a cause and what caused it.
fn chain(cause: &(dyn Error + Send + Sync + 'static)) -> String {
    let mut text = cause.to_string();
    let mut source = cause.source();
    while let Some(next) = source {
        let _infallible = write!(text, ": {next}");
        source = next.source();
    }
    text
}

/// Starts with a capital and ends with a full stop.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let mut text: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    text.push_str(letters.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
