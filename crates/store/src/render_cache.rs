//! The render cache: what was made from a text, under the text's hash. Anything in it can go at any time.

use longhand_model::ContentHash;
use rusqlite::{OptionalExtension, named_params};

use crate::{Reader, StoreError, Writer, column};

/// The cache holds at most this many bytes; the oldest entries give way.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// One entry holds at most this many bytes; what is larger is not kept.
pub const MOST_ENTRY_BYTES: usize = 8 * 1024 * 1024;

/// Returns what was made from a text, in a variant such as `html`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, hash: ContentHash, variant: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let data = r
        .prepare(
            "SELECT data
            FROM render_cache
            WHERE hash = :hash AND variant = :variant",
        )?
        .query_row(
            named_params! { ":hash": hash.as_bytes(), ":variant": variant },
            |row| row.get("data"),
        )
        .optional()?;
    Ok(data)
}

/// Keeps what was made from a text; the oldest entries go when the cache is full.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn put(w: &Writer, hash: ContentHash, variant: &str, data: &[u8]) -> Result<(), StoreError> {
    if data.len() > MOST_ENTRY_BYTES {
        return Ok(());
    }
    w.prepare(
        "INSERT OR REPLACE INTO render_cache (hash, variant, bytes, data)
        VALUES (:hash, :variant, :bytes, :data)",
    )?
    .execute(named_params! {
        ":hash": hash.as_bytes(),
        ":variant": variant,
        ":bytes": column::length(data.len()),
        ":data": data,
    })?;
    while bytes(w)? > MOST_BYTES {
        w.prepare(
            "DELETE FROM render_cache
            WHERE number = (SELECT min(number) FROM render_cache)",
        )?
        .execute([])?;
    }
    Ok(())
}

/// Empties the cache.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn clear(w: &Writer) -> Result<(), StoreError> {
    w.prepare("DELETE FROM render_cache")?.execute([])?;
    Ok(())
}

fn bytes(r: &Reader) -> Result<u64, StoreError> {
    let bytes = r
        .prepare(
            "SELECT coalesce(sum(bytes), 0) AS bytes
            FROM render_cache",
        )?
        .query_row([], |row| column::count(row, "bytes"))?;
    Ok(bytes)
}
