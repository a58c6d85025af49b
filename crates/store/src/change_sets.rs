//! Change-sets: what keys propose, and what became of it. Making a change, and merging it, is decided elsewhere.
//!
//! A change-set is open while a change of it waits; counters follow by triggers.

use longhand_model::{
    Actor, ChangeId, ChangeKind, ChangeSet, ChangeSetId, ChangeState, ContentHash, Cursor,
    DocumentId, KeyId, Page, ProposedChange, Timestamp,
};
use rusqlite::{OptionalExtension, Row, ToSql, named_params};
use serde_json::Value;

use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column, documents, versions};

macro_rules! sets {
    ($rest:literal) => {
        concat!(
            "SELECT
                change_sets.number,
                change_sets.id,
                api_keys.id AS key_id,
                api_keys.name AS key_name,
                change_sets.note,
                change_sets.waiting,
                (
                    SELECT count(*)
                    FROM proposed_changes
                    WHERE change_set = change_sets.number AND state = 'accepted'
                ) AS accepted,
                (
                    SELECT count(*)
                    FROM proposed_changes
                    WHERE change_set = change_sets.number AND state = 'rejected'
                ) AS rejected,
                change_sets.created_at,
                change_sets.updated_at
            FROM change_sets ",
            $rest
        )
    };
}

macro_rules! changes_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                proposed_changes.number,
                proposed_changes.id,
                change_sets.id AS change_set_id,
                proposed_changes.kind,
                proposed_changes.state,
                proposed_changes.document,
                proposed_changes.title,
                proposed_changes.base_hash,
                texts.hash AS text_hash,
                proposed_changes.fields,
                proposed_changes.created_at,
                proposed_changes.decided_at,
                proposed_changes.decided_by
            FROM proposed_changes
            JOIN change_sets ON change_sets.number = proposed_changes.change_set
            LEFT JOIN version_texts AS texts ON texts.number = proposed_changes.text
            WHERE ",
            $condition
        )
    };
}

/// A change with the fields it would write.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredChange {
    /// The change.
    pub change: ProposedChange,
    /// The fields of a document to be made or updated, as the caller gave them.
    pub fields: Value,
}

/// What a new change is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct NewChange<'t> {
    /// What it would do.
    pub kind: ChangeKind,
    /// The document; for one to be made, the id that it will have.
    pub document: DocumentId,
    /// What it is called, or will be called.
    pub title: &'t str,
    /// The hash of the text the key started from; none for a document to be made.
    pub base_hash: Option<ContentHash>,
    /// That text, where the change is another text.
    pub base: Option<&'t str>,
    /// The text it would have, where that changes.
    pub text: Option<&'t str>,
    /// The fields it would write.
    pub fields: &'t Value,
}

/// The change-sets that a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those with a change that waits.
    Open,
}

