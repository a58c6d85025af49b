//! Categories: a tree of places for documents.
//!
//! Where among its siblings a category stands is a text that the caller makes; see the model's `order`.

use std::collections::HashMap;

use longhand_model::{
    Category, CategoryId, CategoryNode, DocumentId, ItemKind, bounds, checked_text,
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::documents::{checked_description, id_of, touch};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column, outbox};

macro_rules! category_where {
    ($condition:literal) => {
        concat!(
            "SELECT categories.id, categories.name, parents.id AS parent_id, categories.color, categories.icon,
                categories.description, categories.sort_order, categories.documents
            FROM categories
            LEFT JOIN categories AS parents ON parents.number = categories.parent
            WHERE ",
            $condition
        )
    };
}

/// What deleting a category moved to its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emptied {
    /// Documents that were in it.
    pub documents: Vec<DocumentId>,
    /// Categories that were in it.
    pub categories: Vec<CategoryId>,
}

/// Returns the whole tree, each category before the ones in it, siblings in their order.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader) -> Result<Vec<CategoryNode>, StoreError> {
    let nodes: Vec<CategoryNode> = r
        .prepare(category_where!(
            "TRUE
            ORDER BY categories.sort_order, categories.id"
        ))?
        .query_map([], |row| {
            let documents = column::count(row, "documents")?;
            Ok(CategoryNode {
                category: category(row)?,
                documents,
                total: documents,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(depth_first(nodes))
}

/// Returns a category.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: CategoryId) -> Result<Option<Category>, StoreError> {
    let found = r
        .prepare(category_where!("categories.id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, category)
        .optional()?;
    Ok(found)
}

/// Returns the categories directly in a category (none: at the top), in their order.
///
/// # Errors
/// [`StoreError::NotFound`] for the parent.
pub fn children(r: &Reader, parent: Option<CategoryId>) -> Result<Vec<Category>, StoreError> {
    let parent = parent.map(|parent| number(r, parent)).transpose()?;
    let children = r
        .prepare(category_where!(
            "categories.parent IS :parent
            ORDER BY categories.sort_order, categories.id"
        ))?
        .query_map(named_params! { ":parent": parent }, category)?
        .collect::<Result<_, _>>()?;
    Ok(children)
}

/// Returns a category and those it is nested in, the outermost first.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn path(r: &Reader, id: CategoryId) -> Result<Vec<Category>, StoreError> {
    let mut path = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next
        && path.len() <= bounds::CATEGORY_DEPTH
    {
        let category = get(r, id)?.ok_or_else(|| StoreError::not_found(Thing::Category, id))?;
        next = category.parent;
        path.push(category);
    }
    path.reverse();
    Ok(path)
}

/// Makes a category.
///
/// # Errors
/// [`StoreError::Field`], [`StoreError::NotFound`] for its parent, [`StoreError::TooDeep`].
pub fn insert(w: &Writer, category: &Category) -> Result<(), StoreError> {
    let parent = place(w, category.parent)?;
    w.prepare(
        "INSERT INTO categories (id, parent, name, color, icon, description, sort_order)
        VALUES (:id, :parent, :name, :color, :icon, :description, :sort_order)",
    )?
    .execute(named_params! {
        ":id": category.id.as_bytes(),
        ":parent": parent,
        ":name": checked_name(&category.name)?,
        ":color": category.color.map(|color| color.to_string()),
        ":icon": category.icon,
        ":description": checked_description(&category.description)?,
        ":sort_order": category.order,
    })?;
    audit::write(
        w,
        &audit::category(category.id, &category.name),
        Action::Create,
        &serde_json::Value::Null,
        &serde_json::to_value(category)?,
    )?;
    noted(w, category.id)
}

/// Writes a category anew, its parent and order included; returns it as it was.
///
/// # Errors
/// [`StoreError::NotFound`] for it or its parent, [`StoreError::Field`], [`StoreError::Cycle`],
/// [`StoreError::TooDeep`].
pub fn replace(w: &Writer, category: &Category) -> Result<Category, StoreError> {
    let before =
        get(w, category.id)?.ok_or_else(|| StoreError::not_found(Thing::Category, category.id))?;
    if before == *category {
        return Ok(before);
    }
    if before.parent != category.parent {
        check_move(w, category)?;
    }
    let parent = category
        .parent
        .map(|parent| number(w, parent))
        .transpose()?;
    w.prepare(
        "UPDATE categories
        SET parent = :parent,
            name = :name,
            color = :color,
            icon = :icon,
            description = :description,
            sort_order = :sort_order
        WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": category.id.as_bytes(),
        ":parent": parent,
        ":name": checked_name(&category.name)?,
        ":color": category.color.map(|color| color.to_string()),
        ":icon": category.icon,
        ":description": checked_description(&category.description)?,
        ":sort_order": category.order,
    })?;
    audit::write(
        w,
        &audit::category(category.id, &category.name),
        Action::Update,
        &serde_json::to_value(&before)?,
        &serde_json::to_value(category)?,
    )?;
    noted(w, category.id)?;
    Ok(before)
}

/// Deletes a category; the documents and categories in it move to its parent.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn delete(w: &Writer, id: CategoryId) -> Result<Emptied, StoreError> {
    let before = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::Category, id))?;
    let doomed = number(w, id)?;
    let parent = before.parent.map(|parent| number(w, parent)).transpose()?;
    let moved: Vec<CategoryId> = children(w, Some(id))?
        .into_iter()
        .map(|child| child.id)
        .collect();
    let documents = move_documents(w, doomed, parent)?;
    w.prepare(
        "UPDATE categories
        SET parent = :parent
        WHERE parent = :doomed",
    )?
    .execute(named_params! { ":parent": parent, ":doomed": doomed })?;
    w.prepare(
        "DELETE FROM categories
        WHERE number = :doomed",
    )?
    .execute(named_params! { ":doomed": doomed })?;
    audit::write(
        w,
        &audit::category(id, &before.name),
        Action::Delete,
        &serde_json::json!({ "category": before, "documents": documents, "categories": moved }),
        &serde_json::Value::Null,
    )?;
    for child in &moved {
        outbox::changed(w, ItemKind::Category, child.as_bytes())?;
    }
    outbox::deleted(w, ItemKind::Category, id.as_bytes())?;
    w.record(Changed::Categories);
    Ok(Emptied {
        documents,
        categories: moved,
    })
}

