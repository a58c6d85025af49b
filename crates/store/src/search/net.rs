//! Nets: what an index is asked so that no document a query finds slips through.
//!
//! A net may catch too much. Where it cannot hold anything back there is none.

use super::condition::Condition;
use super::pattern::{Edge, Pattern};
use super::query::Field;
use super::token::{Class, Place, class, parts_of, words};

/// A piece of text is told to the index by at most so many of its parts.
const PARTS: usize = 8;

/// What an index is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mesh {
    /// Parts: catches every document that can match and whose parts are indexed.
    Parts,
    /// Parts of titles: the documents whose titles alone can match.
    TitleParts,
    /// What must start and end as a word: catches every document that can match, where it asks for anything.
    Anchored,
    /// What must start as a word: catches every document that can match, where it asks for anything. What starts in
    /// many ways is joined from all of them at each query: cheap where few documents have it.
    Starts,
    /// Whole words: catches the documents that have each word as a word.
    Words,
    /// Starts of words.
    WordStarts,
    /// Whole words in headings.
    Headings,
}

/// Makes a net for conditions that must all hold.
pub(crate) fn all(conditions: &[Condition], mesh: Mesh) -> Option<String> {
    join(
        conditions
            .iter()
            .filter_map(|condition| one(condition, mesh))
            .collect(),
        " AND ",
    )
}

fn one(condition: &Condition, mesh: Mesh) -> Option<String> {
    match condition {
        Condition::All(inner) => all(inner, mesh),
        Condition::Any(inner) => {
            let nets: Option<Vec<String>> = inner.iter().map(|branch| one(branch, mesh)).collect();
            join(nets?, " OR ")
        }
        Condition::Text(pattern) => match mesh {
            Mesh::Parts => parts(pattern, Place::Anywhere),
            Mesh::TitleParts => parts(pattern, Place::Title),
            Mesh::Anchored | Mesh::Starts if pattern.start == Edge::Free => None,
            Mesh::Anchored | Mesh::Starts | Mesh::Words | Mesh::WordStarts | Mesh::Headings => {
                in_words(pattern, mesh)
            }
        },
        Condition::Not(_) | Condition::Regex(_) | Condition::Fact(_) => None,
    }
}

/// Makes a net of words that catches nothing but hits; none where that cannot be told.
pub(crate) fn sure(conditions: &[Condition]) -> Option<String> {
    fn is_sure(condition: &Condition) -> bool {
        match condition {
            Condition::All(inner) | Condition::Any(inner) => inner.iter().all(is_sure),
            // One word that is one token, so that the index says exactly what the text says.
            Condition::Text(pattern) => match pattern.pieces.as_slice() {
                [piece] => words(piece).next() == Some(piece.as_str()),
                _none_or_several => false,
            },
            Condition::Not(_) | Condition::Regex(_) | Condition::Fact(_) => false,
        }
    }
    conditions
        .iter()
        .all(is_sure)
        .then(|| all(conditions, Mesh::Words))?
}

fn join(nets: Vec<String>, between: &str) -> Option<String> {
    match nets.len() {
        0 => None,
        1 => nets.into_iter().next(),
        _several => Some(format!("({})", nets.join(between))),
    }
}

fn parts(pattern: &Pattern, place: Place) -> Option<String> {
    let place = match pattern.field {
        Field::Anywhere => place,
        Field::Title => Place::Title,
    };
    let mut tokens: Vec<String> = Vec::new();
    for piece in &pattern.pieces {
        for part in parts_of(piece, place, PARTS) {
            let quoted = format!("\"{part}\"");
            if !tokens.contains(&quoted) {
                tokens.push(quoted);
            }
        }
    }
    join(tokens, " AND ")
}

fn in_words(pattern: &Pattern, mesh: Mesh) -> Option<String> {
    let text = pattern.pieces.join(" ");
    let tokens: Vec<&str> = words(&text).collect();
    if tokens.is_empty() {
        return None;
    }
    let is_row_of_alone = tokens.len() > 1
        && tokens.iter().all(|token| {
            token
                .chars()
                .next()
                .is_some_and(|first| class(first) == Class::Alone)
        });
    let goes_on = pattern.start == Edge::Word && pattern.end == Edge::Free;
    let open = match mesh {
        // As phrases of very common tokens they are slow, and parts know them exactly.
        Mesh::Words | Mesh::Headings if is_row_of_alone => return None,
        Mesh::Anchored if goes_on => return None,
        Mesh::WordStarts => true,
        Mesh::Starts => goes_on,
        Mesh::Anchored | Mesh::Words | Mesh::Headings | Mesh::Parts | Mesh::TitleParts => false,
    };
    let column = match (pattern.field, mesh) {
        (Field::Title, _) => "title : ",
        (Field::Anywhere, Mesh::Headings) => "headings : ",
        (
            Field::Anywhere,
            Mesh::Anchored
            | Mesh::Starts
            | Mesh::Words
            | Mesh::WordStarts
            | Mesh::Parts
            | Mesh::TitleParts,
        ) => "",
    };
    // Tokens hold no quotes: they are letters, digits and pictographs.
    let star = if open { " *" } else { "" };
    Some(format!("{column}\"{}\"{star}", tokens.join(" ")))
}