/// Returns a page of change-sets, the newest first; the cursor is the number of the last one.
///
/// # Errors
/// [`StoreError::Cursor`].
pub fn list(
    r: &Reader,
    which: Which,
    key: Option<KeyId>,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<Page<ChangeSet>, StoreError> {
    const OF_KEY: &str = "(SELECT number FROM api_keys WHERE id = :key)";
    let (index, condition) = match (which, key) {
        (Which::All, None) => ("", String::new()),
        (Which::All, Some(_)) => (
            "INDEXED BY change_sets_api_key",
            format!(" AND change_sets.api_key = {OF_KEY}"),
        ),
        (Which::Open, None) => (
            "INDEXED BY change_sets_open",
            " AND change_sets.waiting > 0".to_owned(),
        ),
        (Which::Open, Some(_)) => (
            "INDEXED BY change_sets_open_of_key",
            format!(" AND change_sets.waiting > 0 AND change_sets.api_key = {OF_KEY}"),
        ),
    };
    let statement = format!(
        "{} {index}
        CROSS JOIN api_keys ON api_keys.number = change_sets.api_key
        WHERE change_sets.number < :below{condition}
        ORDER BY change_sets.number DESC
        LIMIT :limit",
        sets!("")
    );
    let below = below(cursor)?;
    let limit = limit.clamp(1, 500);
    let fetched = column::length(limit + 1);
    let key = key.map(|key| *key.as_bytes());
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":below", &below), (":limit", &fetched)];
    if let Some(key) = &key {
        parameters.push((":key", key));
    }
    let found = r
        .prepare(&statement)?
        .query_map(&*parameters, |row| {
            Ok((row.get("number")?, change_set(row)?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(page(found, limit))
}

/// Returns a change-set.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: ChangeSetId) -> Result<Option<ChangeSet>, StoreError> {
    let found = r
        .prepare(sets!(
            "JOIN api_keys ON api_keys.number = change_sets.api_key
            WHERE change_sets.id = :id"
        ))?
        .query_row(named_params! { ":id": id.as_bytes() }, change_set)
        .optional()?;
    Ok(found)
}

/// Returns the change-set that a key's proposals go into; none when a person has decided about all of them.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn open_of(r: &Reader, key: KeyId) -> Result<Option<ChangeSet>, StoreError> {
    Ok(list(r, Which::Open, Some(key), 1, None)?.items.pop())
}

/// Returns a page of the changes of a change-set, those that wait first, then as they were proposed.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Cursor`].
pub fn changes(
    r: &Reader,
    set: ChangeSetId,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<Page<StoredChange>, StoreError> {
    let above: i64 = match cursor {
        Some(cursor) => cursor
            .0
            .parse()
            .map_err(|_not_a_number| StoreError::Cursor)?,
        None => 0,
    };
    let limit = limit.clamp(1, 500);
    let found = r
        .prepare(changes_where!(
            "proposed_changes.change_set = :change_set AND proposed_changes.number > :above
            ORDER BY proposed_changes.number
            LIMIT :limit"
        ))?
        .query_map(
            named_params! {
                ":change_set": number(r, set)?,
                ":above": above,
                ":limit": column::length(limit + 1),
            },
            |row| Ok((row.get("number")?, stored_change(row)?)),
        )?
        .collect::<Result<_, _>>()?;
    Ok(page(found, limit))
}

/// Returns the changes of a change-set that wait, in the order they were proposed.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn waiting(r: &Reader, set: ChangeSetId) -> Result<Vec<StoredChange>, StoreError> {
    let changes = r
        .prepare(changes_where!(
            "proposed_changes.change_set = :change_set AND proposed_changes.state = 'waiting'
            ORDER BY proposed_changes.number"
        ))?
        .query_map(
            named_params! { ":change_set": number(r, set)? },
            stored_change,
        )?
        .collect::<Result<_, _>>()?;
    Ok(changes)
}

/// Returns a change.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn change(r: &Reader, id: ChangeId) -> Result<Option<StoredChange>, StoreError> {
    let found = r
        .prepare(changes_where!("proposed_changes.id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, stored_change)
        .optional()?;
    Ok(found)
}

/// Starts a change-set of a key.
///
/// # Errors
/// [`StoreError::NotFound`] for the key.
pub fn insert(w: &Writer, key: KeyId) -> Result<ChangeSet, StoreError> {
    let id: ChangeSetId = w.new_id();
    let made = w
        .prepare(
            "INSERT INTO change_sets (id, api_key, note, created_at, updated_at)
            SELECT :id, number, '', :now, :now
            FROM api_keys
            WHERE id = :key",
        )?
        .execute(named_params! {
            ":id": id.as_bytes(),
            ":key": key.as_bytes(),
            ":now": w.now().as_millis(),
        })?;
    if made == 0 {
        return Err(StoreError::not_found(Thing::Key, key));
    }
    get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::ChangeSet, id))
}

/// Says what a change-set is about.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_note(w: &Writer, id: ChangeSetId, note: &str) -> Result<(), StoreError> {
    let number = number(w, id)?;
    w.prepare(
        "UPDATE change_sets
        SET note = :note,
            updated_at = :now
        WHERE number = :number",
    )?
    .execute(named_params! {
        ":note": note,
        ":now": w.now().as_millis(),
        ":number": number,
    })?;
    w.record(Changed::Proposals);
    Ok(())
}

