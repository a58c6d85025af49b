//! The in-memory twins pass the suites of their families, and a broken line repeats nothing.

use std::collections::BTreeMap;

use futures::executor::block_on;
use longhand_model::Access;
use longhand_sync::{
    BatchItem, Expected, Fault, FaultyFiles, FaultyReplica, FileChange, FileRemote, FileWrite,
    MemoryFiles, MemoryReplica, PushAnswer, PushBatch, Reachable, RemoteError, ReplicaRemote,
    WriteAnswer, conformance,
};
use uuid::Uuid;

fn replica() -> MemoryReplica {
    MemoryReplica::new(Uuid::from_u128(1), Uuid::from_u128(2), "owner")
}

fn batch(seq: u64, document: u128) -> PushBatch {
    let item = BatchItem {
        id: Uuid::from_u128(document),
        kind: "document".to_owned(),
        base: 0,
        deleted: false,
        fields: BTreeMap::new(),
        blobs: Vec::new(),
    };
    let uuid = Uuid::from_u128(1000 + u128::from(seq));
    PushBatch {
        device: Uuid::from_u128(9),
        seq,
        uuid,
        protocol: 1,
        items: vec![item],
    }
}

#[test]
fn the_replica_in_memory_keeps_the_contract() {
    block_on(conformance::replica(|| async { replica() }));
}

#[test]
fn the_replica_behind_a_sound_line_keeps_the_contract() {
    block_on(conformance::replica(|| async {
        FaultyReplica::new(replica(), [])
    }));
}

#[test]
fn files_in_memory_keep_the_contract() {
    block_on(conformance::files(|| async { MemoryFiles::new("place") }));
}

#[test]
fn files_behind_a_sound_line_keep_the_contract() {
    block_on(conformance::files(|| async {
        FaultyFiles::new(MemoryFiles::new("place"), [])
    }));
}

#[test]
fn a_batch_sent_again_over_a_broken_line_is_written_once() {
    for faults in [
        vec![Fault::LostRequest],
        vec![Fault::LostAnswer],
        vec![Fault::Duplicate],
        vec![Fault::Late],
        vec![
            Fault::LostAnswer,
            Fault::Late,
            Fault::LostRequest,
            Fault::Duplicate,
        ],
    ] {
        block_on(async {
            let mut there = replica();
            there
                .hello(Uuid::from_u128(9), 1, 0)
                .await
                .unwrap()
                .unwrap();
            let mut line = FaultyReplica::new(there.clone(), faults.clone());
            let answer = loop {
                match line.push(&batch(1, 50)).await {
                    Ok(answer) => break answer,
                    Err(error) => assert!(error.is_retryable(), "{error}"),
                }
            };
            assert_eq!(answer, PushAnswer::Ok { first: 1, rev: 1 }, "{faults:?}");
            assert_eq!(there.pull(0, 10).await.unwrap().rev, 1, "{faults:?}");
        });
    }
}

#[test]
fn a_login_without_access_reads_and_writes_nothing() {
    block_on(async {
        let owner = replica();
        let mut stranger = owner.connect("stranger");
        assert_eq!(stranger.hello(Uuid::from_u128(9), 1, 0).await, Ok(None));
        assert_eq!(stranger.pull(0, 10).await, Err(RemoteError::Denied));
        assert_eq!(stranger.push(&batch(1, 50)).await, Err(RemoteError::Denied));
        owner.set_member("stranger", Some(Access::Read));
        stranger
            .hello(Uuid::from_u128(9), 1, 0)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stranger.push(&batch(1, 50)).await, Ok(PushAnswer::ReadOnly));
        assert!(stranger.pull(0, 10).await.is_ok());
        owner.set_member("stranger", None);
        assert_eq!(stranger.pull(0, 10).await, Err(RemoteError::Denied));
    });
}

#[test]
fn a_device_of_another_login_cannot_be_used() {
    block_on(async {
        let mut owner = replica();
        owner
            .hello(Uuid::from_u128(9), 1, 0)
            .await
            .unwrap()
            .unwrap();
        owner.set_member("other", Some(Access::Write));
        let mut other = owner.connect("other");
        assert_eq!(
            other.push(&batch(1, 50)).await,
            Ok(PushAnswer::UnknownDevice)
        );
    });
}

#[test]
fn collected_tombstones_raise_the_floor_with_every_page() {
    block_on(async {
        let mut there = replica();
        let device = Uuid::from_u128(9);
        there.hello(device, 1, 0).await.unwrap().unwrap();
        there.push(&batch(1, 50)).await.unwrap();
        let mut gone = batch(2, 50);
        for item in &mut gone.items {
            (item.base, item.deleted) = (1, true);
        }
        there.push(&gone).await.unwrap();
        there.hello(device, 1, 2).await.unwrap().unwrap();
        there.collect_tombstones();
        let page = there.pull(0, 10).await.unwrap();
        assert_eq!((page.rows.len(), page.gc_floor, page.rev), (0, 2, 2));
    });
}

#[test]
fn a_restored_replica_starts_an_epoch_where_the_backup_ended() {
    block_on(async {
        let mut there = replica();
        let device = Uuid::from_u128(9);
        there.hello(device, 1, 0).await.unwrap().unwrap();
        there.push(&batch(1, 50)).await.unwrap();
        let backup = there.backup();
        there.push(&batch(2, 51)).await.unwrap();
        there.restore(&backup, Uuid::from_u128(3));
        let hello = there.hello(device, 1, 0).await.unwrap().unwrap();
        assert_eq!(
            hello.timeline,
            [(Uuid::from_u128(2), 0), (Uuid::from_u128(3), 1)]
        );
        assert_eq!((hello.rev, hello.seq), (1, 1));
    });
}

#[test]
fn a_file_written_again_over_a_broken_line_overwrites_nothing_unseen() {
    block_on(async {
        let there = MemoryFiles::new("place");
        let mut line = FaultyFiles::new(there.clone(), [Fault::LostAnswer]);
        let write = FileWrite {
            path: "a.md".to_owned(),
            expected: Expected::Absent,
            change: FileChange::Put(b"mine".to_vec()),
        };
        assert_eq!(
            line.write(std::slice::from_ref(&write)).await,
            Err(RemoteError::ConnectionLost)
        );
        there.edit_elsewhere("a.md", Some(b"theirs"));
        let answers = line.write(std::slice::from_ref(&write)).await.unwrap();
        assert!(matches!(answers.as_slice(), [WriteAnswer::Stale(Some(_))]));
        assert_eq!(
            line.read("a.md").await.unwrap().map(|(bytes, _)| bytes),
            Some(b"theirs".to_vec())
        );
    });
}

#[test]
fn a_place_that_is_not_mounted_is_an_error_and_not_an_empty_listing() {
    block_on(async {
        let mut there = MemoryFiles::new("place");
        there.edit_elsewhere("a.md", Some(b"one"));
        there.set_reachable(Reachable::No);
        assert!(there.list().await.is_err_and(|error| error.is_retryable()));
        there.set_reachable(Reachable::Yes);
        there.exchange("another drive");
        let listing = there.list().await.unwrap();
        assert_eq!(
            (listing.target.as_str(), listing.files.len()),
            ("another drive", 0)
        );
    });
}
