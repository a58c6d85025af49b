//! The real window, opened on a display of its own and driven through the web view's driver.

use super::browser::scripts;
use super::display::Display;
use super::rust;
use super::tally::{Outcome, Tally};
use crate::failure::Failure;
use crate::host::{Host, System};
use crate::process;

pub(super) fn run(host: &Host) -> Result<Outcome, Failure> {
    match host.system {
        System::Linux => {}
        System::MacOs => return Ok(Outcome::Impossible("macOS has no driver for its web view")),
        System::Windows => {
            return Ok(Outcome::Impossible(
                "the driver of WebView2 is not set up by these tasks",
            ));
        }
    }
    rust::build_programs(host)?;
    let display = Display::open(host)?;
    let driver = host.require("WebKitWebDriver", "to drive the window")?;
    let mut tally = Tally::default();
    let folder = host.root.join("src-tauri/e2e");
    let mut command = display.command(host, "node")?;
    command
        .current_dir(&folder)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(scripts(&folder)?)
        .env("LONGHAND_WINDOW", host.built("debug", "longhand"))
        .env("LONGHAND_LH", host.built("debug", "lh"))
        .env("LONGHAND_DRIVER", driver);
    let success = process::watch(&mut command, |line| tally.read_node(line))?;
    tally.ended(success);
    Ok(Outcome::Ran(tally))
}
