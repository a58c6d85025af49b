//! Hits: how well a document answers a query, and what of it is shown.

use std::ops::Range;

use longhand_model::{MatchRange, SearchHit, Snippet, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use super::Search;
use super::condition::{Plan, Subject};
use super::count::with_words;
use super::fold::fold;
use super::net::{self, Mesh};
use super::pattern::{Fit, Pattern};
use super::query::Field;
use super::rows::Proposal;
use super::snippet::{self, Match};
use crate::{StoreError, documents};

/// A word counts at most so often in one text.
const COUNTED: usize = 24;

/// Only so many bytes of a text are weighed; what follows says little more about what it is about.
const WEIGHED_BYTES: usize = 128 * 1024;

/// Texts up to so many bytes are not read twice.
const KEPT_BYTES: usize = 64 * 1024;

/// Only so many matches of a text are looked at for its pieces.
const MATCHES: usize = 60;

/// What a text of usual length has, in bytes.
const USUAL_BYTES: f64 = 8_000.0;

/// Up to so many documents are counted to tell how rare a word is.
const RARE: usize = 500;

const TITLE: f64 = 6.0;
const HEADING: f64 = 2.5;
const WHOLE_TITLE: f64 = 5.0;
const RECENT: f64 = 0.8;
const RECENT_DAYS: f64 = 45.0;

/// A document that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) number: i64,
    pub(super) score: f64,
    /// Its text, if it is short enough to be kept until it is shown.
    pub(super) text: Option<String>,
}

/// The words of a query with how much each weighs.
pub(super) struct Weighing<'p> {
    words: Vec<(&'p Pattern, f64)>,
    /// All the words in a row: a title that says just that comes first.
    whole: String,
    now: Timestamp,
}

impl<'p> Weighing<'p> {
    /// Counts how rare each word is, where there is more than one.
    pub(super) fn of(search: &'p Search<'_>) -> Result<Self, StoreError> {
        let patterns = search.plan.patterns();
        let documents = documents::counts(search.r)?.documents;
        let alone = patterns.len() == 1;
        let mut words = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            let weight = if alone {
                1.0
            } else {
                rarity(search, pattern, documents)?
            };
            words.push((pattern, weight));
        }
        let whole = words
            .iter()
            .map(|(pattern, _)| pattern.pieces.join(" "))
            .collect::<Vec<_>>()
            .join(" ");
        Ok(Self {
            words,
            whole,
            now: search.now,
        })
    }

    /// Scores a document.
    pub(super) fn weigh(&self, proposal: &Proposal, subject: &mut Subject) -> Found {
        let headings = fold(&proposal.headings);
        let length = subject.text.len();
        let mut score = 0.0;
        for (pattern, weight) in &self.words {
            let in_title = best(pattern, subject.folded_title());
            let (in_headings, often) = match pattern.field {
                Field::Title => (0.0, 0.0),
                Field::Anywhere => (
                    best(pattern, &headings),
                    often(pattern, start_of(subject.folded_text(), WEIGHED_BYTES)),
                ),
            };
            // The saturation and the length of BM25, over what is a word in earnest.
            #[expect(
                clippy::cast_precision_loss,
                reason = "a length only has to be about right"
            )]
            let relative = length.min(WEIGHED_BYTES) as f64 / USUAL_BYTES;
            let frequency = often / (often + 1.2 * (0.3 + 0.7 * relative));
            score += weight * (TITLE * in_title + HEADING * in_headings + 2.2 * frequency);
        }
        if subject.folded_title().trim() == self.whole {
            score += WHOLE_TITLE;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "an age only has to be about right"
        )]
        let days =
            (self.now.as_millis() - proposal.updated_at.as_millis()).max(0) as f64 / 86_400_000.0;
        score += RECENT * (-days / RECENT_DAYS).exp();
        Found {
            number: proposal.number,
            score,
            text: (length <= KEPT_BYTES).then(|| subject.text.clone()),
        }
    }
}

/// How much a word tells, by how few documents have it.
fn rarity(search: &Search<'_>, pattern: &Pattern, documents: u64) -> Result<f64, StoreError> {
    let condition = super::condition::Condition::Text(Box::new(pattern.clone()));
    let with = match net::all(std::slice::from_ref(&condition), Mesh::Words) {
        Some(net) => with_words(search, &net, RARE)?,
        None => RARE,
    };
    #[expect(clippy::cast_precision_loss, reason = "a logarithm is taken of it")]
    let ratio = (documents as f64 + 1.0) / (with.max(1) as f64);
    Ok((1.0 + ratio).ln())
}

