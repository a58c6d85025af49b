//! The plan of a file remote as data: what would be done, and why, before anything is done.
//!
//! Pure and total: every combination of base, local and remote has exactly one step. Absence at the remote
//! side counts as a deletion only where a base proves that the file was there.

use std::fmt;

use longhand_model::{ContentHash, DocumentId};
use serde::{Deserialize, Serialize};

/// One document, or one file, with the states that are known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedFile {
    /// The file's path in the remote place.
    pub path: String,
    /// The document, when there is one.
    pub document: Option<DocumentId>,
    /// The last content both sides had.
    pub base: Option<ContentHash>,
    /// The content here; none when the document is gone or in the trash.
    pub local: Option<ContentHash>,
    /// The content there; none when the file is gone.
    pub remote: Option<ContentHash>,
}

/// What is done with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    /// Nothing: both sides have the base.
    Keep,
    /// The base moves: both sides have the same new content.
    Adopt,
    /// The tie is forgotten: both sides are gone.
    Forget,
    /// The file is made there.
    CreateRemote,
    /// The file is changed there.
    UpdateRemote,
    /// The file is deleted there.
    DeleteRemote,
    /// The document is made here.
    CreateLocal,
    /// The document is changed here.
    UpdateLocal,
    /// The document goes to the trash here.
    TrashLocal,
    /// Both sides changed: three-way merge.
    Merge,
}

/// Why it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// Nothing changed.
    Unchanged,
    /// Both sides became the same.
    SameContent,
    /// Only this side changed.
    ChangedHere,
    /// Only the other side changed.
    ChangedThere,
    /// Both sides changed.
    ChangedOnBoth,
    /// Only this side is new.
    NewHere,
    /// Only the other side is new.
    NewThere,
    /// Both sides are new at one path.
    NewOnBoth,
    /// Deleted here, unchanged there.
    DeletedHere,
    /// Deleted there, unchanged here.
    DeletedThere,
    /// Deleted on both sides.
    DeletedOnBoth,
    /// Deleted there, edited here: the edit stands.
    EditedHereDeletedThere,
    /// Deleted here, edited there: the edit stands.
    EditedThereDeletedHere,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The file.
    pub file: PlannedFile,
    /// What is done.
    pub operation: Operation,
    /// Why.
    pub reason: Reason,
}

/// How many steps of each kind a plan has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Files that are tied to a document by a base.
    pub bound: usize,
    /// Files made or changed there.
    pub outgoing: usize,
    /// Documents made or changed here.
    pub incoming: usize,
    /// Merges.
    pub merges: usize,
    /// Files deleted there.
    pub remote_deletions: usize,
    /// Documents that go to the trash here.
    pub local_deletions: usize,
}

/// A plan: its steps sorted by path, and their counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The steps that do something, sorted by path.
    pub steps: Vec<Step>,
    /// How many there are of each kind.
    pub counts: Counts,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keep => "keep",
            Self::Adopt => "adopt",
            Self::Forget => "forget",
            Self::CreateRemote => "create there",
            Self::UpdateRemote => "update there",
            Self::DeleteRemote => "delete there",
            Self::CreateLocal => "create here",
            Self::UpdateLocal => "update here",
            Self::TrashLocal => "trash here",
            Self::Merge => "merge",
        })
    }
}

/// Plans what becomes of every file.
pub fn plan_files(files: impl IntoIterator<Item = PlannedFile>) -> Plan {
    let mut plan = Plan {
        steps: Vec::new(),
        counts: Counts::default(),
    };
    for file in files {
        let (operation, reason) = decide(&file);
        plan.counts.add(&file, operation);
        if operation != Operation::Keep {
            plan.steps.push(Step {
                file,
                operation,
                reason,
            });
        }
    }
    plan.steps
        .sort_by(|one, other| one.file.path.cmp(&other.file.path));
    plan
}

fn decide(file: &PlannedFile) -> (Operation, Reason) {
    let PlannedFile {
        base,
        local,
        remote,
        ..
    } = file;
    match (base, local, remote) {
        (None, None, None) => (Operation::Forget, Reason::DeletedOnBoth),
        (None, Some(_), None) => (Operation::CreateRemote, Reason::NewHere),
        (None, None, Some(_)) => (Operation::CreateLocal, Reason::NewThere),
        (None, Some(local), Some(remote)) if local == remote => {
            (Operation::Adopt, Reason::SameContent)
        }
        (None, Some(_), Some(_)) => (Operation::Merge, Reason::NewOnBoth),
        (Some(_), None, None) => (Operation::Forget, Reason::DeletedOnBoth),
        (Some(base), Some(local), None) if base == local => {
            (Operation::TrashLocal, Reason::DeletedThere)
        }
        (Some(_), Some(_), None) => (Operation::CreateRemote, Reason::EditedHereDeletedThere),
        (Some(base), None, Some(remote)) if base == remote => {
            (Operation::DeleteRemote, Reason::DeletedHere)
        }
        (Some(_), None, Some(_)) => (Operation::CreateLocal, Reason::EditedThereDeletedHere),
        (Some(base), Some(local), Some(remote)) => decide_bound(base, local, remote),
    }
}

fn decide_bound(
    base: &ContentHash,
    local: &ContentHash,
    remote: &ContentHash,
) -> (Operation, Reason) {
    match (base == local, base == remote, local == remote) {
        (true, true, _) => (Operation::Keep, Reason::Unchanged),
        (true, false, _) => (Operation::UpdateLocal, Reason::ChangedThere),
        (false, true, _) => (Operation::UpdateRemote, Reason::ChangedHere),
        (false, false, true) => (Operation::Adopt, Reason::SameContent),
        (false, false, false) => (Operation::Merge, Reason::ChangedOnBoth),
    }
}

impl Counts {
    fn add(&mut self, file: &PlannedFile, operation: Operation) {
        self.bound += usize::from(file.base.is_some());
        match operation {
            Operation::Keep | Operation::Adopt | Operation::Forget => {}
            Operation::CreateRemote | Operation::UpdateRemote => self.outgoing += 1,
            Operation::CreateLocal | Operation::UpdateLocal => self.incoming += 1,
            Operation::Merge => self.merges += 1,
            Operation::DeleteRemote => self.remote_deletions += 1,
            Operation::TrashLocal => self.local_deletions += 1,
        }
    }
}
