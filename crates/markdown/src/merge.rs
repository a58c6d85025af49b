//! Merges two texts that grew from one.
//!
//! Front matter key by key, then lines, then words inside lines that both changed; what is left is a conflict, as data. No
//! marker is ever written into a text. Line endings, a byte order mark and the final newline are merged beside the words,
//! so that a converted file and an edited line do not clash. The result depends on the three texts alone, and not on
//! which of them is whose.

mod front;
mod shape;
mod sweep;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

use shape::{Ends, Lines};

/// A larger text is not merged, in bytes.
const MAX_BYTES: usize = 10 * 1024 * 1024;
/// A text with a longer line is not merged, in bytes.
const MAX_LINE: usize = 1024 * 1024;

/// The result of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "outcome", content = "value", rename_all = "camelCase")]
pub enum MergeOutcome {
    /// Both sides' changes stand together in this text.
    Clean(String),
    /// In some places a person must choose.
    Conflict {
        /// The whole text in pieces, in order.
        regions: Vec<Region>,
    },
}

/// A piece of a merge with conflicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Region {
    /// Unchanged on both sides.
    Stable {
        /// The text, with line ends.
        text: String,
    },
    /// Changed without a clash.
    Auto {
        /// Who changed it.
        side: Side,
        /// What stood there before.
        base: String,
        /// What stands there now.
        text: String,
    },
    /// Changed differently on both sides.
    Conflict {
        /// What stood there before.
        base: String,
        /// What this side wants.
        mine: String,
        /// What the other side wants.
        theirs: String,
    },
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// This side.
    Mine,
    /// The other side.
    Theirs,
    /// Both: the same change, or changes that fit together.
    Both,
}

/// Which text takes the place of every conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What stood there before.
    Base,
    /// This side's.
    Mine,
    /// The other side's.
    Theirs,
    /// This side's, then the other's.
    Both,
}

/// Merges two texts that grew from `base`.
pub fn merge(base: &str, mine: &str, theirs: &str) -> MergeOutcome {
    if mine == theirs || base == theirs {
        return MergeOutcome::Clean(mine.to_owned());
    }
    if base == mine {
        return MergeOutcome::Clean(theirs.to_owned());
    }
    if [base, mine, theirs].into_iter().any(is_too_large) {
        let [base, mine, theirs] = [base, mine, theirs].map(str::to_owned);
        return MergeOutcome::Conflict {
            regions: vec![Region::Conflict { base, mine, theirs }],
        };
    }
    let texts = [base, mine, theirs];
    let ends = Ends::of(texts);
    let mut regions = Vec::new();
    let bodies = front::merge(texts, &ends, &mut regions).unwrap_or(texts.map(shape::without_mark));
    let [base, mine, theirs] = bodies.map(Lines::of);
    words::merge_lines(&base, &mine, &theirs, &ends, &mut regions);
    ends.finish(&mut regions);
    let clashes = regions
        .iter()
        .any(|region| matches!(region, Region::Conflict { .. }));
    if clashes {
        MergeOutcome::Conflict {
            regions: joined(regions),
        }
    } else {
        MergeOutcome::Clean(resolved(&regions, Choice::Base))
    }
}

/// Puts the pieces of a merge together, with one choice for all conflicts.
pub fn resolved(regions: &[Region], choice: Choice) -> String {
    let mut out = String::new();
    for region in regions {
        match (region, choice) {
            (Region::Stable { text } | Region::Auto { text, .. }, _) => out.push_str(text),
            (Region::Conflict { base, .. }, Choice::Base) => out.push_str(base),
            (Region::Conflict { mine, .. }, Choice::Mine) => out.push_str(mine),
            (Region::Conflict { theirs, .. }, Choice::Theirs) => out.push_str(theirs),
            (Region::Conflict { mine, theirs, .. }, Choice::Both) => {
                out.push_str(mine);
                if !mine.is_empty() && !mine.ends_with(['\n', '\r']) {
                    out.push('\n');
                }
                out.push_str(theirs);
            }
        }
    }
    out
}

fn is_too_large(text: &str) -> bool {
    let long = || text.split(['\n', '\r']).any(|line| line.len() > MAX_LINE);
    text.len() > MAX_BYTES || long()
}

/// Joins neighbouring stable pieces, which the steps of the merge leave apart.
fn joined(regions: Vec<Region>) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::with_capacity(regions.len());
    for region in regions {
        match (out.last_mut(), region) {
            (_, Region::Stable { text }) if text.is_empty() => {}
            (Some(Region::Stable { text }), Region::Stable { text: more }) => text.push_str(&more),
            (_, region) => out.push(region),
        }
    }
    out
}
