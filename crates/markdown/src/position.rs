//! Where things stand in a text: byte ranges and lines.
//!
//! A line ends with LF, CRLF or a lone CR, as CommonMark has it. Columns are the parser's business.

use std::ops::Range;

/// Returns the bytes of `range`, or nothing where the range does not fit the text.
pub(crate) fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The starts of all lines of a text.
#[derive(Debug, Clone)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

impl LineIndex {
    /// Finds the lines of `text`; an empty text has one.
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for (at, byte) in bytes.iter().enumerate() {
            let lone_cr = || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if *byte == b'\n' || lone_cr() {
                starts.push(at + 1);
            }
        }
        Self {
            starts,
            len: bytes.len(),
        }
    }

    /// Returns the offset where `line` (from 1) starts, or the text's end.
    pub(crate) fn start(&self, line: usize) -> usize {
        let index = line.saturating_sub(1);
        self.starts.get(index).copied().unwrap_or(self.len)
    }

    /// Returns the bytes of the lines `from` to `to` (from 1, both included), line ends included.
    pub(crate) fn lines(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.start(from);
        start..self.start(to + 1).max(start)
    }

    /// Returns the line (from 1) that holds `offset`.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Returns how many lines there are; an empty last line counts.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }
}

/// A line number as results carry it.
pub(crate) fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Splits a text into lines with their line ends.
pub(crate) fn lines_with_ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = match rest.find(['\n', '\r']) {
            None => rest.len(),
            Some(at) if rest.as_bytes().get(at..at + 2) == Some(b"\r\n") => at + 2,
            Some(at) => at + 1,
        };
        let (line, tail) = rest.split_at(end);
        rest = tail;
        Some(line)
    })
}

/// Returns a line without its line end.
pub(crate) fn without_end(line: &str) -> &str {
    line.strip_suffix("\r\n")
        .or_else(|| line.strip_suffix('\n'))
        .or_else(|| line.strip_suffix('\r'))
        .unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_starts_a_line() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        assert_eq!(
            (1..=5).map(|line| index.start(line)).collect::<Vec<_>>(),
            [0, 2, 5, 7, 8]
        );
        assert_eq!(index.line_at(5), 3);
        assert_eq!(
            lines_with_ends("a\nb\r\nc\rd").collect::<Vec<_>>(),
            ["a\n", "b\r\n", "c\r", "d"]
        );
    }
}