/// Adds a change that waits, with the texts it needs.
///
/// # Errors
/// [`StoreError::NotFound`] for the change-set.
pub fn add(w: &Writer, set: &ChangeSet, new: &NewChange<'_>) -> Result<ProposedChange, StoreError> {
    let change_set = number(w, set.id)?;
    // A text leans on what its document has; one for a document to be made leans on nothing.
    let host = match new.kind {
        ChangeKind::Create => 0,
        ChangeKind::Save | ChangeKind::Update | ChangeKind::Trash => {
            documents::number(w, new.document)?
        }
    };
    let keep = |text: &str| versions::keep_text(w, host, text);
    let id: ChangeId = w.new_id();
    w.prepare(
        "INSERT INTO proposed_changes (
            id, change_set, kind, state, document, title, base_hash, base, text, fields, created_at
        )
        VALUES (
            :id, :change_set, :kind, 'waiting', :document, :title, :base_hash, :base, :text, :fields, :now
        )",
    )?
    .execute(named_params! {
        ":id": id.as_bytes(),
        ":change_set": change_set,
        ":kind": column::named(&new.kind)?,
        ":document": new.document.as_bytes(),
        ":title": new.title,
        ":base_hash": new.base_hash.map(|hash| *hash.as_bytes()),
        ":base": new.base.map(keep).transpose()?,
        ":text": new.text.map(keep).transpose()?,
        ":fields": new.fields.to_string(),
        ":now": w.now().as_millis(),
    })?;
    touch(w, change_set)?;
    let added = change(w, id)?.ok_or_else(|| StoreError::not_found(Thing::Change, id))?;
    noted(w, set, Action::Propose, None, &[id])?;
    Ok(added.change)
}

/// Marks a change that waits as accepted; the audit row of all that were is [`accepted`].
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn accept(w: &Writer, set: &ChangeSet, change: ChangeId, by: Actor) -> Result<(), StoreError> {
    settle(w, change, ChangeState::Accepted, by)?;
    touch(w, number(w, set.id)?)
}

/// Appends the audit row of changes that were accepted.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn accepted(w: &Writer, set: &ChangeSet, changes: &[ChangeId]) -> Result<(), StoreError> {
    noted(w, set, Action::Accept, None, changes)
}

/// Decides about changes that wait; those that do not stay as they are.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn decide(
    w: &Writer,
    set: &ChangeSet,
    changes: &[ChangeId],
    state: ChangeState,
    by: Actor,
) -> Result<(), StoreError> {
    for change in changes {
        settle(w, *change, state, by)?;
    }
    touch(w, number(w, set.id)?)?;
    let action = match state {
        ChangeState::Waiting => Action::Reopen,
        ChangeState::Accepted => Action::Accept,
        ChangeState::Rejected | ChangeState::Replaced => Action::Reject,
    };
    noted(w, set, action, None, changes)
}

/// Lets changes that were accepted, or rejected, wait again.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn reopen(
    w: &Writer,
    set: &ChangeSet,
    changes: &[ChangeId],
    was: ChangeState,
) -> Result<(), StoreError> {
    for id in changes {
        w.prepare(
            "UPDATE proposed_changes
            SET state = 'waiting',
                decided_at = NULL,
                decided_by = NULL
            WHERE id = :id AND state = :was",
        )?
        .execute(named_params! { ":id": id.as_bytes(), ":was": column::named(&was)? })?;
    }
    touch(w, number(w, set.id)?)?;
    noted(w, set, Action::Reopen, Some(was), changes)
}

/// Marks a change as replaced by a later one of the same key.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn replace(w: &Writer, change: ChangeId, by: Actor) -> Result<(), StoreError> {
    settle(w, change, ChangeState::Replaced, by)
}

/// Returns the text that a change started from and the one it would write, where it has them.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn texts(r: &Reader, id: ChangeId) -> Result<(Option<String>, Option<String>), StoreError> {
    let (base, text): (Option<i64>, Option<i64>) = r
        .prepare(
            "SELECT base, text
            FROM proposed_changes
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, |row| {
            Ok((row.get("base")?, row.get("text")?))
        })
        .optional()?
        .ok_or_else(|| StoreError::not_found(Thing::Change, id))?;
    let read = |number: Option<i64>| {
        number
            .map(|number| versions::text_by_number(r, number))
            .transpose()
    };
    Ok((read(base)?, read(text)?))
}

