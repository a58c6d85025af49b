//! Writes what was read: new documents, new texts of known ones, and where both sides were edited.

use longhand_export::{ImportOutcome, ImportProblem, MappedDocument, ProblemKind};
use longhand_markdown::{MergeOutcome, merge};
use longhand_model::{
    AuditQuery, CategoryId, Cause, ConflictKind, ContentHash, DocumentId, DocumentSummary,
    Origin as VersionOrigin, name_key,
};
use longhand_store::conflicts::NewConflict;
use longhand_store::documents::{FieldChange, NewDocumentRow};
use longhand_store::search::Words;
use longhand_store::texts::{self, Keep};
use longhand_store::{Writer, audit, conflicts, documents, import_sources};

use super::files::FileUse;
use super::place::Places;
use super::prepare::{Changed, Findings, Incoming, Origin, Prepared, Same};
use crate::document::NewText;
use crate::{App, CoreError};

/// An import at work.
pub(super) struct Import<'a> {
    app: &'a App,
    cause: Cause,
    places: Places,
    outcome: ImportOutcome,
}

impl Prepared {
    /// How much text it carries.
    pub(super) fn text_bytes(&self) -> usize {
        match self {
            Self::New(incoming) => incoming.text.text.len(),
            Self::Changed(changed) => changed.incoming.text.text.len(),
            Self::Unchanged(_) | Self::Skipped => 0,
        }
    }
}

impl<'a> Import<'a> {
    pub(super) fn new(
        app: &'a App,
        cause: Cause,
        into: Option<CategoryId>,
    ) -> Result<Self, CoreError> {
        let places = app.read(|r| Places::below(r, into))?;
        let outcome = ImportOutcome {
            created: 0,
            updated: 0,
            merged: 0,
            conflicts: 0,
            unchanged: 0,
            skipped: 0,
            attachments: 0,
            unresolved_links: 0,
            problems: Vec::new(),
            notices: Vec::new(),
            cancelled: false,
            batch: cause.batch,
        };
        Ok(Self {
            app,
            cause,
            places,
            outcome,
        })
    }

