//! Finds the bytes of a target inside the bytes of a link.
//!
//! Every candidate is checked against the address that the parser read, so a wrong guess finds nothing instead of
//! something else.

use std::ops::Range;

use super::Writing;
use super::target::unescaped;
use crate::position::slice;

/// How many `](` are tried from the right: one more than titles and nested images need in practice.
const MAX_CANDIDATES: usize = 8;

/// Where the target of a link is written.
pub(super) enum Place {
    /// In the link.
    Inline {
        path: Range<usize>,
        fragment: Option<Range<usize>>,
        writing: Writing,
    },
    /// The link is its own address.
    Automatic(Range<usize>),
    /// In a definition elsewhere.
    Reference,
}

/// The parts of a wiki link; a target may be empty (`[[#heading]]`).
pub(super) struct Wiki {
    pub(super) target: Range<usize>,
    pub(super) fragment: Option<Range<usize>>,
    pub(super) alias: Option<Range<usize>>,
}

/// A definition and the address it gives.
pub(super) struct Definition {
    pub(super) url: String,
    pub(super) path: Range<usize>,
    pub(super) fragment: Option<Range<usize>>,
    pub(super) writing: Writing,
}

/// Splits an address at its first `#`.
pub(crate) fn split_fragment(address: &str) -> (&str, Option<&str>) {
    match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    }
}

/// Reads the parts of the wiki link in `range`.
pub(super) fn wiki(text: &str, range: Range<usize>) -> Option<Wiki> {
    let (from, written) = wiki_bytes(text, range)?;
    let open = if written.starts_with('!') { 3 } else { 2 };
    let inner = written.get(open..)?.strip_suffix("]]")?;
    let base = from + open;
    let bar = inner.find('|');
    let head = inner.get(..bar.unwrap_or(inner.len()))?;
    // In a table the bar is escaped.
    let head = if bar.is_some() {
        head.strip_suffix('\\').unwrap_or(head)
    } else {
        head
    };
    let (path, fragment) = split_fragment(head);
    let trimmed = |part: &str, at: usize| {
        let start = at + part.len() - part.trim_start().len();
        start..start + part.trim().len()
    };
    Some(Wiki {
        target: trimmed(path, base),
        fragment: fragment.map(|part| trimmed(part, base + path.len() + 1)),
        alias: bar.and_then(|bar| Some(trimmed(inner.get(bar + 1..)?, base + bar + 1))),
    })
}

/// Returns the bytes of a wiki link; the parser's columns are off by the escapes before it in a table row.
fn wiki_bytes(text: &str, range: Range<usize>) -> Option<(usize, &str)> {
    let looks_right = |piece: &str| {
        (piece.starts_with("[[") || piece.starts_with("![[")) && piece.ends_with("]]")
    };
    let piece = slice(text, range.clone());
    if looks_right(piece) {
        return Some((range.start, piece));
    }
    let ahead = text.get(range.start..)?;
    let line = ahead.get(..ahead.find(['\n', '\r']).unwrap_or(ahead.len()))?;
    let start = line.find("[[")?;
    let end = line.get(start..)?.find("]]")? + start + 2;
    let start = if line.get(..start)?.ends_with('!') {
        start - 1
    } else {
        start
    };
    let piece = line.get(start..end)?;
    looks_right(piece).then_some((range.start + start, piece))
}

/// Finds where the link in `range` writes the address `url`.
pub(super) fn destination(text: &str, range: Range<usize>, url: &str) -> Place {
    let piece = slice(text, range.clone());
    let address = url.strip_prefix("mailto:").unwrap_or(url);
    let bare = piece
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(piece);
    if bare == url || bare == address || url.strip_prefix("http://") == Some(bare) {
        let from = range.start + usize::from(bare.len() < piece.len());
        return Place::Automatic(from..from + bare.len());
    }
    let mut end = piece.len();
    for _ in 0..MAX_CANDIDATES {
        let Some(at) = piece.get(..end).and_then(|head| head.rfind("](")) else {
            break;
        };
        end = at + 1;
        if let Some((inner, writing)) = parenthesised(piece, at + 2) {
            let written = slice(piece, inner.clone());
            if same_address(written, url) {
                let (path, fragment) = split_fragment(written);
                let from = range.start + inner.start;
                let after = from + path.len() + 1;
                return Place::Inline {
                    path: from..from + path.len(),
                    fragment: fragment.map(|fragment| after..after + fragment.len()),
                    writing,
                };
            }
        }
    }
    Place::Reference
}

/// Reads `dest "title")` up to the end of the piece; returns the bytes of the destination.
fn parenthesised(piece: &str, from: usize) -> Option<(Range<usize>, Writing)> {
    let rest = piece.get(from..)?.strip_suffix(')')?;
    let lead = rest.len() - rest.trim_start().len();
    let (length, writing) = destination_length(rest.get(lead..)?)?;
    let skip = usize::from(writing == Writing::Angle);
    let start = lead + skip;
    let title = rest.get(start + length + skip..)?.trim();
    let closes = |open, close| title.len() > 1 && title.starts_with(open) && title.ends_with(close);
    let titled = closes('"', '"') || closes('\'', '\'') || closes('(', ')');
    (title.is_empty() || titled).then(|| (from + start..from + start + length, writing))
}

/// Returns the length of the destination at the start of `rest`, without its angle brackets.
fn destination_length(rest: &str) -> Option<(usize, Writing)> {
    if let Some(inner) = rest.strip_prefix('<') {
        let mut escaped = false;
        for (at, c) in inner.char_indices() {
            match c {
                '>' if !escaped => return Some((at, Writing::Angle)),
                '\n' | '\r' => return None,
                _ => escaped = c == '\\' && !escaped,
            }
        }
        return None;
    }
    let end = rest.find(|c: char| c <= ' ').unwrap_or(rest.len());
    Some((end, Writing::Bare))
}

/// Tells whether the written bytes can be the address that the parser read.
fn same_address(written: &str, url: &str) -> bool {
    // The parser decodes entities; where there may be one, the shape of the link has to do.
    written == url || unescaped(written) == url || written.contains('&')
}

/// Reads a definition (`[label]: address "title"`) from a line.
pub(super) fn definition(text: &str, line: Range<usize>) -> Option<Definition> {
    let piece = slice(text, line.clone());
    let open = piece.find('[')?;
    let prefix = piece.get(..open)?;
    let allowed =
        |c: char| c.is_ascii_whitespace() || c.is_ascii_digit() || ">-*+.)\u{feff}".contains(c);
    if !prefix.chars().all(allowed) {
        return None;
    }
    let close = open + piece.get(open..)?.find("]:")?;
    let label = piece.get(open + 1..close)?;
    if label.trim().is_empty() || label.starts_with('^') {
        return None;
    }
    let after = piece.get(close + 2..)?;
    let from = close + 2 + after.len() - after.trim_start().len();
    let rest = piece.get(from..)?;
    let (length, writing) = destination_length(rest)?;
    let start = from + usize::from(writing == Writing::Angle);
    let written = piece.get(start..start + length)?;
    let (path, fragment) = split_fragment(written);
    let at = line.start + start;
    let fragment_from = at + path.len() + 1;
    (!written.is_empty()).then(|| Definition {
        url: unescaped(written).into_owned(),
        path: at..at + path.len(),
        fragment: fragment.map(|part| fragment_from..fragment_from + part.len()),
        writing,
    })
}
