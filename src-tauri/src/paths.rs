//! Which paths the interface may name: those that the person chose in a dialog or dropped.
//!
//! The interface shows text from outside. Should that ever run there, it must not be able to read or
//! write a file by naming it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use longhand_api::{ApiError, ErrorCode};
use serde_json::Value;
use tauri_plugin_dialog::FilePath;

/// Files that were uploaded, named by what the upload returned.
const UPLOAD: &str = "upload:";

/// The commands that take paths, and the field of their request with one path or a list of them.
const FIELDS: &[(&str, &str)] = &[
    ("import.scan", "sources"),
    ("import.run", "sources"),
    ("backup.create", "path"),
    ("backup.verify", "path"),
    ("backup.restore", "path"),
    ("attachment.add", "path"),
];

/// The paths that the person chose since the program started.
#[derive(Default)]
pub(crate) struct PickedPaths(Mutex<BTreeSet<String>>);

impl PickedPaths {
    /// Remembers chosen paths and returns them as the interface will name them.
    pub(crate) fn admit(&self, paths: impl IntoIterator<Item = FilePath>) -> Vec<String> {
        let texts: Vec<String> = paths.into_iter().map(|path| path.to_string()).collect();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(texts.iter().cloned());
        texts
    }

    /// Checks the paths in a request.
    ///
    /// # Errors
    /// `forbidden`, if the person did not choose one of them.
    pub(crate) fn check(&self, command: &str, body: &Value) -> Result<(), ApiError> {
        let Some((_, field)) = FIELDS.iter().find(|(name, _)| *name == command) else {
            return Ok(());
        };
        let picked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = body.get(*field).unwrap_or(&Value::Null);
        let paths = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        let is_chosen = |path: &str| path.starts_with(UPLOAD) || picked.contains(path);
        if paths.iter().filter_map(Value::as_str).all(is_chosen) {
            Ok(())
        } else {
            Err(ApiError::new(
                ErrorCode::Forbidden,
                "the window may only use files that you chose",
                "Choose the file or folder again.",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_that_nobody_chose_is_refused() {
        let picked = PickedPaths::default();
        picked.admit([FilePath::Path("/notes".into())]);
        let cases = [
            ("import.scan", json!({"sources": ["/notes"]}), true),
            (
                "import.scan",
                json!({"sources": ["upload:1", "/notes"]}),
                true,
            ),
            ("import.run", json!({"sources": ["/notes", "/etc"]}), false),
            ("import.run", json!({"sources": ["/notes/"]}), false),
            ("import.run", json!({"sources": []}), true),
            ("backup.create", json!({"path": "/notes"}), true),
            (
                "backup.create",
                json!({"path": "/etc/passwd", "history": true}),
                false,
            ),
            ("attachment.add", json!({"path": "/etc/passwd"}), false),
            ("document.get", json!({"path": "/etc/passwd"}), true),
            ("backup.create", json!({}), true),
        ];
        for (command, body, expected) in cases {
            assert_eq!(
                picked.check(command, &body).is_ok(),
                expected,
                "{command} {body}"
            );
        }
    }
}
