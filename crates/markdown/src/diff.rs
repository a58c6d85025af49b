//! What changed between two texts, as data: hunks of lines, and within changed lines the words.
//!
//! Nothing is markup: a view decides how a change looks. [`unified`] writes the same hunks as a patch.

mod refine;

use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::{Change, Interner};
use crate::position::{line_number, lines_with_ends, without_end};

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;

/// The changes from one text to another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// The changed places in order, each with the lines around it.
    pub hunks: Vec<Hunk>,
    /// How many lines the new text has that the old had not.
    pub added: u32,
    /// How many lines the old text had that the new has not.
    pub removed: u32,
}

/// A changed place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hunk {
    /// Its first line in the old text, from 1; the line before it where it has no old lines.
    pub old_start: u32,
    /// How many old lines it covers.
    pub old_lines: u32,
    /// Its first line in the new text, from 1; the line before it where it has no new lines.
    pub new_start: u32,
    /// How many new lines it covers.
    pub new_lines: u32,
    /// Its lines: unchanged, removed, added.
    pub lines: Vec<DiffLine>,
}

/// A line of a hunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiffLine {
    /// Whose line it is.
    pub kind: DiffKind,
    /// Its number in the old text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_line: Option<u32>,
    /// Its number in the new text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_line: Option<u32>,
    /// Its text without the line end, in pieces; joined they are the line.
    pub segments: Vec<Segment>,
    /// How it ends.
    pub end: LineEnd,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// The text of the piece.
    pub text: String,
    /// Whether just this piece of the line changed.
    pub changed: bool,
}

/// Whose line a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DiffKind {
    /// Both texts have it.
    Context,
    /// The old text only.
    Removed,
    /// The new text only.
    Added,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum LineEnd {
    /// Not at all: the last line of a text without a final newline.
    None,
    /// A line feed.
    Lf,
    /// A carriage return and a line feed.
    CrLf,
    /// A carriage return.
    Cr,
}

impl LineEnd {
    fn of(line: &str) -> Self {
        if line.ends_with("\r\n") {
            Self::CrLf
        } else if line.ends_with('\n') {
            Self::Lf
        } else if line.ends_with('\r') {
            Self::Cr
        } else {
            Self::None
        }
    }
}

impl DiffLine {
    /// Returns the text of the line.
    pub fn text(&self) -> String {
        self.segments
            .iter()
            .map(|segment| segment.text.as_str())
            .collect()
    }
}

/// Compares two texts; lines that differ in their ends differ.
pub fn diff(old: &str, new: &str) -> Diff {
    if old == new {
        return Diff::default();
    }
    let old_lines: Vec<&str> = lines_with_ends(old).collect();
    let new_lines: Vec<&str> = lines_with_ends(new).collect();
    let mut interner = Interner::new(old_lines.len() + 64);
    let old_tokens = interner.tokens(&old_lines);
    let new_tokens = interner.tokens(&new_lines);
    let changes = interner.compare_lines(&old_tokens, &new_tokens);
    let mut diff = Diff::default();
    for change in &changes {
        diff.removed += line_number(change.before.len());
        diff.added += line_number(change.after.len());
    }
    let mut rest = changes.as_slice();
    while !rest.is_empty() {
        let close = |pair: &[Change]| match pair {
            [first, second] => second.before.start - first.before.end <= 2 * CONTEXT,
            _ => false,
        };
        let count = 1 + rest.windows(2).take_while(|pair| close(pair)).count();
        let (group, tail) = rest.split_at(count);
        diff.hunks.push(hunk(group, &old_lines, &new_lines));
        rest = tail;
    }
    diff
}

/// Builds a hunk from neighbouring changes.
fn hunk(changes: &[Change], old: &[&str], new: &[&str]) -> Hunk {
    let (first, last) = (changes.first(), changes.last());
    let old_from = first.map_or(0, |change| change.before.start.saturating_sub(CONTEXT));
    let lead = first.map_or(0, |change| change.before.start - old_from);
    let new_from = first.map_or(0, |change| change.after.start - lead);
    let old_to = last.map_or(0, |change| (change.before.end + CONTEXT).min(old.len()));
    let mut lines = Vec::new();
    let (mut old_at, mut new_at) = (old_from, new_from);
    for change in changes {
        push_context(&mut lines, old, old_at..change.before.start, new_at);
        push_change(&mut lines, change, old, new);
        (old_at, new_at) = (change.before.end, change.after.end);
    }
    push_context(&mut lines, old, old_at..old_to, new_at);
    let new_to = new_at + (old_to - old_at);
    let start = |from: usize, to: usize| line_number(if to > from { from + 1 } else { from });
    Hunk {
        old_start: start(old_from, old_to),
        old_lines: line_number(old_to - old_from),
        new_start: start(new_from, new_to),
        new_lines: line_number(new_to - new_from),
        lines,
    }
}

fn push_context(
    lines: &mut Vec<DiffLine>,
    old: &[&str],
    range: std::ops::Range<usize>,
    new_from: usize,
) {
    let first = range.start;
    for (offset, line) in old.get(range).unwrap_or_default().iter().enumerate() {
        lines.push(DiffLine {
            kind: DiffKind::Context,
            old_line: Some(line_number(first + offset + 1)),
            new_line: Some(line_number(new_from + offset + 1)),
            segments: refine::whole(without_end(line)),
            end: LineEnd::of(line),
        });
    }
}

fn push_change(lines: &mut Vec<DiffLine>, change: &Change, old: &[&str], new: &[&str]) {
    let removed = old.get(change.before.clone()).unwrap_or_default();
    let added = new.get(change.after.clone()).unwrap_or_default();
    let (removed_segments, added_segments) = refine::segments(removed, added);
    for ((row, line), segments) in change.before.clone().zip(removed).zip(removed_segments) {
        let old_line = Some(line_number(row + 1));
        lines.push(DiffLine {
            kind: DiffKind::Removed,
            old_line,
            new_line: None,
            segments,
            end: LineEnd::of(line),
        });
    }
    for ((row, line), segments) in change.after.clone().zip(added).zip(added_segments) {
        let new_line = Some(line_number(row + 1));
        lines.push(DiffLine {
            kind: DiffKind::Added,
            old_line: None,
            new_line,
            segments,
            end: LineEnd::of(line),
        });
    }
}

/// Writes a diff as a unified patch, as `git diff` does; empty where nothing changed.
pub fn unified(diff: &Diff, old_label: &str, new_label: &str) -> String {
    let mut out = String::new();
    if diff.hunks.is_empty() {
        return out;
    }
    out.push_str(&format!("--- {old_label}\n+++ {new_label}\n"));
    for hunk in &diff.hunks {
        let range = |start: u32, lines: u32| {
            if lines == 1 {
                start.to_string()
            } else {
                format!("{start},{lines}")
            }
        };
        let (old, new) = (
            range(hunk.old_start, hunk.old_lines),
            range(hunk.new_start, hunk.new_lines),
        );
        out.push_str(&format!("@@ -{old} +{new} @@\n"));
        for line in &hunk.lines {
            out.push(match line.kind {
                DiffKind::Context => ' ',
                DiffKind::Removed => '-',
                DiffKind::Added => '+',
            });
            out.push_str(&line.text());
            out.push_str(match line.end {
                LineEnd::Lf => "\n",
                LineEnd::CrLf => "\r\n",
                LineEnd::Cr => "\r\n",
                LineEnd::None => "\n\\ No newline at end of file\n",
            });
        }
    }
    out
}
