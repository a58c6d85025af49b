//! API keys: made, shown once, recognised, revoked.
//!
//! A secret is 32 random bytes behind `lh_`. The library keeps its SHA-256: a secret that nobody can
//! guess needs no slow hash. A key is looked up by the beginning of its secret, which is shown in
//! lists anyway; then all of the hash is compared, in a time that does not depend on where it differs.

use longhand_model::{ApiKey, ContentHash, KeyId, KeyScope, NewApiKey, Timestamp, checked_text};
use longhand_store::{Reader, api_keys, categories};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::error::{CoreError, Thing};
use crate::{App, Caller};

/// What every secret begins with, so that scanners find keys that were published by mistake.
const PREFIX: &str = "lh_";

/// How much of a secret is kept to recognise it by, `lh_` included.
const SHOWN_CHARS: usize = 9;

/// The last use of a key is written down at most this often.
const USE_NOTED_EVERY_MS: i64 = 60_000;

/// A key that was made. The secret is nowhere else: who loses it makes another key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// The key.
    pub key: ApiKey,
    /// What scripts send: `lh_` and 64 hexadecimal digits.
    pub secret: String,
}

impl std::fmt::Debug for Created {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Created")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Lists the keys, the latest first, revoked ones included.
///
/// # Errors
/// The library cannot be read.
pub fn list(app: &App, _caller: &Caller) -> Result<Vec<ApiKey>, CoreError> {
    app.read(|r| Ok(api_keys::list(r)?))
}

/// Makes a key.
///
/// # Errors
/// [`CoreError::Field`] for a name out of bounds; [`CoreError::NotFound`] for an unknown category;
/// [`CoreError::Invalid`] for an end that has passed.
pub fn create(app: &App, caller: &Caller, new: &NewApiKey) -> Result<Created, CoreError> {
    let name = checked_text("the name of a key", &new.name, 100)?;
    let now = app.sources().now();
    if new.expires_at.is_some_and(|end| end <= now) {
        return Err(CoreError::Invalid {
            message: "the key would have expired already".to_owned(),
            hint: "Choose an end in the future, or none.",
        });
    }
    let tags = new
        .scope
        .tags
        .iter()
        .map(|tag| longhand_model::tag_name(tag))
        .collect::<Result<Vec<_>, _>>()?;
    let random = ContentHash::from_bytes(app.sources().random());
    let secret = format!("{PREFIX}{random}");
    let prefix: String = secret.chars().take(SHOWN_CHARS).collect();
    let new = NewApiKey {
        name,
        scope: KeyScope {
            tags,
            ..new.scope.clone()
        },
        expires_at: new.expires_at,
    };
    let written = app.write(caller, "key.create", |w| {
        for category in &new.scope.categories {
            categories::get(w, *category)?
                .ok_or_else(|| CoreError::not_found(Thing::Category, category))?;
        }
        Ok(api_keys::insert(
            w,
            &new,
            ContentHash::of(&secret),
            &prefix,
        )?)
    })?;
    let key = written.value;
    Ok(Created { key, secret })
}

/// Makes a key useless at once; revoking it again changes nothing.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn revoke(app: &App, caller: &Caller, id: KeyId) -> Result<ApiKey, CoreError> {
    let written = app.write(caller, "key.revoke", |w| {
        get(w, id)?;
        api_keys::revoke(w, id)?;
        get(w, id)
    })?;
    Ok(written.value)
}

/// Returns the key whose secret this is.
///
/// # Errors
/// [`CoreError::Unauthorized`] for a secret that is unknown, revoked or expired.
pub fn authenticate(app: &App, secret: &str) -> Result<ApiKey, CoreError> {
    let refused = |reason| Err(CoreError::Unauthorized { reason });
    let begins: String = secret.chars().take(SHOWN_CHARS).collect();
    let candidates = app.read(|r| Ok(api_keys::beginning_with(r, &begins)?))?;
    let Some(key) = with_secret(candidates, secret) else {
        return refused("it is not known here");
    };
    if key.revoked_at.is_some() {
        return refused("it was revoked");
    }
    let now = app.sources().now();
    if key.expires_at.is_some_and(|end| end <= now) {
        return refused("it has expired");
    }
    note_use(app, &key, now);
    Ok(key)
}

/// Returns the key whose secret this is. Every hash is compared to its end, also when one was right.
fn with_secret(candidates: Vec<(ApiKey, ContentHash)>, secret: &str) -> Option<ApiKey> {
    let given = ContentHash::of(secret);
    let mut found = None;
    for (key, hash) in candidates {
        if bool::from(hash.as_bytes().ct_eq(given.as_bytes())) {
            found = Some(key);
        }
    }
    found
}

/// Notes the use, to the minute; a library that cannot be written does not turn the key away.
fn note_use(app: &App, key: &ApiKey, now: Timestamp) {
    let noted = key.last_used_at.map_or(i64::MIN, Timestamp::as_millis);
    if now.as_millis().saturating_sub(noted) < USE_NOTED_EVERY_MS {
        return;
    }
    let written = app.write(&Caller::program(), "key.use", |w| {
        Ok(api_keys::used(w, key.id)?)
    });
    if let Err(cause) = written {
        tracing::warn!(%cause, "the use of a key could not be noted");
    }
}

fn get(r: &Reader, id: KeyId) -> Result<ApiKey, CoreError> {
    api_keys::get(r, id)?.ok_or_else(|| CoreError::not_found(Thing::Key, id))
}
