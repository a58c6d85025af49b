//! Tags: their rows, which documents carry them, and the changes that touch many documents at once.

use longhand_model::{DocumentId, FieldError, ItemKind, Tag, TagId, TagPatch, name_key, tag_name};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::documents::{after_prefix, id_of, touch};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column, outbox};

/// A tag may nest others by `/`, and its list shows at most this many of them.
const NESTED: i64 = 1_000;

macro_rules! tag_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, color, description, documents
            FROM tags
            WHERE ",
            $condition
        )
    };
}

/// What a change of a tag brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retagged {
    /// The tag as it is now.
    pub tag: Tag,
    /// The documents that carried what was changed.
    pub documents: Vec<DocumentId>,
}

/// Returns tags by name, those that start with a prefix; at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader, prefix: Option<&str>, limit: usize) -> Result<Vec<Tag>, StoreError> {
    let prefix = name_key(prefix.unwrap_or_default().trim_start_matches('#'));
    let tags = r
        .prepare(tag_where!(
            "name_key >= :from AND name_key < :to
            ORDER BY name_key
            LIMIT :limit"
        ))?
        .query_map(
            named_params! {
                ":from": prefix.as_str(),
                ":to": after_prefix(prefix.as_str()),
                ":limit": column::length(limit),
            },
            tag,
        )?
        .collect::<Result<_, _>>()?;
    Ok(tags)
}

/// Returns a tag.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: TagId) -> Result<Option<Tag>, StoreError> {
    let found = r
        .prepare(tag_where!("id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, tag)
        .optional()?;
    Ok(found)
}

/// Returns the tag of a name, however it is written.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn find(r: &Reader, name: &str) -> Result<Option<Tag>, StoreError> {
    let found = r
        .prepare(tag_where!("name_key = :name_key"))?
        .query_row(
            named_params! { ":name_key": name_key(name.trim_start_matches('#')).as_str() },
            tag,
        )
        .optional()?;
    Ok(found)
}

/// Returns the documents that carry a tag, those in the trash included.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn documents(r: &Reader, id: TagId) -> Result<Vec<DocumentId>, StoreError> {
    carriers(r, number(r, id)?)?
        .into_iter()
        .map(|document| id_of(r, document))
        .collect()
}

/// Changes a tag's colour or description; returns it as it was.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Field`].
pub fn update(w: &Writer, id: TagId, patch: &TagPatch) -> Result<Tag, StoreError> {
    let before = found(w, id)?;
    let mut after = before.clone();
    if let Some(color) = patch.color {
        after.color = color;
    }
    if let Some(description) = &patch.description {
        crate::documents::checked_description(description)?.clone_into(&mut after.description);
    }
    if before == after {
        return Ok(before);
    }
    w.prepare(
        "UPDATE tags
        SET color = :color,
            description = :description
        WHERE id = :id",
    )?
    .execute(named_params! {
        ":color": after.color.map(|color| color.to_string()),
        ":description": after.description,
        ":id": id.as_bytes(),
    })?;
    audit::write(
        w,
        &audit::tag(id, &after.name),
        Action::Update,
        &serde_json::to_value(&before)?,
        &serde_json::to_value(&after)?,
    )?;
    outbox::changed(w, ItemKind::Tag, id.as_bytes())?;
    w.record(Changed::Tags);
    Ok(before)
}

/// Gives a tag another name. A name has one id, so its documents move to the tag of the new name, which is made, or
/// joined where it exists already. A change of how the name is written alone keeps the tag.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Field`].
pub fn rename(w: &Writer, id: TagId, name: &str) -> Result<Retagged, StoreError> {
    let name = tag_name(name)?;
    let before = found(w, id)?;
    if name_key(&name) == name_key(&before.name) {
        w.prepare(
            "UPDATE tags
            SET name = :name
            WHERE id = :id",
        )?
        .execute(named_params! { ":name": name, ":id": id.as_bytes() })?;
        let documents = carriers(w, number(w, id)?)?;
        return finish_rename(w, &before, id, &documents);
    }
    let (target, made) = ensure(w, &name)?;
    if made {
        w.prepare(
            "UPDATE tags
            SET color = :color,
                description = :description
            WHERE number = :number",
        )?
        .execute(named_params! {
            ":color": before.color.map(|color| color.to_string()),
            ":description": before.description,
            ":number": target,
        })?;
    }
    let documents = move_documents(w, number(w, id)?, target)?;
    remove_row(w, id)?;
    finish_rename(w, &before, id_of_tag(w, target)?, &documents)
}

