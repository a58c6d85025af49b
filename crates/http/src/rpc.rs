//! `POST /v1/rpc/{name}`: a command, its request as JSON, its response as JSON. What was recorded for
//! review, and not done, is answered with 202.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::TryStreamExt as _;
use longhand_api::model::Actor;
use longhand_api::{Caller, ErrorCode, find};
use serde_json::Value;

use crate::Server;
use crate::body;
use crate::failure::Failure;
use crate::identity::Known;
use crate::limits::body_bytes;
use crate::observe::Counted;

/// A request that has not arrived by then will not.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a command.
pub(crate) async fn call(
    State(server): State<Server>,
    Path(name): Path<String>,
    Known(caller): Known,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let command = find(&name);
    let counted = Counted(command.map_or("unknown", |command| command.name));
    let done = match command {
        Some(command) if command.is_proposed_by(&caller) => StatusCode::ACCEPTED,
        Some(_) | None => StatusCode::OK,
    };
    let outcome = async {
        let request = json(&headers, body, body_bytes(&name)).await?;
        refuse_files_of_this_computer(&caller, &name)?;
        Ok::<Value, Failure>(server.call(&caller, &name, request).await?)
    }
    .await;
    let mut response = match outcome {
        Ok(value) => (done, Json(value)).into_response(),
        Err(failure) => failure.into_response(),
    };
    response.extensions_mut().insert(counted);
    response
}

/// Keeps scripts from having a file of this computer read by its path; they can send its bytes.
fn refuse_files_of_this_computer(caller: &Caller, command: &str) -> Result<(), Failure> {
    if command == "attachment.add" && matches!(caller.actor, Actor::Key(_)) {
        return Err(Failure::of(
            ErrorCode::Forbidden,
            "a key may not name files of this computer",
            "Send the bytes: POST /v1/attachments?document=ID&name=FILE.",
        ));
    }
    Ok(())
}

/// Reads a body of JSON, at most `most` bytes of it.
///
/// The type must be said: a form of another site can send anything but this type without asking.
pub(crate) async fn json(headers: &HeaderMap, body: Body, most: usize) -> Result<Value, Failure> {
    let is_json = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        return Err(Failure::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::Invalid,
            "the request is not declared as JSON",
            "Send the header \"Content-Type: application/json\".",
        ));
    }
    let arriving = body::open(headers, body, most as u64)?.try_fold(
        Vec::new(),
        |mut bytes, piece| async move {
            bytes.extend_from_slice(&piece);
            Ok(bytes)
        },
    );
    let bytes = match tokio::time::timeout(PATIENCE, arriving).await {
        Ok(arrived) => arrived.map_err(|error| body::failure(&error, most as u64))?,
        Err(_elapsed) => {
            return Err(Failure::new(
                StatusCode::REQUEST_TIMEOUT,
                ErrorCode::Invalid,
                "the request did not arrive in time",
                "Send it again.",
            ));
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(&bytes).map_err(|problem| {
        Failure::of(
            ErrorCode::Invalid,
            format!("the request is not readable as JSON: {problem}"),
            "GET /v1/openapi.json describes every request.",
        )
    })
}
