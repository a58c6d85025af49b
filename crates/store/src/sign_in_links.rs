//! Links that sign a browser in: by their hash, until they are followed or expire. Making tokens is elsewhere.

use longhand_model::{ContentHash, Timestamp};
use rusqlite::named_params;

use crate::{Reader, StoreError, Writer, column};

/// Keeps a link; those that have expired go, and so do the oldest where more than `most` would wait.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn insert(
    w: &Writer,
    token_hash: ContentHash,
    expires_at: Timestamp,
    most: usize,
) -> Result<(), StoreError> {
    w.prepare(
        "INSERT INTO sign_in_links (hash, expires_at)
        VALUES (:hash, :expires_at)",
    )?
    .execute(named_params! {
        ":hash": token_hash.as_bytes(),
        ":expires_at": expires_at.as_millis(),
    })?;
    w.prepare(
        "DELETE FROM sign_in_links
        WHERE expires_at <= :now
            OR hash NOT IN (
                SELECT hash
                FROM sign_in_links
                ORDER BY expires_at DESC
                LIMIT :most
            )",
    )?
    .execute(named_params! { ":now": w.now().as_millis(), ":most": column::length(most) })?;
    Ok(())
}

/// Says whether a link waits, so that a wrong one costs no transaction.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn waits(r: &Reader, token_hash: ContentHash) -> Result<bool, StoreError> {
    let found = r
        .prepare(
            "SELECT 1
            FROM sign_in_links
            WHERE hash = :hash",
        )?
        .exists(named_params! { ":hash": token_hash.as_bytes() })?;
    Ok(found)
}

/// Takes a link away; says whether it was there and had not expired. Of two who follow it, one is told so.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn take(w: &Writer, token_hash: ContentHash) -> Result<bool, StoreError> {
    let taken = w
        .prepare(
            "DELETE FROM sign_in_links
            WHERE hash = :hash AND expires_at > :now",
        )?
        .execute(named_params! {
            ":hash": token_hash.as_bytes(),
            ":now": w.now().as_millis(),
        })?;
    Ok(taken > 0)
}
