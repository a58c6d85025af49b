//! `cargo xtask codegen`: what is generated from the types of the commands.
//!
//! The chain is types → `docs/openapi.json` → `ui/src/backend/generated.ts`. Both files are
//! committed, so that a change of the interface between the programs is read in review.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::host::Host;
use crate::packages::{self, Purpose};
use crate::{process, ui};

const OPENAPI: &str = "docs/openapi.json";
const TYPES: &str = "ui/src/backend/generated.ts";

/// Writes both files, or with `--check` only says whether they would change.
pub(crate) fn codegen(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            write(&host.root.join(OPENAPI), &openapi(host)?)?;
            write(&host.root.join(TYPES), &types(host)?)
        }
        ["--check"] => {
            compare(host, OPENAPI, &openapi(host)?)?;
            compare(host, TYPES, &types(host)?)
        }
        _ => Err(Failure::new("codegen takes `--check` or nothing")),
    }
}

/// Fails when the types of the interface are not those of `docs/openapi.json`.
pub(crate) fn check_types(host: &Host) -> Result<(), Failure> {
    compare(host, TYPES, &types(host)?)
}

fn openapi(host: &Host) -> Result<String, Failure> {
    packages::ensure(host, Purpose::CommandLine)?;
    ui::build(host)?;
    process::output(Command::new(&host.cargo).current_dir(&host.root).args([
        "run",
        "--quiet",
        "--package",
        "longhand-cli",
        "--bin",
        "lh",
        "--",
        "openapi",
    ]))
}

/// Runs the interface's own generator into a file beside the committed one.
fn types(host: &Host) -> Result<String, Failure> {
    ui::install(host)?;
    let generated = host.target.join("generated.ts");
    let openapi = host.root.join(OPENAPI);
    let words = [
        Path::new("openapi-typescript"),
        &openapi,
        Path::new("-o"),
        &generated,
    ];
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    process::output(&mut ui::npm(
        host,
        &[&["exec", "--"], words.as_slice()].concat(),
    ))?;
    let name = generated.to_string_lossy();
    let config = [
        "exec",
        "--",
        "prettier",
        "--config",
        ".prettierrc.json",
        "--ignore-path",
        "/dev/null",
    ];
    process::output(&mut ui::npm(
        host,
        &[config.as_slice(), &[name.as_ref()]].concat(),
    ))
}

fn compare(host: &Host, path: &str, expected: &str) -> Result<(), Failure> {
    let found = fs::read_to_string(host.root.join(path))
        .map_err(Failure::during(format!("reading {path}")))?;
    if normal(&found) == normal(expected) {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "{path} has drifted: run `cargo xtask codegen` and commit it"
        )))
    }
}

/// The text as it would be on a system with short line ends.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, format!("{}\n", normal(text)))
        .map_err(Failure::during(format!("writing {}", path.display())))
}
