//! Brings things back from a backup. What is here stays: a backup adds, and overwrites nothing.

mod document;
mod whole;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;

use longhand_export::backup::{BackupError, BackupReader, DocumentLine, Section};
use longhand_export::{ImportOutcome, ImportProblem, ImportReport, ProblemKind, SampleDocument};
use longhand_model::{BatchId, CategoryId, Cause, DocumentId, Job, JobId, JobKind};
use longhand_store::documents;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::resume::Work;
use super::source::backup_error;
use super::{RestoreBackup, check_files, check_reach, report};
use crate::job::{JobContext, Jobs};
use crate::{App, Caller, CoreError};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RestoreOutcome {
    /// Documents that were not here.
    pub created: u64,
    /// Documents that were here with the same text.
    pub unchanged: u64,
    /// Documents that are here with another text: they keep it, and the backup's became a version.
    pub kept: u64,
    /// Of the documents that are here, those that were taken out of the trash.
    pub untrashed: u64,
    /// Versions added.
    pub versions: u64,
    /// Conflicts added.
    pub conflicts: u64,
    /// Categories added.
    pub categories: u64,
    /// Tags added.
    pub tags: u64,
    /// Saved searches added.
    pub saved_searches: u64,
    /// Settings taken over; only into a library that has none of its own.
    pub settings: u64,
    /// Attachments added.
    pub attachments: u64,
    /// What could not be brought back, one sentence each.
    pub problems: Vec<String>,
    /// Cancelled before its end: what was brought back until then stays.
    pub cancelled: bool,
    /// What undoes the whole restore.
    pub batch: BatchId,
}

impl RestoreOutcome {
    fn new(batch: BatchId) -> Self {
        Self {
            created: 0,
            unchanged: 0,
            kept: 0,
            untrashed: 0,
            versions: 0,
            conflicts: 0,
            categories: 0,
            tags: 0,
            saved_searches: 0,
            settings: 0,
            attachments: 0,
            problems: Vec::new(),
            cancelled: false,
            batch,
        }
    }
}

/// What of a backup is wanted, and where it goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Only these documents; none for the whole backup.
    pub(super) documents: Option<HashSet<DocumentId>>,
    /// The category that new documents go to instead of their own.
    pub(super) into: Option<CategoryId>,
}

impl Wanted {
    fn takes(&self, id: DocumentId) -> bool {
        self.documents
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&id))
    }
}

/// Is told what the work is at, and may end it.
pub(super) type Step<'a> = dyn FnMut(u64, Option<u64>, &str) -> Result<(), CoreError> + 'a;

/// Starts a job that brings documents back. Its result is a [`RestoreOutcome`], also when it is
/// cancelled.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script; the rest is the job's.
pub fn restore_backup(
    app: &App,
    caller: &Caller,
    request: RestoreBackup,
) -> Result<Job, CoreError> {
    start(app, caller, request, app.sources().id(), None)
}

/// Restores, or goes on with a restore that did not come to its end.
pub(super) fn start(
    app: &App,
    caller: &Caller,
    request: RestoreBackup,
    batch: BatchId,
    again: Option<JobId>,
) -> Result<Job, CoreError> {
    check_reach(caller, "restore a backup")?;
    check_files(caller, false)?;
    let cause = Cause {
        batch,
        ..caller.cause(app.sources(), "backup.restore")
    };
    let name = Path::new(&request.path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let work = Work::Restore {
        request: request.clone(),
        batch,
    };
    let job = work.job(JobKind::RestoreBackup, format!("Restore {name}"), again)?;
    Jobs::start_resumable(app, job, move |context| {
        let wanted = Wanted {
            documents: request.documents.map(|ids| ids.into_iter().collect()),
            into: request.into,
        };
        let path = Path::new(&request.path);
        let (outcome, ended) = in_job(context, &cause, path, &wanted)?;
        report(context, &outcome, ended)
    })
}

/// Restores a backup that was given to an import.
pub(super) fn as_import(
    context: &JobContext,
    cause: &Cause,
    path: &Path,
    into: Option<CategoryId>,
) -> Result<(ImportOutcome, Result<(), CoreError>), CoreError> {
    let wanted = Wanted {
        documents: None,
        into,
    };
    let (restored, ended) = in_job(context, cause, path, &wanted)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let problem = |message| ImportProblem::new(name.clone(), ProblemKind::Unreadable, message);
    let outcome = ImportOutcome {
        created: restored.created,
        updated: restored.kept + restored.untrashed,
        merged: 0,
        conflicts: 0,
        unchanged: restored.unchanged,
        skipped: restored.problems.len() as u64,
        attachments: restored.attachments,
        unresolved_links: 0,
        problems: restored.problems.into_iter().map(problem).collect(),
        notices: Vec::new(),
        cancelled: restored.cancelled,
        batch: restored.batch,
    };
    Ok((outcome, ended))
}

fn in_job(
    context: &JobContext,
    cause: &Cause,
    path: &Path,
    wanted: &Wanted,
) -> Result<(RestoreOutcome, Result<(), CoreError>), CoreError> {
    let mut reader = BackupReader::open(path).map_err(backup_error)?;
    let mut step = |done: u64, total: Option<u64>, current: &str| {
        context.progress(done, total, current);
        context.check()
    };
    restore(context.app(), cause, &mut reader, wanted, &mut step)
}

/// Checks the whole backup, then brings back what is wanted. The inner result says whether it came
/// to its end; what was done until then stands in any case.
pub(super) fn restore(
    app: &App,
    cause: &Cause,
    reader: &mut BackupReader,
    wanted: &Wanted,
    step: &mut Step<'_>,
) -> Result<(RestoreOutcome, Result<(), CoreError>), CoreError> {
    let mut outcome = RestoreOutcome::new(cause.batch);
    let damages = reader.check(|entry| match step(0, None, entry) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_cancelled) => ControlFlow::Break(()),
    });
    for damage in damages.map_err(backup_error)? {
        // Without its records a backup tells nothing. A picture that is damaged is told when it is
        // its turn, unless its bytes are here.
        if Section::ALL
            .iter()
            .any(|section| section.entry_name() == damage.entry)
        {
            return Err(backup_error(BackupError::Damaged(damage)));
        }
    }
    let restored = whole::restore(app, cause, reader, wanted, step, &mut outcome)
        .and_then(|()| document::restore(app, cause, reader, wanted, step, &mut outcome));
    outcome.cancelled = matches!(restored, Err(CoreError::Cancelled));
    Ok((outcome, restored))
}

/// Counts what of a backup is new here, without writing anything.
pub(super) fn compare(
    app: &App,
    reader: &mut BackupReader,
    report: &mut ImportReport,
) -> Result<(), CoreError> {
    const SAMPLE: usize = 20;
    let lines = reader
        .records::<DocumentLine>(Section::Documents)
        .map_err(backup_error)?;
    for line in lines {
        let DocumentLine::Document(record) = line.map_err(backup_error)? else {
            continue;
        };
        match app.read(|r| Ok(documents::summary(r, record.id)?))? {
            None => report.documents += 1,
            Some(known) if known.hash == record.hash => report.unchanged += 1,
            Some(_) => report.updates += 1,
        }
        if report.sample.len() < SAMPLE {
            report.sample.push(SampleDocument {
                path: record.id.to_string(),
                title: record.title,
                category: Vec::new(),
                tags: record.tags,
            });
        }
    }
    Ok(())
}
