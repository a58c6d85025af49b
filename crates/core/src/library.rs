//! The library as a whole: what it is, what it holds, whether it is sound.

use longhand_attachments::Verdict;
use longhand_model::{AttachmentId, LibraryCounts, LibraryInfo, StorageStats};
use longhand_store::doctor::{Check, Repair};
use longhand_store::{attachments, documents, stats};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{App, Caller, CoreError};

/// At most this many problems are told in one check.
const MOST_PROBLEMS: usize = 20;

/// Attachments are listed in pages of this many.
const PAGE: usize = 500;

/// What a check of the library found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    /// Nothing is wrong, or nothing is any more.
    pub sound: bool,
    /// What was looked at, in order.
    pub checks: Vec<DoctorCheck>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorCheck {
    /// What it is, such as `versions`.
    pub name: String,
    /// How many things were looked at.
    pub checked: u64,
    /// What is wrong, at most 20 of it.
    pub problems: Vec<String>,
    /// How many problems were repaired.
    pub repaired: u64,
    /// Problems that are left.
    pub left: u64,
}

/// The size of the library file before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Compacted {
    /// Bytes before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}

/// Tells what the library is.
///
/// # Errors
/// The library cannot be read.
pub fn info(app: &App, _caller: &Caller) -> Result<LibraryInfo, CoreError> {
    Ok(app.library().info()?)
}

/// Counts what the sidebar shows.
///
/// # Errors
/// The library cannot be read.
pub fn counts(app: &App, _caller: &Caller) -> Result<LibraryCounts, CoreError> {
    app.read(|r| Ok(documents::counts(r)?))
}

/// Tells what takes room.
///
/// # Errors
/// The library cannot be read.
pub fn stats(app: &App, _caller: &Caller) -> Result<StorageStats, CoreError> {
    app.read(|r| Ok(stats::storage(r)?))
}

/// Gives free room in the file back to the disk.
///
/// # Errors
/// [`CoreError::DiskFull`]; [`CoreError::Busy`] while another process reads or writes.
pub fn compact(app: &App, _caller: &Caller) -> Result<Compacted, CoreError> {
    let (before, after) = app.library().compact()?;
    Ok(Compacted { before, after })
}

/// Checks everything, the attachments' bytes included, and changes nothing.
///
/// # Errors
/// The library cannot be read at all.
pub fn check(app: &App, _caller: &Caller) -> Result<DoctorReport, CoreError> {
    report(app, Repair::Nothing)
}

/// Checks everything, and makes anew what can be made anew: indexes, counters, names.
///
/// # Errors
/// The library cannot be read or written at all.
pub fn repair(app: &App, _caller: &Caller) -> Result<DoctorReport, CoreError> {
    report(app, Repair::Derived)
}

fn report(app: &App, repair: Repair) -> Result<DoctorReport, CoreError> {
    let stored = app.library().doctor(repair)?;
    let mut checks: Vec<DoctorCheck> = stored.checks.into_iter().map(DoctorCheck::from).collect();
    checks.push(attachment_bytes(app)?);
    Ok(DoctorReport {
        sound: checks.iter().all(|check| check.left == 0),
        checks,
    })
}

/// Reads the bytes of every attachment. Lost bytes cannot be made anew: a backup has them.
fn attachment_bytes(app: &App) -> Result<DoctorCheck, CoreError> {
    let mut check = DoctorCheck {
        name: "attachments".to_owned(),
        checked: 0,
        problems: Vec::new(),
        repaired: 0,
        left: 0,
    };
    let mut after: Option<AttachmentId> = None;
    loop {
        let page = app.read(|r| Ok(attachments::list(r, PAGE, after)?))?;
        let Some(last) = page.last() else {
            return Ok(check);
        };
        after = Some(last.id);
        for attachment in page {
            check.checked += 1;
            let problem = match app.wait_for(app.attachments().verify(attachment.hash))? {
                Verdict::Intact => continue,
                Verdict::Missing => "its bytes are missing",
                Verdict::Damaged { .. } => "its bytes are not what they were",
            };
            check.left += 1;
            if check.problems.len() < MOST_PROBLEMS {
                let told = format!("attachment \"{}\": {problem}", attachment.file_name);
                check.problems.push(told);
            }
        }
    }
}

impl From<Check> for DoctorCheck {
    fn from(check: Check) -> Self {
        Self {
            name: check.name,
            checked: check.checked,
            problems: check.problems,
            repaired: check.repaired,
            left: check.left,
        }
    }
}
