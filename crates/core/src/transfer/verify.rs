//! Proves a backup: restores it into a temporary library and compares every hash.

use std::ops::ControlFlow;
use std::path::Path;

use longhand_attachments::Verdict;
use longhand_export::backup::{
    AttachmentRecord, BackupReader, Damage, DocumentLine, DocumentRecord, Manifest, Section,
    VersionRecord,
};
use longhand_model::{Category, ContentHash, Job, JobId, JobKind, SavedSearch, Tag};
use longhand_store::doctor::Repair;
use longhand_store::{
    Reader, attachments, categories, conflicts, documents, saved_searches, settings, tags, versions,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::restore::{Wanted, restore};
use super::resume::Work;
use super::source::backup_error;
use super::{check_files, check_reach};
use crate::job::{JobContext, Jobs};
use crate::{App, AppOptions, Background, Caller, CoreError, FirstContent};

/// What a proof found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifyReport {
    /// Everything in the backup can be brought back as it was.
    pub sound: bool,
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Documents that were restored and compared.
    pub documents: u64,
    /// Versions that were restored and compared.
    pub versions: u64,
    /// Attachments that were restored and compared.
    pub attachments: u64,
    /// Entries that are missing or damaged.
    pub damages: Vec<Damage>,
    /// What came out of the restored library otherwise than it stands in the backup; at most 1,000.
    pub differences: Vec<String>,
}

/// More differences than this tell nothing new.
const MOST_DIFFERENCES: usize = 1_000;

/// Starts a job that proves a backup. Its result is a [`VerifyReport`]; damage is a result, not an error.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script; the rest is the job's.
pub fn verify_backup(app: &App, caller: &Caller, path: String) -> Result<Job, CoreError> {
    start(app, caller, path, None)
}

