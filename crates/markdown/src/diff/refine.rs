//! Finds the words that changed inside changed lines.
//!
//! Only where most of the lines stayed: between lines written anew, scattered equal words say nothing.

use std::ops::Range;

use super::Segment;
use crate::compare::{Change, Interner, says_something, words};
use crate::position::without_end;

/// More words in one change are shown line by line.
const MAX_WORDS: usize = 20_000;
/// A larger change is shown line by line, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// The pieces of each line of one side.
type Pieces = Vec<Vec<Segment>>;

/// Returns a line as one unchanged piece.
pub(super) fn whole(line: &str) -> Vec<Segment> {
    vec![Segment {
        text: line.to_owned(),
        changed: false,
    }]
}

/// Returns the pieces of removed and of added lines.
pub(super) fn segments(removed: &[&str], added: &[&str]) -> (Pieces, Pieces) {
    refined(removed, added).unwrap_or_else(|| (plain(removed), plain(added)))
}

fn plain(lines: &[&str]) -> Pieces {
    lines.iter().map(|line| whole(without_end(line))).collect()
}

fn refined(removed: &[&str], added: &[&str]) -> Option<(Pieces, Pieces)> {
    if removed.is_empty() || added.is_empty() {
        return None;
    }
    let text = |lines: &[&str]| {
        let pieces = lines.iter().flat_map(|line| [without_end(line), "\n"]);
        pieces.collect::<String>()
    };
    let (old, new) = (text(removed), text(added));
    if old.len() + new.len() > MAX_BYTES {
        return None;
    }
    let (old, new) = (words(&old), words(&new));
    if old.len() + new.len() > MAX_WORDS {
        return None;
    }
    let mut interner = Interner::new(old.len());
    let (old_tokens, new_tokens) = (interner.tokens(&old), interner.tokens(&new));
    let changes = joined(interner.compare_words(&old_tokens, &new_tokens), &old);
    let said = |words: &[&str]| words.iter().filter(|word| says_something(word)).count();
    let gone = |pick: fn(&Change) -> &Range<usize>, all: &[&str]| -> usize {
        let pieces = changes
            .iter()
            .filter_map(|change| all.get(pick(change).clone()));
        pieces.map(said).sum()
    };
    let old_gone = gone(|change| &change.before, &old);
    let new_gone = gone(|change| &change.after, &new);
    let kept = said(&old).saturating_sub(old_gone);
    if kept == 0 || kept < old_gone.min(new_gone) {
        return None;
    }
    let old_ranges = changes.iter().map(|change| change.before.clone());
    let new_ranges = changes.iter().map(|change| change.after.clone());
    Some((by_line(&old, old_ranges), by_line(&new, new_ranges)))
}

/// Joins changes with nothing but a blank between them: one change to the eye.
fn joined(changes: Vec<Change>, old: &[&str]) -> Vec<Change> {
    let is_blank = |between: &[&str]| matches!(between, [blank] if blank.trim().is_empty() && !blank.contains('\n'));
    let mut out: Vec<Change> = Vec::new();
    for change in changes {
        match out.last_mut() {
            Some(last)
                if old
                    .get(last.before.end..change.before.start)
                    .is_some_and(is_blank) =>
            {
                last.before.end = change.before.end;
                last.after.end = change.after.end;
            }
            Some(_) | None => out.push(change),
        }
    }
    out
}

/// Cuts words into lines of pieces.
fn by_line(words: &[&str], changed: impl Iterator<Item = Range<usize>>) -> Pieces {
    let mut is_changed = vec![false; words.len()];
    for range in changed {
        is_changed
            .get_mut(range)
            .into_iter()
            .flatten()
            .for_each(|flag| *flag = true);
    }
    let mut lines = Vec::new();
    let mut line: Vec<Segment> = Vec::new();
    for (word, changed) in words.iter().zip(is_changed) {
        if *word == "\n" {
            let full = std::mem::take(&mut line);
            lines.push(if full.is_empty() { whole("") } else { full });
            continue;
        }
        match line.last_mut() {
            Some(last) if last.changed == changed => last.text.push_str(word),
            Some(_) | None => line.push(Segment {
                text: (*word).to_owned(),
                changed,
            }),
        }
    }
    lines
}
