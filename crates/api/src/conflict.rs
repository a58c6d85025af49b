//! Commands about conflicts: both sides and the base, and what a person decides.

use longhand_core::conflict::{self, ConflictSides, OpenConflict, Resolution};
use longhand_core::document::Saved;
use longhand_model::ConflictId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};

/// Names a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConflictRequest {
    /// The conflict.
    pub id: ConflictId,
}

command! {
    /// Lists the open conflicts with the titles of their documents.
    List: "conflict.list", Read, Documents, Nothing => Items<OpenConflict>,
    |_request, app, caller| Ok(Items { items: conflict::list(app, caller)? })
}

command! {
    /// Returns a conflict with its texts, and with what of them fits together.
    Get: "conflict.get", Read, Documents, ConflictRequest => ConflictSides,
    |request, app, caller| conflict::get(app, caller, request.id)
}

command! {
    /// Decides a conflict; both sides stay in the history of the document.
    Resolve: "conflict.resolve", Write, Documents, Resolution => Saved,
    |request, app, caller| conflict::resolve(app, caller, &request)
}
