//! Access: what a caller may do, and the API keys that scripts carry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CategoryId, KeyId, Timestamp};

/// What a command needs, and what a key grants; each includes the ones before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// Looks.
    Read,
    /// Writes change-sets that a person reviews.
    Propose,
    /// Writes documents, categories and tags.
    Write,
    /// Settings, keys, backups, purging.
    Admin,
}

/// What an API key may reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyScope {
    /// What it may do.
    pub access: Access,
    /// Only documents in these categories and below; empty for all.
    #[serde(default)]
    pub categories: Vec<CategoryId>,
    /// Only documents with one of these tags; empty for all.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// An API key; the secret itself is shown once and never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Its id.
    pub id: KeyId,
    /// What it is for; 1 to 100 characters.
    pub name: String,
    /// The first characters of the secret, to recognise it by.
    pub prefix: String,
    /// What it may reach.
    pub scope: KeyScope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// What a new API key starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for; 1 to 100 characters.
    pub name: String,
    /// What it may reach.
    pub scope: KeyScope,
    /// When it stops working.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}
