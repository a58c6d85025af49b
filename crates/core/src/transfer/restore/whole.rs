//! What a backup holds besides documents: settings, categories, tags, saved searches, attachments.

use std::collections::HashSet;

use longhand_export::backup::{AttachmentRecord, BackupReader, DocumentLine, Section};
use longhand_model::{AttachmentId, Category, CategoryId, Cause, NewSavedSearch, SavedSearch, Tag};
use longhand_store::restore::Restored;
use longhand_store::{Writer, categories, restore as back, saved_searches, settings};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::files::Blocking;
use super::super::source::backup_error;
use super::{RestoreOutcome, Step, Wanted};
use crate::{App, CoreError};

/// What the wanted documents of a partial restore need.
struct Needed {
    categories: HashSet<CategoryId>,
    attachments: HashSet<AttachmentId>,
}

pub(super) fn restore(
    app: &App,
    cause: &Cause,
    reader: &mut BackupReader,
    wanted: &Wanted,
    step: &mut Step<'_>,
    outcome: &mut RestoreOutcome,
) -> Result<(), CoreError> {
    let needed = match &wanted.documents {
        Some(_) => Some(needed(reader, wanted)?),
        None => None,
    };
    let mut tree: Vec<Category> = all(reader, Section::Categories)?;
    match (&needed, wanted.into) {
        (_, Some(_)) => tree.clear(),
        (Some(needed), None) => keep_needed(&mut tree, &needed.categories),
        (None, None) => {}
    }
    let (tags, searches, kept): (Vec<Tag>, Vec<SavedSearch>, Vec<Map<String, Value>>) = match needed
    {
        Some(_) => Default::default(),
        None => (
            all(reader, Section::Tags)?,
            all(reader, Section::SavedSearches)?,
            all(reader, Section::Settings)?,
        ),
    };
    app.write_because(cause, |w| {
        for category in &tree {
            outcome.categories += u64::from(put_category(w, category)?);
        }
        for tag in &tags {
            outcome.tags += added(back::tag(w, tag)?);
        }
        for search in &searches {
            outcome.saved_searches += u64::from(put_search(w, search)?);
        }
        // Settings of one's own are not written over by a backup.
        if settings::all(w)?.is_empty() {
            for (key, value) in kept.iter().flatten() {
                settings::set(w, key, value)?;
                outcome.settings += 1;
            }
        }
        Ok(())
    })?;
    attachments(app, cause, reader, needed.as_ref(), step, outcome)
}

fn attachments(
    app: &App,
    cause: &Cause,
    reader: &mut BackupReader,
    needed: Option<&Needed>,
    step: &mut Step<'_>,
    outcome: &mut RestoreOutcome,
) -> Result<(), CoreError> {
    let mut records: Vec<AttachmentRecord> = all(reader, Section::Attachments)?;
    if let Some(needed) = needed {
        records.retain(|record| needed.attachments.contains(&record.id));
    }
    let total = records.len() as u64;
    let mut stored = Vec::with_capacity(records.len());
    for (done, record) in records.into_iter().enumerate() {
        step(done as u64, Some(total), &record.file_name)?;
        match put_bytes(app, reader, &record)? {
            None => stored.push(record),
            Some(problem) => outcome.problems.push(problem),
        }
    }
    for batch in stored.chunks(500) {
        app.write_because(cause, |w| {
            for record in batch {
                outcome.attachments += added(back::attachment(w, record)?);
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Stores an attachment's bytes unless they are here; returns what is wrong with them.
fn put_bytes(
    app: &App,
    reader: &mut BackupReader,
    record: &AttachmentRecord,
) -> Result<Option<String>, CoreError> {
    let here = app.wait_for(app.attachments().size(record.hash))?;
    if here == Some(record.bytes) {
        return Ok(None);
    }
    let bytes = match reader.attachment(record.hash) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Some(format!("{}: {error}", record.file_name))),
    };
    match app.wait_for(app.attachments().put_stream(Blocking(bytes))) {
        Ok(stored) if stored.hash == record.hash => Ok(None),
        Ok(stored) => {
            app.wait_for(app.attachments().delete(stored.hash))?;
            Ok(Some(format!(
                "{}: its bytes are damaged in the backup",
                record.file_name
            )))
        }
        Err(longhand_attachments::AttachmentError::Incoming { source }) => Ok(Some(format!(
            "{}: its bytes cannot be read: {source}",
            record.file_name
        ))),
        Err(error) => Err(error.into()),
    }
}

/// Looks through the documents for what the wanted ones need.
fn needed(reader: &mut BackupReader, wanted: &Wanted) -> Result<Needed, CoreError> {
    let mut needed = Needed {
        categories: HashSet::new(),
        attachments: HashSet::new(),
    };
    let lines = reader
        .records::<DocumentLine>(Section::Documents)
        .map_err(backup_error)?;
    for line in lines {
        let DocumentLine::Document(record) = line.map_err(backup_error)? else {
            continue;
        };
        if wanted.takes(record.id) {
            needed.categories.extend(record.category);
            needed
                .attachments
                .extend(record.attachments.iter().map(|used| used.attachment));
        }
    }
    Ok(needed)
}

/// Keeps the needed categories and those they are nested in.
fn keep_needed(tree: &mut Vec<Category>, needed: &HashSet<CategoryId>) {
    let mut kept = needed.clone();
    // Parents come before their children, so one way back up meets each parent after its children.
    for category in tree.iter().rev() {
        if kept.contains(&category.id) {
            kept.extend(category.parent);
        }
    }
    tree.retain(|category| kept.contains(&category.id));
}

fn put_category(w: &Writer, category: &Category) -> Result<bool, CoreError> {
    if categories::get(w, category.id)?.is_some() {
        return Ok(false);
    }
    let parent = match category.parent {
        Some(parent) if categories::get(w, parent)?.is_some() => Some(parent),
        Some(_) | None => None,
    };
    categories::insert(
        w,
        &Category {
            parent,
            ..category.clone()
        },
    )?;
    Ok(true)
}

fn put_search(w: &Writer, search: &SavedSearch) -> Result<bool, CoreError> {
    if saved_searches::get(w, search.id)?.is_some() {
        return Ok(false);
    }
    let new = NewSavedSearch {
        name: search.name.clone(),
        query: search.query.clone(),
        icon: search.icon.clone(),
        color: search.color,
    };
    saved_searches::put(w, search.id, &new)?;
    Ok(true)
}

fn added(restored: Restored) -> u64 {
    match restored {
        Restored::Added => 1,
        Restored::Known => 0,
    }
}

fn all<T: DeserializeOwned>(
    reader: &mut BackupReader,
    section: Section,
) -> Result<Vec<T>, CoreError> {
    let records = reader.records(section).map_err(backup_error)?;
    records.collect::<Result<_, _>>().map_err(backup_error)
}
