//! What the interface may ask of the shell. Each command is granted in `permissions/shell.toml`.

use longhand_api::{ApiError, Caller, ErrorCode, Given};
use longhand_http::Server;
use serde_json::Value;
use tauri::http;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, Url, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

use crate::given::Waiting;
use crate::paths::PickedPaths;
use crate::window::{self, Ready};

/// Runs a command of the library.
#[tauri::command]
pub(crate) async fn rpc(
    server: State<'_, Server>,
    picked: State<'_, PickedPaths>,
    name: String,
    body: Value,
    client: String,
) -> Result<Value, ApiError> {
    picked.check(&name, &body)?;
    server
        .call(&Caller::person(Some(client)), &name, body)
        .await
}

/// Lets the person choose files, and returns where they are.
#[tauri::command]
pub(crate) async fn pick_files(
    window: WebviewWindow,
    picked: State<'_, PickedPaths>,
) -> Result<Vec<String>, ApiError> {
    let (answer, chosen) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(&window)
        .pick_files(|files| drop(answer.send(files)));
    Ok(picked.admit(chosen.await.ok().flatten().unwrap_or_default()))
}

/// Lets the person choose a folder, and returns where it is.
#[tauri::command]
pub(crate) async fn pick_folder(
    window: WebviewWindow,
    picked: State<'_, PickedPaths>,
) -> Result<Option<String>, ApiError> {
    let (answer, chosen) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(&window)
        .pick_folder(|folder| drop(answer.send(folder)));
    Ok(admit_one(&picked, chosen.await.ok().flatten()))
}

/// Lets the person choose a place and a name for a new file.
#[tauri::command]
pub(crate) async fn save_path(
    window: WebviewWindow,
    picked: State<'_, PickedPaths>,
    name: String,
) -> Result<Option<String>, ApiError> {
    let (answer, chosen) = oneshot::channel();
    let dialog = window
        .dialog()
        .file()
        .set_parent(&window)
        .set_file_name(name);
    dialog.save_file(|file| drop(answer.send(file)));
    Ok(admit_one(&picked, chosen.await.ok().flatten()))
}

fn admit_one(picked: &PickedPaths, path: Option<FilePath>) -> Option<String> {
    picked.admit(path).pop()
}

/// Takes the bytes of a file: an attachment of the document in the header `document`, of none where
/// that is empty, or without the header a file to import. The header `name` is the file's name, percent-encoded.
#[tauri::command]
pub(crate) async fn upload(
    server: State<'_, Server>,
    request: Request<'_>,
) -> Result<Value, ApiError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(ApiError::new(
            ErrorCode::Invalid,
            "the upload carries no bytes",
            "",
        ));
    };
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let name = header("name").unwrap_or_default();
    let place = match header("document") {
        Some("") => format!("/v1/attachments?name={name}"),
        Some(document) => format!("/v1/attachments?document={document}&name={name}"),
        None => format!("/v1/uploads?name={name}"),
    };
    let request = http::Request::post(place)
        .body(bytes.clone())
        .map_err(|_unreadable| {
            ApiError::new(ErrorCode::Invalid, "the file has no readable name", "")
        })?;
    answer(&server.ask(request, ANSWER).await)
}

/// Bytes that the answer to an upload holds at most.
const ANSWER: usize = 1 << 20;

/// Reads what the server said about an upload.
fn answer(response: &http::Response<Vec<u8>>) -> Result<Value, ApiError> {
    let body = response.body();
    if response.status().is_success() {
        serde_json::from_slice(body).map_err(|error| ApiError::internal(error, "upload"))
    } else {
        Err(serde_json::from_slice(body)
            .unwrap_or_else(|error| ApiError::internal(error, "upload")))
    }
}

/// Opens a link in the person's own browser or mail program.
#[tauri::command]
pub(crate) async fn open_external(url: String) -> Result<(), ApiError> {
    let url = outside(&url).ok_or_else(|| {
        ApiError::new(
            ErrorCode::Forbidden,
            "only web and mail addresses are opened",
            "Copy the address if you trust it.",
        )
    })?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| {
        tracing::warn!(%error, "no program opened a link");
        ApiError::new(
            ErrorCode::Unsupported,
            "no program here opens that address",
            "",
        )
    })
}

/// An address that may leave the program.
fn outside(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto").then_some(url)
}

/// Names the window after what it shows.
#[tauri::command]
pub(crate) async fn set_title(window: WebviewWindow, title: String) -> Result<(), ApiError> {
    // A title is the person's own text; a window manager wants one short line of it.
    let line: String = title
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    window
        .set_title(&line)
        .map_err(|error| ApiError::internal(error, "set_title"))
}

/// Hands over what the desktop gave to the program and the interface has not taken yet.
#[tauri::command]
pub(crate) async fn take_given(waiting: State<'_, Waiting>) -> Result<Vec<Given>, ApiError> {
    Ok(waiting.take())
}

/// The interface has drawn itself.
#[tauri::command]
pub(crate) async fn ui_ready(ready: State<'_, Ready>) -> Result<(), ApiError> {
    window::ready(&ready);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::outside;

    #[test]
    fn only_web_and_mail_addresses_leave_the_program() {
        let cases = [
            ("https://example.org/a?b#c", true),
            ("http://example.org", true),
            ("mailto:ada@example.org", true),
            ("MAILTO:ada@example.org", true),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("data:text/html,x", false),
            ("smb://host/share", false),
            ("ms-settings:", false),
            ("-version", false),
            ("/usr/bin/env", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(outside(text).is_some(), expected, "{text}");
        }
    }
}
