//! Backing a library up, proving the backup, and bringing it back into empty and full libraries.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test makes its own files and may panic"
)]

mod support;

use std::path::{Path, PathBuf};

use longhand_core::job::Jobs;
use longhand_core::transfer::{
    BackupOutcome, CreateBackup, ImportFormat, ImportRequest, RestoreBackup, RestoreOutcome,
    VerifyReport, create_backup, restore_backup, run_import, scan_import, verify_backup,
};
use longhand_core::{
    CoreError, activity, attachment, category, document, history, saved_search, settings, tag,
};
use longhand_export::{ImportOutcome, ImportReport};
use longhand_model::{
    DocumentId, DocumentPatch, Job, JobState, ListQuery, ListScope, NewCategory, NewDocument,
    NewSavedSearch, TagPatch,
};
use longhand_store::doctor::Repair;
use support::Desk;

/// A library with something of everything.
struct Full {
    desk: Desk,
    plan: DocumentId,
    trashed: DocumentId,
    clashed: DocumentId,
}

fn full() -> Full {
    let desk = Desk::new();
    let (app, person) = (&desk.app, &desk.person);
    let new = |name: &str, parent| NewCategory {
        name: name.to_owned(),
        parent,
        ..Default::default()
    };
    let work = category::create(app, person, &new("Work", None))
        .unwrap()
        .category
        .id;
    let inner = category::create(app, person, &new("Inner", Some(work)))
        .unwrap()
        .category
        .id;
    let plan = desk.make(NewDocument {
        text: "# Plan\r\n\r\n![](cat.png) [[Other]]\r\n".to_owned(),
        category: Some(inner),
        tags: vec!["one".to_owned(), "two".to_owned()],
        favorite: true,
        description: "what is to be done".to_owned(),
        ..NewDocument::default()
    });
    let picture = desk.folder().join("cat.png");
    std::fs::write(&picture, b"meow").unwrap();
    attachment::add_file(app, person, Some(plan.summary.id), &picture, None).unwrap();
    let mut hash = plan.summary.hash;
    for number in 0..3 {
        hash = desk
            .save(
                plan.summary.id,
                hash,
                &format!("\u{feff}# Plan\n\nstep {number}\n"),
            )
            .hash;
    }
    let named = desk.versions(plan.summary.id).pop().unwrap();
    history::name(app, person, named.id, Some("the start")).unwrap();
    let trashed = desk.write("# Thrown away\n").summary.id;
    document::trash(app, person, &[trashed]).unwrap();
    let clashed = desk.write("# Clash\n\nold\n").summary;
    desk.save(clashed.id, clashed.hash, "# Clash\n\nmine\n");
    desk.save(clashed.id, clashed.hash, "# Clash\n\ntheirs\n");
    let one = tag::list(app, person, Some("one"), None).unwrap()[0].id;
    let patch = TagPatch {
        color: Some(Some("#112233".parse().unwrap())),
        ..TagPatch::default()
    };
    tag::update(app, person, one, &patch).unwrap();
    let search = NewSavedSearch {
        name: "Mine".to_owned(),
        query: "tag:one".to_owned(),
        icon: None,
        color: None,
    };
    saved_search::create(app, person, &search).unwrap();
    settings::set(
        app,
        person,
        &serde_json::json!({ "editor": { "fontSize": 20 } }),
    )
    .unwrap();
    Full {
        plan: plan.summary.id,
        trashed,
        clashed: clashed.id,
        desk,
    }
}

fn result<T: serde::de::DeserializeOwned>(desk: &Desk, job: &Job) -> T {
    let job = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(job.state, JobState::Completed, "{:?}", job.error);
    serde_json::from_value(job.result.unwrap()).unwrap()
}

fn failed(desk: &Desk, job: &Job) -> String {
    let job = Jobs::wait(&desk.app, job.id).unwrap();
    assert_eq!(job.state, JobState::Failed);
    job.error.unwrap()
}

fn back_up(desk: &Desk, name: &str) -> PathBuf {
    let path = desk.folder().join(name);
    let request = CreateBackup {
        path: path.display().to_string(),
        history: true,
    };
    let outcome: BackupOutcome = result(
        desk,
        &create_backup(&desk.app, &desk.person, request).unwrap(),
    );
    assert_eq!(outcome.bytes, std::fs::metadata(&path).unwrap().len());
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    path
}

