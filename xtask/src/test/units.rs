//! The units of the interface, under Vitest.

use super::tally::{Outcome, Tally};
use crate::failure::Failure;
use crate::host::Host;
use crate::{process, ui};

pub(super) fn run(host: &Host) -> Result<Outcome, Failure> {
    let mut tally = Tally::default();
    let mut command = ui::npm(host, &["run", "--silent", "test"]);
    let success = process::watch(&mut command, |line| tally.read_vitest(line))?;
    tally.ended(success);
    Ok(Outcome::Ran(tally))
}
