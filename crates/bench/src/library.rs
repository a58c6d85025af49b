//! A library that is measured: opened as the program opens it, and driven by its commands.

use std::path::Path;
use std::thread;
use std::time::Duration;

use longhand_core::{App, AppOptions, Background, Caller, Create, FirstContent};
use serde_json::{Value, json};

use crate::Outcome;

/// An open library with the person at the window as its caller.
pub(crate) struct Bench {
    pub(crate) app: App,
    caller: Caller,
}

impl Bench {
    /// Makes an empty library.
    pub(crate) fn create(path: &Path) -> Outcome<Self> {
        let options = AppOptions {
            create: Create::IfMissing,
            first: FirstContent::Empty,
            background: Background::Off,
            ..AppOptions::new(path)
        };
        let app = App::open(options, longhand_core::system_sources())?;
        Ok(Self {
            app,
            caller: Caller::person(None),
        })
    }

    /// Runs a command.
    pub(crate) fn call(&self, name: &str, request: Value) -> Outcome<Value> {
        longhand_api::dispatch_blocking(&self.app, &self.caller, name, request)
            .map_err(|error| format!("{name}: {error}").into())
    }

    /// Runs a command that starts a job, waits for its end and returns its result.
    pub(crate) fn job(&self, name: &str, request: Value) -> Outcome<Value> {
        let started = self.call(name, request)?;
        let id = started
            .pointer("/job/id")
            .or_else(|| started.get("job"))
            .cloned()
            .unwrap_or_default();
        loop {
            let job = self.call("job.get", json!({ "id": id }))?;
            match text(&job, "/state") {
                "completed" => return Ok(job.get("result").cloned().unwrap_or_default()),
                "failed" | "cancelled" | "interrupted" => {
                    return Err(format!("{name}: {job}").into());
                }
                _ => thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

/// Reads a text from an answer; empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Reads a number from an answer; 0 where there is none.
pub(crate) fn number(value: &Value, pointer: &str) -> u64 {
    value
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or_default()
}
