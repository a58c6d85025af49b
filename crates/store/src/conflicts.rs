//! Conflicts: what could not be merged, with both sides and the base. Resolving them is decided elsewhere.

use longhand_model::{Conflict, ConflictId, ConflictKind, DocumentId, ItemKind, RemoteId};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::{Reader, StoreError, Thing, Writer, column, documents, outbox, remotes, versions};

macro_rules! conflict_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                conflicts.id,
                documents.id AS document_id,
                remotes.id AS remote_id,
                conflicts.kind,
                bases.hash AS base,
                mine.hash AS mine,
                theirs.hash AS theirs,
                conflicts.created_at,
                conflicts.resolved_at
            FROM conflicts
            JOIN documents ON documents.number = conflicts.document
            JOIN version_texts AS mine ON mine.number = conflicts.mine
            LEFT JOIN version_texts AS bases ON bases.number = conflicts.base
            LEFT JOIN version_texts AS theirs ON theirs.number = conflicts.theirs
            LEFT JOIN remotes ON remotes.number = conflicts.remote
            WHERE ",
            $condition
        )
    };
}

/// What a new conflict is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConflict<'t> {
    /// The document.
    pub document: DocumentId,
    /// The remote place; none when two windows edited at once.
    pub remote: Option<RemoteId>,
    /// What diverged.
    pub kind: ConflictKind,
    /// The last text both sides had, when there is one.
    pub base: Option<&'t str>,
    /// This side's text.
    pub mine: &'t str,
    /// The other side's text; none when it was deleted there.
    pub theirs: Option<&'t str>,
}

/// Returns the open conflicts, the oldest first; at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn open(r: &Reader, limit: usize) -> Result<Vec<Conflict>, StoreError> {
    let conflicts = r
        .prepare(conflict_where!(
            "conflicts.resolved_at IS NULL
            ORDER BY conflicts.created_at
            LIMIT :limit"
        ))?
        .query_map(named_params! { ":limit": column::length(limit) }, conflict)?
        .collect::<Result<_, _>>()?;
    Ok(conflicts)
}

/// Returns a conflict.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: ConflictId) -> Result<Option<Conflict>, StoreError> {
    let found = r
        .prepare(conflict_where!("conflicts.id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, conflict)
        .optional()?;
    Ok(found)
}

/// Returns the conflicts of a document, the open ones first.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn of_document(r: &Reader, document: DocumentId) -> Result<Vec<Conflict>, StoreError> {
    let number = documents::number(r, document)?;
    let conflicts = r
        .prepare(conflict_where!(
            "conflicts.document = :document
            ORDER BY conflicts.resolved_at IS NOT NULL, conflicts.number DESC"
        ))?
        .query_map(named_params! { ":document": number }, conflict)?
        .collect::<Result<_, _>>()?;
    Ok(conflicts)
}

/// Keeps a conflict and all its texts.
///
/// # Errors
/// [`StoreError::NotFound`] for the document or the remote place.
pub fn insert(w: &Writer, new: &NewConflict<'_>) -> Result<ConflictId, StoreError> {
    let document = documents::number(w, new.document)?;
    let remote = new
        .remote
        .map(|remote| remotes::number(w, remote))
        .transpose()?;
    let keep = |text: &str| versions::keep_text(w, document, text);
    let id: ConflictId = w.new_id();
    w.prepare(
        "INSERT INTO conflicts (id, document, remote, kind, base, mine, theirs, created_at)
        VALUES (:id, :document, :remote, :kind, :base, :mine, :theirs, :now)",
    )?
    .execute(named_params! {
        ":id": id.as_bytes(),
        ":document": document,
        ":remote": remote,
        ":kind": column::named(&new.kind)?,
        ":base": new.base.map(keep).transpose()?,
        ":mine": keep(new.mine)?,
        ":theirs": new.theirs.map(keep).transpose()?,
        ":now": w.now().as_millis(),
    })?;
    outbox::changed(w, ItemKind::Conflict, id.as_bytes())?;
    w.record_document(new.document);
    Ok(id)
}

/// Marks a conflict as resolved; its texts stay.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn resolve(w: &Writer, id: ConflictId) -> Result<Conflict, StoreError> {
    w.prepare(
        "UPDATE conflicts
        SET resolved_at = :now
        WHERE id = :id AND resolved_at IS NULL",
    )?
    .execute(named_params! { ":now": w.now().as_millis(), ":id": id.as_bytes() })?;
    recorded(w, id, Open(false))
}

/// Opens a conflict again, as undoing its resolution does.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn reopen(w: &Writer, id: ConflictId) -> Result<Conflict, StoreError> {
    w.prepare(
        "UPDATE conflicts
        SET resolved_at = NULL
        WHERE id = :id",
    )?
    .execute(named_params! { ":id": id.as_bytes() })?;
    recorded(w, id, Open(true))
}

/// Whether a conflict is open after a change.
#[derive(Clone, Copy)]
struct Open(bool);

fn recorded(w: &Writer, id: ConflictId, open: Open) -> Result<Conflict, StoreError> {
    let conflict = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::Conflict, id))?;
    if let Some(document) = documents::summary(w, conflict.document)? {
        audit::write(
            w,
            &audit::document(conflict.document, &document.title),
            Action::ResolveConflict,
            &serde_json::json!({ "conflict": id, "open": !open.0 }),
            &serde_json::json!({ "conflict": id, "open": open.0 }),
        )?;
    }
    outbox::changed(w, ItemKind::Conflict, id.as_bytes())?;
    w.record_document(conflict.document);
    Ok(conflict)
}

/// Deletes the conflicts of a document that is being purged; returns the texts they held.
pub(crate) fn forget_all(w: &Writer, document: i64) -> Result<Vec<i64>, StoreError> {
    let sides: Vec<[Option<i64>; 3]> = w
        .prepare(
            "DELETE FROM conflicts
            WHERE document = :document
            RETURNING base, mine, theirs",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            Ok([row.get("base")?, row.get("mine")?, row.get("theirs")?])
        })?
        .collect::<Result<_, _>>()?;
    Ok(sides.into_iter().flatten().flatten().collect())
}

fn conflict(row: &Row<'_>) -> rusqlite::Result<Conflict> {
    Ok(Conflict {
        id: column::id(row, "id")?,
        document: column::id(row, "document_id")?,
        remote: column::optional_id(row, "remote_id")?,
        kind: column::word(row, "kind")?,
        base: column::optional_hash(row, "base")?,
        mine: column::hash(row, "mine")?,
        theirs: column::optional_hash(row, "theirs")?,
        created_at: column::time(row, "created_at")?,
        resolved_at: column::optional_time(row, "resolved_at")?,
    })
}
