//! The records of a backup that are not values of the model as they are.

use longhand_model::{
    Actor, Attachment, AttachmentId, CategoryId, Conflict, ContentHash, DocumentId, Origin,
    Timestamp, VersionId,
};
use serde::{Deserialize, Serialize};

/// A line of `documents.ndjson`: `{"document": …}`, `{"version": …}` or `{"conflict": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentLine {
    /// A document; what follows up to the next one belongs to it.
    Document(DocumentRecord),
    /// A version of it, oldest first.
    Version(VersionRecord),
    /// A conflict of it.
    Conflict(ConflictRecord),
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRecord {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The names of its tags, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Marked as favourite.
    #[serde(default)]
    pub favorite: bool,
    /// Held at the top of lists.
    #[serde(default)]
    pub pinned: bool,
    /// A template.
    #[serde(default)]
    pub template: bool,
    /// May be published.
    #[serde(default)]
    pub public: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it went to the trash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trashed_at: Option<Timestamp>,
    /// The attachments it uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UseRecord>,
    /// Where it was imported from, so that the same import finds it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<ImportOrigin>,
    /// Its path in what it was imported from; relative links start there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The hash of the text.
    pub hash: ContentHash,
    /// The text.
    pub text: String,
}

/// How a document uses an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UseRecord {
    /// The attachment.
    pub attachment: AttachmentId,
    /// How the text names it.
    pub reference: String,
}

/// Where a document was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportOrigin {
    /// The source.
    pub source: String,
    /// The document's key in it.
    pub key: String,
    /// The hash of the file's text at the last import.
    pub hash: ContentHash,
}

/// A version of the document before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionRecord {
    /// Its id.
    pub id: VersionId,
    /// Its number, from 0.
    pub number: u64,
    /// The title the document had.
    pub title: String,
    /// Why it was made.
    pub origin: Origin,
    /// Who made it.
    pub actor: Actor,
    /// A name that a person gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When its text was saved.
    pub created_at: Timestamp,
    /// Its words.
    pub words: u64,
    /// Lines added against the version before it.
    pub added: u32,
    /// Lines removed against the version before it.
    pub removed: u32,
    /// The hash of its text.
    pub hash: ContentHash,
    /// Its text; absent when it is the document's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A conflict of the document before it, with its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConflictRecord {
    /// The conflict.
    pub conflict: Conflict,
    /// The base text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_text: Option<String>,
    /// This side's text.
    pub mine_text: String,
    /// The other side's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs_text: Option<String>,
}

/// An attachment; its bytes are an entry of their own.
pub type AttachmentRecord = Attachment;
