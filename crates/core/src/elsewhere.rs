//! The light thread of an open library: once a second it asks whether somebody else wrote.
//!
//! SQLite has no notification between processes; one `PRAGMA data_version` a second is what it costs.
//! When nobody has typed for a while, it also lets [`housekeeping`] index what was written.

use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::Duration;

use longhand_model::Event;

use crate::app::{App, Inner};
use crate::housekeeping;

const EVERY: Duration = Duration::from_secs(1);

/// The thread; it ends when this is dropped.
pub(crate) struct Watch {
    stop: Option<Arc<Stop>>,
}

#[derive(Default)]
struct Stop {
    stopped: Mutex<bool>,
    wake: Condvar,
}

impl Watch {
    /// Starts asking. The thread holds the library only while it asks.
    pub(crate) fn start(library: Weak<Inner>) -> Self {
        let stop = Arc::new(Stop::default());
        let for_thread = Arc::clone(&stop);
        let started = std::thread::Builder::new()
            .name("longhand-elsewhere".to_owned())
            .spawn(move || run(&library, &for_thread));
        if let Err(cause) = started {
            tracing::warn!(%cause, "changes by other processes will not be noticed");
        }
        Self { stop: Some(stop) }
    }

    /// Asks nothing.
    pub(crate) const fn none() -> Self {
        Self { stop: None }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(stop) = &self.stop {
            *stop.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
            stop.wake.notify_all();
        }
    }
}

fn run(library: &Weak<Inner>, stop: &Stop) {
    while !stop.within(EVERY) {
        let Some(inner) = library.upgrade() else {
            return;
        };
        let app = App { inner };
        look(&app);
        housekeeping::index_when_quiet(&app);
    }
}

/// Asks once, and tells every listener when somebody else wrote.
pub(crate) fn look(app: &App) {
    match app.library().changed_elsewhere() {
        Ok(true) => app.send(Event::Elsewhere),
        Ok(false) => {}
        Err(cause) => tracing::warn!(%cause, "could not ask whether another process wrote"),
    }
}

impl Stop {
    /// Waits; true when the library was closed meanwhile.
    fn within(&self, time: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let (stopped, _timeout) = self
            .wake
            .wait_timeout_while(stopped, time, |stopped| !*stopped)
            .unwrap_or_else(PoisonError::into_inner);
        *stopped
    }
}
