//! The pool: the documents that are ranked against one another.
//!
//! Indexes propose a bounded number: titles first, then whole words (the best by bm25 where there are few, the newest
//! where there are many), then parts of words. What they propose is held against the query, scored with one formula and
//! sorted. How a page is cut from it is not known here.

use std::collections::HashSet;

use super::Search;
use super::condition::Subject;
use super::count::{self, Left, PENDING};
use super::cursor::Start;
use super::hits::{Found, Weighing};
use super::net::{self, Mesh};
use super::rows::{Source, Then};
use crate::StoreError;

/// So many hits are ranked against one another.
const POOL: usize = 72;

/// So many of them for their titles.
const TITLES: usize = 24;

/// So many of them for whole words.
const WORDS: usize = 48;

/// With fewer hits than this among the texts that were read, another index is asked.
const SPARSE: usize = 24;

/// To fill the pool with parts of words, at most so many texts are read.
const READ_TEXTS: usize = 80;

/// For a page behind the pool, at most so many texts are read …
const READ_BEHIND: usize = 800;

/// … and so many to fill a page whose pool was hard to fill: whoever types waits for this one.
const READ_TO_FILL: usize = 240;

/// For one page, at most about so many bytes of texts are read.
const READ_BYTES: usize = 32 * 1024 * 1024;

/// The documents that are ranked against one another.
pub(super) struct Pool {
    found: Vec<Found>,
    seen: HashSet<i64>,
    /// Where the rest goes on; none when there is no rest.
    rest: Option<Rest>,
    pub(super) parts_are_complete: bool,
    /// It holds as many as are ranked.
    is_full: bool,
    /// What is left to read for this page.
    bytes_left: usize,
}

/// Where a page behind the pool starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Where the pool ends.
    Pool,
    /// Where the page before ended.
    Asked { below: i64 },
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
    pub(super) fn gather(search: &Search<'_>, subject: &mut Subject) -> Result<Self, StoreError> {
        let weighing = Weighing::of(search)?;
        let mut pool = Self {
            found: Vec::new(),
            seen: HashSet::new(),
            rest: None,
            parts_are_complete: true,
            is_full: false,
            bytes_left: READ_BYTES,
        };
        let pending = count::waiting(search)?;
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
        let are_common = count::are_common(search, words.as_deref(), pool.parts_are_complete)?;
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
            Some(_) if matches!(driver, Driver::Words(_)) && count::asks_for_phrase(search) => {}
            Some(net) if are_common => pool.add_common(search, subject, &weighing, net)?,
            Some(net) => {
                let best = Source::Best { net, most: WORDS };
                pool.add(search, subject, &weighing, &best, WORDS)?;
            }
        }
        pool.add_rest(search, subject, &weighing, driver, Room::POOL)?;
        if pool.is_sparse()
            && let Some(net) = net::all(conditions, Mesh::Starts)
        {
            // Many documents have the letters and few start a word with them: the words themselves tell which.
            pool.add_rest(search, subject, &weighing, Driver::Words(net), Room::POOL)?;
        }
        pool.sort();
        Ok(pool)
    }

    /// Tells whether few of the documents that were read are hits, and there are more to read.
    fn is_sparse(&self) -> bool {
        self.rest.is_some() && self.found.len() < SPARSE
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
        self.rest = None;
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
    pub(super) fn page(&mut self, skip: usize, limit: usize) -> (Vec<Found>, Option<Start>) {
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

    /// Fills a page behind the ranked hits, newest first.
    pub(super) fn tail(
        &self,
        search: &Search<'_>,
        subject: &mut Subject,
        behind: Behind,
        most: usize,
        page: &mut Vec<Found>,
    ) -> Result<Option<Start>, StoreError> {
        let Some(rest) = self.rest.clone() else {
            return Ok(None);
        };
        let (below, mut texts_left, mut bytes_left) = match behind {
            Behind::Asked { below } => (below, READ_BEHIND, READ_BYTES),
            Behind::Pool if self.is_full => (rest.below, READ_BEHIND, self.bytes_left),
            Behind::Pool => (rest.below, READ_TO_FILL, self.bytes_left),
        };
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
    pub(super) fn total(&self, search: &Search<'_>) -> Result<(u64, bool), StoreError> {
        let ranked = u64::try_from(self.found.len()).unwrap_or(u64::MAX);
        if self.rest.is_none() {
            return Ok((ranked, self.parts_are_complete));
        }
        let at_least = match net::sure(&search.plan.conditions) {
            // With filters, counting would go through every document that has the words.
            Some(net) if search.plan.filters.is_empty() => count::shown_with_words(search, &net)?,
            Some(_) | None => 0,
        };
        Ok((at_least.max(ranked), false))
    }
}
