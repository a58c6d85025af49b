//! Search: what is asked, what is found, and how a query was understood.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Cursor, DocumentSummary, SortKey, SortOrder, Version};

/// Asks for documents by a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchRequest {
    /// The query, as typed; see the user guide for the language.
    pub query: String,
    /// How the hits are sorted; absent for the best first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SearchSort>,
    /// At most this many hits, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// How the hits of a search are sorted. Pinned documents come first, as in lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchSort {
    /// Sorted by what.
    pub key: SortKey,
    /// In which direction.
    #[serde(default)]
    pub order: SortOrder,
}

/// Where a query looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SearchScope {
    /// The documents as they are.
    Documents,
    /// Their versions too (`in:history`).
    History,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchResults {
    /// The hits, best first.
    pub hits: Vec<SearchHit>,
    /// How many there are; a lower bound when `total_is_exact` is false.
    pub total: u64,
    /// Whether `total` was counted to the end.
    pub total_is_exact: bool,
    /// Where the next page starts; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
    /// How the query was understood.
    pub explanation: Explanation,
    /// False while the substring index is still being built, so that parts of words may be missed.
    pub substrings_complete: bool,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// The document.
    pub document: DocumentSummary,
    /// The version that matched, for a hit in history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Matches in the title, in characters (Unicode scalar values).
    pub title_matches: Vec<MatchRange>,
    /// Pieces of the text with matches; at most three.
    pub snippets: Vec<Snippet>,
    /// The rank; greater is better, comparable within one search.
    pub score: f64,
}

/// A piece of a text around matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    /// The piece, line breaks as spaces; plain text, never markup.
    pub text: String,
    /// The matches in it, in characters of `text` (Unicode scalar values).
    pub matches: Vec<MatchRange>,
    /// The line where the piece starts, from 1.
    pub line: u32,
}

/// A range of characters (Unicode scalar values), the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatchRange {
    /// The first character.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
}

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// In words, one condition a line, indented by nesting.
    pub lines: Vec<String>,
    /// The query written out in full, which means the same.
    pub canonical: String,
    /// Where it looks.
    pub scope: SearchScope,
}

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("the query cannot be read at character {at}: {message}")]
#[serde(rename_all = "camelCase")]
pub struct QueryError {
    /// What is wrong, such as "the closing quote is missing".
    pub message: String,
    /// The character (Unicode scalar value), from 0.
    pub at: u32,
    /// What to write instead.
    pub hint: String,
}
