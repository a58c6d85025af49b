//! What people wrote: the file itself, the ties between rows, texts and versions.

use longhand_model::{ContentHash, DocumentId};
use rusqlite::types::ValueRef;

use super::Check;
use crate::{Reader, StoreError, Writer, column, versions};

pub(super) const REFERENCES: &str = "references";
pub(super) const UNNEEDED: &str = "unneeded texts";

/// Asks SQLite whether the file's pages and rows hold together.
pub(super) fn file(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new("file");
    let mut statement = r.connection().prepare("PRAGMA quick_check(20)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            check.problem(said);
        }
    }
    check.checked = u64::from(
        r.connection()
            .pragma_query_value(None, "page_count", |row| row.get::<_, u32>(0))?,
    );
    Ok(check)
}

/// Looks for rows that lean on rows that are not there.
pub(super) fn references(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new(REFERENCES);
    let mut statement = r.connection().prepare(
        "SELECT \"table\", rowid AS row, parent
        FROM pragma_foreign_key_check",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        check.problem(format!(
            "row {} of {} leans on a row of {} that is not there",
            row.get::<_, Option<i64>>("row")?.unwrap_or_default(),
            row.get::<_, String>("table")?,
            row.get::<_, String>("parent")?,
        ));
    }
    check.checked = 1;
    Ok(check)
}

/// Compares every document's text with its hash and its size.
pub(super) fn texts(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new("texts");
    let mut statement = r.prepare(
        "SELECT documents.id, documents.hash, documents.bytes, document_texts.text
        FROM documents
        LEFT JOIN document_texts ON document_texts.document = documents.number
        ORDER BY documents.number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        check.checked += 1;
        let id: DocumentId = column::id(row, "id")?;
        match row.get_ref("text")? {
            ValueRef::Text(text) => {
                if ContentHash::of(text) != column::hash(row, "hash")? {
                    check.problem(format!("the text of document {id} has another hash"));
                } else if column::length(text.len()) != row.get::<_, i64>("bytes")? {
                    check.problem(format!("the text of document {id} has another size"));
                }
            }
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
                check.problem(format!("document {id} has no text"));
            }
        }
    }
    Ok(check)
}

/// Reads every version's text and compares it with its hash.
pub(super) fn versions(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new("versions");
    check.checked = versions::check_all(r, |error| check.problem(error.to_string()))?;
    Ok(check)
}

/// Looks for kept texts that nothing needs.
pub(super) fn unneeded(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new(UNNEEDED);
    for number in unneeded_numbers(r)? {
        check.problem(format!("kept text {number} belongs to nothing"));
    }
    check.checked = 1;
    Ok(check)
}

/// Deletes kept texts that nothing needs.
pub(super) fn remove_unneeded(w: &Writer) -> Result<(), StoreError> {
    for number in unneeded_numbers(w)? {
        versions::release(w, number)?;
    }
    Ok(())
}

fn unneeded_numbers(r: &Reader) -> Result<Vec<i64>, StoreError> {
    let numbers = r
        .prepare(
            "SELECT number
            FROM version_texts AS texts
            WHERE NOT EXISTS (SELECT 1 FROM versions WHERE versions.text = texts.number)
                AND NOT EXISTS (SELECT 1 FROM version_texts AS deltas WHERE deltas.base = texts.number)
                AND NOT EXISTS (SELECT 1 FROM conflicts WHERE conflicts.base = texts.number)
                AND NOT EXISTS (SELECT 1 FROM conflicts WHERE conflicts.mine = texts.number)
                AND NOT EXISTS (SELECT 1 FROM conflicts WHERE conflicts.theirs = texts.number)
                AND NOT EXISTS (SELECT 1 FROM bindings WHERE bindings.base = texts.number)
                AND NOT EXISTS (SELECT 1 FROM proposed_changes WHERE proposed_changes.base = texts.number)
                AND NOT EXISTS (SELECT 1 FROM proposed_changes WHERE proposed_changes.text = texts.number)",
        )?
        .query_map([], |row| row.get("number"))?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}
