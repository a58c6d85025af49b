//! Attachments: what files documents hold, under which names. Their bytes are kept elsewhere, once per hash.

use longhand_model::{
    Attachment, AttachmentId, AttachmentUse, ContentHash, DocumentId, ItemKind, checked_text,
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column, documents, outbox};

macro_rules! attachment_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, file_name, media_type, bytes, hash, created_at, documents
            FROM attachments
            WHERE ",
            $condition
        )
    };
}

/// What a new attachment is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its id; a new one when absent.
    pub id: Option<AttachmentId>,
    /// The file's name, without folders; 1 to 255 characters.
    pub file_name: String,
    /// The media type.
    pub media_type: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The hash of the bytes.
    pub hash: ContentHash,
}

/// Returns an attachment.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let found = r
        .prepare(attachment_where!("id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, attachment)
        .optional()?;
    Ok(found)
}

/// Returns the attachments whose bytes have a hash, the oldest first.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn find_by_hash(r: &Reader, hash: ContentHash) -> Result<Vec<Attachment>, StoreError> {
    let found = r
        .prepare(attachment_where!(
            "hash = :hash
            ORDER BY number"
        ))?
        .query_map(named_params! { ":hash": hash.as_bytes() }, attachment)?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Returns attachments, the newest first; `after` is the last one of the page before.
///
/// # Errors
/// [`StoreError::NotFound`] for `after`.
pub fn list(
    r: &Reader,
    limit: usize,
    after: Option<AttachmentId>,
) -> Result<Vec<Attachment>, StoreError> {
    let below = match after {
        Some(after) => number(r, after)?,
        None => i64::MAX,
    };
    let found = r
        .prepare(attachment_where!(
            "number < :below
            ORDER BY number DESC
            LIMIT :limit"
        ))?
        .query_map(
            named_params! { ":below": below, ":limit": column::length(limit) },
            attachment,
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Which attachments a list shows, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// All, the newest first.
    Newest,
    /// All, the largest first.
    Largest,
    /// Those that no document uses, the newest first.
    Unused,
}

/// Returns a page of attachments; `after` is the last one of the page before.
///
/// # Errors
/// [`StoreError::Cursor`] when `after` is gone.
pub fn page(
    r: &Reader,
    listing: Listing,
    limit: usize,
    after: Option<AttachmentId>,
) -> Result<Vec<Attachment>, StoreError> {
    let last = match after {
        Some(after) => Some(get(r, after)?.ok_or(StoreError::Cursor)?),
        None => None,
    };
    let number = match after {
        Some(after) => number(r, after)?,
        None => i64::MAX,
    };
    let bytes = last
        .as_ref()
        .map_or(i64::MAX, |last| column::integer(last.bytes));
    let created_at = last
        .as_ref()
        .map_or(i64::MAX, |last| last.created_at.as_millis());
    let limit = column::length(limit);
    let found = match listing {
        Listing::Newest => r
            .prepare(attachment_where!(
                "number < :number
                ORDER BY number DESC
                LIMIT :limit"
            ))?
            .query_map(
                named_params! { ":number": number, ":limit": limit },
                attachment,
            )?
            .collect::<Result<_, _>>()?,
        Listing::Largest => r
            .prepare(attachment_where!(
                "(bytes, number) < (:bytes, :number)
                ORDER BY bytes DESC, number DESC
                LIMIT :limit"
            ))?
            .query_map(
                named_params! { ":bytes": bytes, ":number": number, ":limit": limit },
                attachment,
            )?
            .collect::<Result<_, _>>()?,
        Listing::Unused => r
            .prepare(attachment_where!(
                "documents = 0 AND (created_at, number) < (:created_at, :number)
                ORDER BY created_at DESC, number DESC
                LIMIT :limit"
            ))?
            .query_map(
                named_params! { ":created_at": created_at, ":number": number, ":limit": limit },
                attachment,
            )?
            .collect::<Result<_, _>>()?,
    };
    Ok(found)
}

/// Returns the documents that use an attachment, with their titles; at most `limit`.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn users(
    r: &Reader,
    id: AttachmentId,
    limit: usize,
) -> Result<Vec<(DocumentId, String)>, StoreError> {
    let number = number(r, id)?;
    let users = r
        .prepare(
            "SELECT DISTINCT documents.id, documents.title
            FROM document_attachments
            JOIN documents ON documents.number = document_attachments.document
            WHERE document_attachments.attachment = :attachment
            ORDER BY documents.number
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":attachment": number, ":limit": column::length(limit) },
            |row| Ok((column::id(row, "id")?, row.get("title")?)),
        )?
        .collect::<Result<_, _>>()?;
    Ok(users)
}

