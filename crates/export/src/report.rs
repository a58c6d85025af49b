//! What an import says about itself: before it starts, and when it is done. Nothing is silent.

use longhand_model::BatchId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Encoding, NotText, UnsafePath};

/// What an import would do; nothing has been written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Documents that would be made.
    pub documents: u64,
    /// Documents from an earlier import whose file changed since.
    pub updates: u64,
    /// Documents from an earlier import whose file is the same.
    pub unchanged: u64,
    /// Files that documents show or link to, each counted once.
    pub attachments: u64,
    /// The size of all that would be read, in bytes.
    pub bytes: u64,
    /// Categories that would be made.
    pub categories: u64,
    /// Links that lead nowhere inside what is imported.
    pub unresolved_links: u64,
    /// Hidden files and folders of programs that are passed over, such as `.git`.
    pub hidden: u64,
    /// Files that no document refers to and that are not documents.
    pub unused_files: u64,
    /// Files that are left out, each with its reason.
    pub problems: Vec<ImportProblem>,
    /// Files that are imported but deserve a look.
    pub notices: Vec<ImportProblem>,
    /// The first documents, as they would become.
    pub sample: Vec<SampleDocument>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportOutcome {
    /// Documents made.
    pub created: u64,
    /// Documents of an earlier import that got the file's new text.
    pub updated: u64,
    /// Of the updated ones, those where edits made here were merged with the file's.
    pub merged: u64,
    /// Documents of an earlier import where edits made here clash with the file's; they keep their
    /// text, and a conflict holds both.
    pub conflicts: u64,
    /// Documents that are already as their file.
    pub unchanged: u64,
    /// Files left out; `problems` says why.
    pub skipped: u64,
    /// Attachments added to documents.
    pub attachments: u64,
    /// Links that lead nowhere.
    pub unresolved_links: u64,
    /// Files that were left out, each with its reason.
    pub problems: Vec<ImportProblem>,
    /// Files that were imported but deserve a look.
    pub notices: Vec<ImportProblem>,
    /// Cancelled before its end: what was imported until then stays.
    pub cancelled: bool,
    /// What undoes the whole import.
    pub batch: BatchId,
}

/// Something about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportProblem {
    /// The file, inside its source.
    pub path: String,
    /// What it is about.
    pub kind: ProblemKind,
    /// The same for people.
    pub message: String,
    /// In which encodings the file can be read, most likely first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<Encoding>,
}

/// What a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    /// Text in another encoding; it can be chosen.
    NotUtf8,
    /// Larger than a document can be.
    TooLarge,
    /// Binary data under the name of a text.
    Binary,
    /// A path that leads out of its source or that no system takes.
    UnsafePath,
    /// A symbolic link; links are never followed.
    SymbolicLink,
    /// Not a file: a device, a pipe, a socket.
    NotAFile,
    /// An entry that needs a password.
    Encrypted,
    /// An archive inside a folder or an archive; it is not opened.
    NestedArchive,
    /// A file that was read already, or an entry of an archive that appears twice.
    Duplicate,
    /// Compressed more than any honest file.
    Suspicious,
    /// Cannot be read.
    Unreadable,
    /// The library refused it.
    Refused,
    /// A copy that another program kept on a conflict.
    ConflictCopy,
    /// Converted from another encoding.
    Converted,
    /// A tag, date or title that had to be shortened or left out.
    Metadata,
}

/// A document as it would become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SampleDocument {
    /// The file.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The categories it would go to, outermost first.
    pub category: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

impl ImportProblem {
    /// Names a problem of a file.
    pub fn new(path: impl Into<String>, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            message: message.into(),
            encodings: Vec::new(),
        }
    }

    /// Names what keeps a file from being a text.
    pub fn not_text(path: impl Into<String>, reason: &NotText) -> Self {
        let (kind, encodings) = match reason {
            NotText::TooLarge { .. } => (ProblemKind::TooLarge, Vec::new()),
            NotText::Binary => (ProblemKind::Binary, Vec::new()),
            NotText::NotUtf8 { guesses } => (ProblemKind::NotUtf8, guesses.clone()),
            NotText::WrongEncoding { .. } => (ProblemKind::NotUtf8, Vec::new()),
        };
        Self {
            path: path.into(),
            kind,
            message: reason.to_string(),
            encodings,
        }
    }

    pub(crate) fn unsafe_path(path: impl Into<String>, reason: UnsafePath) -> Self {
        Self::new(path, ProblemKind::UnsafePath, reason.to_string())
    }
}
