//! The audit log: who did what, with what was before and after, each row chained to the one before it by hash.
//!
//! The functions that change things write their own rows. What a batch did can be undone from its rows: `before` and
//! `after` hold the changed fields under the names the command surface uses, and texts by their hash.

mod chain;

use longhand_model::{
    Actor, AttachmentId, AuditEntry, AuditQuery, BatchId, CategoryId, Cause, ChangeSetId, Cursor,
    DocumentId, KeyId, ObjectKind, ObjectRef, Page, SavedSearchId, TagId, Timestamp,
};
use rusqlite::{Row, ToSql, named_params};
use serde_json::Value;

pub use chain::{Verified, prune, verify};

use crate::{Reader, StoreError, Writer, column};

/// What was done; its name is in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Action {
    Create,
    Update,
    Save,
    Trash,
    Restore,
    Purge,
    Delete,
    Rename,
    Merge,
    NameVersion,
    Attach,
    Detach,
    Revoke,
    Propose,
    Accept,
    Reject,
    Reopen,
    ResolveConflict,
}

impl Action {
    /// Returns the name that rows bear.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Save => "save",
            Self::Trash => "trash",
            Self::Restore => "restore",
            Self::Purge => "purge",
            Self::Delete => "delete",
            Self::Rename => "rename",
            Self::Merge => "merge",
            Self::NameVersion => "nameVersion",
            Self::Attach => "attach",
            Self::Detach => "detach",
            Self::Revoke => "revoke",
            Self::Propose => "propose",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Reopen => "reopen",
            Self::ResolveConflict => "resolveConflict",
        }
    }
}

/// Returns a page of the log, the newest first; the cursor is the sequence of the last one.
///
/// # Errors
/// [`StoreError::Cursor`].
pub fn list(r: &Reader, query: &AuditQuery) -> Result<Page<AuditEntry>, StoreError> {
    let limit = usize::try_from(query.limit.unwrap_or(100).clamp(1, 500)).unwrap_or(100);
    let below: i64 = match &query.cursor {
        Some(cursor) => cursor
            .0
            .parse()
            .map_err(|_not_a_number| StoreError::Cursor)?,
        None => i64::MAX,
    };
    let fetched = column::length(limit + 1);
    let batch = query.batch.map(|batch| *batch.as_bytes());
    let since = query.since.map(Timestamp::as_millis);
    let until = query.until.map(Timestamp::as_millis);
    let actor = query.actor.as_ref().map(column::named).transpose()?;
    let kind = query.kind.as_ref().map(column::named).transpose()?;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":below", &below), (":limit", &fetched)];
    if let Some(object) = &query.object {
        parameters.push((":object", object));
    }
    if let Some(batch) = &batch {
        parameters.push((":batch", batch));
    }
    if let Some(since) = &since {
        parameters.push((":since", since));
    }
    if let Some(until) = &until {
        parameters.push((":until", until));
    }
    if let Some(actor) = &actor {
        parameters.push((":actor", actor));
    }
    if let Some(action) = &query.action {
        parameters.push((":action", action));
    }
    if let Some(kind) = &kind {
        parameters.push((":kind", kind));
    }
    let mut items: Vec<AuditEntry> = r
        .prepare(&list_statement(query))?
        .query_map(&*parameters, entry)?
        .collect::<Result<_, _>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items
        .last()
        .filter(|_last| more)
        .map(|last| Cursor(last.sequence.to_string()));
    Ok(Page { items, next })
}

/// Returns all that was done together, in the order it was done.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn batch(r: &Reader, batch: BatchId) -> Result<Vec<AuditEntry>, StoreError> {
    let entries = r
        .prepare(
            "SELECT sequence, at, actor, batch, command, client, object_kind, object_id, object_name, action, before,
                after, reverted
            FROM audit_log INDEXED BY audit_log_batch
            WHERE batch = :batch
            ORDER BY sequence",
        )?
        .query_map(named_params! { ":batch": batch.as_bytes() }, entry)?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// Returns what a key did and nobody undid, since a time if one is given, in the order it was done.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn of_key(
    r: &Reader,
    key: KeyId,
    since: Option<Timestamp>,
) -> Result<Vec<AuditEntry>, StoreError> {
    let entries = r
        .prepare(
            "SELECT sequence, at, actor, batch, command, client, object_kind, object_id, object_name, action, before,
                after, reverted
            FROM audit_log INDEXED BY audit_log_key
            WHERE actor = :actor AND actor GLOB '{\"kind\":\"key\"*' AND reverted = 0 AND at >= :since
            ORDER BY sequence",
        )?
        .query_map(
            named_params! {
                ":actor": serde_json::to_string(&Actor::Key(key))?,
                ":since": since.map_or(i64::MIN, Timestamp::as_millis),
            },
            entry,
        )?
        .collect::<Result<_, _>>()?;
    Ok(entries)
}

/// Marks a row as undone; the chain does not cover this mark.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn mark_reverted(w: &Writer, sequence: u64) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE audit_log
        SET reverted = 1
        WHERE sequence = :sequence",
    )?
    .execute(named_params! { ":sequence": column::integer(sequence) })?;
    Ok(())
}