/// Proves a backup, for the first time or again.
pub(super) fn start(
    app: &App,
    caller: &Caller,
    path: String,
    again: Option<JobId>,
) -> Result<Job, CoreError> {
    check_reach(caller, "verify a backup")?;
    check_files(caller, false)?;
    let name = Path::new(&path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let work = Work::Verify { path: path.clone() };
    let job = work.job(JobKind::VerifyBackup, format!("Verify {name}"), again)?;
    Jobs::start_resumable(app, job, move |context| {
        let report = prove(context, Path::new(&path))?;
        serde_json::to_value(report).map_err(CoreError::internal)
    })
}

fn prove(context: &JobContext, path: &Path) -> Result<VerifyReport, CoreError> {
    let mut reader = BackupReader::open(path).map_err(backup_error)?;
    let mut report = VerifyReport {
        sound: false,
        manifest: reader.manifest().clone(),
        documents: 0,
        versions: 0,
        attachments: 0,
        damages: Vec::new(),
        differences: Vec::new(),
    };
    let damages = reader.check(|entry| {
        context.progress(0, None, entry);
        if context.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    report.damages = damages.map_err(backup_error)?;
    let readable = !report.damages.iter().any(|damage| {
        Section::ALL
            .iter()
            .any(|section| section.entry_name() == damage.entry)
    });
    if readable {
        let folder = tempfile::Builder::new()
            .prefix("longhand-verify-")
            .tempdir();
        let folder = folder.map_err(|source| CoreError::file(&std::env::temp_dir(), source))?;
        let mut options = AppOptions::new(folder.path().join("verify.longhand"));
        options.first = FirstContent::Empty;
        options.background = Background::Off;
        let copy = App::open(options, context.app().sources().clone())?;
        let mut proof = Proof {
            context,
            copy,
            report,
        };
        proof.restore(&mut reader)?;
        proof.compare(&mut reader)?;
        report = proof.report;
    }
    report.sound = report.damages.is_empty() && report.differences.is_empty();
    Ok(report)
}

struct Proof<'a> {
    context: &'a JobContext,
    copy: App,
    report: VerifyReport,
}

impl Proof<'_> {
    fn restore(&mut self, reader: &mut BackupReader) -> Result<(), CoreError> {
        let cause = Caller::program().cause(self.copy.sources(), "backup.verify");
        let mut step = |done: u64, total: Option<u64>, current: &str| {
            self.context.progress(done, total, current);
            self.context.check()
        };
        let (restored, ended) = restore(&self.copy, &cause, reader, &Wanted::default(), &mut step)?;
        ended?;
        // A damaged picture is among the damages already.
        let told = !self.report.damages.is_empty();
        for problem in restored.problems {
            self.expect(told, || problem);
        }
        let found = self.copy.library().doctor(Repair::Nothing)?;
        for check in found.checks {
            for problem in check.problems {
                self.expect(false, || {
                    format!("the restored library is not sound: {problem}")
                });
            }
        }
        Ok(())
    }

    fn compare(&mut self, reader: &mut BackupReader) -> Result<(), CoreError> {
        self.compare_lists(reader)?;
        self.compare_attachments(reader)?;
        let total = self.report.manifest.counts.documents;
        let lines = reader
            .records::<DocumentLine>(Section::Documents)
            .map_err(backup_error)?;
        let copy = self.copy.clone();
        copy.read(|r| {
            for line in lines {
                self.context.check()?;
                match line.map_err(backup_error)? {
                    DocumentLine::Document(record) => {
                        self.report.documents += 1;
                        self.context
                            .progress(self.report.documents, Some(total), &record.title);
                        self.compare_document(r, &record)?;
                    }
                    DocumentLine::Version(record) => self.compare_version(r, &record)?,
                    DocumentLine::Conflict(record) => {
                        let found = conflicts::get(r, record.conflict.id)?;
                        let same = found.is_some_and(|found| {
                            found.mine == ContentHash::of(&record.mine_text)
                                && found.theirs == record.theirs_text.as_ref().map(ContentHash::of)
                                && found.base == record.base_text.as_ref().map(ContentHash::of)
                        });
                        self.expect(same, || {
                            format!("the conflict {} differs", record.conflict.id)
                        });
                    }
                }
            }
            Ok(())
        })
    }

    fn compare_document(&mut self, r: &Reader, record: &DocumentRecord) -> Result<(), CoreError> {
        let Some(found) = documents::get(r, record.id)? else {
            self.expect(false, || format!("\"{}\" is missing", record.title));
            return Ok(());
        };
        let (text, found) = (found.text, found.summary);
        let same = ContentHash::of(&text) == record.hash
            && found.hash == record.hash
            && found.title == record.title
            && found.description == record.description
            && found.category == record.category
            && found.tags == record.tags
            && (found.favorite, found.pinned) == (record.favorite, record.pinned)
            && (found.template, found.public) == (record.template, record.public)
            && (found.created_at, found.updated_at) == (record.created_at, record.updated_at)
            && found.trashed_at == record.trashed_at;
        self.expect(same, || format!("\"{}\" differs", record.title));
        let uses = attachments::of_document(r, record.id)?;
        for used in &record.attachments {
            let tied = uses.iter().any(|tied| {
                tied.reference == used.reference && tied.attachment.id == used.attachment
            });
            self.expect(tied, || {
                format!("\"{}\" lost its {}", record.title, used.reference)
            });
        }
        Ok(())
    }

    fn compare_version(&mut self, r: &Reader, record: &VersionRecord) -> Result<(), CoreError> {
        self.report.versions += 1;
        let found = versions::get(r, record.id)?;
        let same = match &found {
            Some(found) => {
                found.hash == record.hash
                    && found.number == record.number
                    && found.title == record.title
                    && found.name == record.name
                    && found.origin == record.origin
                    && found.created_at == record.created_at
                    && ContentHash::of(versions::text(r, record.id)?) == record.hash
            }
            None => false,
        };
        self.expect(same, || {
            format!("version {} of \"{}\" differs", record.number, record.title)
        });
        Ok(())
    }

    fn compare_lists(&mut self, reader: &mut BackupReader) -> Result<(), CoreError> {
        let copy = self.copy.clone();
        for category in list::<Category>(reader, Section::Categories)? {
            let found = copy.read(|r| Ok(categories::get(r, category.id)?))?;
            self.expect(found.as_ref() == Some(&category), || {
                format!("the category \"{}\" differs", category.name)
            });
        }
        for tag in list::<Tag>(reader, Section::Tags)? {
            let found = copy.read(|r| Ok(tags::find(r, &tag.name)?))?;
            let same = found.is_some_and(|found| {
                (found.name, found.color, found.description)
                    == (tag.name.clone(), tag.color, tag.description.clone())
            });
            self.expect(same, || format!("the tag \"{}\" differs", tag.name));
        }
        for search in list::<SavedSearch>(reader, Section::SavedSearches)? {
            let found = copy.read(|r| Ok(saved_searches::get(r, search.id)?))?;
            self.expect(found.as_ref() == Some(&search), || {
                format!("the saved search \"{}\" differs", search.name)
            });
        }
        for (key, value) in list::<Map<String, Value>>(reader, Section::Settings)?
            .into_iter()
            .flatten()
        {
            let found = copy.read(|r| Ok(settings::get(r, &key)?))?;
            self.expect(found == Some(value), || {
                format!("the setting {key} differs")
            });
        }
        Ok(())
    }

    fn compare_attachments(&mut self, reader: &mut BackupReader) -> Result<(), CoreError> {
        for record in list::<AttachmentRecord>(reader, Section::Attachments)? {
            self.context.check()?;
            self.report.attachments += 1;
            let found = self.copy.read(|r| Ok(attachments::get(r, record.id)?))?;
            let told = || {
                self.report
                    .damages
                    .iter()
                    .any(|damage| damage.entry.ends_with(&record.hash.to_string()))
            };
            let same = match found {
                Some(found) => {
                    let store = self.copy.attachments();
                    let verdict = self.copy.wait_for(store.verify(record.hash))?;
                    verdict == Verdict::Intact
                        && (
                            &found.file_name,
                            &found.media_type,
                            found.bytes,
                            found.created_at,
                        ) == (
                            &record.file_name,
                            &record.media_type,
                            record.bytes,
                            record.created_at,
                        )
                }
                None => told(),
            };
            self.expect(same, || {
                format!("the attachment {} differs", record.file_name)
            });
        }
        Ok(())
    }

    fn expect(&mut self, same: bool, difference: impl FnOnce() -> String) {
        if !same && self.report.differences.len() < MOST_DIFFERENCES {
            self.report.differences.push(difference());
        }
    }
}

fn list<T: serde::de::DeserializeOwned>(
    reader: &mut BackupReader,
    section: Section,
) -> Result<Vec<T>, CoreError> {
    let records = reader.records(section).map_err(backup_error)?;
    records.collect::<Result<_, _>>().map_err(backup_error)
}
