//! Versions brought back from a backup, as they were.

use longhand_model::{ItemKind, Version};
use rusqlite::{OptionalExtension, named_params};

use super::pack;
use crate::{StoreError, Writer, column, documents, outbox};

/// Takes away version 0 of a document that was just made: its real versions follow. Its text stays
/// the document's.
pub(crate) fn forget_first(w: &Writer, document: i64) -> Result<(), StoreError> {
    let first: Option<(Vec<u8>, i64)> = w
        .prepare(
            "DELETE FROM versions
            WHERE document = :document AND number = 0
            RETURNING id, text",
        )?
        .query_row(named_params! { ":document": document }, |row| {
            Ok((row.get("id")?, row.get("text")?))
        })
        .optional()?;
    if let Some((id, text)) = first {
        outbox::deleted(w, ItemKind::Version, &id)?;
        pack::release(w, text)?;
    }
    Ok(())
}

/// Writes a version with its own id, time and actor, and with its own number unless that is taken.
pub(crate) fn put_back(w: &Writer, version: &Version, text: &str) -> Result<(), StoreError> {
    let head = documents::head(w, version.document)?;
    let kept = if head.hash == version.hash {
        pack::intern_live(w, head.number, version.hash, text.len())?
    } else {
        pack::keep_text(w, head.number, text)?
    };
    w.prepare(
        "INSERT INTO versions (
            document, number, id, text, origin, actor, name, created_at, words, added, removed, title
        )
        SELECT
            :document,
            CASE
                WHEN EXISTS (SELECT 1 FROM versions WHERE document = :document AND number = :number)
                    THEN (SELECT max(number) + 1 FROM versions WHERE document = :document)
                ELSE :number
            END,
            :id, :text, :origin, :actor, :name, :created_at, :words, :added, :removed, :title",
    )?
    .execute(named_params! {
        ":document": head.number,
        ":number": column::integer(version.number),
        ":id": version.id.as_bytes(),
        ":text": kept,
        ":origin": column::named(&version.origin)?,
        ":actor": serde_json::to_string(&version.actor)?,
        ":name": version.name,
        ":created_at": version.created_at.as_millis(),
        ":words": column::integer(version.words),
        ":added": version.added,
        ":removed": version.removed,
        ":title": version.title,
    })?;
    outbox::changed(w, ItemKind::Version, version.id.as_bytes())?;
    w.record_document(version.document);
    Ok(())
}
