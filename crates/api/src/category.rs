//! Commands about categories.

use longhand_core::category;
use longhand_model::{CategoryId, CategoryNode, CategoryPatch, NewCategory};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};

/// A change of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateRequest {
    /// The category.
    pub id: CategoryId,
    /// What changes.
    pub patch: CategoryPatch,
}

/// Names a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CategoryRequest {
    /// The category.
    pub id: CategoryId,
}

command! {
    /// Lists all categories, each followed by those in it.
    List: "category.list", Read, Documents, Nothing => Items<CategoryNode>,
    |_request, app, caller| Ok(Items { items: category::list(app, caller)? })
}

command! {
    /// Makes a category, behind its siblings.
    Create: "category.create", Write, Library, NewCategory => category::Changed,
    |request, app, caller| category::create(app, caller, &request)
}

command! {
    /// Renames, colours, describes, nests or moves a category.
    Update: "category.update", Write, Library, UpdateRequest => category::Changed,
    |request, app, caller| category::update(app, caller, request.id, &request.patch)
}

command! {
    /// Deletes a category; what is in it moves to its parent.
    Delete: "category.delete", Write, Library, CategoryRequest => category::Deleted,
    |request, app, caller| category::delete(app, caller, request.id)
}
