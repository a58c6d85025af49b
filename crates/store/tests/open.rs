//! Opening: every way a library cannot be opened has its own error, and leaves the file as it was.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use common::{Fixture, facts, new};
use longhand_store::doctor::Repair;
use longhand_store::texts::{self, Keep};
use longhand_store::{Library, OpenError, Options, StoreError, documents};
use longhand_testkit::fixed_sources;
use rusqlite::Connection;

fn open(path: &Path) -> Result<Library, OpenError> {
    Library::open(path, fixed_sources(1).0, Options::default())
}

#[test]
fn a_library_opens_again_with_what_was_written() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Notes", "text");
    let again = open(&fixture.path()).unwrap();
    let (text, _hash) = again.read(|r| texts::text(r, id)).unwrap();
    assert_eq!(text, "text");
    assert_eq!(again.info().unwrap().id, fixture.library.info().unwrap().id);
}

#[test]
fn creating_never_writes_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.longhand");
    std::fs::File::create(&path).unwrap();
    let refused = Library::create(&path, fixed_sources(1).0, Options::default());
    assert!(matches!(refused, Err(OpenError::Exists { .. })));
    assert_eq!(path.metadata().unwrap().len(), 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_not_a_library_is_told_apart_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.longhand");
    assert!(matches!(open(&missing), Err(OpenError::NotFound { .. })));

    let text = folder.path().join("text.longhand");
    put(
        &text,
        &b"not a database, but a long enough text ".repeat(50),
    );
    let empty = folder.path().join("empty.longhand");
    put(&empty, b"");
    let foreign = folder.path().join("foreign.longhand");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE others (number INTEGER PRIMARY KEY) STRICT")
        .unwrap();
    for path in [&text, &empty, &foreign] {
        let before = std::fs::read(path).unwrap();
        let outcome = open(path);
        assert!(
            matches!(outcome, Err(OpenError::NotALibrary { .. })),
            "{path:?}"
        );
        assert_eq!(std::fs::read(path).unwrap(), before, "{path:?}");
    }
}

