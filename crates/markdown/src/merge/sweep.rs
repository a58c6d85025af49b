//! Lays the changes of two sides over one base: which stand alone and which meet.

use std::ops::Range;

use crate::compare::Change;

/// A stretch of the base and what each side has in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) base: Range<usize>,
    pub(super) mine: Range<usize>,
    pub(super) theirs: Range<usize>,
    pub(super) mine_changed: bool,
    pub(super) theirs_changed: bool,
}

/// One side's changes and how far its positions have moved from the base's.
struct Cursor<'c> {
    changes: &'c [Change],
    /// Where the unchanged part after the last taken change stands on this side, and in the base.
    side: usize,
    base: usize,
}

impl Cursor<'_> {
    fn next(&self) -> Option<&Change> {
        self.changes.first()
    }

    fn take(&mut self) {
        if let Some((first, rest)) = self.changes.split_first() {
            (self.base, self.side) = (first.before.end, first.after.end);
            self.changes = rest;
        }
    }

    /// Maps a position of the base that lies in an unchanged part (or at its edge) to this side.
    fn map(&self, base: usize) -> usize {
        self.side + base.saturating_sub(self.base)
    }
}

/// Cuts the base into stretches. Changes of different sides meet where `meet` says so of the unchanged
/// tokens of the base between them; they always do where they overlap.
pub(super) fn stretches(
    length: usize,
    mine: &[Change],
    theirs: &[Change],
    meet: impl Fn(Range<usize>) -> bool,
) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut mine = Cursor {
        changes: mine,
        side: 0,
        base: 0,
    };
    let mut theirs = Cursor {
        changes: theirs,
        side: 0,
        base: 0,
    };
    let mut at = 0;
    loop {
        let starts = [mine.next(), theirs.next()]
            .into_iter()
            .flatten()
            .map(|change| change.before.start);
        let Some(start) = starts.min() else {
            break;
        };
        if start > at {
            out.push(Stretch {
                base: at..start,
                mine: mine.map(at)..mine.map(start),
                theirs: theirs.map(at)..theirs.map(start),
                mine_changed: false,
                theirs_changed: false,
            });
        }
        let (mine_from, theirs_from) = (mine.map(start), theirs.map(start));
        let (mut end, mut mine_changed, mut theirs_changed) = (start, false, false);
        loop {
            // Until both sides are in, a side's own next change is no reason to go on.
            let joins = |change: Option<&Change>, own: bool, other: bool| {
                change.is_some_and(|change| {
                    let first = !own && !other && change.before.start == start;
                    first
                        || (other && (change.before.start <= end || meet(end..change.before.start)))
                })
            };
            if joins(mine.next(), mine_changed, theirs_changed) {
                end = end.max(mine.next().map_or(end, |change| change.before.end));
                mine.take();
                mine_changed = true;
            } else if joins(theirs.next(), theirs_changed, mine_changed) {
                end = end.max(theirs.next().map_or(end, |change| change.before.end));
                theirs.take();
                theirs_changed = true;
            } else {
                break;
            }
        }
        out.push(Stretch {
            base: start..end,
            mine: mine_from..mine.map(end),
            theirs: theirs_from..theirs.map(end),
            mine_changed,
            theirs_changed,
        });
        at = end;
    }
    if at < length {
        out.push(Stretch {
            base: at..length,
            mine: mine.map(at)..mine.map(length),
            theirs: theirs.map(at)..theirs.map(length),
            mine_changed: false,
            theirs_changed: false,
        });
    }
    out
}
