//! Lists of documents, page by page: every page costs its own length, wherever it is in the list.
//!
//! A list is one or more streams, each a range of one index that bears the sort key. The streams of a category and its
//! sub-categories, or of a tag and the tags nested in it, are merged as they are read.

#[cfg(test)]
mod plans;
mod stream;

use longhand_model::{DocumentSummary, ListQuery, ListScope, Page, SortKey, SortOrder};
use rusqlite::named_params;

use self::stream::{Entry, Merge, Place, Stream};
use super::by_numbers;
use crate::{Reader, StoreError, Thing, categories, column, saved_searches, search, tags};

const LAST_CHANGED: &str = "SELECT number, updated_at
    FROM documents INDEXED BY documents_all_updated
    WHERE trashed_at IS NULL AND pinned = :pinned
    ORDER BY updated_at DESC, number DESC
    LIMIT :limit";

/// The documents of the scope "recent".
const RECENT: usize = 100;

/// Returns a page of a list.
///
/// # Errors
/// [`StoreError::NotFound`] for the category, the tag or the saved search, [`StoreError::Cursor`] for a cursor of
/// another list.
pub fn list(r: &Reader, query: &ListQuery) -> Result<Page<DocumentSummary>, StoreError> {
    let limit = usize::try_from(query.limit.unwrap_or(100).clamp(1, 500)).unwrap_or(100);
    // Not read yet: the cursors of a search are its own.
    let after = || {
        query
            .cursor
            .as_ref()
            .map(|cursor| Entry::read(cursor, query.sort, query.order))
            .transpose()
    };
    let streams = match &query.scope {
        ListScope::SavedSearch { id } => {
            let saved = saved_searches::get(r, *id)?
                .ok_or_else(|| StoreError::not_found(Thing::SavedSearch, id))?;
            return Ok(search::list(r, &saved.query, query)?);
        }
        ListScope::Query { query: text } => return Ok(search::list(r, text, query)?),
        ListScope::Recent => return recent(r, query, limit, after()?),
        ListScope::All => vec![Place::All],
        ListScope::Inbox => vec![Place::Inbox],
        ListScope::Favorites => vec![Place::Favorites],
        ListScope::Templates => vec![Place::Templates],
        ListScope::Conflicts => vec![Place::Conflicts],
        ListScope::Trash => vec![Place::Trash],
        ListScope::Category { id } => categories::with_descendants(r, *id)?
            .into_iter()
            .map(Place::Category)
            .collect(),
        ListScope::Tag { id } => tags::with_nested(r, *id)?
            .into_iter()
            .map(Place::Tag)
            .collect(),
    };
    let after = after()?;
    let mut merge = Merge::new(
        streams
            .into_iter()
            .map(|place| Stream::new(place, query.sort, query.order, after.clone()))
            .collect(),
        query.order,
        limit,
    );
    let mut entries = Vec::with_capacity(limit + 1);
    while entries.len() <= limit {
        match merge.next(r)? {
            Some(entry) => entries.push(entry),
            None => break,
        }
    }
    page(r, query, limit, entries)
}

/// Cuts a page from entries, of which there is one more than fits when another page follows.
fn page(
    r: &Reader,
    query: &ListQuery,
    limit: usize,
    mut entries: Vec<Entry>,
) -> Result<Page<DocumentSummary>, StoreError> {
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries
        .last()
        .filter(|_last| more)
        .map(|last| last.cursor(query.sort, query.order));
    let numbers: Vec<i64> = entries.iter().map(|entry| entry.number).collect();
    Ok(Page {
        items: by_numbers(r, &numbers)?,
        next,
    })
}

/// The 100 documents that changed last, sorted as asked; few enough to be sorted here.
fn recent(
    r: &Reader,
    query: &ListQuery,
    limit: usize,
    after: Option<Entry>,
) -> Result<Page<DocumentSummary>, StoreError> {
    let mut entries = Vec::with_capacity(RECENT);
    for number in last_changed(r, RECENT)? {
        entries.extend(Entry::of(r, number, query.sort)?);
    }
    entries.sort_by(|one, other| one.compare(other, query.order));
    if let Some(after) = after {
        entries.retain(|entry| entry.compare(&after, query.order).is_gt());
    }
    entries.truncate(limit + 1);
    page(r, query, limit, entries)
}

/// Returns the documents that changed last, pinned or not, by their row numbers.
pub(super) fn last_changed(r: &Reader, limit: usize) -> Result<Vec<i64>, StoreError> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    for pinned in [true, false] {
        let mut statement = r.prepare(LAST_CHANGED)?;
        let rows = statement.query_map(
            named_params! { ":pinned": pinned, ":limit": column::length(limit) },
            |row| Ok((row.get("updated_at")?, row.get("number")?)),
        )?;
        for row in rows {
            found.push(row?);
        }
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(limit);
    Ok(found.into_iter().map(|(_changed, number)| number).collect())
}

/// Names of sorts and orders in cursors and statements.
fn sort_name(sort: SortKey) -> &'static str {
    match sort {
        SortKey::Updated => "updated",
        SortKey::Created => "created",
        SortKey::Title => "title",
        SortKey::Size => "size",
    }
}

fn order_name(order: SortOrder) -> &'static str {
    match order {
        SortOrder::Descending => "down",
        SortOrder::Ascending => "up",
    }
}
