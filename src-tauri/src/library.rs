//! The library that the window shows: found, opened, and what is said when it cannot be.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use longhand_api::ApiError;
use longhand_http::{Limits, Server};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::given::Waiting;
use crate::paths::PickedPaths;
use crate::{events, window};

/// Opens the library and then the window; or says why there is nothing to show, and ends.
///
/// # Errors
/// The web view could not be made.
pub(crate) fn open(handle: &AppHandle, path: Option<PathBuf>) -> tauri::Result<()> {
    let Some(path) = path.or_else(longhand_api::default_library) else {
        refuse(
            handle,
            "Longhand found no folder of yours to keep a library in.\n\nName one: longhand --library \
             PATH",
        );
        return Ok(());
    };
    match longhand_api::open_library(&path) {
        Ok(app) => {
            tracing::info!("the library is open");
            events::forward(handle.clone(), &app);
            // The window asks in this process and never listens: the address names nothing.
            let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            handle.manage(Server::new(app, nowhere, Limits::default()));
            handle.manage(PickedPaths::default());
            handle.manage(Waiting::default());
            window::open(handle)
        }
        Err(error) => {
            refuse(handle, &explain(&path, &error));
            Ok(())
        }
    }
}

/// What the person reads when the library cannot be opened.
fn explain(path: &Path, error: &ApiError) -> String {
    let hint = error.hint.as_deref().unwrap_or_default();
    format!("{}\n\n{hint}\n\n{}", error.message, path.display())
}

/// Says why there is no window, in a dialog and in the log, and ends the program.
fn refuse(handle: &AppHandle, message: &str) {
    tracing::error!("{message}");
    let ending = handle.clone();
    handle
        .dialog()
        .message(message)
        .title("Longhand")
        .kind(MessageDialogKind::Error)
        .show(move |_confirmed| ending.exit(1));
}
