//! Patterns: what a word or a phrase of a query looks like in folded text, and where it stands there.
//!
//! The same patterns decide whether a document is found, how well, and what is highlighted.

use std::ops::Range;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};

use super::fold::fold;
use super::query::{Field, Text, TextKind};
use super::token::{Class, class, joined};

/// A regular expression may compile to at most so many bytes.
const REGEX_BYTES: usize = 1 << 20;

/// Between two words of a phrase stand at most so many bytes of signs and white space.
const GAP_BYTES: usize = 64;

/// Whether a query asks for something, or excludes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Asked,
    Excluded,
}

impl Sense {
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::Asked => Self::Excluded,
            Self::Excluded => Self::Asked,
        }
    }
}

/// Whether a pattern must end where a word ends (or start where one starts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// At the edge of a word.
    Word,
    /// Anywhere.
    Free,
}

/// A word or a phrase, folded.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// Where it is looked for.
    pub(crate) field: Field,
    /// Its words; at least one, none of them empty.
    pub(crate) pieces: Vec<String>,
    /// How it must start.
    pub(crate) start: Edge,
    /// How it must end.
    pub(crate) end: Edge,
    /// Finds the first of its words.
    first: Finder<'static>,
}

impl Pattern {
    /// Makes the pattern of a word or a phrase; none where nothing visible is left of it.
    pub(crate) fn of(text: &Text, sense: Sense) -> Option<Self> {
        let (start, end) = match (text.kind, sense) {
            (TextKind::Word, Sense::Asked) => (Edge::Free, Edge::Free),
            (TextKind::Prefix | TextKind::PhrasePrefix, _) => (Edge::Word, Edge::Free),
            // Whoever excludes "art" does not mean "start".
            (TextKind::Word, Sense::Excluded) | (TextKind::Phrase, _) => (Edge::Word, Edge::Word),
        };
        let pieces: Vec<String> = fold(&text.text)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let first = Finder::new(pieces.first()?).into_owned();
        // A character that stands alone is never inside a word: its edge needs no look.
        let edge = |edge: Edge, outermost: Option<char>| match outermost.map(class) {
            Some(Class::Letter) => edge,
            Some(Class::Alone | Class::Other) | None => Edge::Free,
        };
        let start = edge(start, pieces.first()?.chars().next());
        let end = edge(end, pieces.last()?.chars().next_back());
        Some(Self {
            field: text.field,
            pieces,
            start,
            end,
            first,
        })
    }

    /// Finds the first place at or behind `from` (a character boundary), in bytes of `folded`.
    pub(crate) fn find(&self, folded: &str, from: usize) -> Option<Range<usize>> {
        let (first, rest) = self.pieces.split_first()?;
        let mut from = from;
        loop {
            let start = from + self.first.find(folded.as_bytes().get(from..)?)?;
            let end = start + first.len();
            let starts = self.start == Edge::Free || !inside_word(folded, start);
            if starts
                && let Some(end) = follow(folded, end, rest)
                && (self.end == Edge::Free || !inside_word(folded, end))
            {
                return Some(start..end);
            }
            from = start + folded.get(start..)?.chars().next()?.len_utf8();
        }
    }

    /// Returns the places it stands at, from left to right, none inside another.
    pub(crate) fn places<'p>(&'p self, folded: &'p str) -> impl Iterator<Item = Range<usize>> + 'p {
        let mut from = 0;
        std::iter::from_fn(move || {
            let place = self.find(folded, from)?;
            from = place.end;
            Some(place)
        })
    }
}

/// How much of a word a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// Somewhere inside.
    Inside,
    /// Its beginning.
    Start,
    /// All of it.
    Whole,
}

impl Fit {
    /// Tells how a place in folded text fits the words around it.
    pub(crate) fn of(folded: &str, place: &Range<usize>) -> Self {
        if inside_word(folded, place.start) {
            Self::Inside
        } else if inside_word(folded, place.end) {
            Self::Start
        } else {
            Self::Whole
        }
    }
}

/// Tells whether a word goes on across this place.
fn inside_word(folded: &str, at: usize) -> bool {
    let Some((before, behind)) = folded.split_at_checked(at) else {
        return false;
    };
    joined(before.chars().next_back(), behind.chars().next())
}

/// Follows the words of a phrase; between two of them stands anything but a word.
fn follow(folded: &str, end: usize, pieces: &[String]) -> Option<usize> {
    let mut end = end;
    for piece in pieces {
        let behind = folded.get(end..)?;
        if inside_word(folded, end) {
            return None;
        }
        let gap = behind
            .char_indices()
            .skip(1)
            .take_while(|(at, _)| *at <= GAP_BYTES)
            .map(|(at, _)| at)
            .take_while(|at| no_word_in(behind.get(..*at).unwrap_or_default()))
            .find(|at| {
                behind
                    .get(*at..)
                    .is_some_and(|rest| rest.starts_with(piece.as_str()))
            })?;
        end += gap + piece.len();
    }
    Some(end)
}

fn no_word_in(gap: &str) -> bool {
    // Only the last character is new; the ones before were looked at.
    gap.chars()
        .next_back()
        .is_none_or(|c| class(c) == Class::Other)
}

/// Compiles a regular expression as searches use it: without regard to case, `^` and `$` at lines.
pub(crate) fn regex(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(REGEX_BYTES)
        .dfa_size_limit(REGEX_BYTES)
        .nest_limit(64)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(kind: TextKind, text: &str, sense: Sense) -> Pattern {
        let text = Text {
            field: Field::Anywhere,
            kind,
            text: text.to_owned(),
        };
        Pattern::of(&text, sense).unwrap()
    }

    #[test]
    fn a_word_a_prefix_and_a_phrase_stand_where_they_should() {
        use Sense::{Asked, Excluded};
        use TextKind::{Phrase, PhrasePrefix, Prefix, Word};
        for (kind, sense, asked, text, found) in [
            (Word, Asked, "book", "my Notebooks", true),
            (Word, Excluded, "book", "my Notebooks", false),
            (Word, Excluded, "book", "a book.", true),
            (Prefix, Asked, "note", "my Notebooks", true),
            (Prefix, Asked, "book", "my Notebooks", false),
            (Phrase, Asked, "foo bar", "**Foo**, bar", true),
            (Phrase, Asked, "foo bar", "foo baz bar", false),
            (Phrase, Asked, "foo bar", "foobar", false),
            (Phrase, Asked, "foo bar", "foo barn", false),
            (PhrasePrefix, Asked, "foo bar", "foo barn", true),
            (Word, Asked, "c++", "I like C++.", true),
            (Word, Asked, "a-b", "a b", false),
            (Phrase, Asked, "a - b", "a - b", true),
            (Word, Asked, "用户", "新用户数据", true),
            (Phrase, Asked, "用户", "新用户数据", true),
            (Phrase, Asked, "db", "用户db数据", true),
            (Word, Asked, "db", "mongodb", true),
            (Word, Asked, "100%", "is 100% sure", true),
            (Word, Asked, "🚀", "go🚀now", true),
            (Word, Asked, "ss", "Straße", true),
        ] {
            let pattern = pattern(kind, asked, sense);
            assert_eq!(
                pattern.find(&fold(text), 0).is_some(),
                found,
                "{asked} ({kind:?}, {sense:?}) in {text}"
            );
        }
    }

    #[test]
    fn places_do_not_overlap() {
        let places: Vec<_> = pattern(TextKind::Word, "aa", Sense::Asked)
            .places("aaaaa")
            .collect();
        assert_eq!(places, [0..2, 2..4]);
    }
}