fn verify(desk: &Desk, path: &Path) -> VerifyReport {
    let job = verify_backup(&desk.app, &desk.person, path.display().to_string()).unwrap();
    result(desk, &job)
}

fn whole(path: &Path) -> RestoreBackup {
    RestoreBackup {
        path: path.display().to_string(),
        documents: None,
        into: None,
    }
}

fn restore(desk: &Desk, request: RestoreBackup) -> RestoreOutcome {
    result(
        desk,
        &restore_backup(&desk.app, &desk.person, request).unwrap(),
    )
}

fn titles(desk: &Desk, scope: ListScope) -> Vec<String> {
    let mut titles = desk.titles(&ListQuery {
        scope,
        ..ListQuery::default()
    });
    titles.sort();
    titles
}

fn assert_sound(desk: &Desk) {
    let report = desk.app.library().doctor(Repair::Nothing).unwrap();
    assert!(report.sound, "{report:?}");
}

#[test]
fn a_backup_is_proven_by_restoring_it() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let report = verify(&full.desk, &path);
    assert_eq!(report.differences, Vec::<String>::new());
    assert!(report.sound, "{:?}", report.damages);
    assert_eq!((report.documents, report.attachments), (3, 1));
    assert!(report.versions >= 6, "{}", report.versions);
    let left: Vec<_> = std::fs::read_dir(full.desk.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("part") || name.contains("verify"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_flipped_byte_is_found_and_named() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes
        .windows(4)
        .position(|window| window == b"meow")
        .unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let report = verify(&full.desk, &path);
    assert!(!report.sound);
    assert!(
        report.damages[0].entry.starts_with("attachments/"),
        "{:?}",
        report.damages
    );
    // The rest still comes back, and what does not is told.
    let empty = Desk::elsewhere();
    let outcome = restore(&empty, whole(&path));
    assert_eq!(
        (outcome.created, outcome.attachments, outcome.problems.len()),
        (3, 0, 1)
    );

    let names = bytes
        .windows(16)
        .position(|window| window == b"documents.ndjson")
        .unwrap();
    bytes[names + 16 + 60] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let report = verify(&full.desk, &path);
    assert!(
        report
            .damages
            .iter()
            .any(|damage| damage.entry == "documents.ndjson")
    );
    let job = restore_backup(&empty.app, &empty.person, whole(&path)).unwrap();
    assert!(failed(&empty, &job).contains("documents.ndjson"));
}

#[test]
fn an_empty_library_becomes_the_one_that_was_backed_up() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let empty = Desk::elsewhere();
    let outcome = restore(&empty, whole(&path));
    assert_eq!(
        (outcome.created, outcome.categories, outcome.tags),
        (3, 2, 2)
    );
    assert_eq!(
        (outcome.saved_searches, outcome.settings, outcome.conflicts),
        (1, 1, 1)
    );
    let plan = document::get(&empty.app, &empty.person, full.plan).unwrap();
    assert_eq!(
        plan,
        document::get(&full.desk.app, &full.desk.person, full.plan).unwrap()
    );
    assert_eq!(empty.versions(full.plan), full.desk.versions(full.plan));
    assert_eq!(titles(&empty, ListScope::Trash), ["Thrown away"]);
    assert_eq!(titles(&empty, ListScope::Conflicts), ["Clash"]);
    assert_eq!(
        settings::get(&empty.app, &empty.person)
            .unwrap()
            .editor
            .font_size,
        20
    );
    let one = &tag::list(&empty.app, &empty.person, Some("one"), None).unwrap()[0];
    assert_eq!(one.color.unwrap().to_string(), "#112233");
    assert_sound(&empty);
    // What was restored backs up to the same records.
    let again = back_up(&empty, "b.zip");
    assert!(verify(&empty, &again).sound);
}