/// Makes several tags one: their documents carry `into` from now on.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn merge(w: &Writer, from: &[TagId], into: TagId) -> Result<Retagged, StoreError> {
    let target = number(w, into)?;
    let mut documents = Vec::new();
    for id in from.iter().filter(|id| **id != into) {
        let before = found(w, *id)?;
        let moved = move_documents(w, number(w, *id)?, target)?;
        remove_row(w, *id)?;
        audit::write(
            w,
            &audit::tag(*id, &before.name),
            Action::Merge,
            &with_documents(w, &before, &moved)?,
            &serde_json::json!({ "into": into }),
        )?;
        documents.extend(moved);
    }
    documents.sort_unstable();
    documents.dedup();
    retagged(w, into, &documents)
}

/// Deletes a tag; returns the documents that carried it.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn delete(w: &Writer, id: TagId) -> Result<Vec<DocumentId>, StoreError> {
    let before = found(w, id)?;
    let tag = number(w, id)?;
    let documents = carriers(w, tag)?;
    w.prepare(
        "DELETE FROM document_tags
        WHERE tag = :tag",
    )?
    .execute(named_params! { ":tag": tag })?;
    remove_row(w, id)?;
    audit::write(
        w,
        &audit::tag(id, &before.name),
        Action::Delete,
        &with_documents(w, &before, &documents)?,
        &serde_json::Value::Null,
    )?;
    changed_documents(w, &documents)
}

/// Puts a tag on a document; tells whether that changed anything. The tag is made where it does not exist.
pub(crate) fn add(w: &Writer, document: i64, name: &str) -> Result<bool, StoreError> {
    let (tag, _made) = ensure(w, &tag_name(name)?)?;
    attach(w, document, tag)
}

/// Gives a document these tags and no others.
pub(crate) fn set(w: &Writer, document: i64, names: &[String]) -> Result<(), StoreError> {
    let mut wanted = Vec::with_capacity(names.len());
    for name in names {
        wanted.push(ensure(w, name)?.0);
    }
    let carried: Vec<i64> = w
        .prepare(
            "SELECT tag
            FROM document_tags
            WHERE document = :document",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("tag")
        })?
        .collect::<Result<_, _>>()?;
    for tag in carried.iter().filter(|tag| !wanted.contains(tag)) {
        w.prepare(
            "DELETE FROM document_tags
            WHERE document = :document AND tag = :tag",
        )?
        .execute(named_params! { ":document": document, ":tag": tag })?;
    }
    for tag in wanted {
        attach(w, document, tag)?;
    }
    w.record(Changed::Tags);
    Ok(())
}

/// Reads names of tags: each checked, each once, sorted as lists show them.
pub(crate) fn checked(names: &[String]) -> Result<Vec<String>, FieldError> {
    let mut checked: Vec<(String, String)> = names
        .iter()
        .map(|name| tag_name(name))
        .map(|name| name.map(|name| (name_key(&name).as_str().to_owned(), name)))
        .collect::<Result<_, _>>()?;
    checked.sort();
    checked.dedup_by(|one, other| one.0 == other.0);
    Ok(checked.into_iter().map(|(_key, name)| name).collect())
}

/// Returns the row numbers of a tag and of the tags nested in it.
pub(crate) fn with_nested(r: &Reader, id: TagId) -> Result<Vec<i64>, StoreError> {
    let (number, key): (i64, String) = r
        .prepare(
            "SELECT number, name_key
            FROM tags
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, |row| {
            Ok((row.get("number")?, row.get("name_key")?))
        })
        .optional()?
        .ok_or_else(|| StoreError::not_found(Thing::Tag, id))?;
    let below = format!("{key}/");
    let nested: Vec<i64> = r
        .prepare(
            "SELECT number
            FROM tags
            WHERE name_key >= :from AND name_key < :to
            ORDER BY name_key
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":from": below, ":to": after_prefix(&below), ":limit": NESTED },
            |row| row.get("number"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(std::iter::once(number).chain(nested).collect())
}

/// Makes the tag of a name, or finds it.
pub(crate) fn make(w: &Writer, name: &str) -> Result<TagId, StoreError> {
    let (number, _made) = ensure(w, &tag_name(name)?)?;
    id_of_tag(w, number)
}

/// Finds a tag by its name, or makes it; tells whether it was made.
fn ensure(w: &Writer, name: &str) -> Result<(i64, bool), StoreError> {
    let key = name_key(name);
    let known = w
        .prepare(
            "SELECT number
            FROM tags
            WHERE name_key = :name_key",
        )?
        .query_row(named_params! { ":name_key": key.as_str() }, |row| {
            row.get("number")
        })
        .optional()?;
    if let Some(number) = known {
        return Ok((number, false));
    }
    let id = derived_id(w, key.as_str())?;
    w.prepare(
        "INSERT INTO tags (id, name, name_key, description)
        VALUES (:id, :name, :name_key, '')",
    )?
    .execute(named_params! { ":id": id.as_bytes(), ":name": name, ":name_key": key.as_str() })?;
    let number = w.connection().last_insert_rowid();
    outbox::changed(w, ItemKind::Tag, id.as_bytes())?;
    w.record(Changed::Tags);
    Ok((number, true))
}

/// Makes a tag's id of the library's secret and the name, so that two devices make the same one.
fn derived_id(r: &Reader, key: &str) -> Result<TagId, StoreError> {
    let secret: [u8; 32] = r
        .prepare(
            "SELECT secret
            FROM library",
        )?
        .query_row([], |row| row.get("secret"))?;
    let mut name = secret.to_vec();
    name.extend_from_slice(key.as_bytes());
    Ok(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, &name).into())
}

