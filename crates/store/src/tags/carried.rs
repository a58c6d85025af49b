//! Carried tags: which documents have which tags.

use longhand_model::{DocumentId, ItemKind, Tag, TagId, tag_name};
use rusqlite::named_params;

use super::{ensure, number};
use crate::documents::{id_of, touch};
use crate::session::Changed;
use crate::{Reader, StoreError, Writer, outbox};

/// Returns the documents that carry a tag, those in the trash included.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn documents(r: &Reader, id: TagId) -> Result<Vec<DocumentId>, StoreError> {
    carriers(r, number(r, id)?)?
        .into_iter()
        .map(|document| id_of(r, document))
        .collect()
}

/// Puts a tag on a document; tells whether that changed anything. The tag is made where it does not exist.
pub(crate) fn add(w: &Writer, document: i64, name: &str) -> Result<bool, StoreError> {
    let (tag, _made) = ensure(w, &tag_name(name)?)?;
    attach(w, document, tag)
}

/// Gives a document these tags and no others.
pub(crate) fn set(w: &Writer, document: i64, names: &[String]) -> Result<(), StoreError> {
    let mut wanted = Vec::with_capacity(names.len());
    for name in names {
        wanted.push(ensure(w, name)?.0);
    }
    let carried: Vec<i64> = w
        .prepare(
            "SELECT tag
            FROM document_tags
            WHERE document = :document",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("tag")
        })?
        .collect::<Result<_, _>>()?;
    for tag in carried.iter().filter(|tag| !wanted.contains(tag)) {
        w.prepare(
            "DELETE FROM document_tags
            WHERE document = :document AND tag = :tag",
        )?
        .execute(named_params! { ":document": document, ":tag": tag })?;
    }
    for tag in wanted {
        attach(w, document, tag)?;
    }
    w.record(Changed::Tags);
    Ok(())
}

pub(super) fn attach(w: &Writer, document: i64, tag: i64) -> Result<bool, StoreError> {
    let added = w
        .prepare(
            "INSERT INTO document_tags (document, tag, trashed, pinned, updated_at, created_at, bytes, title_key)
            SELECT number, :tag, trashed_at IS NOT NULL, pinned, updated_at, created_at, bytes, title_key
            FROM documents
            WHERE number = :document
            ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! { ":document": document, ":tag": tag })?;
    Ok(added > 0)
}

/// Moves all documents of a tag to another one; returns them.
pub(super) fn move_documents(w: &Writer, from: i64, into: i64) -> Result<Vec<i64>, StoreError> {
    let documents = carriers(w, from)?;
    w.prepare(
        "DELETE FROM document_tags
        WHERE tag = :tag",
    )?
    .execute(named_params! { ":tag": from })?;
    for document in &documents {
        attach(w, *document, into)?;
    }
    Ok(documents)
}

pub(super) fn carriers(r: &Reader, tag: i64) -> Result<Vec<i64>, StoreError> {
    let documents = r
        .prepare(
            "SELECT document
            FROM document_tags INDEXED BY document_tags_tag
            WHERE tag = :tag
            ORDER BY document",
        )?
        .query_map(named_params! { ":tag": tag }, |row| row.get("document"))?
        .collect::<Result<_, _>>()?;
    Ok(documents)
}

/// Notes that documents carry other tags than before.
pub(super) fn changed_documents(
    w: &Writer,
    documents: &[i64],
) -> Result<Vec<DocumentId>, StoreError> {
    let mut ids = Vec::with_capacity(documents.len());
    for document in documents {
        let id = id_of(w, *document)?;
        touch(w, *document, w.now())?;
        outbox::changed(w, ItemKind::Document, id.as_bytes())?;
        w.record_document(id);
        ids.push(id);
    }
    w.record(Changed::Tags);
    Ok(ids)
}

/// Writes a tag and its documents, from which both can be made again.
pub(super) fn with_documents(
    r: &Reader,
    tag: &Tag,
    documents: &[i64],
) -> Result<serde_json::Value, StoreError> {
    let ids: Vec<DocumentId> = documents
        .iter()
        .map(|document| id_of(r, *document))
        .collect::<Result<_, _>>()?;
    Ok(serde_json::json!({ "tag": tag, "documents": ids }))
}
