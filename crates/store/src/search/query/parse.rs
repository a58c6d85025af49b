//! Reading a query: lenient where somebody is still typing, exact about where it cannot be read.

use longhand_model::{QueryError, SearchScope};

use super::filter::{self, FieldName, Last, Reading};
use super::lex::{Lexer, Within, Word};
use super::{Field, Node, QUERY_CHARS, QUERY_DEPTH, QUERY_TERMS, Query, Text, TextKind};
use crate::search::token::{Class, class};

/// Reads a query.
///
/// # Errors
/// [`QueryError`] where a quote or a regular expression is broken, a field has a value it cannot have, or the query is
/// too long.
pub(crate) fn parse(text: &str) -> Result<Query, QueryError> {
    let length = text.chars().count();
    if length > QUERY_CHARS {
        return Err(QueryError {
            message: format!("it has {length} characters; at most {QUERY_CHARS} are possible"),
            at: u32::try_from(QUERY_CHARS).unwrap_or(u32::MAX),
            hint: "Look for fewer words.".to_owned(),
        });
    }
    let mut parser = Parser {
        lexer: Lexer::new(text),
        depth: 0,
        terms: 0,
        history: false,
    };
    let root = parser.any()?.unwrap_or(Node::All(Vec::new()));
    let scope = if parser.history {
        SearchScope::History
    } else {
        SearchScope::Documents
    };
    Ok(Query { scope, root })
}

struct Parser {
    lexer: Lexer,
    depth: usize,
    terms: usize,
    history: bool,
}

impl Parser {
    /// Conditions with `OR` between; none where nothing is said.
    fn any(&mut self) -> Result<Option<Node>, QueryError> {
        let mut branches = Vec::new();
        loop {
            branches.extend(self.all()?);
            self.lexer.skip_spaces();
            // `all` ends at OR, at the end, or at the parenthesis that closes this group.
            if !self.lexer.take_operator("OR") {
                break;
            }
        }
        Ok(joined(branches, Node::Any, |node| match node {
            Node::Any(inner) => Ok(inner),
            other @ (Node::All(_)
            | Node::Not(_)
            | Node::Text(_)
            | Node::Regex(_)
            | Node::Filter(_)) => Err(other),
        }))
    }

    /// Conditions side by side.
    fn all(&mut self) -> Result<Option<Node>, QueryError> {
        let mut conditions = Vec::new();
        loop {
            self.lexer.skip_spaces();
            match self.lexer.peek() {
                None => break,
                Some(')') if self.depth > 0 => break,
                Some('O') if self.or_follows() => break,
                Some(_) => {}
            }
            if self.lexer.take_operator("AND") {
                continue;
            }
            conditions.extend(self.condition()?);
        }
        Ok(joined(conditions, Node::All, |node| match node {
            Node::All(inner) => Ok(inner),
            other @ (Node::Any(_)
            | Node::Not(_)
            | Node::Text(_)
            | Node::Regex(_)
            | Node::Filter(_)) => Err(other),
        }))
    }

    fn or_follows(&self) -> bool {
        self.lexer.peek() == Some('O')
            && self.lexer.peek_at(1) == Some('R')
            && self
                .lexer
                .peek_at(2)
                .is_none_or(|next| next.is_whitespace() || next == '(' || next == ')')
    }

