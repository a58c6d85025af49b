//! Versions: the texts a document had, their names and numbers, and how long they are kept.
//!
//! How their texts are stored is in `pack`; when a version is made is decided in [`crate::texts`].

mod back;
mod lines;
mod pack;
mod thin;

use longhand_model::{
    ContentHash, Cursor, DocumentId, ItemKind, Origin, Page, TextFacts, Timestamp, Version,
    VersionId, checked_text,
};
use rusqlite::{OptionalExtension, Row, named_params};

pub(crate) use back::{forget_first, put_back};
pub(crate) use pack::{check_all, keep_text, pack_live, release, text_by_number};
pub use thin::{ThinPolicy, Thinned, thin};

use crate::audit::{self, Action};
use crate::documents::{self, NewDocumentRow};
use crate::{Reader, StoreError, Thing, Writer, column, outbox};

macro_rules! version_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                versions.id,
                documents.id AS document_id,
                versions.number,
                versions.title,
                version_texts.hash,
                version_texts.bytes,
                versions.words,
                versions.origin,
                versions.actor,
                versions.name,
                versions.created_at,
                versions.added,
                versions.removed
            FROM versions
            JOIN documents ON documents.number = versions.document
            JOIN version_texts ON version_texts.number = versions.text
            WHERE ",
            $condition
        )
    };
}

/// Returns a page of a document's versions, the newest first; the cursor is the number of the last one.
///
/// # Errors
/// [`StoreError::NotFound`] for the document, [`StoreError::Cursor`].
pub fn list(
    r: &Reader,
    document: DocumentId,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<Page<Version>, StoreError> {
    let number = documents::number(r, document)?;
    let below: i64 = match cursor {
        Some(cursor) => cursor
            .0
            .parse()
            .map_err(|_not_a_number| StoreError::Cursor)?,
        None => i64::MAX,
    };
    let limit = limit.clamp(1, 500);
    let mut items: Vec<Version> = r
        .prepare(version_where!(
            "versions.document = :document AND versions.number < :below
            ORDER BY versions.number DESC
            LIMIT :limit"
        ))?
        .query_map(
            named_params! {
                ":document": number,
                ":below": below,
                ":limit": column::length(limit + 1),
            },
            version,
        )?
        .collect::<Result<_, _>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items
        .last()
        .filter(|_last| more)
        .map(|last| Cursor(last.number.to_string()));
    Ok(Page { items, next })
}

/// Returns a version, without its text.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: VersionId) -> Result<Option<Version>, StoreError> {
    let found = r
        .prepare(version_where!("versions.id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, version)
        .optional()?;
    Ok(found)
}

/// Returns the newest version of a document.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn last(r: &Reader, document: DocumentId) -> Result<Option<Version>, StoreError> {
    Ok(list(r, document, 1, None)?.items.pop())
}

/// Returns the version of a document that has this text, the newest of several.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn find_by_hash(
    r: &Reader,
    document: DocumentId,
    hash: ContentHash,
) -> Result<Option<Version>, StoreError> {
    let number = documents::number(r, document)?;
    let found = r
        .prepare(version_where!(
            "version_texts.hash = :hash AND versions.document = :document
            ORDER BY versions.number DESC
            LIMIT 1"
        ))?
        .query_row(
            named_params! { ":hash": hash.as_bytes(), ":document": number },
            version,
        )
        .optional()?;
    Ok(found)
}

/// Returns the text of a version, after comparing it with its hash.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Unreadable`] where the stored text has another hash.
pub fn text(r: &Reader, id: VersionId) -> Result<String, StoreError> {
    let number: i64 = r
        .prepare(
            "SELECT text
            FROM versions
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, |row| {
            row.get("text")
        })
        .optional()?
        .ok_or_else(|| StoreError::not_found(Thing::Version, id))?;
    text_by_number(r, number)
}

/// Returns any text that the library keeps under a hash: of a version, of a side of a conflict, of a base.
///
/// # Errors
/// [`StoreError::Unreadable`] where the stored text has another hash.
pub fn text_by_hash(r: &Reader, hash: ContentHash) -> Result<Option<String>, StoreError> {
    pack::find(r, hash)?
        .map(|number| text_by_number(r, number))
        .transpose()
}

