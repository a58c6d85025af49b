//! The outbox: what changed since a remote place last had it, each thing once, numbered by a counter and never by a time.

use longhand_model::{ItemKind, OutboxEntry};
use rusqlite::named_params;

use crate::{Reader, StoreError, Writer, column};

/// Returns the things that wait, the one whose last change is oldest first.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
    let entries = r
        .prepare(
            "SELECT kind, item, sequence, deleted, first_at, attempts, last_error
            FROM outbox
            ORDER BY sequence
            LIMIT :limit",
        )?
        .query_map(named_params! { ":limit": column::length(limit) }, |row| {
            let kind: ItemKind = column::word(row, "kind")?;
            Ok(OutboxEntry {
                id: shown(kind, &row.get::<_, Vec<u8>>("item")?),
                kind,
                sequence: column::count(row, "sequence")?,
                deleted: row.get("deleted")?,
                first_at: column::time(row, "first_at")?,
                attempts: column::small_count(row, "attempts")?,
                last_error: row.get("last_error")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// Notes that a thing was made or changed.
pub(crate) fn changed(w: &Writer, kind: ItemKind, item: &[u8]) -> Result<(), StoreError> {
    note(w, kind, item, false)
}

/// Notes that a thing is gone.
pub(crate) fn deleted(w: &Writer, kind: ItemKind, item: &[u8]) -> Result<(), StoreError> {
    note(w, kind, item, true)
}

fn note(w: &Writer, kind: ItemKind, item: &[u8], deleted: bool) -> Result<(), StoreError> {
    let sequence: i64 = w
        .prepare(
            "UPDATE counters
            SET sequence = sequence + 1
            RETURNING sequence",
        )?
        .query_row([], |row| row.get("sequence"))?;
    w.prepare(
        "INSERT INTO outbox (sequence, kind, item, deleted, first_at)
        VALUES (:sequence, :kind, :item, :deleted, :now)
        ON CONFLICT (item, kind) DO UPDATE
        SET sequence = excluded.sequence,
            deleted = excluded.deleted",
    )?
    .execute(named_params! {
        ":sequence": sequence,
        ":kind": name(kind),
        ":item": item,
        ":deleted": deleted,
        ":now": w.now().as_millis(),
    })?;
    Ok(())
}

fn name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Document => "document",
        ItemKind::Category => "category",
        ItemKind::Tag => "tag",
        ItemKind::Version => "version",
        ItemKind::Conflict => "conflict",
        ItemKind::Setting => "setting",
        ItemKind::Attachment => "attachment",
        ItemKind::SavedSearch => "savedSearch",
    }
}

/// Shows an id as text; a setting's id is its name.
fn shown(kind: ItemKind, item: &[u8]) -> String {
    match (kind, <[u8; 16]>::try_from(item)) {
        (ItemKind::Setting, _) | (_, Err(_)) => String::from_utf8_lossy(item).into_owned(),
        (
            ItemKind::Document
            | ItemKind::Category
            | ItemKind::Tag
            | ItemKind::Version
            | ItemKind::Conflict
            | ItemKind::Attachment
            | ItemKind::SavedSearch,
            Ok(bytes),
        ) => uuid::Uuid::from_bytes(bytes).to_string(),
    }
}
