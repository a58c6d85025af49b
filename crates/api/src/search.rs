//! Commands that search.

use longhand_core::search;
use longhand_model::{Explanation, SearchRequest, SearchResults};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks how a query is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainRequest {
    /// The query, as typed.
    pub query: String,
}

command! {
    /// Searches documents, or their history with `in:history`.
    Query: "search.query", Read, Documents, SearchRequest => SearchResults,
    |request, app, caller| search::query(app, caller, &request)
}

command! {
    /// Tells in words how a query is understood, or where it cannot be read.
    Explain: "search.explain", Read, Documents, ExplainRequest => Explanation,
    |request, app, caller| search::explain(app, caller, &request.query)
}
