//! Documents with their versions and conflicts, line by line, a few hundred in a transaction.

use longhand_export::backup::{
    BackupReader, ConflictRecord, DocumentLine, DocumentRecord, Section, VersionRecord,
};
use longhand_markdown::{count_words, facts};
use longhand_model::{
    Actor, Cause, ContentHash, DocumentId, DocumentSummary, Origin, Timestamp, Version,
};
use longhand_store::documents::NewDocumentRow;
use longhand_store::restore::{self as back, History, Restored};
use longhand_store::{Writer, attachments, categories, documents, import_sources, versions};

use super::super::source::backup_error;
use super::{RestoreOutcome, Step, Wanted};
use crate::{App, CoreError};

/// A transaction ends after so many lines …
const BATCH_LINES: usize = 500;
/// … or so many bytes of text.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

pub(super) fn restore(
    app: &App,
    cause: &Cause,
    reader: &mut BackupReader,
    wanted: &Wanted,
    step: &mut Step<'_>,
    outcome: &mut RestoreOutcome,
) -> Result<(), CoreError> {
    let total = reader.manifest().counts.documents;
    let mut restore = Restore {
        wanted,
        history: if reader.manifest().history {
            History::Follows
        } else {
            History::StartsHere
        },
        made_at: reader.manifest().created_at,
        outcome,
        current: None,
    };
    let (mut batch, mut bytes, mut done) = (Vec::new(), 0, 0);
    let lines = reader
        .records::<DocumentLine>(Section::Documents)
        .map_err(backup_error)?;
    for line in lines {
        let line = line.map_err(backup_error)?;
        if let DocumentLine::Document(record) = &line {
            done += 1;
            step(done, Some(total), &record.title)?;
        }
        bytes += text_bytes(&line);
        batch.push(line);
        if batch.len() >= BATCH_LINES || bytes >= BATCH_BYTES {
            restore.write(app, cause, &mut batch)?;
            bytes = 0;
        }
    }
    restore.write(app, cause, &mut batch)
}

struct Restore<'a> {
    wanted: &'a Wanted,
    history: History,
    made_at: Timestamp,
    outcome: &'a mut RestoreOutcome,
    /// The document whose versions and conflicts follow; none while they are not wanted.
    current: Option<Current>,
}

struct Current {
    id: DocumentId,
    text: String,
}

