//! Jobs that did not come to their end, and what becomes of them when they are started again.
//!
//! The test binary starts itself as the program that is killed; an environment variable says so.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use longhand_core::job::{self, Jobs};
use longhand_core::transfer::{self, CreateBackup, ImportRequest};
use longhand_core::{
    App, AppOptions, Background, Caller, CoreError, Create, FirstContent, activity, document,
    history, library,
};
use longhand_model::{Access, Event, Job, JobId, JobState, KeyScope, ListQuery, ListScope};
use longhand_testkit::fixed_sources;
use support::{Desk, script};

const LIBRARY: &str = "LONGHAND_TEST_RESUME_LIBRARY";
const FOLDER: &str = "LONGHAND_TEST_RESUME_FOLDER";

/// Enough that an import, which writes 500 at once, is still at work when its program is killed.
const FILES: u32 = 1_200;

#[test]
fn an_import_that_was_killed_goes_on_to_the_same_end_as_one_that_was_not() {
    if let Some(path) = variable(LIBRARY) {
        import_until_killed(Path::new(&path), &variable(FOLDER).unwrap());
        return;
    }
    let desk = Desk::new();
    let folder = desk.folder().join("notes");
    write_notes(&folder);
    kill_during_import(&desk, &folder);

    let app = desk.again();
    let interrupted = only_job(&app);
    assert_eq!(interrupted.state, JobState::Interrupted);
    assert!(interrupted.resumable);
    let before = library::counts(&app, &desk.person).unwrap().documents;
    assert!(before > 0 && before < u64::from(FILES), "{before}");
    let started = transfer::resume(&app, &desk.person, interrupted.id).unwrap();
    assert_eq!(started.id, interrupted.id);
    let ended = Jobs::wait(&app, started.id).unwrap();
    assert_eq!(ended.state, JobState::Completed, "{ended:?}");
    assert!(!ended.resumable);
    let result = ended.result.unwrap();
    assert_eq!(result["created"], u64::from(FILES) - before);
    assert_eq!(result["unchanged"], before);

    let whole = Desk::elsewhere();
    let job = transfer::run_import(&whole.app, &whole.person, request(&folder)).unwrap();
    Jobs::wait(&whole.app, job.id).unwrap();
    assert_eq!(contents(&app), contents(&whole.app));
    assert!(library::check(&app, &desk.person).unwrap().sound);

    // One undo takes both halves back.
    let batch = serde_json::from_value(result["batch"].clone()).unwrap();
    activity::revert(&app, &desk.person, batch).unwrap();
    assert_eq!(library::counts(&app, &desk.person).unwrap().documents, 0);
}

#[test]
fn a_backup_that_failed_is_written_once_its_folder_can_be() {
    let desk = Desk::new();
    desk.write("# One\n");
    let path = desk.folder().join("notes.zip");
    let request = CreateBackup {
        path: path.display().to_string(),
        history: true,
    };
    let job = transfer::create_backup(&desk.app, &desk.person, request).unwrap();
    // Somebody takes the name while the backup is written.
    std::fs::create_dir(&path).unwrap();
    let failed = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(failed.state, JobState::Failed, "{failed:?}");
    assert!(failed.resumable);
    let taken = transfer::resume(&desk.app, &desk.person, job.id);
    assert!(taken.is_err());
    std::fs::remove_dir(&path).unwrap();
    transfer::resume(&desk.app, &desk.person, job.id).unwrap();
    let done = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(done.state, JobState::Completed, "{done:?}");
    assert_eq!(done.error, None);
    assert!(path.is_file());
    let checked = transfer::verify_backup(&desk.app, &desk.person, path.display().to_string());
    let checked = Jobs::wait(&desk.app, checked.unwrap().id).unwrap();
    assert_eq!(checked.result.unwrap()["sound"], true);
}

#[test]
fn only_what_has_not_come_to_its_end_is_resumed_and_only_by_who_could_have_asked_for_it() {
    let desk = Desk::new();
    let folder = desk.folder().join("notes");
    let missing = transfer::run_import(&desk.app, &desk.person, request(&folder)).unwrap();
    let failed = Jobs::wait(&desk.app, missing.id).unwrap();
    assert_eq!(failed.state, JobState::Failed);
    let write = script(KeyScope {
        access: Access::Write,
        categories: Vec::new(),
        tags: Vec::new(),
    });
    let by_script = transfer::resume(&desk.app, &write, failed.id);
    assert!(by_script.is_ok(), "whoever may write may import");
    Jobs::wait(&desk.app, failed.id).unwrap();
    write_note(&folder, 1);
    transfer::resume(&desk.app, &desk.person, failed.id).unwrap();
    let done = Jobs::wait(&desk.app, failed.id).unwrap();
    assert_eq!(done.state, JobState::Completed);
    let again = transfer::resume(&desk.app, &desk.person, failed.id);
    assert!(matches!(again, Err(CoreError::Invalid { .. })));
    let nothing: JobId = desk.app.sources().id();
    let unknown = transfer::resume(&desk.app, &desk.person, nothing);
    assert!(matches!(unknown, Err(CoreError::NotFound { .. })));

    let nowhere = desk.folder().join("missing.zip").display().to_string();
    let check = transfer::verify_backup(&desk.app, &desk.person, nowhere).unwrap();
    Jobs::wait(&desk.app, check.id).unwrap();
    let too_low = transfer::resume(&desk.app, &write, check.id);
    assert!(matches!(too_low, Err(CoreError::AccessTooLow { .. })));
}

