//! The in-memory file remote.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use longhand_model::ContentHash;

use super::{
    Expected, FileChange, FileEntry, FileRemote, FileRevision, FileWrite, Listing, WriteAnswer,
    bad_path,
};
use crate::RemoteError;

#[derive(Debug, Clone)]
struct State {
    target: String,
    files: BTreeMap<String, Vec<u8>>,
    reachable: bool,
}

/// Files in memory; clones share them, as two devices share a folder.
#[derive(Debug, Clone)]
pub struct MemoryFiles {
    state: Arc<Mutex<State>>,
}

impl MemoryFiles {
    /// Makes an empty place.
    pub fn new(target: &str) -> Self {
        let state = State {
            target: target.to_owned(),
            files: BTreeMap::new(),
            reachable: true,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Writes a file as another program would: without expecting anything.
    pub fn edit_elsewhere(&self, path: &str, bytes: Option<&[u8]>) {
        let mut state = self.lock();
        match bytes {
            Some(bytes) => state.files.insert(path.to_owned(), bytes.to_vec()),
            None => state.files.remove(path),
        };
    }

    /// Exchanges the place for another one with other files, as a drive mounted at the same path does.
    pub fn exchange(&self, target: &str) {
        let mut state = self.lock();
        state.target = target.to_owned();
        state.files.clear();
    }

    /// Takes the place away, or brings it back.
    pub fn set_reachable(&self, reachable: Reachable) {
        self.lock().reachable = reachable == Reachable::Yes;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self) -> Result<MutexGuard<'_, State>, RemoteError> {
        let state = self.lock();
        if state.reachable {
            Ok(state)
        } else {
            Err(RemoteError::Unreachable("it is not mounted".to_owned()))
        }
    }
}

/// Whether a place answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachable {
    /// It answers.
    Yes,
    /// It does not.
    No,
}

fn revision(bytes: &[u8]) -> FileRevision {
    FileRevision(ContentHash::of(bytes).to_string())
}

impl FileRemote for MemoryFiles {
    async fn list(&mut self) -> Result<Listing, RemoteError> {
        let state = self.reach()?;
        let files = state.files.iter().map(|(path, bytes)| FileEntry {
            path: path.clone(),
            revision: revision(bytes),
            bytes: bytes.len() as u64,
        });
        Ok(Listing {
            target: state.target.clone(),
            files: files.collect(),
            complete: true,
        })
    }

    async fn read(&mut self, path: &str) -> Result<Option<(Vec<u8>, FileRevision)>, RemoteError> {
        let state = self.reach()?;
        Ok(state
            .files
            .get(path)
            .map(|bytes| (bytes.clone(), revision(bytes))))
    }

    async fn write(&mut self, writes: &[FileWrite]) -> Result<Vec<WriteAnswer>, RemoteError> {
        let mut state = self.reach()?;
        Ok(writes.iter().map(|write| state.write(write)).collect())
    }
}

impl State {
    fn write(&mut self, write: &FileWrite) -> WriteAnswer {
        if let Some(why) = bad_path(&write.path) {
            return WriteAnswer::BadPath(why.to_owned());
        }
        let found = self.files.get(&write.path).map(|bytes| revision(bytes));
        let as_expected = match &write.expected {
            Expected::Absent => found.is_none(),
            Expected::Revision(expected) => found.as_ref() == Some(expected),
        };
        if !as_expected {
            return WriteAnswer::Stale(found);
        }
        match &write.change {
            FileChange::Put(bytes) => {
                self.files.insert(write.path.clone(), bytes.clone());
                WriteAnswer::Written(Some(revision(bytes)))
            }
            FileChange::Delete => {
                self.files.remove(&write.path);
                WriteAnswer::Written(None)
            }
        }
    }
}
