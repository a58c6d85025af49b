//! Several programs with one library open: nothing is lost, nobody is turned away, each hears of the others.
//!
//! The test binary starts itself as the other programs; which one it is, environment variables say.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use longhand_core::document::{self, SaveKind, SaveOutcome};
use longhand_core::{App, AppOptions, Background, Caller, Create, FirstContent, library};
use longhand_model::{ContentHash, DocumentId, DocumentPatch, Event, ListQuery, NewDocument};
use longhand_store::{texts, versions};
use longhand_testkit::fixed_sources;
use support::{Desk, save_as};

const LIBRARY: &str = "LONGHAND_TEST_PROCESSES_LIBRARY";
const NUMBER: &str = "LONGHAND_TEST_PROCESSES_NUMBER";
const SHARED: &str = "LONGHAND_TEST_PROCESSES_SHARED";

/// Programs that write at the same time: half of them keep the library open as the window does, half
/// open it for every step as `lh` does.
const WRITERS: u64 = 4;
/// Each writes so many documents, saves each twice, and changes the shared one so often.
const STEPS: u64 = 40;

#[test]
fn programs_that_write_at_the_same_instant_lose_nothing_and_are_never_turned_away() {
    if let Some(number) = variable(NUMBER) {
        write(number.parse().unwrap());
        return;
    }
    let desk = Desk::new();
    let lines: Vec<String> = (0..WRITERS).map(|number| line(number, 0)).collect();
    let shared = desk.write(&lines.join("\n\n")).summary.id;
    let name = "programs_that_write_at_the_same_instant_lose_nothing_and_are_never_turned_away";
    let writers: Vec<Child> = (0..WRITERS)
        .map(|number| {
            start(name, desk.app.library().path())
                .env(NUMBER, number.to_string())
                .env(SHARED, shared.to_string())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut acknowledged: Vec<(DocumentId, ContentHash)> = Vec::new();
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}{told}");
        acknowledged.extend(said.lines().filter_map(|line| {
            let (id, hash) = line.strip_prefix("saved ")?.split_once(' ')?;
            Some((id.parse().unwrap(), hash.parse().unwrap()))
        }));
    }
    assert_eq!(acknowledged.len() as u64, WRITERS * STEPS * 4);
    let counts = library::counts(&desk.app, &desk.person).unwrap();
    assert_eq!(counts.documents, WRITERS * STEPS + 1);
    desk.app
        .read(|r| {
            for (id, hash) in &acknowledged {
                let kept = texts::text(r, *id)?.1 == *hash
                    || versions::find_by_hash(r, *id, *hash)?.is_some();
                assert!(kept, "{hash} of {id} was acknowledged and is gone");
            }
            Ok(())
        })
        .unwrap();
    let lines: Vec<String> = (0..WRITERS).map(|number| line(number, STEPS)).collect();
    assert_eq!(desk.text(shared), lines.join("\n\n"));
    for number in 0..WRITERS {
        let tagged = longhand_core::tag::list(&desk.app, &desk.person, None, None).unwrap();
        let tag = tagged.iter().find(|tag| tag.name == format!("w{number}"));
        assert_eq!(tag.unwrap().documents, STEPS);
    }
    assert!(library::check(&desk.app, &desk.person).unwrap().sound);
}

#[test]
fn two_open_programs_hear_of_each_others_changes() {
    if variable(NUMBER).is_some() {
        answer();
        return;
    }
    let desk = Desk::new();
    let path = desk.app.library().path().to_owned();
    let window = open(&path, 3, Background::On);
    let mut events = window.events();
    let mut other = start("two_open_programs_hear_of_each_others_changes", &path)
        .env(NUMBER, "0")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(other.stdout.take().unwrap()).lines();
    said.by_ref()
        .find(|line| line.as_ref().unwrap().ends_with("ready"))
        .unwrap()
        .unwrap();
    let question = NewDocument {
        title: Some("Question".to_owned()),
        ..NewDocument::default()
    };
    document::create(&window, &desk.person, question, None).unwrap();
    said.by_ref()
        .find(|line| line.as_ref().unwrap().ends_with("heard"))
        .unwrap()
        .unwrap();
    while !titles(&window).contains(&"Answer".to_owned()) {
        while !matches!(events.blocking_recv().unwrap(), Event::Elsewhere) {}
    }
    drop(other.stdin.take());
    assert!(other.wait().unwrap().success());
}

