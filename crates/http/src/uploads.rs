//! `POST /v1/uploads`: files on their way to an import, as handles.
//!
//! A browser cannot name paths, so it sends the bytes first and names the handle in `import.scan` and
//! `import.run`. Files lie in a folder that only this user can open; one goes when its import has
//! ended, the rest when the server does.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use futures::TryStreamExt as _;
use longhand_api::model::{Access, Sources};
use longhand_api::{ApiError, ErrorCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::Server;
use crate::body;
use crate::failure::Failure;
use crate::identity::Known;

/// At most this many uploads wait for their import.
const MOST_WAITING: usize = 100;

/// The uploads of one server.
#[derive(Debug)]
pub(crate) struct Uploads {
    sources: Sources,
    /// Made with the first upload.
    folder: Mutex<Option<TempDir>>,
    files: Mutex<HashMap<String, PathBuf>>,
}

/// What an upload says besides its bytes.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    /// The file's name; its ending says what it is.
    #[serde(default)]
    name: String,
}

impl Uploads {
    /// Starts without any.
    pub(crate) fn new(sources: Sources) -> Self {
        Self {
            sources,
            folder: Mutex::default(),
            files: Mutex::default(),
        }
    }

    /// Puts the paths of uploads in the place of their handles, and names them as uploaded.
    ///
    /// Only this says what was uploaded: a client that could say so could have any file read.
    pub(crate) fn resolve(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        if !is_import(command) {
            return Ok(request);
        }
        let Value::Object(mut fields) = request else {
            return Ok(request);
        };
        if fields.contains_key("uploaded") {
            return Err(ApiError::new(
                ErrorCode::Invalid,
                "the field \"uploaded\" is not for clients",
                "Name uploads among the sources, as \"upload:…\".",
            ));
        }
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut uploaded = Vec::new();
        let sources = fields.get_mut("sources").and_then(Value::as_array_mut);
        for source in sources.into_iter().flatten() {
            if let Some(handle) = source.as_str().filter(|source| is_handle(source)) {
                let path = files.get(handle).ok_or_else(|| {
                    ApiError::new(
                        ErrorCode::NotFound,
                        format!("there is no {handle}"),
                        "An upload is gone once its import has ended: send the file again.",
                    )
                })?;
                *source = path.display().to_string().into();
                uploaded.push(source.clone());
            }
        }
        drop(files);
        if !uploaded.is_empty() {
            fields.insert("uploaded".to_owned(), uploaded.into());
        }
        Ok(Value::Object(fields))
    }

    /// Forgets uploads and removes their files.
    pub(crate) fn remove(&self, handles: &[String]) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        for path in handles.iter().filter_map(|handle| files.remove(handle)) {
            if let Some(folder) = path.parent()
                && let Err(error) = std::fs::remove_dir_all(folder)
            {
                tracing::warn!(%error, "an upload could not be removed");
            }
        }
    }

    /// Makes room for a file: a folder of its own, so that the file can keep its name.
    fn place(&self, name: &str) -> io::Result<(String, PathBuf)> {
        let random: [u8; 16] = self.sources.random();
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        if folder.is_none() {
            *folder = Some(private_folder("longhand-uploads-")?);
        }
        let of_upload = folder
            .as_ref()
            .map(|folder| folder.path().join(&id))
            .ok_or(io::ErrorKind::NotFound)?;
        std::fs::create_dir(&of_upload)?;
        Ok((format!("upload:{id}"), of_upload.join(file_name(name))))
    }

    fn waiting(&self) -> usize {
        self.files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    fn keep(&self, handle: String, path: PathBuf) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(handle, path);
    }
}

/// Returns the handles that a request names.
pub(crate) fn handles(request: &Value) -> Vec<String> {
    let sources = request.get("sources").and_then(Value::as_array);
    sources
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|source| is_handle(source))
        .map(str::to_owned)
        .collect()
}

/// Takes a file and answers its handle.
pub(crate) async fn add(
    State(server): State<Server>,
    Known(caller): Known,
    Query(said): Query<Said>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Failure> {
    if caller.access < Access::Write {
        return Err(Failure::of(
            ErrorCode::Forbidden,
            "this key may not send files",
            "Use a key with `write` access.",
        ));
    }
    if server.uploads().waiting() >= MOST_WAITING {
        return Err(Failure::of(
            ErrorCode::RateLimited,
            format!("{MOST_WAITING} uploads wait for their import"),
            "Import them, or start the server again, which removes them.",
        )
        .retry_after(60));
    }
    let most = server.limits().upload_bytes;
    let pieces = body::open(&headers, body, most)?;
    let failed = |error: io::Error| ApiError::internal(error, &caller.request);
    let (handle, path) = server.uploads().place(&said.name).map_err(failed)?;
    match write(&path, pieces).await {
        Ok(()) => {
            server.uploads().keep(handle.clone(), path);
            Ok(Json(json!({ "upload": handle })))
        }
        Err(error) => {
            if let Some(folder) = path.parent() {
                // The first error is the one to tell; the folder of all uploads goes at exit.
                drop(tokio::fs::remove_dir_all(folder).await);
            }
            Err(body::failure(&error, most))
        }
    }
}

async fn write(
    path: &Path,
    mut pieces: impl futures::Stream<Item = io::Result<bytes::Bytes>> + Unpin,
) -> io::Result<()> {
    let mut file = File::create_new(path).await?;
    while let Some(piece) = pieces.try_next().await? {
        file.write_all(&piece).await?;
    }
    file.flush().await
}

/// Makes a temporary folder that only this user can look into; it goes with what is returned.
///
/// # Errors
/// The system's, for example when there is no room.
pub fn private_folder(prefix: &str) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder.tempdir()
}

/// Says whether a command takes uploads.
fn is_import(command: &str) -> bool {
    matches!(command, "import.scan" | "import.run")
}

fn is_handle(source: &str) -> bool {
    source.starts_with("upload:")
}

/// Keeps of a name what cannot lead anywhere.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c))
        .take(100)
        .collect();
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() {
        "upload".to_owned()
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_leads_nowhere() {
        for (name, kept) in [
            ("notes.zip", "notes.zip"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\a.md", "a.md"),
            ("..", "upload"),
            ("", "upload"),
            (".hidden", "hidden"),
            ("写真 1.png", "写真 1.png"),
            ("a\0b\n.md", "ab.md"),
        ] {
            assert_eq!(file_name(name), kept, "{name:?}");
        }
        assert_eq!(file_name(&"x".repeat(300)).len(), 100);
    }
}
