//! `longhand-asset://localhost/attachment/<id>`: the files of documents, for the window.
//!
//! The answers are those of the HTTP server, asked in this process: the same types, the same policy
//! for pictures with scripts in them, the same ranges.

use longhand_http::Server;
use tauri::http::header::RANGE;
use tauri::http::{HeaderValue, Method, Request, Response, StatusCode};
use tauri::{AppHandle, Manager, UriSchemeResponder};

/// The scheme, named in the content security policy.
pub(crate) const SCHEME: &str = "longhand-asset";

/// Bytes that one answer holds at most: a player that wants more asks again.
const PIECE: u64 = 4 << 20;

/// Bytes of a whole file that is asked for without a range.
const WHOLE: usize = 64 << 20;

/// Answers off the main thread.
pub(crate) fn answer(app: &AppHandle, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let server = app
        .try_state::<Server>()
        .map(|server| server.inner().clone());
    tauri::async_runtime::spawn(async move {
        let response = match (server, translated(&request)) {
            (Some(server), Some(request)) => server.ask(request, WHOLE).await,
            (None, _) | (_, None) => nothing(),
        };
        responder.respond(response);
    });
}

fn nothing() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// The same question to the HTTP server; none, if it is not about an attachment.
fn translated(request: &Request<Vec<u8>>) -> Option<Request<Vec<u8>>> {
    let id = request.uri().path().strip_prefix("/attachment/")?;
    if request.method() != Method::GET || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        return None;
    }
    let mut translated = Request::get(format!("/v1/attachments/{id}"));
    if let Some(range) = request.headers().get(RANGE) {
        translated = translated.header(RANGE, bounded(range));
    }
    translated.body(Vec::new()).ok()
}

/// Shortens a range without an end, or with a far one, to a piece.
fn bounded(range: &HeaderValue) -> HeaderValue {
    let shortened = range.to_str().ok().and_then(|text| {
        let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
        let first: u64 = first.parse().ok()?;
        let far = first.saturating_add(PIECE - 1);
        let last = last.parse().map_or(far, |last: u64| last.min(far));
        HeaderValue::from_str(&format!("bytes={first}-{last}")).ok()
    });
    shortened.unwrap_or_else(|| range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_never_longer_than_a_piece() {
        let cases = [
            ("bytes=0-", "bytes=0-4194303"),
            ("bytes=100-", "bytes=100-4194403"),
            ("bytes=0-99", "bytes=0-99"),
            ("bytes=1-99999999", "bytes=1-4194304"),
            ("bytes=-500", "bytes=-500"),
            ("lines=1-2", "lines=1-2"),
        ];
        for (asked, expected) in cases {
            assert_eq!(
                bounded(&HeaderValue::from_static(asked)),
                expected,
                "{asked}"
            );
        }
    }

    #[test]
    fn only_attachments_are_asked_for() {
        let cases = [
            ("/attachment/0190-ab", Some("/v1/attachments/0190-ab")),
            ("/attachment/../rpc/x", None),
            ("/attachment/%2e%2e/x", None),
            ("/rpc/library.info", None),
            ("/", None),
        ];
        for (path, expected) in cases {
            let uri = format!("longhand-asset://localhost{path}");
            let request = Request::get(uri)
                .body(Vec::new())
                .expect("the address can be read");
            let translated = translated(&request).map(|request| request.uri().to_string());
            assert_eq!(translated.as_deref(), expected, "{path}");
        }
    }
}
