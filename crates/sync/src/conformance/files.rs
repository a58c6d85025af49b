//! The conformance suite of file remotes.

use std::future::Future;

use crate::{Expected, FileChange, FileRemote, FileRevision, FileWrite, WriteAnswer};

fn put(path: &str, expected: Expected, bytes: &[u8]) -> FileWrite {
    FileWrite {
        path: path.to_owned(),
        expected,
        change: FileChange::Put(bytes.to_vec()),
    }
}

/// Runs the suite.
///
/// # Panics
/// When the place does not keep the contract.
pub async fn files<R, F>(mut make: impl FnMut() -> F)
where
    R: FileRemote,
    F: Future<Output = R>,
{
    bytes_come_back_as_they_were(make().await).await;
    a_write_that_expects_another_state_changes_nothing(make().await).await;
    equal_content_has_one_revision(make().await).await;
    a_deleted_file_is_gone_from_the_listing(make().await).await;
    paths_that_leave_the_root_are_refused(make().await).await;
    each_write_is_answered_by_itself(make().await).await;
}

async fn written<R: FileRemote>(place: &mut R, write: FileWrite) -> Option<FileRevision> {
    match place.write(&[write]).await.as_deref() {
        Ok([WriteAnswer::Written(revision)]) => revision.clone(),
        other => panic!("the write was not carried out: {other:?}"),
    }
}

async fn bytes_come_back_as_they_were<R: FileRemote>(mut place: R) {
    let texts: [(&str, &[u8]); 4] = [
        ("a.md", b"\xef\xbb\xbfone\r\ntwo\n"),
        ("deep/er/b.md", "日本語\n".as_bytes()),
        ("empty.md", b""),
        ("bytes.bin", &[0, 159, 146, 150]),
    ];
    for (path, bytes) in texts {
        let revision = written(&mut place, put(path, Expected::Absent, bytes)).await;
        let read = place.read(path).await.expect("a sound line");
        assert_eq!(
            read,
            revision.map(|revision| (bytes.to_vec(), revision)),
            "{path}"
        );
    }
    let listing = place.list().await.expect("a sound line");
    assert!(listing.complete);
    let paths: Vec<_> = listing
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(paths, ["a.md", "bytes.bin", "deep/er/b.md", "empty.md"]);
}

async fn a_write_that_expects_another_state_changes_nothing<R: FileRemote>(mut place: R) {
    let first = written(&mut place, put("a.md", Expected::Absent, b"one")).await;
    let first = first.expect("a revision after a put");
    let second = written(
        &mut place,
        put("a.md", Expected::Revision(first.clone()), b"two"),
    )
    .await;
    for write in [
        put("a.md", Expected::Absent, b"three"),
        put("a.md", Expected::Revision(first.clone()), b"three"),
        FileWrite {
            path: "a.md".into(),
            expected: Expected::Revision(first.clone()),
            change: FileChange::Delete,
        },
    ] {
        let answer = place.write(&[write]).await.expect("a sound line");
        assert_eq!(answer, [WriteAnswer::Stale(second.clone())]);
    }
    let gone = put("none.md", Expected::Revision(first), b"x");
    assert_eq!(
        place.write(&[gone]).await.expect("a sound line"),
        [WriteAnswer::Stale(None)]
    );
    assert_eq!(
        place
            .read("a.md")
            .await
            .expect("a sound line")
            .map(|(bytes, _)| bytes),
        Some(b"two".to_vec())
    );
}

async fn equal_content_has_one_revision<R: FileRemote>(mut place: R) {
    let one = written(&mut place, put("a.md", Expected::Absent, b"same")).await;
    let other = written(&mut place, put("b.md", Expected::Absent, b"same")).await;
    assert_eq!(one, other);
}

async fn a_deleted_file_is_gone_from_the_listing<R: FileRemote>(mut place: R) {
    let revision = written(&mut place, put("a.md", Expected::Absent, b"one")).await;
    let expected = Expected::Revision(revision.expect("a revision after a put"));
    let delete = FileWrite {
        path: "a.md".into(),
        expected,
        change: FileChange::Delete,
    };
    assert_eq!(written(&mut place, delete).await, None);
    assert_eq!(place.list().await.expect("a sound line").files, []);
    assert_eq!(place.read("a.md").await.expect("a sound line"), None);
}

async fn paths_that_leave_the_root_are_refused<R: FileRemote>(mut place: R) {
    for path in [
        "",
        "/etc/passwd",
        "../a.md",
        "a/../../b.md",
        "a//b.md",
        "a\\b.md",
        "a\0.md",
        ".git/config",
        "x/.GIT/y",
    ] {
        let answer = place
            .write(&[put(path, Expected::Absent, b"x")])
            .await
            .expect("a sound line");
        assert!(
            matches!(answer.as_slice(), [WriteAnswer::BadPath(_)]),
            "{path:?}: {answer:?}"
        );
    }
    assert_eq!(place.list().await.expect("a sound line").files, []);
}

async fn each_write_is_answered_by_itself<R: FileRemote>(mut place: R) {
    written(&mut place, put("taken.md", Expected::Absent, b"one")).await;
    let writes = [
        put("new.md", Expected::Absent, b"x"),
        put("taken.md", Expected::Absent, b"x"),
        put("../out.md", Expected::Absent, b"x"),
    ];
    let answers = place.write(&writes).await.expect("a sound line");
    let shape = (answers.first(), answers.get(1), answers.get(2));
    assert!(
        matches!(
            shape,
            (
                Some(WriteAnswer::Written(Some(_))),
                Some(WriteAnswer::Stale(Some(_))),
                Some(WriteAnswer::BadPath(_))
            )
        ),
        "{answers:?}"
    );
}
