//! The store of attachment bytes on a real folder.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use futures::TryStreamExt;
use longhand_attachments::{AttachmentError, AttachmentStore, StoredBytes, Verdict};
use longhand_model::{Clock, ContentHash, Entropy, Sources, Timestamp};
use tokio::io::{AsyncRead, ReadBuf};

struct FixedClock(Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct Counter(AtomicU8);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn sources_at(millis: i64) -> Sources {
    let clock = FixedClock(Timestamp::from_millis(millis));
    Sources::new(Arc::new(clock), Arc::new(Counter(AtomicU8::new(0))))
}

fn store_in(folder: &tempfile::TempDir) -> AttachmentStore {
    AttachmentStore::beside(&folder.path().join("notes.longhand"), sources_at(0))
}

async fn bytes_of(store: &AttachmentStore, hash: ContentHash) -> Vec<u8> {
    let pieces: Vec<_> = store.read(hash).await.unwrap().try_collect().await.unwrap();
    pieces.concat()
}

/// Makes bytes as they are asked for, and fails at a given one.
struct Generated {
    at: u64,
    end: u64,
    fails: bool,
}

impl AsyncRead for Generated {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.at == self.end && self.fails {
            return Poll::Ready(Err(std::io::Error::other("the cable was pulled")));
        }
        let piece = [u8::try_from(self.at / 4096 % 251).unwrap(); 4096];
        let room = buffer
            .remaining()
            .min(4096 - usize::try_from(self.at % 4096).unwrap());
        let room = room.min(usize::try_from(self.end - self.at).unwrap());
        buffer.put_slice(&piece[..room]);
        self.at += room as u64;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn stored_bytes_are_read_back_and_lie_under_their_hash() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    for content in [&b""[..], b"a", &[7; 100_000]] {
        let stored = store.put_stream(content).await.unwrap();
        let hash = ContentHash::of(content);
        assert_eq!(
            stored,
            StoredBytes {
                hash,
                bytes: content.len() as u64
            }
        );
        assert_eq!(bytes_of(&store, hash).await, content);
        let name = hash.to_string();
        let path = folder
            .path()
            .join("notes.longhand-files")
            .join(&name[..2])
            .join(&name);
        assert_eq!(std::fs::read(path).unwrap(), content);
    }
}

#[tokio::test]
async fn the_same_bytes_are_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let first = store.put_stream(&b"same"[..]).await.unwrap();
    let second = store.put_stream(&b"same"[..]).await.unwrap();
    assert_eq!(first, second);
    let all: Vec<_> = store.list().unwrap().try_collect().await.unwrap();
    assert_eq!(all, [first]);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_does_not_grow_with_the_size() {
    fn peak_kib() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let small = Generated {
        at: 0,
        end: 12 << 20,
        fails: false,
    };
    store.put_stream(small).await.unwrap();
    let before = peak_kib();
    let size = 96 << 20;
    let stored = store
        .put_stream(Generated {
            at: 0,
            end: size,
            fails: false,
        })
        .await
        .unwrap();
    assert_eq!(stored.bytes, size);
    assert_eq!(store.verify(stored.hash).await.unwrap(), Verdict::Intact);
    let grown = peak_kib() - before;
    assert!(
        grown < 24 << 10,
        "{grown} KiB more for an attachment of 96 MiB"
    );
}

#[tokio::test]
async fn a_range_is_read_without_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let hash = store.put_stream(&b"0123456789"[..]).await.unwrap().hash;
    for (range, expected) in [(0..1, "0"), (3..7, "3456"), (8..99, "89")] {
        let pieces: Vec<_> = store
            .read_range(hash, range)
            .await
            .unwrap()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(pieces.concat(), expected.as_bytes());
    }
    for range in [10..11, 4..4, 10..10] {
        let refused = store.read_range(hash, range).await.err().unwrap();
        assert!(matches!(
            refused,
            AttachmentError::OutOfRange { size: 10, .. }
        ));
    }
}

#[tokio::test]
async fn a_reader_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    for end in [100, 20 << 20] {
        let failed = store
            .put_stream(Generated {
                at: 0,
                end,
                fails: true,
            })
            .await;
        assert!(matches!(failed, Err(AttachmentError::Incoming { .. })));
    }
    let files = walk(&folder.path().join("notes.longhand-files"));
    assert!(files.is_empty(), "{files:?}");
}

#[tokio::test]
async fn damage_is_found_and_storing_again_heals_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let hash = store.put_stream(&b"precious"[..]).await.unwrap().hash;
    let name = hash.to_string();
    let path = store.folder().join(&name[..2]).join(&name);
    #[expect(clippy::disallowed_methods, reason = "the test plays a failing disk")]
    std::fs::write(&path, b"Precious").unwrap();
    let found = ContentHash::of(b"Precious");
    assert_eq!(
        store.verify(hash).await.unwrap(),
        Verdict::Damaged { found }
    );
    store.put_stream(&b"precious"[..]).await.unwrap();
    assert_eq!(store.verify(hash).await.unwrap(), Verdict::Intact);
}

#[tokio::test]
async fn deleted_bytes_are_gone_and_deleting_twice_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let hash = store.put_stream(&b"x"[..]).await.unwrap().hash;
    assert!(store.delete(hash).await.unwrap());
    assert!(!store.delete(hash).await.unwrap());
    assert_eq!(store.size(hash).await.unwrap(), None);
    assert_eq!(store.verify(hash).await.unwrap(), Verdict::Missing);
    assert!(matches!(
        store.read(hash).await,
        Err(AttachmentError::NotFound { .. })
    ));
}

#[tokio::test]
async fn a_library_without_attachments_has_no_folder_and_lists_none() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let all: Vec<_> = store.list().unwrap().try_collect().await.unwrap();
    assert_eq!(all, []);
    assert_eq!(store.size(ContentHash::of("x")).await.unwrap(), None);
    assert!(!store.delete(ContentHash::of("x")).await.unwrap());
    assert!(!store.folder().exists());
}

#[tokio::test]
async fn files_that_are_not_ours_are_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(&folder);
    let stored = store.put_stream(&b"ours"[..]).await.unwrap();
    let strange = store.folder().join("zz");
    std::fs::create_dir(&strange).unwrap();
    for name in ["readme.txt", &ContentHash::of("elsewhere").to_string()] {
        std::fs::File::create(strange.join(name)).unwrap();
    }
    let all: Vec<_> = store.list().unwrap().try_collect().await.unwrap();
    assert_eq!(all, [stored]);
}

#[tokio::test]
async fn what_an_interrupted_upload_left_is_swept_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("files");
    std::fs::create_dir_all(path.join("incoming")).unwrap();
    let left = path.join("incoming").join("0a0a#1");
    let changed = std::fs::File::create(&left)
        .unwrap()
        .metadata()
        .unwrap()
        .modified()
        .unwrap();
    let changed = changed
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis();
    let changed = i64::try_from(changed).unwrap();
    let hour = 3_600_000;
    let young = AttachmentStore::new(&path, sources_at(changed + 23 * hour));
    assert_eq!(young.sweep().unwrap(), 0);
    let old = AttachmentStore::new(&path, sources_at(changed + 25 * hour));
    assert_eq!(old.sweep().unwrap(), 1);
    assert!(!left.exists());
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_names_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::File::create(&file).unwrap();
    let store = AttachmentStore::new(file.join("inside"), sources_at(0));
    let error = store.put_stream(&b"x"[..]).await.unwrap_err();
    assert!(error.to_string().contains("inside"), "{error}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
