//! `cargo xtask test`: everything it takes, then every test, then a list of what ran.
//!
//! Each part counts what its runner says it ran. A part that cannot run here says so by name; on a
//! build server that is a failure, and so is a part that ran nothing.

pub(crate) mod browser;
pub(crate) mod display;
mod rust;
mod tally;
mod units;
mod window;

use std::time::Instant;

use crate::failure::Failure;
use crate::host::Host;
use crate::packages::{self, Purpose};
use crate::ui;
use tally::{Outcome, Tally};

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(&Host) -> Result<Outcome, Failure>,
}

const PARTS: &[Part] = &[
    Part {
        name: "rust",
        what: "Rust, the API and the command line",
        run: rust::run,
    },
    Part {
        name: "ui",
        what: "units of the interface",
        run: units::run,
    },
    Part {
        name: "browser",
        what: "the interface in a browser",
        run: browser::run,
    },
    Part {
        name: "window",
        what: "the real window",
        run: window::run,
    },
];

/// Runs the named parts, or all of them, and fails unless every one of them passed.
pub(crate) fn test(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    let parts = select(arguments)?;
    packages::ensure(host, Purpose::Test)?;
    ui::build(host)?;
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for part in parts {
        println!("\n── {}: {}", part.name, part.what);
        let start = Instant::now();
        let outcome = (part.run)(host).unwrap_or_else(|failure| {
            eprintln!("{failure}");
            Outcome::Ran(Tally::broken())
        });
        if !outcome.is_acceptable(host.ci) {
            failed.push(part.name);
        }
        lines.push(format!(
            "{:8} {outcome} ({} s)",
            part.name,
            start.elapsed().as_secs()
        ));
    }
    println!("\n{}", lines.join("\n"));
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("failed: {}", failed.join(", "))))
    }
}

fn select(names: &[String]) -> Result<Vec<&'static Part>, Failure> {
    if names.is_empty() {
        return Ok(PARTS.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            PARTS.iter().find(|part| part.name == name).ok_or_else(|| {
                let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
                Failure::new(format!(
                    "there is no part `{name}` (parts: {})",
                    known.join(" ")
                ))
            })
        })
        .collect()
}
