//! `lh call`: any command of the API, as JSON.

use std::path::Path;

use longhand_api::{dispatch_blocking, find};
use serde_json::{Value, json};

use crate::args::admin::Call;
use crate::error::CliError;
use crate::jobs;
use crate::lh::Lh;

/// Runs a command by its name; a job that it starts is waited for.
pub(crate) fn run(lh: &Lh, args: &Call) -> Result<(), CliError> {
    if find(&args.name).is_none() {
        return Err(unknown(&args.name));
    }
    let request = match args.request.as_deref() {
        None => json!({}),
        Some("-") => parse(&lh.read_text(Path::new("-"))?)?,
        Some(text) => parse(text)?,
    };
    let answer = dispatch_blocking(lh.app()?, lh.caller(), &args.name, request)?;
    // This process is about to end, and a job would end with it.
    let job = answer.get("job").and_then(Value::as_str);
    match job.and_then(|id| id.parse().ok()) {
        Some(id) => lh.answer_json(&jobs::follow(lh, id)?),
        None => lh.answer_json(&answer),
    }
}

fn parse(text: &str) -> Result<Value, CliError> {
    serde_json::from_str(text).map_err(|problem| {
        CliError::usage(
            format!("the request cannot be read as JSON: {problem}"),
            "Quote it for the shell: lh call document.get '{\"id\":\"…\"}'",
        )
    })
}

fn unknown(name: &str) -> CliError {
    let noun = name.split('.').next().unwrap_or(name);
    let near: Vec<&str> = longhand_api::COMMANDS
        .iter()
        .map(|command| command.name)
        .filter(|known| known.starts_with(&format!("{noun}.")))
        .collect();
    let hint = if near.is_empty() {
        let mut nouns: Vec<&str> = longhand_api::COMMANDS
            .iter()
            .filter_map(|command| command.name.split('.').next())
            .collect();
        nouns.dedup();
        format!("Commands begin with one of: {}.", nouns.join(", "))
    } else {
        format!("There are: {}.", near.join(", "))
    };
    CliError::not_possible(format!("there is no command \"{name}\""), hint)
}
