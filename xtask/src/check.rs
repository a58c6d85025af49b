//! `cargo xtask check`: everything that can be said about the code without running it.
//!
//! Every check runs even when an earlier one failed, so that one run tells all.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::host::{Host, System};
use crate::packages::{self, Purpose};
use crate::{codegen, process, tidy, ui};

/// Pinned: a new list of typos must not fail an old commit.
const TYPOS: &str = "typos==1.52.0";

/// A name for the closing list, and what it does.
type Check = (&'static str, fn(&Host) -> Result<(), Failure>);

const CHECKS: &[Check] = &[
    ("rustfmt", rustfmt),
    ("tidy", |host| tidy::tidy(host, &[])),
    ("typos", typos),
    ("eslint and prettier", |host| npm(host, "lint")),
    ("svelte-check", |host| npm(host, "check")),
    ("knip", |host| npm(host, "knip")),
    ("generated types", codegen::check_types),
    ("clippy", clippy),
];

/// Runs every check and fails with the names of those that found something.
pub(crate) fn check(host: &Host) -> Result<(), Failure> {
    packages::ensure(host, Purpose::Check)?;
    ui::build(host)?;
    let mut failed = Vec::new();
    for (name, run) in CHECKS {
        println!("\n── {name}");
        if let Err(failure) = run(host) {
            eprintln!("{name}: {failure}");
            failed.push(*name);
        }
    }
    println!("\n{} checks, {} failed", CHECKS.len(), failed.len());
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(failed.join(", ")))
    }
}

fn rustfmt(host: &Host) -> Result<(), Failure> {
    process::run(
        Command::new(&host.cargo)
            .current_dir(&host.root)
            .args(["fmt", "--all", "--check"]),
    )
}

fn clippy(host: &Host) -> Result<(), Failure> {
    process::run(Command::new(&host.cargo).current_dir(&host.root).args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

fn npm(host: &Host, script: &str) -> Result<(), Failure> {
    process::run(&mut ui::npm(host, &["run", "--silent", script]))
}

/// Looks for misspelled words with a prebuilt program from PyPI, kept below the target folder.
fn typos(host: &Host) -> Result<(), Failure> {
    let program = match host.find("typos") {
        Some(program) => program,
        None => install_typos(host)?,
    };
    process::run(
        Command::new(program)
            .current_dir(&host.root)
            .args(["--config", "typos.toml"]),
    )
}

fn install_typos(host: &Host) -> Result<PathBuf, Failure> {
    let folder = host.target.join("tools").join(TYPOS.replace("==", "-"));
    let program = match host.system {
        System::Windows => folder.join("Scripts").join("typos.exe"),
        System::Linux | System::MacOs => folder.join("bin").join("typos"),
    };
    if program.is_file() {
        return Ok(program);
    }
    let python = match host.find("python3") {
        Some(python) => python,
        None => host.require(
            "python",
            "to fetch the spelling checker (or install `typos`)",
        )?,
    };
    process::run(Command::new(&python).args(["-m", "venv"]).arg(&folder))?;
    let pip = program.with_file_name(if host.system == System::Windows {
        "pip.exe"
    } else {
        "pip"
    });
    process::run(Command::new(pip).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        TYPOS,
    ]))?;
    Ok(program)
}