    /// Writes documents in one transaction and empties the list.
    pub(super) fn write(&mut self, batch: &mut Vec<Prepared>) -> Result<(), CoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let (app, cause) = (self.app, self.cause.clone());
        let before = self.outcome.clone();
        let written = app.write_because(&cause, |w| {
            batch.drain(..).try_for_each(|prepared| match prepared {
                Prepared::New(incoming) => self.create(w, *incoming),
                Prepared::Changed(changed) => self.change(w, *changed),
                Prepared::Unchanged(same) => self.keep(w, &same),
                Prepared::Skipped => {
                    self.outcome.skipped += 1;
                    Ok(())
                }
            })
        });
        if written.is_err() {
            // Nothing of the batch was written, so nothing of it counts.
            self.outcome = before;
        }
        written.map(drop)
    }

    pub(super) fn finish(mut self, findings: Findings, cancelled: bool) -> ImportOutcome {
        self.outcome.problems.extend(findings.problems);
        self.outcome.notices.extend(findings.notices);
        self.outcome.unresolved_links = findings.unresolved_links;
        self.outcome.cancelled = cancelled;
        self.outcome
    }

    fn create(&mut self, w: &Writer, incoming: Incoming) -> Result<(), CoreError> {
        let Incoming {
            origin,
            text,
            mapped,
            files,
            words,
            ..
        } = incoming;
        let words = words.unwrap_or_else(|| Words::of(&text.text, &text.facts));
        let now = w.now();
        let row = NewDocumentRow {
            id: None,
            title: mapped.title,
            description: mapped.description,
            category: self.places.place(w, &mapped.category)?,
            tags: mapped.tags,
            favorite: false,
            pinned: false,
            template: mapped.template,
            public: false,
            created_at: mapped.created_at.unwrap_or(now),
            updated_at: mapped.updated_at.unwrap_or(now),
            path: Some(origin.path.clone()),
            origin: VersionOrigin::Imported,
        };
        let id = documents::insert_cut(w, &row, &text.text, &text.facts, &words)?;
        self.attach(w, id, &files)?;
        remember(w, &origin, id, text.hash)?;
        self.outcome.created += 1;
        Ok(())
    }

    fn change(&mut self, w: &Writer, changed: Changed) -> Result<(), CoreError> {
        let Changed {
            incoming,
            document: id,
            base,
            base_hash,
        } = changed;
        let document = documents::summary(w, id)?
            .ok_or_else(|| CoreError::internal("an imported document vanished"))?;
        if document.trashed_at.is_some() && !self.bring_back(w, &document, &incoming.origin)? {
            return Ok(());
        }
        let Incoming {
            origin,
            text,
            mapped,
            files,
            ..
        } = incoming;
        let before = base.as_ref().map(|(_, mapped)| mapped);
        let change = changed_fields(&document, before, &mapped);
        let base = Base {
            text: base.as_ref().map(|(text, _)| text.as_str()),
            hash: base_hash,
        };
        let outcome = replace(w, &document, &text, change.title.as_deref(), &base)?;
        let fields = change != FieldChange::default();
        if fields {
            documents::set_fields(w, id, &change)?;
        }
        self.attach(w, id, &files)?;
        remember(w, &origin, id, text.hash)?;
        match outcome {
            Replaced::Same if fields => self.outcome.updated += 1,
            Replaced::Same => self.outcome.unchanged += 1,
            Replaced::ByFile => self.outcome.updated += 1,
            Replaced::Merged => {
                self.outcome.updated += 1;
                self.outcome.merged += 1;
            }
            Replaced::Clash => {
                self.outcome.conflicts += 1;
                let message = "changed here and in the file: both are kept in a conflict";
                let notice = ImportProblem::new(origin.shown, ProblemKind::ConflictCopy, message);
                self.outcome.notices.push(notice);
            }
        }
        Ok(())
    }

    fn keep(&mut self, w: &Writer, same: &Same) -> Result<(), CoreError> {
        let document = documents::summary(w, same.document)?
            .ok_or_else(|| CoreError::internal("an imported document vanished"))?;
        if document.trashed_at.is_some() {
            if was_undone(w, document.id)? {
                documents::set_trashed(w, document.id, None)?;
                self.outcome.updated += 1;
            } else {
                self.outcome.unchanged += 1;
                let message = "in the trash here, and left there";
                let notice = ImportProblem::new(document.title, ProblemKind::Metadata, message);
                self.outcome.notices.push(notice);
                return Ok(());
            }
        } else {
            self.outcome.unchanged += 1;
        }
        self.attach(w, same.document, &same.files)
    }

    /// Takes a document that an undone import put into the trash out of it again. What a person put
    /// there stays there.
    fn bring_back(
        &mut self,
        w: &Writer,
        document: &DocumentSummary,
        origin: &Origin,
    ) -> Result<bool, CoreError> {
        if was_undone(w, document.id)? {
            documents::set_trashed(w, document.id, None)?;
            return Ok(true);
        }
        self.outcome.unchanged += 1;
        let message = "in the trash here: restore it, then import again to get the file's new text";
        let notice = ImportProblem::new(origin.shown.clone(), ProblemKind::Metadata, message);
        self.outcome.notices.push(notice);
        Ok(false)
    }

    fn attach(&mut self, w: &Writer, id: DocumentId, files: &[FileUse]) -> Result<(), CoreError> {
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            let Some(hash) = file.hash else { continue };
            if self
                .app
                .wait_for(self.app.attachments().size(hash))?
                .is_some()
            {
                kept.push(file);
            } else {
                // Somebody deleted unused attachments between their arrival and this transaction.
                let message = "was deleted meanwhile: import again";
                let notice = ImportProblem::new(&file.name, ProblemKind::Unreadable, message);
                self.outcome.notices.push(notice);
            }
        }
        if !kept.is_empty() {
            self.outcome.attachments += super::files::attach(w, id, &kept)?;
        }
        Ok(())
    }
}

/// What became of a text.
enum Replaced {
    Same,
    ByFile,
    Merged,
    Clash,
}

/// What the file said when it was imported before; its text may be gone, its hash is known.
struct Base<'a> {
    text: Option<&'a str>,
    hash: ContentHash,
}

