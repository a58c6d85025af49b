//! Categories: a tree that people arrange.
//!
//! Order is fractional: a move writes one row. The store refuses cycles and trees that are too deep,
//! and moves what lies in a category that goes to its parent.

use longhand_model::{
    BatchId, Category, CategoryId, CategoryNode, CategoryPatch, NewCategory, bounds, checked_text,
};
use longhand_store::{Reader, StoreError, Writer, categories};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{CoreError, Thing};
use crate::order::between;
use crate::scope::Reach;
use crate::{App, Caller};

/// A category that was made or changed, and the batch that undoes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The category as it is now.
    pub category: Category,
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

/// A category that was deleted, and the batch that brings it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
    /// How many documents moved to its parent, or to the inbox.
    pub documents: u64,
}

/// Lists the categories, each followed by those in it. A key limited to categories sees those it reaches.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a key limited to tags: the counts would tell of other documents.
pub fn list(app: &App, caller: &Caller) -> Result<Vec<CategoryNode>, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        if reach.has_tags() {
            return Err(CoreError::OutOfScope {
                what: "list categories, because it is limited to tags".to_owned(),
            });
        }
        let mut nodes = categories::list(r)?;
        nodes.retain(|node| reach.sees_category(node.category.id));
        Ok(nodes)
    })
}

/// Makes a category behind its siblings.
///
/// # Errors
/// [`CoreError::Field`] for a name out of bounds; [`CoreError::NotFound`] for an unknown parent;
/// [`CoreError::CategoryTooDeep`].
pub fn create(app: &App, caller: &Caller, new: &NewCategory) -> Result<Changed, CoreError> {
    let written = app.write(caller, "category.create", |w| {
        if let Some(parent) = new.parent {
            get(w, parent)?;
        }
        let last = last_order(w, new.parent, None)?;
        let category = Category {
            id: w.new_id(),
            name: checked_name(&new.name)?,
            parent: new.parent,
            color: new.color,
            icon: new.icon.clone(),
            description: new.description.trim().to_owned(),
            order: between(last.as_deref(), None),
        };
        categories::insert(w, &category).map_err(|error| named(error, &category))?;
        Ok(category)
    })?;
    Ok(Changed {
        category: written.value,
        batch: written.batch,
    })
}

/// Changes a category.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Field`]; [`CoreError::CategoryCycle`];
/// [`CoreError::CategoryTooDeep`]; [`CoreError::Invalid`] for a neighbour that is no sibling.
pub fn update(
    app: &App,
    caller: &Caller,
    id: CategoryId,
    patch: &CategoryPatch,
) -> Result<Changed, CoreError> {
    let written = app.write(caller, "category.update", |w| {
        let before = get(w, id)?;
        let parent = patch.parent.unwrap_or(before.parent);
        if let Some(parent) = parent {
            get(w, parent)?;
        }
        let after = Category {
            id,
            name: match &patch.name {
                Some(name) => checked_name(name)?,
                None => before.name.clone(),
            },
            parent,
            color: patch.color.unwrap_or(before.color),
            icon: patch.icon.clone().unwrap_or_else(|| before.icon.clone()),
            description: match &patch.description {
                Some(description) => description.trim().to_owned(),
                None => before.description.clone(),
            },
            order: order(w, &before, parent, patch)?,
        };
        categories::replace(w, &after).map_err(|error| named(error, &before))?;
        Ok(after)
    })?;
    Ok(Changed {
        category: written.value,
        batch: written.batch,
    })
}

/// Deletes a category; its sub-categories and documents move to its parent.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn delete(app: &App, caller: &Caller, id: CategoryId) -> Result<Deleted, CoreError> {
    let written = app.write(caller, "category.delete", |w| {
        get(w, id)?;
        Ok(categories::delete(w, id)?.documents.len() as u64)
    })?;
    Ok(Deleted {
        batch: written.batch,
        documents: written.value,
    })
}

fn get(r: &Reader, id: CategoryId) -> Result<Category, CoreError> {
    categories::get(r, id)?.ok_or_else(|| CoreError::not_found(Thing::Category, id))
}

/// The order of a category after the patch: its own unless it moves.
fn order(
    w: &Writer,
    category: &Category,
    parent: Option<CategoryId>,
    patch: &CategoryPatch,
) -> Result<String, CoreError> {
    let behind_all = || {
        let last = last_order(w, parent, Some(category.id))?;
        Ok(between(last.as_deref(), None))
    };
    match patch.before {
        Some(Some(before)) => order_before(w, category, parent, before),
        Some(None) => behind_all(),
        None if parent != category.parent => behind_all(),
        None => Ok(category.order.clone()),
    }
}

fn order_before(
    w: &Writer,
    category: &Category,
    parent: Option<CategoryId>,
    before: CategoryId,
) -> Result<String, CoreError> {
    let mut siblings = categories::children(w, parent)?;
    siblings.retain(|sibling| sibling.id != category.id);
    let at = siblings
        .iter()
        .position(|sibling| sibling.id == before)
        .ok_or_else(|| CoreError::Invalid {
            message: format!("category {before} is not beside \"{}\"", category.name),
            hint: "Name a category with the same parent.",
        })?;
    let order_at = |at: usize| siblings.get(at).map(|sibling| sibling.order.as_str());
    Ok(between(at.checked_sub(1).and_then(order_at), order_at(at)))
}

fn checked_name(name: &str) -> Result<String, CoreError> {
    Ok(checked_text(
        "the category's name",
        name,
        bounds::CATEGORY_CHARS,
    )?)
}

fn last_order(
    w: &Writer,
    parent: Option<CategoryId>,
    but: Option<CategoryId>,
) -> Result<Option<String>, CoreError> {
    let siblings = categories::children(w, parent)?;
    Ok(siblings
        .into_iter()
        .rfind(|sibling| Some(sibling.id) != but)
        .map(|last| last.order))
}

/// Names the category in the store's refusals.
fn named(error: StoreError, category: &Category) -> CoreError {
    let name = category.name.clone();
    if let StoreError::TooDeep { most } = error {
        CoreError::CategoryTooDeep { name, most }
    } else if matches!(error, StoreError::Cycle) {
        CoreError::CategoryCycle { name }
    } else {
        error.into()
    }
}