#[test]
fn restoring_twice_or_where_it_came_from_adds_nothing() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let before = full.desk.versions(full.plan);
    for _ in 0..2 {
        let outcome = restore(&full.desk, whole(&path));
        assert_eq!(
            (outcome.created, outcome.unchanged, outcome.kept),
            (0, 3, 0)
        );
        assert_eq!(
            (outcome.versions, outcome.conflicts, outcome.attachments),
            (0, 0, 0)
        );
        assert_eq!(
            (outcome.categories, outcome.tags, outcome.settings),
            (0, 0, 0)
        );
    }
    assert_eq!(full.desk.versions(full.plan), before);
}

#[test]
fn a_document_that_changed_since_keeps_its_text_and_gains_a_version() {
    let full = full();
    let path = full.desk.folder().join("a.zip");
    let request = CreateBackup {
        path: path.display().to_string(),
        history: false,
    };
    let job = create_backup(&full.desk.app, &full.desk.person, request).unwrap();
    let _: BackupOutcome = result(&full.desk, &job);
    let other = Desk::elsewhere();
    restore(&other, whole(&path));
    assert_eq!(
        other.versions(full.plan).len(),
        1,
        "without history, the text is version 0"
    );
    let hash = document::get(&other.app, &other.person, full.plan)
        .unwrap()
        .summary
        .hash;
    other.autosave(full.plan, hash, "# Plan\n\ntyped since\n");
    history_free(&other, full.plan);
    let outcome = restore(&other, whole(&path));
    assert_eq!((outcome.unchanged, outcome.kept), (2, 1));
    assert_eq!(other.text(full.plan), "# Plan\n\ntyped since\n");
    let versions = other.versions(full.plan);
    let kept = versions
        .iter()
        .find(|version| version.hash == hash)
        .unwrap();
    assert_eq!(
        history::get(&other.app, &other.person, kept.id)
            .unwrap()
            .text,
        full.desk.text(full.plan)
    );
    assert_sound(&other);
}

/// Says that the text of the backup is reachable already, so nothing has to be added for it.
fn history_free(desk: &Desk, id: DocumentId) {
    assert!(desk.versions(id).iter().any(|version| version.number == 0));
}

#[test]
fn a_text_that_only_the_backup_has_becomes_a_named_version_once() {
    let (one, two) = (Desk::new(), Desk::elsewhere());
    let id = one.write("# A\n\nfirst\n").summary.id;
    let first = back_up(&one, "first.zip");
    restore(&two, whole(&first));
    let hash = document::get(&one.app, &one.person, id)
        .unwrap()
        .summary
        .hash;
    one.save(id, hash, "# A\n\nsecond\n");
    let path = one.folder().join("second.zip");
    let request = CreateBackup {
        path: path.display().to_string(),
        history: false,
    };
    let job = create_backup(&one.app, &one.person, request).unwrap();
    let _: BackupOutcome = result(&one, &job);
    for expected in [1, 0] {
        let outcome = restore(&two, whole(&path));
        assert_eq!((outcome.kept, outcome.versions), (1, expected));
    }
    assert_eq!(two.text(id), "# A\n\nfirst\n");
    let newest = &two.versions(id)[0];
    assert!(
        newest
            .name
            .as_deref()
            .unwrap()
            .starts_with("From the backup of")
    );
    assert_sound(&two);
}

#[test]
fn chosen_documents_come_back_alone_with_what_they_need() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let empty = Desk::elsewhere();
    let some = RestoreBackup {
        documents: Some(vec![full.plan]),
        ..whole(&path)
    };
    let outcome = restore(&empty, some);
    assert_eq!(
        (outcome.created, outcome.categories, outcome.attachments),
        (1, 2, 1)
    );
    assert_eq!((outcome.saved_searches, outcome.settings), (0, 0));
    assert_eq!(titles(&empty, ListScope::All), ["Plan"]);
    assert_sound(&empty);

    let elsewhere = Desk::elsewhere();
    let new = NewCategory {
        name: "Back".to_owned(),
        ..NewCategory::default()
    };
    let back = category::create(&elsewhere.app, &elsewhere.person, &new)
        .unwrap()
        .category
        .id;
    let outcome = restore(
        &elsewhere,
        RestoreBackup {
            documents: Some(vec![full.plan]),
            into: Some(back),
            ..whole(&path)
        },
    );
    assert_eq!((outcome.created, outcome.categories), (1, 0));
    let plan = document::get(&elsewhere.app, &elsewhere.person, full.plan).unwrap();
    assert_eq!(plan.summary.category, Some(back));
}

