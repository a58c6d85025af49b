//! Keys and scalars: quotes, comments, inline lists.
//!
//! Works on one line; what spans several is the reader's business.

use super::FieldValue;

/// A scalar without its quotes, and how it was quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scalar {
    Plain(String),
    Single(String),
    Double(String),
}

/// Reads the key at the start of a line; returns it and the offset after its colon.
pub(super) fn key(line: &str) -> Option<(String, usize)> {
    let first = line.chars().next()?;
    if let quote @ ('"' | '\'') = first {
        let end = closing_quote(line, quote)?;
        let after = line.get(end + 1..)?;
        let gap = after.len() - after.trim_start_matches(' ').len();
        let rest = after.trim_start_matches(' ').strip_prefix(':')?;
        let name = line.get(1..end)?.to_owned();
        return (rest.is_empty() || rest.starts_with([' ', '\t']))
            .then_some((name, end + 1 + gap + 1));
    }
    if first.is_whitespace() || "#[]{},&*!|>%@`".contains(first) {
        return None;
    }
    if line.starts_with("- ") || line == "-" {
        return None;
    }
    let colons = line.match_indices(':').map(|(at, _)| at);
    let ends_key = |at: &usize| {
        line.get(at + 1..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    let at = { colons }.find(ends_key)?;
    let name = line.get(..at)?.trim_end();
    (!name.is_empty() && !name.contains(" #")).then(|| (name.to_owned(), at + 1))
}

/// Returns a value without the comment that ends it.
pub(super) fn without_comment(value: &str) -> &str {
    let trimmed = value.trim_start();
    let lead = value.len() - trimmed.len();
    let mut skip = 0;
    if let Some(quote @ ('"' | '\'')) = trimmed.chars().next() {
        match closing_quote(trimmed, quote) {
            Some(end) => skip = lead + end + 1,
            None => return value,
        }
    } else if trimmed.starts_with('#') && (lead > 0 || value.starts_with('#')) {
        return value.get(..lead).unwrap_or_default();
    }
    let is_flow = trimmed.starts_with(['[', '{']);
    let mut before = ' ';
    for (at, c, quoted) in flow(value) {
        // Quotes shield a `#` at the start and inside an inline list; elsewhere an apostrophe is a letter.
        let shielded = at < skip || (is_flow && quoted);
        if c == '#' && !shielded && (before == ' ' || before == '\t') {
            return value.get(..at).unwrap_or(value);
        }
        before = c;
    }
    value
}

/// Reads a value of one line, already without comment and blanks around it.
pub(super) fn read(value: &str) -> FieldValue {
    match value.chars().next() {
        None => FieldValue::Empty,
        Some('[') => match inline_list(value) {
            Some(items) => FieldValue::List(items),
            None => FieldValue::Opaque(value.to_owned()),
        },
        Some('{' | '&' | '*' | '!' | '|' | '>') => FieldValue::Opaque(value.to_owned()),
        Some(_) => match unquote(value) {
            Scalar::Plain(text) if text == "~" || text == "null" => FieldValue::Empty,
            Scalar::Plain(text) | Scalar::Single(text) | Scalar::Double(text) => {
                FieldValue::Text(text)
            }
        },
    }
}

/// Takes the quotes off a scalar; what is not quoted well is plain.
pub(super) fn unquote(value: &str) -> Scalar {
    let quote = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let inner = quote.and_then(|quote| {
        let end = closing_quote(value, quote)?;
        (end + 1 == value.len())
            .then(|| value.get(1..end))
            .flatten()
    });
    match (quote, inner) {
        (Some('"'), Some(inner)) => Scalar::Double(unescape(inner)),
        (Some(_), Some(inner)) => Scalar::Single(inner.replace("''", "'")),
        (_, _) => Scalar::Plain(value.to_owned()),
    }
}

/// Walks a text in the form of inline lists; says of each character whether quotes shield it. A quote opens only where
/// an item can start, so that an apostrophe stays one.
fn flow(text: &str) -> impl Iterator<Item = (usize, char, bool)> + '_ {
    let mut quote = None;
    let mut escaped = false;
    let mut starts_item = true;
    let mut last = ' ';
    text.char_indices().map(move |(at, c)| {
        let was_quoted = quote.is_some();
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if starts_item && matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        if !c.is_whitespace() {
            starts_item = !was_quoted && matches!(c, '[' | '{' | ',');
        } else if last == ':' {
            starts_item = !was_quoted;
        }
        last = c;
        (at, c, was_quoted || quote.is_some())
    })
}

/// Returns how many brackets stay open.
pub(super) fn flow_depth(value: &str) -> i32 {
    let bare = flow(value).filter(|(_, _, quoted)| !quoted);
    bare.map(|(_, c, _)| match c {
        '[' | '{' => 1,
        ']' | '}' => -1,
        _ => 0,
    })
    .sum()
}

/// Tells whether an inline list or map ends on its line.
pub(super) fn flow_is_closed(value: &str) -> bool {
    flow_depth(value) <= 0
}

fn inline_list(value: &str) -> Option<Vec<String>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut from = 0;
    for (at, c, quoted) in flow(inner) {
        match c {
            '[' | ']' | '{' | '}' if !quoted => return wiki_items(inner),
            ',' if !quoted => {
                items.push(inner.get(from..at)?);
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(inner.get(from..)?);
    let texts = items.into_iter().map(|item| match unquote(item.trim()) {
        Scalar::Plain(text) | Scalar::Single(text) | Scalar::Double(text) => text,
    });
    Some(texts.filter(|item| !item.is_empty()).collect())
}

/// Lists of lists are none of ours, except for `[[[Title]], …]`, which people do write.
fn wiki_items(inner: &str) -> Option<Vec<String>> {
    let items = inner
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    let titles = items.map(|item| {
        item.strip_prefix("[[")?
            .strip_suffix("]]")
            .map(str::to_owned)
    });
    titles.collect()
}

/// Finds the quote that closes the one at the start.
fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let bytes = value.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            ('"', b'\\') => at += 1,
            ('"', b'"') => return Some(at),
            ('\'', b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            ('\'', b'\'') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

fn unescape(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let digits = match chars.next() {
            Some('n') => {
                text.push('\n');
                0
            }
            Some('t') => {
                text.push('\t');
                0
            }
            Some('r') => {
                text.push('\r');
                0
            }
            Some('0') => {
                text.push('\0');
                0
            }
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some(other) => {
                text.push(other);
                0
            }
            None => {
                text.push('\\');
                0
            }
        };
        if digits > 0 {
            let code: String = chars.by_ref().take(digits).collect();
            let point = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
            text.push(point.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    text
}
