//! Settings: names with JSON values. What each means, and its default, is the model's.

use longhand_model::ItemKind;
use rusqlite::{OptionalExtension, named_params};
use serde_json::Value;

use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{Reader, StoreError, Writer, column, outbox};

/// Returns a setting.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, key: &str) -> Result<Option<Value>, StoreError> {
    let value = r
        .prepare(
            "SELECT value
            FROM settings
            WHERE setting = :setting",
        )?
        .query_row(named_params! { ":setting": key }, |row| {
            column::json(row, "value")
        })
        .optional()?;
    Ok(value)
}

/// Returns all settings by name.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn all(r: &Reader) -> Result<Vec<(String, Value)>, StoreError> {
    let settings = r
        .prepare(
            "SELECT setting, value
            FROM settings
            ORDER BY setting",
        )?
        .query_map([], |row| {
            Ok((row.get("setting")?, column::json(row, "value")?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(settings)
}

/// Writes a setting; returns what it was.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn set(w: &Writer, key: &str, value: &Value) -> Result<Option<Value>, StoreError> {
    let before = get(w, key)?;
    if before.as_ref() == Some(value) {
        return Ok(before);
    }
    w.prepare(
        "INSERT INTO settings (setting, value)
        VALUES (:setting, :value)
        ON CONFLICT (setting) DO UPDATE
        SET value = excluded.value",
    )?
    .execute(named_params! { ":setting": key, ":value": value.to_string() })?;
    noted(w, key, before.as_ref(), Some(value))?;
    outbox::changed(w, ItemKind::Setting, key.as_bytes())?;
    Ok(before)
}

/// Deletes a setting, so that its default holds again; returns what it was.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn remove(w: &Writer, key: &str) -> Result<Option<Value>, StoreError> {
    let before = get(w, key)?;
    if before.is_some() {
        w.prepare(
            "DELETE FROM settings
            WHERE setting = :setting",
        )?
        .execute(named_params! { ":setting": key })?;
        noted(w, key, before.as_ref(), None)?;
        outbox::deleted(w, ItemKind::Setting, key.as_bytes())?;
    }
    Ok(before)
}

fn noted(
    w: &Writer,
    key: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), StoreError> {
    audit::write(
        w,
        &audit::setting(key),
        Action::Update,
        before.unwrap_or(&Value::Null),
        after.unwrap_or(&Value::Null),
    )?;
    w.record(Changed::Settings);
    Ok(())
}
