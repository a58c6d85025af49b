//! The interface's packages and build: done again only when something they depend on changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::host::{Host, System};
use crate::process;

const OLDEST_NODE: (u32, u32) = (20, 19);

/// What decides the result of the build, relative to `ui/`.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "vite.config.ts",
    "svelte.config.js",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
];

/// Returns `npm <arguments>` in `ui/`.
pub(crate) fn npm(host: &Host, arguments: &[&str]) -> Command {
    // Windows starts `npm.cmd` only when it is named in full.
    let mut command = Command::new(if host.system == System::Windows {
        "npm.cmd"
    } else {
        "npm"
    });
    command.args(arguments).current_dir(host.root.join("ui"));
    command
}

/// Installs the packages of the lock file unless they are the installed ones.
pub(crate) fn install(host: &Host) -> Result<(), Failure> {
    check_node(host)?;
    let ui = host.root.join("ui");
    if is_installed(&ui)? {
        return Ok(());
    }
    process::run(&mut npm(host, &["ci", "--no-audit", "--no-fund"]))
}

/// Builds `ui/dist` unless it was built from exactly these sources.
pub(crate) fn build(host: &Host) -> Result<(), Failure> {
    install(host)?;
    let ui = host.root.join("ui");
    let stamp = ui.join("node_modules/.longhand-build");
    let sources = fingerprint(&ui)?;
    let built = fs::read_to_string(&stamp).unwrap_or_default();
    if built == sources && ui.join("dist/index.html").is_file() {
        return Ok(());
    }
    process::run(&mut npm(
        host,
        &["run", "--silent", "build", "--", "--logLevel", "warn"],
    ))?;
    fs::write(&stamp, sources).map_err(Failure::during(format!("writing {}", stamp.display())))
}

fn check_node(host: &Host) -> Result<(), Failure> {
    let advice = format!(
        "Node.js {}.{} or later is needed: https://nodejs.org",
        OLDEST_NODE.0, OLDEST_NODE.1
    );
    let node = host
        .find("node")
        .ok_or_else(|| Failure::new(advice.clone()))?;
    let version = process::output(Command::new(node).arg("--version"))?;
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::new(format!("{advice} (found {})", version.trim()))),
    }
}

/// Compares the lock file with the one npm leaves among the packages it installed.
fn is_installed(ui: &Path) -> Result<bool, Failure> {
    let hidden = ui.join("node_modules/.package-lock.json");
    if !hidden.is_file() {
        return Ok(false);
    }
    let wanted = packages(&ui.join("package-lock.json"))?;
    let present = packages(&hidden)?;
    let version = |entry: &Value| entry.get("version").cloned();
    // Optional packages are mostly binaries of other operating systems.
    let is_optional = |entry: &Value| {
        ["optional", "devOptional", "peer"]
            .iter()
            .any(|name| entry.get(*name).is_some())
    };
    Ok(wanted
        .iter()
        .filter(|(path, entry)| !path.is_empty() && !is_optional(entry))
        .all(|(path, entry)| {
            present
                .get(path)
                .is_some_and(|found| version(found) == version(entry))
        }))
}

fn packages(lock: &Path) -> Result<Map<String, Value>, Failure> {
    let text =
        fs::read_to_string(lock).map_err(Failure::during(format!("reading {}", lock.display())))?;
    let mut value: Value = serde_json::from_str(&text)
        .map_err(Failure::during(format!("reading {}", lock.display())))?;
    match value.get_mut("packages").map(Value::take) {
        Some(Value::Object(packages)) => Ok(packages),
        _ => Err(Failure::new(format!(
            "{} lists no packages",
            lock.display()
        ))),
    }
}

fn fingerprint(ui: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(&ui.join(source), &mut files)
            .map_err(Failure::during(format!("listing ui/{source}")))?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes =
            fs::read(&file).map_err(Failure::during(format!("reading {}", file.display())))?;
        hash.update(
            file.strip_prefix(ui)
                .unwrap_or(&file)
                .to_string_lossy()
                .as_bytes(),
        );
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    Ok(hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Lists the files of a folder and of its folders; a file is itself.
pub(crate) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
