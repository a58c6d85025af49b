//! A process is killed in the middle of its writes, again and again: nothing it was told is saved may be missing.
//!
//! The test binary starts itself as the process that writes; which of the two it is, an environment variable says.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{cause, facts, new};
use longhand_model::{Clock, ContentHash, DocumentId, Entropy, Origin, Sources, Timestamp};
use longhand_store::doctor::Repair;
use longhand_store::texts::{self, Keep};
use longhand_store::{Library, Options, StoreError, documents, versions};

/// Names the library to the process that writes.
const WRITES_TO: &str = "LONGHAND_CRASH_TEST_LIBRARY";

/// As many kills as fit into this time, and at least this many.
const TIME: Duration = Duration::from_secs(25);
const FEWEST: u32 = 200;

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the process that writes learns from its environment what it is"
)]
fn no_acknowledged_save_is_lost_when_the_process_is_killed() {
    if let Ok(path) = std::env::var(WRITES_TO) {
        write_until_killed(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crash.longhand");
    drop(Library::create(&path, real_sources(), Options::default()).unwrap());
    let mut acknowledged: HashMap<DocumentId, Vec<ContentHash>> = HashMap::new();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let started = Instant::now();
    let mut kills = 0;
    while kills < FEWEST || started.elapsed() < TIME / 2 {
        kills += 1;
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let saves = usize::try_from(random >> 60).unwrap();
        let spin = (random >> 40) % 200_000;
        kill_after(&path, saves, spin, &mut acknowledged);
        let deep = kills % 50 == 0;
        check(&path, &acknowledged, deep);
        assert!(started.elapsed() < TIME * 12, "{kills} kills took too long");
    }
    assert!(acknowledged.values().map(Vec::len).sum::<usize>() > 200);
}

/// Starts the process that writes, reads some acknowledgements, kills it and reads what it said before it died.
fn kill_after(
    path: &Path,
    saves: usize,
    spin: u64,
    acknowledged: &mut HashMap<DocumentId, Vec<ContentHash>>,
) {
    let mut child = start(path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut seen = 0;
    while seen < saves {
        let Some(line) = lines.next() else { break };
        seen += usize::from(note(&line.unwrap(), acknowledged));
    }
    // The moment of the kill falls anywhere between two acknowledgements.
    for turn in 0..spin {
        std::hint::black_box(turn);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines {
        note(&line.unwrap(), acknowledged);
    }
}

/// Reads one acknowledgement; a line that was cut off by the kill is none.
fn note(line: &str, acknowledged: &mut HashMap<DocumentId, Vec<ContentHash>>) -> bool {
    let Some((id, hash)) = line
        .strip_prefix("saved ")
        .and_then(|rest| rest.strip_suffix(" end"))
        .and_then(|rest| rest.split_once(' '))
    else {
        return false;
    };
    acknowledged
        .entry(id.parse().unwrap())
        .or_default()
        .push(hash.parse().unwrap());
    true
}

/// Opens what was left behind and looks for every acknowledged text.
fn check(path: &Path, acknowledged: &HashMap<DocumentId, Vec<ContentHash>>, deep: bool) {
    let library = Library::open(path, real_sources(), Options::default()).unwrap();
    library
        .read(|r| -> Result<(), StoreError> {
            for (id, hashes) in acknowledged {
                let (_text, now) = texts::text(r, *id)?;
                for hash in hashes {
                    let kept = *hash == now || versions::find_by_hash(r, *id, *hash)?.is_some();
                    assert!(kept, "the text {hash} of {id} was acknowledged and is gone");
                }
            }
            Ok(())
        })
        .unwrap();
    if deep {
        let report = library.doctor(Repair::Nothing).unwrap();
        assert!(report.sound, "{report:#?}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test is about another process"
)]
fn start(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "no_acknowledged_save_is_lost_when_the_process_is_killed",
            "--nocapture",
        ])
        .env(WRITES_TO, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Writes new documents and new texts, and says of each that it is saved once it is.
fn write_until_killed(path: &Path) -> ! {
    let sources = real_sources();
    let library = Library::open(path, sources.clone(), Options::default()).unwrap();
    let mut ids: Vec<DocumentId> = Vec::new();
    let mut out = std::io::stdout().lock();
    for turn in 0_u64.. {
        let cause = cause(&sources);
        let unique: [u8; 8] = sources.random();
        let text = format!("{turn} {unique:?} [[Note {}]] ", turn % 7)
            .repeat(usize::try_from(turn % 40).unwrap() + 1);
        let facts = facts(&text);
        let id = match ids.get(usize::try_from(turn % 5).unwrap()) {
            Some(id) if turn % 3 != 0 => *id,
            Some(_) | None => {
                let title = format!("Note {turn}");
                let row = new(&sources, &title);
                let id = library
                    .write(&cause, |w| documents::insert(w, &row, "", &facts))
                    .unwrap()
                    .value;
                ids.push(id);
                id
            }
        };
        let keep = Keep::Version {
            origin: Origin::Saved,
            name: None,
        };
        let replaced = library
            .write(&cause, |w| texts::replace(w, id, &text, &facts, keep))
            .unwrap()
            .value;
        if turn % 11 == 0 {
            library.checkpoint().unwrap();
        }
        writeln!(out, "saved {id} {} end", replaced.after).unwrap();
        out.flush().unwrap();
    }
    unreachable!("the loop has no end")
}

struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "two processes need two times")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
    }
}

struct RealEntropy;

impl Entropy for RealEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let random = uuid_bytes();
            let length = chunk.len();
            chunk.copy_from_slice(&random[..length]);
        }
    }
}

/// Random bytes from the hasher of the standard library, which every process seeds anew.
fn uuid_bytes() -> [u8; 16] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let half = || RandomState::new().build_hasher().finish().to_le_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half());
    bytes[8..].copy_from_slice(&half());
    bytes
}

fn real_sources() -> Sources {
    Sources::new(Arc::new(RealClock), Arc::new(RealEntropy))
}
