//! What the program does unasked, by the settings: empties the trash, thins old autosaves, prunes the
//! audit log, forgets old jobs, change-sets that were decided about and unfinished uploads, builds the substring index. In the background, in small steps, so that nobody waits.

use std::time::{Duration, Instant};

use longhand_model::JobKind;
use longhand_store::{Library, audit, change_sets, jobs, versions};
use serde_json::json;

use crate::app::Inner;
use crate::document::empty_before;
use crate::job::Jobs;
use crate::{App, Caller, CoreError};

/// Jobs that ended this many days ago are forgotten.
const JOB_DAYS: u32 = 30;

/// Change-sets that were decided about are forgotten in transactions of this many.
const FORGOTTEN_AT_ONCE: usize = 20;

/// Nobody has written for this long: time to index.
const QUIET: Duration = Duration::from_secs(2);

/// Indexing takes at most about this long before others get their turn.
const STEP: Duration = Duration::from_millis(300);

/// A command that ends indexes for at most about this long.
const LAST_STEP: Duration = Duration::from_millis(100);

/// Documents that one step of the substring index takes in.
const INDEXED_AT_ONCE: usize = 100;

/// Pages of the indexes that one step joins: 1 MB, so that whoever saves waits a few milliseconds for it.
const MERGED_AT_ONCE: u32 = 256;

/// Starts keeping house on a thread of its own.
pub(crate) fn in_background(app: &App) {
    let app = app.clone();
    let started = std::thread::Builder::new()
        .name("longhand-housekeeping".to_owned())
        .spawn(move || {
            if let Err(cause) = run(&app) {
                tracing::warn!(%cause, "housekeeping stopped");
            }
            if let Err(cause) = index(&app) {
                tracing::warn!(%cause, "the substring index could not be built");
            }
        });
    if let Err(cause) = started {
        tracing::warn!(%cause, "no housekeeping this time");
    }
}

/// Keeps house once, by the settings.
///
/// # Errors
/// The library cannot be read or written; what was done until then stays done.
pub fn run(app: &App) -> Result<(), CoreError> {
    let program = Caller::program();
    let settings = app.settings()?.history;
    let now = app.sources().now();
    let before = |days: u32| now.plus_days(-i64::from(days));
    if settings.trash_days > 0 {
        let command = "housekeeping.trash";
        let emptied = empty_before(app, &program, command, before(settings.trash_days))?;
        if emptied > 0 {
            tracing::info!(documents = emptied, "the trash was emptied by its setting");
        }
    }
    if settings.autosave_days > 0 {
        let policy = versions::ThinPolicy {
            before: before(settings.autosave_days),
        };
        let thin = || {
            app.write(&program, "housekeeping.thin", |w| {
                Ok(versions::thin(w, policy)?)
            })
        };
        while thin()?.value.more {}
    }
    if settings.audit_days > 0 {
        let before = before(settings.audit_days);
        let prune = || {
            app.write(&program, "housekeeping.audit", |w| {
                Ok(audit::prune(w, before)?)
            })
        };
        while prune()?.value > 0 {}
        let forget = || {
            app.write(&program, "housekeeping.proposals", |w| {
                Ok(change_sets::forget_before(w, before, FORGOTTEN_AT_ONCE)?)
            })
        };
        while forget()?.value > 0 {}
    }
    let swept = app.attachments().sweep()?;
    if swept > 0 {
        tracing::info!(
            files = swept,
            "what interrupted uploads had left was removed"
        );
    }
    let before = before(JOB_DAYS);
    app.write(&program, "housekeeping.jobs", |w| {
        Ok(jobs::forget_before(w, before)?)
    })?;
    app.attachments().sweep()?;
    Ok(app.library().checkpoint()?)
}

/// Indexes what was written, once nobody has written for a moment: typing and imports go first.
pub(crate) fn index_when_quiet(app: &App) {
    index_for(&app.inner, QUIET, STEP);
}

/// Indexes what a short command wrote.
pub(crate) fn index_before_closing(library: &Inner) {
    index_for(library, Duration::ZERO, LAST_STEP);
}

fn index_for(library: &Inner, quiet: Duration, time: Duration) {
    let Some(since) = library.take_unindexed(quiet) else {
        return;
    };
    let begun = Instant::now();
    while begun.elapsed() < time {
        let step = match library.library().index_pending(INDEXED_AT_ONCE) {
            Ok(0) => library.library().merge_index(MERGED_AT_ONCE),
            Ok(_left) => Ok(true),
            Err(cause) => Err(cause),
        };
        match step {
            Ok(true) => {}
            Ok(false) => return,
            Err(cause) => {
                tracing::warn!(%cause, "what was written could not be indexed yet");
                break;
            }
        }
    }
    library.still_unindexed(since);
}

/// Builds what is left of the substring index, as a job; returns at once when nothing is left.
///
/// # Errors
/// The library cannot be read or written.
pub fn index(app: &App) -> Result<(), CoreError> {
    let library: &Library = app.library();
    let mut left = library.index_pending(INDEXED_AT_ONCE)?;
    if left == 0 {
        return Ok(());
    }
    let total = left;
    let title = "Building the index of parts of words".to_owned();
    Jobs::start(app, JobKind::Index, title, move |context| {
        while left > 0 {
            context.check()?;
            let done = total.saturating_sub(left);
            context.progress(done, Some(total), "");
            left = context.app().library().index_pending(INDEXED_AT_ONCE)?;
        }
        while context.app().library().merge_index(MERGED_AT_ONCE)? {
            context.check()?;
        }
        Ok(json!({ "documents": total }))
    })?;
    Ok(())
}
