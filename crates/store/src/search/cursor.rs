//! Cursors: where the next page of a search starts.

use longhand_model::Cursor;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Where the next page starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "camelCase")]
pub(crate) enum Start {
    /// Behind so many of the ranked hits.
    #[serde(rename = "r")]
    Ranked { skip: usize },
    /// Behind the ranked hits: below this document's number.
    #[serde(rename = "t")]
    Tail { below: i64 },
    /// Behind this row of a list.
    #[serde(rename = "l")]
    Listed(Row),
    /// Behind this version.
    #[serde(rename = "h")]
    History(Past),
}

/// A version, by what a search of the history is sorted by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Past {
    pub(crate) pinned: i64,
    pub(crate) updated: i64,
    pub(crate) document: i64,
    pub(crate) version: i64,
}

/// A row of a list, by what it is sorted by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) pinned: i64,
    pub(crate) key: Key,
    pub(crate) number: i64,
    /// The sort it belongs to.
    pub(crate) sort: String,
}

/// What a row is sorted by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Number(i64),
    Text(String),
}

impl Start {
    pub(crate) fn read(cursor: &Cursor) -> Result<Self, StoreError> {
        serde_json::from_str(&cursor.0).map_err(|_not_ours| StoreError::Cursor)
    }

    pub(crate) fn cursor(&self) -> Result<Cursor, StoreError> {
        Ok(Cursor(serde_json::to_string(self)?))
    }
}
