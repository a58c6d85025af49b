//! Search: the query language, the two indexes, ranking and snippets.
//!
//! A query is read ([`query`](self::query())), split into filters that tables answer and conditions that are held
//! against documents, and then either *ranked* (it asks for words) or *listed* by date (it does not). An index only
//! proposes documents; the same folded patterns that highlight decide what is found. So what is found never depends on
//! which index proposed it. How documents are listed without a query is not known here.

mod condition;
mod count;
mod cursor;
mod filters;
mod fold;
mod history;
mod hits;
pub(crate) mod index;
mod listed;
mod net;
mod pattern;
mod pool;
mod query;
mod ranked;
mod rows;
mod snippet;
mod token;

use longhand_model::{
    DocumentSummary, Explanation, ListQuery, Page, QueryError, SearchRequest, SearchResults,
    SearchScope, Timestamp,
};

pub use self::index::Words;

use self::condition::Plan;
use self::filters::Trash;
use self::query::{mentions_trash, parse};
use crate::{Reader, StoreError};

/// A search that failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The library cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for SearchError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<SearchError> for StoreError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self::Query(error),
            SearchError::Store(error) => error,
        }
    }
}

/// A query that was read and split, with what every way to answer it needs.
struct Search<'r> {
    r: &'r Reader,
    plan: Plan,
    trash: Trash,
    scope: SearchScope,
    now: Timestamp,
    explanation: Explanation,
}

impl<'r> Search<'r> {
    fn new(r: &'r Reader, text: &str, now: Timestamp) -> Result<Self, QueryError> {
        let query = parse(text)?;
        Ok(Self {
            r,
            plan: Plan::of(&query.root),
            trash: if mentions_trash(&query.root) {
                Trash::Asked
            } else {
                Trash::Hidden
            },
            scope: query.scope,
            now,
            explanation: query::explain(&query),
        })
    }
}

/// Finds documents.
///
/// Where a query asks for words, hits come best first, unless a sort is asked for; else as a list does: pinned first,
/// then the last changed. Versions (`in:history`) keep their own order. A page may hold fewer hits than the limit, or none, and still have a next one: the work for one page is bounded.
///
/// # Errors
/// [`SearchError::Query`] when the query cannot be read, [`StoreError::Cursor`] for a cursor of another search.
pub fn query(
    r: &Reader,
    request: &SearchRequest,
    now: Timestamp,
) -> Result<SearchResults, SearchError> {
    let search = Search::new(r, &request.query, now)?;
    let limit = usize::try_from(request.limit.unwrap_or(50).clamp(1, 200)).unwrap_or(50);
    let cursor = request.cursor.as_ref();
    let results = match search.scope {
        SearchScope::History => history::results(search, limit, cursor),
        SearchScope::Documents => match request.sort {
            None if search.asks_for_words() => ranked::results(search, limit, cursor),
            sort => listed::results(search, sort.unwrap_or_default(), limit, cursor),
        },
    }?;
    Ok(results)
}

/// Lists the documents that a query finds, sorted as a list is; the list's own scope is not looked at.
///
/// `in:history` is read as a search of the documents as they are.
///
/// # Errors
/// [`SearchError::Query`] when the query cannot be read, [`StoreError::Cursor`] for a cursor of another list.
pub fn list(
    r: &Reader,
    text: &str,
    query: &ListQuery,
) -> Result<Page<DocumentSummary>, SearchError> {
    let search = Search::new(r, text, r.sources().now())?;
    Ok(listed::page(&search, query)?)
}

/// Tells how a query is understood.
///
/// # Errors
/// [`QueryError`] says where it cannot be read.
pub fn explain(text: &str) -> Result<Explanation, QueryError> {
    parse(text).map(|query| query::explain(&query))
}

#[cfg(test)]
mod tests;
