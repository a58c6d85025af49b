//! Saved searches: a query with a name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Colour, SavedSearchId};

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearch {
    /// Its id.
    pub id: SavedSearchId,
    /// 1 to 100 characters.
    pub name: String,
    /// The query, as typed.
    pub query: String,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Colour>,
}

/// What a saved search is made, or made anew, from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSavedSearch {
    /// 1 to 100 characters.
    pub name: String,
    /// The query, as typed; it must be readable.
    pub query: String,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Colour>,
}
