//! The open library with all that works on it: what every use-case takes first.
//!
//! Owns how a transaction ends in events and how sync work stays off async threads. Holds no rules
//! of its own about documents; those are in the use-cases.

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use longhand_attachments::AttachmentStore;
use longhand_model::{BatchId, Cause, Event, Settings, Sources};
use longhand_store::{Library, OpenError, Options, Reader, Writer};
use tokio::sync::broadcast;

use crate::error::CoreError;
use crate::job::Jobs;
use crate::{Caller, elsewhere, housekeeping, job, preview, recent, sample, settings};

/// How many events a slow listener may fall behind before it is told that it missed some.
const EVENTS_KEPT: usize = 1_024;

/// How a library is opened.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// The library file, `name.longhand`.
    pub library: PathBuf,
    /// What happens when the file is not there.
    pub create: Create,
    /// What a library that is made starts with.
    pub first: FirstContent,
    /// Whether the program keeps house and listens for other processes while it is open.
    pub background: Background,
    /// The time zone that dates in templates are shown in.
    pub time_zone: TimeZone,
}

impl AppOptions {
    /// Opens or makes a library with sample documents, keeps house, and shows dates in UTC.
    pub fn new(library: impl Into<PathBuf>) -> Self {
        Self {
            library: library.into(),
            create: Create::IfMissing,
            first: FirstContent::Samples,
            background: Background::On,
            time_zone: TimeZone::UTC,
        }
    }
}

/// What happens when the library file is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Create {
    /// It is made.
    IfMissing,
    /// Opening fails.
    Never,
}

/// What a library that is made starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstContent {
    /// A few sample documents, linked to one another.
    Samples,
    /// Nothing.
    Empty,
}

/// What runs behind the use-cases while the library is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Housekeeping after opening, the substring index, and word of other processes.
    On,
    /// Nothing: for a command that is over in a moment.
    Off,
}

/// An open library. Cloning is cheap; all clones are the same library.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    library: Library,
    attachments: AttachmentStore,
    events: broadcast::Sender<Event>,
    jobs: Jobs,
    pub(crate) recent: recent::RecentTexts,
    pub(crate) previews: preview::Previews,
    time_zone: TimeZone,
    background: Background,
    /// When this process last wrote a text that the index of parts of words does not have yet.
    unindexed: Mutex<Option<Instant>>,
    /// Drives the attachment store for synchronous use-cases; taken when the library closes.
    runtime: Option<tokio::runtime::Runtime>,
    _watch: elsewhere::Watch,
}

impl Inner {
    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    /// Takes the note that texts wait for the index of parts of words, if the last of them has waited
    /// for this long. What is written from now on is noted anew.
    pub(crate) fn take_unindexed(&self, quiet: Duration) -> Option<Instant> {
        self.unindexed().take_if(|since| since.elapsed() >= quiet)
    }

    /// Puts the note back: there is more to index.
    pub(crate) fn still_unindexed(&self, since: Instant) {
        self.unindexed().get_or_insert(since);
    }

    fn unindexed(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.unindexed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.background == Background::Off {
            // Nobody else will soon: a command that wrote a text indexes it on its way out.
            housekeeping::index_before_closing(self);
        }
        if let Some(runtime) = self.runtime.take() {
            // The last clone may go on an async thread, where waiting for the runtime would panic.
            runtime.shutdown_background();
        }
    }
}

