//! A replica whose line breaks: each call takes the next fault from a list, so that runs repeat.

use std::collections::VecDeque;

use uuid::Uuid;

use super::{
    BlobId, Hello, Manifest, PullPage, PushAnswer, PushBatch, RemoteError, ReplicaRemote, Row,
};

/// What happens to one call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The request does not arrive.
    LostRequest,
    /// The request is carried out, its answer does not come back.
    LostAnswer,
    /// The request is carried out twice.
    Duplicate,
    /// The request is lost now and carried out before the next call.
    Late,
}

/// A replica behind a line with faults; without any left, the line is sound.
#[derive(Debug)]
pub struct FaultyReplica<R> {
    inner: R,
    faults: VecDeque<Fault>,
    late: Vec<PushBatch>,
}

impl<R: ReplicaRemote + Send> FaultyReplica<R> {
    /// Puts a line with faults before a replica.
    pub fn new(inner: R, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            inner,
            faults: faults.into_iter().collect(),
            late: Vec::new(),
        }
    }

    async fn next(&mut self) -> Result<Fault, RemoteError> {
        for batch in std::mem::take(&mut self.late) {
            // Nobody waits for the answer of a late request.
            let _ = self.inner.push(&batch).await;
        }
        let fault = self.faults.pop_front().unwrap_or_default();
        if fault == Fault::LostRequest {
            Err(RemoteError::ConnectionLost)
        } else {
            Ok(fault)
        }
    }
}

fn arrive<T>(fault: Fault, answer: Result<T, RemoteError>) -> Result<T, RemoteError> {
    match fault {
        Fault::LostAnswer | Fault::LostRequest | Fault::Late => Err(RemoteError::ConnectionLost),
        Fault::None | Fault::Duplicate => answer,
    }
}

impl<R: ReplicaRemote + Send> ReplicaRemote for FaultyReplica<R> {
    async fn hello(
        &mut self,
        device: Uuid,
        protocol: u32,
        cursor: u64,
    ) -> Result<Option<Hello>, RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.hello(device, protocol, cursor).await)
    }

    async fn pull(&mut self, cursor: u64, limit: usize) -> Result<PullPage, RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.pull(cursor, limit).await)
    }

    async fn push(&mut self, batch: &PushBatch) -> Result<PushAnswer, RemoteError> {
        let fault = self.next().await?;
        match fault {
            Fault::Late => {
                self.late.push(batch.clone());
                Err(RemoteError::ConnectionLost)
            }
            Fault::Duplicate => {
                self.inner.push(batch).await?;
                self.inner.push(batch).await
            }
            Fault::None | Fault::LostRequest | Fault::LostAnswer => {
                arrive(fault, self.inner.push(batch).await)
            }
        }
    }

    async fn put_blobs(&mut self, blobs: &[(BlobId, Vec<u8>)]) -> Result<(), RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.put_blobs(blobs).await)
    }

    async fn get_blobs(&mut self, ids: &[BlobId]) -> Result<Vec<(BlobId, Vec<u8>)>, RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.get_blobs(ids).await)
    }

    async fn get(&mut self, ids: &[Uuid]) -> Result<Vec<Row>, RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.get(ids).await)
    }

    async fn manifest(&mut self) -> Result<Manifest, RemoteError> {
        let fault = self.next().await?;
        arrive(fault, self.inner.manifest().await)
    }
}