/// Writes the file's text, merged with what a person wrote here; the version bears the title to come.
fn replace(
    w: &Writer,
    document: &DocumentSummary,
    file: &NewText,
    title: Option<&str>,
    base: &Base<'_>,
) -> Result<Replaced, CoreError> {
    if document.hash == file.hash {
        return Ok(Replaced::Same);
    }
    let write = |new: &NewText, origin| {
        let keep = Keep::Version { origin, name: None };
        texts::replace_titled(w, document.id, &new.text, title, &new.facts, keep)
    };
    if document.hash == base.hash {
        write(file, VersionOrigin::Imported)?;
        return Ok(Replaced::ByFile);
    }
    let (here, _) = texts::text(w, document.id)?;
    match base.text.map(|base| merge(base, &here, &file.text)) {
        Some(MergeOutcome::Clean(text)) => {
            write(&NewText::read(text)?, VersionOrigin::Merged)?;
            Ok(Replaced::Merged)
        }
        Some(MergeOutcome::Conflict { .. }) | None => {
            let clash = NewConflict {
                document: document.id,
                remote: None,
                kind: ConflictKind::Text,
                base: base.text,
                mine: &here,
                theirs: Some(&file.text),
            };
            conflicts::insert(w, &clash)?;
            Ok(Replaced::Clash)
        }
    }
}

/// The metadata that the file changed; what a person changed here stays.
fn changed_fields(
    document: &DocumentSummary,
    before: Option<&MappedDocument>,
    after: &MappedDocument,
) -> FieldChange {
    let Some(before) = before else {
        return FieldChange::default();
    };
    let field = |here: &str, before: &str, after: &str| {
        (here == before && before != after).then(|| after.to_owned())
    };
    FieldChange {
        title: field(&document.title, &before.title, &after.title),
        description: field(
            &document.description,
            &before.description,
            &after.description,
        ),
        tags: changed_tags(&document.tags, &before.tags, &after.tags),
        ..FieldChange::default()
    }
}

/// Adds the tags that the file gained and takes away those it lost; none when that changes nothing.
fn changed_tags(here: &[String], before: &[String], after: &[String]) -> Option<Vec<String>> {
    let has = |tags: &[String], tag: &str| {
        let key = name_key(tag);
        tags.iter().any(|known| name_key(known) == key)
    };
    let kept = here
        .iter()
        .filter(|tag| has(after, tag) || !has(before, tag));
    let gained = after
        .iter()
        .filter(|tag| !has(before, tag) && !has(here, tag));
    let tags: Vec<String> = kept.chain(gained).cloned().collect();
    (tags != here).then_some(tags)
}

/// Says whether the last thing that happened to a document is that its import was undone.
fn was_undone(w: &Writer, id: DocumentId) -> Result<bool, CoreError> {
    let query = AuditQuery {
        object: Some(id.to_string()),
        limit: Some(1),
        ..AuditQuery::default()
    };
    let last = audit::list(w, &query)?;
    Ok(last
        .items
        .first()
        .is_some_and(|entry| entry.cause.command == "activity.revert"))
}

fn remember(
    w: &Writer,
    origin: &Origin,
    id: DocumentId,
    hash: ContentHash,
) -> Result<(), CoreError> {
    Ok(import_sources::set(
        w,
        &origin.source,
        &origin.key,
        id,
        hash,
    )?)
}

#[cfg(test)]
mod tests {
    use super::changed_tags;

    #[test]
    fn tags_follow_the_file_without_touching_a_persons_own() {
        let tags = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        for (here, before, after, expected) in [
            (
                &["a", "mine"][..],
                &["a"][..],
                &["a", "b"][..],
                Some(&["a", "mine", "b"][..]),
            ),
            (&["a", "mine"], &["a"], &[], Some(&["mine"])),
            (&["mine"], &["a"], &["a"], None),
            (&["A"], &["a"], &["a"], None),
            (&["b"], &[], &["B"], None),
        ] {
            let changed = changed_tags(&tags(here), &tags(before), &tags(after));
            assert_eq!(changed, expected.map(tags), "{here:?} {before:?} {after:?}");
        }
    }
}