/// Returns the row number of a category.
pub(crate) fn number(r: &Reader, id: CategoryId) -> Result<i64, StoreError> {
    r.prepare(
        "SELECT number
        FROM categories
        WHERE id = :id",
    )?
    .query_row(named_params! { ":id": id.as_bytes() }, |row| {
        row.get("number")
    })
    .optional()?
    .ok_or_else(|| StoreError::not_found(Thing::Category, id))
}

/// Returns the row numbers of a category and of all nested in it.
pub(crate) fn with_descendants(r: &Reader, id: CategoryId) -> Result<Vec<i64>, StoreError> {
    let top = number(r, id)?;
    let numbers = r
        .prepare(
            "WITH RECURSIVE nested (number) AS (
                VALUES (:top)
                UNION
                SELECT categories.number
                FROM categories
                JOIN nested ON categories.parent = nested.number
            )
            SELECT number
            FROM nested",
        )?
        .query_map(named_params! { ":top": top }, |row| row.get("number"))?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}

/// Returns how many levels a category spans with what is nested in it: 1 for one without children.
fn height(r: &Reader, id: CategoryId) -> Result<usize, StoreError> {
    let top = number(r, id)?;
    let height: i64 = r
        .prepare(
            "WITH RECURSIVE nested (number, level) AS (
                VALUES (:top, 1)
                UNION
                SELECT categories.number, nested.level + 1
                FROM categories
                JOIN nested ON categories.parent = nested.number
                WHERE nested.level <= 100
            )
            SELECT max(level) AS height
            FROM nested",
        )?
        .query_row(named_params! { ":top": top }, |row| row.get("height"))?;
    Ok(usize::try_from(height).unwrap_or(1))
}

