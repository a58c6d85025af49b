//! The conformance suite of replicas.

use std::collections::BTreeMap;
use std::future::Future;

use serde_json::json;
use uuid::Uuid;

use crate::{BatchItem, BlobId, Cycle, PushAnswer, PushBatch, ReplicaRemote};

const PROTOCOL: u32 = 1;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn item(number: u128, base: u64, title: &str) -> BatchItem {
    BatchItem {
        id: id(number),
        kind: "document".to_owned(),
        base,
        deleted: false,
        fields: BTreeMap::from([
            ("title".to_owned(), json!(title)),
            ("unknown".to_owned(), json!([1, null])),
        ]),
        blobs: Vec::new(),
    }
}

fn category(number: u128, base: u64, parent: Option<u128>) -> BatchItem {
    let parent = parent.map(|parent| id(parent).to_string());
    let fields = BTreeMap::from([
        ("name".to_owned(), json!("c")),
        ("parent".to_owned(), json!(parent)),
    ]);
    BatchItem {
        kind: "category".to_owned(),
        fields,
        ..item(number, base, "")
    }
}

fn batch(device: u128, seq: u64, items: Vec<BatchItem>) -> PushBatch {
    PushBatch {
        device: id(device),
        seq,
        uuid: id(device * 1000 + u128::from(seq)),
        protocol: PROTOCOL,
        items,
    }
}

/// A place with devices 1 and 2 that said hello.
async fn with_devices<R: ReplicaRemote>(mut place: R) -> R {
    for device in [1, 2] {
        let hello = place
            .hello(id(device), PROTOCOL, 0)
            .await
            .expect("a sound line")
            .expect("access");
        assert_eq!((hello.seq, hello.seq_uuid, hello.result), (0, None, None));
    }
    place
}

async fn push<R: ReplicaRemote>(place: &mut R, batch: &PushBatch) -> PushAnswer {
    place.push(batch).await.expect("a sound line")
}

/// Runs the suite. The factory makes a replica to which the login may write.
///
/// # Panics
/// When the place does not keep the contract.
pub async fn replica<R, F>(mut make: impl FnMut() -> F)
where
    R: ReplicaRemote,
    F: Future<Output = R>,
{
    a_batch_gets_revisions_in_order_and_comes_back(with_devices(make().await).await).await;
    a_repeated_batch_takes_effect_once(with_devices(make().await).await).await;
    a_refusal_consumes_its_number(with_devices(make().await).await).await;
    a_stale_batch_changes_nothing_and_brings_the_rows(with_devices(make().await).await).await;
    pages_are_complete_and_end_at_the_revision(with_devices(make().await).await).await;
    a_missing_blob_refuses_the_batch(with_devices(make().await).await).await;
    categories_stay_a_forest(with_devices(make().await).await).await;
    a_tombstone_has_no_fields_and_leaves_the_manifest(with_devices(make().await).await).await;
    who_did_not_say_hello_is_unknown(make().await).await;
    an_old_protocol_is_refused(with_devices(make().await).await).await;
}

async fn a_batch_gets_revisions_in_order_and_comes_back<R: ReplicaRemote>(mut place: R) {
    let answer = push(
        &mut place,
        &batch(1, 1, vec![item(10, 0, "a"), item(11, 0, "b")]),
    )
    .await;
    assert_eq!(answer, PushAnswer::Ok { first: 1, rev: 2 });
    let page = place.pull(0, 100).await.expect("a sound line");
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.id, row.rev, row.fields.clone()))
        .collect();
    assert_eq!(
        rows,
        [
            (id(10), 1, item(10, 0, "a").fields),
            (id(11), 2, item(11, 0, "b").fields)
        ]
    );
    assert_eq!((page.rev, page.full), (2, false));
    assert_eq!(
        place
            .get(&[id(11), id(99)])
            .await
            .expect("a sound line")
            .len(),
        1
    );
}

async fn a_repeated_batch_takes_effect_once<R: ReplicaRemote>(mut place: R) {
    let first = batch(1, 1, vec![item(10, 0, "a")]);
    let answer = push(&mut place, &first).await;
    assert_eq!(push(&mut place, &first).await, answer);
    let hello = place
        .hello(id(1), PROTOCOL, 0)
        .await
        .expect("a sound line")
        .expect("access");
    assert_eq!(
        (hello.seq, hello.seq_uuid, hello.result),
        (1, Some(first.uuid), Some(answer))
    );
    let copied = PushBatch {
        uuid: id(77),
        ..batch(1, 1, vec![item(12, 0, "copy")])
    };
    assert_eq!(
        push(&mut place, &copied).await,
        PushAnswer::Forked { seq: 1 }
    );
    let skipped = batch(1, 3, vec![item(12, 0, "late")]);
    assert_eq!(
        push(&mut place, &skipped).await,
        PushAnswer::Forked { seq: 1 }
    );
    assert_eq!(place.pull(0, 10).await.expect("a sound line").rev, 1);
}

async fn a_refusal_consumes_its_number<R: ReplicaRemote>(mut place: R) {
    let refused = batch(1, 1, vec![item(10, 7, "stale")]);
    assert!(matches!(
        push(&mut place, &refused).await,
        PushAnswer::Stale { .. }
    ));
    assert!(matches!(
        push(&mut place, &refused).await,
        PushAnswer::Stale { .. }
    ));
    let next = batch(1, 2, vec![item(10, 0, "fresh")]);
    assert_eq!(
        push(&mut place, &next).await,
        PushAnswer::Ok { first: 1, rev: 1 }
    );
}

