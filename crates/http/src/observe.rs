//! What every request gets: an id, a span, a count, security headers, and errors as JSON.
//!
//! Outermost, so that refusals of all other layers pass through it.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use longhand_api::ErrorCode;
use serde_json::json;
use tracing::Instrument as _;

use crate::Server;
use crate::failure::Failure;

/// What the interface may load: its own files, pictures that it made, and nothing from elsewhere.
/// Styles may be inline because the editor makes them at run time; scripts may not.
const PAGE_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
     worker-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers that every answer carries unless the route said otherwise.
const HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, PAGE_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
    ),
];

/// The id of a request, in its answer's `X-Request-Id`, in errors and in the log.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// What a request is counted under; a route says it where its path says too little.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted(pub(crate) &'static str);

/// Gives a request its id, span and count, and its answer the headers and the error's body.
pub(crate) async fn observe(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = server.app().request_id();
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "interface".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("http", request = %id, %method, route = %path);
    request.extensions_mut().insert(RequestId(id.clone()));
    let response = next.run(request).instrument(span.clone()).await;
    let _entered = span.enter();

    let mut response = with_error_body(&server, response, &method, &id);
    let status = response.status();
    let took = started.elapsed();
    let route = response
        .extensions()
        .get::<Counted>()
        .map_or(path.as_str(), |counted| counted.0);
    server.metrics().answered(route, status.as_u16(), took);
    tracing::debug!(
        status = status.as_u16(),
        millis = took.as_millis(),
        "answered"
    );
    add_headers(response.headers_mut(), &id);
    response
}

/// Writes the body of a refusal.
fn with_error_body(server: &Server, response: Response, method: &Method, id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let failure = parts.extensions.remove::<Failure>().or_else(|| {
        // Refusals that axum itself makes carry no reason.
        (parts.status == StatusCode::METHOD_NOT_ALLOWED).then(|| {
            Failure::new(
                parts.status,
                ErrorCode::Invalid,
                format!("{method} is not possible here"),
                "The Allow header says what is.",
            )
        })
    });
    let Some(failure) = failure else {
        return Response::from_parts(parts, body);
    };
    let error = failure.error();
    server.metrics().failed(error.code.as_str());
    let mut value = json!(error);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("requestId".to_owned(), id.into());
    }
    let mut written = Json(value).into_response();
    *written.status_mut() = parts.status;
    parts.headers.remove(CONTENT_TYPE);
    written.headers_mut().extend(parts.headers);
    if method == Method::HEAD {
        *written.body_mut() = axum::body::Body::empty();
    }
    *written.extensions_mut() = parts.extensions;
    written
}

fn add_headers(headers: &mut HeaderMap, id: &str) {
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert_with(|| HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}
