//! `lh`, the command line: reads what was typed, runs it, and ends with the code of the outcome.
//!
//! Every command goes through `longhand_api`, as from the window and over HTTP; there is no way
//! around it into the library.

mod args;
mod commands;
mod environment;
mod error;
mod exit;
mod file;
mod jobs;
mod lh;
mod reference;
mod screen;
mod table;
mod words;

use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use args::{Args, Command};
use environment::Environment;
use error::CliError;
use exit::Exit;
use lh::Lh;
use screen::{Ink, Screen};

fn main() -> ExitCode {
    let environment = Environment::read();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return misused(&error).into(),
    };
    log_to_standard_error(environment.log.as_deref());
    let colours = |is_terminal: bool| is_terminal && !environment.no_colour;
    let colours_of_errors = colours(environment.stderr_is_terminal);
    let colours = colours(environment.stdout_is_terminal);
    let json = args.json;
    let outcome = place(args.library, &args.command).and_then(|library| {
        let lh = Lh::new(environment, library, json, colours);
        without_panic(|| commands::run(&lh, args.command))
    });
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) if error.is_broken_pipe() => Exit::Done.into(),
        Err(error) => {
            report(&error, json, colours_of_errors);
            error.exit().into()
        }
    }
}

/// Runs something, and turns a panic, which has been told on standard error, into an error.
fn without_panic(run: impl FnOnce() -> Result<Exit, CliError>) -> Result<Exit, CliError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_panic| {
        Err(CliError::Internal(
            "a part of the program gave up".to_owned(),
        ))
    })
}

/// Decides which library a run is about.
fn place(given: Option<PathBuf>, command: &Command) -> Result<PathBuf, CliError> {
    let named = if let Command::Init(init) = command {
        init.path.clone().or(given)
    } else {
        given
    };
    let library = named
        .or_else(longhand_api::default_library)
        .ok_or_else(|| {
            CliError::usage(
                "you have no data folder on this system",
                "Name the library with --library or LONGHAND_LIBRARY.",
            )
        })?;
    std::path::absolute(&library).map_err(|error| CliError::reading(&library, error))
}

/// Says what went wrong, and as JSON on standard output when the answer would have been.
fn report(error: &CliError, json: bool, colours: bool) {
    if json {
        // A reader that went away needs no error either.
        let _gone = writeln!(io::stdout(), "{:#}", error.json());
    }
    let mut out = io::stderr();
    let mut screen = Screen::new(&mut out, colours, None);
    let _gone = say(&mut screen, error);
}

fn say(screen: &mut Screen<'_>, error: &CliError) -> io::Result<()> {
    screen.put(Ink::Red, "error: ")?;
    screen.line(error)?;
    let candidates = error.candidates();
    if candidates.is_empty() {
        if let Some(hint) = error.hint() {
            screen.put(Ink::Dim, "hint: ")?;
            screen.line(hint)?;
        }
        return Ok(());
    }
    for (id, title) in candidates {
        screen.put(Ink::Dim, format!("  {id}  "))?;
        screen.line(title)?;
    }
    screen.put(Ink::Dim, "hint: ")?;
    screen.line("Name it by its id, or by as much of it as tells them apart.")
}

/// Ends a run whose words could not be read, or that asked for help.
fn misused(error: &clap::Error) -> Exit {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let json = std::env::args_os().any(|word| word == "--json");
    if json && !asked {
        let rendered = error.render().to_string();
        let message = rendered
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ");
        let value = json!({ "error": { "code": "usage", "message": message } });
        let _gone = writeln!(io::stdout(), "{value:#}");
    }
    let _gone = error.print();
    if asked { Exit::Done } else { Exit::Usage }
}

fn log_to_standard_error(filter: Option<&str>) {
    let filter = EnvFilter::new(filter.unwrap_or("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_target(false)
        .init();
}
