//! Exit codes: the contract with scripts.

use std::process::ExitCode;

/// How a run of `lh` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Not possible: what was asked for is not there, not allowed, or not right.
    NotPossible,
    /// Wrong usage: the words and flags cannot be read.
    Usage,
    /// Remote or network: the address is taken, the other side does not answer.
    Network,
    /// Conflicts are left for a person.
    Conflicts,
    /// A fault of the program.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::NotPossible => 1,
            Exit::Usage => 2,
            Exit::Network => 3,
            Exit::Conflicts => 4,
            Exit::Internal => 70,
        })
    }
}
