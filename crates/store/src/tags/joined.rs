//! Joined tags: renaming, merging and deleting, which touch every document that carries them.

use longhand_model::{DocumentId, ItemKind, Tag, TagId, name_key, tag_name};
use rusqlite::named_params;

use super::carried::{carriers, changed_documents, move_documents, with_documents};
use super::{ensure, found, id_of_tag, number};
use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{StoreError, Writer, outbox};

/// What a change of a tag brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retagged {
    /// The tag as it is now.
    pub tag: Tag,
    /// The documents that carried what was changed.
    pub documents: Vec<DocumentId>,
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
