//! Remote places, the ties of documents to them, the queue of what they lack, and conflicts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{BindingId, ConflictId, ContentHash, DocumentId, RemoteId, Timestamp};

/// A place outside this library where documents live too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Remote {
    /// Its id.
    pub id: RemoteId,
    /// What kind of place.
    pub kind: RemoteKind,
    /// A name, unique in the library.
    pub name: String,
    /// Where it is, without secrets.
    pub address: String,
    /// Whether it is used.
    pub state: RemoteState,
}

/// The kinds of remote places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RemoteKind {
    /// A PostgreSQL database: a replica of the whole library.
    Postgres,
    /// A GitHub repository.
    Github,
    /// A folder of files.
    Folder,
    /// Kept in memory, for tests.
    Memory,
}

/// Whether a remote place is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RemoteState {
    /// Synced.
    Active,
    /// Held by a person.
    Paused,
    /// Stopped by a guard or an error, with the reason.
    Stopped,
}

/// The tie of a document to a key in a remote place, with the last text both had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// Its id.
    pub id: BindingId,
    /// The document.
    pub document: DocumentId,
    /// The remote place.
    pub remote: RemoteId,
    /// The document's key there, such as a path.
    pub key: String,
    /// The hash of the base: the last text both sides had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<ContentHash>,
    /// What the remote place calls that state, such as a blob id or a revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_revision: Option<String>,
    /// Where it stands.
    pub state: BindingState,
}

/// Where a binding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum BindingState {
    /// Both sides have the base.
    Clean,
    /// This side has changes.
    Ahead,
    /// The other side has changes.
    Behind,
    /// Both have, and they conflict.
    Conflicted,
}

/// What an outbox row or a synced item is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum ItemKind {
    /// A document.
    Document,
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// A version.
    Version,
    /// A conflict.
    Conflict,
    /// A setting.
    Setting,
    /// An attachment.
    Attachment,
    /// A saved search.
    SavedSearch,
}

/// An item that changed since a remote place last had it; one row an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutboxEntry {
    /// What it is.
    pub kind: ItemKind,
    /// Its id (a setting's key).
    pub id: String,
    /// A local counter: the change with the highest number is the last. Never a time.
    pub sequence: u64,
    /// The item is gone.
    pub deleted: bool,
    /// When its first change that waits was made.
    pub first_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// A divergence that could not be merged; both sides and the base are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// Its id.
    pub id: ConflictId,
    /// The document.
    pub document: DocumentId,
    /// The remote place; none when two windows edited at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<RemoteId>,
    /// What diverged.
    pub kind: ConflictKind,
    /// The hash of the base text, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<ContentHash>,
    /// The hash of this side's text.
    pub mine: ContentHash,
    /// The hash of the other side's text; none when it was deleted there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<ContentHash>,
    /// When it was found.
    pub created_at: Timestamp,
    /// When it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
}

/// What diverged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConflictKind {
    /// Both sides changed the same words.
    Text,
    /// One side deleted what the other edited.
    DeleteEdit,
    /// Both sides changed the same field.
    Metadata,
}