impl Restore<'_> {
    fn write(
        &mut self,
        app: &App,
        cause: &Cause,
        batch: &mut Vec<DocumentLine>,
    ) -> Result<(), CoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let before = self.outcome.clone();
        let written = app.write_because(cause, |w| {
            batch.drain(..).try_for_each(|line| match line {
                DocumentLine::Document(record) => self.document(w, record),
                DocumentLine::Version(record) => self.version(w, record),
                DocumentLine::Conflict(record) => self.conflict(w, &record),
            })
        });
        if written.is_err() {
            // Nothing of the batch was written, so nothing of it counts.
            *self.outcome = before;
        }
        written.map(drop)
    }

    fn document(&mut self, w: &Writer, record: DocumentRecord) -> Result<(), CoreError> {
        self.current = None;
        if !self.wanted.takes(record.id) {
            return Ok(());
        }
        if ContentHash::of(&record.text) != record.hash {
            let problem = format!("\"{}\": its text is damaged in the backup", record.title);
            self.outcome.problems.push(problem);
            return Ok(());
        }
        match documents::summary(w, record.id)? {
            None => self.create(w, &record)?,
            Some(here) => self.join(w, &here, &record)?,
        }
        self.current = Some(Current {
            id: record.id,
            text: record.text,
        });
        Ok(())
    }

    fn create(&mut self, w: &Writer, record: &DocumentRecord) -> Result<(), CoreError> {
        let own = match record.category {
            Some(own) if categories::get(w, own)?.is_some() => Some(own),
            Some(_) | None => None,
        };
        let row = NewDocumentRow {
            id: Some(record.id),
            title: record.title.clone(),
            description: record.description.clone(),
            category: self.wanted.into.or(own),
            tags: record.tags.clone(),
            favorite: record.favorite,
            pinned: record.pinned,
            template: record.template,
            public: record.public,
            created_at: record.created_at,
            updated_at: record.updated_at,
            path: record.path.clone(),
            origin: Origin::Restored,
        };
        let facts = facts(&record.text);
        back::document(
            w,
            &row,
            record.trashed_at,
            &record.text,
            &facts,
            self.history,
        )?;
        self.tie(w, record)?;
        for origin in &record.origins {
            if import_sources::get(w, &origin.source, &origin.key)?.is_none() {
                import_sources::set(w, &origin.source, &origin.key, record.id, origin.hash)?;
            }
        }
        self.outcome.created += 1;
        Ok(())
    }

    /// Meets a document that is here: it leaves the trash, and keeps its own text.
    fn join(
        &mut self,
        w: &Writer,
        here: &DocumentSummary,
        record: &DocumentRecord,
    ) -> Result<(), CoreError> {
        if here.trashed_at.is_some() && record.trashed_at.is_none() {
            documents::set_trashed(w, here.id, None)?;
            self.outcome.untrashed += 1;
        }
        if here.hash == record.hash {
            self.outcome.unchanged += 1;
        } else {
            self.outcome.kept += 1;
            if versions::find_by_hash(w, here.id, record.hash)?.is_none() {
                self.keep_as_version(w, record)?;
            }
        }
        self.tie(w, record)
    }

    fn keep_as_version(&mut self, w: &Writer, record: &DocumentRecord) -> Result<(), CoreError> {
        let made_at = self.made_at.to_string();
        let day = made_at.get(..10).unwrap_or(&made_at);
        let version = Version {
            id: w.new_id(),
            document: record.id,
            number: versions::last(w, record.id)?.map_or(0, |last| last.number + 1),
            title: record.title.clone(),
            hash: record.hash,
            bytes: record.text.len() as u64,
            words: count_words(&record.text),
            origin: Origin::Restored,
            actor: Actor::Program,
            name: Some(format!("From the backup of {day}")),
            created_at: record.updated_at,
            added: 0,
            removed: 0,
        };
        back::version(w, &version, &record.text)?;
        self.outcome.versions += 1;
        Ok(())
    }

    /// Ties the attachments that are here to the names that the text uses and nothing else has.
    fn tie(&self, w: &Writer, record: &DocumentRecord) -> Result<(), CoreError> {
        if record.attachments.is_empty() {
            return Ok(());
        }
        let tied = attachments::of_document(w, record.id)?;
        for used in &record.attachments {
            let free = tied.iter().all(|tied| tied.reference != used.reference);
            if free && attachments::get(w, used.attachment)?.is_some() {
                attachments::attach(w, record.id, used.attachment, &used.reference)?;
            }
        }
        Ok(())
    }

    fn version(&mut self, w: &Writer, record: VersionRecord) -> Result<(), CoreError> {
        let Some(current) = &self.current else {
            return Ok(());
        };
        let text = record.text.as_deref().unwrap_or(&current.text);
        if ContentHash::of(text) != record.hash {
            let problem = format!(
                "version {} of \"{}\": its text is damaged in the backup",
                record.number, record.title
            );
            self.outcome.problems.push(problem);
            return Ok(());
        }
        let version = Version {
            id: record.id,
            document: current.id,
            number: record.number,
            title: record.title,
            hash: record.hash,
            bytes: text.len() as u64,
            words: record.words,
            origin: record.origin,
            actor: record.actor,
            name: record.name,
            created_at: record.created_at,
            added: record.added,
            removed: record.removed,
        };
        if back::version(w, &version, text)? == Restored::Added {
            self.outcome.versions += 1;
        }
        Ok(())
    }

    fn conflict(&mut self, w: &Writer, record: &ConflictRecord) -> Result<(), CoreError> {
        if self.current.is_none() {
            return Ok(());
        }
        let restored = back::conflict(
            w,
            &record.conflict,
            record.base_text.as_deref(),
            &record.mine_text,
            record.theirs_text.as_deref(),
        )?;
        if restored == Restored::Added {
            self.outcome.conflicts += 1;
        }
        Ok(())
    }
}

fn text_bytes(line: &DocumentLine) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    match line {
        DocumentLine::Document(record) => record.text.len(),
        DocumentLine::Version(record) => length(&record.text),
        DocumentLine::Conflict(record) => {
            length(&record.base_text) + record.mine_text.len() + length(&record.theirs_text)
        }
    }
}