/// Appends a row for something that no function of this crate records by itself.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn append(
    w: &Writer,
    object: &ObjectRef,
    action: Action,
    before: &Value,
    after: &Value,
) -> Result<(), StoreError> {
    write(w, object, action, before, after)
}

/// Appends a row, chained to the last one.
pub(crate) fn write(
    w: &Writer,
    object: &ObjectRef,
    action: Action,
    before: &Value,
    after: &Value,
) -> Result<(), StoreError> {
    let last = chain::last(w)?;
    let row = chain::NewRow {
        sequence: last.sequence + 1,
        at: w.now().as_millis(),
        actor: serde_json::to_string(&w.cause().actor)?,
        batch: *w.cause().batch.as_bytes(),
        command: &w.cause().command,
        client: w.cause().client.as_deref(),
        object_kind: column::named(&object.kind)?,
        object_id: &object.id,
        object_name: &object.name,
        action: action.name(),
        before: before.to_string(),
        after: after.to_string(),
    };
    let hash = row.hash(&last.hash);
    w.prepare(
        "INSERT INTO audit_log (
            sequence, at, actor, batch, command, client, object_kind, object_id, object_name, action, before, after, hash
        )
        VALUES (
            :sequence, :at, :actor, :batch, :command, :client, :object_kind, :object_id, :object_name, :action, :before,
            :after, :hash
        )",
    )?
    .execute(named_params! {
        ":sequence": row.sequence,
        ":at": row.at,
        ":actor": row.actor,
        ":batch": row.batch,
        ":command": row.command,
        ":client": row.client,
        ":object_kind": row.object_kind,
        ":object_id": row.object_id,
        ":object_name": row.object_name,
        ":action": row.action,
        ":before": row.before,
        ":after": row.after,
        ":hash": hash.as_bytes(),
    })?;
    Ok(())
}

/// Names a document.
pub fn document(id: DocumentId, title: &str) -> ObjectRef {
    object(ObjectKind::Document, id, title)
}

/// Names a category.
pub fn category(id: CategoryId, name: &str) -> ObjectRef {
    object(ObjectKind::Category, id, name)
}

/// Names a tag.
pub fn tag(id: TagId, name: &str) -> ObjectRef {
    object(ObjectKind::Tag, id, name)
}

/// Names an attachment.
pub fn attachment(id: AttachmentId, file_name: &str) -> ObjectRef {
    object(ObjectKind::Attachment, id, file_name)
}

/// Names a saved search.
pub fn saved_search(id: SavedSearchId, name: &str) -> ObjectRef {
    object(ObjectKind::SavedSearch, id, name)
}

/// Names an API key.
pub fn key(id: KeyId, name: &str) -> ObjectRef {
    object(ObjectKind::Key, id, name)
}

/// Names a change-set, after the key that proposed it.
pub fn change_set(id: ChangeSetId, key_name: &str) -> ObjectRef {
    object(ObjectKind::ChangeSet, id, key_name)
}

/// Names a setting.
pub fn setting(key: &str) -> ObjectRef {
    object(ObjectKind::Setting, key, key)
}

fn object(kind: ObjectKind, id: impl std::fmt::Display, name: &str) -> ObjectRef {
    ObjectRef {
        kind,
        id: id.to_string(),
        name: name.to_owned(),
    }
}

/// The statement of a page: one index each for a batch, for a thing, for a time, else the log itself.
fn list_statement(query: &AuditQuery) -> String {
    let index = match (query.batch, &query.object, query.since) {
        (Some(_), _, _) => "INDEXED BY audit_log_batch",
        (None, Some(_), _) => "INDEXED BY audit_log_object",
        (None, None, _) => "",
    };
    let batch = query.batch.map_or("", |_| " AND batch = :batch");
    let object = query
        .object
        .as_ref()
        .map_or("", |_| " AND object_id = :object");
    let since = query.since.map_or("", |_| {
        " AND at >= :since
            AND sequence >= (SELECT coalesce(min(sequence), 0) FROM audit_log WHERE at >= :since)"
    });
    let until = query.until.map_or("", |_| {
        " AND at < :until
            AND sequence <= (SELECT coalesce(max(sequence), 0) FROM audit_log WHERE at < :until)"
    });
    let actor = query
        .actor
        .map_or("", |_| " AND json_extract(actor, '$.kind') = :actor");
    let action = query
        .action
        .as_ref()
        .map_or("", |_| " AND action = :action");
    let kind = query.kind.map_or("", |_| " AND object_kind = :kind");
    format!(
        "SELECT sequence, at, actor, batch, command, client, object_kind, object_id, object_name, action, before, after,
            reverted
        FROM audit_log {index}
        WHERE sequence < :below{batch}{object}{since}{until}{actor}{action}{kind}
        ORDER BY sequence DESC
        LIMIT :limit"
    )
}

fn entry(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        sequence: column::count(row, "sequence")?,
        at: column::time(row, "at")?,
        cause: Cause {
            actor: column::json(row, "actor")?,
            batch: column::id(row, "batch")?,
            command: row.get("command")?,
            client: row.get("client")?,
        },
        object: ObjectRef {
            kind: column::word(row, "object_kind")?,
            id: row.get("object_id")?,
            name: row.get("object_name")?,
        },
        action: row.get("action")?,
        before: column::json(row, "before")?,
        after: column::json(row, "after")?,
        reverted: row.get("reverted")?,
    })
}
