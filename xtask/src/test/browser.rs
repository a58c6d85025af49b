//! The interface in a real Chromium, served by the real `lh serve`.
//!
//! The tests stand in `ui/e2e`; this part gives them the programs: `LONGHAND_LH`, the command line,
//! and `LONGHAND_CHROMIUM`, the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::rust;
use super::tally::{Outcome, Tally};
use crate::failure::Failure;
use crate::host::{Host, System};
use crate::{process, ui};

/// The names under which systems install a Chromium.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Places outside the search path, on systems that do not link programs into it.
const PLACES: &[(System, &str)] = &[
    (
        System::MacOs,
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    (
        System::MacOs,
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    (
        System::Windows,
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ),
    (
        System::Windows,
        "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ),
];

/// The browser to test with: the one named by hand, or the first that is installed.
pub(crate) fn chromium(host: &Host) -> Option<PathBuf> {
    host.chromium
        .clone()
        .or_else(|| NAMES.iter().find_map(|name| host.find(name)))
        .or_else(|| {
            PLACES
                .iter()
                .filter(|(system, _)| *system == host.system)
                .map(|(_, place)| PathBuf::from(place))
                .find(|place| place.is_file())
        })
}

pub(super) fn run(host: &Host) -> Result<Outcome, Failure> {
    rust::build_programs(host)?;
    let chromium = chromium(host)
        .ok_or_else(|| Failure::new("no Chromium was found; name one in LONGHAND_CHROMIUM"))?;
    let mut tally = Tally::default();
    let mut command = Command::new(host.require("node", "to drive the browser")?);
    command
        .current_dir(host.root.join("ui"))
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(scripts(&host.root.join("ui/e2e"))?)
        .env("LONGHAND_LH", host.built("debug", "lh"))
        .env("LONGHAND_CHROMIUM", chromium);
    let success = process::watch(&mut command, |line| tally.read_node(line))?;
    tally.ended(success);
    Ok(Outcome::Ran(tally))
}

/// The test files of a folder. They are named one by one because versions of Node disagree on what
/// a folder means.
pub(super) fn scripts(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    ui::collect(folder, &mut files)
        .map_err(Failure::during(format!("listing {}", folder.display())))?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::new(format!(
            "there are no tests in {}",
            folder.display()
        )));
    }
    Ok(files)
}
