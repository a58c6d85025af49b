//! Documents: their rows, what lists and editors show of them, and their way to the trash and out of it.
//!
//! Texts are in [`crate::texts`]; which text a change deserves is decided by the caller.

mod change;
mod list;
mod names;
mod row;

use longhand_model::{
    CategoryId, ContentHash, Document, DocumentId, DocumentSummary, ItemKind, LibraryCounts,
    Origin, TextFacts, TextShape, Timestamp, bounds, checked_title, name_key,
};
use rusqlite::{OptionalExtension, named_params};

pub use change::{FieldChange, set_fields};
pub(crate) use change::{id_of, touch};
pub use list::list;
pub use names::{Completion, complete, find_by_prefix, find_by_title};
pub(crate) use names::{add_names, after_prefix, replace_aliases, replace_title, stem};

use crate::audit::{self, Action};
use crate::{
    Reader, StoreError, Thing, Writer, categories, column, links, outbox, search, tags, texts,
    versions,
};

/// What a document starts with, apart from its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocumentRow {
    /// Its id; a new one when absent.
    pub id: Option<DocumentId>,
    /// 1 to 255 characters.
    pub title: String,
    /// At most 2,000 characters.
    pub description: String,
    /// None means the inbox.
    pub category: Option<CategoryId>,
    /// Names of tags; made where they do not exist.
    pub tags: Vec<String>,
    /// Marked as favourite.
    pub favorite: bool,
    /// Held at the top of lists.
    pub pinned: bool,
    /// A template for new documents.
    pub template: bool,
    /// May be published.
    pub public: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where an import found it, the source's name first, such as `vault/notes/a.md`; relative links start there.
    pub path: Option<String>,
    /// Why its first version is made.
    pub origin: Origin,
}

/// Returns a document with its text.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: DocumentId) -> Result<Option<Document>, StoreError> {
    let Some((number, summary)) = row::one(r, id)? else {
        return Ok(None);
    };
    let text = texts::stored(r, number)?;
    Ok(Some(Document {
        shape: TextShape::of(&text),
        summary,
        text,
    }))
}

/// Returns a document without its text.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn summary(r: &Reader, id: DocumentId) -> Result<Option<DocumentSummary>, StoreError> {
    Ok(row::one(r, id)?.map(|(_number, summary)| summary))
}

/// Returns documents without their texts, in the order asked for; those that do not exist are left out.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn summaries(r: &Reader, ids: &[DocumentId]) -> Result<Vec<DocumentSummary>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(summary(r, *id)?);
    }
    Ok(found)
}

/// Returns documents by their row numbers, which are the row ids of the search indexes, in the order asked for.
pub(crate) fn by_numbers(r: &Reader, numbers: &[i64]) -> Result<Vec<DocumentSummary>, StoreError> {
    let mut found = Vec::with_capacity(numbers.len());
    for number in numbers {
        found.extend(row::by_number(r, *number)?);
    }
    Ok(found)
}

/// Returns what the sidebar counts; one row is read.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn counts(r: &Reader) -> Result<LibraryCounts, StoreError> {
    let counts = r
        .prepare(
            "SELECT documents, inbox, favorites, templates, conflicts, trash, categories, tags, attachments, outbox,
                proposals
            FROM counters",
        )?
        .query_row([], |row| {
            Ok(LibraryCounts {
                documents: column::count(row, "documents")?,
                inbox: column::count(row, "inbox")?,
                favorites: column::count(row, "favorites")?,
                templates: column::count(row, "templates")?,
                conflicts: column::count(row, "conflicts")?,
                trash: column::count(row, "trash")?,
                categories: column::count(row, "categories")?,
                tags: column::count(row, "tags")?,
                attachments: column::count(row, "attachments")?,
                outbox: column::count(row, "outbox")?,
                proposals: column::count(row, "proposals")?,
            })
        })?;
    Ok(counts)
}

/// Makes a document with its text, version 0, names, tags, links and index rows.
///
/// # Errors
/// [`StoreError::Field`] where a bound is broken, [`StoreError::NotFound`] where the category does not exist.
pub fn insert(
    w: &Writer,
    new: &NewDocumentRow,
    text: &str,
    facts: &TextFacts,
) -> Result<DocumentId, StoreError> {
    insert_cut(w, new, text, facts, &search::Words::of(text, facts))
}

/// Makes a document as [`insert`] does, of a text that was cut into words before.
///
/// # Errors
/// As [`insert`].
pub fn insert_cut(
    w: &Writer,
    new: &NewDocumentRow,
    text: &str,
    facts: &TextFacts,
    words: &search::Words,
) -> Result<DocumentId, StoreError> {
    let title = checked_title(&new.title)?;
    texts::checked(text)?;
    let id = new.id.unwrap_or_else(|| w.new_id());
    let hash = ContentHash::of(text);
    let number = insert_row(w, new, id, &title, hash, text, facts)?;
    texts::insert(w, number, text, facts)?;
    add_names(w, number, &title, new.path.as_deref(), facts)?;
    for tag in &new.tags {
        tags::add(w, number, tag)?;
    }
    links::insert(w, number, facts)?;
    links::resolve_waiting(w, number)?;
    versions::first(w, number, hash, text.len(), new, &title, facts)?;
    search::index::put(w, number, &title, words)?;
    audit::write(
        w,
        &audit::document(id, &title),
        Action::Create,
        &serde_json::Value::Null,
        &serde_json::json!({ "title": title, "hash": hash }),
    )?;
    outbox::changed(w, ItemKind::Document, id.as_bytes())?;
    w.record_text(id);
    Ok(id)
}

