//! Bringing files in, and backups: long work, followed to its end.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, absolute};

use longhand_api::core::transfer::{
    BackupOutcome, CreateBackup, EncodingChoice, ImportFormat, ImportRequest, RestoreBackup,
    RestoreOutcome, VerifyReport,
};
use longhand_api::model::{Job, JobId};
use longhand_api::transfer as api;
use serde::de::DeserializeOwned;

use crate::args::transfer::{Backup, Format, Import};
use crate::commands::imported;
use crate::error::CliError;
use crate::exit::Exit;
use crate::jobs;
use crate::lh::Lh;
use crate::reference;
use crate::screen::{Ink, Screen};
use crate::words::{count, size};

/// `lh import`.
pub(crate) fn import(lh: &Lh, args: &Import) -> Result<Exit, CliError> {
    for path in &args.paths {
        std::fs::metadata(path).map_err(|error| CliError::reading(path, error))?;
    }
    let request = ImportRequest {
        sources: args
            .paths
            .iter()
            .map(|path| whole(path))
            .collect::<Result<_, _>>()?,
        format: match args.format {
            Format::Auto => ImportFormat::Auto,
            Format::Markdown => ImportFormat::Markdown,
            Format::Obsidian => ImportFormat::Obsidian,
            Format::Backup => ImportFormat::Backup,
        },
        into: match &args.into {
            // A report makes nothing, so the category has to be there already.
            Some(word) if args.dry_run => Some(reference::Tree::read(lh)?.find(word)?.category.id),
            Some(word) => Some(reference::category_or_new(lh, word)?),
            None => None,
        },
        encodings: encodings(&args.encoding)?,
        ..ImportRequest::default()
    };
    if args.dry_run {
        let started = lh.call::<api::Scan>(request)?;
        let job = finished(lh, started.job)?;
        return imported::report(lh, &job);
    }
    let started = lh.call::<api::Run>(request)?;
    let job = jobs::follow(lh, started.job)?;
    let exit = imported::outcome(lh, &job)?;
    if exit != Exit::NotPossible {
        jobs::index(lh)?;
    }
    Ok(exit)
}

/// `lh backup`.
pub(crate) fn backup(lh: &Lh, args: Backup) -> Result<Exit, CliError> {
    match args {
        Backup::Create { path, no_history } => create(
            lh,
            CreateBackup {
                path: whole(&path)?,
                history: !no_history,
            },
        ),
        Backup::Verify { path } => verify(lh, &path),
        Backup::Restore {
            path,
            document,
            into,
        } => restore(lh, &path, &document, into.as_deref()),
    }
}

fn create(lh: &Lh, request: CreateBackup) -> Result<Exit, CliError> {
    let started = lh.call::<api::CreateBackup>(request)?;
    let done: BackupOutcome = result(&finished(lh, started.job)?)?;
    lh.answer(&done, |screen| {
        let documents = count(done.counts.documents, "document");
        let attachments = count(done.counts.attachments, "attachment");
        screen.line(format!(
            "Wrote {documents} and {attachments} to {} ({}).",
            done.path,
            size(done.bytes)
        ))?;
        done.problems
            .iter()
            .try_for_each(|problem| screen.inked(Ink::Yellow, problem))
    })?;
    if !lh.is_json() {
        lh.note("`lh backup verify` proves that it can be restored.");
    }
    Ok(Exit::Done)
}

fn verify(lh: &Lh, path: &Path) -> Result<Exit, CliError> {
    let started = lh.call::<api::VerifyBackup>(api::VerifyRequest { path: whole(path)? })?;
    let job = finished(lh, started.job)?;
    let report: VerifyReport = result(&job)?;
    lh.answer(&report, |screen| {
        if report.sound {
            screen.inked(Ink::Green, "The backup is sound.")?;
            return screen.line(format!(
                "{}, {} and {} were restored and compared.",
                count(report.documents, "document"),
                count(report.versions, "version"),
                count(report.attachments, "attachment")
            ));
        }
        screen.inked(Ink::Red, "The backup is damaged.")?;
        let damages = report.damages.iter().map(ToString::to_string);
        let differences = report.differences.iter().cloned();
        damages
            .chain(differences)
            .try_for_each(|problem| screen.line(problem))
    })?;
    Ok(if report.sound {
        Exit::Done
    } else {
        Exit::NotPossible
    })
}

