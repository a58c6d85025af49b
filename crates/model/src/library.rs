//! The library as a whole: what it is and how much it holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContentHash, LibraryId, ObjectRef, Timestamp};

/// What a library is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryInfo {
    /// Its id, the same on every device it is synced to.
    pub id: LibraryId,
    /// Its name, from the file.
    pub name: String,
    /// Where the file is.
    pub path: String,
    /// The newest migration it has.
    pub schema: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many things it holds.
    pub counts: LibraryCounts,
}

/// How many things a library holds; what the sidebar shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryCounts {
    /// Documents that are not in the trash.
    pub documents: u64,
    /// Of these, without a category.
    pub inbox: u64,
    /// Of these, favourites.
    pub favorites: u64,
    /// Of these, templates.
    pub templates: u64,
    /// Of these, with an open conflict.
    pub conflicts: u64,
    /// Documents in the trash.
    pub trash: u64,
    /// Categories.
    pub categories: u64,
    /// Tags.
    pub tags: u64,
    /// Attachments.
    pub attachments: u64,
    /// Items in the outbox.
    pub outbox: u64,
    /// Change-sets that wait for a person.
    pub proposals: u64,
}

/// What takes room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorageStats {
    /// The library file, in bytes.
    pub file_bytes: u64,
    /// Of these, free pages that compacting gives back.
    pub free_bytes: u64,
    /// By kind: texts, versions, search, attachments, render cache, audit, trash.
    pub kinds: Vec<KindSize>,
    /// The ten largest documents and attachments.
    pub largest: Vec<LargestItem>,
    /// Documents with the same text and attachments with the same bytes; the twenty groups that
    /// take most.
    pub duplicates: Vec<DuplicateGroup>,
    /// Versions kept.
    pub versions: u64,
    /// Attachments that no document uses, and their bytes.
    pub unused_attachments: KindSize,
}

/// The room one kind of thing takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KindSize {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Things whose content is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateGroup {
    /// The first of them, the oldest first; at most ten.
    pub objects: Vec<ObjectRef>,
    /// How many they are.
    pub count: u64,
    /// The bytes of one.
    pub bytes: u64,
}

/// A large thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LargestItem {
    /// What it is.
    pub object: ObjectRef,
    /// Its bytes.
    pub bytes: u64,
    /// The hash of its content.
    pub hash: ContentHash,
}