async fn a_stale_batch_changes_nothing_and_brings_the_rows<R: ReplicaRemote>(mut place: R) {
    push(&mut place, &batch(1, 1, vec![item(10, 0, "a")])).await;
    let answer = push(
        &mut place,
        &batch(
            2,
            1,
            vec![item(11, 0, "new"), item(10, 0, "b"), item(12, 5, "c")],
        ),
    )
    .await;
    let PushAnswer::Stale { rows } = answer else {
        panic!("not stale: {answer:?}")
    };
    assert_eq!(rows.keys().copied().collect::<Vec<_>>(), [id(10), id(12)]);
    assert_eq!(
        rows.get(&id(10))
            .and_then(Option::as_ref)
            .map(|row| row.rev),
        Some(1)
    );
    assert_eq!(rows.get(&id(12)), Some(&None));
    assert_eq!(place.pull(0, 10).await.expect("a sound line").rows.len(), 1);
}

async fn pages_are_complete_and_end_at_the_revision<R: ReplicaRemote>(mut place: R) {
    push(
        &mut place,
        &batch(1, 1, (10..15).map(|number| item(number, 0, "x")).collect()),
    )
    .await;
    push(&mut place, &batch(2, 1, vec![item(10, 1, "again")])).await;
    let (mut cursor, mut seen) = (0, Vec::new());
    loop {
        let page = place.pull(cursor, 2).await.expect("a sound line");
        seen.extend(page.rows.iter().map(|row| row.rev));
        cursor = page.rows.last().map_or(page.rev, |row| row.rev);
        if !page.full {
            break;
        }
    }
    assert_eq!((seen, cursor), (vec![2, 3, 4, 5, 6], 6));
}

async fn a_missing_blob_refuses_the_batch<R: ReplicaRemote>(mut place: R) {
    let blob = (BlobId::of("part"), b"part".to_vec());
    let write = BatchItem {
        blobs: vec![blob.0],
        ..item(10, 0, "a")
    };
    let answer = push(&mut place, &batch(1, 1, vec![write.clone()])).await;
    assert_eq!(
        answer,
        PushAnswer::MissingBlobs {
            blobs: vec![blob.0]
        }
    );
    place
        .put_blobs(std::slice::from_ref(&blob))
        .await
        .expect("a sound line");
    place
        .put_blobs(std::slice::from_ref(&blob))
        .await
        .expect("putting again is nothing");
    assert!(
        place
            .put_blobs(&[(BlobId::of("a"), b"b".to_vec())])
            .await
            .is_err(),
        "a wrong hash passed"
    );
    assert_eq!(
        push(&mut place, &batch(1, 2, vec![write])).await,
        PushAnswer::Ok { first: 1, rev: 1 }
    );
    assert_eq!(
        place
            .get_blobs(&[BlobId::of("none"), blob.0])
            .await
            .expect("a sound line"),
        [blob]
    );
}

async fn categories_stay_a_forest<R: ReplicaRemote>(mut place: R) {
    let tree = vec![
        category(1, 0, None),
        category(2, 0, Some(1)),
        category(3, 0, Some(99)),
    ];
    assert_eq!(
        push(&mut place, &batch(1, 1, tree)).await,
        PushAnswer::Ok { first: 1, rev: 3 }
    );
    let answer = push(&mut place, &batch(1, 2, vec![category(1, 1, Some(2))])).await;
    assert_eq!(answer, PushAnswer::Cycle(Cycle { items: vec![id(1)] }));
    let both = vec![category(1, 1, Some(3)), category(3, 3, Some(1))];
    let answer = push(&mut place, &batch(1, 3, both)).await;
    assert_eq!(
        answer,
        PushAnswer::Cycle(Cycle {
            items: vec![id(1), id(3)]
        })
    );
}

async fn a_tombstone_has_no_fields_and_leaves_the_manifest<R: ReplicaRemote>(mut place: R) {
    push(
        &mut place,
        &batch(1, 1, vec![item(10, 0, "a"), item(11, 0, "b")]),
    )
    .await;
    push(
        &mut place,
        &batch(
            1,
            2,
            vec![BatchItem {
                deleted: true,
                ..item(10, 1, "a")
            }],
        ),
    )
    .await;
    let rows = place.pull(2, 10).await.expect("a sound line").rows;
    let row = rows.first().expect("the tombstone is in the feed");
    assert!(row.deleted && row.fields.is_empty());
    let manifest = place.manifest().await.expect("a sound line");
    assert_eq!(manifest.live, BTreeMap::from([(id(11), 2)]));
}

async fn who_did_not_say_hello_is_unknown<R: ReplicaRemote>(mut place: R) {
    let answer = push(&mut place, &batch(9, 1, vec![item(10, 0, "a")])).await;
    assert_eq!(answer, PushAnswer::UnknownDevice);
}

async fn an_old_protocol_is_refused<R: ReplicaRemote>(mut place: R) {
    let old = PushBatch {
        protocol: 0,
        ..batch(1, 1, vec![item(10, 0, "a")])
    };
    assert_eq!(push(&mut place, &old).await, PushAnswer::ClientTooOld);
}