/// Gives a version a name, by which it is kept for ever, or takes it away.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Field`] for a name over 100 characters.
pub fn name(w: &Writer, id: VersionId, name: Option<&str>) -> Result<Version, StoreError> {
    let before = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::Version, id))?;
    let name = name
        .map(|name| checked_text("the version's name", name, 100))
        .transpose()?;
    w.prepare(
        "UPDATE versions
        SET name = :name
        WHERE id = :id",
    )?
    .execute(named_params! { ":name": name, ":id": id.as_bytes() })?;
    audit::write(
        w,
        &audit::document(before.document, &before.title),
        Action::NameVersion,
        &serde_json::json!({ "version": id, "name": before.name }),
        &serde_json::json!({ "version": id, "name": name }),
    )?;
    outbox::changed(w, ItemKind::Version, id.as_bytes())?;
    w.record_document(before.document);
    Ok(Version { name, ..before })
}

/// A version to be made of a text that its document has at this moment.
pub(crate) struct NewVersion<'t> {
    /// The document's row number.
    pub(crate) number: i64,
    pub(crate) hash: ContentHash,
    pub(crate) text: &'t str,
    pub(crate) origin: Origin,
    pub(crate) name: Option<String>,
    pub(crate) title: &'t str,
    pub(crate) words: u64,
    pub(crate) created_at: Timestamp,
}

/// Makes version 0 of a new document.
pub(crate) fn first(
    w: &Writer,
    number: i64,
    hash: ContentHash,
    bytes: usize,
    new: &NewDocumentRow,
    title: &str,
    facts: &TextFacts,
) -> Result<VersionId, StoreError> {
    let text = pack::intern_live(w, number, hash, bytes)?;
    let row = NewVersionRow {
        number: 0,
        text,
        added: 0,
        removed: 0,
    };
    let new = NewVersion {
        number,
        hash,
        text: "",
        origin: new.origin,
        name: None,
        title,
        words: facts.words,
        created_at: new.updated_at,
    };
    insert(w, &new, &row)
}

/// Makes a version; `before` is the text of the version before it, read when absent.
pub(crate) fn add(
    w: &Writer,
    new: &NewVersion<'_>,
    before: Option<&str>,
) -> Result<VersionId, StoreError> {
    let last = newest(w, new.number)?;
    let (added, removed) = match (before, last) {
        (Some(before), _) => lines::changed(before, new.text),
        (None, Some(last)) => lines::changed(&text_by_number(w, last.text)?, new.text),
        (None, None) => (0, 0),
    };
    let text = pack::intern_live(w, new.number, new.hash, new.text.len())?;
    let number = last.map_or(0, |last| last.number + 1);
    insert(
        w,
        new,
        &NewVersionRow {
            number,
            text,
            added,
            removed,
        },
    )
}

/// Makes a version unless the newest one has the same text; that one then takes the name.
pub(crate) fn add_unless_last(
    w: &Writer,
    new: &NewVersion<'_>,
    old_text: &str,
) -> Result<Option<VersionId>, StoreError> {
    let last = newest(w, new.number)?;
    if let Some(last) = last
        && last.hash == new.hash
    {
        if new.name.is_some() {
            name(w, last.id, new.name.as_deref())?;
        }
        return Ok(None);
    }
    let known = last.filter(|last| last.hash == ContentHash::of(old_text));
    add(w, new, known.map(|_last| old_text)).map(Some)
}

/// Makes a version of a text that the library keeps beside a document, such as a side of a conflict.
///
/// Returns none where the document has such a version already.
///
/// # Errors
/// [`StoreError::NotFound`] for the document, [`StoreError::Unreadable`] for a text that is not kept.
pub fn add_kept(
    w: &Writer,
    document: DocumentId,
    hash: ContentHash,
    title: &str,
    words: u64,
    origin: Origin,
) -> Result<Option<VersionId>, StoreError> {
    let number = documents::number(w, document)?;
    if has_text(w, number, hash)? {
        return Ok(None);
    }
    let text = pack::find(w, hash)?.ok_or_else(|| StoreError::not_found(Thing::Version, hash))?;
    let last = newest(w, number)?;
    let (added, removed) = match last {
        Some(last) => lines::changed(&text_by_number(w, last.text)?, &text_by_number(w, text)?),
        None => (0, 0),
    };
    let row = NewVersionRow {
        number: last.map_or(0, |last| last.number + 1),
        text,
        added,
        removed,
    };
    let new = NewVersion {
        number,
        hash,
        text: "",
        origin,
        name: None,
        title,
        words,
        created_at: w.now(),
    };
    insert(w, &new, &row).map(Some)
}

