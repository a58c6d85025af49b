//! What monitoring and tools ask: is it alive, what did it count, what can it do.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use crate::Server;
use crate::identity::Known;

/// Says that the server answers; nothing about the library, since nobody need be known.
pub(crate) async fn health() -> Json<Value> {
    std::future::ready(Json(json!({ "status": "ok" }))).await
}

/// Gives the counters to whoever has a session or any key.
pub(crate) async fn metrics(State(server): State<Server>, _known: Known) -> impl IntoResponse {
    let text = server.metrics().text();
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    std::future::ready(([(CONTENT_TYPE, content_type)], text)).await
}

/// Describes every command.
pub(crate) async fn openapi() -> Json<Value> {
    std::future::ready(Json(longhand_api::openapi())).await
}
