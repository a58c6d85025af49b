//! Ranked search: the best first, without looking at every document that has a common word.
//!
//! Indexes propose a bounded pool: titles first, then whole words (the best by bm25 where there are few, the newest
//! where there are many), then parts of words. The pool is held against the query, scored with one formula and sorted.
//! Hits that no longer fit the pool follow behind it, newest first, so that every hit can be reached.

use std::collections::HashSet;

use longhand_model::{Cursor, SearchResults};
use rusqlite::named_params;

use super::Search;
use super::condition::Subject;
use super::cursor::Start;
use super::filters::{self, Reach, Sql};
use super::hits::{self, Found, Weighing};
use super::net::{self, Mesh};
use super::rows::{Source, Then};
use crate::StoreError;

/// So many hits are ranked against one another.
const POOL: usize = 72;

/// So many of them for their titles.
const TITLES: usize = 24;

/// So many of them for whole words.
const WORDS: usize = 48;

/// Up to so many documents with the words are weighed by bm25 to find the best of them.
const WEIGHED: usize = 400;

/// When the filters leave so few documents, each is read and no index is asked.
const FEW: usize = 250;

/// When they leave up to so many, and the words are common, the filters propose, not an index.
const NOT_MANY: usize = 4_000;

/// Documents whose parts are not indexed yet are read, as long as they are so few.
const PENDING: usize = 256;

/// To fill the pool with parts of words, at most so many texts are read.
const READ_TEXTS: usize = 80;

/// For a page behind the pool, at most so many texts are read.
const READ_BEHIND: usize = 800;

/// For one page, at most about so many bytes of texts are read.
const READ_BYTES: usize = 32 * 1024 * 1024;

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

/// The documents that are ranked against one another.
struct Pool {
    found: Vec<Found>,
    seen: HashSet<i64>,
    /// Where the rest goes on; none when there is no rest.
    rest: Option<Rest>,
    parts_are_complete: bool,
    /// It holds as many as are ranked.
    is_full: bool,
    /// What is left to read for this page.
    bytes_left: usize,
}

/// What proposes the documents behind the pool.
#[derive(Clone)]
struct Rest {
    driver: Driver,
    below: i64,
}

/// The index that proposes every document which can match, and what it is asked.
#[derive(Clone)]
enum Driver {
    Parts(String),
    Words(String),
    Filters,
}

/// How many hits are ranked, and how many texts are read for them.
#[derive(Clone, Copy)]
struct Room {
    hits: usize,
    texts: usize,
}

impl Room {
    const POOL: Self = Self {
        hits: POOL,
        texts: READ_TEXTS,
    };
    /// All that few documents hold.
    const ALL: Self = Self {
        hits: usize::MAX,
        texts: usize::MAX,
    };
}

impl Driver {
    fn below(&self, below: i64) -> Source {
        match self {
            Self::Parts(net) => Source::Parts {
                net: net.clone(),
                below,
            },
            Self::Words(net) => Source::Words {
                net: net.clone(),
                below,
            },
            Self::Filters => Source::Filtered { below },
        }
    }
}

impl Pool {
    fn gather(search: &Search<'_>, subject: &mut Subject) -> Result<Self, StoreError> {
        let weighing = Weighing::of(search)?;
        let mut pool = Self {
            found: Vec::new(),
            seen: HashSet::new(),
            rest: None,
            parts_are_complete: true,
            is_full: false,
            bytes_left: READ_BYTES,
        };
        let pending = waiting(search)?;
        pool.parts_are_complete = pending <= PENDING;
        let conditions = &search.plan.conditions;
        let left = Left::by_filters(search)?;
        if left == Left::Few {
            pool.parts_are_complete = true;
            pool.add_rest(search, subject, &weighing, Driver::Filters, Room::ALL)?;
            pool.sort();
            return Ok(pool);
        }
        let words = net::all(conditions, Mesh::Words);
        let are_common = are_common(search, words.as_deref(), pool.parts_are_complete)?;
        if left == Left::NotMany && are_common {
            pool.parts_are_complete = true;
            pool.add_rest(search, subject, &weighing, Driver::Filters, Room::POOL)?;
            pool.sort();
            return Ok(pool);
        }
        let driver = match net::all(conditions, Mesh::Anchored).map(Driver::Words) {
            Some(words) => words,
            None if pool.parts_are_complete => {
                Driver::Parts(net::all(conditions, Mesh::Parts).unwrap_or_default())
            }
            None => Driver::Words(net::all(conditions, Mesh::WordStarts).unwrap_or_default()),
        };
        if matches!(driver, Driver::Parts(_)) && pending > 0 {
            pool.add(search, subject, &weighing, &Source::Pending, usize::MAX)?;
            pool.parts_are_complete = pool.bytes_left > 0;
        }
        if let Some(net) = net::all(conditions, Mesh::TitleParts) {
            let titles = Source::Parts {
                net,
                below: i64::MAX,
            };
            pool.add(search, subject, &weighing, &titles, TITLES)?;
        }
        match words {
            None => {}
            // The driver proposes the same, and finding a phrase again costs more than all the rest.
            Some(_) if matches!(driver, Driver::Words(_)) && asks_for_phrase(search) => {}
            Some(net) if are_common => pool.add_common(search, subject, &weighing, net)?,
            Some(net) => {
                let best = Source::Best { net, most: WORDS };
                pool.add(search, subject, &weighing, &best, WORDS)?;
            }
        }
        pool.add_rest(search, subject, &weighing, driver, Room::POOL)?;
        pool.sort();
        Ok(pool)
    }

