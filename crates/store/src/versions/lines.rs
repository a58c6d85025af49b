//! How many lines a version adds and removes, for the history's list.
//!
//! Counted, not compared in order: a line that moved is neither added nor removed. The history's view shows a real diff.

use std::collections::HashMap;

/// Returns how many lines were added and removed.
pub(super) fn changed(before: &str, after: &str) -> (u32, u32) {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for line in before.lines() {
        *counts.entry(line).or_default() -= 1;
    }
    for line in after.lines() {
        *counts.entry(line).or_default() += 1;
    }
    let (mut added, mut removed) = (0_u32, 0_u32);
    for count in counts.into_values() {
        let lines = u32::try_from(count.unsigned_abs()).unwrap_or(u32::MAX);
        if count > 0 {
            added = added.saturating_add(lines);
        } else {
            removed = removed.saturating_add(lines);
        }
    }
    (added, removed)
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn lines_are_counted_as_added_and_removed() {
        for (before, after, counts) in [
            ("", "", (0, 0)),
            ("a\nb\n", "a\nc\n", (1, 1)),
            ("a\n", "a\na\na\n", (2, 0)),
            ("a\nb\n", "b\na\n", (0, 0)),
            ("a\r\nb", "a\nb\n", (0, 0)),
            ("a\nb\nc", "", (0, 3)),
        ] {
            assert_eq!(changed(before, after), counts, "{before:?} to {after:?}");
        }
    }
}
