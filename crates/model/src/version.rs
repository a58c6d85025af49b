//! Versions: texts that a document had.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Actor, ContentHash, DocumentId, Timestamp, VersionId};

/// A version of a document, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// The document.
    pub document: DocumentId,
    /// Its number in this library, from 0; for people only.
    pub number: u64,
    /// The title the document had.
    pub title: String,
    /// The hash of the text.
    pub hash: ContentHash,
    /// The text's size in bytes.
    pub bytes: u64,
    /// The text's words.
    pub words: u64,
    /// Why it was made.
    pub origin: Origin,
    /// Who made it.
    pub actor: Actor,
    /// A name that a person gave; a named version is kept for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When its text was saved.
    pub created_at: Timestamp,
    /// Lines added against the version before it.
    pub added: u32,
    /// Lines removed against the version before it.
    pub removed: u32,
}

/// Why a version was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The text at creation.
    Created,
    /// The text at import.
    Imported,
    /// Saved by a person on purpose.
    Saved,
    /// Kept while a person typed.
    Autosave,
    /// Restored from another version.
    Restored,
    /// Kept before something replaced it.
    Replaced,
    /// Merged from two sides.
    Merged,
    /// Came from a remote place.
    Synced,
    /// Written through a script or an API key.
    Api,
    /// Links rewritten after a rename.
    LinksRewritten,
}
