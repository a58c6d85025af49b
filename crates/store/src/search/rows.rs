//! Rows: documents that an index or a filter proposes, read one by one until enough hold.

use longhand_model::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Search;
use super::condition::Subject;
use super::filters::{self, Reach, Sql};
use crate::StoreError;

/// Where proposals come from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// The index of parts, newest first, below a number.
    Parts { net: String, below: i64 },
    /// The index of words, newest first, below a number.
    Words { net: String, below: i64 },
    /// The index of words, the best by bm25 first, so many.
    Best { net: String, most: usize },
    /// Documents whose parts are not indexed yet.
    Pending,
    /// All that the filters leave, newest first, below a number.
    Filtered { below: i64 },
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    GoOn,
    Stop,
}

/// A document that was proposed; its text is in the subject.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub(crate) number: i64,
    pub(crate) updated_at: Timestamp,
    pub(crate) headings: String,
}

impl Search<'_> {
    /// Whether the query asks for words, so that hits can be ranked and an index can propose them.
    pub(crate) fn asks_for_words(&self) -> bool {
        super::net::all(&self.plan.conditions, super::net::Mesh::Parts).is_some()
    }

    /// Goes through proposals; `visit` gets those that `wanted` says and whose text was read.
    pub(crate) fn propose(
        &self,
        source: &Source,
        subject: &mut Subject,
        mut wanted: impl FnMut(i64) -> bool,
        mut visit: impl FnMut(Proposal, &mut Subject) -> Then,
    ) -> Result<(), StoreError> {
        let sql = self.proposals(source)?;
        let mut statement = self.r.prepare(&sql.text)?;
        let mut rows = statement.query(params_from_iter(sql.values))?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get("number")?;
            if !wanted(number) {
                continue;
            }
            // Borrowed, not taken: hundreds of texts pass through here.
            subject.replace(text(row, "title")?, text(row, "text")?, self.facts(row)?);
            let proposal = Proposal {
                number,
                updated_at: Timestamp::from_millis(row.get("updated_at")?),
                headings: row.get("headings")?,
            };
            if visit(proposal, subject) == Then::Stop {
                break;
            }
        }
        Ok(())
    }

    /// Reads the facts of a document from the columns that [`filters::columns`] wrote.
    pub(crate) fn facts(&self, row: &Row<'_>) -> Result<Vec<bool>, StoreError> {
        (0..self.plan.facts.len())
            .map(|place| Ok(row.get::<_, bool>(format!("fact{place}").as_str())?))
            .collect()
    }

    /// Writes the statement that reads proposals.
    pub(crate) fn proposals(&self, source: &Source) -> Result<Sql, StoreError> {
        let reach = match source {
            Source::Filtered { .. } => Reach::Sets,
            Source::Parts { .. } | Source::Words { .. } | Source::Best { .. } | Source::Pending => {
                Reach::Rows
            }
        };
        let mut sql = Sql::default();
        sql.push("SELECT d.number, d.title, d.updated_at, t.headings, t.text");
        sql.append(&filters::columns(self.r, &self.plan.facts, self.now)?);
        let conditions = filters::all(self.r, &self.plan.filters, self.trash, reach, self.now)?;
        sql.push(" FROM (");
        sql.append(&source.numbers(&conditions));
        // The order of a CROSS JOIN is kept: numbers are proposed, the tables answer.
        sql.push(
            ") p
            CROSS JOIN documents d ON d.number = p.number
            CROSS JOIN document_texts t ON t.document = d.number",
        );
        match source {
            // Ordered already, and cut off, so that SQLite does not take the subquery apart.
            Source::Filtered { .. } => {}
            Source::Best { .. } => {
                sql.push(" WHERE 1");
                sql.append(&conditions);
            }
            Source::Parts { .. } | Source::Words { .. } | Source::Pending => {
                sql.push(" WHERE 1");
                sql.append(&conditions);
                // Outside: SQLite drops the order of a subquery that it takes apart.
                sql.push(" ORDER BY p.number DESC");
            }
        }
        Ok(sql)
    }
}

impl Source {
    /// Writes what proposes numbers.
    fn numbers(&self, conditions: &Sql) -> Sql {
        let mut sql = Sql::default();
        match self {
            Self::Parts { net, below } => {
                sql.push(
                    "SELECT rowid AS number
                    FROM search_parts
                    WHERE search_parts MATCH ? AND rowid < ?",
                );
                sql.values
                    .extend([Value::Text(net.clone()), Value::Integer(*below)]);
            }
            Self::Words { net, below } => {
                sql.push(
                    "SELECT rowid AS number
                    FROM search_words
                    WHERE search_words MATCH ? AND rowid < ?",
                );
                sql.values
                    .extend([Value::Text(net.clone()), Value::Integer(*below)]);
            }
            Self::Best { net, most } => {
                sql.push(
                    "SELECT rowid AS number
                    FROM search_words
                    WHERE search_words MATCH ?
                    ORDER BY bm25(search_words, 10.0, 4.0, 1.0)
                    LIMIT ?",
                );
                let most = Value::Integer(crate::column::length(*most));
                sql.values.extend([Value::Text(net.clone()), most]);
            }
            Self::Pending => sql.push(
                "SELECT document AS number
                FROM search_pending",
            ),
            Self::Filtered { below } => {
                // Numbers alone are sorted here, never texts; the plus leaves the choice of an index to the filters.
                sql.push(
                    "SELECT d.number
                    FROM documents d
                    WHERE +d.number < ?",
                );
                sql.values.push(Value::Integer(*below));
                sql.append(conditions);
                sql.push(" ORDER BY +d.number DESC LIMIT -1");
            }
        }
        sql
    }
}

fn text<'r>(row: &'r Row<'_>, name: &str) -> Result<&'r str, StoreError> {
    let text = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(text)
}
