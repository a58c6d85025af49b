//! Remote places and the ties of documents to them. What is done with them is the sync engine's.

use longhand_model::{
    Binding, BindingId, BindingState, DocumentId, Remote, RemoteId, RemoteKind, RemoteState,
    checked_text,
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Reader, StoreError, Thing, Writer, column, documents, versions};

macro_rules! binding_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                bindings.id,
                documents.id AS document_id,
                remotes.id AS remote_id,
                bindings.remote_key,
                version_texts.hash AS base,
                bindings.remote_revision,
                bindings.state
            FROM bindings
            JOIN documents ON documents.number = bindings.document
            JOIN remotes ON remotes.number = bindings.remote
            LEFT JOIN version_texts ON version_texts.number = bindings.base
            WHERE ",
            $condition
        )
    };
}

/// Returns all remote places by name.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader) -> Result<Vec<Remote>, StoreError> {
    let remotes = r
        .prepare(
            "SELECT id, kind, name, address, state
            FROM remotes
            ORDER BY name",
        )?
        .query_map([], remote)?
        .collect::<Result<_, _>>()?;
    Ok(remotes)
}

/// Returns a remote place.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: RemoteId) -> Result<Option<Remote>, StoreError> {
    let found = r
        .prepare(
            "SELECT id, kind, name, address, state
            FROM remotes
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, remote)
        .optional()?;
    Ok(found)
}

/// Adds a remote place.
///
/// # Errors
/// [`StoreError::Exists`] for its name, [`StoreError::Field`].
pub fn insert(
    w: &Writer,
    kind: RemoteKind,
    name: &str,
    address: &str,
) -> Result<Remote, StoreError> {
    let made = Remote {
        id: w.new_id(),
        kind,
        name: checked_text("the remote's name", name, 100)?,
        address: address.to_owned(),
        state: RemoteState::Active,
    };
    let added = w
        .prepare(
            "INSERT INTO remotes (id, kind, name, address, state, created_at)
            VALUES (:id, :kind, :name, :address, :state, :now)
            ON CONFLICT (name) DO NOTHING",
        )?
        .execute(named_params! {
            ":id": made.id.as_bytes(),
            ":kind": column::named(&made.kind)?,
            ":name": made.name,
            ":address": made.address,
            ":state": column::named(&made.state)?,
            ":now": w.now().as_millis(),
        })?;
    if added == 0 {
        return Err(StoreError::Exists {
            kind: Thing::Remote,
            name: made.name,
        });
    }
    Ok(made)
}

/// Sets whether a remote place is used, and why not.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_state(
    w: &Writer,
    id: RemoteId,
    state: RemoteState,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let changed = w
        .prepare(
            "UPDATE remotes
            SET state = :state,
                reason = :reason
            WHERE id = :id",
        )?
        .execute(named_params! {
            ":state": column::named(&state)?,
            ":reason": reason,
            ":id": id.as_bytes(),
        })?;
    if changed == 0 {
        return Err(StoreError::not_found(Thing::Remote, id));
    }
    Ok(())
}

/// Returns the ties of a document.
///
/// # Errors
/// [`StoreError::NotFound`] for the document.
pub fn bindings(r: &Reader, document: DocumentId) -> Result<Vec<Binding>, StoreError> {
    let number = documents::number(r, document)?;
    let bindings = r
        .prepare(binding_where!(
            "bindings.document = :document
            ORDER BY bindings.number"
        ))?
        .query_map(named_params! { ":document": number }, binding)?
        .collect::<Result<_, _>>()?;
    Ok(bindings)
}

/// Returns the tie of a key in a remote place.
///
/// # Errors
/// [`StoreError::NotFound`] for the remote place.
pub fn binding_of_key(
    r: &Reader,
    remote: RemoteId,
    key: &str,
) -> Result<Option<Binding>, StoreError> {
    let remote = number(r, remote)?;
    let found = r
        .prepare(binding_where!(
            "bindings.remote = :remote AND bindings.remote_key = :remote_key"
        ))?
        .query_row(
            named_params! { ":remote": remote, ":remote_key": key },
            binding,
        )
        .optional()?;
    Ok(found)
}

/// Ties a document to a key in a remote place; the base comes with [`set_base`].
///
/// # Errors
/// [`StoreError::NotFound`] for either, [`StoreError::Exists`] for a key that is tied already.
pub fn bind(
    w: &Writer,
    document: DocumentId,
    remote: RemoteId,
    key: &str,
) -> Result<BindingId, StoreError> {
    let id: BindingId = w.new_id();
    let added = w
        .prepare(
            "INSERT INTO bindings (id, document, remote, remote_key, state)
            VALUES (:id, :document, :remote, :remote_key, :state)
            ON CONFLICT (remote, remote_key) DO NOTHING",
        )?
        .execute(named_params! {
            ":id": id.as_bytes(),
            ":document": documents::number(w, document)?,
            ":remote": number(w, remote)?,
            ":remote_key": key,
            ":state": column::named(&BindingState::Ahead)?,
        })?;
    if added == 0 {
        return Err(StoreError::Exists {
            kind: Thing::Binding,
            name: key.to_owned(),
        });
    }
    w.record_document(document);
    Ok(id)
}

/// Moves the base of a tie to the text that both sides have now.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_base(
    w: &Writer,
    id: BindingId,
    base: &str,
    remote_revision: Option<&str>,
    state: BindingState,
) -> Result<(), StoreError> {
    let (document, before): (i64, Option<i64>) = w
        .prepare(
            "SELECT document, base
            FROM bindings
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, |row| {
            Ok((row.get("document")?, row.get("base")?))
        })
        .optional()?
        .ok_or_else(|| StoreError::not_found(Thing::Binding, id))?;
    let kept = versions::keep_text(w, document, base)?;
    w.prepare(
        "UPDATE bindings
        SET base = :base,
            remote_revision = :remote_revision,
            state = :state
        WHERE id = :id",
    )?
    .execute(named_params! {
        ":base": kept,
        ":remote_revision": remote_revision,
        ":state": column::named(&state)?,
        ":id": id.as_bytes(),
    })?;
    if let Some(before) = before.filter(|before| *before != kept) {
        versions::release(w, before)?;
    }
    Ok(())
}

/// Deletes the ties of a document that is being purged; returns the texts they held.
pub(crate) fn forget_document(w: &Writer, document: i64) -> Result<Vec<i64>, StoreError> {
    let bases: Vec<Option<i64>> = w
        .prepare(
            "DELETE FROM bindings
            WHERE document = :document
            RETURNING base",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("base")
        })?
        .collect::<Result<_, _>>()?;
    Ok(bases.into_iter().flatten().collect())
}

/// Returns the row number of a remote place.
pub(crate) fn number(r: &Reader, id: RemoteId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM remotes
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Remote, id))
}

fn remote(row: &Row<'_>) -> rusqlite::Result<Remote> {
    Ok(Remote {
        id: column::id(row, "id")?,
        kind: column::word(row, "kind")?,
        name: row.get("name")?,
        address: row.get("address")?,
        state: column::word(row, "state")?,
    })
}

fn binding(row: &Row<'_>) -> rusqlite::Result<Binding> {
    Ok(Binding {
        id: column::id(row, "id")?,
        document: column::id(row, "document_id")?,
        remote: column::id(row, "remote_id")?,
        key: row.get("remote_key")?,
        base: column::optional_hash(row, "base")?,
        remote_revision: row.get("remote_revision")?,
        state: column::word(row, "state")?,
    })
}
