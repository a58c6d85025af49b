//! Writes a backup of the library as it is at one moment.

use std::path::Path;

use longhand_attachments::Verdict;
use longhand_export::backup::{
    BackupCounts, BackupError, BackupWriter, ConflictRecord, DocumentLine, DocumentRecord, Header,
    ImportOrigin, ManifestLibrary, NewFile, Section, UseRecord, VersionRecord,
};
use longhand_model::{
    Attachment, ContentHash, Cursor, Document, DocumentId, Job, JobId, JobKind, LibraryCounts,
    ListQuery, ListScope, SortKey, SortOrder, Version,
};
use longhand_store::{
    Reader, attachments, categories, conflicts, documents, restore, saved_searches, settings, tags,
    versions,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::files::Streamed;
use super::resume::Work;
use super::source::backup_error;
use super::{CreateBackup, check_files, check_reach};
use crate::job::{JobContext, Jobs};
use crate::{App, Caller, CoreError};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupOutcome {
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// How many things it holds.
    pub counts: BackupCounts,
    /// Attachments whose bytes are missing or damaged here, and so missing there.
    pub problems: Vec<String>,
}

/// The most rows that are read at once.
const PAGE: u32 = 500;

/// Starts a job that writes a backup. Its result is a [`BackupOutcome`].
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script; [`CoreError::Invalid`] when there is a file of that name.
pub fn create_backup(app: &App, caller: &Caller, request: CreateBackup) -> Result<Job, CoreError> {
    start(app, caller, request, None)
}

/// Writes a backup, for the first time or again.
pub(super) fn start(
    app: &App,
    caller: &Caller,
    request: CreateBackup,
    again: Option<JobId>,
) -> Result<Job, CoreError> {
    check_reach(caller, "make a backup")?;
    check_files(caller, false)?;
    let file = NewFile::create(Path::new(&request.path)).map_err(backup_error)?;
    let name = Path::new(&request.path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let work = Work::Backup {
        request: request.clone(),
    };
    let job = work.job(JobKind::Backup, format!("Back up to {name}"), again)?;
    Jobs::start_resumable(app, job, move |context| {
        let outcome = context
            .app()
            .read(|r| Backup::of(context, r, &request)?.write(file))?;
        serde_json::to_value(outcome).map_err(CoreError::internal)
    })
}

struct Backup<'a> {
    context: &'a JobContext,
    app: &'a App,
    r: &'a Reader,
    request: &'a CreateBackup,
    counts: LibraryCounts,
    done: u64,
}

impl<'a> Backup<'a> {
    fn of(
        context: &'a JobContext,
        r: &'a Reader,
        request: &'a CreateBackup,
    ) -> Result<Self, CoreError> {
        let counts = documents::counts(r)?;
        Ok(Self {
            context,
            app: context.app(),
            r,
            request,
            counts,
            done: 0,
        })
    }

    fn write(mut self, file: NewFile) -> Result<BackupOutcome, CoreError> {
        let info = self.app.library().info()?;
        let header = Header {
            created_at: self.app.sources().now(),
            program: concat!("longhand ", env!("CARGO_PKG_VERSION")).to_owned(),
            library: ManifestLibrary {
                id: info.id,
                name: info.name,
            },
            history: self.request.history,
        };
        let mut writer = BackupWriter::new(file, header);
        for section in Section::ALL {
            writer.begin(section).map_err(backup_error)?;
            self.section(section, &mut writer)?;
        }
        let problems = self.bytes(&mut writer)?;
        let (file, manifest) = writer.finish().map_err(backup_error)?;
        file.commit().map_err(backup_error)?;
        let path = Path::new(&self.request.path);
        let meta = std::fs::metadata(path).map_err(|source| CoreError::file(path, source))?;
        Ok(BackupOutcome {
            path: self.request.path.clone(),
            bytes: meta.len(),
            counts: manifest.counts,
            problems,
        })
    }

    fn section(
        &mut self,
        section: Section,
        to: &mut BackupWriter<NewFile>,
    ) -> Result<(), CoreError> {
        match section {
            Section::Settings => {
                let settings: Map<String, Value> = settings::all(self.r)?.into_iter().collect();
                to.record(&settings).map_err(backup_error)
            }
            Section::Categories => records(
                to,
                categories::list(self.r)?
                    .into_iter()
                    .map(|node| node.category),
            ),
            Section::Tags => records(to, tags::list(self.r, None, usize::MAX)?),
            Section::SavedSearches => records(to, saved_searches::list(self.r)?),
            Section::Attachments => {
                let mut all = all_attachments(self.r)?;
                all.reverse();
                records(to, all)
            }
            Section::Documents => {
                self.documents(&ListScope::All, to)?;
                self.documents(&ListScope::Trash, to)
            }
        }
    }

    fn documents(
        &mut self,
        scope: &ListScope,
        to: &mut BackupWriter<NewFile>,
    ) -> Result<(), CoreError> {
        let mut cursor: Option<Cursor> = None;
        loop {
            let query = ListQuery {
                scope: scope.clone(),
                sort: SortKey::Created,
                order: SortOrder::Ascending,
                limit: Some(PAGE),
                cursor: cursor.take(),
            };
            let page = documents::list(self.r, &query)?;
            for summary in page.items {
                self.context.check()?;
                self.done += 1;
                let total = self.counts.documents + self.counts.trash;
                self.context
                    .progress(self.done, Some(total), &summary.title);
                if let Some(document) = documents::get(self.r, summary.id)? {
                    self.document(document, to)?;
                }
            }
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(()),
            }
        }
    }

    fn document(
        &self,
        document: Document,
        to: &mut BackupWriter<NewFile>,
    ) -> Result<(), CoreError> {
        let (id, hash) = (document.summary.id, document.summary.hash);
        let line = DocumentLine::Document(record(self.r, document)?);
        to.document_line(&line).map_err(backup_error)?;
        if self.request.history {
            for version in all_versions(self.r, id)? {
                let text = match version.hash == hash {
                    true => None,
                    false => Some(versions::text(self.r, version.id)?),
                };
                let line = DocumentLine::Version(version_record(version, text));
                to.document_line(&line).map_err(backup_error)?;
            }
        }
        for conflict in conflicts::of_document(self.r, id)? {
            let text = |hash| -> Result<String, CoreError> {
                versions::text_by_hash(self.r, hash)?
                    .ok_or_else(|| CoreError::internal("a side of a conflict has no text"))
            };
            let line = DocumentLine::Conflict(ConflictRecord {
                base_text: conflict.base.map(text).transpose()?,
                mine_text: text(conflict.mine)?,
                theirs_text: conflict.theirs.map(text).transpose()?,
                conflict,
            });
            to.document_line(&line).map_err(backup_error)?;
        }
        Ok(())
    }

    /// Writes the bytes of all attachments; returns what is wrong with those that cannot be.
    fn bytes(&self, to: &mut BackupWriter<NewFile>) -> Result<Vec<String>, CoreError> {
        let mut all: Vec<(ContentHash, String)> = all_attachments(self.r)?
            .into_iter()
            .map(|attachment| (attachment.hash, attachment.file_name))
            .collect();
        all.sort_unstable();
        all.dedup_by_key(|(hash, _)| *hash);
        let mut problems = Vec::new();
        for (hash, name) in all {
            self.context.check()?;
            self.context.progress(self.done, Some(self.done), &name);
            match self.app.wait_for(self.app.attachments().verify(hash))? {
                Verdict::Intact => {
                    let stream = self.app.wait_for(self.app.attachments().read(hash))?;
                    to.attachment(hash, Streamed::new(self.app, stream))
                        .map_err(backup_error)?;
                }
                Verdict::Missing => problems.push(format!("the bytes of {name} are missing")),
                Verdict::Damaged { .. } => {
                    problems.push(format!("the bytes of {name} are damaged"));
                }
            }
        }
        Ok(problems)
    }
}

