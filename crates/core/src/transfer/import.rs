//! Runs an import: one thread reads, this one writes, a few documents apart.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use longhand_export::ImportOutcome;
use longhand_model::{BatchId, Cause, Job, JobId, JobKind};

use super::files::Files;
use super::prepare::{Findings, Preparation, Prepared};
use super::resume::Work;
use super::source::{Kind, Opened, open};
use super::write::Import;
use super::{ImportRequest, check_files, check_reach, report};
use crate::job::{JobContext, Jobs};
use crate::{App, Caller, CoreError};

/// How many documents the reader may be ahead; each has at most 10 MiB.
const AHEAD: usize = 8;
/// A transaction ends after so many documents …
const BATCH_DOCUMENTS: usize = 500;
/// … or so many bytes of text, so that other writers get their turn.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Starts a job that imports. Its result is an [`ImportOutcome`], also when it is cancelled: what was
/// imported until then stays and is undone by one batch.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script that names files of this computer; the rest is the job's.
pub fn run(app: &App, caller: &Caller, request: ImportRequest) -> Result<Job, CoreError> {
    start(app, caller, request, app.sources().id(), None)
}

/// Imports, or goes on with an import that did not come to its end.
pub(super) fn start(
    app: &App,
    caller: &Caller,
    request: ImportRequest,
    batch: BatchId,
    again: Option<JobId>,
) -> Result<Job, CoreError> {
    check_reach(caller, "import documents")?;
    check_files(
        caller,
        request
            .sources
            .iter()
            .all(|path| request.uploaded.contains(path)),
    )?;
    let cause = Cause {
        batch,
        ..caller.cause(app.sources(), "import.run")
    };
    let title = title(&request);
    let work = Work::Import {
        request: request.clone(),
        batch,
    };
    let job = work.job(JobKind::Import, title, again)?;
    Jobs::start_resumable(app, job, move |context| {
        let (outcome, ended) = match open(&request)? {
            Kind::Files(sources) => import(context, &request, cause, sources)?,
            Kind::Backup(path) => super::restore::as_import(context, &cause, &path, request.into)?,
        };
        report(context, &outcome, ended)
    })
}

fn title(request: &ImportRequest) -> String {
    let names = request
        .sources
        .iter()
        .filter_map(|path| std::path::Path::new(path).file_name());
    let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
    match names.as_slice() {
        [name] => format!("Import {name}"),
        [name, rest @ ..] => format!("Import {name} and {} more", rest.len()),
        [] => "Import".to_owned(),
    }
}

fn import(
    context: &JobContext,
    request: &ImportRequest,
    cause: Cause,
    mut sources: Vec<Opened>,
) -> Result<(ImportOutcome, Result<(), CoreError>), CoreError> {
    let app = context.app();
    let total = sources
        .iter()
        .map(|opened| opened.source.documents().len() as u64)
        .sum();
    let mut import = Import::new(app, cause, request.into)?;
    let (sender, receiver) = sync_channel(AHEAD);
    let (read, written) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_all(app, request, &mut sources, sender));
        let written = write_all(context, &mut import, &receiver, total);
        // A reader that waits to hand over a document must not wait for ever.
        drop(receiver);
        (reader.join(), written)
    });
    let (findings, read) =
        read.map_err(|_panic| CoreError::internal("reading an import panicked"))?;
    let ended = written.and(read);
    let cancelled = matches!(ended, Err(CoreError::Cancelled));
    Ok((import.finish(findings, cancelled), ended))
}

fn read_all(
    app: &App,
    request: &ImportRequest,
    sources: &mut [Opened],
    to: SyncSender<(String, Prepared)>,
) -> (Findings, Result<(), CoreError>) {
    let mut preparation = Preparation::new(app, request, Files::store());
    let mut read = Ok(());
    for opened in sources {
        let mut wanted = true;
        read = preparation.source(opened, &mut |path, mut prepared| {
            prepared.cut();
            wanted = to.send((path.to_owned(), prepared)).is_ok();
            wanted
        });
        if !wanted || read.is_err() {
            break;
        }
    }
    drop(to);
    (preparation.findings, read)
}

fn write_all(
    context: &JobContext,
    import: &mut Import<'_>,
    from: &Receiver<(String, Prepared)>,
    total: u64,
) -> Result<(), CoreError> {
    let (mut batch, mut bytes, mut done) = (Vec::new(), 0, 0);
    for (path, prepared) in from {
        context.check()?;
        done += 1;
        context.progress(done, Some(total), &path);
        bytes += prepared.text_bytes();
        batch.push(prepared);
        if batch.len() >= BATCH_DOCUMENTS || bytes >= BATCH_BYTES {
            import.write(&mut batch)?;
            bytes = 0;
        }
    }
    context.check()?;
    import.write(&mut batch)
}
