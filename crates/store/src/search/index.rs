//! The search indexes: what goes into them when a document is written, and what follows later.
//!
//! Words are indexed in the transaction of the write. Parts of words follow in steps of [`pending`]; until then the
//! document stands in `search_pending`, and a search reads its text instead. Queries are not known here.
//!
//! Each transaction adds a segment to an index, and each segment costs every query; [`merge`] joins them when there is time.
//! FTS5 begins another segment whenever a statement that triggers follow opens its savepoint, and whenever a row has a smaller
//! number than the one before. So a transaction holds its words back and writes them at its end, in the order of the rows.

use std::collections::BTreeMap;
use std::mem;

use longhand_model::TextFacts;
use rusqlite::{OptionalExtension, named_params};

use super::fold::fold;
use super::token::{spaced_parts, spaced_words};
use crate::{StoreError, Writer, texts};

/// A step of [`pending`] ends after so many bytes of text, so that other writers get their turn.
const STEP_BYTES: usize = 4 * 1024 * 1024;

/// A transaction writes its words before its end when it holds back so many bytes of them.
const HELD_BYTES: usize = 16 * 1024 * 1024;

/// The words that a transaction has not written yet, by the rows they are of. A search in the same transaction does not find them.
#[derive(Default)]
pub(crate) struct Held {
    rows: BTreeMap<i64, (String, Words)>,
    bytes: usize,
}

/// A text as the index of words takes it: folded, and cut into words.
///
/// Cutting needs no library: an import does it beside its transactions, on another thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    headings: String,
    body: String,
}

impl Words {
    /// Cuts a text and its headings.
    pub fn of(text: &str, facts: &TextFacts) -> Self {
        Self::cut(&texts::headings(facts), text)
    }

    /// Cuts headings, one a line, and a text.
    pub(crate) fn cut(headings: &str, text: &str) -> Self {
        Self {
            headings: spaced_words(&fold(headings)),
            body: spaced_words(&fold(text)),
        }
    }
}

/// Indexes a document anew: its title, its headings and its whole text.
///
/// `document` is the row's number. What was indexed for it before is replaced.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn put(w: &Writer, document: i64, title: &str, words: &Words) -> Result<(), StoreError> {
    let mut held = w.held_words();
    held.bytes += words.headings.len() + words.body.len();
    held.rows
        .insert(document, (title.to_owned(), words.clone()));
    let is_full = held.bytes > HELD_BYTES;
    drop(held);
    if is_full {
        write_held(w)?;
    }
    defer(w, document)
}

/// Writes the words that were held back: the last thing that a transaction does.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn write_held(w: &Writer) -> Result<(), StoreError> {
    let held = mem::take(&mut *w.held_words());
    for (document, (title, words)) in &held.rows {
        put_words(w, *document, title, words)?;
    }
    Ok(())
}

fn put_words(w: &Writer, document: i64, title: &str, words: &Words) -> Result<(), StoreError> {
    w.prepare(
        "INSERT OR REPLACE INTO search_words (rowid, title, headings, body)
        VALUES (:document, :title, :headings, :body)",
    )?
    .execute(named_params! {
        ":document": document,
        ":title": spaced_words(&fold(title)),
        ":headings": words.headings,
        ":body": words.body,
    })?;
    Ok(())
}

/// Takes a document out of the indexes.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn remove(w: &Writer, document: i64) -> Result<(), StoreError> {
    w.held_words().rows.remove(&document);
    for sql in [
        "DELETE FROM search_words
        WHERE rowid = :document",
        "DELETE FROM search_parts
        WHERE rowid = :document",
        "DELETE FROM search_pending
        WHERE document = :document",
        "DELETE FROM search_unread
        WHERE document = :document",
    ] {
        w.prepare(sql)?
            .execute(named_params! { ":document": document })?;
    }
    Ok(())
}

/// Notes that the parts of a document's words have to be indexed anew.
///
/// # Errors
/// [`StoreError`] when the note cannot be written.
pub(crate) fn defer(w: &Writer, document: i64) -> Result<(), StoreError> {
    w.prepare(
        "INSERT OR IGNORE INTO search_pending (document)
        VALUES (:document)",
    )?
    .execute(named_params! { ":document": document })?;
    Ok(())
}

