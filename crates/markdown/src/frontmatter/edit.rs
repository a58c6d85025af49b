//! Edits one field in place: everything else keeps its bytes, its order, its quotes and its comments.

use std::ops::Range;

use super::scalar::{self, Scalar};
use super::{Field, FieldValue, Format, FrontMatter};
use crate::position::{lines_with_ends, slice};

/// What a field is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldInput<'v> {
    /// A text; quoted where YAML would read something else.
    Text(&'v str),
    /// A list of texts; keeps the form of the list it replaces.
    List(&'v [String]),
    /// A number, a date or `true`: written as it is, on one line.
    Literal(&'v str),
}

/// Why a field could not be edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The front matter is TOML, which is kept but not edited.
    #[error("the front matter is written in TOML, so \"{key}\" cannot be changed in it")]
    Toml {
        /// The key that was to be edited.
        key: String,
    },
    /// Nothing that can stand before a colon.
    #[error("\"{key}\" cannot be the name of a field")]
    Key {
        /// The key that was given.
        key: String,
    },
}

/// Sets a field; adds it, or the whole front matter, where it is missing. Edits the first of two equal keys.
///
/// # Errors
/// [`EditError::Toml`] for a TOML block, [`EditError::Key`] for a key that cannot be written without quotes.
pub fn set_field(text: &str, key: &str, value: FieldInput<'_>) -> Result<String, EditError> {
    let readable = |line: &str| scalar::key(line).is_some_and(|(name, _)| name == key);
    if key.contains(['\n', '\r']) || !readable(&format!("{key}: x")) {
        return Err(EditError::Key {
            key: key.to_owned(),
        });
    }
    let end = line_end(text);
    let Some(block) = FrontMatter::read(text) else {
        let (mark, rest) = text.split_at(if text.starts_with('\u{feff}') { 3 } else { 0 });
        let field = new_field(key, value, end);
        return Ok(format!("{mark}---{end}{field}---{end}{rest}"));
    };
    if block.format == Format::Toml {
        return Err(EditError::Toml {
            key: key.to_owned(),
        });
    }
    Ok(match block.field(&[key]) {
        Some(field) => {
            let (range, written) = replacement(text, field, value, end);
            splice(text, range.start, range.end, &written)
        }
        None => splice(
            text,
            block.inner.end,
            block.inner.end,
            &new_field(key, value, end),
        ),
    })
}

/// Removes a field with all its lines; a front matter that holds nothing any more goes with it.
///
/// # Errors
/// [`EditError::Toml`] for a TOML block.
pub fn remove_field(text: &str, key: &str) -> Result<String, EditError> {
    let Some(block) = FrontMatter::read(text) else {
        return Ok(text.to_owned());
    };
    if block.format == Format::Toml {
        return Err(EditError::Toml {
            key: key.to_owned(),
        });
    }
    let Some(field) = block.field(&[key]) else {
        return Ok(text.to_owned());
    };
    let before = slice(text, block.inner.start..field.span.start);
    let after = slice(text, field.span.end..block.inner.end);
    let nothing_left = before.trim().is_empty() && after.trim().is_empty();
    let gone = if nothing_left {
        block.span.clone()
    } else {
        field.span.clone()
    };
    Ok(splice(text, gone.start, gone.end, ""))
}

fn splice(text: &str, from: usize, to: usize, put: &str) -> String {
    let (before, after) = (slice(text, 0..from), slice(text, to..text.len()));
    [before, put, after].concat()
}

/// The line end of the first line, which is how the rest is most likely written.
fn line_end(text: &str) -> &'static str {
    match lines_with_ends(text).next() {
        Some(line) if line.ends_with("\r\n") => "\r\n",
        Some(line) if line.ends_with('\r') => "\r",
        Some(_) | None => "\n",
    }
}

fn new_field(key: &str, value: FieldInput<'_>, end: &str) -> String {
    let written = match value {
        FieldInput::Text(text) => quoted(text, ""),
        FieldInput::Literal(text) => one_line(text),
        FieldInput::List(items) => inline_list(items),
    };
    if written.is_empty() {
        format!("{key}:{end}")
    } else {
        format!("{key}: {written}{end}")
    }
}

/// Returns the bytes to replace and what takes their place, in the form the old value had.
fn replacement(
    text: &str,
    field: &Field,
    value: FieldInput<'_>,
    end: &str,
) -> (Range<usize>, String) {
    let old = slice(text, field.value_span.clone());
    let was_list = matches!(field.value, FieldValue::List(_));
    let written = match value {
        FieldInput::Text(text) => quoted(text, old),
        FieldInput::Literal(text) => one_line(text),
        FieldInput::List(items) if was_list && !items.is_empty() && old.starts_with('-') => {
            return (
                field.value_span.clone(),
                block_list(text, field, items, end),
            );
        }
        FieldInput::List(items) => inline_list(items),
    };
    let before = slice(text, field.span.start..field.value_span.start);
    let first_line = before.split(['\n', '\r']).next().unwrap_or_default();
    let from = match scalar::key(first_line) {
        // A value below its key moves up beside it.
        Some((_, after)) if first_line.len() < before.len() => field.span.start + after,
        Some(_) | None => field.value_span.start,
    };
    let beside = slice(text, field.span.start..from).ends_with(':') && !written.is_empty();
    let space = if beside { " " } else { "" };
    (from..field.value_span.end, format!("{space}{written}"))
}

/// Writes the items of a block list with the indentation of the old one.
fn block_list(text: &str, field: &Field, items: &[String], end: &str) -> String {
    let before = slice(text, field.span.start..field.value_span.start);
    let indent = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let lines: Vec<String> = items
        .iter()
        .map(|item| format!("- {}", quoted(item, "")))
        .collect();
    lines.join(&format!("{end}{indent}"))
}

fn inline_list(items: &[String]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| {
            if item.contains([',', '[', ']', '{', '}', ':', '"', '\'']) {
                double(item)
            } else {
                quoted(item, "")
            }
        })
        .collect();
    format!("[{}]", items.join(", "))
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}

/// Writes a text as a scalar: with the quotes the old value had, else with quotes only where YAML needs them.
fn quoted(text: &str, old: &str) -> String {
    let control = text.chars().any(char::is_control);
    match scalar::unquote(old) {
        _ if control => double(text),
        Scalar::Double(_) => double(text),
        Scalar::Single(_) => format!("'{}'", text.replace('\'', "''")),
        Scalar::Plain(_) if is_plain(text) => text.to_owned(),
        Scalar::Plain(_) => double(text),
    }
}

/// Tells whether YAML reads the bare text as that very text.
fn is_plain(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let reserved = [
        "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n",
    ];
    let number_like = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.:_".contains(c));
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%',
            '@', '`', '=',
        ])
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !text.contains("\t#")
        && !reserved.contains(&word.as_str())
        && !number_like
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            c if c.is_control() => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
