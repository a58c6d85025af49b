//! `cargo xtask run`: everything it takes, then the program.

use std::process::Command;

use crate::failure::Failure;
use crate::host::Host;
use crate::packages::{self, Purpose};
use crate::{process, ui};

/// The address the interface is served at where there is no display.
const LISTEN: &str = "127.0.0.1:7717";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Window,
    Served,
}

#[derive(Debug, PartialEq, Eq)]
struct Options<'a> {
    profile: &'static str,
    face: Option<Face>,
    arguments: &'a [String],
}

/// Builds the program and starts it, with a window if there is a display to open it on.
pub(crate) fn run(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    let options = parse(arguments)?;
    let face = options.face.unwrap_or(if host.display {
        Face::Window
    } else {
        Face::Served
    });
    let (purpose, package, program) = match face {
        Face::Window => (Purpose::Window, "longhand", "longhand"),
        Face::Served => (Purpose::CommandLine, "longhand-cli", "lh"),
    };
    packages::ensure(host, purpose)?;
    ui::build(host)?;
    process::run(
        Command::new(&host.cargo)
            .current_dir(&host.root)
            .args(["build", "--package", package, "--bin", program])
            .args(if options.profile == "release" {
                &["--release"][..]
            } else {
                &[]
            }),
    )?;
    let mut command = Command::new(host.built(options.profile, program));
    if face == Face::Served {
        if options.face.is_none() {
            println!("\nThere is no display here, so the interface is served to a browser.");
        }
        if !options
            .arguments
            .iter()
            .any(|word| word.starts_with("--listen"))
        {
            command.args(["serve", "--listen", LISTEN]);
        } else {
            command.arg("serve");
        }
    }
    process::hand_over_to(command.args(options.arguments))
}

fn parse(arguments: &[String]) -> Result<Options<'_>, Failure> {
    let mut options = Options {
        profile: "debug",
        face: None,
        arguments: &[],
    };
    for (at, argument) in arguments.iter().enumerate() {
        match argument.as_str() {
            "--release" => options.profile = "release",
            "--serve" => options.face = Some(Face::Served),
            "--window" => options.face = Some(Face::Window),
            "--" => {
                options.arguments = arguments.get(at + 1..).unwrap_or_default();
                break;
            }
            unknown => {
                return Err(Failure::new(format!(
                    "`{unknown}` is not an option (--release, --serve, --window); arguments of the \
                     program go after `--`"
                )));
            }
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_dashes_belongs_to_the_program() {
        let words = ["--release", "--", "--library", "--serve"].map(String::from);
        let options = parse(&words).expect("the options are known");
        assert_eq!(options.profile, "release");
        assert_eq!(options.face, None);
        assert_eq!(options.arguments, ["--library", "--serve"]);
    }

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(parse(&["--fast".to_owned()]).is_err());
    }
}
