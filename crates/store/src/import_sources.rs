//! Import sources: which document came from which file, so that importing again updates instead of doubling.

use longhand_model::{ContentHash, DocumentId};
use rusqlite::{OptionalExtension, named_params};

use crate::{Reader, StoreError, Writer, column, documents};

/// What an import knows of a file it read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The document it became.
    pub document: DocumentId,
    /// The hash of the file's text then.
    pub hash: ContentHash,
    /// Whether the document is in the trash.
    pub trashed: bool,
}

/// Returns the document that a file of a source became.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, source: &str, key: &str) -> Result<Option<Imported>, StoreError> {
    let found = r
        .prepare(
            "SELECT documents.id, import_sources.hash, documents.trashed_at IS NOT NULL AS trashed
            FROM import_sources
            JOIN documents ON documents.number = import_sources.document
            WHERE import_sources.source = :source AND import_sources.source_key = :source_key",
        )?
        .query_row(
            named_params! { ":source": source, ":source_key": key },
            |row| {
                Ok(Imported {
                    document: column::id(row, "id")?,
                    hash: column::hash(row, "hash")?,
                    trashed: row.get("trashed")?,
                })
            },
        )
        .optional()?;
    Ok(found)
}

/// Notes which document a file became and what text it had.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn set(
    w: &Writer,
    source: &str,
    key: &str,
    document: DocumentId,
    hash: ContentHash,
) -> Result<(), StoreError> {
    w.prepare(
        "INSERT INTO import_sources (source, source_key, document, hash)
        VALUES (:source, :source_key, :document, :hash)
        ON CONFLICT (source, source_key) DO UPDATE
        SET document = excluded.document,
            hash = excluded.hash",
    )?
    .execute(named_params! {
        ":source": source,
        ":source_key": key,
        ":document": documents::number(w, document)?,
        ":hash": hash.as_bytes(),
    })?;
    Ok(())
}
