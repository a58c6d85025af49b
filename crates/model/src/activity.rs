//! Activity: who did what, with what was before and after.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{BatchId, Cursor, KeyId, RemoteId, Timestamp};

/// Who caused a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "kind", content = "id")]
pub enum Actor {
    /// The person at the window.
    Person,
    /// The command line.
    CommandLine,
    /// A script with an API key.
    Key(KeyId),
    /// A remote place.
    Remote(RemoteId),
    /// The program itself.
    Program,
}

impl Actor {
    /// Returns what kind of actor this is.
    pub const fn kind(self) -> ActorKind {
        match self {
            Self::Person => ActorKind::Person,
            Self::CommandLine => ActorKind::CommandLine,
            Self::Key(_) => ActorKind::Key,
            Self::Remote(_) => ActorKind::Remote,
            Self::Program => ActorKind::Program,
        }
    }
}

/// An actor without saying which key or remote place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ActorKind {
    /// The person at the window.
    Person,
    /// The command line.
    CommandLine,
    /// A script with an API key.
    Key,
    /// A remote place.
    Remote,
    /// The program itself.
    Program,
}

/// Why a transaction writes: carried by every audit row and every event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// Who.
    pub actor: Actor,
    /// What is undone together.
    pub batch: BatchId,
    /// The command, such as `document.save`.
    pub command: String,
    /// The window or script that asked, so that it can tell its own events from others'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
}

/// What kind of thing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ObjectKind {
    /// A document.
    Document,
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// An attachment.
    Attachment,
    /// A saved search.
    SavedSearch,
    /// A setting.
    Setting,
    /// An API key.
    Key,
    /// What a key proposed for review.
    ChangeSet,
    /// The library as a whole.
    Library,
}

/// Names a thing that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectRef {
    /// Its kind.
    pub kind: ObjectKind,
    /// Its id (a setting's key).
    pub id: String,
    /// What it was called then.
    pub name: String,
}

/// A row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Counts up by one; the chain of hashes follows it.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who, through which command, together with what.
    pub cause: Cause,
    /// What was changed.
    pub object: ObjectRef,
    /// What was done, such as `create`, `update`, `save`, `trash`, `purge`.
    pub action: String,
    /// The changed fields as they were; a text by its hash.
    pub before: serde_json::Value,
    /// The changed fields as they became; a text by its hash.
    pub after: serde_json::Value,
    /// Has been undone.
    pub reverted: bool,
}

/// Asks for a page of the audit log, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditQuery {
    /// Only what was changed at or after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Only what was changed before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only what such a one did, whichever key or remote place it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorKind>,
    /// Only this, such as `trash`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only what was done to things of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ObjectKind>,
    /// Only one thing, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Only what was done together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
    /// At most this many, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}
