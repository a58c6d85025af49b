//! Jobs: long work on threads of its own, with progress, cancel, and states that survive a restart.
//!
//! The library keeps every job's state; how far a running one is, only this process knows. What an
//! import or a backup does is not here: see [`crate::transfer`].
//!
//! *States.* A job begins pending, is processing once it has its turn, and ends completed, failed or
//! cancelled. One whose program ended first is found interrupted by the next that opens the library.
//! A failed, cancelled or interrupted job whose work may begin again keeps what it was asked for; it
//! becomes pending again, under its own id, when it is resumed. A completed one never does.

mod alive;
mod running;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use longhand_model::{Event, Job, JobId, JobKind, JobProgress, JobState};
use longhand_store::jobs;
use serde_json::Value;

pub use running::JobContext;

use crate::error::{CoreError, Thing};
use crate::{App, Caller};
use alive::{Alive, Sign};
use running::{Again, Permits, Running};

/// At most this many jobs are at work; the others wait their turn.
const AT_ONCE: usize = 2;

/// A job whose work may begin again when it did not come to its end.
pub(crate) struct Resumable {
    pub(crate) kind: JobKind,
    pub(crate) title: String,
    /// What it takes to start it again.
    pub(crate) request: Value,
    /// The job that is started again; none for a new one.
    pub(crate) again: Option<JobId>,
}

/// The jobs of this process.
pub struct Jobs {
    running: Mutex<Vec<Arc<Running>>>,
    permits: Arc<Permits>,
    alive: Alive,
}

impl Jobs {
    pub(crate) fn new(library: &Path) -> Self {
        Self {
            running: Mutex::default(),
            permits: Permits::new(AT_ONCE),
            alive: Alive::beside(library),
        }
    }

    /// Starts work on a thread of its own and returns at once; the job waits while others work.
    ///
    /// The work looks at [`JobContext::check`] often enough that a cancel is felt within a second.
    ///
    /// # Errors
    /// The library cannot be written, or the system gives no thread.
    pub fn start(
        app: &App,
        kind: JobKind,
        title: String,
        work: impl FnOnce(&JobContext) -> Result<Value, CoreError> + Send + 'static,
    ) -> Result<Job, CoreError> {
        let job = pending(app, app.sources().id(), kind, title);
        let sign = app.jobs().alive.sign(job.id)?;
        app.write(&Caller::program(), "job.start", |w| Ok(jobs::put(w, &job)?))?;
        begin(app, job, Again::Never, sign, work)
    }

    /// Starts work that may begin again when it did not come to its end; `again` is such a job.
    ///
    /// # Errors
    /// Those of [`Jobs::start`]; [`CoreError::Busy`] or [`CoreError::Invalid`] for a job that is at
    /// work or has done its work meanwhile.
    pub(crate) fn start_resumable(
        app: &App,
        start: Resumable,
        work: impl FnOnce(&JobContext) -> Result<Value, CoreError> + Send + 'static,
    ) -> Result<Job, CoreError> {
        let Resumable {
            kind,
            title,
            request,
            again,
        } = start;
        let id = again.unwrap_or_else(|| app.sources().id());
        let mut job = pending(app, id, kind, title);
        // Whoever holds the sign is the only one who starts it again.
        let sign = app.jobs().alive.sign(id)?;
        let command = if again.is_some() {
            "job.resume"
        } else {
            "job.start"
        };
        app.write(&Caller::program(), command, |w| {
            if again.is_some() {
                let ended = jobs::get(w, id)?;
                let ended = ended.ok_or_else(|| CoreError::not_found(Thing::Job, id))?;
                check_resumable(&ended)?;
                job.created_at = ended.created_at;
            }
            jobs::put(w, &job)?;
            Ok(jobs::set_request(w, id, &request)?)
        })?;
        begin(app, job, Again::Possible, sign, work)
    }

    /// Waits until a job of this process has ended; returns at once when it has.
    ///
    /// # Errors
    /// [`CoreError::NotFound`] when there is no such job.
    pub fn wait(app: &App, id: JobId) -> Result<Job, CoreError> {
        let running = app.jobs().find(id);
        if let Some(running) = running {
            running.wait();
        }
        get(app, id)
    }

    fn find(&self, id: JobId) -> Option<Arc<Running>> {
        self.lock().iter().find(|job| job.id() == id).cloned()
    }

