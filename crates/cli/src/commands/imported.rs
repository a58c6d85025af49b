//! What an import would bring, and what it brought, as people read it.

use std::io;

use longhand_api::model::{BatchId, Job, JobState};
use serde::Deserialize;

use crate::commands::transfer::result;
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::screen::{Ink, Screen, cut};
use crate::words::{count, size};

/// At most this many problems are shown; `--json` has them all.
const SHOWN: usize = 20;

/// The part of a report that is shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    documents: u64,
    updates: u64,
    unchanged: u64,
    attachments: u64,
    bytes: u64,
    categories: u64,
    unresolved_links: u64,
    problems: Vec<Problem>,
    notices: Vec<Problem>,
}

/// The part of an outcome that is shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    created: u64,
    updated: u64,
    conflicts: u64,
    unchanged: u64,
    attachments: u64,
    unresolved_links: u64,
    problems: Vec<Problem>,
    notices: Vec<Problem>,
    batch: BatchId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem {
    path: String,
    message: String,
    #[serde(default)]
    encodings: Vec<String>,
}

/// Tells what an import would bring.
pub(crate) fn report(lh: &Lh, job: &Job) -> Result<Exit, CliError> {
    let report: Report = result(job)?;
    lh.answer(&job.result, |screen| {
        screen.inked(Ink::Bold, "Nothing was written. An import would bring:")?;
        for (number, thing) in [
            (report.documents, "new document"),
            (report.updates, "changed document"),
            (report.unchanged, "unchanged document"),
            (report.attachments, "attachment"),
            (report.categories, "new category"),
        ] {
            if number > 0 {
                screen.line(format!("  {}", count(number, thing)))?;
            }
        }
        screen.line(format!("  {} in all", size(report.bytes)))?;
        unresolved(screen, report.unresolved_links)?;
        listed(screen, "Would be left out", &report.problems)?;
        listed(screen, "Deserve a look", &report.notices)
    })?;
    Ok(Exit::Done)
}

/// Tells what an import brought, also when it was cancelled on the way.
pub(crate) fn outcome(lh: &Lh, job: &Job) -> Result<Exit, CliError> {
    if job.result.is_none() {
        crate::jobs::completed(job.clone())?;
    }
    let outcome: Outcome = result(job)?;
    let cancelled = job.state == JobState::Cancelled;
    let written = outcome.created + outcome.updated + outcome.attachments > 0;
    lh.answer(&job.result, |screen| {
        if cancelled {
            screen.inked(
                Ink::Yellow,
                "Cancelled. What was imported until then stays:",
            )?;
        }
        screen.line(brought(&outcome))?;
        unresolved(screen, outcome.unresolved_links)?;
        listed(screen, "Left out", &outcome.problems)?;
        listed(screen, "Deserve a look", &outcome.notices)
    })?;
    if !lh.is_json() && written {
        lh.note(&format!("`lh undo {}` takes it back.", outcome.batch));
    }
    if cancelled {
        return Ok(Exit::NotPossible);
    }
    if outcome.conflicts > 0 {
        lh.note(&format!(
            "{} changed here and in the files in the same words: `lh conflicts` lists them.",
            count(outcome.conflicts, "document")
        ));
        return Ok(Exit::Conflicts);
    }
    Ok(Exit::Done)
}

/// Says in a sentence what an import brought.
fn brought(outcome: &Outcome) -> String {
    let mut parts = Vec::new();
    if outcome.created > 0 {
        parts.push(format!("imported {}", count(outcome.created, "document")));
    }
    if outcome.updated > 0 {
        parts.push(format!("updated {}", count(outcome.updated, "document")));
    }
    if outcome.attachments > 0 {
        parts.push(format!(
            "added {}",
            count(outcome.attachments, "attachment")
        ));
    }
    if parts.is_empty() {
        parts.push("nothing new".to_owned());
    }
    if outcome.unchanged > 0 {
        parts.push(format!(
            "{} unchanged",
            count(outcome.unchanged, "document")
        ));
    }
    crate::error::sentence(&parts.join(", "))
}

fn unresolved(screen: &mut Screen<'_>, links: u64) -> io::Result<()> {
    if links == 0 {
        return Ok(());
    }
    screen.line(format!(
        "  {} to documents that are not there",
        count(links, "link")
    ))
}

fn listed(screen: &mut Screen<'_>, heading: &str, problems: &[Problem]) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    screen.inked(
        Ink::Yellow,
        format!("{heading}: {}", count(problems.len() as u64, "file")),
    )?;
    for problem in problems.iter().take(SHOWN) {
        screen.put(Ink::Bold, format!("  {}", cut(&problem.path, 60)))?;
        screen.line(format!(": {}", problem.message))?;
        if !problem.encodings.is_empty() {
            let read_as = problem.encodings.join(", ");
            screen.inked(
                Ink::Dim,
                format!("    add --encoding with one of: {read_as}, skip"),
            )?;
        }
    }
    if problems.len() > SHOWN {
        let more = problems.len() - SHOWN;
        screen.inked(
            Ink::Dim,
            format!("  and {more} more; --json lists them all"),
        )?;
    }
    Ok(())
}
