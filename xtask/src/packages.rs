//! The system packages the program needs, by distribution: which are missing, and how to get them.
//!
//! Only Linux needs any. macOS and Windows bring the web view; their compilers come with the Rust
//! toolchain's own instructions.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::host::{Distribution, Host, System};
use crate::process;

/// What the packages are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building `lh`, which has no window: a C compiler for SQLite and zstd.
    CommandLine,
    /// Building and starting the window.
    Window,
    /// Checking the code: what the spelling checker is installed with.
    Check,
    /// Running every test: a display, a browser and the driver of the web view.
    Test,
}

/// One thing that is needed, under the name each family gives it.
struct Package {
    purpose: Purpose,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
}

const fn package(
    purpose: Purpose,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
) -> Package {
    Package {
        purpose,
        debian,
        fedora,
        arch,
    }
}

/// An empty name: the family has it in another package of the list.
const PACKAGES: &[Package] = &[
    package(
        Purpose::CommandLine,
        "build-essential",
        "gcc-c++",
        "base-devel",
    ),
    package(
        Purpose::CommandLine,
        "pkg-config",
        "pkgconf-pkg-config",
        "pkgconf",
    ),
    package(
        Purpose::Window,
        "libwebkit2gtk-4.1-dev",
        "webkit2gtk4.1-devel",
        "webkit2gtk-4.1",
    ),
    package(Purpose::Window, "librsvg2-dev", "librsvg2-devel", "librsvg"),
    package(Purpose::Check, "python3-venv", "python3", "python"),
    package(
        Purpose::Test,
        "xvfb",
        "xorg-x11-server-Xvfb",
        "xorg-server-xvfb",
    ),
    package(Purpose::Test, "dbus", "dbus-daemon", "dbus"),
    package(
        Purpose::Test,
        "webkit2gtk-driver",
        "/usr/bin/WebKitWebDriver",
        "",
    ),
    package(
        Purpose::Test,
        "fonts-noto-cjk",
        "google-noto-sans-cjk-fonts",
        "noto-fonts-cjk",
    ),
    package(
        Purpose::Test,
        "fonts-dejavu-core",
        "dejavu-sans-fonts",
        "ttf-dejavu",
    ),
];

/// A browser, for which any Chromium will do.
const CHROMIUM: Package = package(Purpose::Test, "chromium", "chromium", "chromium");

/// Installs what is missing, or fails with the command that would.
pub(crate) fn ensure(host: &Host, purpose: Purpose) -> Result<(), Failure> {
    if host.system != System::Linux {
        return Ok(());
    }
    let mut wanted: Vec<&'static str> = PACKAGES
        .iter()
        .filter(|package| includes(purpose, package.purpose))
        .map(|package| name(package, host.distribution))
        .filter(|name| !name.is_empty())
        .collect();
    if purpose == Purpose::Test && crate::test::browser::chromium(host).is_none() {
        wanted.push(name(&CHROMIUM, host.distribution));
    }
    let missing = missing(host.distribution, &wanted)?;
    if missing.is_empty() {
        Ok(())
    } else {
        install(host, &missing)
    }
}

fn includes(wanted: Purpose, package: Purpose) -> bool {
    match wanted {
        Purpose::CommandLine => package == Purpose::CommandLine,
        Purpose::Window => matches!(package, Purpose::CommandLine | Purpose::Window),
        Purpose::Check => package != Purpose::Test,
        Purpose::Test => package != Purpose::Check,
    }
}

fn name(package: &Package, distribution: Distribution) -> &'static str {
    match distribution {
        Distribution::Debian => package.debian,
        Distribution::Fedora => package.fedora,
        Distribution::Arch => package.arch,
        Distribution::Unknown => "",
    }
}