#[test]
fn a_newer_library_is_refused_and_left_alone() {
    let fixture = Fixture::new(1);
    let path = fixture.path();
    drop(fixture.library);
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
        VALUES (9000, 'future', '2030-01-01T00:00:00Z', '1')",
    )
    .unwrap();
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))
        .unwrap();
    drop(raw);
    let before = std::fs::read(&path).unwrap();
    let outcome = open(&path);
    assert!(matches!(outcome, Err(OpenError::Newer { found: 9000, .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_library_is_told_apart_wherever_it_is_damaged() {
    let fixture = Fixture::new(1);
    for number in 0..200 {
        fixture.insert(&format!("Note {number}"), &"words and words ".repeat(50));
    }
    let path = fixture.path();
    drop(fixture.library);
    let whole = std::fs::read(&path).unwrap();
    let mut found = 0;
    for from in (2048..whole.len() - 8192).step_by(whole.len() / 24) {
        let mut bytes = whole.clone();
        for byte in &mut bytes[from..from + 4096] {
            *byte = 0xA5;
        }
        put(&path, &bytes);
        let outcome = match open(&path) {
            Ok(library) => library.doctor(Repair::Nothing).map(|report| report.sound),
            Err(OpenError::Damaged { .. } | OpenError::Migration { .. }) => Ok(false),
            Err(other) => panic!("{other:?}"),
        };
        match outcome {
            Ok(true) => {}
            Ok(false) | Err(StoreError::Damaged(_)) => found += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(found >= 20, "only {found} of 24 damages were found");
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Notes", "text");
    let path = fixture.path();
    drop(fixture.library);
    let pages = Connection::open(&path)
        .unwrap()
        .pragma_query_value(None, "page_count", |row| row.get::<_, u32>(0))
        .unwrap();
    let (sources, _clock) = fixed_sources(2);
    let options = Options {
        max_pages: Some(pages + 4),
        ..Options::default()
    };
    let library = Library::open(&path, sources.clone(), options).unwrap();
    let long = "a long text ".repeat(10_000);
    let outcome = library.write(&common::cause(&sources), |w| {
        texts::replace(
            w,
            id,
            &long,
            &facts(&long),
            Keep::Autosave { interval_ms: 0 },
        )
    });
    match outcome {
        Err(error @ StoreError::DiskFull(_)) => assert!(error.is_retryable()),
        other => panic!("{other:?}"),
    }
    let (text, _hash) = library.read(|r| texts::text(r, id)).unwrap();
    assert_eq!(text, "text");
    assert!(library.doctor(Repair::Nothing).unwrap().sound);
}

#[test]
fn a_disk_too_full_for_the_first_reader_is_called_full() {
    use rusqlite::ffi::{Error, SQLITE_IOERR_READ, SQLITE_IOERR_SHMSIZE};

    let outcome = |code| StoreError::from(rusqlite::Error::SqliteFailure(Error::new(code), None));
    assert!(matches!(
        outcome(SQLITE_IOERR_SHMSIZE),
        StoreError::DiskFull(_)
    ));
    assert!(matches!(outcome(SQLITE_IOERR_READ), StoreError::Sqlite(_)));
}

#[test]
fn two_openings_see_each_others_writes_and_are_told_of_them() {
    let fixture = Fixture::new(1);
    let (sources, _clock) = fixed_sources(2);
    let other = Library::open(&fixture.path(), sources.clone(), Options::default()).unwrap();
    assert!(!fixture.library.changed_elsewhere().unwrap());
    fixture.insert("Mine", "text");
    assert!(!fixture.library.changed_elsewhere().unwrap());
    assert!(other.changed_elsewhere().unwrap());
    assert!(!other.changed_elsewhere().unwrap());
    let theirs = other
        .write(&common::cause(&sources), |w| {
            documents::insert(w, &new(&sources, "Theirs"), "text", &facts("text"))
        })
        .unwrap();
    assert!(fixture.library.changed_elsewhere().unwrap());
    assert!(
        fixture
            .read(|r| documents::summary(r, theirs.value))
            .is_some()
    );
}

#[test]
fn a_library_that_another_process_writes_to_for_long_is_busy_and_not_lost() {
    let fixture = Fixture::new(1);
    let raw = Connection::open(fixture.path()).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (sources, _clock) = fixed_sources(2);
    let options = Options {
        busy_timeout: std::time::Duration::from_millis(50),
        ..Options::default()
    };
    let other = Library::open(&fixture.path(), sources.clone(), options).unwrap();
    let write = || {
        other.write(&common::cause(&sources), |w| {
            documents::insert(w, &new(&sources, "Late"), "text", &facts("text"))
        })
    };
    assert!(matches!(write(), Err(StoreError::Busy(_))));
    raw.execute_batch("ROLLBACK").unwrap();
    write().unwrap();
}

#[test]
fn a_backup_is_a_whole_library_and_never_written_over_a_file() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Notes", "text");
    let copy = fixture.folder.path().join("copy.longhand");
    fixture.library.backup_file(&copy).unwrap();
    fixture.write(|w| documents::purge(w, id));
    let copied = open(&copy).unwrap();
    assert_eq!(copied.read(|r| texts::text(r, id)).unwrap().0, "text");
    let refused = fixture.library.backup_file(&copy);
    assert!(matches!(refused, Err(StoreError::File { .. })));
}

#[test]
fn compacting_gives_room_back() {
    let fixture = Fixture::new(1);
    let text = "many words in a row ".repeat(2_000);
    let ids: Vec<_> = (0..50)
        .map(|number| fixture.insert(&format!("Note {number}"), &text))
        .collect();
    for id in ids {
        fixture.write(|w| documents::purge(w, id));
    }
    let (before, after) = fixture.library.compact().unwrap();
    assert!(after < before / 2, "{before} to {after}");
}

#[expect(clippy::disallowed_methods, reason = "a test's file may be cut off")]
fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn who_waits_to_write_goes_before_who_writes_again_and_again() {
    let fixture = Fixture::new(1);
    let (written, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let write = || {
        fixture
            .library
            .write(&fixture.cause(), |_w| {
                Ok::<_, StoreError>(written.fetch_add(1, Ordering::SeqCst))
            })
            .unwrap()
            .value
    };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::SeqCst) {
                write();
            }
        });
        let mut went_before: Vec<u64> = (0..99)
            .map(|_round| {
                let before = written.load(Ordering::SeqCst);
                write() - before
            })
            .collect();
        stop.store(true, Ordering::SeqCst);
        went_before.sort_unstable();
        // One is under way, and one may have taken its turn. The middle, since this thread may be put aside before it
        // asks for its own.
        assert!(went_before[49] <= 2, "{went_before:?}");
    });
}
