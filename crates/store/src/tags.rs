//! Tags: their rows, and how a name becomes one.
//!
//! Which documents carry them is in `carried`; what touches many documents at once is in `joined`.

mod carried;
mod joined;

use longhand_model::{FieldError, ItemKind, Tag, TagId, TagPatch, name_key, tag_name};
use rusqlite::{OptionalExtension, Row, named_params};

pub use carried::documents;
pub(crate) use carried::{add, set};
pub use joined::{Retagged, delete, merge, rename};

use crate::audit::{self, Action};
use crate::documents::after_prefix;
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