fn worth(fit: Fit) -> f64 {
    match fit {
        Fit::Whole => 1.0,
        Fit::Start => 0.7,
        Fit::Inside => 0.3,
    }
}

/// How well a word stands in a short text, at its best place.
fn best(pattern: &Pattern, folded: &str) -> f64 {
    pattern
        .places(folded)
        .take(COUNTED)
        .map(|place| worth(Fit::of(folded, &place)))
        .fold(0.0, f64::max)
}

/// How often a word stands in a text; a part of a word counts less than a word.
fn often(pattern: &Pattern, folded: &str) -> f64 {
    pattern
        .places(folded)
        .take(COUNTED)
        .map(|place| worth(Fit::of(folded, &place)))
        .sum()
}

fn start_of(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Reads what is shown of documents that were found.
pub(super) fn of_documents(
    search: &Search<'_>,
    subject: &mut Subject,
    found: Vec<Found>,
) -> Result<Vec<SearchHit>, StoreError> {
    let shows_matches = !search.plan.patterns().is_empty() || !search.plan.regexes().is_empty();
    let mut hits = Vec::with_capacity(found.len());
    for one in found {
        let Some(document) = documents::by_numbers(search.r, &[one.number])?.pop() else {
            continue;
        };
        let mut hit = SearchHit {
            document,
            version: None,
            title_matches: Vec::new(),
            snippets: Vec::new(),
            score: one.score,
        };
        if shows_matches {
            let text = match one.text {
                Some(text) => text,
                None => text(search, one.number)?.unwrap_or_default(),
            };
            subject.replace(&hit.document.title, &text, Vec::new());
            (hit.title_matches, hit.snippets) = shown(&search.plan, subject);
        }
        hits.push(hit);
    }
    Ok(hits)
}

/// Reads the text of a document.
pub(super) fn text(search: &Search<'_>, number: i64) -> Result<Option<String>, StoreError> {
    let text = search
        .r
        .prepare(
            "SELECT text
            FROM document_texts
            WHERE document = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| row.get("text"))
        .optional()?;
    Ok(text)
}

/// Finds what to highlight in a title, and the pieces of a text to show.
pub(super) fn shown(plan: &Plan, subject: &mut Subject) -> (Vec<MatchRange>, Vec<Snippet>) {
    let patterns = plan.patterns();
    let folded_title = subject.folded_title().to_owned();
    let mut in_title = places(&patterns, &folded_title, Field::Title);
    in_title = unfold(&subject.title, in_title);
    let folded_text = places(&patterns, subject.folded_text(), Field::Anywhere);
    let mut in_text = unfold(&subject.text, folded_text);
    for (place, regex) in plan.regexes().into_iter().enumerate() {
        let word = patterns.len() + place;
        let found = |text: &str| -> Vec<Match> {
            regex
                .find_iter(text)
                .take(MATCHES)
                .map(|found| Match {
                    bytes: found.range(),
                    word,
                })
                .collect()
        };
        in_title.extend(found(&subject.title));
        in_text.extend(found(&subject.text));
    }
    let title_places: Vec<Range<usize>> = snippet::in_order(in_title)
        .into_iter()
        .map(|found| found.bytes)
        .collect();
    (
        snippet::in_characters(&subject.title, &title_places),
        snippet::pieces(&subject.text, &snippet::in_order(in_text)),
    )
}

/// The places of all patterns in a folded text that are looked for there.
fn places(patterns: &[&Pattern], folded: &str, field: Field) -> Vec<Match> {
    let mut matches = Vec::new();
    for (word, pattern) in patterns.iter().enumerate() {
        if field == Field::Anywhere && pattern.field == Field::Title {
            continue;
        }
        matches.extend(
            pattern
                .places(folded)
                .take(MATCHES)
                .map(|bytes| Match { bytes, word }),
        );
    }
    snippet::in_order(matches)
}

fn unfold(text: &str, matches: Vec<Match>) -> Vec<Match> {
    let places: Vec<Range<usize>> = matches.iter().map(|found| found.bytes.clone()).collect();
    snippet::unfolded(text, &places)
        .into_iter()
        .zip(matches)
        .map(|(bytes, found)| Match { bytes, ..found })
        .collect()
}
