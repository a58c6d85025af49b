//! A file remote whose line breaks: each call takes the next fault from a list.

use std::collections::VecDeque;

use super::{FileRemote, FileRevision, FileWrite, Listing, WriteAnswer};
use crate::{Fault, RemoteError};

/// A file remote behind a line with faults; without any left, the line is sound.
#[derive(Debug)]
pub struct FaultyFiles<R> {
    inner: R,
    faults: VecDeque<Fault>,
    late: Vec<Vec<FileWrite>>,
}

impl<R: FileRemote + Send> FaultyFiles<R> {
    /// Puts a line with faults before a file remote.
    pub fn new(inner: R, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            inner,
            faults: faults.into_iter().collect(),
            late: Vec::new(),
        }
    }

    async fn next(&mut self) -> Fault {
        for writes in std::mem::take(&mut self.late) {
            // Nobody waits for the answer of a late request.
            let _ = self.inner.write(&writes).await;
        }
        self.faults.pop_front().unwrap_or_default()
    }
}

impl<R: FileRemote + Send> FileRemote for FaultyFiles<R> {
    async fn list(&mut self) -> Result<Listing, RemoteError> {
        match self.next().await {
            Fault::None | Fault::Duplicate => self.inner.list().await,
            Fault::LostRequest | Fault::LostAnswer | Fault::Late => {
                Err(RemoteError::ConnectionLost)
            }
        }
    }

    async fn read(&mut self, path: &str) -> Result<Option<(Vec<u8>, FileRevision)>, RemoteError> {
        match self.next().await {
            Fault::None | Fault::Duplicate => self.inner.read(path).await,
            Fault::LostRequest | Fault::LostAnswer | Fault::Late => {
                Err(RemoteError::ConnectionLost)
            }
        }
    }

    async fn write(&mut self, writes: &[FileWrite]) -> Result<Vec<WriteAnswer>, RemoteError> {
        match self.next().await {
            Fault::None => self.inner.write(writes).await,
            Fault::Duplicate => {
                self.inner.write(writes).await?;
                self.inner.write(writes).await
            }
            Fault::LostRequest => Err(RemoteError::ConnectionLost),
            Fault::LostAnswer => {
                self.inner.write(writes).await?;
                Err(RemoteError::ConnectionLost)
            }
            Fault::Late => {
                self.late.push(writes.to_vec());
                Err(RemoteError::ConnectionLost)
            }
        }
    }
}
