//! `POST /v1/session`: trades the token of a printed link for a session cookie.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use longhand_api::{ErrorCode, follow_link};
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
    let cookie = match server.sessions().open(token) {
        Some(cookie) => cookie,
        None if follow_link(server.app(), token.to_owned()).await? => server.sessions().admit(),
        None => {
            return Err(Failure::of(
                ErrorCode::Unauthorized,
                "the link was used before, has expired, or is of another library",
                "Each link works once, for 15 minutes: `lh serve --link` makes another.",
            ));
        }
    };
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