/// Indexes the parts of words of at most so many documents that wait for it; returns how many are left.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn pending(w: &Writer, most: usize) -> Result<u64, StoreError> {
    for (document, source) in next_pending(w, most)? {
        put_parts(w, document, source)?;
    }
    let left: i64 = w
        .prepare(
            "SELECT count(*) AS waiting
            FROM search_pending",
        )?
        .query_row([], |row| row.get("waiting"))?;
    Ok(u64::try_from(left).unwrap_or(0))
}

/// A title and a text; none of a document that is gone.
type Source = Option<(String, String)>;

/// What a step indexes, in the order of the rows. The last rows are taken first: the newest are looked for.
fn next_pending(w: &Writer, most: usize) -> Result<BTreeMap<i64, Source>, StoreError> {
    let mut next = BTreeMap::new();
    let mut bytes = 0;
    let mut statement = w.prepare(
        "SELECT search_pending.document, documents.title, document_texts.text
        FROM search_pending
        LEFT JOIN documents ON documents.number = search_pending.document
        LEFT JOIN document_texts ON document_texts.document = documents.number
        ORDER BY search_pending.document DESC",
    )?;
    let mut rows = statement.query([])?;
    while next.len() < most
        && bytes < STEP_BYTES
        && let Some(row) = rows.next()?
    {
        let title: Option<String> = row.get("title")?;
        let text: Option<String> = row.get("text")?;
        bytes += text.as_ref().map_or(0, String::len);
        next.insert(row.get("document")?, title.zip(text));
    }
    Ok(next)
}

/// Indexes the parts of one document.
fn put_parts(w: &Writer, document: i64, source: Source) -> Result<(), StoreError> {
    if let Some((title, text)) = source {
        w.prepare(
            "INSERT OR REPLACE INTO search_parts (rowid, parts)
            VALUES (:document, :parts)",
        )?
        .execute(named_params! {
            ":document": document,
            ":parts": spaced_parts(&fold(&title), &fold(&text)),
        })?;
    }
    w.prepare(
        "DELETE FROM search_pending
        WHERE document = :document",
    )?
    .execute(named_params! { ":document": document })?;
    Ok(())
}

/// Puts a few documents into the index of words that a new format of it left out; returns whether there are more.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn read_again(w: &Writer) -> Result<bool, StoreError> {
    let mut bytes = 0;
    while bytes < STEP_BYTES {
        let next: Option<i64> = w
            .prepare(
                "SELECT document
                FROM search_unread
                LIMIT 1",
            )?
            .query_row([], |row| row.get("document"))
            .optional()?;
        let Some(document) = next else {
            return Ok(false);
        };
        let (headings, text) = texts::with_headings(w, document)?;
        let title: String = w
            .prepare(
                "SELECT title
                FROM documents
                WHERE number = :document",
            )?
            .query_row(named_params! { ":document": document }, |row| {
                row.get("title")
            })?;
        put_words(w, document, &title, &Words::cut(&headings, &text))?;
        w.prepare(
            "DELETE FROM search_unread
            WHERE document = :document",
        )?
        .execute(named_params! { ":document": document })?;
        bytes += text.len().max(1);
    }
    Ok(true)
}

/// Joins segments of both indexes, about so many pages of them; returns whether there was anything to join.
///
/// # Errors
/// [`StoreError`] when the index cannot be written.
pub(crate) fn merge(w: &Writer, pages: u32) -> Result<bool, StoreError> {
    let mut merged = false;
    for sql in [
        "INSERT INTO search_words (search_words, rank)
        VALUES ('merge', :pages)",
        "INSERT INTO search_parts (search_parts, rank)
        VALUES ('merge', :pages)",
    ] {
        let before = w.connection().total_changes();
        w.prepare(sql)?.execute(named_params! { ":pages": pages })?;
        // The command itself counts as one change; so FTS5 documents how to tell that nothing was left to do.
        merged |= w.connection().total_changes() - before >= 2;
    }
    Ok(merged)
}
