//! Listed search: documents in the order of a list, for queries without words and for saved searches.
//!
//! Filters are answered by tables; what is left, such as regular expressions and excluded words, is held against each
//! document in turn, up to a bound for one page.

use longhand_model::{
    Cursor, DocumentSummary, ListQuery, Page, SearchResults, SearchSort, SortKey, SortOrder,
};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Search;
use super::condition::Subject;
use super::cursor::{Key, Row, Start};
use super::filters::{self, Reach, Sql, Trash};
use super::hits::{self, Found};
use super::net::{self, Mesh};
use crate::{StoreError, documents};

/// One page reads at most so many texts, and so many bytes of them.
const READ_TEXTS: usize = 4_000;
const READ_BYTES: usize = 48 * 1024 * 1024;

/// Hits are counted up to here.
const COUNTED: usize = 1_000;

/// Finds a page of a search without words, or of one that is sorted as a list is.
pub(super) fn results(
    search: Search<'_>,
    sorting: SearchSort,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<SearchResults, StoreError> {
    let mut subject = Subject::default();
    let (numbers, next) = numbers(&search, &mut subject, sorting, limit, cursor)?;
    let (total, total_is_exact) = if cursor.is_none() && next.is_none() {
        (u64::try_from(numbers.len()).unwrap_or(u64::MAX), true)
    } else if search.plan.conditions.is_empty() {
        count(&search)?
    } else {
        (u64::try_from(numbers.len()).unwrap_or(u64::MAX), false)
    };
    let found = numbers
        .into_iter()
        .map(|number| Found {
            number,
            score: 0.0,
            text: None,
        })
        .collect();
    Ok(SearchResults {
        hits: hits::of_documents(&search, &mut subject, found)?,
        total,
        total_is_exact,
        next,
        substrings_complete: true,
        explanation: search.explanation,
    })
}

/// Finds a page of a list.
pub(super) fn page(
    search: &Search<'_>,
    query: &ListQuery,
) -> Result<Page<DocumentSummary>, StoreError> {
    let sorting = SearchSort {
        key: query.sort,
        order: query.order,
    };
    let limit = usize::try_from(query.limit.unwrap_or(100).clamp(1, 500)).unwrap_or(100);
    let mut subject = Subject::default();
    let (numbers, next) = numbers(search, &mut subject, sorting, limit, query.cursor.as_ref())?;
    Ok(Page {
        items: documents::by_numbers(search.r, &numbers)?,
        next,
    })
}

fn numbers(
    search: &Search<'_>,
    subject: &mut Subject,
    sorting: SearchSort,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<(Vec<i64>, Option<Cursor>), StoreError> {
    let after = match cursor.map(Start::read).transpose()? {
        None => None,
        Some(Start::Listed(row)) if row.sort == name(sorting) => Some(row),
        Some(_of_another) => return Err(StoreError::Cursor),
    };
    let sql = statement(search, sorting, after.as_ref())?;
    let mut statement = search.r.prepare(&sql.text)?;
    let mut rows = statement.query(params_from_iter(sql.values))?;
    let holds_all = search.plan.conditions.is_empty();
    let (mut texts, mut bytes) = (0, 0);
    let mut numbers = Vec::new();
    let mut last: Option<Row> = None;
    while let Some(row) = rows.next()? {
        if numbers.len() >= limit || texts >= READ_TEXTS || bytes >= READ_BYTES {
            let next = last.map(|row| Start::Listed(row).cursor()).transpose()?;
            return Ok((numbers, next));
        }
        let number: i64 = row.get("number")?;
        let mut holds = holds_all;
        if !holds_all {
            let text = hits::text(search, number)?.unwrap_or_default();
            let title: String = row.get("title")?;
            subject.replace(&title, &text, search.facts(row)?);
            texts += 1;
            bytes += subject.text.len();
            holds = search.plan.holds(subject);
        }
        if holds {
            numbers.push(number);
        }
        last = Some(Row {
            pinned: row.get("pinned")?,
            key: match sorting.key {
                SortKey::Title => Key::Text(row.get("sort_key")?),
                SortKey::Updated | SortKey::Created | SortKey::Size => {
                    Key::Number(row.get("sort_key")?)
                }
            },
            number,
            sort: name(sorting),
        });
    }
    Ok((numbers, None))
}

/// Writes the statement that a search without words begins with.
#[cfg(test)]
pub(super) fn by_date(search: &Search<'_>) -> Result<Sql, StoreError> {
    statement(search, SearchSort::default(), None)
}

/// Writes the statement that reads documents in order.
fn statement(
    search: &Search<'_>,
    sorting: SearchSort,
    after: Option<&Row>,
) -> Result<Sql, StoreError> {
    let key = match sorting.key {
        SortKey::Updated => "d.updated_at",
        SortKey::Created => "d.created_at",
        SortKey::Title => "d.title_key",
        SortKey::Size => "d.bytes",
    };
    let (direction, beyond) = match sorting.order {
        SortOrder::Descending => ("DESC", "<"),
        SortOrder::Ascending => ("ASC", ">"),
    };
    let mut sql = Sql::default();
    let reads_texts = !search.plan.conditions.is_empty();
    sql.push(&format!("SELECT d.number, d.pinned, {key} AS sort_key"));
    if reads_texts {
        // Not the texts: they would go through the sort.
        sql.push(", d.title");
        sql.append(&filters::columns(search.r, &search.plan.facts, search.now)?);
    }
    sql.push(" FROM documents d");
    sql.push(" WHERE 1");
    sql.append(&filters::all(
        search.r,
        &search.plan.filters,
        search.trash,
        Reach::Sets,
        search.now,
    )?);
    if let Some(net) = net::all(&search.plan.conditions, Mesh::Parts) {
        sql.push(
            " AND d.number IN (
                SELECT rowid
                FROM search_parts
                WHERE search_parts MATCH ?
                UNION ALL
                SELECT document
                FROM search_pending
            )",
        );
        sql.values.push(Value::Text(net));
    }
    if let Some(after) = after {
        sql.push(&format!(
            " AND d.pinned <= ? AND (d.pinned < ? OR ({key}, d.number) {beyond} (?, ?))"
        ));
        sql.values.push(Value::Integer(after.pinned));
        sql.values.push(Value::Integer(after.pinned));
        sql.values.push(match &after.key {
            Key::Number(number) => Value::Integer(*number),
            Key::Text(text) => Value::Text(text.clone()),
        });
        sql.values.push(Value::Integer(after.number));
    }
    sql.push(&format!(
        " ORDER BY d.pinned DESC, {key} {direction}, d.number {direction}"
    ));
    Ok(sql)
}

fn name(sorting: SearchSort) -> String {
    let key = match sorting.key {
        SortKey::Updated => "updated",
        SortKey::Created => "created",
        SortKey::Title => "title",
        SortKey::Size => "size",
    };
    let order = match sorting.order {
        SortOrder::Descending => "down",
        SortOrder::Ascending => "up",
    };
    format!("{key} {order}")
}

/// Counts what the filters leave, up to a bound; tells whether that is all.
fn count(search: &Search<'_>) -> Result<(u64, bool), StoreError> {
    if search.plan.filters.is_empty() && search.trash == Trash::Hidden {
        return Ok((documents::counts(search.r)?.documents, true));
    }
    let conditions = filters::all(
        search.r,
        &search.plan.filters,
        search.trash,
        Reach::Sets,
        search.now,
    )?;
    let sql = format!(
        "SELECT count(*) AS found
        FROM (
            SELECT 1
            FROM documents d
            WHERE 1{}
            LIMIT {}
        )",
        conditions.text,
        COUNTED + 1
    );
    let found: i64 = search
        .r
        .prepare(&sql)?
        .query_row(params_from_iter(conditions.values), |row| row.get("found"))?;
    let found = usize::try_from(found).unwrap_or(0);
    let counted = u64::try_from(found.min(COUNTED)).unwrap_or(u64::MAX);
    Ok((counted, found <= COUNTED))
}