/// Tells whether a version of the document has this text.
pub(crate) fn has_text(r: &Reader, document: i64, hash: ContentHash) -> Result<bool, StoreError> {
    let found = r
        .prepare(
            "SELECT 1
            FROM version_texts
            JOIN versions ON versions.text = version_texts.number
            WHERE version_texts.hash = :hash AND versions.document = :document
            LIMIT 1",
        )?
        .exists(named_params! { ":hash": hash.as_bytes(), ":document": document })?;
    Ok(found)
}

/// Returns when the newest version's text was saved.
pub(crate) fn last_created_at(r: &Reader, document: i64) -> Result<Option<Timestamp>, StoreError> {
    Ok(newest(r, document)?.map(|last| last.created_at))
}

/// Deletes all versions of a document that is being purged, and the texts that nothing else needs.
pub(crate) fn forget_all(w: &Writer, document: i64) -> Result<(), StoreError> {
    let texts: Vec<i64> = w
        .prepare(
            "SELECT DISTINCT text
            FROM versions
            WHERE document = :document",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("text")
        })?
        .collect::<Result<_, _>>()?;
    let ids: Vec<VersionId> = w
        .prepare(
            "SELECT id
            FROM versions
            WHERE document = :document",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            column::id(row, "id")
        })?
        .collect::<Result<_, _>>()?;
    for id in ids {
        outbox::deleted(w, ItemKind::Version, id.as_bytes())?;
    }
    w.prepare(
        "DELETE FROM versions
        WHERE document = :document",
    )?
    .execute(named_params! { ":document": document })?;
    let sides = crate::conflicts::forget_all(w, document)?;
    let bases = crate::remotes::forget_document(w, document)?;
    for text in texts.into_iter().chain(sides).chain(bases) {
        release(w, text)?;
    }
    pack::rehost(w, document)
}

#[derive(Debug, Clone, Copy)]
struct Newest {
    id: VersionId,
    number: i64,
    text: i64,
    hash: ContentHash,
    created_at: Timestamp,
}

struct NewVersionRow {
    number: i64,
    text: i64,
    added: u32,
    removed: u32,
}

fn newest(r: &Reader, document: i64) -> Result<Option<Newest>, StoreError> {
    let newest = r
        .prepare(
            "SELECT versions.id, versions.number, versions.text, version_texts.hash, versions.created_at
            FROM versions
            JOIN version_texts ON version_texts.number = versions.text
            WHERE versions.document = :document
            ORDER BY versions.number DESC
            LIMIT 1",
        )?
        .query_row(named_params! { ":document": document }, |row| {
            Ok(Newest {
                id: column::id(row, "id")?,
                number: row.get("number")?,
                text: row.get("text")?,
                hash: column::hash(row, "hash")?,
                created_at: column::time(row, "created_at")?,
            })
        })
        .optional()?;
    Ok(newest)
}

fn insert(w: &Writer, new: &NewVersion<'_>, row: &NewVersionRow) -> Result<VersionId, StoreError> {
    let id: VersionId = w.new_id();
    let name = new
        .name
        .as_deref()
        .map(|name| checked_text("the version's name", name, 100))
        .transpose()?;
    w.prepare(
        "INSERT INTO versions (
            document, number, id, text, origin, actor, name, created_at, words, added, removed, title
        )
        VALUES (
            :document, :number, :id, :text, :origin, :actor, :name, :created_at, :words, :added, :removed, :title
        )",
    )?
    .execute(named_params! {
        ":document": new.number,
        ":number": row.number,
        ":id": id.as_bytes(),
        ":text": row.text,
        ":origin": column::named(&new.origin)?,
        ":actor": serde_json::to_string(&w.cause().actor)?,
        ":name": name,
        ":created_at": new.created_at.as_millis(),
        ":words": column::integer(new.words),
        ":added": row.added,
        ":removed": row.removed,
        ":title": new.title,
    })?;
    outbox::changed(w, ItemKind::Version, id.as_bytes())?;
    Ok(id)
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version {
        id: column::id(row, "id")?,
        document: column::id(row, "document_id")?,
        number: column::count(row, "number")?,
        title: row.get("title")?,
        hash: column::hash(row, "hash")?,
        bytes: column::count(row, "bytes")?,
        words: column::count(row, "words")?,
        origin: column::word(row, "origin")?,
        actor: column::json(row, "actor")?,
        name: row.get("name")?,
        created_at: column::time(row, "created_at")?,
        added: column::small_count(row, "added")?,
        removed: column::small_count(row, "removed")?,
    })
}
