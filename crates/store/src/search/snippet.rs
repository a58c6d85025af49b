//! Snippets: the pieces of a text that show why it was found, with what to highlight in them.
//!
//! Plain text with ranges in characters; markup of any kind is for those who show it.

use std::ops::Range;

use longhand_model::{MatchRange, Snippet};

use super::fold::{Folder, ascii_length, joins_the_one_before};

/// At most so many pieces are shown.
const PIECES: usize = 3;

/// A piece shows about so many characters.
const PIECE_CHARS: usize = 180;

/// Before its first match a piece shows at most so many characters.
const LEAD_CHARS: usize = 60;

/// Finds where places in a folded text are in the text itself: both in bytes, places sorted and not overlapping.
pub(crate) fn unfolded(text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut walk = Walk::new(text);
    places
        .iter()
        .filter_map(|place| {
            let start = walk.covering(place.start)?.start;
            let end = walk.covering(place.end.checked_sub(1)?)?.end;
            Some(start..walk.with_marks(end))
        })
        .collect()
}

/// Goes through a text once, knowing at each character how long the folded text is so far.
struct Walk<'t> {
    text: &'t str,
    /// The next character, and what is folded before it.
    at: usize,
    folded: usize,
    /// The last character, and where its folded form starts.
    last: Range<usize>,
    last_folded: usize,
    scratch: Folder,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            folded: 0,
            last: 0..0,
            last_folded: 0,
            scratch: Folder::default(),
        }
    }

    /// Returns the character whose folded form covers a byte of the folded text; asked from left to right.
    fn covering(&mut self, folded: usize) -> Option<Range<usize>> {
        if (self.last_folded..self.folded).contains(&folded) {
            return Some(self.of_last(folded));
        }
        while self.folded <= folded {
            self.step()?;
        }
        Some(self.of_last(folded))
    }

    fn of_last(&self, folded: usize) -> Range<usize> {
        // A run of ASCII is one step: its characters are as long as their folded forms.
        if self.last.len() == self.folded - self.last_folded && self.is_ascii_run() {
            let start = self.last.start + (folded - self.last_folded);
            return start..start + 1;
        }
        self.last.clone()
    }

    fn is_ascii_run(&self) -> bool {
        self.text
            .as_bytes()
            .get(self.last.start)
            .is_some_and(u8::is_ascii)
    }

    fn step(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let plain = ascii_length(rest);
        let start = self.at;
        self.last_folded = self.folded;
        if plain > 0 {
            self.at += plain;
            self.folded += plain;
            // The next character may belong to the one before: that one is ASCII then, and stays apart.
            self.scratch.clear();
            self.scratch.push(' ');
        } else {
            let character = rest.chars().next()?;
            let before = self.scratch.text().len();
            self.scratch.push(character);
            self.at += character.len_utf8();
            self.folded = (self.folded + self.scratch.text().len()).checked_sub(before)?;
        }
        self.last = start..self.at;
        Some(())
    }

    /// Takes up the accents, invisible characters and later parts of a syllable that follow.
    fn with_marks(&self, end: usize) -> usize {
        let rest = self.text.get(end..).unwrap_or_default();
        let marks: usize = rest
            .chars()
            .take_while(|character| {
                let mut alone = Folder::default();
                !character.is_ascii() && {
                    alone.push(*character);
                    alone.text().is_empty() || joins_the_one_before(*character)
                }
            })
            .map(char::len_utf8)
            .sum();
        end + marks
    }
}

/// Tells byte ranges of a text in characters.
pub(crate) fn in_characters(text: &str, places: &[Range<usize>]) -> Vec<MatchRange> {
    let position = |at: usize| {
        let before = text.get(..at).unwrap_or(text);
        u32::try_from(before.chars().count()).unwrap_or(u32::MAX)
    };
    places
        .iter()
        .map(|place| MatchRange {
            start: position(place.start),
            end: position(place.end),
        })
        .collect()
}

/// A place in a text, and which of the query's words is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) bytes: Range<usize>,
    pub(crate) word: usize,
}

/// Sorts matches and leaves out those inside others.
pub(crate) fn in_order(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|found| (found.bytes.start, std::cmp::Reverse(found.bytes.end)));
    let mut end = 0;
    matches.retain(|found| {
        let behind = found.bytes.start >= end && !found.bytes.is_empty();
        if behind {
            end = found.bytes.end;
        }
        behind
    });
    matches
}

