//! The project's own tasks, started as `cargo xtask <task>`.
//!
//! Owns what a person or a build server types: installing what is missing, building, testing,
//! checking. It holds no logic of the program and depends on none of its crates, so that it
//! compiles in seconds on a fresh machine.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a task runner talks to a terminal, reads the environment and starts programs"
)]

mod bench;
mod check;
mod codegen;
mod failure;
mod graph;
mod host;
mod packages;
mod process;
mod run;
mod test;
mod tidy;
mod ui;

use std::process::ExitCode;

use failure::Failure;
use host::Host;

const USAGE: &str = "\
Tasks of the project:

  cargo xtask run [--release] [--serve] [-- ARGS]   install what is missing, build, start the program
  cargo xtask test [PART]...                        install what is missing, run every test
                                                    (parts: rust ui browser window)
  cargo xtask check                                 formatting, lints, tidy, licences, spelling
  cargo xtask tidy [--record]                       the project's own rules; --record accepts new migrations
  cargo xtask codegen [--check]                     docs/openapi.json and the types of the interface
  cargo xtask bench [ARGS]                          measure the program beside its rivals
  cargo xtask bench start [--library PATH]          measure the start of the window beside an empty one
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match start(&task, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask {task}: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn start(task: &str, arguments: &[String]) -> Result<(), Failure> {
    let host = Host::read()?;
    match task {
        "run" => run::run(&host, arguments),
        "test" => test::test(&host, arguments),
        "check" => check::check(&host),
        "tidy" => tidy::tidy(&host, arguments),
        "codegen" => codegen::codegen(&host, arguments),
        "bench" => bench::bench(&host, arguments),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => Err(Failure::new(format!(
            "there is no task `{unknown}`\n\n{USAGE}"
        ))),
    }
}
