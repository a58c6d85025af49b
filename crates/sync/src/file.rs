//! The contract of a file remote: a place that holds documents as files.
//!
//! A listing says whether it is complete: only a complete listing can prove that a file is gone. Every
//! write names the state it expects, so that nothing unseen is overwritten.

mod faulty;
mod memory;

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::RemoteError;

pub use faulty::FaultyFiles;
pub use memory::{MemoryFiles, Reachable};

/// What the place calls the content of a file, such as a hash or a blob id; equal content, equal revision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileRevision(pub String);

/// A file in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    /// Its path with `/`, relative to the root of the place.
    pub path: String,
    /// Its content's revision.
    pub revision: FileRevision,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The files of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The identity of the place; another one is another place.
    pub target: String,
    /// The files, sorted by path.
    pub files: Vec<FileEntry>,
    /// Whether all files are named; when false, a missing file says nothing.
    pub complete: bool,
}

/// The state a write expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// There is no file at the path.
    Absent,
    /// The file has this content.
    Revision(FileRevision),
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// The file has these bytes from now on.
    Put(Vec<u8>),
    /// The file is gone from now on.
    Delete,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWrite {
    /// The path with `/`.
    pub path: String,
    /// The state it expects.
    pub expected: Expected,
    /// What is written.
    pub change: FileChange,
}

/// What became of one write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteAnswer {
    /// Written; the new revision, none after a deletion.
    Written(Option<FileRevision>),
    /// The file is not in the expected state: its revision, none where there is no file.
    Stale(Option<FileRevision>),
    /// The path cannot exist in this place.
    BadPath(String),
}

/// A place that holds documents as files. Implementations pass `conformance::files`.
pub trait FileRemote {
    /// Lists the files.
    fn list(&mut self) -> impl Future<Output = Result<Listing, RemoteError>> + Send;

    /// Reads a file with its revision; `None` when there is none.
    fn read(
        &mut self,
        path: &str,
    ) -> impl Future<Output = Result<Option<(Vec<u8>, FileRevision)>, RemoteError>> + Send;

    /// Writes files; each is answered by itself, in order. A stale write changes nothing.
    fn write(
        &mut self,
        writes: &[FileWrite],
    ) -> impl Future<Output = Result<Vec<WriteAnswer>, RemoteError>> + Send;
}

/// Says why a path cannot exist in any place: it leaves the root, or names no file.
pub(crate) fn bad_path(path: &str) -> Option<&'static str> {
    if path.is_empty() || path.starts_with('/') {
        return Some("a path is relative and not empty");
    }
    if path.contains(['\\', '\0']) || path.chars().any(char::is_control) {
        return Some("a path holds no backslash and no control character");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Some("a path has no empty part and no dots");
    }
    path.split('/')
        .any(|part| part.eq_ignore_ascii_case(".git"))
        .then_some("a path does not enter .git")
}
