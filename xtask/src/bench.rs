//! `cargo xtask bench`: the measuring program, optimised, with the arguments passed on.

use std::process::Command;

use crate::failure::Failure;
use crate::host::Host;
use crate::packages::{self, Purpose};
use crate::{process, ui};

/// Builds and starts the measuring program.
pub(crate) fn bench(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    packages::ensure(host, Purpose::CommandLine)?;
    ui::build(host)?;
    process::run(
        Command::new(&host.cargo)
            .current_dir(&host.root)
            .args(["run", "--release", "--package", "longhand-bench", "--"])
            .args(arguments),
    )
}
