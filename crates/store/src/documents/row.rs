//! One row of a list: the document as its summary.

use longhand_model::{DocumentId, DocumentSummary};
use rusqlite::{OptionalExtension, Row, ToSql, named_params};

use crate::{Reader, StoreError, column};

macro_rules! summary_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                documents.number,
                documents.id,
                documents.title,
                documents.excerpt,
                documents.description,
                categories.id AS category_id,
                documents.favorite,
                documents.pinned,
                documents.template,
                documents.public,
                documents.created_at,
                documents.updated_at,
                documents.trashed_at,
                documents.words,
                documents.bytes,
                documents.hash,
                documents.attachments > 0 AS has_attachments,
                documents.conflicts > 0 AS conflicted,
                EXISTS (SELECT 1 FROM remotes)
                    AND EXISTS (
                        SELECT 1
                        FROM outbox
                        WHERE outbox.item = documents.id AND outbox.kind = 'document'
                    ) AS unsynced
            FROM documents
            LEFT JOIN categories ON categories.number = documents.category
            WHERE ",
            $condition
        )
    };
}

/// Returns the row number and the summary of a document.
pub(crate) fn one(
    r: &Reader,
    id: DocumentId,
) -> Result<Option<(i64, DocumentSummary)>, StoreError> {
    read(
        r,
        summary_where!("documents.id = :id"),
        &[(":id", id.as_bytes())],
    )
}

/// Returns the summary of a document by its row number.
pub(crate) fn by_number(r: &Reader, number: i64) -> Result<Option<DocumentSummary>, StoreError> {
    let found = read(
        r,
        summary_where!("documents.number = :number"),
        &[(":number", &number)],
    )?;
    Ok(found.map(|(_number, summary)| summary))
}

fn read(
    r: &Reader,
    sql: &str,
    parameters: &[(&str, &dyn ToSql)],
) -> Result<Option<(i64, DocumentSummary)>, StoreError> {
    let found = r
        .prepare(sql)?
        .query_row(parameters, |row| Ok((row.get("number")?, summary(row)?)))
        .optional()?;
    let Some((number, mut summary)) = found else {
        return Ok(None);
    };
    summary.tags = tags(r, number)?;
    Ok(Some((number, summary)))
}

/// Returns the names of a document's tags, sorted.
pub(crate) fn tags(r: &Reader, number: i64) -> Result<Vec<String>, StoreError> {
    let names = r
        .prepare(
            "SELECT tags.name
            FROM document_tags
            JOIN tags ON tags.number = document_tags.tag
            WHERE document_tags.document = :number
            ORDER BY tags.name_key",
        )?
        .query_map(named_params! { ":number": number }, |row| row.get("name"))?
        .collect::<Result<_, _>>()?;
    Ok(names)
}

fn summary(row: &Row<'_>) -> rusqlite::Result<DocumentSummary> {
    Ok(DocumentSummary {
        id: column::id(row, "id")?,
        title: row.get("title")?,
        excerpt: row.get("excerpt")?,
        description: row.get("description")?,
        category: column::optional_id(row, "category_id")?,
        tags: Vec::new(),
        favorite: row.get("favorite")?,
        pinned: row.get("pinned")?,
        template: row.get("template")?,
        public: row.get("public")?,
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
        trashed_at: column::optional_time(row, "trashed_at")?,
        words: column::count(row, "words")?,
        bytes: column::count(row, "bytes")?,
        hash: column::hash(row, "hash")?,
        has_attachments: row.get("has_attachments")?,
        conflicted: row.get("conflicted")?,
        unsynced: row.get("unsynced")?,
    })
}
