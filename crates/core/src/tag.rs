//! Tags: listing, colouring, renaming, making several one.

use longhand_model::{BatchId, Tag, TagId, TagPatch, name_key, tag_name};
use longhand_store::documents::{self, FieldChange};
use longhand_store::{Reader, Writer, tags};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::app::Written;
use crate::error::{CoreError, Thing};
use crate::{App, Caller};

/// At most this many tags are looked at.
const MOST: usize = 100_000;

/// A tag that took the place of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Retagged {
    /// The tag that documents carry now.
    pub tag: Tag,
    /// How many documents changed.
    pub documents: u64,
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

/// A tag that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    /// How many documents lost it.
    pub documents: u64,
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

impl Retagged {
    fn of(written: Written<tags::Retagged>) -> Self {
        Self {
            tag: written.value.tag,
            documents: written.value.documents.len() as u64,
            batch: written.batch,
        }
    }
}

/// Lists tags: all by name, or the most used when a limit is given; only those that a prefix begins.
///
/// # Errors
/// The library cannot be read.
pub fn list(
    app: &App,
    _caller: &Caller,
    prefix: Option<&str>,
    limit: Option<u32>,
) -> Result<Vec<Tag>, CoreError> {
    let mut found = app.read(|r| Ok(tags::list(r, None, MOST)?))?;
    if let Some(prefix) = prefix {
        let prefix = name_key(prefix.trim_start_matches('#'));
        found.retain(|tag| {
            let key = name_key(&tag.name);
            let mut parts = key.as_str().match_indices('/').map(|(at, _)| at + 1);
            key.as_str().starts_with(prefix.as_str())
                || parts.any(|at| {
                    let part = key.as_str().get(at..).unwrap_or("");
                    part.starts_with(prefix.as_str())
                })
        });
    }
    if let Some(limit) = limit {
        // Stable, so that tags of equal use stay in the order of their names.
        found.sort_by_key(|tag| std::cmp::Reverse(tag.documents));
        found.truncate(limit as usize);
    }
    Ok(found)
}

/// Colours or describes a tag.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Field`].
pub fn update(app: &App, caller: &Caller, id: TagId, patch: &TagPatch) -> Result<Tag, CoreError> {
    let written = app.write(caller, "tag.update", |w| {
        tags::update(w, id, patch)?;
        get(w, id)
    })?;
    Ok(written.value)
}

/// Renames a tag on every document; where the name exists, the two become one.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Field`] for a name out of bounds.
pub fn rename(app: &App, caller: &Caller, id: TagId, name: &str) -> Result<Retagged, CoreError> {
    let name = tag_name(name)?;
    let written = app.write(caller, "tag.rename", |w| {
        get(w, id)?;
        if let Some(taken) = tags::find(w, &name)?
            && taken.id != id
        {
            separate(w, id, &taken)?;
        }
        Ok(tags::rename(w, id, &name)?)
    })?;
    Ok(Retagged::of(written))
}

/// Makes several tags one.
///
/// # Errors
/// [`CoreError::NotFound`] for any of them; [`CoreError::Invalid`] for a tag merged into itself.
pub fn merge(
    app: &App,
    caller: &Caller,
    from: &[TagId],
    into: TagId,
) -> Result<Retagged, CoreError> {
    if from.is_empty() || from.contains(&into) {
        return Err(CoreError::Invalid {
            message: "a tag cannot be merged into itself or out of nothing".to_owned(),
            hint: "Name at least one tag to merge, and another one that stays.",
        });
    }
    let written = app.write(caller, "tag.merge", |w| {
        for id in from.iter().chain([&into]) {
            get(w, *id)?;
        }
        let target = get(w, into)?;
        for id in from {
            separate(w, *id, &target)?;
        }
        Ok(tags::merge(w, from, into)?)
    })?;
    Ok(Retagged::of(written))
}

/// Takes a tag off all documents and deletes it.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn delete(app: &App, caller: &Caller, id: TagId) -> Result<Deleted, CoreError> {
    let written = app.write(caller, "tag.delete", |w| {
        get(w, id)?;
        Ok(tags::delete(w, id)?.len() as u64)
    })?;
    Ok(Deleted {
        documents: written.value,
        batch: written.batch,
    })
}

/// Takes a tag off the documents that carry the one it is merged into as well, each with its own image
/// of before: so undoing knows which documents carried both.
fn separate(w: &Writer, from: TagId, into: &Tag) -> Result<(), CoreError> {
    let from = get(w, from)?;
    for document in documents::summaries(w, &tags::documents(w, from.id)?)? {
        let carries_both = document
            .tags
            .iter()
            .any(|tag| name_key(tag) == name_key(&into.name));
        if carries_both {
            let mut names = document.tags;
            names.retain(|tag| name_key(tag) != name_key(&from.name));
            let change = FieldChange {
                tags: Some(names),
                ..FieldChange::default()
            };
            documents::set_fields(w, document.id, &change)?;
        }
    }
    Ok(())
}

fn get(r: &Reader, id: TagId) -> Result<Tag, CoreError> {
    tags::get(r, id)?.ok_or_else(|| CoreError::not_found(Thing::Tag, id))
}
