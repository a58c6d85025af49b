//! `lh job`.

use longhand_api::Nothing;
use longhand_api::job::{Cancel, JobRequest, List, Resume};
use longhand_api::model::{Job, JobKind, JobState};

use crate::args::admin;
use crate::commands::imported;
use crate::error::CliError;
use crate::exit::Exit;
use crate::jobs;
use crate::lh::Lh;
use crate::reference::{Naming, pick};
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::short;

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: admin::Job) -> Result<Exit, CliError> {
    match args {
        admin::Job::Resume { job } => {
            let job = find(lh, &job)?;
            return resume(lh, &job);
        }
        admin::Job::Ls => ls(lh),
        admin::Job::Show { job } => {
            let job = find(lh, &job)?;
            show(lh, &job)
        }
        admin::Job::Cancel { job } => {
            let id = find(lh, &job)?.id;
            let job = lh.call::<Cancel>(JobRequest { id })?;
            show(lh, &job)
        }
    }
    .map(|()| Exit::Done)
}

/// Starts a job again and follows it to its end, as the command does that asked for it.
fn resume(lh: &Lh, job: &Job) -> Result<Exit, CliError> {
    let started = lh.call::<Resume>(JobRequest { id: job.id })?;
    let job = jobs::follow(lh, started.id)?;
    let brings = job.kind == JobKind::Import || job.kind == JobKind::RestoreBackup;
    if brings && job.state == JobState::Completed {
        jobs::index(lh)?;
    }
    let imported = job.result.as_ref().and_then(|result| result.get("created"));
    if job.kind == JobKind::Import && imported.is_some() {
        return imported::outcome(lh, &job);
    }
    show(lh, &jobs::completed(job)?)?;
    Ok(Exit::Done)
}

fn ls(lh: &Lh) -> Result<(), CliError> {
    let jobs = lh.call::<List>(Nothing {})?;
    lh.answer(&jobs, |screen| {
        if jobs.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("KIND", Column::Left(Ink::Plain)),
            ("TITLE", Column::Flexible(Ink::Bold)),
            ("STATE", Column::Left(Ink::Yellow)),
            ("ASKED FOR", Column::Left(Ink::Dim)),
        ]);
        for job in &jobs.items {
            table.row([
                short(job.id),
                kind(job.kind).to_owned(),
                job.title.clone(),
                state(job.state).to_owned(),
                lh.time(job.created_at),
            ]);
        }
        table.show(screen)
    })?;
    if jobs.items.is_empty() && !lh.is_json() {
        lh.note("No jobs.");
    }
    Ok(())
}

fn find(lh: &Lh, word: &str) -> Result<Job, CliError> {
    let jobs = lh.call::<List>(Nothing {})?.items;
    let naming = Naming {
        thing: "job",
        hint: "`lh job ls` lists them.",
        id: &|job: &Job| job.id.to_string(),
        names: &|_job: &Job| Vec::new(),
    };
    pick(&naming, word, &jobs).cloned()
}

fn show(lh: &Lh, job: &Job) -> Result<(), CliError> {
    lh.answer(job, |screen| {
        screen.inked(Ink::Bold, &job.title)?;
        screen.line(format!("{}, {}", kind(job.kind), state(job.state)))?;
        // How far a job was that is interrupted, only the program knew that ended.
        if job.state != JobState::Interrupted {
            let of = job
                .progress
                .total
                .map(|total| format!(" of {total}"))
                .unwrap_or_default();
            screen.line(format!("{}{of} done", job.progress.done))?;
        }
        if let Some(error) = &job.error {
            screen.inked(Ink::Red, error)?;
        }
        screen.inked(Ink::Dim, format!("asked for {}", lh.time(job.created_at)))?;
        if let Some(time) = job.finished_at {
            screen.inked(Ink::Dim, format!("ended {}", lh.time(time)))?;
        }
        if job.resumable {
            let again = format!("`lh job resume {}` starts it again", short(job.id));
            screen.inked(Ink::Dim, again)?;
        }
        Ok(())
    })
}

const fn kind(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Import => "import",
        JobKind::Backup => "backup",
        JobKind::VerifyBackup => "verify",
        JobKind::RestoreBackup => "restore",
        JobKind::Index => "index",
        JobKind::CollectAttachments => "collect",
    }
}

const fn state(state: JobState) -> &'static str {
    match state {
        JobState::Pending => "pending",
        JobState::Processing => "processing",
        JobState::Completed => "completed",
        JobState::Failed => "failed",
        JobState::Cancelled => "cancelled",
        JobState::Interrupted => "interrupted",
    }
}
