//! Counts: about how many documents a part of a query leaves, each up to a bound, to choose what proposes.

use rusqlite::named_params;

use super::Search;
use super::filters::{self, Reach, Sql};
use super::net::{self, Mesh};
use crate::StoreError;

/// Up to so many documents with the words are weighed by bm25 to find the best of them.
const WEIGHED: usize = 400;

/// When the filters leave so few documents, each is read and no index is asked.
const FEW: usize = 250;

/// When they leave up to so many, and the words are common, the filters propose, not an index.
const NOT_MANY: usize = 4_000;

/// Documents whose parts are not indexed yet are read, as long as they are so few.
pub(super) const PENDING: usize = 256;

/// Tells whether many documents have the words.
pub(super) fn are_common(
    search: &Search<'_>,
    words: Option<&str>,
    parts_are_complete: bool,
) -> Result<bool, StoreError> {
    if search.plan.filters.is_empty() && asks_for_phrase(search) {
        // Nothing depends on it.
        return Ok(true);
    }
    if let Some(net) = words {
        return Ok(with_words(search, net, WEIGHED + 1)? > WEIGHED);
    }
    match net::all(&search.plan.conditions, Mesh::Parts) {
        Some(net) if parts_are_complete => Ok(with_parts(search, &net, WEIGHED + 1)? > WEIGHED),
        Some(_) | None => Ok(true),
    }
}

pub(super) fn asks_for_phrase(search: &Search<'_>) -> bool {
    search
        .plan
        .patterns()
        .iter()
        .any(|pattern| pattern.pieces.len() > 1)
}

/// Counts the documents with words, up to a bound; trash and filters are not looked at.
pub(super) fn with_words(search: &Search<'_>, net: &str, most: usize) -> Result<usize, StoreError> {
    caught(
        search,
        "SELECT count(*) AS found
        FROM (
            SELECT 1
            FROM search_words
            WHERE search_words MATCH :net
            LIMIT :most
        )",
        net,
        most,
    )
}

/// Counts the documents with parts of words, up to a bound; trash and filters are not looked at.
fn with_parts(search: &Search<'_>, net: &str, most: usize) -> Result<usize, StoreError> {
    caught(
        search,
        "SELECT count(*) AS found
        FROM (
            SELECT 1
            FROM search_parts
            WHERE search_parts MATCH :net
            LIMIT :most
        )",
        net,
        most,
    )
}

fn caught(search: &Search<'_>, sql: &str, net: &str, most: usize) -> Result<usize, StoreError> {
    let count: i64 = search.r.prepare(sql)?.query_row(
        named_params! { ":net": net, ":most": crate::column::length(most) },
        |row| row.get("found"),
    )?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Counts up to 1,000 documents with words that the filters leave.
pub(super) fn shown_with_words(search: &Search<'_>, net: &str) -> Result<u64, StoreError> {
    let conditions = filters::all(
        search.r,
        &search.plan.filters,
        search.trash,
        Reach::Rows,
        search.now,
    )?;
    let mut values = vec![rusqlite::types::Value::Text(net.to_owned())];
    values.extend(conditions.values);
    let sql = format!(
        "SELECT count(*) AS found
        FROM (
            SELECT 1
            FROM search_words
            CROSS JOIN documents d ON d.number = search_words.rowid
            WHERE search_words MATCH ?{}
            LIMIT 1000
        )",
        conditions.text
    );
    let count: i64 = search
        .r
        .prepare(&sql)?
        .query_row(rusqlite::params_from_iter(values), |row| row.get("found"))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Counts the documents whose parts are not indexed yet, up to one more than are read.
pub(super) fn waiting(search: &Search<'_>) -> Result<usize, StoreError> {
    let count: i64 = search
        .r
        .prepare(
            "SELECT count(*) AS waiting
            FROM (
                SELECT 1
                FROM search_pending
                LIMIT :most
            )",
        )?
        .query_row(
            named_params! { ":most": crate::column::length(PENDING + 1) },
            |row| row.get("waiting"),
        )?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// How many documents the filters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// So few that each can be read.
    Few,
    /// So few that they are better looked through than the documents with a common word.
    NotMany,
    Many,
}

impl Left {
    pub(super) fn by_filters(search: &Search<'_>) -> Result<Self, StoreError> {
        if search.plan.filters.is_empty() {
            return Ok(Self::Many);
        }
        let sql = Self::statement(search)?;
        let found: i64 = search
            .r
            .prepare(&sql.text)?
            .query_row(rusqlite::params_from_iter(sql.values), |row| {
                row.get("found")
            })?;
        let found = usize::try_from(found).unwrap_or(usize::MAX);
        Ok(match found {
            _few if found <= FEW => Self::Few,
            _not_many if found <= NOT_MANY => Self::NotMany,
            _many => Self::Many,
        })
    }

    /// Writes the statement that counts.
    pub(super) fn statement(search: &Search<'_>) -> Result<Sql, StoreError> {
        let conditions = filters::all(
            search.r,
            &search.plan.filters,
            search.trash,
            Reach::Sets,
            search.now,
        )?;
        let text = format!(
            "SELECT count(*) AS found
            FROM (
                SELECT d.number
                FROM documents d
                WHERE 1{}
                LIMIT {}
            )",
            conditions.text,
            NOT_MANY + 1
        );
        Ok(Sql {
            text,
            values: conditions.values,
        })
    }
}
