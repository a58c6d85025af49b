//! Changes of a document's metadata, each with its image of before.

use longhand_model::{CategoryId, DocumentId, ItemKind, Timestamp, checked_title, name_key};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::{checked_description, head, names, row};
use crate::audit::{self, Action};
use crate::{Reader, StoreError, Writer, categories, column, links, outbox, search, tags, texts};

/// Metadata to change; what is absent stays. Also what it was before: the same shape undoes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldChange {
    /// 1 to 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// At most 2,000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `Some(None)` moves to the inbox.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub category: Option<Option<CategoryId>>,
    /// The names of all its tags from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Favourite or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub favorite: Option<bool>,
    /// Pinned or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// Template or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<bool>,
    /// Public or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
}

fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Changes a document's metadata and returns what the changed fields were; empty when nothing changed.
///
/// # Errors
/// [`StoreError::NotFound`] for the document or the category, [`StoreError::Field`] where a bound is broken.
pub fn set_fields(
    w: &Writer,
    id: DocumentId,
    change: &FieldChange,
) -> Result<FieldChange, StoreError> {
    let head = head(w, id)?;
    let wanted = checked(change)?;
    let now = current(w, id)?;
    let (before, after) = difference(now, wanted);
    if after == FieldChange::default() {
        return Ok(before);
    }
    update_row(w, head.number, &after)?;
    if let Some(title) = &after.title {
        names::replace_title(w, head.number, title)?;
        links::resolve_waiting(w, head.number)?;
        let (headings, text) = texts::with_headings(w, head.number)?;
        let words = search::Words::cut(&headings, &text);
        search::index::put(w, head.number, title, &words)?;
    }
    if let Some(names) = &after.tags {
        tags::set(w, head.number, names)?;
    }
    audit::write(
        w,
        &audit::document(id, after.title.as_deref().unwrap_or(&head.title)),
        Action::Update,
        &serde_json::to_value(&before)?,
        &serde_json::to_value(&after)?,
    )?;
    outbox::changed(w, ItemKind::Document, id.as_bytes())?;
    w.record_document(id);
    Ok(before)
}

fn checked(change: &FieldChange) -> Result<FieldChange, StoreError> {
    Ok(FieldChange {
        title: change.title.as_deref().map(checked_title).transpose()?,
        description: change
            .description
            .as_deref()
            .map(checked_description)
            .transpose()?
            .map(str::to_owned),
        tags: change.tags.as_deref().map(tags::checked).transpose()?,
        ..change.clone()
    })
}

/// Reads all changeable fields of a document as they are.
fn current(r: &Reader, id: DocumentId) -> Result<FieldChange, StoreError> {
    let Some((number, summary)) = row::one(r, id)? else {
        return Err(StoreError::not_found(crate::Thing::Document, id));
    };
    Ok(FieldChange {
        title: Some(summary.title),
        description: Some(summary.description),
        category: Some(summary.category),
        tags: Some(row::tags(r, number)?),
        favorite: Some(summary.favorite),
        pinned: Some(summary.pinned),
        template: Some(summary.template),
        public: Some(summary.public),
    })
}

/// Keeps, of both sides, the fields that are wanted and differ.
fn difference(now: FieldChange, wanted: FieldChange) -> (FieldChange, FieldChange) {
    let (mut before, mut after) = (FieldChange::default(), FieldChange::default());
    macro_rules! keep {
        ($($field:ident),*) => {$(
            if wanted.$field.is_some() && wanted.$field != now.$field {
                before.$field = now.$field;
                after.$field = wanted.$field;
            }
        )*};
    }
    keep!(
        title,
        description,
        category,
        tags,
        favorite,
        pinned,
        template,
        public
    );
    (before, after)
}

fn update_row(w: &Writer, number: i64, after: &FieldChange) -> Result<(), StoreError> {
    if let Some(title) = &after.title {
        w.prepare(
            "UPDATE documents
            SET title = :title,
                title_key = :title_key
            WHERE number = :number",
        )?
        .execute(named_params! {
            ":title": title,
            ":title_key": name_key(title).as_str(),
            ":number": number,
        })?;
    }
    if let Some(category) = after.category {
        let category = category
            .map(|category| categories::number(w, category))
            .transpose()?;
        w.prepare(
            "UPDATE documents
            SET category = :category
            WHERE number = :number",
        )?
        .execute(named_params! { ":category": category, ":number": number })?;
    }
    w.prepare(
        "UPDATE documents
        SET description = coalesce(:description, description),
            favorite = coalesce(:favorite, favorite),
            pinned = coalesce(:pinned, pinned),
            template = coalesce(:template, template),
            public = coalesce(:public, public),
            updated_at = :now
        WHERE number = :number",
    )?
    .execute(named_params! {
        ":description": after.description,
        ":favorite": after.favorite,
        ":pinned": after.pinned,
        ":template": after.template,
        ":public": after.public,
        ":now": w.now().as_millis(),
        ":number": number,
    })?;
    Ok(())
}

/// Writes the time of a change that is not a change of fields, such as a tag that was renamed.
pub(crate) fn touch(w: &Writer, number: i64, at: Timestamp) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE documents
        SET updated_at = :now
        WHERE number = :number",
    )?
    .execute(named_params! { ":now": at.as_millis(), ":number": number })?;
    Ok(())
}

/// Returns the id of a document by its row number.
pub(crate) fn id_of(r: &Reader, number: i64) -> Result<DocumentId, StoreError> {
    let id = r
        .prepare(
            "SELECT id
            FROM documents
            WHERE number = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| {
            column::id(row, "id")
        })?;
    Ok(id)
}
