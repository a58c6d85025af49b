//! Proposals: what keys that may only propose would change, in change-sets that a person reviews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Actor, ChangeId, ChangeSetId, ContentHash, DocumentId, KeyId, Timestamp};

/// What one key proposed until a person decided about all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeSet {
    /// Its id.
    pub id: ChangeSetId,
    /// The key that proposed it.
    pub key: KeyId,
    /// The key's name.
    pub key_name: String,
    /// What the key says it is about; may be empty.
    pub note: String,
    /// Changes that wait for a person; the change-set is open while there are any.
    pub waiting: u64,
    /// Changes that were accepted.
    pub accepted: u64,
    /// Changes that were rejected.
    pub rejected: u64,
    /// When the first change was proposed.
    pub created_at: Timestamp,
    /// When a change was last proposed or decided about.
    pub updated_at: Timestamp,
}

/// What a proposed change would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// Make a document.
    Create,
    /// Give a document another text.
    Save,
    /// Change a document's title, category, tags or flags.
    Update,
    /// Move a document to the trash.
    Trash,
}

/// What became of a proposed change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChangeState {
    /// A person has to decide.
    Waiting,
    /// It was made.
    Accepted,
    /// It was turned down, or taken back by the key.
    Rejected,
    /// The key proposed something else for the same document afterwards.
    Replaced,
}

/// A change to one document that a key proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposedChange {
    /// Its id.
    pub id: ChangeId,
    /// The change-set it belongs to.
    pub change_set: ChangeSetId,
    /// What it would do.
    pub kind: ChangeKind,
    /// What became of it.
    pub state: ChangeState,
    /// The document; for one to be made, the id that it will have.
    pub document: DocumentId,
    /// What the document was called when this was proposed, or will be called.
    pub title: String,
    /// The hash of the text that the document had for the key; absent for one to be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_hash: Option<ContentHash>,
    /// The hash of the text that it would have, where that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_hash: Option<ContentHash>,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// When it was decided about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Actor>,
}

impl ProposedChange {
    /// Says whether a person has to decide about it.
    pub fn waits(&self) -> bool {
        self.state == ChangeState::Waiting
    }
}