    fn condition(&mut self) -> Result<Option<Node>, QueryError> {
        if self.lexer.peek() == Some('-') {
            match self.lexer.peek_at(1) {
                // A sign by itself at the end is the start of an exclusion.
                None => {
                    self.lexer.bump();
                    return Ok(None);
                }
                Some(next) if excludes(next) => {
                    self.lexer.bump();
                    return Ok(self.primary()?.map(|node| Node::Not(Box::new(node))));
                }
                Some(_) => {}
            }
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Option<Node>, QueryError> {
        self.terms += 1;
        if self.terms > QUERY_TERMS {
            return Err(QueryError {
                message: format!("it has more than {QUERY_TERMS} words and filters"),
                at: self.lexer.position(),
                hint: "Look for fewer words.".to_owned(),
            });
        }
        match self.lexer.peek() {
            Some('(') => self.group(),
            Some('"') => self.phrase(Field::Anywhere),
            Some('/') => self.regex_or_word(),
            Some(_) | None => self.word(),
        }
    }

    fn group(&mut self) -> Result<Option<Node>, QueryError> {
        if self.depth >= QUERY_DEPTH {
            return Err(QueryError {
                message: format!("groups nest deeper than {QUERY_DEPTH}"),
                at: self.lexer.position(),
                hint: "Write it with fewer parentheses, or \\( to look for one.".to_owned(),
            });
        }
        self.lexer.bump();
        self.depth += 1;
        let inside = self.any()?;
        self.depth -= 1;
        // A group that is still open at the end is being typed.
        if self.lexer.peek() == Some(')') {
            self.lexer.bump();
        }
        Ok(inside)
    }

    fn phrase(&mut self, field: Field) -> Result<Option<Node>, QueryError> {
        let quoted = self.lexer.quoted()?;
        let text = quoted.split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = if self.lexer.peek() == Some('*') {
            self.lexer.bump();
            TextKind::PhrasePrefix
        } else {
            TextKind::Phrase
        };
        Ok((!text.is_empty()).then_some(Node::Text(Text { field, kind, text })))
    }

    fn regex_or_word(&mut self) -> Result<Option<Node>, QueryError> {
        let at = self.lexer.position();
        let Some(pattern) = self.lexer.regex() else {
            return self.word();
        };
        match crate::search::pattern::regex(&pattern) {
            Ok(_readable) => Ok(Some(Node::Regex(pattern))),
            Err(error) => Err(QueryError {
                message: format!("the regular expression is wrong: {}", last_line(&error)),
                at,
                hint: "Correct what stands between the slashes, or put it in quotes to look for it as text."
                    .to_owned(),
            }),
        }
    }

    fn word(&mut self) -> Result<Option<Node>, QueryError> {
        let start = self.lexer.position();
        let word = self.lexer.word(if self.depth > 0 {
            Within::Group
        } else {
            Within::Query
        });
        let named = word
            .colon
            .and_then(|colon| word.text.split_at_checked(colon))
            .and_then(|(name, value)| Some((FieldName::read(name)?, value.get(1..)?)));
        let Some((field, value)) = named else {
            // A quote right behind a colon is read with the word: `a:"b`.
            return if self.lexer.peek() == Some('"') && word.text.ends_with(':') {
                Ok(joined(
                    [text(Field::Anywhere, &word), self.phrase(Field::Anywhere)?]
                        .into_iter()
                        .flatten()
                        .collect(),
                    Node::All,
                    Err,
                ))
            } else {
                Ok(text(Field::Anywhere, &word))
            };
        };
        let colon = u32::try_from(word.colon.unwrap_or(0)).unwrap_or(0);
        let at = start.saturating_add(colon).saturating_add(1);
        let is_quoted = value.is_empty() && self.lexer.peek() == Some('"');
        if field == FieldName::Title {
            if is_quoted {
                return self.phrase(Field::Title);
            }
            let word = Word {
                text: value.to_owned(),
                ..word
            };
            return Ok(text(Field::Title, &word));
        }
        let value = if is_quoted {
            self.lexer.quoted()?
        } else {
            value.to_owned()
        };
        let last = if self.lexer.at_end() {
            Last::Yes
        } else {
            Last::No
        };
        match filter::read(field, &value, at, last)? {
            Reading::Filter(filter) => Ok(Some(Node::Filter(filter))),
            Reading::History => {
                self.history = true;
                Ok(None)
            }
            Reading::Unfinished => Ok(None),
        }
    }
}

/// Whether a `-` before this character excludes: not in `--flag`, `->`, `-=`, or before a space.
pub(super) fn excludes(next: char) -> bool {
    !(next.is_whitespace() || matches!(next, '-' | '>' | '=' | ')' | '*' | ':'))
}

fn text(field: Field, word: &Word) -> Option<Node> {
    let stem = word.text.strip_suffix('*').filter(|stem| {
        word.star
            && stem
                .chars()
                .next_back()
                .is_some_and(|last| class(last) != Class::Other)
    });
    let (kind, text) = match stem {
        Some(stem) => (TextKind::Prefix, stem),
        None => (TextKind::Word, word.text.as_str()),
    };
    (!text.is_empty()).then(|| {
        Node::Text(Text {
            field,
            kind,
            text: text.to_owned(),
        })
    })
}

/// Joins conditions: one alone stands for itself, and those of the same kind inside are taken up.
fn joined(
    nodes: Vec<Node>,
    join: fn(Vec<Node>) -> Node,
    same: fn(Node) -> Result<Vec<Node>, Node>,
) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match same(node) {
            Ok(inner) => flat.extend(inner),
            Err(other) => flat.push(other),
        }
    }
    if flat.len() > 1 {
        return Some(join(flat));
    }
    flat.pop()
}

/// The last line of a message about a regular expression: the ones before draw it.
fn last_line(error: &regex::Error) -> String {
    let message = error.to_string();
    let line = message.lines().next_back().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}
