//! Reads the block and its fields; decides what is front matter and what is not.

use super::scalar::{self, Scalar};
use super::{Field, FieldValue, Format, FrontMatter, MAX_BYTES};
use crate::position::{line_number, lines_with_ends, without_end};

/// A line of the block with its place.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    from: usize,
    to: usize,
    number: usize,
}

impl<'t> Line<'t> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_comment(&self) -> bool {
        self.text.trim_start().starts_with('#')
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '\t']).len()
    }

    /// Returns what follows `- `, for an item of a block list.
    fn item(&self) -> Option<&'t str> {
        let rest = self.text.trim_start().strip_prefix('-')?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(rest)
    }
}

/// See [`FrontMatter::read`].
pub(super) fn front_matter(text: &str) -> Option<FrontMatter> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = text.get(start..)?;
    let format = match rest.as_bytes().get(..3)? {
        b"---" => Format::Yaml,
        b"+++" => Format::Toml,
        _ => return None,
    };
    let mut lines = Vec::new();
    let mut at = start;
    let mut close = None;
    for (index, raw) in lines_with_ends(rest).enumerate() {
        let line = Line {
            text: without_end(raw),
            from: at,
            to: at + raw.len(),
            number: index + 1,
        };
        at = line.to;
        let bare = line.text.trim_end();
        match (format, bare, index) {
            (Format::Yaml, "---", 0) | (Format::Toml, "+++", 0) => continue,
            (_, _, 0) => return None,
            (Format::Yaml, "---" | "...", _) | (Format::Toml, "+++", _) => {
                close = Some(line);
                break;
            }
            _ if at - start > MAX_BYTES => return None,
            _ => lines.push(line),
        }
    }
    let close = close?;
    let inner_from = lines.first().map_or(close.from, |line| line.from);
    let fields = match format {
        Format::Yaml if !looks_like_fields(&lines) => return None,
        Format::Yaml => read_fields(text, &lines),
        Format::Toml => Vec::new(),
    };
    Some(FrontMatter {
        format,
        span: start..close.to,
        inner: inner_from..close.from,
        lines: line_number(close.number),
        fields,
    })
}

/// A rule, a paragraph and another rule are no front matter: the first thing in it must be a field.
fn looks_like_fields(lines: &[Line<'_>]) -> bool {
    let mut said = lines
        .iter()
        .filter(|line| !line.is_blank() && !line.is_comment());
    said.next()
        .is_none_or(|line| scalar::key(line.text).is_some())
}

fn read_fields(text: &str, lines: &[Line<'_>]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let Some((key, after)) = scalar::key(line.text) else {
            index += 1;
            continue;
        };
        let rest = lines.get(index + 1..).unwrap_or_default();
        let count = continuation(line.text.get(after..).unwrap_or_default(), rest);
        let more = rest.get(..count).unwrap_or_default();
        fields.push(read_field(text, key, after, *line, more));
        index += count + 1;
    }
    fields
}

/// Counts the lines after a key's own that belong to its value; trailing blank lines and comments do not.
fn continuation(value: &str, rest: &[Line<'_>]) -> usize {
    let value = scalar::without_comment(value).trim();
    let open = matches!(value.chars().next(), Some('[' | '{')) && !scalar::flow_is_closed(value);
    let mut depth = scalar::flow_depth(value);
    let mut count = 0;
    for (index, line) in rest.iter().enumerate() {
        let next_key = line.indent() == 0 && scalar::key(line.text).is_some();
        if open && depth > 0 && !next_key {
            depth += scalar::flow_depth(line.text);
            count = index + 1;
            continue;
        }
        let indented = line.indent() > 0 && !line.is_blank();
        // YAML lets a list stand at the indentation of its key.
        let item = value.is_empty() && line.item().is_some();
        if indented || item {
            count = index + 1;
        } else if !line.is_blank() && !line.is_comment() {
            break;
        }
    }
    count
}

fn read_field(text: &str, key: String, after: usize, first: Line<'_>, more: &[Line<'_>]) -> Field {
    let inline = first.text.get(after..).unwrap_or_default();
    let lead = inline.len() - inline.trim_start().len();
    let said = scalar::without_comment(inline).trim();
    let last = more.last().copied().unwrap_or(first);
    let mut value_from = first.from + after + lead;
    let (value, value_to) = if more.is_empty() {
        (scalar::read(said), value_from + said.len())
    } else {
        let below = more
            .iter()
            .find(|line| !line.is_blank())
            .filter(|_| said.is_empty());
        value_from = below.map_or(value_from, |line| line.from + line.indent());
        (
            read_long(text, said, more),
            last.from + last.text.trim_end().len(),
        )
    };
    Field {
        key,
        value,
        value_span: value_from.min(value_to)..value_to,
        span: first.from..last.to,
        line: line_number(first.number),
    }
}

/// Reads a value of several lines.
fn read_long(text: &str, said: &str, more: &[Line<'_>]) -> FieldValue {
    let lines = || more.iter().filter(|line| !line.is_blank());
    let opaque = || {
        let (from, to) = more
            .first()
            .zip(more.last())
            .map_or((0, 0), |(a, b)| (a.from, b.to));
        let tail = text.get(from..to).unwrap_or_default();
        FieldValue::Opaque(format!("{said}\n{tail}").trim().to_owned())
    };
    match said.chars().next() {
        None => {
            let mut items = Vec::new();
            let level = lines().next().map_or(0, Line::indent);
            for line in lines().filter(|line| !line.is_comment()) {
                match line
                    .item()
                    .map(|item| scalar::read(scalar::without_comment(item).trim()))
                {
                    Some(FieldValue::Text(item)) if line.indent() == level => items.push(item),
                    Some(FieldValue::Empty) => {}
                    _ => return opaque(),
                }
            }
            FieldValue::List(items)
        }
        Some('|' | '>') if said.len() <= 3 => {
            let joint = if said.starts_with('|') { "\n" } else { " " };
            let parts: Vec<&str> = lines().map(|line| line.text.trim()).collect();
            FieldValue::Text(parts.join(joint))
        }
        Some('[') => {
            let parts = more
                .iter()
                .map(|line| scalar::without_comment(line.text).trim());
            let flow = parts.fold(said.to_owned(), |joined, part| joined + " " + part);
            match scalar::read(&flow) {
                list @ FieldValue::List(_) => list,
                FieldValue::Empty | FieldValue::Text(_) | FieldValue::Opaque(_) => opaque(),
            }
        }
        Some('{' | '&' | '*' | '!') => opaque(),
        Some(_) => {
            let parts = lines().map(|line| line.text.trim());
            let joined = parts.fold(said.to_owned(), |joined, part| joined + " " + part);
            match scalar::unquote(&joined) {
                Scalar::Plain(text) | Scalar::Single(text) | Scalar::Double(text) => {
                    FieldValue::Text(text)
                }
            }
        }
    }
}
