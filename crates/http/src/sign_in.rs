//! `POST /v1/session`: trades the token of a printed link for a session cookie.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use longhand_api::ErrorCode;
use serde_json::Value;

use crate::Server;
use crate::failure::Failure;
use crate::rpc;

/// A token and its braces are smaller than this.
const MOST_BYTES: usize = 4 * 1024;

/// Signs a browser in.
pub(crate) async fn open(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    server.meters().sign_in()?;
    let request = rpc::json(&headers, body, MOST_BYTES).await?;
    let token = request
        .get("token")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let cookie = server.sessions().open(token).ok_or_else(|| {
        Failure::of(
            ErrorCode::Unauthorized,
            "the link was used before, or is of another server",
            "Each link works once: start `lh serve` again for a new one.",
        )
    })?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
