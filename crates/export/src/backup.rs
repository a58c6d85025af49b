//! Backup archives: a whole library in one zip file, described in `docs/backup-format.md`.
//!
//! Written and read as a stream, one record at a time. Where the records come from and go to is
//! the business of core.

mod error;
mod file;
mod manifest;
mod reader;
mod record;
mod writer;

pub use error::{BackupError, Damage};
pub use file::NewFile;
pub use manifest::{BackupCounts, Manifest, ManifestEntry, ManifestLibrary};
pub use reader::{BackupReader, Records};
pub use record::{
    AttachmentRecord, ConflictRecord, DocumentLine, DocumentRecord, ImportOrigin, UseRecord,
    VersionRecord,
};
pub use writer::{BackupWriter, Header};

/// What names the format in a manifest.
const FORMAT: &str = "longhand-backup";

/// The version of the format that is written, and the newest that is read.
const VERSION: u32 = 1;

/// The parts of a backup that are lists of records, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// One record: the settings that differ from the defaults, by path such as `editor.fontSize`.
    Settings,
    /// [`longhand_model::Category`], parents before children.
    Categories,
    /// [`longhand_model::Tag`].
    Tags,
    /// [`longhand_model::SavedSearch`].
    SavedSearches,
    /// [`AttachmentRecord`].
    Attachments,
    /// [`DocumentLine`]: each document, then its versions, then its conflicts.
    Documents,
}

impl Section {
    /// All sections in their order.
    pub const ALL: [Self; 6] = [
        Self::Settings,
        Self::Categories,
        Self::Tags,
        Self::SavedSearches,
        Self::Attachments,
        Self::Documents,
    ];

    /// Returns the name of its entry.
    pub fn entry_name(self) -> &'static str {
        match self {
            Self::Settings => "settings.ndjson",
            Self::Categories => "categories.ndjson",
            Self::Tags => "tags.ndjson",
            Self::SavedSearches => "saved-searches.ndjson",
            Self::Attachments => "attachments.ndjson",
            Self::Documents => "documents.ndjson",
        }
    }
}

/// The name of the entry that describes the others. It comes last: by then everything is known.
const MANIFEST: &str = "manifest.json";

/// The name of the entry that holds an attachment's bytes.
fn attachment_name(hash: longhand_model::ContentHash) -> String {
    let name = hash.to_string();
    let folder = name.get(..2).unwrap_or_default();
    format!("attachments/{folder}/{name}")
}
