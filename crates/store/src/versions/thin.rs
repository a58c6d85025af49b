//! Thinning: of old autosaved versions, the last of each day stays.
//!
//! What has a name or was made on purpose is never thinned. Nothing is thinned unless a person asks for it.

use longhand_model::{DocumentId, ItemKind, Timestamp};
use rusqlite::named_params;

use super::release;
use crate::{StoreError, Writer, column, outbox};

const DAY_MS: i64 = 86_400_000;

/// At most this many versions go in one transaction.
const PIECE: i64 = 1_000;

/// Which autosaved versions go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThinPolicy {
    /// Only those saved before this time.
    pub before: Timestamp,
}

/// What thinning took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thinned {
    /// Versions that went.
    pub versions: u64,
    /// Whether there are more: call again in another transaction.
    pub more: bool,
}

/// Takes away autosaved versions that are older than the policy says, all but the last of each document and day (UTC).
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn thin(w: &Writer, policy: ThinPolicy) -> Result<Thinned, StoreError> {
    let candidates: Vec<(i64, i64, i64)> = w
        .prepare(
            "SELECT versions.document, versions.number, versions.text
            FROM versions INDEXED BY versions_autosaved
            WHERE versions.origin = 'autosave'
                AND versions.name IS NULL
                AND versions.created_at < :before
                AND EXISTS (
                    SELECT 1
                    FROM versions AS later
                    WHERE later.document = versions.document
                        AND later.number > versions.number
                        AND later.created_at / :day = versions.created_at / :day
                )
            ORDER BY versions.created_at
            LIMIT :limit",
        )?
        .query_map(
            named_params! {
                ":before": policy.before.as_millis(),
                ":day": DAY_MS,
                ":limit": PIECE,
            },
            |row| Ok((row.get("document")?, row.get("number")?, row.get("text")?)),
        )?
        .collect::<Result<_, _>>()?;
    for (document, number, text) in &candidates {
        forget(w, *document, *number)?;
        release(w, *text)?;
    }
    Ok(Thinned {
        versions: u64::try_from(candidates.len()).unwrap_or(u64::MAX),
        more: column::length(candidates.len()) == PIECE,
    })
}

fn forget(w: &Writer, document: i64, number: i64) -> Result<(), StoreError> {
    let id: [u8; 16] = w
        .prepare(
            "DELETE FROM versions
            WHERE document = :document AND number = :number
            RETURNING id",
        )?
        .query_row(
            named_params! { ":document": document, ":number": number },
            |row| row.get("id"),
        )?;
    outbox::deleted(w, ItemKind::Version, &id)?;
    let document: DocumentId = crate::documents::id_of(w, document)?;
    w.record_document(document);
    Ok(())
}