/// Returns the attachments of a document, by how its text names them.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn of_document(r: &Reader, document: DocumentId) -> Result<Vec<AttachmentUse>, StoreError> {
    let number = documents::number(r, document)?;
    let uses = r
        .prepare(
            "SELECT document_attachments.reference, attachments.id, attachments.file_name, attachments.media_type,
                attachments.bytes, attachments.hash, attachments.created_at, attachments.documents
            FROM document_attachments
            JOIN attachments ON attachments.number = document_attachments.attachment
            WHERE document_attachments.document = :document
            ORDER BY document_attachments.reference",
        )?
        .query_map(named_params! { ":document": number }, |row| {
            Ok(AttachmentUse {
                document,
                attachment: attachment(row)?,
                reference: row.get("reference")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(uses)
}

/// Returns the documents that use an attachment.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn documents(r: &Reader, id: AttachmentId) -> Result<Vec<DocumentId>, StoreError> {
    let number = number(r, id)?;
    let ids = r
        .prepare(
            "SELECT DISTINCT documents.id
            FROM document_attachments
            JOIN documents ON documents.number = document_attachments.document
            WHERE document_attachments.attachment = :attachment
            ORDER BY documents.number",
        )?
        .query_map(named_params! { ":attachment": number }, |row| {
            column::id(row, "id")
        })?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Makes an attachment whose bytes are kept already.
///
/// # Errors
/// [`StoreError::Field`] for the file's name.
pub fn insert(w: &Writer, new: &NewAttachment) -> Result<Attachment, StoreError> {
    let made = Attachment {
        id: new.id.unwrap_or_else(|| w.new_id()),
        file_name: checked_text("the file's name", &new.file_name, 255)?,
        media_type: checked_text("the media type", &new.media_type, 255)?,
        bytes: new.bytes,
        hash: new.hash,
        created_at: w.now(),
        documents: 0,
    };
    w.prepare(
        "INSERT INTO attachments (id, file_name, media_type, bytes, hash, created_at)
        VALUES (:id, :file_name, :media_type, :bytes, :hash, :created_at)",
    )?
    .execute(named_params! {
        ":id": made.id.as_bytes(),
        ":file_name": made.file_name,
        ":media_type": made.media_type,
        ":bytes": column::integer(made.bytes),
        ":hash": made.hash.as_bytes(),
        ":created_at": made.created_at.as_millis(),
    })?;
    audit::write(
        w,
        &audit::attachment(made.id, &made.file_name),
        Action::Create,
        &serde_json::Value::Null,
        &serde_json::to_value(&made)?,
    )?;
    outbox::changed(w, ItemKind::Attachment, made.id.as_bytes())?;
    w.record(Changed::Attachments);
    Ok(made)
}

/// Ties an attachment to a document under the name its text uses; another tie of that name gives way.
///
/// # Errors
/// [`StoreError::NotFound`] for either.
pub fn attach(
    w: &Writer,
    document: DocumentId,
    id: AttachmentId,
    reference: &str,
) -> Result<(), StoreError> {
    let head = documents::head(w, document)?;
    let attachment = number(w, id)?;
    let known = at_reference(w, head.number, reference)?;
    if known == Some(id) {
        return Ok(());
    }
    remove_tie(w, head.number, reference)?;
    w.prepare(
        "INSERT INTO document_attachments (document, reference, attachment)
        VALUES (:document, :reference, :attachment)",
    )?
    .execute(named_params! {
        ":document": head.number,
        ":reference": reference,
        ":attachment": attachment,
    })?;
    audit::write(
        w,
        &audit::document(document, &head.title),
        Action::Attach,
        &serde_json::json!({ "reference": reference, "attachment": known }),
        &serde_json::json!({ "reference": reference, "attachment": id }),
    )?;
    noted(w, document)
}

/// Unties what a document's text names so; tells whether there was anything.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn detach(w: &Writer, document: DocumentId, reference: &str) -> Result<bool, StoreError> {
    let head = documents::head(w, document)?;
    let Some(known) = at_reference(w, head.number, reference)? else {
        return Ok(false);
    };
    remove_tie(w, head.number, reference)?;
    audit::write(
        w,
        &audit::document(document, &head.title),
        Action::Detach,
        &serde_json::json!({ "reference": reference, "attachment": known }),
        &serde_json::json!({ "reference": reference, "attachment": null }),
    )?;
    noted(w, document)?;
    Ok(true)
}

/// Returns attachments that no document uses, the oldest first; at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn unused(r: &Reader, limit: usize) -> Result<Vec<Attachment>, StoreError> {
    let found = r
        .prepare(
            "SELECT id, file_name, media_type, bytes, hash, created_at, documents
            FROM attachments INDEXED BY attachments_unused
            WHERE documents = 0
            ORDER BY created_at
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":limit": column::length(limit) },
            attachment,
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Deletes an attachment that no document uses; returns the hash of its bytes when no other attachment has them.
///
/// # Errors
/// [`StoreError::NotFound`], also when a document uses it by now.
pub fn delete_unused(w: &Writer, id: AttachmentId) -> Result<Option<ContentHash>, StoreError> {
    let before = get(w, id)?
        .filter(|attachment| attachment.documents == 0)
        .ok_or_else(|| StoreError::not_found(Thing::Attachment, id))?;
    w.prepare(
        "DELETE FROM attachments
        WHERE id = :id",
    )?
    .execute(named_params! { ":id": id.as_bytes() })?;
    audit::write(
        w,
        &audit::attachment(id, &before.file_name),
        Action::Delete,
        &serde_json::to_value(&before)?,
        &serde_json::Value::Null,
    )?;
    outbox::deleted(w, ItemKind::Attachment, id.as_bytes())?;
    w.record(Changed::Attachments);
    let shared = !find_by_hash(w, before.hash)?.is_empty();
    Ok((!shared).then_some(before.hash))
}

fn at_reference(
    r: &Reader,
    document: i64,
    reference: &str,
) -> Result<Option<AttachmentId>, StoreError> {
    let known = r
        .prepare(
            "SELECT attachments.id
            FROM document_attachments
            JOIN attachments ON attachments.number = document_attachments.attachment
            WHERE document_attachments.document = :document AND document_attachments.reference = :reference",
        )?
        .query_row(
            named_params! { ":document": document, ":reference": reference },
            |row| column::id(row, "id"),
        )
        .optional()?;
    Ok(known)
}

fn remove_tie(w: &Writer, document: i64, reference: &str) -> Result<(), StoreError> {
    w.prepare(
        "DELETE FROM document_attachments
        WHERE document = :document AND reference = :reference",
    )?
    .execute(named_params! { ":document": document, ":reference": reference })?;
    Ok(())
}

fn noted(w: &Writer, document: DocumentId) -> Result<(), StoreError> {
    outbox::changed(w, ItemKind::Document, document.as_bytes())?;
    w.record(Changed::Attachments);
    w.record_document(document);
    Ok(())
}

fn number(r: &Reader, id: AttachmentId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM attachments
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Attachment, id))
}

fn attachment(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: column::id(row, "id")?,
        file_name: row.get("file_name")?,
        media_type: row.get("media_type")?,
        bytes: column::count(row, "bytes")?,
        hash: column::hash(row, "hash")?,
        created_at: column::time(row, "created_at")?,
        documents: column::count(row, "documents")?,
    })
}