fn restore(
    lh: &Lh,
    path: &Path,
    documents: &[String],
    into: Option<&str>,
) -> Result<Exit, CliError> {
    let ids = documents
        .iter()
        .map(|word| {
            word.parse()
                .map_err(|error| CliError::usage(format!("--document: {error}"), ""))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let started = lh.call::<api::RestoreBackup>(RestoreBackup {
        path: whole(path)?,
        documents: (!ids.is_empty()).then_some(ids),
        into: into
            .map(|word| reference::category_or_new(lh, word))
            .transpose()?,
    })?;
    let job = jobs::follow(lh, started.job)?;
    if job.result.is_none() {
        jobs::completed(job.clone())?;
    }
    let done: RestoreOutcome = result(&job)?;
    lh.answer(&done, |screen| restored(screen, &done))?;
    if !lh.is_json() && done.created + done.untrashed + done.kept > 0 {
        lh.note(&format!("`lh undo {}` takes it back.", done.batch));
    }
    if done.cancelled {
        return Ok(Exit::NotPossible);
    }
    jobs::index(lh)?;
    Ok(Exit::Done)
}

fn restored(screen: &mut Screen<'_>, done: &RestoreOutcome) -> io::Result<()> {
    if done.cancelled {
        screen.inked(
            Ink::Yellow,
            "Cancelled. What was restored until then stays:",
        )?;
    }
    screen.line(format!("Restored {}.", count(done.created, "document")))?;
    for (number, what) in [
        (done.unchanged, "here already"),
        (done.untrashed, "out of the trash"),
        (
            done.kept,
            "here with another text; the backup's is in the history",
        ),
    ] {
        if number > 0 {
            screen.line(format!("  {} {what}", count(number, "document")))?;
        }
    }
    done.problems
        .iter()
        .try_for_each(|problem| screen.inked(Ink::Yellow, problem))
}

/// Follows a job to its good end.
fn finished(lh: &Lh, id: JobId) -> Result<Job, CliError> {
    jobs::completed(jobs::follow(lh, id)?)
}

/// Reads what a job brought.
pub(crate) fn result<T: DeserializeOwned>(job: &Job) -> Result<T, CliError> {
    let value = job.result.clone().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| CliError::Internal(error.to_string()))
}

/// Writes a path out from the root: another process may look at it later.
fn whole(path: &Path) -> Result<String, CliError> {
    let whole = absolute(path).map_err(|error| CliError::reading(path, error))?;
    whole
        .into_os_string()
        .into_string()
        .map_err(|_not_unicode| {
            CliError::not_possible(
                format!("the path {} is not Unicode", path.display()),
                "Rename the file or folder, or the one it is in.",
            )
        })
}

/// Reads `--encoding`: one for all, or one for a file.
fn encodings(words: &[String]) -> Result<BTreeMap<String, EncodingChoice>, CliError> {
    words
        .iter()
        .map(|word| {
            let (file, name) = word.rsplit_once('=').unwrap_or(("*", word));
            let choice = match name.to_lowercase().as_str() {
                "windows-1252" | "cp1252" | "latin1" => EncodingChoice::Windows1252,
                "gb18030" | "gbk" | "gb2312" => EncodingChoice::Gb18030,
                "shift_jis" | "shift-jis" | "sjis" => EncodingChoice::ShiftJis,
                "skip" => EncodingChoice::Skip,
                _other => {
                    return Err(CliError::usage(
                        format!("\"{name}\" is not an encoding that can be read"),
                        "There are windows-1252, gb18030, shift_jis and skip.",
                    ));
                }
            };
            Ok((file.to_owned(), choice))
        })
        .collect()
}