    /// Adds documents with common words: those that have them in headings, and the newest.
    fn add_common(
        &mut self,
        search: &Search<'_>,
        subject: &mut Subject,
        weighing: &Weighing<'_>,
        net: String,
    ) -> Result<(), StoreError> {
        if let Some(net) = net::all(&search.plan.conditions, Mesh::Headings) {
            let headed = Source::Words {
                net,
                below: i64::MAX,
            };
            self.add(search, subject, weighing, &headed, WORDS / 2)?;
        }
        let newest = Source::Words {
            net,
            below: i64::MAX,
        };
        self.add(search, subject, weighing, &newest, WORDS / 2)
    }

    /// Adds hits from a source: at most so many, and no more than the pool holds.
    fn add(
        &mut self,
        search: &Search<'_>,
        subject: &mut Subject,
        weighing: &Weighing<'_>,
        source: &Source,
        most: usize,
    ) -> Result<(), StoreError> {
        let Self {
            found,
            seen,
            bytes_left,
            ..
        } = self;
        let room = if most == usize::MAX {
            most
        } else {
            most.min(POOL.saturating_sub(found.len()))
        };
        if room == 0 {
            return Ok(());
        }
        let mut added = 0;
        search.propose(
            source,
            subject,
            |number| seen.insert(number),
            |proposal, subject| {
                *bytes_left = bytes_left.saturating_sub(subject.text.len());
                if search.plan.holds(subject) {
                    found.push(weighing.weigh(&proposal, subject));
                    added += 1;
                }
                if added >= room || *bytes_left == 0 {
                    Then::Stop
                } else {
                    Then::GoOn
                }
            },
        )
    }

    /// Fills the pool from the driver, and notes where it stopped.
    fn add_rest(
        &mut self,
        search: &Search<'_>,
        subject: &mut Subject,
        weighing: &Weighing<'_>,
        driver: Driver,
        room: Room,
    ) -> Result<(), StoreError> {
        let mut stopped_at = None;
        let mut texts_left = room.texts;
        let Self {
            found,
            seen,
            bytes_left,
            ..
        } = self;
        search.propose(
            &driver.below(i64::MAX),
            subject,
            |number| seen.insert(number),
            |proposal, subject| {
                if found.len() >= room.hits || texts_left == 0 || *bytes_left == 0 {
                    // This one is not decided: the rest starts with it.
                    stopped_at = Some(proposal.number);
                    return Then::Stop;
                }
                texts_left -= 1;
                *bytes_left = bytes_left.saturating_sub(subject.text.len());
                if search.plan.holds(subject) {
                    found.push(weighing.weigh(&proposal, subject));
                }
                Then::GoOn
            },
        )?;
        self.is_full = self.found.len() >= POOL;
        if let Some(number) = stopped_at {
            self.seen.remove(&number);
            self.rest = Some(Rest {
                driver,
                below: number.saturating_add(1),
            });
        }
        Ok(())
    }

    fn sort(&mut self) {
        self.found.sort_by(|one, other| {
            other
                .score
                .total_cmp(&one.score)
                .then(other.number.cmp(&one.number))
        });
    }

    /// Cuts a page from the ranked hits.
    fn page(&mut self, skip: usize, limit: usize) -> (Vec<Found>, Option<Start>) {
        let ranked = self.found.len();
        let start = skip.min(ranked);
        let end = skip.saturating_add(limit).min(ranked);
        let page: Vec<Found> = self.found.drain(start..end).collect();
        let next = if end < ranked {
            Some(Start::Ranked { skip: end })
        } else {
            self.rest
                .as_ref()
                .map(|rest| Start::Tail { below: rest.below })
        };
        (page, next)
    }

    /// Reads a page behind the ranked hits, newest first.
    fn tail(
        &self,
        search: &Search<'_>,
        subject: &mut Subject,
        below: i64,
        room: usize,
        page: &mut Vec<Found>,
    ) -> Result<Option<Start>, StoreError> {
        let Some(rest) = self.rest.clone() else {
            return Ok(None);
        };
        let (mut texts_left, mut bytes_left) = (READ_BEHIND, READ_BYTES);
        let most = page.len() + room;
        let mut next = None;
        search.propose(
            &rest.driver.below(below),
            subject,
            |number| !self.seen.contains(&number),
            |proposal, subject| {
                if page.len() >= most || texts_left == 0 || bytes_left == 0 {
                    next = Some(Start::Tail {
                        below: proposal.number.saturating_add(1),
                    });
                    return Then::Stop;
                }
                texts_left -= 1;
                bytes_left = bytes_left.saturating_sub(subject.text.len());
                if search.plan.holds(subject) {
                    page.push(Found {
                        number: proposal.number,
                        score: 0.0,
                        text: None,
                    });
                }
                Then::GoOn
            },
        )?;
        Ok(next)
    }

    /// Tells how many hits there are, or how many at least.
    fn total(&self, search: &Search<'_>) -> Result<(u64, bool), StoreError> {
        let ranked = u64::try_from(self.found.len()).unwrap_or(u64::MAX);
        if self.rest.is_none() {
            return Ok((ranked, self.parts_are_complete));
        }
        let at_least = match net::sure(&search.plan.conditions) {
            // With filters, counting would go through every document that has the words.
            Some(net) if search.plan.filters.is_empty() => shown_with_words(search, &net)?,
            Some(_) | None => 0,
        };
        Ok((at_least.max(ranked), false))
    }
}

/// Tells whether many documents have the words.
fn are_common(
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

fn asks_for_phrase(search: &Search<'_>) -> bool {
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
fn shown_with_words(search: &Search<'_>, net: &str) -> Result<u64, StoreError> {
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
fn waiting(search: &Search<'_>) -> Result<usize, StoreError> {
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
    fn by_filters(search: &Search<'_>) -> Result<Self, StoreError> {
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
