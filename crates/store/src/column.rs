//! Values as columns: ids, hashes, times and enums to and from what SQLite stores.

use longhand_model::{ContentHash, Timestamp};
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// Reads the 16 bytes of an id.
pub(crate) fn id<I: From<uuid::Uuid>>(row: &Row<'_>, name: &str) -> rusqlite::Result<I> {
    row.get::<_, [u8; 16]>(name)
        .map(|bytes| uuid::Uuid::from_bytes(bytes).into())
}

/// Reads the 16 bytes of an id that may be absent.
pub(crate) fn optional_id<I: From<uuid::Uuid>>(
    row: &Row<'_>,
    name: &str,
) -> rusqlite::Result<Option<I>> {
    row.get::<_, Option<[u8; 16]>>(name)
        .map(|bytes| bytes.map(|bytes| uuid::Uuid::from_bytes(bytes).into()))
}

/// Reads a hash.
pub(crate) fn hash(row: &Row<'_>, name: &str) -> rusqlite::Result<ContentHash> {
    row.get(name).map(ContentHash::from_bytes)
}

/// Reads a hash that may be absent.
pub(crate) fn optional_hash(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<ContentHash>> {
    row.get::<_, Option<[u8; 32]>>(name)
        .map(|bytes| bytes.map(ContentHash::from_bytes))
}

/// Reads a time.
pub(crate) fn time(row: &Row<'_>, name: &str) -> rusqlite::Result<Timestamp> {
    row.get(name).map(Timestamp::from_millis)
}

/// Reads a time that may be absent.
pub(crate) fn optional_time(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(name)
        .map(|millis| millis.map(Timestamp::from_millis))
}

/// Reads a count or a size.
pub(crate) fn count(row: &Row<'_>, name: &str) -> rusqlite::Result<u64> {
    row.get::<_, i64>(name)
        .map(|count| u64::try_from(count).unwrap_or(0))
}

/// Reads a count that fits 32 bits.
pub(crate) fn small_count(row: &Row<'_>, name: &str) -> rusqlite::Result<u32> {
    row.get::<_, i64>(name)
        .map(|count| u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}

/// Reads an enum that is stored as its JSON name.
pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    let text: String = row.get(name)?;
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|error| unreadable(row, name, error))
}

/// Reads a value that is stored as JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    let text: String = row.get(name)?;
    serde_json::from_str(&text).map_err(|error| unreadable(row, name, error))
}

/// Reads a value that is stored as JSON and may be absent.
pub(crate) fn optional_json<T: DeserializeOwned>(
    row: &Row<'_>,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(name)?;
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| unreadable(row, name, error))
}

/// Reads a text that parses into a value, if it is there.
pub(crate) fn optional_parsed<T>(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(name)?;
    text.map(|text| text.parse())
        .transpose()
        .map_err(|error| unreadable(row, name, error))
}

/// Writes an enum as its JSON name.
pub(crate) fn named(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        other @ (serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_)) => Ok(other.to_string()),
    }
}

/// Holds a count within what SQLite stores.
pub(crate) fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Holds a length within what SQLite stores.
pub(crate) fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn unreadable(
    row: &Row<'_>,
    name: &str,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let column = row.as_ref().column_index(name).unwrap_or(0);
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