/// Moves a document to the trash (`Some` time) or out of it; tells whether that changed anything.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_trashed(
    w: &Writer,
    id: DocumentId,
    trashed_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let before = head(w, id)?;
    if before.trashed_at.is_some() == trashed_at.is_some() {
        return Ok(false);
    }
    w.prepare(
        "UPDATE documents
        SET trashed_at = :trashed_at
        WHERE number = :number",
    )?
    .execute(named_params! {
        ":trashed_at": trashed_at.map(Timestamp::as_millis),
        ":number": before.number,
    })?;
    let action = if trashed_at.is_some() {
        Action::Trash
    } else {
        links::resolve_waiting(w, before.number)?;
        Action::Restore
    };
    audit::write(
        w,
        &audit::document(id, &before.title),
        action,
        &serde_json::json!({ "trashedAt": before.trashed_at }),
        &serde_json::json!({ "trashedAt": trashed_at }),
    )?;
    outbox::changed(w, ItemKind::Document, id.as_bytes())?;
    w.record_document(id);
    Ok(true)
}

/// Deletes a document with its text, versions and ties for good; links to it wait again.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn purge(w: &Writer, id: DocumentId) -> Result<(), StoreError> {
    let before = head(w, id)?;
    let number = before.number;
    search::index::remove(w, number)?;
    links::forget(w, number)?;
    versions::forget_all(w, number)?;
    for sql in [
        "DELETE FROM document_attachments WHERE document = :number",
        "DELETE FROM document_tags WHERE document = :number",
        "DELETE FROM document_names WHERE document = :number",
        "DELETE FROM import_sources WHERE document = :number",
        "DELETE FROM document_texts WHERE document = :number",
        "DELETE FROM documents WHERE number = :number",
    ] {
        w.prepare(sql)?
            .execute(named_params! { ":number": number })?;
    }
    audit::write(
        w,
        &audit::document(id, &before.title),
        Action::Purge,
        &serde_json::json!({ "title": before.title, "hash": before.hash }),
        &serde_json::Value::Null,
    )?;
    outbox::deleted(w, ItemKind::Document, id.as_bytes())?;
    w.record_text(id);
    Ok(())
}

/// Returns documents that went to the trash before a time, the longest there first.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn trashed_before(
    r: &Reader,
    before: Timestamp,
    limit: usize,
) -> Result<Vec<DocumentId>, StoreError> {
    let ids = r
        .prepare(
            "SELECT id
            FROM documents INDEXED BY documents_trashed
            WHERE trashed_at < :before
            ORDER BY trashed_at
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":before": before.as_millis(), ":limit": column::length(limit) },
            |row| column::id(row, "id"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// What the writing modules need to know of a document before they change it.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) hash: ContentHash,
    pub(crate) words: u64,
    pub(crate) updated_at: Timestamp,
    pub(crate) trashed_at: Option<Timestamp>,
}

pub(crate) fn head(r: &Reader, id: DocumentId) -> Result<Head, StoreError> {
    r.prepare(
        "SELECT number, title, hash, words, updated_at, trashed_at
        FROM documents
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        Ok(Head {
            number: row.get("number")?,
            title: row.get("title")?,
            hash: column::hash(row, "hash")?,
            words: column::count(row, "words")?,
            updated_at: column::time(row, "updated_at")?,
            trashed_at: column::optional_time(row, "trashed_at")?,
        })
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Document, id))
}

/// Returns the row number of a document.
pub(crate) fn number(r: &Reader, id: DocumentId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM documents
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Document, id))
}

fn insert_row(
    w: &Writer,
    new: &NewDocumentRow,
    id: DocumentId,
    title: &str,
    hash: ContentHash,
    text: &str,
    facts: &TextFacts,
) -> Result<i64, StoreError> {
    let category = new
        .category
        .map(|category| categories::number(w, category))
        .transpose()?;
    w.prepare(
        "INSERT INTO documents (
            id, title, title_key, category, pinned, favorite, template, public, created_at, updated_at, hash, bytes,
            words, links, tasks, tasks_open, path, description, excerpt
        )
        VALUES (
            :id, :title, :title_key, :category, :pinned, :favorite, :template, :public, :created_at, :updated_at, :hash,
            :bytes, :words, :links, :tasks, :tasks_open, :path, :description, :excerpt
        )",
    )?
    .execute(named_params! {
        ":id": id.as_bytes(),
        ":title": title,
        ":title_key": name_key(title).as_str(),
        ":category": category,
        ":pinned": new.pinned,
        ":favorite": new.favorite,
        ":template": new.template,
        ":public": new.public,
        ":created_at": new.created_at.as_millis(),
        ":updated_at": new.updated_at.as_millis(),
        ":hash": hash.as_bytes(),
        ":bytes": column::length(text.len()),
        ":words": column::integer(facts.words),
        ":links": column::length(facts.links.len()),
        ":tasks": column::length(facts.tasks.len()),
        ":tasks_open": column::length(facts.tasks.iter().filter(|task| !task.done).count()),
        ":path": new.path,
        ":description": checked_description(&new.description)?,
        ":excerpt": excerpt(facts),
    })?;
    Ok(w.connection().last_insert_rowid())
}

/// Holds an excerpt within its bound.
pub(crate) fn excerpt(facts: &TextFacts) -> String {
    facts.excerpt.chars().take(200).collect()
}

/// Reads a description: trimmed, at most 2,000 characters; it may have lines and may be empty.
pub(crate) fn checked_description(text: &str) -> Result<&str, StoreError> {
    let text = text.trim();
    let length = text.chars().count();
    if length > bounds::DESCRIPTION_CHARS {
        return Err(StoreError::Field(longhand_model::FieldError::TooLong {
            field: "the description",
            length,
            most: bounds::DESCRIPTION_CHARS,
        }));
    }
    Ok(text)
}
