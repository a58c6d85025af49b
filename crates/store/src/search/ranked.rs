//! Ranked search: the best first, without looking at every document that has a common word.
//!
//! A page is cut from the [`Pool`] of the best; hits that no longer fit it follow behind, newest first, so that every hit
//! can be reached.

use longhand_model::{Cursor, SearchResults};

use super::Search;
use super::condition::Subject;
use super::cursor::Start;
use super::hits;
use super::pool::Pool;
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
    let (mut page, mut next) = match start {
        None => pool.page(0, limit),
        Some(Start::Ranked { skip }) => pool.page(skip, limit),
        Some(Start::Tail { below }) => (Vec::new(), Some(Start::Tail { below })),
        Some(Start::Listed(_) | Start::History(_)) => return Err(StoreError::Cursor),
    };
    if let Some(Start::Tail { below }) = next {
        // Behind a full pool are more hits of the kind; where the pool was hard to fill, the next page looks for them.
        let is_asked = matches!(start, Some(Start::Tail { .. }));
        if page.len() < limit && (is_asked || pool.is_full) {
            let room = limit - page.len();
            next = pool.tail(&search, &mut subject, below, room, &mut page)?;
        }
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
