//! Commands about API keys, and how a host learns whose key it was shown.

use longhand_core::{App, key};
use longhand_model::{ApiKey, KeyId, NewApiKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};
use crate::error::ApiError;

/// Names a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyRequest {
    /// The key.
    pub id: KeyId,
}

command! {
    /// Lists the API keys, revoked ones included; never their secrets.
    List: "key.list", Admin, Library, Nothing => Items<ApiKey>,
    |_request, app, caller| Ok(Items { items: key::list(app, caller)? })
}

command! {
    /// Makes an API key; its secret is in this answer and nowhere else.
    Create: "key.create", Admin, Library, NewApiKey => key::Created,
    |request, app, caller| key::create(app, caller, &request)
}

command! {
    /// Makes a key useless at once.
    Revoke: "key.revoke", Admin, Library, KeyRequest => ApiKey,
    |request, app, caller| key::revoke(app, caller, request.id)
}

/// Returns the key whose secret this is, unless it was revoked or has expired.
///
/// # Errors
/// `unauthorized`; the message tells a wrong secret from an expired key, and nothing more.
pub async fn authenticate(app: &App, secret: String) -> Result<ApiKey, ApiError> {
    let found = app
        .blocking(move |app| key::authenticate(app, &secret))
        .await;
    Ok(found??)
}
