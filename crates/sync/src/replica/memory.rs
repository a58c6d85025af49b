//! The in-memory replica: the model that the PostgreSQL functions answer alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use longhand_model::Access;
use uuid::Uuid;

use super::{
    BatchItem, BlobId, Cycle, Hello, Manifest, PullPage, PushAnswer, PushBatch, RemoteError,
    ReplicaRemote, Row, Timeline,
};

/// The deepest category tree; a longer chain counts as a cycle.
const MAX_DEPTH: usize = 256;
const PROTOCOL: u32 = 1;

#[derive(Debug, Clone)]
struct Device {
    login: String,
    seq: u64,
    uuid: Option<Uuid>,
    result: Option<PushAnswer>,
    pulled: u64,
}

#[derive(Debug, Clone)]
struct State {
    target: Uuid,
    timeline: Timeline,
    rev: u64,
    gc_floor: u64,
    members: BTreeMap<String, Access>,
    devices: BTreeMap<Uuid, Device>,
    items: BTreeMap<Uuid, Row>,
    blobs: BTreeMap<BlobId, Vec<u8>>,
}

/// A connection of one login to a replica in memory; clones share the replica.
#[derive(Debug, Clone)]
pub struct MemoryReplica {
    state: Arc<Mutex<State>>,
    login: String,
}

impl MemoryReplica {
    /// Makes an empty replica that the login administers.
    pub fn new(target: Uuid, epoch: Uuid, login: &str) -> Self {
        let state = State {
            target,
            timeline: vec![(epoch, 0)],
            rev: 0,
            gc_floor: 0,
            members: BTreeMap::from([(login.to_owned(), Access::Admin)]),
            devices: BTreeMap::new(),
            items: BTreeMap::new(),
            blobs: BTreeMap::new(),
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            login: login.to_owned(),
        }
    }

    /// Connects as another login, which has no access until it is made a member.
    #[must_use]
    pub fn connect(&self, login: &str) -> Self {
        Self {
            state: Arc::clone(&self.state),
            login: login.to_owned(),
        }
    }

    /// Gives a login access, or takes it away.
    pub fn set_member(&self, login: &str, access: Option<Access>) {
        let mut state = self.lock();
        match access {
            Some(access) => state.members.insert(login.to_owned(), access),
            None => state.members.remove(login),
        };
    }

    /// Forgets the tombstones that every device has pulled past.
    pub fn collect_tombstones(&self) {
        let mut state = self.lock();
        let pulled = state
            .devices
            .values()
            .map(|device| device.pulled)
            .min()
            .unwrap_or(0);
        let newest = state
            .items
            .values()
            .filter(|row| row.deleted)
            .map(|row| row.rev)
            .max()
            .unwrap_or(0);
        let floor = pulled.min(newest);
        state.gc_floor = state.gc_floor.max(floor);
        state.items.retain(|_, row| !row.deleted || row.rev > floor);
    }

    /// Goes back to an earlier copy, as a database restored from a backup does, and starts an epoch.
    pub fn restore(&self, copy: &Self, epoch: Uuid) {
        let mut earlier = copy.lock().clone();
        earlier.timeline.push((epoch, earlier.rev));
        *self.lock() = earlier;
    }

