//! Writing a query out in full: reading what is written gives the same query.

use std::fmt::Write as _;

use longhand_model::SearchScope;

use super::filter::FieldName;
use super::parse::excludes;
use super::{Field, Filter, Node, Query, Text, TextKind};

/// Writes a query in its canonical form.
pub(crate) fn print(query: &Query) -> String {
    let mut out = String::new();
    node(&query.root, Level::Top, &mut out);
    match query.scope {
        SearchScope::Documents => {}
        SearchScope::History => {
            // Behind an OR it would be a branch; in parentheses the rest stays one condition.
            if matches!(query.root, Node::Any(_)) {
                out = format!("({out})");
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str("in:history");
        }
    }
    out
}

/// What a condition stands in, which decides about parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Any,
    All,
    Not,
}

fn node(of: &Node, level: Level, out: &mut String) {
    match of {
        Node::All(nodes) => list(
            nodes,
            " ",
            Level::All,
            matches!(level, Level::Not | Level::All),
            out,
        ),
        Node::Any(nodes) => list(nodes, " OR ", Level::Any, level != Level::Top, out),
        Node::Not(inner) => {
            let mut written = String::new();
            node(inner, Level::Not, &mut written);
            // Behind a sign that makes an arrow or a dash of it, the minus would be a part of the word.
            let bare = written.chars().next().is_some_and(excludes);
            let (open, close) = if bare { ("-", "") } else { ("-(", ")") };
            let (before, after) = if level == Level::Not {
                ("(", ")")
            } else {
                ("", "")
            };
            out.extend([before, open, &written, close, after]);
        }
        Node::Text(text) => write_text(text, out),
        Node::Regex(pattern) => {
            out.push('/');
            slashes(pattern, out);
            out.push('/');
        }
        Node::Filter(filter) => write_filter(filter, out),
    }
}

fn list(nodes: &[Node], between: &str, level: Level, grouped: bool, out: &mut String) {
    if grouped {
        out.push('(');
    }
    for (place, inner) in nodes.iter().enumerate() {
        if place > 0 {
            out.push_str(between);
        }
        node(inner, level, out);
    }
    if grouped {
        out.push(')');
    }
}

/// Escapes the slashes of a pattern, whose other escapes stay.
fn slashes(pattern: &str, out: &mut String) {
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '/' => out.push_str("\\/"),
            '\\' => {
                out.push('\\');
                out.extend(characters.next());
            }
            other => out.push(other),
        }
    }
}

fn write_text(text: &Text, out: &mut String) {
    match text.field {
        Field::Anywhere => {}
        Field::Title => out.push_str("title:"),
    }
    match text.kind {
        TextKind::Phrase => quote(&text.text, out),
        TextKind::PhrasePrefix => {
            quote(&text.text, out);
            out.push('*');
        }
        TextKind::Word => word(text, out),
        TextKind::Prefix => {
            word(text, out);
            out.push('*');
        }
    }
}

/// Writes a word with a backslash before each character that would mean something there.
fn word(text: &Text, out: &mut String) {
    let balanced = balanced(&text.text);
    let is_field =
        |before: &str| text.field == Field::Anywhere && FieldName::read(before).is_some();
    for (at, character) in text.text.char_indices() {
        let first = at == 0 && text.field == Field::Anywhere;
        let last = at + character.len_utf8() == text.text.len();
        let before = text.text.get(..at).unwrap_or_default();
        let behind = text.text.get(at + 1..).unwrap_or_default();
        let escape = match character {
            '\\' => true,
            '(' | ')' => first || !balanced,
            '"' => at == 0 || before.ends_with(':'),
            '/' | '-' => first,
            '*' => last,
            ':' => is_field(before) || behind.starts_with('"'),
            _other => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(character);
    }
}

fn balanced(text: &str) -> bool {
    let mut open = 0_i32;
    for character in text.chars() {
        open += match character {
            '(' => 1,
            ')' => -1,
            _other => 0,
        };
        if open < 0 {
            return false;
        }
    }
    open == 0
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

fn write_filter(filter: &Filter, out: &mut String) {
    match filter {
        Filter::Tag(name) => named("tag", name, out),
        Filter::Category(name) => named("category", name, out),
        Filter::Is(flag) => {
            out.push_str("is:");
            out.push_str(flag.name());
        }
        Filter::Has(part) => {
            out.push_str("has:");
            out.push_str(part.name());
        }
        // Writing to a string cannot fail.
        Filter::Before(moment) => write!(out, "before:{moment}").unwrap_or_default(),
        Filter::After(moment) => write!(out, "after:{moment}").unwrap_or_default(),
    }
}

fn named(field: &str, name: &str, out: &mut String) {
    out.push_str(field);
    out.push(':');
    let plain = name
        .chars()
        .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '/' | '.'));
    if plain {
        out.push_str(name);
    } else {
        quote(name, out);
    }
}
