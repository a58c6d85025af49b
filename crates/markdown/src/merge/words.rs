//! Merges lines, and words inside the lines that both sides changed.

use std::ops::Range;

use super::shape::{Ends, From, Lines};
use super::sweep::{Stretch, stretches};
use super::{Region, Side};
use crate::compare::{Change, Interner, keeps_apart, says_something, words};

/// More words in one clash are left to a person.
const MAX_WORDS: usize = 60_000;

/// Merges the lines of three texts into regions.
pub(super) fn merge_lines(
    base: &Lines<'_>,
    mine: &Lines<'_>,
    theirs: &Lines<'_>,
    ends: &Ends,
    regions: &mut Vec<Region>,
) {
    let mut interner = Interner::new(base.words.len() + 64);
    let tokens = [base, mine, theirs].map(|lines| interner.tokens(&lines.words));
    let [base_tokens, my_tokens, their_tokens] = &tokens;
    let my_changes = interner.compare_lines(base_tokens, my_tokens);
    let their_changes = interner.compare_lines(base_tokens, their_tokens);
    let meet = |between: Range<usize>| between.is_empty();
    for stretch in stretches(base.words.len(), &my_changes, &their_changes, meet) {
        regions.push(region(base, mine, theirs, ends, &stretch));
    }
}

fn region(
    base: &Lines<'_>,
    mine: &Lines<'_>,
    theirs: &Lines<'_>,
    ends: &Ends,
    stretch: &Stretch,
) -> Region {
    let written = |lines: &Lines<'_>, range: &Range<usize>, from: From| {
        let words = lines.words.get(range.clone()).unwrap_or_default();
        ends.written(
            words,
            lines.ends.get(range.clone()).unwrap_or_default(),
            from,
        )
    };
    let was = || written(base, &stretch.base, From::Base);
    let my_text = || written(mine, &stretch.mine, From::Mine);
    let their_text = || written(theirs, &stretch.theirs, From::Theirs);
    match (stretch.mine_changed, stretch.theirs_changed) {
        (false, false) => Region::Stable {
            text: stable(base, mine, theirs, ends, stretch),
        },
        (true, false) => Region::Auto {
            side: Side::Mine,
            base: was(),
            text: my_text(),
        },
        (false, true) => Region::Auto {
            side: Side::Theirs,
            base: was(),
            text: their_text(),
        },
        (true, true) => {
            let my_lines = mine.words.get(stretch.mine.clone()).unwrap_or_default();
            let their_lines = theirs.words.get(stretch.theirs.clone()).unwrap_or_default();
            let base_lines = base.words.get(stretch.base.clone()).unwrap_or_default();
            if my_lines == their_lines {
                let text = my_text().min(their_text());
                return Region::Auto {
                    side: Side::Both,
                    base: was(),
                    text,
                };
            }
            match merge_words(base_lines, my_lines, their_lines, ends) {
                Some(text) => Region::Auto {
                    side: Side::Both,
                    base: was(),
                    text,
                },
                None => Region::Conflict {
                    base: was(),
                    mine: my_text(),
                    theirs: their_text(),
                },
            }
        }
    }
}

/// Writes lines that nobody changed; their ends may have been.
fn stable(
    base: &Lines<'_>,
    mine: &Lines<'_>,
    theirs: &Lines<'_>,
    ends: &Ends,
    stretch: &Stretch,
) -> String {
    let mut text = String::new();
    let rows = stretch
        .base
        .clone()
        .zip(stretch.mine.clone())
        .zip(stretch.theirs.clone());
    for ((row, my_row), their_row) in rows {
        let end = |lines: &Lines<'_>, row: usize| lines.ends.get(row).copied().flatten();
        text.push_str(base.words.get(row).copied().unwrap_or_default());
        let three = [end(base, row), end(mine, my_row), end(theirs, their_row)];
        text.push_str(ends.of_stable(three).as_str());
    }
    text
}

/// Merges lines word by word; nothing where the changes meet, or where a side has written its lines anew.
fn merge_words(base: &[&str], mine: &[&str], theirs: &[&str], ends: &Ends) -> Option<String> {
    let text = |lines: &[&str]| {
        lines
            .iter()
            .flat_map(|line| [*line, "\n"])
            .collect::<String>()
    };
    let texts = [text(base), text(mine), text(theirs)];
    let [base, mine, theirs] = [&texts[0], &texts[1], &texts[2]].map(|text| words(text));
    if base.len() + mine.len() + theirs.len() > MAX_WORDS {
        return None;
    }
    let mut interner = Interner::new(base.len());
    let tokens = [&base, &mine, &theirs].map(|words| interner.tokens(words));
    let my_changes = interner.compare_words(&tokens[0], &tokens[1]);
    let their_changes = interner.compare_words(&tokens[0], &tokens[2]);
    if !keeps_half(&base, &my_changes) || !keeps_half(&base, &their_changes) {
        return None;
    }
    // Neighbouring words depend on each other ("10 USD").
    let meet = |between: Range<usize>| !keeps_apart(base.get(between).unwrap_or_default());
    let mut out = String::new();
    for stretch in stretches(base.len(), &my_changes, &their_changes, meet) {
        let my_words = mine.get(stretch.mine.clone()).unwrap_or_default();
        let their_words = theirs.get(stretch.theirs.clone()).unwrap_or_default();
        let taken = match (stretch.mine_changed, stretch.theirs_changed) {
            (true, true) if my_words != their_words => return None,
            (true, _) => my_words,
            (false, _) => their_words,
        };
        out.extend(taken.iter().copied());
    }
    Some(out.replace('\n', ends.merged().as_str()))
}

/// Tells whether a side kept at least half of what the base said.
fn keeps_half(base: &[&str], changes: &[Change]) -> bool {
    let said = |words: &[&str]| words.iter().filter(|word| says_something(word)).count();
    let gone: usize = changes
        .iter()
        .map(|change| said(base.get(change.before.clone()).unwrap_or_default()))
        .sum();
    let total = said(base);
    total > 0 && gone * 2 <= total
}