    /// Copies the replica as a backup does.
    #[must_use]
    pub fn backup(&self) -> Self {
        Self {
            state: Arc::new(Mutex::new(self.lock().clone())),
            login: self.login.clone(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readable(&self) -> Result<MutexGuard<'_, State>, RemoteError> {
        let state = self.lock();
        if state.members.contains_key(&self.login) {
            Ok(state)
        } else {
            Err(RemoteError::Denied)
        }
    }
}

impl ReplicaRemote for MemoryReplica {
    async fn hello(
        &mut self,
        device: Uuid,
        _protocol: u32,
        cursor: u64,
    ) -> Result<Option<Hello>, RemoteError> {
        let mut state = self.lock();
        let Some(access) = state.members.get(&self.login).copied() else {
            return Ok(None);
        };
        let entry = state.devices.entry(device).or_insert_with(|| Device {
            login: self.login.clone(),
            seq: 0,
            uuid: None,
            result: None,
            pulled: cursor,
        });
        let own = entry.login == self.login;
        if own {
            entry.pulled = entry.pulled.max(cursor);
        }
        let (seq, seq_uuid, result) = (entry.seq, entry.uuid, entry.result.clone());
        Ok(Some(Hello {
            target: state.target,
            timeline: state.timeline.clone(),
            min_protocol: PROTOCOL,
            max_protocol: PROTOCOL,
            rev: state.rev,
            gc_floor: state.gc_floor,
            access,
            seq,
            seq_uuid,
            result,
        }))
    }

    async fn pull(&mut self, cursor: u64, limit: usize) -> Result<PullPage, RemoteError> {
        let state = self.readable()?;
        let mut rows: Vec<Row> = state
            .items
            .values()
            .filter(|row| row.rev > cursor)
            .cloned()
            .collect();
        rows.sort_by_key(|row| row.rev);
        let full = rows.len() > limit.max(1);
        rows.truncate(limit.max(1));
        Ok(PullPage {
            rows,
            rev: state.rev,
            gc_floor: state.gc_floor,
            full,
        })
    }

    async fn push(&mut self, batch: &PushBatch) -> Result<PushAnswer, RemoteError> {
        let mut state = self.readable()?;
        if state
            .members
            .get(&self.login)
            .is_none_or(|access| *access < Access::Write)
        {
            return Ok(PushAnswer::ReadOnly);
        }
        if batch.protocol < PROTOCOL {
            return Ok(PushAnswer::ClientTooOld);
        }
        let Some(device) = state
            .devices
            .get(&batch.device)
            .filter(|device| device.login == self.login)
        else {
            return Ok(PushAnswer::UnknownDevice);
        };
        if device.seq == batch.seq && device.uuid == Some(batch.uuid) {
            return device.result.clone().ok_or(RemoteError::ConnectionLost);
        }
        if batch.seq != device.seq + 1 {
            return Ok(PushAnswer::Forked { seq: device.seq });
        }
        let answer = state.refuse(batch).unwrap_or_else(|| state.write(batch));
        if let Some(device) = state.devices.get_mut(&batch.device) {
            device.seq = batch.seq;
            device.uuid = Some(batch.uuid);
            device.result = Some(answer.clone());
        }
        Ok(answer)
    }

    async fn put_blobs(&mut self, blobs: &[(BlobId, Vec<u8>)]) -> Result<(), RemoteError> {
        let mut state = self.readable()?;
        if state
            .members
            .get(&self.login)
            .is_none_or(|access| *access < Access::Write)
        {
            return Err(RemoteError::Denied);
        }
        if blobs.iter().any(|(id, bytes)| BlobId::of(bytes) != *id) {
            return Err(RemoteError::Refused(
                "a blob does not have the hash it is sent under".to_owned(),
            ));
        }
        for (id, bytes) in blobs {
            state.blobs.entry(*id).or_insert_with(|| bytes.clone());
        }
        Ok(())
    }

    async fn get_blobs(&mut self, ids: &[BlobId]) -> Result<Vec<(BlobId, Vec<u8>)>, RemoteError> {
        let state = self.readable()?;
        Ok(ids
            .iter()
            .filter_map(|id| state.blobs.get(id).map(|bytes| (*id, bytes.clone())))
            .collect())
    }

    async fn get(&mut self, ids: &[Uuid]) -> Result<Vec<Row>, RemoteError> {
        let state = self.readable()?;
        Ok(ids
            .iter()
            .filter_map(|id| state.items.get(id).cloned())
            .collect())
    }

    async fn manifest(&mut self) -> Result<Manifest, RemoteError> {
        let state = self.readable()?;
        let live = state
            .items
            .values()
            .filter(|row| !row.deleted)
            .map(|row| (row.id, row.rev))
            .collect();
        Ok(Manifest {
            live,
            gc_floor: state.gc_floor,
        })
    }
}

impl State {
    /// Says why a batch cannot be written, in the order in which a client can mend it.
    fn refuse(&self, batch: &PushBatch) -> Option<PushAnswer> {
        let current = |item: &BatchItem| self.items.get(&item.id);
        let rows: BTreeMap<Uuid, Option<Row>> = batch
            .items
            .iter()
            .filter(|item| current(item).map_or(0, |row| row.rev) != item.base)
            .map(|item| (item.id, current(item).cloned()))
            .collect();
        if !rows.is_empty() {
            return Some(PushAnswer::Stale { rows });
        }
        let named: BTreeSet<BlobId> = batch
            .items
            .iter()
            .flat_map(|item| item.blobs.iter().copied())
            .collect();
        let blobs: Vec<BlobId> = named
            .into_iter()
            .filter(|id| !self.blobs.contains_key(id))
            .collect();
        if !blobs.is_empty() {
            return Some(PushAnswer::MissingBlobs { blobs });
        }
        let items = self.cycles(batch);
        (!items.is_empty()).then_some(PushAnswer::Cycle(Cycle { items }))
    }

    /// The categories of a batch that would end inside themselves.
    fn cycles(&self, batch: &PushBatch) -> Vec<Uuid> {
        let parent_of = |id: Uuid| -> Option<Uuid> {
            let written = batch
                .items
                .iter()
                .find(|item| item.id == id && item.kind == "category");
            let fields = match written {
                Some(item) if item.deleted => return None,
                Some(item) => &item.fields,
                None => &self.items.get(&id)?.fields,
            };
            Uuid::parse_str(fields.get("parent")?.as_str()?).ok()
        };
        let ends_in_itself = |start: Uuid| {
            let mut at = start;
            for _ in 0..MAX_DEPTH {
                match parent_of(at) {
                    Some(parent) if parent == start => return true,
                    Some(parent) => at = parent,
                    None => return false,
                }
            }
            true
        };
        let categories = batch
            .items
            .iter()
            .filter(|item| item.kind == "category" && !item.deleted);
        let found: BTreeSet<Uuid> = categories
            .map(|item| item.id)
            .filter(|id| ends_in_itself(*id))
            .collect();
        found.into_iter().collect()
    }

    fn write(&mut self, batch: &PushBatch) -> PushAnswer {
        let first = self.rev + 1;
        for item in &batch.items {
            self.rev += 1;
            let fields = if item.deleted {
                BTreeMap::new()
            } else {
                item.fields.clone()
            };
            let row = Row {
                id: item.id,
                kind: item.kind.clone(),
                rev: self.rev,
                deleted: item.deleted,
                fields,
                by_device: batch.device,
            };
            self.items.insert(item.id, row);
        }
        PushAnswer::Ok {
            first,
            rev: self.rev,
        }
    }
}
