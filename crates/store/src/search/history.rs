//! Search in the history: the documents that have, or once had, what is asked for.
//!
//! Versions are not indexed: an index over all of them would outgrow the library. They are read instead, document by
//! document (pinned first, then the last changed), each text once, newest first, until one holds: that is the hit of
//! its document. A page reads at most 2,000 texts or 64 MB of them; the next page goes on where it stopped.

use longhand_model::{Cursor, SearchHit, SearchResults, VersionId};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Search;
use super::condition::Subject;
use super::cursor::{Past, Start};
use super::filters::{self, Reach, Sql};
use super::hits;
use crate::{StoreError, column, documents, versions};

const READ_TEXTS: usize = 2_000;
const READ_BYTES: usize = 64 * 1024 * 1024;

/// Finds a page.
pub(super) fn results(
    search: Search<'_>,
    limit: usize,
    cursor: Option<&Cursor>,
) -> Result<SearchResults, StoreError> {
    let after = match cursor.map(Start::read).transpose()? {
        None => None,
        Some(Start::History(past)) => Some(past),
        Some(Start::Ranked { .. } | Start::Tail { .. } | Start::Listed(_)) => {
            return Err(StoreError::Cursor);
        }
    };
    let from_start = after.is_none();
    let mut page = Page::new(&search, limit, after.as_ref());
    let next = page.read(after.as_ref())?;
    let hits = page.hits;
    Ok(SearchResults {
        total: u64::try_from(hits.len()).unwrap_or(u64::MAX),
        total_is_exact: from_start && next.is_none(),
        next: next.map(|past| Start::History(past).cursor()).transpose()?,
        hits,
        substrings_complete: true,
        explanation: search.explanation,
    })
}

/// A version as a row.
struct VersionRow {
    past: Past,
    id: VersionId,
    title: String,
    document_title: String,
    /// The number of its text; the same text may be that of several versions.
    text: i64,
    /// Its text is the document's text as it is.
    is_current: bool,
    facts: Vec<bool>,
}

struct Page<'s, 'r> {
    search: &'s Search<'r>,
    limit: usize,
    subject: Subject,
    hits: Vec<SearchHit>,
    texts: usize,
    bytes: usize,
    /// The document whose versions are being read.
    document: Option<i64>,
    /// It has its hit.
    is_found: bool,
    /// Its texts that were held against the query.
    decided: Vec<i64>,
}

impl<'s, 'r> Page<'s, 'r> {
    fn new(search: &'s Search<'r>, limit: usize, after: Option<&Past>) -> Self {
        Self {
            search,
            limit,
            subject: Subject::default(),
            hits: Vec::new(),
            texts: 0,
            bytes: 0,
            // A page that goes on amid a document does not look at its present again.
            document: after.map(|past| past.document),
            is_found: false,
            decided: Vec::new(),
        }
    }

    fn read(&mut self, after: Option<&Past>) -> Result<Option<Past>, StoreError> {
        let sql = statement(self.search, after)?;
        let mut statement = self.search.r.prepare(&sql.text)?;
        let mut rows = statement.query(params_from_iter(sql.values))?;
        let mut last: Option<Past> = None;
        while let Some(row) = rows.next()? {
            let is_full = self.hits.len() >= self.limit
                || self.texts >= READ_TEXTS
                || self.bytes >= READ_BYTES;
            if is_full {
                return Ok(last);
            }
            let past = Past {
                pinned: row.get("pinned")?,
                updated: row.get("updated_at")?,
                document: row.get("number")?,
                version: row.get("version")?,
            };
            let found_already = self.is_found && self.document == Some(past.document);
            if !found_already {
                self.version(&VersionRow {
                    past: past.clone(),
                    id: column::id(row, "id")?,
                    title: row.get("title")?,
                    document_title: row.get("document_title")?,
                    text: row.get("text")?,
                    is_current: row.get("is_current")?,
                    facts: self.search.facts(row)?,
                })?;
            }
            last = Some(if self.is_found {
                // Nothing more of this document.
                Past {
                    version: -1,
                    ..past
                }
            } else {
                past
            });
        }
        Ok(None)
    }

    fn version(&mut self, row: &VersionRow) -> Result<(), StoreError> {
        if self.document != Some(row.past.document) {
            self.document = Some(row.past.document);
            self.is_found = false;
            self.decided.clear();
            let text = hits::text(self.search, row.past.document)?.unwrap_or_default();
            if self.holds(&row.document_title, &text, row) {
                return self.found(row.past.document, None);
            }
        }
        let is_new_title = row.title != row.document_title;
        if (row.is_current || self.decided.contains(&row.text)) && !is_new_title {
            return Ok(());
        }
        self.decided.push(row.text);
        let text = versions::text_by_number(self.search.r, row.text)?;
        if self.holds(&row.title, &text, row) {
            return self.found(row.past.document, Some(row.id));
        }
        Ok(())
    }

    fn holds(&mut self, title: &str, text: &str, row: &VersionRow) -> bool {
        self.texts += 1;
        self.bytes += text.len();
        self.subject.replace(title, text, row.facts.clone());
        self.search.plan.holds(&mut self.subject)
    }

    fn found(&mut self, document: i64, version: Option<VersionId>) -> Result<(), StoreError> {
        self.is_found = true;
        let Some(summary) = documents::by_numbers(self.search.r, &[document])?.pop() else {
            return Ok(());
        };
        let version = match version {
            Some(id) => versions::get(self.search.r, id)?,
            None => None,
        };
        let (title_matches, snippets) = hits::shown(&self.search.plan, &mut self.subject);
        self.hits.push(SearchHit {
            document: summary,
            version,
            title_matches,
            snippets,
            score: 0.0,
        });
        Ok(())
    }
}

fn statement(search: &Search<'_>, after: Option<&Past>) -> Result<Sql, StoreError> {
    let mut sql = Sql::default();
    sql.push(
        "SELECT d.number, d.pinned, d.updated_at, d.title AS document_title,
            v.number AS version, v.id, v.title, v.text, x.hash = d.hash AS is_current",
    );
    sql.append(&filters::columns(search.r, &search.plan.facts, search.now)?);
    sql.push(
        " FROM documents d
        CROSS JOIN versions v ON v.document = d.number
        CROSS JOIN version_texts x ON x.number = v.text
        WHERE 1",
    );
    sql.append(&filters::all(
        search.r,
        &search.plan.filters,
        search.trash,
        Reach::Sets,
        search.now,
    )?);
    if let Some(after) = after {
        sql.push(
            " AND d.pinned <= ?
            AND (d.pinned < ? OR (d.updated_at, d.number, v.number) < (?, ?, ?))",
        );
        sql.values.extend(
            [
                after.pinned,
                after.pinned,
                after.updated,
                after.document,
                after.version,
            ]
            .map(Value::Integer),
        );
    }
    sql.push(" ORDER BY d.pinned DESC, d.updated_at DESC, d.number DESC, v.number DESC");
    Ok(sql)
}
