//! Sync: the merge rules, the plan, the deletion guard and the contracts of remotes.
//!
//! Pure: no I/O, no clock, no randomness and no executor of its own. What talks to a place implements
//! [`ReplicaRemote`] (a copy of the whole library) or [`FileRemote`] (documents as files); each family has an
//! in-memory twin, a wrapper that injects faults, and one conformance suite (feature `conformance`).

#[cfg(feature = "conformance")]
pub mod conformance;
mod file;
mod guard;
mod item;
mod merge;
mod plan;
mod replica;

pub use file::{
    Expected, FaultyFiles, FileChange, FileEntry, FileRemote, FileRevision, FileWrite, Listing,
    MemoryFiles, Reachable, WriteAnswer,
};
pub use guard::{Allow, Guard, Stop, Target};
pub use item::Item;
pub use merge::{Copy, Kept, MergedItem, Notice, TextSides, merge_items};
pub use plan::{Counts, Operation, Plan, PlannedFile, Reason, Step, plan_files};
pub use replica::{
    BatchItem, BlobId, Cycle, Fault, FaultyReplica, Hello, Manifest, MemoryReplica, PullPage,
    PushAnswer, PushBatch, RemoteError, ReplicaRemote, Row, Timeline,
};
