//! The one window: made hidden, shown when it has something to show, and never led astray.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Manager, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tauri_plugin_dialog::FilePath;
use tauri_plugin_window_state::StateFlags;

use crate::paths::PickedPaths;

/// The window's label, in the configuration and in the capability.
const LABEL: &str = "main";

/// A window that is slow to draw is shown anyway after this long: an empty one says more than none.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// After this long without a word from the interface, something is wrong.
const SUSPICION: Duration = Duration::from_secs(8);

/// Told once when the interface has drawn itself.
pub(crate) struct Ready(Sender<()>);

/// What is remembered of the window from one start to the next; when it is shown is decided here.
pub(crate) fn kept_state() -> StateFlags {
    StateFlags::all() & !StateFlags::VISIBLE
}

/// Makes the window of the configuration, hidden.
///
/// # Errors
/// The web view could not be made.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    let window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_interface)
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .on_download(|_webview, _event| false)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event {
            let dropped = paths.iter().cloned().map(FilePath::Path);
            handle.state::<PickedPaths>().admit(dropped);
        }
    });
    let (ready, waiting) = mpsc::channel();
    app.manage(Ready(ready));
    std::thread::spawn(move || {
        let answer = waiting.recv_timeout(PATIENCE);
        show(&window);
        if answer == Err(RecvTimeoutError::Timeout)
            && waiting.recv_timeout(SUSPICION.saturating_sub(PATIENCE))
                == Err(RecvTimeoutError::Timeout)
        {
            tracing::warn!(
                "the interface has not drawn itself; if the window stays empty, start again with \
                 WEBKIT_DISABLE_COMPOSITING_MODE=1"
            );
        }
    });
    Ok(())
}

/// Shows the window: the interface has drawn itself.
pub(crate) fn ready(ready: &Ready) {
    // `cargo xtask bench start` waits for this line.
    tracing::debug!("ready: the interface has drawn itself");
    if ready.0.send(()).is_err() {
        tracing::debug!("the interface said again that it has drawn itself");
    }
}

/// Brings the window to the front, for a second start of the program.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        if let Err(error) = window.unminimize() {
            tracing::debug!(%error, "the window stays minimised");
        }
        show(&window);
    }
}

fn show(window: &WebviewWindow) {
    if let Err(error) = window.show().and_then(|()| window.set_focus()) {
        tracing::error!(%error, "the window could not be shown");
    }
}

/// Whether the window may go there: to the interface itself and to empty frames, nowhere else.
fn is_interface(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // The name of the same scheme on Windows.
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        "about" => matches!(url.path(), "blank" | "srcdoc"),
        _foreign => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_the_interface() {
        let cases = [
            ("tauri://localhost/", true),
            ("tauri://localhost/index.html?x#y", true),
            ("http://tauri.localhost/", true),
            ("about:blank", true),
            ("about:srcdoc", true),
            ("tauri://elsewhere/", false),
            ("http://tauri.localhost:8080/", false),
            ("http://tauri.localhost.example.org/", false),
            ("https://example.org/", false),
            ("http://127.0.0.1:7717/", false),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("data:text/html,<script>alert(1)</script>", false),
            ("longhand-asset://localhost/attachment/x", false),
            ("about:config", false),
        ];
        for (text, expected) in cases {
            let url = Url::parse(text).expect("the address can be read");
            assert_eq!(is_interface(&url), expected, "{text}");
        }
    }
}
