//! `/v1/attachments`: the bytes of attachments, out in ranges and in as a stream.
//!
//! Bytes never travel in JSON. What goes out is sent so that a hostile file can do nothing; see
//! [`crate::disposition`].

use std::ops::Range;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use longhand_api::core::attachment;
use longhand_api::model::{Access, Attachment, AttachmentId, DocumentId};
use longhand_api::{ApiError, Caller, ErrorCode};
use serde::Deserialize;
use tokio_util::io::StreamReader;

use crate::Server;
use crate::body;
use crate::disposition::{ATTACHMENT_POLICY, disposition, presentation};
use crate::failure::Failure;
use crate::identity::Known;
use crate::range::{Wanted, wanted};

/// How an attachment is wanted.
#[derive(Debug, Deserialize)]
pub(crate) struct Manner {
    /// Anything: to be saved, not shown.
    download: Option<String>,
}

/// What a new attachment says besides its bytes.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    /// The document that gets it.
    document: Option<DocumentId>,
    /// The file's name.
    name: String,
}

/// Sends an attachment, or a range of it.
pub(crate) async fn read(
    State(server): State<Server>,
    Known(caller): Known,
    method: Method,
    id: Result<Path<AttachmentId>, PathRejection>,
    manner: Result<Query<Manner>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Path(id) = id.map_err(|_not_an_id| {
        Failure::of(
            ErrorCode::NotFound,
            "there is no such attachment",
            "Its id is a UUID.",
        )
    })?;
    let Query(manner) = manner.map_err(|error| unreadable(&error))?;
    let attachment = find(&server, caller.clone(), id).await?;
    let tag = format!("\"{}\"", attachment.hash);
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let mut response = if header(IF_NONE_MATCH).is_some_and(|known| matches(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // A range of another version of the file would be a range of nothing.
        let range = header(RANGE).filter(|_| header(IF_RANGE).is_none_or(|of| of == tag));
        let wanted = range.map_or(Wanted::Whole, |range| wanted(range, attachment.bytes));
        send(&server, &caller, &attachment, wanted, &method).await?
    };
    describe(
        response.headers_mut(),
        &attachment,
        manner.download.is_some(),
        &tag,
    );
    Ok(response)
}

/// Takes an attachment in, in constant memory.
pub(crate) async fn add(
    State(server): State<Server>,
    Known(caller): Known,
    said: Result<Query<Said>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Attachment>, Failure> {
    if caller.access < Access::Write {
        return Err(Failure::of(
            ErrorCode::Forbidden,
            "this key may not add attachments",
            "Use a key with `write` access.",
        ));
    }
    let Query(said) = said.map_err(|error| unreadable(&error))?;
    let most = server.limits().attachment_bytes;
    let (bytes, outcome) = body::noted(body::open(&headers, body, most)?);
    let reader = StreamReader::new(bytes);
    let app = server.app();
    match attachment::receive(app, &caller, said.document, &said.name, reader).await {
        Ok(attachment) => Ok(Json(attachment)),
        // What stopped the bytes says more than that they stopped.
        Err(error) => match outcome.error_kind() {
            Some(kind) => Err(body::failure(&kind.into(), most)),
            None => Err(ApiError::from(error).into()),
        },
    }
}

async fn find(server: &Server, caller: Caller, id: AttachmentId) -> Result<Attachment, Failure> {
    let found = server
        .app()
        .blocking(move |app| attachment::find(app, &caller, id))
        .await;
    found
        .and_then(|found| found)
        .map_err(|error| ApiError::from(error).into())
}

async fn send(
    server: &Server,
    caller: &Caller,
    attachment: &Attachment,
    wanted: Wanted,
    method: &Method,
) -> Result<Response, Failure> {
    let size = attachment.bytes;
    let (status, range) = match wanted {
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Unsatisfiable => {
            let range = [(CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, range).into_response());
        }
    };
    let part = (status == StatusCode::PARTIAL_CONTENT).then(|| {
        format!(
            "bytes {}-{}/{size}",
            range.start,
            range.end.saturating_sub(1)
        )
    });
    let length = range.end - range.start;
    let body = if method == Method::HEAD || length == 0 {
        Body::empty()
    } else {
        bytes(server, caller, attachment, range).await?
    };
    let mut response =
        (status, [(CONTENT_LENGTH, HeaderValue::from(length))], body).into_response();
    if let Some(part) = part.and_then(|part| HeaderValue::try_from(part).ok()) {
        response.headers_mut().insert(CONTENT_RANGE, part);
    }
    Ok(response)
}

async fn bytes(
    server: &Server,
    caller: &Caller,
    attachment: &Attachment,
    range: Range<u64>,
) -> Result<Body, Failure> {
    let stream = server
        .app()
        .attachments()
        .read_range(attachment.hash, range)
        .await;
    match stream {
        Ok(stream) => Ok(Body::from_stream(stream)),
        // The library knows the attachment, but its bytes are gone: the person's business.
        Err(error) => Err(ApiError::internal(error, &caller.request).into()),
    }
}

fn describe(headers: &mut HeaderMap, attachment: &Attachment, download: bool, tag: &str) {
    let shown = presentation(&attachment.media_type);
    let disposition = disposition(shown.inline && !download, &attachment.file_name);
    for (name, value) in [
        (CONTENT_TYPE, shown.content_type),
        (CONTENT_DISPOSITION, disposition.as_str()),
        (CONTENT_SECURITY_POLICY, ATTACHMENT_POLICY),
        (ACCEPT_RANGES, "bytes"),
        (ETAG, tag),
        // The bytes of an id never change, but whether the caller may have them can.
        (CACHE_CONTROL, "private, no-cache"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
}

fn matches(known: &str, tag: &str) -> bool {
    known.split(',').any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    })
}

fn unreadable(error: &QueryRejection) -> Failure {
    Failure::of(
        ErrorCode::Invalid,
        format!("the address cannot be read: {error}"),
        "docs/api.md describes it.",
    )
}
