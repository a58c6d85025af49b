//! The deletion guard: a remote that was emptied, exchanged or thinned out stops, with the reason.

use serde::{Deserialize, Serialize};

use crate::Plan;

/// What is known of the remote place when a plan is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The identity the remote place had when it was last synced; none on the first sync.
    pub known: Option<String>,
    /// The identity it has now.
    pub found: String,
    /// Files it lists now.
    pub files: usize,
}

/// What a person allowed for this run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Allow {
    /// Few deletions.
    #[default]
    Guarded,
    /// The deletions of the plan that the person has seen.
    Deletions,
}

/// Why a remote stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Stop {
    /// Another place answers at this address. Nothing is compared with it.
    #[error(
        "another place answers at this address (it was {known}, it is {found}); nothing was changed"
    )]
    OtherTarget {
        /// The identity it had.
        known: String,
        /// The identity it has.
        found: String,
    },
    /// The place lists nothing, though files are tied to it.
    #[error("the place is empty, but {bound} documents are tied to it; nothing was changed")]
    Emptied {
        /// How many files are tied to it.
        bound: usize,
    },
    /// More deletions than a sync makes unasked.
    #[error(
        "{deletions} of {bound} documents would be deleted (at most {most} unasked); nothing was changed"
    )]
    TooManyDeletions {
        /// How many would be deleted, here and there.
        deletions: usize,
        /// How many files are tied to the place.
        bound: usize,
        /// How many are deleted unasked.
        most: usize,
    },
}

/// Lets a plan through, or stops it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Guard;

impl Guard {
    /// Returns how many deletions of a binding set pass unasked: 5, or 2 % when that is more.
    pub const fn most(bound: usize) -> usize {
        let part = bound / 50;
        if part > 5 { part } else { 5 }
    }

    /// Checks a plan.
    ///
    /// # Errors
    /// [`Stop`] says why the remote must wait for a person. `Allow::Deletions` lets deletions through, but
    /// never another target.
    pub fn check(plan: &Plan, target: &Target, allow: Allow) -> Result<(), Stop> {
        if let Some(known) = target
            .known
            .as_ref()
            .filter(|known| **known != target.found)
        {
            return Err(Stop::OtherTarget {
                known: known.clone(),
                found: target.found.clone(),
            });
        }
        let counts = plan.counts;
        let deletions = counts.local_deletions + counts.remote_deletions;
        if allow == Allow::Deletions {
            return Ok(());
        }
        if target.files == 0 && counts.local_deletions > 0 {
            return Err(Stop::Emptied {
                bound: counts.bound,
            });
        }
        let most = Self::most(counts.bound);
        if deletions > most {
            return Err(Stop::TooManyDeletions {
                deletions,
                bound: counts.bound,
                most,
            });
        }
        Ok(())
    }
}