/// Starts an import in another program and kills that once a part is written.
fn kill_during_import(desk: &Desk, folder: &Path) {
    let mut child = start(desk.app.library().path(), folder).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let far = lines.map(Result::unwrap).find(|line| {
        let done = line.strip_prefix("done ").map(str::parse::<u32>);
        done.is_some_and(|done| done.unwrap() > 500)
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(far.is_some(), "the import never got so far");
}

fn import_until_killed(path: &Path, folder: &str) {
    let (sources, _clock) = fixed_sources(5);
    let options = AppOptions {
        create: Create::Never,
        first: FirstContent::Empty,
        background: Background::Off,
        ..AppOptions::new(path)
    };
    let app = App::open(options, sources).unwrap();
    let mut events = app.events();
    transfer::run_import(&app, &Caller::command_line(), request(Path::new(folder))).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        if let Event::Job { progress, .. } = events.blocking_recv().unwrap() {
            writeln!(out, "\ndone {}", progress.done).unwrap();
        }
    }
}

fn only_job(app: &App) -> Job {
    let [job] = job::list(app).unwrap().try_into().unwrap();
    job
}

fn request(folder: &Path) -> ImportRequest {
    ImportRequest {
        sources: vec![folder.display().to_string()],
        ..ImportRequest::default()
    }
}

/// Notes in folders, with links to notes that come later and earlier, tags and pictures.
fn write_notes(folder: &Path) {
    for number in 0..FILES {
        write_note(folder, number);
    }
}

fn write_note(folder: &Path, number: u32) {
    let place = folder.join(format!("part {}", number % 7));
    std::fs::create_dir_all(&place).unwrap();
    let (before, after) = (number.wrapping_sub(1), number + 1);
    let picture = number % 50;
    let text = format!(
        "---\ntags: [kind{}]\n---\n# Note {number}\n\n[[Note {before}]] [[Note {after}]]\n\n![](p{picture}.png)\n",
        number % 3
    );
    for (name, bytes) in [
        (format!("{number}.md"), text.into_bytes()),
        (format!("p{picture}.png"), picture.to_le_bytes().to_vec()),
    ] {
        let mut file = std::fs::File::create(place.join(name)).unwrap();
        file.write_all(&bytes).unwrap();
    }
}

/// All that a person sees of every document, by its title.
fn contents(app: &App) -> BTreeMap<String, String> {
    let person = Caller::command_line();
    let categories = longhand_core::category::list(app, &person).unwrap();
    let name = |id| {
        let node = categories.iter().find(|node| node.category.id == id);
        node.unwrap().category.name.clone()
    };
    let mut all = BTreeMap::new();
    let mut cursor = None;
    loop {
        let query = ListQuery {
            scope: ListScope::All,
            limit: Some(500),
            cursor,
            ..ListQuery::default()
        };
        let page = document::list(app, &person, &query).unwrap();
        for summary in page.items {
            let document = document::get(app, &person, summary.id).unwrap();
            let links = app.read(|r| Ok(longhand_store::links::outgoing(r, summary.id)?));
            let to: Vec<Option<String>> = links
                .unwrap()
                .into_iter()
                .map(|link| link.document.map(|found| found.title))
                .collect();
            let versions = history::list(app, &person, summary.id, None, None).unwrap();
            let files = longhand_core::attachment::list(app, &person, Some(summary.id)).unwrap();
            let shown = format!(
                "{:?} {:?} {:?} {to:?} {} {} {}",
                document.text,
                summary.tags,
                summary.category.map(name),
                versions.items.len(),
                files.len(),
                summary.words,
            );
            assert!(all.insert(summary.title, shown).is_none());
        }
        cursor = page.next;
        if cursor.is_none() {
            return all;
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test is about a program that is killed"
)]
fn start(library: &Path, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "an_import_that_was_killed_goes_on_to_the_same_end_as_one_that_was_not",
            "--nocapture",
        ])
        .env(LIBRARY, library)
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

#[expect(
    clippy::disallowed_methods,
    reason = "a started program learns from its environment what it is"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