fn missing(
    distribution: Distribution,
    wanted: &[&'static str],
) -> Result<Vec<&'static str>, Failure> {
    match distribution {
        Distribution::Debian => {
            let list = query(
                "dpkg-query",
                &["-W", "-f=${Package} ${db:Status-Status}\\n"],
                wanted,
            )?;
            Ok(absent(wanted, |name| {
                list.lines().any(|line| line == format!("{name} installed"))
            }))
        }
        Distribution::Fedora => {
            let list = query("rpm", &["-q", "--whatprovides"], wanted)?;
            // A program may be asked for by its path, whichever package it is in.
            Ok(absent(wanted, |name| match name.strip_prefix('/') {
                Some(_) => Path::new(name).is_file(),
                None => !list
                    .lines()
                    .any(|line| line == format!("no package provides {name}")),
            }))
        }
        Distribution::Arch => {
            let list = query("pacman", &["-T"], wanted)?;
            Ok(absent(wanted, |name| {
                !list.lines().any(|line| line == name)
            }))
        }
        Distribution::Unknown => {
            println!(
                "This Linux is not one whose packages are known here. The build needs a C compiler, \
                 pkg-config and the development files of WebKitGTK 4.1."
            );
            Ok(Vec::new())
        }
    }
}

fn absent(wanted: &[&'static str], is_installed: impl Fn(&str) -> bool) -> Vec<&'static str> {
    wanted
        .iter()
        .copied()
        .filter(|name| !is_installed(name))
        .collect()
}

/// Asks a package database. A package it does not know makes it fail, which is an answer too.
fn query(program: &str, flags: &[&str], names: &[&str]) -> Result<String, Failure> {
    let output = Command::new(program)
        .args(flags)
        .args(names)
        .env("LC_ALL", "C")
        .stderr(Stdio::null())
        .output()
        .map_err(Failure::during(format!(
            "asking `{program}` what is installed"
        )))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The commands that install packages, without the way to become root.
fn installers(distribution: Distribution, missing: &[&str]) -> Vec<Vec<String>> {
    let prefixes: &[&[&str]] = match distribution {
        Distribution::Debian => &[
            &["apt-get", "update"],
            &["apt-get", "install", "-y", "--no-install-recommends"],
        ],
        Distribution::Fedora => &[&["dnf", "install", "-y"]],
        Distribution::Arch => &[&["pacman", "-S", "--needed", "--noconfirm"]],
        Distribution::Unknown => &[],
    };
    let last = prefixes.len().saturating_sub(1);
    prefixes
        .iter()
        .enumerate()
        .map(|(at, prefix)| {
            let names: &[&str] = if at == last { missing } else { &[] };
            prefix
                .iter()
                .chain(names)
                .map(ToString::to_string)
                .collect()
        })
        .collect()
}

fn install(host: &Host, missing: &[&str]) -> Result<(), Failure> {
    let commands = installers(host.distribution, missing);
    let by_hand = commands
        .iter()
        .map(|words| format!("  sudo {}", words.join(" ")))
        .collect::<Vec<_>>()
        .join("\n");
    let prefix: &[&str] = if host.is_root() {
        &[]
    } else if host.find("sudo").is_none() {
        return Err(Failure::new(format!(
            "packages are missing. As root:\n{by_hand}"
        )));
    } else if host.ci {
        &["sudo", "-n"]
    } else if host.confirm(&format!(
        "These packages are missing: {}.\nInstall them with sudo?",
        missing.join(", ")
    ))? {
        &["sudo"]
    } else {
        return Err(Failure::new(format!("packages are missing:\n{by_hand}")));
    };
    for words in commands {
        let mut line = prefix.iter().map(ToString::to_string).chain(words);
        let program = line.next().unwrap_or_default();
        process::run(
            Command::new(program)
                .args(line)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_machine_needs_all_that_the_window_needs() {
        assert!(includes(Purpose::Test, Purpose::Window));
        assert!(includes(Purpose::Window, Purpose::CommandLine));
        assert!(!includes(Purpose::CommandLine, Purpose::Window));
    }

    #[test]
    fn only_the_installing_command_names_the_packages() {
        let commands = installers(Distribution::Debian, &["xvfb"]);
        let lines: Vec<String> = commands.iter().map(|words| words.join(" ")).collect();
        assert_eq!(
            lines,
            [
                "apt-get update",
                "apt-get install -y --no-install-recommends xvfb"
            ]
        );
    }
}
