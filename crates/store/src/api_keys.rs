//! API keys: who may call from outside. A secret is known here by its hash alone; making and comparing it is elsewhere.

use longhand_model::{ApiKey, ContentHash, KeyId, NewApiKey, Timestamp, checked_text};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column};

const MINUTE_MS: i64 = 60_000;

macro_rules! key_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, prefix, scope, created_at, expires_at, last_used_at, revoked_at
            FROM api_keys
            WHERE ",
            $condition
        )
    };
}

/// Returns all keys, the newest first, the revoked ones included.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader) -> Result<Vec<ApiKey>, StoreError> {
    let keys = r
        .prepare(key_where!(
            "TRUE
            ORDER BY number DESC"
        ))?
        .query_map([], key)?
        .collect::<Result<_, _>>()?;
    Ok(keys)
}

/// Returns a key.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: KeyId) -> Result<Option<ApiKey>, StoreError> {
    let found = r
        .prepare(key_where!("id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, key)
        .optional()?;
    Ok(found)
}

/// Returns the keys whose secret begins so, each with the hash of its secret; expired and revoked ones included.
///
/// What is looked up is public. The hashes are for the caller to compare, in a time that tells nothing.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn beginning_with(r: &Reader, prefix: &str) -> Result<Vec<(ApiKey, ContentHash)>, StoreError> {
    let found = r
        .prepare(
            "SELECT id, name, prefix, scope, created_at, expires_at, last_used_at, revoked_at, secret_hash
            FROM api_keys INDEXED BY api_keys_prefix
            WHERE prefix = :prefix
            ORDER BY number",
        )?
        .query_map(named_params! { ":prefix": prefix }, |row| {
            Ok((key(row)?, column::hash(row, "secret_hash")?))
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Makes a key for a secret, of which the hash and the first characters are kept.
///
/// # Errors
/// [`StoreError::Field`] for its name.
pub fn insert(
    w: &Writer,
    new: &NewApiKey,
    secret_hash: ContentHash,
    prefix: &str,
) -> Result<ApiKey, StoreError> {
    let made = ApiKey {
        id: w.new_id(),
        name: checked_text("the key's name", &new.name, 100)?,
        prefix: prefix.to_owned(),
        scope: new.scope.clone(),
        created_at: w.now(),
        expires_at: new.expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    w.prepare(
        "INSERT INTO api_keys (id, name, prefix, secret_hash, scope, created_at, expires_at)
        VALUES (:id, :name, :prefix, :secret_hash, :scope, :created_at, :expires_at)",
    )?
    .execute(named_params! {
        ":id": made.id.as_bytes(),
        ":name": made.name,
        ":prefix": made.prefix,
        ":secret_hash": secret_hash.as_bytes(),
        ":scope": serde_json::to_string(&made.scope)?,
        ":created_at": made.created_at.as_millis(),
        ":expires_at": made.expires_at.map(Timestamp::as_millis),
    })?;
    audit::write(
        w,
        &audit::key(made.id, &made.name),
        Action::Create,
        &serde_json::Value::Null,
        &serde_json::to_value(&made)?,
    )?;
    w.record(Changed::Keys);
    Ok(made)
}

/// Makes a key useless from now on; one that is revoked stays as it is.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn revoke(w: &Writer, id: KeyId) -> Result<ApiKey, StoreError> {
    let before = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::Key, id))?;
    if before.revoked_at.is_some() {
        return Ok(before);
    }
    w.prepare(
        "UPDATE api_keys
        SET revoked_at = :now
        WHERE id = :id",
    )?
    .execute(named_params! { ":now": w.now().as_millis(), ":id": id.as_bytes() })?;
    audit::write(
        w,
        &audit::key(id, &before.name),
        Action::Revoke,
        &serde_json::json!({ "revokedAt": null }),
        &serde_json::json!({ "revokedAt": w.now() }),
    )?;
    w.record(Changed::Keys);
    Ok(ApiKey {
        revoked_at: Some(w.now()),
        ..before
    })
}

/// Notes that a key was used, to the minute; tells whether that was news.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn used(w: &Writer, id: KeyId) -> Result<bool, StoreError> {
    let minute = w.now().as_millis() / MINUTE_MS * MINUTE_MS;
    let changed = w
        .prepare(
            "UPDATE api_keys
            SET last_used_at = :minute
            WHERE id = :id AND coalesce(last_used_at, 0) < :minute",
        )?
        .execute(named_params! { ":minute": minute, ":id": id.as_bytes() })?;
    Ok(changed > 0)
}

fn key(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    Ok(ApiKey {
        id: column::id(row, "id")?,
        name: row.get("name")?,
        prefix: row.get("prefix")?,
        scope: column::json(row, "scope")?,
        created_at: column::time(row, "created_at")?,
        expires_at: column::optional_time(row, "expires_at")?,
        last_used_at: column::optional_time(row, "last_used_at")?,
        revoked_at: column::optional_time(row, "revoked_at")?,
    })
}