/// Deletes change-sets that were decided about before a time, with the texts that nothing else needs.
///
/// Returns how many of them that were, at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn forget_before(w: &Writer, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
    let sets: Vec<i64> = w
        .prepare(
            "SELECT number
            FROM change_sets INDEXED BY change_sets_closed
            WHERE waiting = 0 AND updated_at < :before
            ORDER BY updated_at
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":before": before.as_millis(), ":limit": column::length(limit) },
            |row| row.get("number"),
        )?
        .collect::<Result<_, _>>()?;
    for set in &sets {
        let texts: Vec<[Option<i64>; 2]> = w
            .prepare(
                "DELETE FROM proposed_changes
                WHERE change_set = :change_set
                RETURNING base, text",
            )?
            .query_map(named_params! { ":change_set": set }, |row| {
                Ok([row.get("base")?, row.get("text")?])
            })?
            .collect::<Result<_, _>>()?;
        for text in texts.into_iter().flatten().flatten() {
            versions::release(w, text)?;
        }
        w.prepare(
            "DELETE FROM change_sets
            WHERE number = :number",
        )?
        .execute(named_params! { ":number": set })?;
    }
    Ok(sets.len())
}

fn settle(w: &Writer, change: ChangeId, state: ChangeState, by: Actor) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE proposed_changes
        SET state = :state,
            decided_at = :now,
            decided_by = :by
        WHERE id = :id AND state = 'waiting'",
    )?
    .execute(named_params! {
        ":state": column::named(&state)?,
        ":now": w.now().as_millis(),
        ":by": serde_json::to_string(&by)?,
        ":id": change.as_bytes(),
    })?;
    Ok(())
}

/// Appends the audit row of something that was done to changes.
fn noted(
    w: &Writer,
    set: &ChangeSet,
    action: Action,
    before: Option<ChangeState>,
    changes: &[ChangeId],
) -> Result<(), StoreError> {
    audit::write(
        w,
        &audit::change_set(set.id, &set.key_name),
        action,
        &before.map_or(Value::Null, |state| serde_json::json!({ "state": state })),
        &serde_json::json!({ "changes": changes }),
    )
}

fn touch(w: &Writer, number: i64) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE change_sets
        SET updated_at = :now
        WHERE number = :number",
    )?
    .execute(named_params! { ":now": w.now().as_millis(), ":number": number })?;
    w.record(Changed::Proposals);
    Ok(())
}

fn number(r: &Reader, id: ChangeSetId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM change_sets
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::ChangeSet, id))
}

fn below(cursor: Option<&Cursor>) -> Result<i64, StoreError> {
    cursor.map_or(Ok(i64::MAX), |cursor| {
        cursor.0.parse().map_err(|_not_a_number| StoreError::Cursor)
    })
}

/// Cuts a page that was read with one row more than it shows.
fn page<T>(mut found: Vec<(i64, T)>, limit: usize) -> Page<T> {
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found
        .last()
        .filter(|_last| more)
        .map(|(number, _last)| Cursor(number.to_string()));
    let items = found.into_iter().map(|(_number, item)| item).collect();
    Page { items, next }
}

fn change_set(row: &Row<'_>) -> rusqlite::Result<ChangeSet> {
    Ok(ChangeSet {
        id: column::id(row, "id")?,
        key: column::id(row, "key_id")?,
        key_name: row.get("key_name")?,
        note: row.get("note")?,
        waiting: column::count(row, "waiting")?,
        accepted: column::count(row, "accepted")?,
        rejected: column::count(row, "rejected")?,
        created_at: column::time(row, "created_at")?,
        updated_at: column::time(row, "updated_at")?,
    })
}

fn stored_change(row: &Row<'_>) -> rusqlite::Result<StoredChange> {
    Ok(StoredChange {
        change: ProposedChange {
            id: column::id(row, "id")?,
            change_set: column::id(row, "change_set_id")?,
            kind: column::word(row, "kind")?,
            state: column::word(row, "state")?,
            document: column::id(row, "document")?,
            title: row.get("title")?,
            base_hash: column::optional_hash(row, "base_hash")?,
            text_hash: column::optional_hash(row, "text_hash")?,
            created_at: column::time(row, "created_at")?,
            decided_at: column::optional_time(row, "decided_at")?,
            decided_by: column::optional_json(row, "decided_by")?,
        },
        fields: column::json(row, "fields")?,
    })
}
