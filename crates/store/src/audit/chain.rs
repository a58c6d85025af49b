//! The chain: each row's hash covers the row and the hash before it, so that no row can be changed or taken out unseen.
//!
//! It shows tampering to someone who knows a later hash; it does not hinder it.

use longhand_model::{ContentHash, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Reader, StoreError, Writer, column};

/// At most this many rows go in one transaction.
const PIECE: i64 = 10_000;

/// What reading the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Rows that were read.
    pub rows: u64,
    /// The first row whose hash is not that of its content and of the row before it.
    pub broken_at: Option<u64>,
}

/// Reads the whole log and compares every hash.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn verify(r: &Reader) -> Result<Verified, StoreError> {
    let mut last = anchor(r)?;
    let mut rows = 0;
    let mut statement = r.prepare(
        "SELECT sequence, at, actor, batch, command, client, object_kind, object_id, object_name, action, before, after,
            hash
        FROM audit_log
        ORDER BY sequence",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let (sequence, computed) = recompute(row, &last.hash)?;
        let stored = column::hash(row, "hash")?;
        rows += 1;
        if sequence != last.sequence + 1 || computed != stored {
            return Ok(Verified {
                rows,
                broken_at: u64::try_from(sequence).ok(),
            });
        }
        last = Link {
            sequence,
            hash: stored,
        };
    }
    Ok(Verified {
        rows,
        broken_at: None,
    })
}

/// Deletes the oldest rows, as far as all of them are older than a time; returns how many, and keeps where the rest
/// of the chain starts. Call again while it returns anything.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn prune(w: &Writer, before: Timestamp) -> Result<u64, StoreError> {
    let first_kept: Option<i64> = w
        .prepare(
            "SELECT min(sequence) AS sequence
            FROM audit_log
            WHERE at >= :before",
        )?
        .query_row(named_params! { ":before": before.as_millis() }, |row| {
            row.get("sequence")
        })?;
    let below = first_kept
        .unwrap_or(last(w)?.sequence + 1)
        .min(anchor(w)?.sequence + 1 + PIECE);
    let cut: Option<Link> = w
        .prepare(
            "SELECT sequence, hash
            FROM audit_log
            WHERE sequence < :below
            ORDER BY sequence DESC
            LIMIT 1",
        )?
        .query_row(named_params! { ":below": below }, link)
        .optional()?;
    let Some(cut) = cut else {
        return Ok(0);
    };
    w.prepare(
        "UPDATE audit_anchor
        SET sequence = :sequence,
            hash = :hash",
    )?
    .execute(named_params! { ":sequence": cut.sequence, ":hash": cut.hash.as_bytes() })?;
    let pruned = w
        .prepare(
            "DELETE FROM audit_log
            WHERE sequence < :below",
        )?
        .execute(named_params! { ":below": below })?;
    Ok(u64::try_from(pruned).unwrap_or(u64::MAX))
}

/// A row's place in the chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) sequence: i64,
    pub(super) hash: ContentHash,
}

/// A row before it is written.
pub(super) struct NewRow<'t> {
    pub(super) sequence: i64,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) batch: [u8; 16],
    pub(super) command: &'t str,
    pub(super) client: Option<&'t str>,
    pub(super) object_kind: String,
    pub(super) object_id: &'t str,
    pub(super) object_name: &'t str,
    pub(super) action: &'t str,
    pub(super) before: String,
    pub(super) after: String,
}

impl NewRow<'_> {
    /// Hashes the row after the hash before it. Every part is preceded by its length, so that no two rows look alike.
    pub(super) fn hash(&self, before: &ContentHash) -> ContentHash {
        let mut bytes = Vec::with_capacity(512);
        bytes.extend_from_slice(before.as_bytes());
        bytes.extend_from_slice(&self.sequence.to_le_bytes());
        bytes.extend_from_slice(&self.at.to_le_bytes());
        bytes.extend_from_slice(&self.batch);
        for part in [
            Some(self.actor.as_str()),
            Some(self.command),
            self.client,
            Some(self.object_kind.as_str()),
            Some(self.object_id),
            Some(self.object_name),
            Some(self.action),
            Some(self.before.as_str()),
            Some(self.after.as_str()),
        ] {
            let length = part.map_or(-1, |part| column::length(part.len()));
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(part.unwrap_or_default().as_bytes());
        }
        ContentHash::of(bytes)
    }
}

/// Returns the end of the chain.
pub(super) fn last(r: &Reader) -> Result<Link, StoreError> {
    let last = r
        .prepare(
            "SELECT sequence, hash
            FROM audit_log
            ORDER BY sequence DESC
            LIMIT 1",
        )?
        .query_row([], link)
        .optional()?;
    match last {
        Some(last) => Ok(last),
        None => anchor(r),
    }
}

fn anchor(r: &Reader) -> Result<Link, StoreError> {
    let anchor = r
        .prepare(
            "SELECT sequence, hash
            FROM audit_anchor",
        )?
        .query_row([], link)?;
    Ok(anchor)
}

fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        sequence: row.get("sequence")?,
        hash: column::hash(row, "hash")?,
    })
}

fn recompute(row: &Row<'_>, before: &ContentHash) -> Result<(i64, ContentHash), StoreError> {
    let text = |name: &str| row.get::<_, String>(name);
    let (command, object_id, object_name, action) = (
        text("command")?,
        text("object_id")?,
        text("object_name")?,
        text("action")?,
    );
    let client: Option<String> = row.get("client")?;
    let computed = NewRow {
        sequence: row.get("sequence")?,
        at: row.get("at")?,
        actor: text("actor")?,
        batch: row.get("batch")?,
        command: &command,
        client: client.as_deref(),
        object_kind: text("object_kind")?,
        object_id: &object_id,
        object_name: &object_name,
        action: &action,
        before: text("before")?,
        after: text("after")?,
    };
    Ok((computed.sequence, computed.hash(before)))
}
