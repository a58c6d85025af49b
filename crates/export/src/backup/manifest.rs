//! The manifest: what a backup is of, and what each of its entries must be.

use longhand_model::{ContentHash, LibraryId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Describes a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// `longhand-backup`.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// When the backup was made.
    pub created_at: Timestamp,
    /// The program that made it, with its version.
    pub program: String,
    /// The library it is of.
    pub library: ManifestLibrary,
    /// Holds earlier versions of the documents.
    pub history: bool,
    /// How many things it holds.
    pub counts: BackupCounts,
    /// What each entry must be, but for this manifest and for attachments, whose names are their
    /// hashes.
    pub entries: Vec<ManifestEntry>,
}

/// The library a backup is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManifestLibrary {
    /// Its id.
    pub id: LibraryId,
    /// Its name.
    pub name: String,
}

/// How many things a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupCounts {
    /// Documents, trash included.
    pub documents: u64,
    /// Versions.
    pub versions: u64,
    /// Conflicts, resolved ones included.
    pub conflicts: u64,
    /// Categories.
    pub categories: u64,
    /// Tags.
    pub tags: u64,
    /// Saved searches.
    pub saved_searches: u64,
    /// Attachments.
    pub attachments: u64,
    /// Their bytes; each content counted once.
    pub attachment_bytes: u64,
}

/// What an entry must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManifestEntry {
    /// Its name in the archive.
    pub name: String,
    /// Its unpacked size.
    pub bytes: u64,
    /// The hash of its unpacked bytes.
    pub sha256: ContentHash,
    /// The lines it has.
    pub records: u64,
}
