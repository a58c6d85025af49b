//! Jobs: what long work is asked for, under way or done. Running it, and telling whether it still runs, is elsewhere.

use longhand_model::{Job, JobId, JobProgress, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};
use serde_json::Value;

use crate::{Reader, StoreError, Writer, column};

macro_rules! job_where {
    ($condition:literal) => {
        concat!(
            "SELECT
                id, kind, state, title, done, total, current, result, error, created_at, finished_at,
                request IS NOT NULL AND state IN ('failed', 'cancelled', 'interrupted') AS resumable
            FROM jobs
            WHERE ",
            $condition
        )
    };
}

/// Returns jobs, the newest first.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader, limit: usize) -> Result<Vec<Job>, StoreError> {
    let jobs = r
        .prepare(job_where!(
            "TRUE
            ORDER BY number DESC
            LIMIT :limit"
        ))?
        .query_map(named_params! { ":limit": column::length(limit) }, job)?
        .collect::<Result<_, _>>()?;
    Ok(jobs)
}

/// Returns a job.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: JobId) -> Result<Option<Job>, StoreError> {
    let found = r
        .prepare(job_where!("id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, job)
        .optional()?;
    Ok(found)
}

/// Returns the jobs that are pending or processing, as far as their rows know.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn unfinished(r: &Reader) -> Result<Vec<Job>, StoreError> {
    let jobs = r
        .prepare(job_where!(
            "state IN ('pending', 'processing')
            ORDER BY number"
        ))?
        .query_map([], job)?
        .collect::<Result<_, _>>()?;
    Ok(jobs)
}

/// Writes a job, new or known.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn put(w: &Writer, job: &Job) -> Result<(), StoreError> {
    w.prepare(
        "INSERT INTO jobs (id, kind, state, title, done, total, current, result, error, created_at, finished_at)
        VALUES (:id, :kind, :state, :title, :done, :total, :current, :result, :error, :created_at, :finished_at)
        ON CONFLICT (id) DO UPDATE
        SET state = excluded.state,
            title = excluded.title,
            done = excluded.done,
            total = excluded.total,
            current = excluded.current,
            result = excluded.result,
            error = excluded.error,
            finished_at = excluded.finished_at",
    )?
    .execute(named_params! {
        ":id": job.id.as_bytes(),
        ":kind": column::named(&job.kind)?,
        ":state": column::named(&job.state)?,
        ":title": job.title,
        ":done": column::integer(job.progress.done),
        ":total": job.progress.total.map(column::integer),
        ":current": job.progress.current,
        ":result": job.result.as_ref().map(ToString::to_string),
        ":error": job.error,
        ":created_at": job.created_at.as_millis(),
        ":finished_at": job.finished_at.map(Timestamp::as_millis),
    })?;
    Ok(())
}

/// Keeps what it takes to start a job again.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn set_request(w: &Writer, id: JobId, request: &Value) -> Result<(), StoreError> {
    w.prepare(
        "UPDATE jobs
        SET request = :request
        WHERE id = :id",
    )?
    .execute(named_params! { ":request": request.to_string(), ":id": id.as_bytes() })?;
    Ok(())
}

/// Returns what it takes to start a job again; none for a job that cannot be.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn request(r: &Reader, id: JobId) -> Result<Option<Value>, StoreError> {
    let found = r
        .prepare(
            "SELECT request
            FROM jobs
            WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id.as_bytes() }, |row| {
            column::optional_json(row, "request")
        })
        .optional()?;
    Ok(found.flatten())
}

/// Deletes jobs that ended before a time.
///
/// # Errors
/// [`StoreError`] when the file cannot be written.
pub fn forget_before(w: &Writer, before: Timestamp) -> Result<u64, StoreError> {
    let forgotten = w
        .prepare(
            "DELETE FROM jobs
            WHERE finished_at < :before",
        )?
        .execute(named_params! { ":before": before.as_millis() })?;
    Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: column::id(row, "id")?,
        kind: column::word(row, "kind")?,
        state: column::word(row, "state")?,
        progress: JobProgress {
            done: column::count(row, "done")?,
            total: row
                .get::<_, Option<i64>>("total")?
                .map(|total| u64::try_from(total).unwrap_or(0)),
            current: row.get("current")?,
        },
        title: row.get("title")?,
        result: column::optional_json(row, "result")?,
        error: row.get("error")?,
        created_at: column::time(row, "created_at")?,
        finished_at: column::optional_time(row, "finished_at")?,
        resumable: row.get("resumable")?,
    })
}
