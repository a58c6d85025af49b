//! Texts: what documents say now, and what is kept when they are written over.
//!
//! Decides which text becomes a version; how versions are stored is in [`crate::versions`].

mod loss;

use longhand_model::{
    ContentHash, DocumentId, FieldError, ItemKind, Origin, TextFacts, VersionId, bounds,
};
use rusqlite::{OptionalExtension, named_params};

use crate::audit::{self, Action};
use crate::documents::{self, Head};
use crate::versions::{self, NewVersion};
use crate::{Reader, StoreError, Thing, Writer, column, links, outbox, search};

/// A change that deletes more characters than this is kept as a version, however soon after the last one.
const LARGE_LOSS: usize = 200;

/// Which versions a new text makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// Saved while a person types. The text that goes is kept when it is not a version yet and either the interval has
    /// passed since the last version or more than 200 characters of it are deleted.
    Autosave {
        /// In milliseconds.
        interval_ms: i64,
    },
    /// The text that goes is kept when it is not a version yet, and the new text becomes a version.
    Version {
        /// Why it is made.
        origin: Origin,
        /// A name for it.
        name: Option<String>,
    },
}

/// What writing a text brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The hash of the text that was there.
    pub before: ContentHash,
    /// The hash of the text that is there now.
    pub after: ContentHash,
    /// The version that the new text became.
    pub version: Option<VersionId>,
}

/// Returns a document's text and its hash.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn text(r: &Reader, id: DocumentId) -> Result<(String, ContentHash), StoreError> {
    r.prepare(
        "SELECT document_texts.text, documents.hash
        FROM documents
        JOIN document_texts ON document_texts.document = documents.number
        WHERE documents.id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        Ok((row.get("text")?, column::hash(row, "hash")?))
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Document, id))
}

/// Writes a document's text, with all that follows from it: versions, names, links, both search indexes.
///
/// The title stays: whether it follows the text is the caller's decision.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Field`] for a text over 10 MiB.
pub fn replace(
    w: &Writer,
    id: DocumentId,
    text: &str,
    facts: &TextFacts,
    keep: Keep,
) -> Result<Replaced, StoreError> {
    replace_titled(w, id, text, None, facts, keep)
}

/// Like [`replace`], for a text that the document is about to have under another title.
///
/// The version of the new text bears that title, the version of the text that goes the old one. The
/// document's own title is for [`documents::set_fields`] to change, in the same transaction.
///
/// # Errors
/// Those of [`replace`].
pub fn replace_titled(
    w: &Writer,
    id: DocumentId,
    text: &str,
    title: Option<&str>,
    facts: &TextFacts,
    keep: Keep,
) -> Result<Replaced, StoreError> {
    checked(text)?;
    let head = documents::head(w, id)?;
    let before = head.hash;
    let after = ContentHash::of(text);
    let old_text = stored(w, head.number)?;
    keep_outgoing(w, &head, &old_text, (text, after), &keep)?;
    if before != after {
        versions::pack_live(w, head.number, before, &old_text)?;
        write(w, &head, text, after, facts)?;
    }
    let version = match keep {
        Keep::Autosave { .. } => None,
        Keep::Version { origin, name } => {
            let new = NewVersion {
                number: head.number,
                hash: after,
                text,
                origin,
                name,
                title: title.unwrap_or(&head.title),
                words: facts.words,
                created_at: w.now(),
            };
            versions::add_unless_last(w, &new, &old_text)?
        }
    };
    if before != after || version.is_some() {
        audit::write(
            w,
            &audit::document(id, &head.title),
            Action::Save,
            &serde_json::json!({ "hash": before }),
            &match version {
                Some(version) => serde_json::json!({ "hash": after, "version": version }),
                None => serde_json::json!({ "hash": after }),
            },
        )?;
        outbox::changed(w, ItemKind::Document, id.as_bytes())?;
        w.record_text(id);
    }
    Ok(Replaced {
        before,
        after,
        version,
    })
}

/// Refuses a text over the bound.
pub(crate) fn checked(text: &str) -> Result<(), StoreError> {
    if text.len() > bounds::TEXT_BYTES {
        return Err(StoreError::Field(FieldError::TextTooLarge {
            bytes: text.len(),
            most: bounds::TEXT_BYTES,
        }));
    }
    Ok(())
}