/// Writes as one of several programs, and says what was acknowledged.
fn write(number: u64) {
    let path = PathBuf::from(variable(LIBRARY).unwrap());
    let shared: DocumentId = variable(SHARED).unwrap().parse().unwrap();
    let person = Caller::command_line();
    let mut out = std::io::stdout().lock();
    let mut saved = |id: DocumentId, hash: ContentHash| {
        writeln!(out, "saved {id} {hash}").unwrap();
    };
    let stays_open = number.is_multiple_of(2);
    let kept = stays_open.then(|| open(&path, 100 + number, Background::Off));
    for step in 1..=STEPS {
        let seed = 1_000 * (number + 1) + step;
        let app = kept
            .clone()
            .unwrap_or_else(|| open(&path, seed, Background::Off));
        let new = NewDocument {
            text: format!("# Note {number}.{step}\n"),
            ..NewDocument::default()
        };
        let made = document::create(&app, &person, new, None).unwrap().document;
        saved(made.summary.id, made.summary.hash);
        let mut hash = made.summary.hash;
        for save in 0..2 {
            let text = format!("# Note {number}.{step}\n\n{save}\n");
            let id = made.summary.id;
            hash = save_as(&app, &person, id, hash, &text, SaveKind::Explicit).hash;
            saved(id, hash);
        }
        let patch = DocumentPatch {
            add_tags: vec![format!("w{number}")],
            ..DocumentPatch::default()
        };
        let ids = [made.summary.id];
        document::update(&app, &person, &ids, &patch, document::LinksOnRename::Leave).unwrap();
        let read = document::get(&app, &person, shared).unwrap();
        let text = read
            .text
            .replace(&line(number, step - 1), &line(number, step));
        assert_ne!(text, read.text);
        let written = save_as(
            &app,
            &person,
            shared,
            read.summary.hash,
            &text,
            SaveKind::Explicit,
        );
        assert_ne!(written.outcome, SaveOutcome::Conflict);
        saved(shared, written.hash);
    }
}

/// Hears of a question that another program writes, and writes an answer.
fn answer() {
    let path = PathBuf::from(variable(LIBRARY).unwrap());
    let app = open(&path, 4, Background::On);
    let mut events = app.events();
    let mut out = std::io::stdout().lock();
    writeln!(out, "ready").unwrap();
    while !titles(&app).contains(&"Question".to_owned()) {
        while !matches!(events.blocking_recv().unwrap(), Event::Elsewhere) {}
    }
    let answer = NewDocument {
        title: Some("Answer".to_owned()),
        ..NewDocument::default()
    };
    document::create(&app, &Caller::command_line(), answer, None).unwrap();
    writeln!(out, "heard").unwrap();
    // Stays until the other has heard too.
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

fn line(number: u64, step: u64) -> String {
    format!("writer {number} is at step {step}.")
}

fn titles(app: &App) -> Vec<String> {
    support::titles(app, &Caller::command_line(), &ListQuery::default())
}

/// Opens the library as another program does, with ids and a time of its own.
fn open(path: &Path, seed: u64, background: Background) -> App {
    let (sources, clock) = fixed_sources(seed);
    clock.advance_ms(i64::try_from(seed).unwrap());
    let options = AppOptions {
        create: Create::Never,
        first: FirstContent::Empty,
        background,
        ..AppOptions::new(path)
    };
    App::open(options, sources).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test is about other processes"
)]
fn start(name: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", name, "--nocapture"])
        .env(LIBRARY, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[expect(
    clippy::disallowed_methods,
    reason = "a started program learns from its environment what it is"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
