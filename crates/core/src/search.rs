//! Search, within what the caller reaches.

use longhand_model::{Explanation, SearchRequest, SearchResults};
use longhand_store::search::{self, SearchError};

use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// A limited key's search looks at most at this many pages for one page of its own.
const MOST_PAGES: usize = 10;

/// Searches documents, or their history with `in:history`.
///
/// For a limited key hits out of reach are left out, and `total` counts only the hits it is shown.
///
/// # Errors
/// [`CoreError::Query`] for a query that cannot be read.
pub fn query(
    app: &App,
    caller: &Caller,
    request: &SearchRequest,
) -> Result<SearchResults, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let now = app.sources().now();
        if reach.is_everything() {
            return Ok(search::query(r, request, now)?);
        }
        let wanted = request.limit.unwrap_or(50).clamp(1, 200);
        let mut request = request.clone();
        let mut hits = Vec::new();
        let mut pages = 0;
        loop {
            // Never more than is missing, so that the cursor stands right behind the last hit.
            request.limit = Some(wanted - u32::try_from(hits.len()).unwrap_or(wanted));
            let mut page = search::query(r, &request, now)?;
            pages += 1;
            page.hits.retain(|hit| reach.sees(&hit.document));
            hits.append(&mut page.hits);
            let full = hits.len() >= wanted as usize;
            if page.next.is_none() || full || pages >= MOST_PAGES {
                let total = hits.len() as u64;
                let total_is_exact = page.next.is_none() && request.cursor.is_none();
                return Ok(SearchResults {
                    hits,
                    total,
                    total_is_exact,
                    ..page
                });
            }
            request.cursor = page.next;
        }
    })
}

/// Tells how a query is understood.
///
/// # Errors
/// [`CoreError::Query`] for a query that cannot be read.
pub fn explain(_app: &App, _caller: &Caller, query: &str) -> Result<Explanation, CoreError> {
    Ok(search::explain(query)?)
}

impl From<SearchError> for CoreError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self::Query(error),
            SearchError::Store(error) => error.into(),
        }
    }
}
