//! The interface: the files of `ui/dist`, built into the program.
//!
//! A program built without them serves a page that says how to get them. In a debug build the files
//! are read from the folder at each request.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use longhand_api::ErrorCode;
use longhand_api::model::ContentHash;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::failure::Failure;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Files;

const MISSING: &str = include_str!("missing.html");

/// Serves a file of the interface, and its page for every path that is a place in it.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/v1/") {
        return Failure::of(
            ErrorCode::NotFound,
            "there is nothing at this path",
            "GET /v1/openapi.json describes what there is.",
        )
        .into_response();
    }
    if method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, [("allow", "GET,HEAD")]).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET,HEAD")]).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Files::get(path) {
        return answer(path, &file, &headers);
    }
    if path.contains('.') || path.starts_with("assets/") {
        return Failure::of(ErrorCode::NotFound, "there is no such file", "").into_response();
    }
    match Files::get("index.html") {
        Some(page) => answer("index.html", &page, &headers),
        None => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(CONTENT_TYPE, "text/html; charset=utf-8")],
            MISSING,
        )
            .into_response(),
    }
}

/// Scripts for the frame that draws diagrams. It has no origin, so to a browser they are another's.
pub(crate) const DIAGRAMS: &str = "diagram/";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ANY_ORIGIN: HeaderValue = HeaderValue::from_static("cross-origin");

fn answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!(
        "\"{}\"",
        ContentHash::from_bytes(file.metadata.sha256_hash())
    );
    // Built files bear a hash in their name; the page that names them does not.
    let cache = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let caching = [(ETAG, tag.as_str()), (CACHE_CONTROL, cache)];
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let media_type = file.metadata.mimetype();
    let content_type = if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    };
    let body = file.data.clone().into_owned();
    let mut response = (caching, [(CONTENT_TYPE, content_type)], body).into_response();
    if path.starts_with(DIAGRAMS) {
        response.headers_mut().insert(RESOURCE_POLICY, ANY_ORIGIN);
    }
    response
}