/// Joins the headings of a text, one a line.
pub(crate) fn headings(facts: &TextFacts) -> String {
    let headings: Vec<&str> = facts
        .headings
        .iter()
        .map(|heading| heading.text.as_str())
        .collect();
    headings.join("\n")
}

pub(crate) fn insert(
    w: &Writer,
    number: i64,
    text: &str,
    facts: &TextFacts,
) -> Result<(), StoreError> {
    w.prepare(
        "INSERT INTO document_texts (document, headings, text)
        VALUES (:number, :headings, :text)",
    )?
    .execute(named_params! { ":number": number, ":headings": headings(facts), ":text": text })?;
    Ok(())
}

/// Returns a document's text by its row number.
pub(crate) fn stored(r: &Reader, number: i64) -> Result<String, StoreError> {
    let text = r
        .prepare(
            "SELECT text
            FROM document_texts
            WHERE document = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| row.get("text"))?;
    Ok(text)
}

/// Returns a document's headings, one a line, and its text, by its row number.
pub(crate) fn with_headings(r: &Reader, number: i64) -> Result<(String, String), StoreError> {
    let both = r
        .prepare(
            "SELECT headings, text
            FROM document_texts
            WHERE document = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| {
            Ok((row.get("headings")?, row.get("text")?))
        })?;
    Ok(both)
}

/// Keeps the text that goes as a version, where the rules say so.
fn keep_outgoing(
    w: &Writer,
    head: &Head,
    old_text: &str,
    (text, after): (&str, ContentHash),
    keep: &Keep,
) -> Result<(), StoreError> {
    if head.hash == after || versions::has_text(w, head.number, head.hash)? {
        return Ok(());
    }
    let origin = match keep {
        Keep::Autosave { interval_ms } => {
            let last = versions::last_created_at(w, head.number)?;
            let passed = last.is_none_or(|last| {
                w.now().as_millis().saturating_sub(last.as_millis()) >= *interval_ms
            });
            if !passed && !loss::deletes_more_than(LARGE_LOSS, old_text, text) {
                return Ok(());
            }
            Origin::Autosave
        }
        Keep::Version { origin, .. } => match origin {
            Origin::Saved | Origin::Autosave | Origin::Created => Origin::Autosave,
            Origin::Imported
            | Origin::Restored
            | Origin::Replaced
            | Origin::Merged
            | Origin::Synced
            | Origin::Api
            | Origin::LinksRewritten => Origin::Replaced,
        },
    };
    versions::add(
        w,
        &NewVersion {
            number: head.number,
            hash: head.hash,
            text: old_text,
            origin,
            name: None,
            title: &head.title,
            words: head.words,
            created_at: head.updated_at,
        },
        None,
    )?;
    Ok(())
}

/// Writes the text and what lists, links and searches know of it.
fn write(
    w: &Writer,
    head: &Head,
    text: &str,
    hash: ContentHash,
    facts: &TextFacts,
) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE document_texts
        SET headings = :headings,
            text = :text
        WHERE document = :number",
    )?
    .execute(named_params! {
        ":headings": headings(facts),
        ":text": text,
        ":number": head.number,
    })?;
    w.prepare(
        "UPDATE documents
        SET hash = :hash,
            bytes = :bytes,
            words = :words,
            excerpt = :excerpt,
            updated_at = :now
        WHERE number = :number",
    )?
    .execute(named_params! {
        ":hash": hash.as_bytes(),
        ":bytes": column::length(text.len()),
        ":words": column::integer(facts.words),
        ":excerpt": documents::excerpt(facts),
        ":now": w.now().as_millis(),
        ":number": head.number,
    })?;
    // Apart, since naming these columns writes their indexes again, changed or not.
    w.prepare(
        "UPDATE documents
        SET links = :links,
            tasks = :tasks,
            tasks_open = :tasks_open
        WHERE number = :number AND (links, tasks, tasks_open) <> (:links, :tasks, :tasks_open)",
    )?
    .execute(named_params! {
        ":links": column::length(facts.links.len()),
        ":tasks": column::length(facts.tasks.len()),
        ":tasks_open": column::length(facts.tasks.iter().filter(|task| !task.done).count()),
        ":number": head.number,
    })?;
    if documents::replace_aliases(w, head.number, facts)? {
        links::resolve_waiting(w, head.number)?;
    }
    links::replace_by_number(w, head.number, &facts.links)?;
    let words = search::Words::of(text, facts);
    search::index::put(w, head.number, &head.title, &words)
}