fn check_move(r: &Reader, category: &Category) -> Result<(), StoreError> {
    let Some(parent) = category.parent else {
        return Ok(());
    };
    let above = path(r, parent)?;
    if above.iter().any(|above| above.id == category.id) {
        return Err(StoreError::Cycle);
    }
    if above.len() + height(r, category.id)? > bounds::CATEGORY_DEPTH {
        return Err(StoreError::TooDeep {
            most: bounds::CATEGORY_DEPTH,
        });
    }
    Ok(())
}

fn place(r: &Reader, parent: Option<CategoryId>) -> Result<Option<i64>, StoreError> {
    let Some(parent) = parent else {
        return Ok(None);
    };
    if path(r, parent)?.len() >= bounds::CATEGORY_DEPTH {
        return Err(StoreError::TooDeep {
            most: bounds::CATEGORY_DEPTH,
        });
    }
    number(r, parent).map(Some)
}

fn move_documents(w: &Writer, from: i64, to: Option<i64>) -> Result<Vec<DocumentId>, StoreError> {
    let numbers: Vec<i64> = w
        .prepare(
            "SELECT number
            FROM documents INDEXED BY documents_category
            WHERE category = :category",
        )?
        .query_map(named_params! { ":category": from }, |row| row.get("number"))?
        .collect::<Result<_, _>>()?;
    let mut ids = Vec::with_capacity(numbers.len());
    for number in numbers {
        w.prepare(
            "UPDATE documents
            SET category = :category
            WHERE number = :number",
        )?
        .execute(named_params! { ":category": to, ":number": number })?;
        touch(w, number, w.now())?;
        let id = id_of(w, number)?;
        outbox::changed(w, ItemKind::Document, id.as_bytes())?;
        w.record_document(id);
        ids.push(id);
    }
    Ok(ids)
}

fn checked_name(name: &str) -> Result<String, StoreError> {
    Ok(checked_text(
        "the category's name",
        name,
        bounds::CATEGORY_CHARS,
    )?)
}

fn noted(w: &Writer, id: CategoryId) -> Result<(), StoreError> {
    outbox::changed(w, ItemKind::Category, id.as_bytes())?;
    w.record(Changed::Categories);
    Ok(())
}

/// Puts each category before the ones in it and adds up what they hold.
fn depth_first(nodes: Vec<CategoryNode>) -> Vec<CategoryNode> {
    let mut children: HashMap<Option<CategoryId>, Vec<CategoryNode>> = HashMap::new();
    for node in nodes {
        children.entry(node.category.parent).or_default().push(node);
    }
    let mut ordered = Vec::new();
    descend(&mut children, None, &mut ordered);
    ordered
}

/// Moves the categories in one category to the list; returns the documents in them.
fn descend(
    children: &mut HashMap<Option<CategoryId>, Vec<CategoryNode>>,
    parent: Option<CategoryId>,
    ordered: &mut Vec<CategoryNode>,
) -> u64 {
    let mut sum = 0;
    for node in children.remove(&parent).unwrap_or_default() {
        let id = node.category.id;
        let place = ordered.len();
        ordered.push(node);
        let below = descend(children, Some(id), ordered);
        if let Some(node) = ordered.get_mut(place) {
            node.total += below;
            sum += node.total;
        }
    }
    sum
}

fn category(row: &Row<'_>) -> rusqlite::Result<Category> {
    Ok(Category {
        id: column::id(row, "id")?,
        name: row.get("name")?,
        parent: column::optional_id(row, "parent_id")?,
        color: column::optional_parsed(row, "color")?,
        icon: row.get("icon")?,
        description: row.get("description")?,
        order: row.get("sort_order")?,
    })
}
