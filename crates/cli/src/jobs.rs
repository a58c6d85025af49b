//! Long work from the command line: its progress on standard error, Ctrl-C as its cancel.

use std::time::Duration;

use longhand_api::core::housekeeping;
use longhand_api::job::{Cancel, Get, JobRequest, List};
use longhand_api::model::{Event, Job, JobId, JobKind, JobProgress, JobState};
use longhand_api::{ApiError, Nothing};
use tokio::sync::broadcast::error::RecvError;

use crate::error::CliError;
use crate::lh::Lh;

/// A listener that hears nothing looks by itself this often.
const LOOK: Duration = Duration::from_millis(200);

/// Waits for a job of this process to end, however it does.
///
/// The first Ctrl-C asks the job to stop, which it does at its next step. The second one ends the
/// program.
pub(crate) fn follow(lh: &Lh, id: JobId) -> Result<Job, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Internal(error.to_string()))?;
    runtime.block_on(wait(lh, id))
}

/// Passes on a job that ended well; any other end is an error.
pub(crate) fn completed(job: Job) -> Result<Job, CliError> {
    match job.state {
        JobState::Completed => Ok(job),
        JobState::Cancelled => Err(CliError::not_possible(
            format!("cancelled: {}", job.title),
            format!("`lh job resume {}` starts it again.", job.id),
        )),
        JobState::Failed | JobState::Interrupted | JobState::Pending | JobState::Processing => {
            let why = job.error.unwrap_or_else(|| "it did not end".to_owned());
            Err(CliError::not_possible(
                why,
                if job.resumable {
                    let id = job.id;
                    format!("Once that is mended, `lh job resume {id}` starts it again.")
                } else {
                    format!("`lh job show {}` shows it.", job.id)
                },
            ))
        }
    }
}

/// Builds what an import left for later of the index of parts of words.
///
/// The window and the server do that behind the person's back; a command has to before it ends, or
/// a library that is only used from the command line would never find parts of words.
pub(crate) fn index(lh: &Lh) -> Result<(), CliError> {
    let app = lh.app()?;
    housekeeping::index(app).map_err(ApiError::from)?;
    let jobs = lh.call::<List>(Nothing {})?.items;
    let indexing = jobs
        .iter()
        .find(|job| job.kind == JobKind::Index && job.finished_at.is_none());
    if let Some(job) = indexing {
        follow(lh, job.id)?;
    }
    Ok(())
}

async fn wait(lh: &Lh, id: JobId) -> Result<Job, CliError> {
    let mut events = lh.app()?.events();
    let mut asked = false;
    loop {
        let job = lh.call::<Get>(JobRequest { id })?;
        if job.finished_at.is_some() {
            lh.progress_done();
            return Ok(job);
        }
        show(lh, &job.title, &job.progress);
        let heard = async {
            loop {
                match events.recv().await {
                    Ok(Event::Job { id: of, .. }) if of == id => return,
                    Ok(_other) => {}
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        tokio::select! {
            () = heard => {}
            () = tokio::time::sleep(LOOK) => {}
            pressed = tokio::signal::ctrl_c() => {
                if pressed.is_err() || asked {
                    lh.progress_done();
                    return Err(CliError::not_possible("stopped in the middle", ""));
                }
                asked = true;
                lh.progress_done();
                lh.note("Cancelling… (Ctrl-C again stops at once)");
                lh.call::<Cancel>(JobRequest { id })?;
            }
        }
    }
}

fn show(lh: &Lh, title: &str, progress: &JobProgress) {
    let done = match progress.total {
        Some(total) if total > 0 => {
            let percent = progress.done.min(total) * 100 / total;
            format!("{percent:>3} %  {} of {total}", progress.done)
        }
        Some(_) | None => progress.done.to_string(),
    };
    lh.progress(&format!("{title}: {done}  {}", progress.current));
}