fn attach(w: &Writer, document: i64, tag: i64) -> Result<bool, StoreError> {
    let added = w
        .prepare(
            "INSERT INTO document_tags (document, tag, trashed, pinned, updated_at, created_at, bytes, title_key)
            SELECT number, :tag, trashed_at IS NOT NULL, pinned, updated_at, created_at, bytes, title_key
            FROM documents
            WHERE number = :document
            ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! { ":document": document, ":tag": tag })?;
    Ok(added > 0)
}

/// Moves all documents of a tag to another one; returns them.
fn move_documents(w: &Writer, from: i64, into: i64) -> Result<Vec<i64>, StoreError> {
    let documents = carriers(w, from)?;
    w.prepare(
        "DELETE FROM document_tags
        WHERE tag = :tag",
    )?
    .execute(named_params! { ":tag": from })?;
    for document in &documents {
        attach(w, *document, into)?;
    }
    Ok(documents)
}

fn carriers(r: &Reader, tag: i64) -> Result<Vec<i64>, StoreError> {
    let documents = r
        .prepare(
            "SELECT document
            FROM document_tags INDEXED BY document_tags_tag
            WHERE tag = :tag
            ORDER BY document",
        )?
        .query_map(named_params! { ":tag": tag }, |row| row.get("document"))?
        .collect::<Result<_, _>>()?;
    Ok(documents)
}

fn finish_rename(
    w: &Writer,
    before: &Tag,
    now: TagId,
    documents: &[i64],
) -> Result<Retagged, StoreError> {
    let retagged = retagged(w, now, documents)?;
    audit::write(
        w,
        &audit::tag(before.id, &before.name),
        Action::Rename,
        &with_documents(w, before, documents)?,
        &serde_json::json!({ "id": now, "name": retagged.tag.name }),
    )?;
    outbox::changed(w, ItemKind::Tag, now.as_bytes())?;
    Ok(retagged)
}

fn retagged(w: &Writer, tag: TagId, documents: &[i64]) -> Result<Retagged, StoreError> {
    Ok(Retagged {
        tag: found(w, tag)?,
        documents: changed_documents(w, documents)?,
    })
}

/// Notes that documents carry other tags than before.
fn changed_documents(w: &Writer, documents: &[i64]) -> Result<Vec<DocumentId>, StoreError> {
    let mut ids = Vec::with_capacity(documents.len());
    for document in documents {
        let id = id_of(w, *document)?;
        touch(w, *document, w.now())?;
        outbox::changed(w, ItemKind::Document, id.as_bytes())?;
        w.record_document(id);
        ids.push(id);
    }
    w.record(Changed::Tags);
    Ok(ids)
}

/// Writes a tag and its documents, from which both can be made again.
fn with_documents(
    r: &Reader,
    tag: &Tag,
    documents: &[i64],
) -> Result<serde_json::Value, StoreError> {
    let ids: Vec<DocumentId> = documents
        .iter()
        .map(|document| id_of(r, *document))
        .collect::<Result<_, _>>()?;
    Ok(serde_json::json!({ "tag": tag, "documents": ids }))
}

fn remove_row(w: &Writer, id: TagId) -> Result<(), StoreError> {
    w.prepare(
        "DELETE FROM tags
        WHERE id = :id",
    )?
    .execute(named_params! { ":id": id.as_bytes() })?;
    outbox::deleted(w, ItemKind::Tag, id.as_bytes())?;
    w.record(Changed::Tags);
    Ok(())
}

fn found(r: &Reader, id: TagId) -> Result<Tag, StoreError> {
    get(r, id)?.ok_or_else(|| StoreError::not_found(Thing::Tag, id))
}

fn number(r: &Reader, id: TagId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM tags
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Tag, id))
}

fn id_of_tag(r: &Reader, number: i64) -> Result<TagId, StoreError> {
    let id = r
        .prepare(
            "SELECT id
            FROM tags
            WHERE number = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| {
            column::id(row, "id")
        })?;
    Ok(id)
}

fn tag(row: &Row<'_>) -> rusqlite::Result<Tag> {
    Ok(Tag {
        id: column::id(row, "id")?,
        name: row.get("name")?,
        color: column::optional_parsed(row, "color")?,
        description: row.get("description")?,
        documents: column::count(row, "documents")?,
    })
}
