//! The contract of a replica: a place that holds the whole library and orders every write by one revision.
//!
//! The semantics are those of docs/sync.md: a push is one compare-and-set batch, all or nothing; every answered
//! batch consumes its sequence number; a pull is one consistent page; absence is never a deletion.

mod faulty;
mod memory;

use std::collections::BTreeMap;
use std::future::Future;

use longhand_model::{Access, ContentHash};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use faulty::{Fault, FaultyReplica};
pub use memory::MemoryReplica;

/// The hash of a blob: a part of a text or of an attachment.
pub type BlobId = ContentHash;

/// The epochs of a library: each restore from a backup appends one, with the revision it starts at.
pub type Timeline = Vec<(Uuid, u64)>;

/// What a replica says of itself and of a device; `None` where the login has no access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// The identity of the database.
    pub target: Uuid,
    /// The epochs of the library.
    pub timeline: Timeline,
    /// The oldest protocol it speaks.
    pub min_protocol: u32,
    /// The newest protocol it speaks.
    pub max_protocol: u32,
    /// The revision of the library.
    pub rev: u64,
    /// Tombstones with this revision or a lower one may be gone.
    pub gc_floor: u64,
    /// What the login may do.
    pub access: Access,
    /// The sequence number of the last batch answered to this device; 0 before the first.
    pub seq: u64,
    /// The id of that batch.
    pub seq_uuid: Option<Uuid>,
    /// The answer to that batch.
    pub result: Option<PushAnswer>,
}

/// An item as the replica holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The item.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The revision of its last write, unique in the library.
    pub rev: u64,
    /// A tombstone.
    pub deleted: bool,
    /// Its fields; empty for a tombstone.
    pub fields: BTreeMap<String, Value>,
    /// The device that wrote it.
    pub by_device: Uuid,
}

/// A page of what changed after a cursor, from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullPage {
    /// The rows in the order of their revisions.
    pub rows: Vec<Row>,
    /// The revision of the library in the same snapshot.
    pub rev: u64,
    /// The tombstone floor in the same snapshot.
    pub gc_floor: u64,
    /// More rows follow.
    pub full: bool,
}

/// One write of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchItem {
    /// The item.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The revision it was last seen at; 0 for a new item.
    pub base: u64,
    /// Writes a tombstone.
    pub deleted: bool,
    /// Its fields.
    pub fields: BTreeMap<String, Value>,
    /// The blobs its fields name.
    pub blobs: Vec<BlobId>,
}

/// A batch, frozen before it is sent and sent again unchanged until it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PushBatch {
    /// The device that sends it.
    pub device: Uuid,
    /// One more than the last answered batch of the device.
    pub seq: u64,
    /// Tells a repetition from another batch of the same number.
    pub uuid: Uuid,
    /// The protocol the device speaks.
    pub protocol: u32,
    /// The writes.
    pub items: Vec<BatchItem>,
}

/// What a replica answers to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "answer")]
pub enum PushAnswer {
    /// Written: item `k` has revision `first + k`.
    Ok {
        /// The revision of the first item.
        first: u64,
        /// The revision of the library.
        rev: u64,
    },
    /// Some items have another revision than their base: the rows as they are, none where they are gone.
    Stale {
        /// The rows by item.
        rows: BTreeMap<Uuid, Option<Row>>,
    },
    /// Some blobs are not there.
    MissingBlobs {
        /// The blobs.
        blobs: Vec<BlobId>,
    },
    /// Some categories would end inside themselves.
    Cycle(Cycle),
    /// Another batch has this number, or numbers were left out: the device was copied or restored.
    Forked {
        /// The last number answered.
        seq: u64,
    },
    /// The device did not say hello.
    UnknownDevice,
    /// The login may only read.
    ReadOnly,
    /// The protocol is too old.
    ClientTooOld,
}

/// The categories that would end inside themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cycle {
    /// Their ids, sorted.
    pub items: Vec<Uuid>,
}

/// All live items, from one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The live items with their revisions.
    pub live: BTreeMap<Uuid, u64>,
    /// The tombstone floor in the same snapshot.
    pub gc_floor: u64,
}

/// A remote call that brought no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// The request or its answer was lost: what it did is not known.
    #[error("the connection to the remote place broke; what it did is not known")]
    ConnectionLost,
    /// The place cannot be reached now.
    #[error("the remote place cannot be reached: {0}")]
    Unreachable(String),
    /// The login has no access to the library.
    #[error("the login has no access to this library")]
    Denied,
    /// What was sent is refused for good.
    #[error("the remote place refuses this: {0}")]
    Refused(String),
}

impl RemoteError {
    /// Whether the same call may go through later.
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::ConnectionLost | Self::Unreachable(_) => true,
            Self::Denied | Self::Refused(_) => false,
        }
    }
}

/// A place that holds the whole library.
///
/// Every method is one round trip. Implementations pass `conformance::replica`.
pub trait ReplicaRemote {
    /// Registers the device and says where it stands; `None` where the login has no access.
    fn hello(
        &mut self,
        device: Uuid,
        protocol: u32,
        cursor: u64,
    ) -> impl Future<Output = Result<Option<Hello>, RemoteError>> + Send;

    /// Returns what changed after the cursor, at most `limit` rows (at least one when there are any).
    fn pull(
        &mut self,
        cursor: u64,
        limit: usize,
    ) -> impl Future<Output = Result<PullPage, RemoteError>> + Send;

    /// Sends a batch.
    fn push(
        &mut self,
        batch: &PushBatch,
    ) -> impl Future<Output = Result<PushAnswer, RemoteError>> + Send;

    /// Stores blobs; those already there are left as they are. A blob whose hash is wrong is refused.
    fn put_blobs(
        &mut self,
        blobs: &[(BlobId, Vec<u8>)],
    ) -> impl Future<Output = Result<(), RemoteError>> + Send;

    /// Returns the blobs that are there, in the order asked.
    fn get_blobs(
        &mut self,
        ids: &[BlobId],
    ) -> impl Future<Output = Result<Vec<(BlobId, Vec<u8>)>, RemoteError>> + Send;

    /// Returns rows by id; those that are gone are left out.
    fn get(&mut self, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Row>, RemoteError>> + Send;

    /// Returns all live items.
    fn manifest(&mut self) -> impl Future<Output = Result<Manifest, RemoteError>> + Send;
}
