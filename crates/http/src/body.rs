//! Request bodies as streams: bounded in size, refused when they stall.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use bytes::Bytes;
use futures::Stream;
use futures::stream::{self, TryStreamExt as _};
use longhand_api::ErrorCode;

use crate::failure::Failure;

/// A body that brings nothing for this long has stalled.
const STALLED: Duration = Duration::from_secs(60);

/// Opens a body of at most `most` bytes; one that says it is larger is refused at once.
///
/// The stream fails with [`io::ErrorKind::FileTooLarge`] when it turns out larger than it said, and
/// with [`io::ErrorKind::TimedOut`] when it stalls.
pub(crate) fn open(
    headers: &HeaderMap,
    body: Body,
    most: u64,
) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + Unpin + use<>, Failure> {
    let said = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<u64>().ok());
    if said.is_some_and(|said| said > most) {
        return Err(too_large(most));
    }
    Ok(Box::pin(stream::try_unfold(
        (body.into_data_stream(), 0_u64),
        move |(mut data, before)| async move {
            let Some(bytes) = next(&mut data).await? else {
                return Ok(None);
            };
            let so_far = before.saturating_add(bytes.len() as u64);
            if so_far > most {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            Ok(Some((bytes, (data, so_far))))
        },
    )))
}

/// What stopped a body, for those who only see that it stopped.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome(Arc<OnceLock<io::ErrorKind>>);

impl Outcome {
    /// Returns what stopped it; none when nothing did.
    pub(crate) fn error_kind(&self) -> Option<io::ErrorKind> {
        self.0.get().copied()
    }
}

/// Notes what stops a body.
pub(crate) fn noted<S>(
    stream: S,
) -> (
    impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
    Outcome,
)
where
    S: Stream<Item = io::Result<Bytes>> + Send + Unpin,
{
    let outcome = Outcome::default();
    let noted = outcome.clone();
    let stream = stream.inspect_err(move |error| {
        // The first error is the one that stopped it.
        let _noted_before = noted.0.set(error.kind());
    });
    (stream, outcome)
}

/// Turns what went wrong on the way in into what the client is told.
pub(crate) fn failure(error: &io::Error, most: u64) -> Failure {
    let kind = error.kind();
    if kind == io::ErrorKind::FileTooLarge {
        return too_large(most);
    }
    if [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded].contains(&kind) {
        return Failure::of(
            ErrorCode::DiskFull,
            "the disk is full",
            "Free some space and send it again.",
        );
    }
    Failure::of(
        ErrorCode::Invalid,
        format!("the bytes did not arrive whole: {kind}"),
        "Send them again.",
    )
}

async fn next(data: &mut BodyDataStream) -> io::Result<Option<Bytes>> {
    tokio::time::timeout(STALLED, data.try_next())
        .await
        .map_err(|_elapsed| io::ErrorKind::TimedOut)?
        .map_err(io::Error::other)
}

fn too_large(most: u64) -> Failure {
    Failure::of(
        ErrorCode::TooLarge,
        format!("the request is larger than {most} bytes"),
        "Files travel through /v1/uploads and /v1/attachments; `lh import` has no such limit.",
    )
}
