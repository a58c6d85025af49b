//! The characters of a query, read one by one with their positions: words with escapes, quotes, regular expressions.

use longhand_model::QueryError;

/// Characters that a backslash takes their meaning from.
pub(crate) const ESCAPABLE: &str = "\\\"()-*:/";

/// Reads characters from left to right; positions are in characters.
pub(crate) struct Lexer {
    characters: Vec<char>,
    at: usize,
}

/// A word as it was typed.
#[derive(Debug, Default)]
pub(crate) struct Word {
    /// Its characters, escapes taken away.
    pub(crate) text: String,
    /// The `:` that may end a field's name: in bytes of `text`.
    pub(crate) colon: Option<usize>,
    /// Ends with a `*` that was not escaped.
    pub(crate) star: bool,
}

/// What a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// The query itself: a closing parenthesis is a character like others.
    Query,
    /// A group, which a closing parenthesis ends.
    Group,
}

impl Lexer {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            characters: text.chars().collect(),
            at: 0,
        }
    }

    /// The position of the next character.
    pub(crate) fn position(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    pub(crate) fn bump(&mut self) {
        self.at = (self.at + 1).min(self.characters.len());
    }

    pub(crate) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    /// Whether nothing but white space and closing parentheses is left.
    pub(crate) fn at_end(&self) -> bool {
        self.characters
            .iter()
            .skip(self.at)
            .all(|character| character.is_whitespace() || *character == ')')
    }

    /// Takes an operator that stands as a word by itself.
    pub(crate) fn take_operator(&mut self, name: &str) -> bool {
        let length = name.chars().count();
        let there = name
            .chars()
            .enumerate()
            .all(|(ahead, character)| self.peek_at(ahead) == Some(character));
        let alone = self
            .peek_at(length)
            .is_none_or(|next| next.is_whitespace() || next == '(' || next == ')');
        if there && alone {
            self.at += length;
        }
        there && alone
    }

    /// Reads a word up to white space, or up to the parenthesis that closes a group.
    ///
    /// Parentheses inside a word belong to it as long as they are balanced: `main()`.
    pub(crate) fn word(&mut self, within: Within) -> Word {
        let mut word = Word::default();
        let mut open = 0_usize;
        while let Some(character) = self.peek() {
            if character.is_whitespace()
                || (character == ')' && open == 0 && within == Within::Group)
            {
                break;
            }
            self.bump();
            word.star = false;
            match character {
                '\\' if self.peek().is_some_and(|next| ESCAPABLE.contains(next)) => {
                    word.text.extend(self.peek());
                    self.bump();
                    continue;
                }
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                ':' if word.colon.is_none() => {
                    word.colon = Some(word.text.len());
                    word.text.push(':');
                    if self.peek() == Some('"') {
                        break;
                    }
                    continue;
                }
                '*' => word.star = true,
                _other => {}
            }
            word.text.push(character);
        }
        word
    }

    /// Reads what stands between quotes; the lexer stands at the first.
    pub(crate) fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.position();
        self.bump();
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.bump();
            match character {
                '"' => return Ok(text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.bump();
                }
                other => text.push(other),
            }
        }
        Err(QueryError {
            message: "the closing quote is missing".to_owned(),
            at: start,
            hint: "Close the phrase with \", or write \\\" to look for a quote.".to_owned(),
        })
    }

    /// Reads `/…/` where white space, a closing parenthesis or the end follows; else reads nothing.
    pub(crate) fn regex(&mut self) -> Option<String> {
        let mut pattern = String::new();
        let mut ahead = 1;
        loop {
            match self.peek_at(ahead)? {
                '\\' => {
                    let next = self.peek_at(ahead + 1)?;
                    if next != '/' {
                        pattern.push('\\');
                    }
                    pattern.push(next);
                    ahead += 2;
                    continue;
                }
                '/' => {
                    let behind = self.peek_at(ahead + 1);
                    let ends = behind.is_none_or(|next| next.is_whitespace() || next == ')');
                    if ends && !pattern.is_empty() {
                        self.at += ahead + 1;
                        return Some(pattern);
                    }
                    if !ends && pattern.chars().all(|c| !c.is_whitespace()) {
                        // A path such as /usr/bin.
                        return None;
                    }
                    pattern.push('/');
                }
                other => pattern.push(other),
            }
            ahead += 1;
        }
    }
}
