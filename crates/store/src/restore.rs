//! Things brought back from a backup: with the ids, times and numbers they had.
//!
//! What is here already is left alone, and said so; nothing is written over. What a backup holds, and
//! what of it is wanted, is decided elsewhere.

use longhand_model::{
    Attachment, Conflict, ContentHash, DocumentId, ItemKind, Tag, TagPatch, TextFacts, Timestamp,
    Version,
};
use rusqlite::named_params;

use crate::attachments::NewAttachment;
use crate::documents::NewDocumentRow;
use crate::{
    Reader, StoreError, Writer, attachments, column, conflicts, documents, outbox, tags, versions,
};

/// Whether a thing was brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// It was not here.
    Added,
    /// It is here; nothing was changed.
    Known,
}

/// Where a document was imported from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The source.
    pub source: String,
    /// The file's key in it.
    pub key: String,
    /// The hash of the file's text at the last import.
    pub hash: ContentHash,
}

/// Whether a document's versions follow, or its text becomes version 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// [`version`] is called for each of them.
    Follows,
    /// There is none.
    StartsHere,
}

/// Brings a document back under its own id.
///
/// # Errors
/// As [`documents::insert`]; [`StoreError::NotFound`] without an id.
pub fn document(
    w: &Writer,
    new: &NewDocumentRow,
    trashed_at: Option<Timestamp>,
    text: &str,
    facts: &TextFacts,
    history: History,
) -> Result<DocumentId, StoreError> {
    let id = documents::insert(w, new, text, facts)?;
    if trashed_at.is_some() {
        documents::set_trashed(w, id, trashed_at)?;
    }
    if history == History::Follows {
        versions::forget_first(w, documents::number(w, id)?)?;
    }
    Ok(id)
}

/// Brings back a version of a document that is here. A number that another version has by now is
/// given anew: numbers are for people only.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn version(w: &Writer, version: &Version, text: &str) -> Result<Restored, StoreError> {
    if versions::get(w, version.id)?.is_some() {
        return Ok(Restored::Known);
    }
    versions::put_back(w, version, text)?;
    Ok(Restored::Added)
}

/// Brings back a conflict of a document that is here, with its texts. The remote place it came from
/// is forgotten: a backup does not hold those.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn conflict(
    w: &Writer,
    conflict: &Conflict,
    base: Option<&str>,
    mine: &str,
    theirs: Option<&str>,
) -> Result<Restored, StoreError> {
    if conflicts::get(w, conflict.id)?.is_some() {
        return Ok(Restored::Known);
    }
    let document = documents::number(w, conflict.document)?;
    let keep = |text: &str| versions::keep_text(w, document, text);
    w.prepare(
        "INSERT INTO conflicts (id, document, kind, base, mine, theirs, created_at, resolved_at)
        VALUES (:id, :document, :kind, :base, :mine, :theirs, :created_at, :resolved_at)",
    )?
    .execute(named_params! {
        ":id": conflict.id.as_bytes(),
        ":document": document,
        ":kind": column::named(&conflict.kind)?,
        ":base": base.map(keep).transpose()?,
        ":mine": keep(mine)?,
        ":theirs": theirs.map(keep).transpose()?,
        ":created_at": conflict.created_at.as_millis(),
        ":resolved_at": conflict.resolved_at.map(Timestamp::as_millis),
    })?;
    outbox::changed(w, ItemKind::Conflict, conflict.id.as_bytes())?;
    w.record_document(conflict.document);
    Ok(Restored::Added)
}

/// Brings back an attachment whose bytes are kept already.
///
/// # Errors
/// [`StoreError::Field`] for the file's name.
pub fn attachment(w: &Writer, attachment: &Attachment) -> Result<Restored, StoreError> {
    if attachments::get(w, attachment.id)?.is_some() {
        return Ok(Restored::Known);
    }
    let new = NewAttachment {
        id: Some(attachment.id),
        file_name: attachment.file_name.clone(),
        media_type: attachment.media_type.clone(),
        bytes: attachment.bytes,
        hash: attachment.hash,
    };
    attachments::insert(w, &new)?;
    w.prepare(
        "UPDATE attachments
        SET created_at = :created_at
        WHERE id = :id",
    )?
    .execute(named_params! {
        ":created_at": attachment.created_at.as_millis(),
        ":id": attachment.id.as_bytes(),
    })?;
    Ok(Restored::Added)
}

/// Brings back a tag with its colour and its description.
///
/// # Errors
/// [`StoreError::Field`] for its name.
pub fn tag(w: &Writer, tag: &Tag) -> Result<Restored, StoreError> {
    if tags::find(w, &tag.name)?.is_some() {
        return Ok(Restored::Known);
    }
    let made = tags::make(w, &tag.name)?;
    let patch = TagPatch {
        color: tag.color.map(Some),
        description: (!tag.description.is_empty()).then(|| tag.description.clone()),
    };
    tags::update(w, made, &patch)?;
    Ok(Restored::Added)
}

/// Returns where a document was imported from, by source and key.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn origins(r: &Reader, document: DocumentId) -> Result<Vec<Origin>, StoreError> {
    let number = documents::number(r, document)?;
    let origins = r
        .prepare(
            "SELECT source, source_key, hash
            FROM import_sources
            WHERE document = :document
            ORDER BY source, source_key",
        )?
        .query_map(named_params! { ":document": number }, |row| {
            Ok(Origin {
                source: row.get("source")?,
                key: row.get("source_key")?,
                hash: column::hash(row, "hash")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(origins)
}

/// Returns the path under which an import found a document, the source's name first.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn path(r: &Reader, document: DocumentId) -> Result<Option<String>, StoreError> {
    let path = r
        .prepare(
            "SELECT path
            FROM documents
            WHERE number = :number",
        )?
        .query_row(
            named_params! { ":number": documents::number(r, document)? },
            |row| row.get("path"),
        )?;
    Ok(path)
}
