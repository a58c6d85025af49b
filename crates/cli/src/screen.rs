//! What goes to standard output: text for people, in colours where they are seen.
//!
//! Everything that came from a document is shown without control characters, so that no title can
//! move the cursor or colour the prompt.

use std::fmt::Display;
use std::io::{self, Write};

use unicode_width::UnicodeWidthChar as _;

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// As all text.
    Plain,
    /// A heading or a name.
    Bold,
    /// Of lesser weight: ids, times.
    Dim,
    /// Found, added.
    Green,
    /// Gone, wrong.
    Red,
    /// Needs a look.
    Yellow,
}

/// Standard output, or a buffer in its place.
pub(crate) struct Screen<'a> {
    out: &'a mut dyn Write,
    colours: bool,
    columns: Option<usize>,
}

impl<'a> Screen<'a> {
    /// Writes to `out`; lines of tables end at `columns`.
    pub(crate) fn new(out: &'a mut dyn Write, colours: bool, columns: Option<usize>) -> Self {
        Self {
            out,
            colours,
            columns,
        }
    }

    /// Returns the columns a line has; none when there is no edge.
    pub(crate) fn columns(&self) -> Option<usize> {
        self.columns
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        self.put(Ink::Plain, text)?;
        self.end()
    }

    /// Writes a line that stands out.
    pub(crate) fn inked(&mut self, ink: Ink, text: impl Display) -> io::Result<()> {
        self.put(ink, text)?;
        self.end()
    }

    /// Writes a piece of a line.
    pub(crate) fn put(&mut self, ink: Ink, text: impl Display) -> io::Result<()> {
        let text = harmless(&text.to_string());
        match self.code(ink) {
            Some(code) => write!(self.out, "\u{1b}[{code}m{text}\u{1b}[0m"),
            None => self.out.write_all(text.as_bytes()),
        }
    }

    /// Ends a line.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    fn code(&self, ink: Ink) -> Option<&'static str> {
        if !self.colours {
            return None;
        }
        match ink {
            Ink::Plain => None,
            Ink::Bold => Some("1"),
            Ink::Dim => Some("2"),
            Ink::Green => Some("32"),
            Ink::Red => Some("31"),
            Ink::Yellow => Some("33"),
        }
    }
}

/// Shows control characters, but for line breaks and tabs, as U+FFFD.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            c if c.is_control() => '\u{fffd}',
            // Marks that turn the direction of the text around them can make a name look like another.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Counts the columns that a text takes; a CJK character takes two.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Cuts a text to `columns`, with an ellipsis where something was left out.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut taken = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if taken + wide + 1 > columns {
            break;
        }
        taken += wide;
        cut.push(c);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_columns_not_characters() {
        for (text, columns, shown) in [
            ("short", 10, "short"),
            ("exactly ten", 11, "exactly ten"),
            ("longer than that", 6, "longe…"),
            ("漢字漢字", 8, "漢字漢字"),
            ("漢字漢字", 7, "漢字漢…"),
            ("漢字漢字", 6, "漢字…"),
            ("", 3, ""),
        ] {
            assert_eq!(cut(text, columns), shown);
            assert!(width(&cut(text, columns)) <= columns);
        }
    }

    #[test]
    fn a_title_cannot_speak_to_the_terminal() {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, false, None);
        screen.line("a\u{1b}[31mb\u{7}c\u{202e}d").unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}d\n"
        );
    }

    #[test]
    fn ink_is_left_out_where_it_is_not_seen() {
        for (colours, shown) in [(true, "\u{1b}[1ma\u{1b}[0m\n"), (false, "a\n")] {
            let mut out = Vec::new();
            Screen::new(&mut out, colours, None)
                .inked(Ink::Bold, "a")
                .unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), shown);
        }
    }
}
