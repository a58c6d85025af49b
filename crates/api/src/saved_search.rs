//! Commands about saved searches.

use longhand_core::saved_search;
use longhand_model::{BatchId, NewSavedSearch, SavedSearch, SavedSearchId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};

/// What a saved search is made anew from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateRequest {
    /// The saved search.
    pub id: SavedSearchId,
    /// What it becomes.
    pub search: NewSavedSearch,
}

/// Names a saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedSearchRequest {
    /// The saved search.
    pub id: SavedSearchId,
}

/// What was deleted can come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeleteResponse {
    /// What `activity.revert` takes to undo it.
    pub batch: BatchId,
}

command! {
    /// Lists the saved searches by name.
    List: "savedSearch.list", Read, Library, Nothing => Items<SavedSearch>,
    |_request, app, caller| Ok(Items { items: saved_search::list(app, caller)? })
}

command! {
    /// Saves a search under a name.
    Create: "savedSearch.create", Write, Library, NewSavedSearch => SavedSearch,
    |request, app, caller| saved_search::create(app, caller, &request)
}

command! {
    /// Changes a saved search.
    Update: "savedSearch.update", Write, Library, UpdateRequest => SavedSearch,
    |request, app, caller| saved_search::update(app, caller, request.id, &request.search)
}

command! {
    /// Deletes a saved search.
    Delete: "savedSearch.delete", Write, Library, SavedSearchRequest => DeleteResponse,
    |request, app, caller| {
        let batch = saved_search::delete(app, caller, request.id)?;
        Ok(DeleteResponse { batch })
    }
}