fn records<T: Serialize>(
    to: &mut BackupWriter<NewFile>,
    records: impl IntoIterator<Item = T>,
) -> Result<(), CoreError> {
    let written: Result<(), BackupError> = records
        .into_iter()
        .try_for_each(|record| to.record(&record));
    written.map_err(backup_error)
}

fn record(r: &Reader, document: Document) -> Result<DocumentRecord, CoreError> {
    let (text, document) = (document.text, document.summary);
    let uses = attachments::of_document(r, document.id)?.into_iter();
    let origins = restore::origins(r, document.id)?.into_iter();
    Ok(DocumentRecord {
        id: document.id,
        title: document.title,
        description: document.description,
        category: document.category,
        tags: document.tags,
        favorite: document.favorite,
        pinned: document.pinned,
        template: document.template,
        public: document.public,
        created_at: document.created_at,
        updated_at: document.updated_at,
        trashed_at: document.trashed_at,
        attachments: uses
            .map(|used| UseRecord {
                attachment: used.attachment.id,
                reference: used.reference,
            })
            .collect(),
        origins: origins
            .map(|origin| ImportOrigin {
                source: origin.source,
                key: origin.key,
                hash: origin.hash,
            })
            .collect(),
        path: restore::path(r, document.id)?,
        hash: document.hash,
        text,
    })
}

fn version_record(version: Version, text: Option<String>) -> VersionRecord {
    VersionRecord {
        id: version.id,
        number: version.number,
        title: version.title,
        origin: version.origin,
        actor: version.actor,
        name: version.name,
        created_at: version.created_at,
        words: version.words,
        added: version.added,
        removed: version.removed,
        hash: version.hash,
        text,
    }
}

/// All versions of a document, the oldest first, without their texts.
fn all_versions(r: &Reader, id: DocumentId) -> Result<Vec<Version>, CoreError> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = versions::list(r, id, PAGE as usize, cursor.as_ref())?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            all.reverse();
            return Ok(all);
        }
    }
}

/// All attachments, the newest first.
fn all_attachments(r: &Reader) -> Result<Vec<Attachment>, CoreError> {
    let mut all: Vec<Attachment> = Vec::new();
    loop {
        let page = attachments::list(r, PAGE as usize, all.last().map(|last| last.id))?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}
