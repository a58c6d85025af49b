//! A job at work: its live state, its cancel token, and the turn it waits for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use longhand_model::{Job, JobId, JobProgress, JobState, Timestamp};
use serde_json::Value;

use super::tell;
use crate::{App, CoreError};

/// Progress is told at most ten times a second.
const BETWEEN_WORDS: Duration = Duration::from_millis(100);

/// What a job's work holds: the library, its progress, and whether it should stop.
#[derive(Clone)]
pub struct JobContext {
    app: App,
    running: Arc<Running>,
}

impl JobContext {
    pub(super) fn new(app: App, running: Arc<Running>) -> Self {
        Self { app, running }
    }

    /// Returns the library.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Returns the job's id.
    pub fn id(&self) -> JobId {
        self.running.id()
    }

    /// Fails once a person asked to stop; call it between steps.
    ///
    /// # Errors
    /// [`CoreError::Cancelled`].
    pub fn check(&self) -> Result<(), CoreError> {
        if self.is_cancelled() {
            Err(CoreError::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Ends a cancelled job with what it brought until then: `Err(context.cancelled_with(result))`.
    #[must_use]
    pub fn cancelled_with(&self, result: Value) -> CoreError {
        self.ended_early(CoreError::Cancelled, result)
    }

    /// Ends a job early, because it was cancelled or failed, with what it brought until then:
    /// `Err(context.ended_early(why, result))`.
    #[must_use]
    pub fn ended_early(&self, why: CoreError, result: Value) -> CoreError {
        self.running.lock().job.result = Some(result);
        why
    }

    /// Says whether a person asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.running.cancelled.load(Ordering::Acquire)
    }

    /// Says how far the work is. Cheap: listeners hear of it at most ten times a second.
    pub fn progress(&self, done: u64, total: Option<u64>, current: &str) {
        let progress = JobProgress {
            done,
            total,
            current: current.to_owned(),
        };
        if let Some(job) = self.running.advance(progress) {
            tell(&self.app, &job);
        }
    }

    pub(super) fn running(&self) -> &Running {
        &self.running
    }
}

/// Whether the work of a job may begin again when it does not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Possible,
    Never,
}

/// The live state of a job of this process.
pub(super) struct Running {
    id: JobId,
    again: Again,
    state: Mutex<Live>,
    ended: Condvar,
    cancelled: AtomicBool,
}

struct Live {
    job: Job,
    told: Option<Instant>,
    ended: bool,
}

impl Running {
    pub(super) fn new(job: Job, again: Again) -> Self {
        Self {
            id: job.id,
            again,
            state: Mutex::new(Live {
                job,
                told: None,
                ended: false,
            }),
            ended: Condvar::new(),
            cancelled: AtomicBool::new(false),
        }
    }

    pub(super) fn id(&self) -> JobId {
        self.id
    }

    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
    }

    pub(super) fn snapshot(&self) -> Job {
        self.lock().job.clone()
    }

    pub(super) fn enter(&self, state: JobState) -> Job {
        let mut live = self.lock();
        live.job.state = state;
        live.job.clone()
    }

    pub(super) fn finish(
        &self,
        state: JobState,
        at: Timestamp,
        result: Option<Value>,
        error: Option<String>,
    ) -> Job {
        let mut live = self.lock();
        live.job.state = state;
        live.job.finished_at = Some(at);
        // A job that ended early may have left what it brought until then.
        live.job.result = result.or(live.job.result.take());
        live.job.error = error;
        live.job.resumable = self.again == Again::Possible && state != JobState::Completed;
        live.job.clone()
    }

    /// Wakes whoever waits for the end: everything about it is written down by now.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.ended.notify_all();
    }

    pub(super) fn wait(&self) {
        let live = self.lock();
        let _ended = self
            .ended
            .wait_while(live, |live| !live.ended)
            .unwrap_or_else(PoisonError::into_inner);
    }

    /// Notes progress; returns the job when it is time to tell listeners.
    fn advance(&self, progress: JobProgress) -> Option<Job> {
        let mut live = self.lock();
        live.job.progress = progress;
        let now = Instant::now();
        if live.told.is_some_and(|told| now - told < BETWEEN_WORDS) {
            return None;
        }
        live.told = Some(now);
        Some(live.job.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Live> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Turns: a job waits for one before it works.
pub(super) struct Permits {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A turn; the next job gets it when this is dropped.
pub(super) struct Permit {
    of: Arc<Permits>,
}

impl Permits {
    pub(super) fn new(free: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Mutex::new(free),
            freed: Condvar::new(),
        })
    }

    /// Waits for a turn, or until it is no longer wanted.
    pub(super) fn take(self: &Arc<Self>, unwanted: impl Fn() -> bool) -> Option<Permit> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            if unwanted() {
                return None;
            }
            let (guard, _timeout) = self
                .freed
                .wait_timeout(free, BETWEEN_WORDS)
                .unwrap_or_else(PoisonError::into_inner);
            free = guard;
        }
        *free -= 1;
        Some(Permit {
            of: Arc::clone(self),
        })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.of.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.of.freed.notify_one();
    }
}