    fn forget(&self, id: JobId) {
        self.lock().retain(|job| job.id() != id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lists the jobs, the latest first; at most 100.
///
/// # Errors
/// The library cannot be read.
pub fn list(app: &App) -> Result<Vec<Job>, CoreError> {
    let kept = app.read(|r| Ok(jobs::list(r, 100)?))?;
    Ok(kept.into_iter().map(|job| as_it_runs(app, job)).collect())
}

/// Returns a job as it stands.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn get(app: &App, id: JobId) -> Result<Job, CoreError> {
    let kept = app.read(|r| Ok(jobs::get(r, id)?))?;
    kept.map(|job| as_it_runs(app, job))
        .ok_or_else(|| CoreError::not_found(Thing::Job, id))
}

/// Asks a job to stop; it ends at its next step. A job that has ended stays as it is.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Unsupported`] when another process runs it.
pub fn cancel(app: &App, id: JobId) -> Result<Job, CoreError> {
    let job = get(app, id)?;
    match (app.jobs().find(id), job.state) {
        (Some(running), _) => running.cancel(),
        (None, JobState::Pending | JobState::Processing) => {
            return Err(CoreError::Unsupported {
                what: "Cancelling a job of another process".to_owned(),
                instead: "Cancel it where it was started, or end that program.",
            });
        }
        (
            None,
            JobState::Completed | JobState::Failed | JobState::Cancelled | JobState::Interrupted,
        ) => {}
    }
    get(app, id)
}

/// Marks the jobs whose process is gone as interrupted; returns how many those were.
///
/// # Errors
/// The library cannot be written.
pub(crate) fn mark_interrupted(app: &App) -> Result<usize, CoreError> {
    let open = app.read(|r| Ok(jobs::unfinished(r)?))?;
    let gone: Vec<Job> = open
        .into_iter()
        .filter(|job| app.jobs().find(job.id).is_none() && app.jobs().alive.is_gone(job.id))
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let now = app.sources().now();
    app.write(&Caller::program(), "job.interrupt", |w| {
        for job in &gone {
            let interrupted = Job {
                state: JobState::Interrupted,
                error: Some("the program ended before the job did".to_owned()),
                finished_at: Some(now),
                ..job.clone()
            };
            jobs::put(w, &interrupted)?;
        }
        Ok(())
    })?;
    Ok(gone.len())
}

/// Gives a job that is written down a thread.
fn begin(
    app: &App,
    job: Job,
    again: Again,
    sign: Sign,
    work: impl FnOnce(&JobContext) -> Result<Value, CoreError> + Send + 'static,
) -> Result<Job, CoreError> {
    tell(app, &job);
    let running = Arc::new(Running::new(job.clone(), again));
    app.jobs().lock().push(Arc::clone(&running));
    let context = JobContext::new(app.clone(), Arc::clone(&running));
    let permits = Arc::clone(&app.jobs().permits);
    let started = std::thread::Builder::new()
        .name("longhand-job".to_owned())
        .spawn(move || {
            run(&context, &permits, sign, work);
        });
    if let Err(cause) = started {
        app.jobs().forget(job.id);
        finish(app, &running, Err(CoreError::internal(cause)));
    }
    Ok(job)
}

fn pending(app: &App, id: JobId, kind: JobKind, title: String) -> Job {
    Job {
        id,
        kind,
        state: JobState::Pending,
        progress: JobProgress::default(),
        title,
        result: None,
        error: None,
        created_at: app.sources().now(),
        finished_at: None,
        resumable: false,
    }
}

/// Refuses a job that is at work, that has done its work, or whose work cannot begin again.
pub(crate) fn check_resumable(job: &Job) -> Result<(), CoreError> {
    let refused = |message: &str, hint| {
        Err(CoreError::Invalid {
            message: format!("\"{}\" {message}", job.title),
            hint,
        })
    };
    match job.state {
        JobState::Pending | JobState::Processing => {
            refused("has not ended", "Wait for it, or cancel it first.")
        }
        JobState::Completed => refused("is done", "Ask for it anew to have it done once more."),
        JobState::Failed | JobState::Cancelled | JobState::Interrupted if job.resumable => Ok(()),
        JobState::Failed | JobState::Cancelled | JobState::Interrupted => {
            refused("cannot be resumed", "Ask for it anew.")
        }
    }
}

fn as_it_runs(app: &App, kept: Job) -> Job {
    app.jobs().find(kept.id).map_or(kept, |job| job.snapshot())
}

fn run(
    context: &JobContext,
    permits: &Arc<Permits>,
    sign: Sign,
    work: impl FnOnce(&JobContext) -> Result<Value, CoreError>,
) {
    let app = context.app();
    let permit = permits.take(|| context.is_cancelled());
    let outcome = context.check().and_then(|()| {
        let job = context.running().enter(JobState::Processing);
        app.write(&Caller::program(), "job.progress", |w| {
            Ok(jobs::put(w, &job)?)
        })?;
        tell(app, &job);
        // A panic in a job ends the job, not the program.
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(context)))
            .unwrap_or_else(|_panic| Err(CoreError::internal("the job panicked")))
    });
    drop(permit);
    finish(app, context.running(), outcome);
    // Before anybody hears of the end: whoever does may start the job again.
    drop(sign);
    app.jobs().forget(context.running().id());
    context.running().end();
}

fn finish(app: &App, running: &Running, outcome: Result<Value, CoreError>) {
    let now = app.sources().now();
    let job = match outcome {
        Ok(result) => running.finish(JobState::Completed, now, Some(result), None),
        Err(CoreError::Cancelled) => running.finish(JobState::Cancelled, now, None, None),
        Err(error) => {
            if let CoreError::Internal(cause) = &error {
                tracing::error!(job = %running.id(), %cause, "a job met an internal fault");
            }
            running.finish(JobState::Failed, now, None, Some(error.to_string()))
        }
    };
    let kept = app.write(&Caller::program(), "job.finish", |w| {
        Ok(jobs::put(w, &job)?)
    });
    if let Err(cause) = kept {
        tracing::error!(job = %job.id, %cause, "a job's end could not be written down");
    }
    tell(app, &job);
}

pub(crate) fn tell(app: &App, job: &Job) {
    app.send(Event::Job {
        id: job.id,
        state: job.state,
        progress: job.progress.clone(),
    });
}
