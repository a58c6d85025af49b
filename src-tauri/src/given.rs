//! What the desktop hands to the program waits here until the interface asks for it.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use longhand_api::{Given, read_given};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::FilePath;

use crate::paths::PickedPaths;

/// Things that wait at most; whoever starts the program with more wants a folder.
const WAITING: usize = 1_000;

/// Told to the interface when something waits for it.
const EVENT: &str = "longhand://given";

/// What the interface has not taken yet.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Vec<Given>>);

impl Waiting {
    /// Hands over everything that waits.
    pub(crate) fn take(&self) -> Vec<Given> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, given: impl IntoIterator<Item = Given>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = WAITING.saturating_sub(waiting.len());
        waiting.extend(given.into_iter().take(room));
    }
}

/// Reads what the program was given, for the interface; nothing is read while no library is open.
///
/// The files are the person's own choice, so the interface may name them.
pub(crate) fn hand_over(app: &AppHandle, words: &[OsString], folder: &Path) {
    let Some(picked) = app.try_state::<PickedPaths>() else {
        return;
    };
    let given = read_given(words, folder);
    for one in &given {
        if let Given::Files { paths } = one {
            picked.admit(paths.iter().map(|path| FilePath::Path(path.into())));
        }
    }
    app.state::<Waiting>().add(given);
    if let Err(error) = app.emit(EVENT, ()) {
        tracing::warn!(%error, "the interface was not told of what was handed over");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_handed_over_once_and_bounded() {
        let waiting = Waiting::default();
        let one = Given::Unknown {
            name: "x".to_owned(),
        };
        waiting.add(std::iter::repeat_n(one, WAITING + 5));
        assert_eq!(waiting.take().len(), WAITING);
        assert!(waiting.take().is_empty());
    }
}
