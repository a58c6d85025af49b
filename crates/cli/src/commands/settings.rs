//! `lh settings`.

use std::io;

use longhand_api::Nothing;
use longhand_api::model::Settings;
use longhand_api::settings::{Get, Reset, ResetRequest, Set, SetRequest};
use serde_json::{Value, json};

use crate::args::admin;
use crate::error::CliError;
use crate::lh::Lh;
use crate::screen::{Ink, Screen};

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: admin::Settings) -> Result<(), CliError> {
    match args {
        admin::Settings::Get { key } => get(lh, key.as_deref()),
        admin::Settings::Set { key, value } => set(lh, &key, &value),
        admin::Settings::Reset { group } => {
            let settings = lh.call::<Reset>(ResetRequest { group })?;
            show(lh, &settings)
        }
    }
}

fn get(lh: &Lh, key: Option<&str>) -> Result<(), CliError> {
    let settings = lh.call::<Get>(Nothing {})?;
    let Some(key) = key else {
        return show(lh, &settings);
    };
    let all = json!(settings);
    let value = at(&all, key).ok_or_else(|| unknown(key))?;
    lh.answer(value, |screen| match value {
        Value::Object(_) => lines(screen, key, value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            screen.line(plain(value))
        }
    })
}

fn set(lh: &Lh, key: &str, word: &str) -> Result<(), CliError> {
    let all = json!(lh.call::<Get>(Nothing {})?);
    let now = at(&all, key).ok_or_else(|| unknown(key))?;
    let value = match now {
        // A word that looks like a number is still a word where a word belongs.
        Value::String(_) => json!(word),
        Value::Object(_) | Value::Array(_) => {
            return Err(CliError::usage(
                format!("\"{key}\" is a group of settings"),
                "`lh settings get` lists the settings in it.",
            ));
        }
        Value::Bool(_) => json!(
            match word {
                "on" | "yes" => "true",
                "off" | "no" => "false",
                other => other,
            }
            .parse::<bool>()
            .map_err(|_not_a_switch| CliError::usage(
                format!("\"{key}\" is true or false, not \"{word}\""),
                "",
            ))?
        ),
        Value::Null | Value::Number(_) => {
            serde_json::from_str(word).unwrap_or_else(|_a_word| json!(word))
        }
    };
    let patch = key
        .rsplit('.')
        .fold(value, |inner, name| json!({ name: inner }));
    let settings = json!(lh.call::<Set>(SetRequest { patch })?);
    let value = at(&settings, key).ok_or_else(|| unknown(key))?;
    lh.answer(&settings, |screen| {
        screen.line(format!("{key} = {}", plain(value)))
    })
}

fn show(lh: &Lh, settings: &Settings) -> Result<(), CliError> {
    lh.answer(settings, |screen| lines(screen, "", &json!(settings)))
}

fn lines(screen: &mut Screen<'_>, name: &str, value: &Value) -> io::Result<()> {
    let Value::Object(fields) = value else {
        screen.put(Ink::Dim, format!("{name} = "))?;
        return screen.line(plain(value));
    };
    for (field, value) in fields {
        let name = if name.is_empty() {
            field.clone()
        } else {
            format!("{name}.{field}")
        };
        lines(screen, &name, value)?;
    }
    Ok(())
}

fn at<'v>(settings: &'v Value, key: &str) -> Option<&'v Value> {
    key.split('.')
        .try_fold(settings, |value, name| value.get(name))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

fn unknown(key: &str) -> CliError {
    CliError::not_possible(
        format!("there is no setting \"{key}\""),
        "`lh settings get` lists them all.",
    )
}