#[test]
fn a_restore_takes_out_of_the_trash_brings_back_what_was_purged_and_can_be_undone() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let (app, person) = (&full.desk.app, &full.desk.person);
    document::trash(app, person, &[full.plan, full.clashed]).unwrap();
    document::purge(app, person, &[full.clashed]).unwrap();
    let outcome = restore(&full.desk, whole(&path));
    assert_eq!(
        (outcome.created, outcome.untrashed, outcome.unchanged),
        (1, 1, 2)
    );
    assert_eq!(titles(&full.desk, ListScope::All), ["Clash", "Plan"]);
    assert_sound(&full.desk);
    activity::revert(app, person, outcome.batch).unwrap();
    assert_eq!(
        titles(&full.desk, ListScope::Trash),
        ["Clash", "Plan", "Thrown away"]
    );
    document::restore(app, person, &[full.trashed]).unwrap();
    restore(&full.desk, whole(&path));
    assert_eq!(
        titles(&full.desk, ListScope::Trash),
        [""; 0],
        "what was restored since stays"
    );
}

#[test]
fn a_person_who_changed_metadata_keeps_it() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let patch = DocumentPatch {
        title: Some("Mine".to_owned()),
        ..DocumentPatch::default()
    };
    document::update(
        &full.desk.app,
        &full.desk.person,
        &[full.plan],
        &patch,
        Default::default(),
    )
    .unwrap();
    settings::set(
        &full.desk.app,
        &full.desk.person,
        &serde_json::json!({ "theme": "dark" }),
    )
    .unwrap();
    restore(&full.desk, whole(&path));
    assert_eq!(full.desk.title(full.plan), "Mine");
    let settings = settings::get(&full.desk.app, &full.desk.person).unwrap();
    assert_eq!(settings.theme, longhand_model::Theme::Dark);
}

#[test]
fn a_backup_overwrites_no_file_and_a_strange_file_is_no_backup() {
    let desk = Desk::new();
    let path = back_up(&desk, "a.zip");
    let request = CreateBackup {
        path: path.display().to_string(),
        history: true,
    };
    let refused = create_backup(&desk.app, &desk.person, request);
    assert!(matches!(refused, Err(CoreError::Invalid { .. })));
    let strange = desk.folder().join("strange.zip");
    std::fs::write(&strange, b"strange").unwrap();
    let job = restore_backup(&desk.app, &desk.person, whole(&strange)).unwrap();
    assert!(failed(&desk, &job).contains("not a Longhand backup"));
}

#[test]
fn attachments_that_are_missing_here_are_told_when_backing_up() {
    let full = full();
    let folder = full.desk.app.attachments().folder().to_owned();
    std::fs::remove_dir_all(folder).unwrap();
    let path = full.desk.folder().join("a.zip");
    let request = CreateBackup {
        path: path.display().to_string(),
        history: true,
    };
    let job = create_backup(&full.desk.app, &full.desk.person, request).unwrap();
    let outcome: BackupOutcome = result(&full.desk, &job);
    assert_eq!(outcome.problems, ["the bytes of cat.png are missing"]);
    assert!(!verify(&full.desk, &path).sound);
}

#[test]
fn a_backup_can_be_given_to_an_import() {
    let full = full();
    let path = back_up(&full.desk, "a.zip");
    let empty = Desk::elsewhere();
    let request = |format| ImportRequest {
        sources: vec![path.display().to_string()],
        format,
        ..ImportRequest::default()
    };
    let job = scan_import(&empty.app, &empty.person, request(ImportFormat::Auto)).unwrap();
    let report: ImportReport = result(&empty, &job);
    assert_eq!(
        (report.documents, report.unchanged, report.attachments),
        (3, 0, 1)
    );
    let job = run_import(&empty.app, &empty.person, request(ImportFormat::Auto)).unwrap();
    let outcome: ImportOutcome = result(&empty, &job);
    assert_eq!((outcome.created, outcome.unchanged), (3, 0));
    let job = run_import(&empty.app, &empty.person, request(ImportFormat::Backup)).unwrap();
    let outcome: ImportOutcome = result(&empty, &job);
    assert_eq!((outcome.created, outcome.unchanged), (0, 3));
}
