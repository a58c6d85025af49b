//! Changing what is known about documents: title, category, tags, flags; several at once.

use longhand_model::{
    BatchId, DocumentId, DocumentPatch, DocumentSummary, checked_title, name_key, tag_name,
};
use longhand_store::Writer;
use longhand_store::documents::{self, FieldChange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{checked_ids, rename};
use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// What happens to the links to a document whose title changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LinksOnRename {
    /// They name the new title.
    #[default]
    Rewrite,
    /// They stay as they are written; they still lead to the document.
    Leave,
}

/// Documents that were changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Updated {
    /// The documents as they are now.
    pub documents: Vec<DocumentSummary>,
    /// How many other documents had their links rewritten.
    pub rewritten: u64,
    /// What `activity.revert` takes to undo it, rewritten links included.
    pub batch: BatchId,
}

/// Changes the metadata of documents in one transaction.
///
/// # Errors
/// [`CoreError::NotFound`] for any document or the category; [`CoreError::Field`] for a value out of
/// bounds; [`CoreError::Invalid`] for a title given to several; [`CoreError::OutOfScope`].
pub fn update(
    app: &App,
    caller: &Caller,
    ids: &[DocumentId],
    patch: &DocumentPatch,
    links: LinksOnRename,
) -> Result<Updated, CoreError> {
    let ids = checked_ids(ids)?;
    if patch.title.is_some() && ids.len() > 1 {
        return Err(CoreError::Invalid {
            message: "a title can be given to one document at a time".to_owned(),
            hint: "Rename the documents one by one.",
        });
    }
    let written = app.write(caller, "document.update", |w| {
        let reach = Reach::of(w, caller)?;
        let mut updated = Vec::with_capacity(ids.len());
        let mut rewritten = 0;
        for id in &ids {
            let (document, others) = update_one(w, &reach, *id, patch, links)?;
            rewritten += others;
            updated.push(document);
        }
        Ok((updated, rewritten))
    })?;
    let (documents, rewritten) = written.value;
    Ok(Updated {
        documents,
        rewritten,
        batch: written.batch,
    })
}

/// Changes one document; returns it as it is now, and how many others had their links rewritten.
pub(crate) fn update_one(
    w: &Writer,
    reach: &Reach,
    id: DocumentId,
    patch: &DocumentPatch,
    links: LinksOnRename,
) -> Result<(DocumentSummary, u64), CoreError> {
    let before = reach.document(w, id)?;
    documents::set_fields(w, id, &change(&before, patch)?)?;
    let rewritten = match &patch.title {
        Some(title) if links == LinksOnRename::Rewrite => {
            rename::rewrite(w, reach, &before, &checked_title(title)?)?
        }
        Some(_) | None => 0,
    };
    Ok((after(w, reach, id)?, rewritten))
}

fn after(w: &Writer, reach: &Reach, id: DocumentId) -> Result<DocumentSummary, CoreError> {
    let document = documents::summary(w, id)?
        .ok_or_else(|| CoreError::internal("a document vanished inside a transaction"))?;
    reach.check_after(&document)?;
    Ok(document)
}

/// What a patch means for one document.
pub(crate) fn change(
    before: &DocumentSummary,
    patch: &DocumentPatch,
) -> Result<FieldChange, CoreError> {
    Ok(FieldChange {
        title: patch.title.clone(),
        description: patch.description.clone(),
        category: patch.category,
        tags: tags(before, patch)?,
        favorite: patch.favorite,
        pinned: patch.pinned,
        template: patch.template,
        public: patch.public,
    })
}

/// All tags of a document after the patch; none when the patch says nothing of tags.
fn tags(before: &DocumentSummary, patch: &DocumentPatch) -> Result<Option<Vec<String>>, CoreError> {
    if patch.tags.is_none() && patch.add_tags.is_empty() && patch.remove_tags.is_empty() {
        return Ok(None);
    }
    let mut tags = patch.tags.clone().unwrap_or_else(|| before.tags.clone());
    for added in &patch.add_tags {
        let added = tag_name(added)?;
        if !tags.iter().any(|tag| name_key(tag) == name_key(&added)) {
            tags.push(added);
        }
    }
    for removed in &patch.remove_tags {
        let removed = name_key(&tag_name(removed)?);
        tags.retain(|tag| name_key(tag) != removed);
    }
    Ok(Some(tags))
}
