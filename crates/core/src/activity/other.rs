//! Undoing what was done to categories, tags, saved searches, settings, attachments and keys.

use longhand_model::{
    Category, CategoryId, DocumentId, DocumentSummary, KeyId, NewSavedSearch, SavedSearch,
    SavedSearchId, Tag, TagId, TagPatch, name_key,
};
use longhand_store::documents::{self, FieldChange};
use longhand_store::{Writer, api_keys, categories, saved_searches, settings, tags};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::net::{Action, Changes};
use super::{CHANGED_SINCE, Outcome};
use crate::CoreError;

pub(super) fn category(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let id: CategoryId = changes.object.id.parse().map_err(CoreError::internal)?;
    if let Some(deleted) = changes.named("delete").next() {
        return category_back(w, id, deleted);
    }
    let Some(live) = categories::get(w, id)? else {
        return Ok(Outcome::refused("it was deleted since"));
    };
    if changes.created {
        let node = categories::list(w)?
            .into_iter()
            .find(|node| node.category.id == id);
        let used = node.is_some_and(|node| node.documents > 0);
        if used || !categories::children(w, Some(id))?.is_empty() {
            return Ok(Outcome::refused("it is in use"));
        }
        categories::delete(w, id)?;
        return Ok(Outcome::Reverted);
    }
    let (before, after): (Category, Category) = both(changes)?;
    if live != after {
        return Ok(Outcome::refused(CHANGED_SINCE));
    }
    if let Some(parent) = before.parent
        && categories::get(w, parent)?.is_none()
    {
        return Ok(Outcome::refused("the category it lay in is gone"));
    }
    categories::replace(w, &before)?;
    Ok(Outcome::Reverted)
}

/// Makes a deleted category again, with what still lies where its deletion put it.
fn category_back(w: &Writer, id: CategoryId, deleted: &Action) -> Result<Outcome, CoreError> {
    let category: Category = part(&deleted.before, "category")?;
    let inside: Vec<DocumentId> = part(&deleted.before, "documents")?;
    let below: Vec<CategoryId> = part(&deleted.before, "categories")?;
    let moved_to = category.parent;
    if categories::get(w, id)?.is_some() {
        return Ok(Outcome::refused("it is there again"));
    }
    if let Some(parent) = moved_to
        && categories::get(w, parent)?.is_none()
    {
        return Ok(Outcome::refused("the category it lay in is gone"));
    }
    categories::insert(w, &category)?;
    for document in documents::summaries(w, &inside)? {
        if document.category == moved_to {
            let change = FieldChange {
                category: Some(Some(id)),
                ..FieldChange::default()
            };
            documents::set_fields(w, document.id, &change)?;
        }
    }
    for child in below {
        if let Some(child) = categories::get(w, child)?
            && child.parent == moved_to
        {
            let child = Category {
                parent: Some(id),
                ..child
            };
            categories::replace(w, &child)?;
        }
    }
    Ok(Outcome::Reverted)
}

pub(super) fn tag(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let id: TagId = changes.object.id.parse().map_err(CoreError::internal)?;
    if let Some(renamed) = changes.named("rename").next() {
        let tag: Tag = part(&renamed.before, "tag")?;
        let now: TagId = part(&renamed.after, "id")?;
        if now == id {
            // The way it is written alone changed.
            if tags::get(w, id)?.is_none() {
                return Ok(Outcome::refused("it was deleted since"));
            }
            tags::rename(w, id, &tag.name)?;
            return Ok(Outcome::Reverted);
        }
        return tag_back(w, renamed, &tag, Some(now));
    }
    if let Some(merged) = changes.named("merge").next() {
        let tag: Tag = part(&merged.before, "tag")?;
        let into: TagId = part(&merged.after, "into")?;
        return tag_back(w, merged, &tag, Some(into));
    }
    if let Some(deleted) = changes.named("delete").next() {
        let tag: Tag = part(&deleted.before, "tag")?;
        return tag_back(w, deleted, &tag, None);
    }
    let (before, after): (Tag, Tag) = both(changes)?;
    match tags::get(w, id)? {
        None => Ok(Outcome::refused("it was deleted since")),
        Some(live) if (live.color, &live.description) != (after.color, &after.description) => {
            Ok(Outcome::refused(CHANGED_SINCE))
        }
        Some(_) => {
            tags::update(w, id, &looks(&before))?;
            Ok(Outcome::Reverted)
        }
    }
}