/// What a transaction gave, and the batch that undoes it.
#[derive(Debug, Clone, Copy)]
pub struct Written<T> {
    /// What it gave.
    pub value: T,
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

impl App {
    /// Opens a library, or makes it.
    ///
    /// # Errors
    /// The outcomes of opening: not found, not a library, damaged, newer, locked, read-only, disk full.
    pub fn open(options: AppOptions, sources: Sources) -> Result<Self, CoreError> {
        let path = options.library.clone();
        let store_options = Options::default();
        let opened = Library::open(&path, sources.clone(), store_options);
        let (library, made) = match (opened, options.create) {
            (Err(OpenError::NotFound { .. }), Create::IfMissing) => {
                let library = Library::create(&path, sources.clone(), store_options);
                (library.map_err(CoreError::open)?, true)
            }
            (opened, _) => (opened.map_err(CoreError::open)?, false),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("longhand-files")
            .enable_all()
            .build()
            .map_err(CoreError::internal)?;
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let app = Self {
            inner: Arc::new_cyclic(|weak: &Weak<Inner>| Inner {
                attachments: AttachmentStore::beside(&path, sources),
                jobs: Jobs::new(&path),
                recent: recent::RecentTexts::default(),
                previews: preview::Previews::default(),
                time_zone: options.time_zone,
                background: options.background,
                unindexed: Mutex::default(),
                runtime: Some(runtime),
                _watch: match options.background {
                    Background::On => elsewhere::Watch::start(weak.clone()),
                    Background::Off => elsewhere::Watch::none(),
                },
                events,
                library,
            }),
        };
        job::mark_interrupted(&app)?;
        if made && options.first == FirstContent::Samples {
            sample::write(&app)?;
        }
        if options.background == Background::On {
            housekeeping::in_background(&app);
        }
        Ok(app)
    }

    /// Returns the library file.
    pub fn library(&self) -> &Library {
        &self.inner.library
    }

    /// Returns the bytes of the attachments.
    pub fn attachments(&self) -> &AttachmentStore {
        &self.inner.attachments
    }

    /// Returns the jobs of this process.
    pub fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    /// Returns the clock and the randomness.
    pub fn sources(&self) -> &Sources {
        self.inner.library.sources()
    }

    /// Returns the time zone that dates are shown in.
    pub fn time_zone(&self) -> &TimeZone {
        &self.inner.time_zone
    }

    /// Returns what runs behind the use-cases.
    pub(crate) fn background(&self) -> Background {
        self.inner.background
    }

    /// Reads the settings.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn settings(&self) -> Result<Settings, CoreError> {
        self.read(settings::read)
    }

    /// Listens to what changes. A listener that falls behind is told so and re-reads.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Makes an id for a request, for logs and references.
    pub fn request_id(&self) -> String {
        use std::fmt::Write as _;
        let random: [u8; 6] = self.sources().random();
        random.iter().fold(String::new(), |mut id, byte| {
            let _infallible = write!(id, "{byte:02x}");
            id
        })
    }

    /// Reads in one snapshot.
    ///
    /// # Errors
    /// Whatever the closure says, or the library cannot be read.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&Reader) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        self.inner.library.read(read)
    }

    /// Writes in one transaction; once it is on disk, its events leave.
    ///
    /// # Errors
    /// Whatever the closure says (nothing is written then), or the library cannot be written.
    pub fn write<T>(
        &self,
        caller: &Caller,
        command: &str,
        write: impl FnOnce(&Writer) -> Result<T, CoreError>,
    ) -> Result<Written<T>, CoreError> {
        let cause = caller.cause(self.sources(), command);
        self.write_because(&cause, write)
    }

    /// Writes one more transaction of a batch that spans several, such as an import.
    ///
    /// # Errors
    /// As [`App::write`].
    pub fn write_because<T>(
        &self,
        cause: &Cause,
        write: impl FnOnce(&Writer) -> Result<T, CoreError>,
    ) -> Result<Written<T>, CoreError> {
        let committed = self.inner.library.write(cause, write)?;
        for event in committed.events {
            if matches!(event, Event::Documents { text: true, .. }) {
                *self.inner.unindexed() = Some(Instant::now());
            }
            self.send(event);
        }
        Ok(Written {
            value: committed.value,
            batch: cause.batch,
        })
    }

    /// Runs blocking work off the async threads.
    ///
    /// # Errors
    /// [`CoreError::Internal`] when the work panicked or the runtime is going down.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> T + Send + 'static,
    ) -> Result<T, CoreError> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .map_err(CoreError::internal)
    }

    /// Waits, on a thread that may block, for work on the attachment store.
    ///
    /// # Panics
    /// On an async thread; use-cases never run there.
    pub fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self.inner
            .runtime
            .as_ref()
            .expect("invariant: the runtime is taken only when the last clone is dropped")
            .block_on(work)
    }

    /// Sends an event; nobody listening is fine.
    pub(crate) fn send(&self, event: Event) {
        self.inner.previews.hear(&event);
        let _listeners = self.inner.events.send(event);
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("library", &self.inner.library.path())
            .finish_non_exhaustive()
    }
}
