//! The edge: the environment, the clock, randomness and the terminal, each looked at once.

use std::ffi::OsString;
use std::io::IsTerminal as _;

/// What the surroundings say.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    /// Standard output is a terminal.
    pub(crate) stdout_is_terminal: bool,
    /// Standard error is a terminal.
    pub(crate) stderr_is_terminal: bool,
    /// Standard input is a terminal.
    pub(crate) stdin_is_terminal: bool,
    /// The columns of the output; none when it has no edge.
    pub(crate) columns: Option<usize>,
    /// `NO_COLOR` is set.
    pub(crate) no_colour: bool,
    /// What to log, from `LONGHAND_LOG`.
    pub(crate) log: Option<String>,
}

impl Environment {
    /// Reads it.
    pub(crate) fn read() -> Self {
        let stdout_is_terminal = std::io::stdout().is_terminal();
        let told = variable("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        let columns = if stdout_is_terminal {
            terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
        } else {
            None
        };
        Self {
            stdout_is_terminal,
            stderr_is_terminal: std::io::stderr().is_terminal(),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            columns: columns.or(told),
            no_colour: variable("NO_COLOR").is_some_and(|value| !value.is_empty()),
            log: variable("LONGHAND_LOG").and_then(|log| log.into_string().ok()),
        }
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
