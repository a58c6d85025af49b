//! The machine a task runs on: what the environment says, read once.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The operating systems the program is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Linux,
    MacOs,
    Windows,
}

/// The families of Linux whose package names are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distribution {
    Debian,
    Fedora,
    Arch,
    Unknown,
}

/// What the tasks know about the machine and the checkout.
pub(crate) struct Host {
    /// The folder of the checkout.
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) cargo: PathBuf,
    pub(crate) system: System,
    pub(crate) distribution: Distribution,
    /// A build server: nobody answers questions, and a part that cannot run is a failure.
    pub(crate) ci: bool,
    pub(crate) display: bool,
    /// The folders programs are looked for in.
    pub(crate) path: Vec<PathBuf>,
    /// The home of the person, whose name must not end up in a commit.
    pub(crate) home: Option<PathBuf>,
    /// A browser named by hand.
    pub(crate) chromium: Option<PathBuf>,
}

impl Host {
    pub(crate) fn read() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or_else(|| Failure::new("xtask was not built inside the checkout"))?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let home = env::var_os("HOME")
            .or_else(|| env::var_os("USERPROFILE"))
            .map(PathBuf::from);
        Ok(Self {
            target,
            cargo: env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from),
            system: system(),
            distribution: distribution(&fs::read_to_string("/etc/os-release").unwrap_or_default()),
            ci: env::var("CI")
                .is_ok_and(|value| !value.is_empty() && value != "false" && value != "0"),
            display: cfg!(not(target_os = "linux"))
                || is_set("DISPLAY")
                || is_set("WAYLAND_DISPLAY"),
            path: env::var_os("PATH")
                .map(|p| env::split_paths(&p).collect())
                .unwrap_or_default(),
            home,
            chromium: env::var_os("LONGHAND_CHROMIUM").map(PathBuf::from),
            root,
        })
    }

    /// The path of a program, looked for as a shell would.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let endings: &[&str] = match self.system {
            System::Windows => &[".exe", ".cmd"],
            System::Linux | System::MacOs => &[""],
        };
        self.path
            .iter()
            .flat_map(|folder| {
                endings
                    .iter()
                    .map(move |end| folder.join(format!("{program}{end}")))
            })
            .find(|candidate| candidate.is_file())
    }

    /// The path of a program, or an error that says what wants it.
    pub(crate) fn require(&self, program: &str, why: &str) -> Result<PathBuf, Failure> {
        self.find(program)
            .ok_or_else(|| Failure::new(format!("`{program}` was not found; it is needed {why}")))
    }

    /// A program that cargo built in the given profile folder (`debug` or `release`).
    pub(crate) fn built(&self, profile: &str, name: &str) -> PathBuf {
        let ending = if self.system == System::Windows {
            ".exe"
        } else {
            ""
        };
        self.target.join(profile).join(format!("{name}{ending}"))
    }

    /// Whether this user may write to the system; on Linux the kernel says so.
    pub(crate) fn is_root(&self) -> bool {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("Uid:"))
            .and_then(|ids| ids.split_whitespace().nth(1))
            .is_some_and(|effective| effective == "0")
    }

    /// Asks a yes-or-no question. Without a terminal, or on a build server, the answer is no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        if self.ci || !io::stdin().is_terminal() {
            return Ok(false);
        }
        print!("{question} [Y/n] ");
        io::stdout()
            .flush()
            .map_err(Failure::during("writing to the terminal"))?;
        let mut answer = String::new();
        io::stdin()
            .read_line(&mut answer)
            .map_err(Failure::during("reading the answer"))?;
        Ok(matches!(
            answer.trim().to_lowercase().as_str(),
            "" | "y" | "yes"
        ))
    }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn system() -> System {
    if cfg!(target_os = "macos") {
        System::MacOs
    } else if cfg!(windows) {
        System::Windows
    } else {
        System::Linux
    }
}

/// Reads the family out of `/etc/os-release`, from `ID` and then from `ID_LIKE`.
fn distribution(os_release: &str) -> Distribution {
    let fields: BTreeMap<&str, &str> = os_release
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
        .collect();
    ["ID", "ID_LIKE"]
        .iter()
        .filter_map(|name| fields.get(name))
        .flat_map(|value| value.split_whitespace())
        .find_map(|id| match id {
            "debian" | "ubuntu" => Some(Distribution::Debian),
            "fedora" | "rhel" | "centos" => Some(Distribution::Fedora),
            "arch" => Some(Distribution::Arch),
            _ => None,
        })
        .unwrap_or(Distribution::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_distribution_is_known_by_what_it_is_like() {
        let cases = [
            ("ID=debian\n", Distribution::Debian),
            (
                "NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n",
                Distribution::Debian,
            ),
            ("ID=\"fedora\"\n", Distribution::Fedora),
            ("ID=endeavouros\nID_LIKE=arch\n", Distribution::Arch),
            ("ID=nixos\n", Distribution::Unknown),
            ("", Distribution::Unknown),
        ];
        for (text, expected) in cases {
            assert_eq!(distribution(text), expected, "{text}");
        }
    }
}
