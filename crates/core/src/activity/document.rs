//! Undoing what was done to a document.

use longhand_model::{
    ConflictId, ContentHash, DocumentId, DocumentSummary, Origin, Timestamp, VersionId,
};
use longhand_store::documents::{self, FieldChange};
use longhand_store::texts::{self, Keep};
use longhand_store::{Writer, attachments, conflicts, versions};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::net::{Action, Changes};
use super::{CHANGED_SINCE, Outcome};
use crate::document::NewText;
use crate::{App, CoreError};

/// Puts a document back to what it was before the batch, if it still is what the batch left.
pub(super) fn revert(app: &App, w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let id: DocumentId = changes.object.id.parse().map_err(CoreError::internal)?;
    if changes.has("purge") {
        return Ok(Outcome::refused("it was deleted for ever"));
    }
    let Some(document) = documents::summary(w, id)? else {
        return Ok(Outcome::refused("it was deleted for ever since"));
    };
    let hash: Option<ContentHash> = field(&changes.after, "hash")?;
    if hash.is_some_and(|hash| hash != document.hash) {
        return Ok(Outcome::refused("its text was changed since"));
    }
    if changes.created {
        // What else happened to it in the batch goes to the trash with it.
        documents::set_trashed(w, id, Some(w.now()))?;
        return Ok(Outcome::Reverted);
    }
    let live = serde_json::to_value(fields_of(&document)).map_err(CoreError::internal)?;
    for (name, value) in fields(&changes.after) {
        if live.get(name).unwrap_or(&Value::Null) != value {
            return Ok(Outcome::refused(CHANGED_SINCE));
        }
    }
    if let Some(after) = changes.after.get("trashedAt")
        && after.is_null() == document.trashed_at.is_some()
    {
        return Ok(Outcome::refused(CHANGED_SINCE));
    }
    let text = match field::<ContentHash>(&changes.before, "hash")? {
        Some(before) if before != document.hash => match text(app, w, before)? {
            Some(text) => Some(text),
            None => {
                return Ok(Outcome::refused(
                    "the text before was typed over at once and no version of it was kept",
                ));
            }
        },
        Some(_) | None => None,
    };
    write_back(w, &document, changes, text)?;
    Ok(Outcome::Reverted)
}

fn write_back(
    w: &Writer,
    document: &DocumentSummary,
    changes: &Changes,
    text: Option<NewText>,
) -> Result<(), CoreError> {
    let id = document.id;
    if changes.before.contains_key("trashedAt") {
        let trashed_at: Option<Timestamp> = field(&changes.before, "trashedAt")?;
        documents::set_trashed(w, id, trashed_at)?;
    }
    if let Some(text) = text {
        let keep = Keep::Version {
            origin: Origin::Restored,
            name: None,
        };
        let title: Option<String> = field(&changes.before, "title")?;
        texts::replace_titled(w, id, &text.text, title.as_deref(), &text.facts, keep)?;
    }
    let before: Map<String, Value> = fields(&changes.before)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if !before.is_empty() {
        let change: FieldChange =
            serde_json::from_value(Value::Object(before)).map_err(CoreError::internal)?;
        documents::set_fields(w, id, &change)?;
    }
    for action in changes.actions.iter().rev() {
        match action.name.as_str() {
            "nameVersion" => name_back(w, action)?,
            "attach" | "detach" => tie_back(w, id, action)?,
            "resolveConflict" => open_back(w, action)?,
            _no_image_of_its_own => {}
        }
    }
    Ok(())
}

fn name_back(w: &Writer, action: &Action) -> Result<(), CoreError> {
    let version: Option<VersionId> = value(&action.before, "version")?;
    let name: Option<String> = value(&action.before, "name")?;
    let left: Option<String> = value(&action.after, "name")?;
    // A name that somebody gave since stays.
    if let Some(version) = version
        && versions::get(w, version)?.is_some_and(|now| now.name == left)
    {
        versions::name(w, version, name.as_deref())?;
    }
    Ok(())
}

/// Ties what was tied before; unties what was not. What somebody tied there since stays.
/// Opens a conflict that was resolved, and closes one that was opened again.
fn open_back(w: &Writer, action: &Action) -> Result<(), CoreError> {
    let Some(conflict) = value::<ConflictId>(&action.before, "conflict")? else {
        return Ok(());
    };
    match value(&action.before, "open")? {
        Some(true) => conflicts::reopen(w, conflict)?,
        Some(false) | None => conflicts::resolve(w, conflict)?,
    };
    Ok(())
}

/// Ties what was tied before; unties what was not.
fn tie_back(w: &Writer, document: DocumentId, action: &Action) -> Result<(), CoreError> {
    let Some(reference) = value::<String>(&action.before, "reference")? else {
        return Ok(());
    };
    let now = attachments::of_document(w, document)?
        .into_iter()
        .find(|used| used.reference == reference)
        .map(|used| used.attachment.id);
    if now != value(&action.after, "attachment")? {
        return Ok(());
    }
    match value(&action.before, "attachment")? {
        Some(attachment) if attachments::get(w, attachment)?.is_some() => {
            attachments::attach(w, document, attachment, &reference)?;
        }
        // Nothing was tied there, or its bytes are gone for ever.
        Some(_) | None => {
            attachments::detach(w, document, &reference)?;
        }
    }
    Ok(())
}

/// The text of a hash, from the versions or from what this process saw lately.
fn text(app: &App, w: &Writer, hash: ContentHash) -> Result<Option<NewText>, CoreError> {
    let text = match versions::text_by_hash(w, hash)? {
        Some(text) => Some(text),
        None => app.inner.recent.text(hash).map(|text| text.to_string()),
    };
    text.map(NewText::read).transpose()
}

/// The fields of an image that are metadata.
fn fields(image: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    image
        .iter()
        .filter(|(name, _)| !["hash", "version", "trashedAt"].contains(&name.as_str()))
}

fn fields_of(document: &DocumentSummary) -> FieldChange {
    FieldChange {
        title: Some(document.title.clone()),
        description: Some(document.description.clone()),
        category: Some(document.category),
        tags: Some(document.tags.clone()),
        favorite: Some(document.favorite),
        pinned: Some(document.pinned),
        template: Some(document.template),
        public: Some(document.public),
    }
}

fn field<T: DeserializeOwned>(
    image: &Map<String, Value>,
    name: &str,
) -> Result<Option<T>, CoreError> {
    image
        .get(name)
        .filter(|value| !value.is_null())
        .map(|value| serde_json::from_value(value.clone()))
        .transpose()
        .map_err(CoreError::internal)
}

fn value<T: DeserializeOwned>(image: &Value, name: &str) -> Result<Option<T>, CoreError> {
    image
        .as_object()
        .map_or(Ok(None), |image| field(image, name))
}
