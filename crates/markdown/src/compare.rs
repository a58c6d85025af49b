//! Sequences and what changed between them: the ground under diff and merge.
//!
//! Words are runs of letters and digits, single CJK characters, runs of blanks, single marks and line ends.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, IndentHeuristic, IndentLevel, NoSliderHeuristic, Token};

/// A run of tokens of one text that took the place of a run of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) before: Range<usize>,
    pub(crate) after: Range<usize>,
}

/// Gives equal pieces of text equal numbers.
pub(crate) struct Interner<'t> {
    inner: imara_diff::Interner<&'t str>,
}

impl<'t> Interner<'t> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            inner: imara_diff::Interner::new(capacity),
        }
    }

    /// Numbers the pieces of one text.
    pub(crate) fn tokens(&mut self, pieces: &[&'t str]) -> Vec<Token> {
        pieces
            .iter()
            .map(|piece| self.inner.intern(piece))
            .collect()
    }

    /// Compares lines; changes are moved to where a person would see them.
    pub(crate) fn compare_lines(&self, before: &[Token], after: &[Token]) -> Vec<Change> {
        let mut diff = self.diff(Algorithm::Histogram, before, after);
        let indent = |token: Token| IndentLevel::for_ascii_line(self.inner[token].bytes(), 4);
        diff.postprocess_with(before, after, IndentHeuristic::new(indent));
        changes(&diff)
    }

    /// Compares words.
    pub(crate) fn compare_words(&self, before: &[Token], after: &[Token]) -> Vec<Change> {
        let mut diff = self.diff(Algorithm::Myers, before, after);
        diff.postprocess_with(before, after, NoSliderHeuristic);
        changes(&diff)
    }

    fn diff(&self, algorithm: Algorithm, before: &[Token], after: &[Token]) -> Diff {
        let mut diff = Diff::default();
        diff.compute_with(algorithm, before, after, self.inner.num_tokens());
        diff
    }
}

fn changes(diff: &Diff) -> Vec<Change> {
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let change = |hunk: imara_diff::Hunk| Change {
        before: range(hunk.before),
        after: range(hunk.after),
    };
    diff.hunks().map(change).collect()
}

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Ideograph,
    Blank,
    LineEnd,
    Mark,
}

fn kind(c: char) -> Kind {
    match c {
        '\n' | '\r' => Kind::LineEnd,
        c if c.is_whitespace() => Kind::Blank,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => {
            Kind::Ideograph
        }
        '_' | '\u{300}'..='\u{36f}' => Kind::Word,
        c if c.is_alphanumeric() => Kind::Word,
        _ => Kind::Mark,
    }
}

/// Cuts a text into words.
pub(crate) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::with_capacity(text.len() / 4);
    let mut from = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let this = kind(c);
        let joins = last == Some(this) && matches!(this, Kind::Word | Kind::Blank);
        if at > 0 && !joins {
            words.extend(text.get(from..at));
            from = at;
        }
        last = Some(this);
    }
    words.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    words
}

/// Tells whether a word says something: letters, digits, ideographs.
pub(crate) fn says_something(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| matches!(kind(c), Kind::Word | Kind::Ideograph))
}

/// Tells whether unchanged words are enough to keep two changes apart: a line end, a word, or two ideographs.
pub(crate) fn keeps_apart(between: &[&str]) -> bool {
    let kinds = || {
        between
            .iter()
            .filter_map(|word| word.chars().next())
            .map(kind)
    };
    kinds().any(|kind| matches!(kind, Kind::LineEnd | Kind::Word))
        || kinds().filter(|kind| *kind == Kind::Ideograph).count() > 1
}
