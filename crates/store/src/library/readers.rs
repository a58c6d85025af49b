//! Readers: connections that only read, lent out and taken back, at most so many at once.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use longhand_model::Sources;

use super::{Options, lock};
use crate::{Reader, StoreError, connection};

/// The connections that only read.
pub(super) struct Readers {
    path: PathBuf,
    sources: Sources,
    most: usize,
    busy_timeout: Duration,
    lending: Mutex<Lending>,
    returned: Condvar,
}

struct Lending {
    idle: Vec<Reader>,
    lent: usize,
}

impl Readers {
    pub(super) fn of(path: &Path, sources: Sources, options: &Options) -> Self {
        Self {
            path: path.to_owned(),
            sources,
            most: options.readers.max(1),
            busy_timeout: options.busy_timeout,
            lending: Mutex::new(Lending {
                idle: Vec::new(),
                lent: 0,
            }),
            returned: Condvar::new(),
        }
    }

    /// Lends a reader; waits for one where all are lent.
    pub(super) fn lend(&self) -> Result<Lease<'_>, StoreError> {
        let mut lending = lock(&self.lending);
        while lending.lent >= self.most {
            lending = self
                .returned
                .wait(lending)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let idle = lending.idle.pop();
        lending.lent += 1;
        drop(lending);
        let lease = Lease {
            readers: self,
            reader: idle,
        };
        lease.filled()
    }
}

/// A reader taken from the pool, which goes back when this is dropped.
pub(super) struct Lease<'l> {
    readers: &'l Readers,
    reader: Option<Reader>,
}

impl Lease<'_> {
    fn filled(mut self) -> Result<Self, StoreError> {
        if self.reader.is_none() {
            let connection = connection::reader(&self.readers.path, self.readers.busy_timeout)?;
            self.reader = Some(Reader::new(connection, self.readers.sources.clone()));
        }
        Ok(self)
    }

    pub(super) fn reader(&self) -> &Reader {
        self.reader
            .as_ref()
            .expect("invariant: a lease is filled before it is handed out")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut lending = lock(&self.readers.lending);
        lending.lent -= 1;
        lending.idle.extend(self.reader.take());
        self.readers.returned.notify_one();
    }
}