/// Puts a tag back on its documents, in the place of the one that took its place.
fn tag_back(
    w: &Writer,
    action: &Action,
    tag: &Tag,
    instead_of: Option<TagId>,
) -> Result<Outcome, CoreError> {
    let carriers: Vec<DocumentId> = part(&action.before, "documents")?;
    let replaced = match instead_of {
        Some(id) => tags::get(w, id)?,
        None => None,
    };
    for document in documents::summaries(w, &carriers)? {
        let change = FieldChange {
            tags: Some(retagged(&document, tag, replaced.as_ref())),
            ..FieldChange::default()
        };
        documents::set_fields(w, document.id, &change)?;
    }
    // A tag exists by being carried: one that nobody carries any more cannot come back.
    let Some(back) = tags::find(w, &tag.name)? else {
        return Ok(Outcome::refused("no document that carried it is left"));
    };
    tags::update(w, back.id, &looks(tag))?;
    if let Some(replaced) = replaced
        && tags::documents(w, replaced.id)?.is_empty()
        && action.name == "rename"
    {
        tags::delete(w, replaced.id)?;
    }
    Ok(Outcome::Reverted)
}

fn retagged(document: &DocumentSummary, tag: &Tag, replaced: Option<&Tag>) -> Vec<String> {
    let mut names = document.tags.clone();
    if let Some(replaced) = replaced {
        names.retain(|name| name_key(name) != name_key(&replaced.name));
    }
    if !names
        .iter()
        .any(|name| name_key(name) == name_key(&tag.name))
    {
        names.push(tag.name.clone());
    }
    names
}

fn looks(tag: &Tag) -> TagPatch {
    TagPatch {
        color: Some(tag.color),
        description: Some(tag.description.clone()),
    }
}

pub(super) fn saved_search(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let id: SavedSearchId = changes.object.id.parse().map_err(CoreError::internal)?;
    let live = saved_searches::get(w, id)?;
    if let Some(deleted) = changes.named("delete").next() {
        if live.is_some() {
            return Ok(Outcome::refused("it is there again"));
        }
        saved_searches::put(w, id, &new_search(whole(&deleted.before)?))?;
        return Ok(Outcome::Reverted);
    }
    let Some(live) = live else {
        return Ok(Outcome::refused("it was deleted since"));
    };
    let after: SavedSearch = whole(&Value::Object(changes.after.clone()))?;
    if live != after {
        return Ok(Outcome::refused(CHANGED_SINCE));
    }
    if changes.created {
        saved_searches::delete(w, id)?;
    } else {
        let before: SavedSearch = whole(&Value::Object(changes.before.clone()))?;
        saved_searches::replace(w, id, &new_search(before))?;
    }
    Ok(Outcome::Reverted)
}

fn new_search(search: SavedSearch) -> NewSavedSearch {
    NewSavedSearch {
        name: search.name,
        query: search.query,
        icon: search.icon,
        color: search.color,
    }
}

pub(super) fn setting(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let name = &changes.object.id;
    let (Some(first), Some(last)) = (changes.actions.first(), changes.actions.last()) else {
        return Ok(Outcome::refused("nothing was changed"));
    };
    let live = settings::get(w, name)?.unwrap_or(Value::Null);
    if live != last.after {
        return Ok(Outcome::refused(CHANGED_SINCE));
    }
    if first.before.is_null() {
        settings::remove(w, name)?;
    } else {
        settings::set(w, name, &first.before)?;
    }
    Ok(Outcome::Reverted)
}

/// An attachment that was added stays until it is collected: nothing is destroyed by an undo.
pub(super) fn attachment(changes: &Changes) -> Outcome {
    if changes.has("delete") || changes.has("purge") {
        Outcome::refused("its bytes were deleted for ever")
    } else {
        Outcome::Reverted
    }
}

pub(super) fn key(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    if !changes.created {
        return Ok(Outcome::refused(
            "a revoked key stays revoked; make a new one",
        ));
    }
    let id: KeyId = changes.object.id.parse().map_err(CoreError::internal)?;
    api_keys::revoke(w, id)?;
    Ok(Outcome::Reverted)
}

/// The whole image of a thing before and after the batch.
fn both<T: DeserializeOwned>(changes: &Changes) -> Result<(T, T), CoreError> {
    let before = whole(&Value::Object(changes.before.clone()))?;
    let after = whole(&Value::Object(changes.after.clone()))?;
    Ok((before, after))
}

fn whole<T: DeserializeOwned>(image: &Value) -> Result<T, CoreError> {
    serde_json::from_value(image.clone()).map_err(CoreError::internal)
}

fn part<T: DeserializeOwned>(image: &Value, name: &str) -> Result<T, CoreError> {
    whole(image.get(name).unwrap_or(&Value::Null))
}
