//! Ranked search: the best first, without looking at every document that has a common word.
//!
//! A page is cut from the [`Pool`] of the best; hits that no longer fit it follow behind, newest first, so that every hit
//! can be reached.

use longhand_model::{Cursor, SearchResults};

use super::Search;
use super::condition::Subject;
use super::cursor::Start;
use super::hits::{self, Found};
use super::pool::{Behind, Pool};
use crate::StoreError;

/// Finds a page.
pub(super) fn results(
    search: Search<'_>,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<SearchResults, StoreError> {
    let start = cursor.map(Start::read).transpose()?;
    let mut subject = Subject::default();
    let mut pool = Pool::gather(&search, &mut subject)?;
    let (total, total_is_exact) = pool.total(&search)?;
    let (mut page, mut next, behind) = match start {
        None => with_behind(pool.page(0, limit)),
        Some(Start::Ranked { skip }) => with_behind(pool.page(skip, limit)),
        Some(Start::Tail { below }) => (Vec::new(), None, Some(Behind::Asked { below })),
        Some(Start::Listed(_) | Start::History(_)) => return Err(StoreError::Cursor),
    };
    if let Some(behind) = behind.filter(|_behind| page.len() < limit) {
        next = pool.tail(&search, &mut subject, behind, limit, &mut page)?;
    }
    Ok(SearchResults {
        hits: hits::of_documents(&search, &mut subject, page)?,
        total,
        total_is_exact,
        next: next.map(|start| start.cursor()).transpose()?,
        substrings_complete: pool.parts_are_complete,
        explanation: search.explanation,
    })
}

/// Tells whether a page ends where the pool does, so that what is behind it may fill the page.
fn with_behind(
    (page, next): (Vec<Found>, Option<Start>),
) -> (Vec<Found>, Option<Start>, Option<Behind>) {
    let behind = matches!(next, Some(Start::Tail { .. })).then_some(Behind::Pool);
    (page, next, behind)
}
