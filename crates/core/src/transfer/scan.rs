//! Says what an import would do, without doing it.

use std::collections::HashSet;

use longhand_export::backup::BackupReader;
use longhand_export::{ImportReport, MappedDocument, SampleDocument};
use longhand_model::{CategoryId, Job, JobId, JobKind, name_key};

use super::files::Files;
use super::place::Places;
use super::prepare::{Incoming, Preparation, Prepared};
use super::resume::Work;
use super::source::{Kind, Opened, backup_error, open};
use super::{ImportRequest, check_files, check_reach};
use crate::job::{JobContext, Jobs};
use crate::{App, Caller, CoreError};

/// At most this many documents are shown as they would become.
const SAMPLE: usize = 20;

/// Starts a job that reads everything an import names and reports what it would become. Its result is
/// an [`ImportReport`].
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script that names files of this computer; the rest is the job's.
pub fn scan(app: &App, caller: &Caller, request: ImportRequest) -> Result<Job, CoreError> {
    start(app, caller, request, None)
}

/// Looks at an import, for the first time or again.
pub(super) fn start(
    app: &App,
    caller: &Caller,
    request: ImportRequest,
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
    let work = Work::Scan {
        request: request.clone(),
    };
    let job = work.job(JobKind::Import, "Look at an import".to_owned(), again)?;
    Jobs::start_resumable(app, job, move |context| {
        let report = match open(&request)? {
            Kind::Files(sources) => Scan::new(context, &request)?.run(sources)?,
            Kind::Backup(path) => of_backup(context.app(), &path)?,
        };
        serde_json::to_value(report).map_err(CoreError::internal)
    })
}

struct Scan<'a> {
    context: &'a JobContext,
    request: &'a ImportRequest,
    report: ImportReport,
    places: Places,
    /// Categories that would be made, by parent (known or not) and folders.
    missing: HashSet<(Option<CategoryId>, Vec<String>)>,
}

impl<'a> Scan<'a> {
    fn new(context: &'a JobContext, request: &'a ImportRequest) -> Result<Self, CoreError> {
        let places = context.app().read(|r| Places::below(r, request.into))?;
        let (report, missing) = (ImportReport::default(), HashSet::new());
        Ok(Self {
            context,
            request,
            report,
            places,
            missing,
        })
    }

    fn run(mut self, mut sources: Vec<Opened>) -> Result<ImportReport, CoreError> {
        let app = self.context.app();
        let total = sources
            .iter()
            .map(|opened| opened.source.documents().len() as u64)
            .sum();
        let (mut files, mut done, mut failed) = (0, 0, None);
        let mut preparation = Preparation::new(app, self.request, Files::count(&mut files));
        for opened in &mut sources {
            self.report.hidden += opened.source.hidden();
            preparation.source(opened, &mut |path, prepared| {
                done += 1;
                self.context.progress(done, Some(total), path);
                failed = self
                    .count(&prepared)
                    .and_then(|()| self.context.check())
                    .err();
                failed.is_none()
            })?;
            if let Some(error) = failed.take() {
                return Err(error);
            }
            self.report.unused_files += preparation.unused(opened);
        }
        self.report.problems = std::mem::take(&mut preparation.findings.problems);
        self.report.notices = std::mem::take(&mut preparation.findings.notices);
        self.report.unresolved_links = preparation.findings.unresolved_links;
        drop(preparation);
        self.report.attachments = files;
        self.report.categories = self.missing.len() as u64;
        Ok(self.report)
    }

    fn count(&mut self, prepared: &Prepared) -> Result<(), CoreError> {
        let incoming = match prepared {
            Prepared::New(incoming) => {
                self.report.documents += 1;
                self.look_for_place(&incoming.mapped)?;
                incoming.as_ref()
            }
            Prepared::Changed(changed) => {
                self.report.updates += 1;
                &changed.incoming
            }
            Prepared::Unchanged(_) => {
                self.report.unchanged += 1;
                return Ok(());
            }
            Prepared::Skipped => return Ok(()),
        };
        self.report.bytes += incoming.bytes;
        if self.report.sample.len() < SAMPLE {
            self.report.sample.push(sample(incoming));
        }
        Ok(())
    }

    /// Follows the folders as far as the library has them; the rest would be made.
    fn look_for_place(&mut self, mapped: &MappedDocument) -> Result<(), CoreError> {
        let app = self.context.app();
        let mut parent = self.request.into;
        for (at, folder) in mapped.category.iter().enumerate() {
            let found = app.read(|r| self.places.find(r, parent, folder))?;
            match found {
                Some(found) => parent = Some(found),
                None => {
                    let rest = mapped.category.get(at..).unwrap_or_default();
                    for end in 1..=rest.len() {
                        let names = rest
                            .iter()
                            .take(end)
                            .map(|name| name_key(name).as_str().to_owned());
                        self.missing.insert((parent, names.collect()));
                    }
                    break;
                }
            }
        }
        Ok(())
    }
}

fn sample(incoming: &Incoming) -> SampleDocument {
    SampleDocument {
        path: incoming.origin.shown.clone(),
        title: incoming.mapped.title.clone(),
        category: incoming.mapped.category.clone(),
        tags: incoming.mapped.tags.clone(),
    }
}

/// A backup says itself what it holds.
fn of_backup(app: &App, path: &std::path::Path) -> Result<ImportReport, CoreError> {
    let mut reader = BackupReader::open(path).map_err(backup_error)?;
    let counts = reader.manifest().counts;
    let bytes = reader
        .manifest()
        .entries
        .iter()
        .map(|entry| entry.bytes)
        .sum::<u64>();
    let mut report = ImportReport {
        attachments: counts.attachments,
        bytes: bytes + counts.attachment_bytes,
        ..ImportReport::default()
    };
    super::restore::compare(app, &mut reader, &mut report)?;
    Ok(report)
}