/// Cuts the pieces around matches (in order), those that show the most different words first chosen.
pub(crate) fn pieces(text: &str, matches: &[Match]) -> Vec<Snippet> {
    let mut windows: Vec<(Range<usize>, &[Match])> = Vec::new();
    let mut rest = matches;
    while let Some(first) = rest.first() {
        let start = back(text, first.bytes.start, LEAD_CHARS);
        let end = forward(text, start, PIECE_CHARS).max(first.bytes.end.min(forward(
            text,
            first.bytes.start,
            2 * PIECE_CHARS,
        )));
        let inside = rest
            .iter()
            .take_while(|found| found.bytes.end <= end)
            .count()
            .max(1);
        let (here, behind) = rest.split_at(inside.min(rest.len()));
        windows.push((start..end, here));
        rest = behind;
    }
    let mut shown: Vec<usize> = Vec::new();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < PIECES {
        let best = (0..windows.len())
            .filter(|place| !chosen.contains(place))
            .max_by_key(|place| {
                let found = windows.get(*place).map_or(&[][..], |window| window.1);
                (fresh(found, &shown), std::cmp::Reverse(*place))
            });
        let Some(best) = best else { break };
        shown.extend(
            windows
                .get(best)
                .into_iter()
                .flat_map(|w| w.1)
                .map(|found| found.word),
        );
        chosen.push(best);
    }
    chosen.sort_unstable();
    let mut lines = Lines { at: 0, line: 1 };
    chosen
        .iter()
        .filter_map(|place| windows.get(*place))
        .filter_map(|(window, found)| piece(text, window.clone(), found, &mut lines))
        .collect()
}

/// How many words matches show that were not shown yet.
fn fresh(matches: &[Match], shown: &[usize]) -> usize {
    let mut words: Vec<usize> = matches
        .iter()
        .map(|found| found.word)
        .filter(|word| !shown.contains(word))
        .collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}

/// Counts lines from left to right.
struct Lines {
    at: usize,
    line: u32,
}

impl Lines {
    fn at(&mut self, text: &str, to: usize) -> u32 {
        let between = text.as_bytes().get(self.at..to).unwrap_or_default();
        let mut before = None;
        for byte in between {
            if *byte == b'\n' && before != Some(b'\r') || *byte == b'\r' {
                self.line = self.line.saturating_add(1);
            }
            before = Some(*byte);
        }
        self.at = to.max(self.at);
        self.line
    }
}

fn piece(
    text: &str,
    window: Range<usize>,
    matches: &[Match],
    lines: &mut Lines,
) -> Option<Snippet> {
    let source = text.get(window.clone())?;
    let blank = source.len() - source.trim_start().len();
    let start = window.start + blank;
    let line = lines.at(text, start);
    let mut out = String::with_capacity(source.len());
    let mut length = 0_u32;
    let mut ranges: Vec<MatchRange> = Vec::new();
    let mut pending = matches.iter();
    let mut next = pending.next();
    let mut open: Option<(u32, usize)> = None;
    for (offset, character) in source.trim().char_indices() {
        let at = start + offset;
        if open.is_none() && next.is_some_and(|found| found.bytes.start <= at) {
            open = next.map(|found| (length, found.bytes.end));
            next = pending.next();
        }
        let space = character.is_whitespace() || character.is_control();
        if !space {
            out.push(character);
            length += 1;
        } else if !out.ends_with(' ') {
            out.push(' ');
            length += 1;
        }
        if let Some((from, end)) = open
            && at + character.len_utf8() >= end
        {
            ranges.push(MatchRange {
                start: from,
                end: length,
            });
            open = None;
        }
    }
    if let Some((from, _cut)) = open {
        ranges.push(MatchRange {
            start: from,
            end: length,
        });
    }
    ranges.retain(|range| range.start < range.end);
    Some(Snippet {
        text: out,
        matches: ranges,
        line,
    })
}

/// Goes back so many characters, but not over an empty line, and then forward to the start of a word.
fn back(text: &str, from: usize, most: usize) -> usize {
    let before = text.get(..from).unwrap_or_default();
    let mut start = from;
    let mut after_break = false;
    for (at, character) in before.char_indices().rev().take(most) {
        if character == '\n' {
            if after_break {
                return start;
            }
            after_break = true;
        } else if !character.is_whitespace() {
            after_break = false;
        }
        start = at;
    }
    if start == 0 {
        return 0;
    }
    let skipped = text.get(start..from).unwrap_or_default();
    match skipped.find(char::is_whitespace) {
        Some(space) => start + space,
        None => start,
    }
}

/// Goes forward so many characters, and then back to the end of a word.
fn forward(text: &str, from: usize, most: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    match rest.char_indices().nth(most) {
        None => text.len(),
        Some((end, _)) => {
            let piece = rest.get(..end).unwrap_or_default();
            let space = piece.rfind(char::is_whitespace).filter(|at| *at > end / 2);
            from + space.unwrap_or(end)
        }
    }
}
