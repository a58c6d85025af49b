//! `cargo xtask bench`: the measuring program, optimised, with the arguments passed on; and the start
//! of the window, which only a display can show.

mod start;

use std::process::Command;

use crate::failure::Failure;
use crate::host::Host;
use crate::packages::{self, Purpose};
use crate::{process, ui};

/// Builds and starts the measuring program, or measures the start of the window.
pub(crate) fn bench(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    if let Some(("start", arguments)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        return start::measure(host, arguments);
    }
    packages::ensure(host, Purpose::CommandLine)?;
    ui::build(host)?;
    process::run(
        Command::new(&host.cargo)
            .current_dir(&host.root)
            .args(["run", "--release", "--package", "longhand-bench", "--"])
            .args(arguments),
    )
}
