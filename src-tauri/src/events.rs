//! What changed in the library, told to the interface.

use longhand_api::App;
use longhand_api::model::Event;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// The name under which the interface listens.
const NAME: &str = "longhand://event";

/// Forwards every event for as long as the library is open.
pub(crate) fn forward(handle: AppHandle, app: &App) {
    let mut events = app.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                Err(RecvError::Lagged(_missed)) => Event::Elsewhere,
                Err(RecvError::Closed) => break,
            };
            if let Err(error) = handle.emit(NAME, &event) {
                tracing::warn!(%error, "the interface was not told of a change");
            }
        }
    });
}
