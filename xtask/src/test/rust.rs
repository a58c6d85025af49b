//! The Rust tests of every crate, and with them the debug build that the other parts drive.

use std::process::Command;

use super::tally::{Outcome, Tally};
use crate::failure::Failure;
use crate::host::Host;
use crate::process;

pub(super) fn run(host: &Host) -> Result<Outcome, Failure> {
    let mut tally = Tally::default();
    let mut command = Command::new(&host.cargo);
    command
        .current_dir(&host.root)
        .args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    let success = process::watch(&mut command, |line| tally.read_cargo(line))?;
    tally.ended(success);
    Ok(Outcome::Ran(tally))
}

/// Builds the programs that the browser and the window are tested with.
///
/// With the same selection of packages as the tests, so that cargo finds all of it built already.
pub(super) fn build_programs(host: &Host) -> Result<(), Failure> {
    process::run(Command::new(&host.cargo).current_dir(&host.root).args([
        "test",
        "--workspace",
        "--locked",
        "--no-run",
        "--quiet",
    ]))
}
