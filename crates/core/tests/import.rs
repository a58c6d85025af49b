//! Importing folders, vaults and archives into a library, again and again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test makes its own files and may panic"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use longhand_core::job::Jobs;
use longhand_core::transfer::{
    EncodingChoice, ImportFormat, ImportRequest, run_import, scan_import,
};
use longhand_core::{
    App, AppOptions, Caller, CoreError, FirstContent, activity, category, document, key,
};
use longhand_export::{Encoding, ImportOutcome, ImportReport, ProblemKind};
use longhand_model::{
    Access, BatchId, DocumentPatch, DocumentSummary, Job, JobState, KeyScope, ListQuery, ListScope,
    NewApiKey, Origin,
};
use support::Desk;

struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, bytes) in files {
            folder.put(path, bytes);
        }
        folder
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("notes").join(path)
    }

    fn request(&self) -> ImportRequest {
        request(&self.path(""))
    }
}

fn request(path: &Path) -> ImportRequest {
    ImportRequest {
        sources: vec![path.display().to_string()],
        ..ImportRequest::default()
    }
}

fn ended(desk: &Desk, job: &Job) -> Job {
    Jobs::wait(&desk.app, job.id).unwrap()
}

fn result<T: serde::de::DeserializeOwned>(desk: &Desk, job: &Job) -> T {
    let job = ended(desk, job);
    assert_eq!(job.state, JobState::Completed, "{:?}", job.error);
    serde_json::from_value(job.result.unwrap()).unwrap()
}

fn import(desk: &Desk, request: ImportRequest) -> ImportOutcome {
    result(desk, &run_import(&desk.app, &desk.person, request).unwrap())
}

fn scan(desk: &Desk, request: ImportRequest) -> ImportReport {
    result(
        desk,
        &scan_import(&desk.app, &desk.person, request).unwrap(),
    )
}

fn all(desk: &Desk, scope: ListScope) -> Vec<DocumentSummary> {
    let query = ListQuery {
        scope,
        ..ListQuery::default()
    };
    let mut all = document::list(&desk.app, &desk.person, &query)
        .unwrap()
        .items;
    all.sort_by(|one, other| one.title.cmp(&other.title));
    all
}

fn find(desk: &Desk, title: &str) -> DocumentSummary {
    document::find(&desk.app, &desk.person, title).unwrap()
}

fn undo(desk: &Desk, batch: BatchId) {
    let reverted = activity::revert(&desk.app, &desk.person, batch).unwrap();
    assert!(reverted.refused.is_empty(), "{:?}", reverted.refused);
}

const NOTE: &[u8] = b"---\ntitle: First note\ntags: [work, ideas]\ncreated: 2020-05-06\n---\n\nSee [[Second]] and [third](deep/er/third.md).\n\n![](img/cat.png)\n";

fn notes() -> Files {
    Files::new(&[
        ("first.md", NOTE),
        (
            "Second.md",
            b"# Second\r\n\r\nback to [first](first.md)\r\n",
        ),
        (
            "deep/er/third.md",
            "\u{feff}no heading, ![[cat.png]] and [[Nowhere]]".as_bytes(),
        ),
        ("img/cat.png", b"meow"),
        ("img/dog.png", b"nobody shows this"),
        (".git/config", b""),
    ])
}

#[test]
fn a_folder_comes_in_with_titles_tags_dates_categories_links_and_pictures() {
    let (desk, files) = (Desk::new(), notes());
    let outcome = import(&desk, files.request());
    assert_eq!(
        (outcome.created, outcome.skipped, outcome.attachments),
        (3, 0, 2)
    );
    assert_eq!(outcome.unresolved_links, 1);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);

    let first = find(&desk, "First note");
    assert_eq!(first.tags, ["ideas", "work"]);
    assert_eq!(first.created_at.to_string(), "2020-05-06T00:00:00.000Z");
    assert_eq!(desk.text(first.id).as_bytes(), NOTE);
    let links = document::links(&desk.app, &desk.person, first.id).unwrap();
    let reached: Vec<_> = links
        .outgoing
        .iter()
        .map(|link| link.document.as_ref().map(|it| it.title.as_str()))
        .collect();
    assert!(
        reached.contains(&Some("Second")) && reached.contains(&Some("third")),
        "{reached:?}"
    );

    let third = find(&desk, "third");
    let tree = category::list(&desk.app, &desk.person).unwrap();
    let path: Vec<_> = tree
        .iter()
        .map(|node| node.category.name.as_str())
        .collect();
    assert_eq!(path, ["deep", "er"]);
    assert_eq!(third.category, Some(tree[1].category.id));
    assert!(third.has_attachments);
    let versions = desk.versions(third.id);
    assert_eq!((versions.len(), versions[0].origin), (1, Origin::Imported));
}

#[test]
fn a_scan_says_what_an_import_does_and_does_nothing() {
    let (desk, files) = (Desk::new(), notes());
    let report = scan(&desk, files.request());
    assert!(all(&desk, ListScope::All).is_empty());
    assert_eq!(
        (report.documents, report.updates, report.unchanged),
        (3, 0, 0)
    );
    assert_eq!(
        (
            report.attachments,
            report.categories,
            report.unresolved_links
        ),
        (1, 2, 1)
    );
    assert_eq!((report.hidden, report.unused_files), (1, 1));
    assert_eq!(report.sample.len(), 3);
    let sum = NOTE.len() + 37 + 48 + 4;
    assert!(
        report.bytes.abs_diff(sum as u64) < 8,
        "{} and {sum}",
        report.bytes
    );
    import(&desk, files.request());
    let report = scan(&desk, files.request());
    assert_eq!(
        (report.documents, report.unchanged, report.categories),
        (0, 3, 0)
    );
}

#[test]
fn what_came_in_goes_out_byte_for_byte_and_comes_in_again() {
    let (desk, files) = (Desk::new(), notes());
    import(&desk, files.request());
    let again = Desk::new();
    let exported = Files::new(&[]);
    for document in all(&desk, ListScope::All) {
        exported.put(
            &format!("{}.md", document.title),
            desk.text(document.id).as_bytes(),
        );
    }
    import(&again, exported.request());
    let texts = |desk: &Desk| -> Vec<String> {
        let mut texts: Vec<_> = all(desk, ListScope::All)
            .iter()
            .map(|document| desk.text(document.id))
            .collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(&desk), texts(&again));
    assert_eq!(texts(&desk).len(), 3);
}

#[test]
fn a_second_import_changes_nothing() {
    let (desk, files) = (Desk::new(), notes());
    import(&desk, files.request());
    let before = all(&desk, ListScope::All);
    let again = import(&desk, files.request());
    assert_eq!(
        (
            again.created,
            again.updated,
            again.unchanged,
            again.attachments
        ),
        (0, 0, 3, 0)
    );
    assert_eq!(all(&desk, ListScope::All), before);
    let part = import(&desk, request(&files.path("deep")));
    assert_eq!((part.created, part.unchanged), (0, 1));
    let single = import(&desk, request(&files.path("first.md")));
    assert_eq!((single.created, single.unchanged), (0, 1));
}

#[test]
fn a_changed_file_becomes_a_version_and_moves_its_metadata() {
    let (desk, files) = (Desk::new(), notes());
    import(&desk, files.request());
    let id = find(&desk, "First note").id;
    let patch = DocumentPatch {
        add_tags: vec!["mine".to_owned()],
        ..DocumentPatch::default()
    };
    document::update(&desk.app, &desk.person, &[id], &patch, Default::default()).unwrap();
    let changed = "---\ntitle: Renamed\ntags: [work, new]\n---\n\nother words\n";
    files.put("first.md", changed.as_bytes());
    files.put("img/cat.png", b"purr");
    let outcome = import(&desk, files.request());
    assert_eq!(
        (outcome.created, outcome.updated, outcome.merged),
        (0, 1, 0)
    );
    assert_eq!(
        outcome.attachments, 1,
        "the picture that the third note shows is another one"
    );
    let document = document::get(&desk.app, &desk.person, id).unwrap();
    assert_eq!(
        (document.text.as_str(), document.summary.title.as_str()),
        (changed, "Renamed")
    );
    assert_eq!(document.summary.tags, ["mine", "new", "work"]);
    let origins: Vec<_> = desk
        .versions(id)
        .iter()
        .map(|version| version.origin)
        .collect();
    assert_eq!(origins, [Origin::Imported, Origin::Imported]);
    undo(&desk, outcome.batch);
    assert_eq!(desk.text(id).as_bytes(), NOTE);
}

#[test]
fn edits_here_and_in_the_file_are_merged() {
    let (desk, files) = (
        Desk::new(),
        Files::new(&[("a.md", b"# A\n\none\n\ntwo\n\nthree\n")]),
    );
    import(&desk, files.request());
    let document = find(&desk, "A");
    desk.save(
        document.id,
        document.hash,
        "# A\n\none here\n\ntwo\n\nthree\n",
    );
    files.put("a.md", b"# A\n\none\n\ntwo\n\nthree there\n");
    let outcome = import(&desk, files.request());
    assert_eq!(
        (outcome.updated, outcome.merged, outcome.conflicts),
        (1, 1, 0)
    );
    assert_eq!(
        desk.text(document.id),
        "# A\n\none here\n\ntwo\n\nthree there\n"
    );
    assert_eq!(import(&desk, files.request()).unchanged, 1);
}

#[test]
fn edits_of_the_same_words_become_a_conflict_and_nothing_is_lost() {
    let (desk, files) = (Desk::new(), Files::new(&[("a.md", b"# A\n\nold\n")]));
    import(&desk, files.request());
    let document = find(&desk, "A");
    desk.save(document.id, document.hash, "# A\n\nhere\n");
    files.put("a.md", b"# A\n\nthere\n");
    let outcome = import(&desk, files.request());
    assert_eq!((outcome.updated, outcome.conflicts), (0, 1));
    assert_eq!(desk.text(document.id), "# A\n\nhere\n");
    assert!(find(&desk, "A").conflicted);
    assert_eq!(import(&desk, files.request()).conflicts, 0, "told once");
}

#[test]
fn one_undo_takes_an_import_back_and_a_new_import_brings_it_again() {
    let (desk, files) = (Desk::new(), notes());
    let mine = desk.write("# Mine\n");
    let outcome = import(&desk, files.request());
    undo(&desk, outcome.batch);
    let left: Vec<_> = all(&desk, ListScope::All)
        .into_iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(left, [mine.summary.id]);
    let again = import(&desk, files.request());
    assert_eq!((again.created, again.updated), (0, 3));
    assert_eq!(all(&desk, ListScope::All).len(), 4);
    assert!(all(&desk, ListScope::Trash).is_empty());
}

#[test]
fn what_a_person_put_into_the_trash_stays_there() {
    let (desk, files) = (Desk::new(), notes());
    import(&desk, files.request());
    let id = find(&desk, "Second").id;
    document::trash(&desk.app, &desk.person, &[id]).unwrap();
    let again = import(&desk, files.request());
    assert_eq!((again.unchanged, again.updated), (3, 0));
    files.put("Second.md", b"# Second\n\nnew words\n");
    let again = import(&desk, files.request());
    assert_eq!((again.unchanged, again.updated), (3, 0));
    assert!(
        again
            .notices
            .iter()
            .any(|notice| notice.message.contains("trash"))
    );
    assert_eq!(all(&desk, ListScope::Trash).len(), 1);
}

#[test]
fn files_that_are_not_utf_8_are_offered_and_read_as_chosen() {
    let shift_jis: &[u8] = &[0x82, 0xA0, 0x82, 0xA2, 0x82, 0xA4, 0x0A];
    let latin: &[u8] = b"# Caf\xe9\n";
    let files = Files::new(&[
        ("j.md", shift_jis),
        ("l.md", latin),
        ("b.md", b"\x00\x01"),
        ("ok.md", b"ok"),
    ]);
    let desk = Desk::new();
    let report = scan(&desk, files.request());
    let offered: BTreeMap<_, _> = report
        .problems
        .iter()
        .map(|problem| {
            (
                problem.path.as_str(),
                (problem.kind, problem.encodings.first().copied()),
            )
        })
        .collect();
    assert_eq!(
        offered["j.md"],
        (ProblemKind::NotUtf8, Some(Encoding::ShiftJis))
    );
    assert_eq!(
        offered["l.md"],
        (ProblemKind::NotUtf8, Some(Encoding::Windows1252))
    );
    assert_eq!(offered["b.md"], (ProblemKind::Binary, None));
    let encodings = BTreeMap::from([
        ("j.md".to_owned(), EncodingChoice::Skip),
        ("*".to_owned(), EncodingChoice::Windows1252),
    ]);
    let outcome = import(
        &desk,
        ImportRequest {
            encodings,
            ..files.request()
        },
    );
    assert_eq!((outcome.created, outcome.skipped), (2, 2));
    assert_eq!(desk.text(find(&desk, "Café").id), "# Café\n");
    assert_eq!(outcome.notices.len(), 1);
}

#[test]
fn a_vault_keeps_its_names_templates_and_folder_of_attachments() {
    let files = Files::new(&[
        (
            ".obsidian/app.json",
            br#"{"attachmentFolderPath":"assets"}"#,
        ),
        (".obsidian/templates.json", br#"{"folder":"templates"}"#),
        ("templates/Day.md", b"# {{date}}\n"),
        (
            "a/Note.md",
            b"# Another heading\n\n![[cat.png]] [[Other|shown]] #inline\n",
        ),
        ("b/Other.md", b"[[Note#Another heading]]\n"),
        ("assets/cat.png", b"meow"),
    ]);
    let desk = Desk::new();
    let outcome = import(&desk, files.request());
    assert_eq!(
        (
            outcome.created,
            outcome.attachments,
            outcome.unresolved_links
        ),
        (3, 1, 0)
    );
    let note = find(&desk, "Note");
    assert_eq!(note.tags, ["inline"]);
    let links = document::links(&desk.app, &desk.person, note.id).unwrap();
    assert_eq!(links.backlinks.len(), 1);
    assert!(find(&desk, "Day").template);
    let plain = Desk::new();
    import(
        &plain,
        ImportRequest {
            format: ImportFormat::Markdown,
            ..files.request()
        },
    );
    assert_eq!(find(&plain, "Another heading").tags, [""; 0]);
}

#[test]
fn an_archive_comes_in_below_a_category_and_is_known_again() {
    let files = Files::new(&[]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in [
        ("top/a.md", &b"# A\n![](x.png)"[..]),
        ("top/x.png", b"x"),
        ("../evil.md", b"evil"),
    ] {
        zip.start_file(path, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    files.put("a.zip", &zip.finish().unwrap().into_inner());
    let desk = Desk::new();
    let made = category::create(
        &desk.app,
        &desk.person,
        &longhand_model::NewCategory {
            name: "Imported".to_owned(),
            ..Default::default()
        },
    )
    .unwrap();
    let request = || ImportRequest {
        into: Some(made.category.id),
        ..request(&files.path("a.zip"))
    };
    let outcome = import(&desk, request());
    assert_eq!((outcome.created, outcome.attachments), (1, 1));
    assert_eq!(outcome.problems[0].kind, ProblemKind::UnsafePath);
    let tree = category::list(&desk.app, &desk.person).unwrap();
    let names: Vec<_> = tree
        .iter()
        .map(|node| node.category.name.as_str())
        .collect();
    assert_eq!(names, ["Imported", "top"]);
    assert_eq!(import(&desk, request()).unchanged, 1);
}

#[test]
fn an_upload_is_known_by_its_name_wherever_it_lies() {
    let (one, two) = (
        Files::new(&[("a.md", b"# A\n")]),
        Files::new(&[("a.md", b"# A\n\nmore\n")]),
    );
    let desk = Desk::new();
    let upload = |files: &Files| {
        let path = files.path("a.md").display().to_string();
        ImportRequest {
            sources: vec![path.clone()],
            uploaded: vec![path],
            ..Default::default()
        }
    };
    assert_eq!(import(&desk, upload(&one)).created, 1);
    let second = import(&desk, upload(&two));
    assert_eq!((second.created, second.updated), (0, 1));
}

#[test]
fn a_cancelled_import_keeps_what_came_in_as_one_batch() {
    let names: Vec<String> = (0..1500).map(|number| format!("{number}.md")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"text\n"[..]))
        .collect();
    let (desk, files) = (Desk::new(), Files::new(&files));
    let mut events = desk.app.events();
    let job = run_import(&desk.app, &desk.person, files.request()).unwrap();
    // The first documents are there when their event comes.
    while !matches!(
        events.blocking_recv(),
        Ok(longhand_model::Event::Documents { .. })
    ) {}
    longhand_core::job::cancel(&desk.app, job.id).unwrap();
    let job = ended(&desk, &job);
    let outcome: ImportOutcome = serde_json::from_value(job.result.unwrap()).unwrap();
    let count = longhand_core::library::counts(&desk.app, &desk.person)
        .unwrap()
        .documents;
    assert_eq!(
        (job.state, outcome.created, outcome.cancelled),
        (JobState::Cancelled, count, true)
    );
    assert!(count > 0 && count < 1500, "{count}");
    let reverted = activity::revert(&desk.app, &desk.person, outcome.batch).unwrap();
    assert_eq!((reverted.reverted, reverted.refused.len()), (count, 0));
    let rest = import(&desk, files.request());
    assert_eq!((rest.created + rest.updated, rest.unchanged), (1500, 0));
}

#[test]
fn a_file_that_two_sources_hold_is_read_once() {
    let (desk, files) = (Desk::new(), notes());
    let sources = ["", "deep", "Second.md"].map(|path| files.path(path).display().to_string());
    let outcome = import(
        &desk,
        ImportRequest {
            sources: sources.to_vec(),
            ..ImportRequest::default()
        },
    );
    assert_eq!((outcome.created, outcome.skipped), (3, 2));
    assert!(
        outcome
            .problems
            .iter()
            .all(|problem| problem.kind == ProblemKind::Duplicate)
    );
}

#[test]
fn an_import_that_fails_half_way_says_what_is_in() {
    let names: Vec<String> = (0..600).map(|number| format!("{number}.md")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"text\n"[..]))
        .collect();
    let (desk, files) = (Desk::new(), Files::new(&files));
    // The folder of attachments cannot be made where a file is, and the last document needs it.
    std::fs::write(desk.app.attachments().folder(), b"in the way").unwrap();
    files.put("pictures/a.png", b"a");
    files.put("zz.md", b"![](pictures/a.png)\n");
    let job = run_import(&desk.app, &desk.person, files.request()).unwrap();
    let job = ended(&desk, &job);
    assert_eq!(job.state, JobState::Failed, "{:?}", job.result);
    let outcome: ImportOutcome = serde_json::from_value(job.result.unwrap()).unwrap();
    let count = longhand_core::library::counts(&desk.app, &desk.person)
        .unwrap()
        .documents;
    assert_eq!(outcome.created, count);
    assert!(count >= 500, "{count}");
    undo(&desk, outcome.batch);
}

#[test]
fn parts_of_words_are_indexed_once_the_import_is_done() {
    let (desk, files) = (Desk::new(), notes());
    let options = AppOptions {
        first: FirstContent::Empty,
        ..AppOptions::new(desk.folder().join("lively.longhand"))
    };
    let app = App::open(options, longhand_testkit::fixed_sources(3).0).unwrap();
    let job = run_import(&app, &desk.person, files.request()).unwrap();
    Jobs::wait(&app, job.id).unwrap();
    assert_eq!(app.library().index_pending(0).unwrap(), 0);
}

#[test]
fn an_import_that_cannot_start_says_why() {
    let desk = Desk::new();
    let failed = |request: ImportRequest| {
        let job = ended(
            &desk,
            &run_import(&desk.app, &desk.person, request).unwrap(),
        );
        assert_eq!(job.state, JobState::Failed);
        job.error.unwrap()
    };
    assert!(failed(request(Path::new("/no/such/folder"))).contains("/no/such/folder"));
    assert!(failed(ImportRequest::default()).contains("no file"));
    let files = Files::new(&[("a.docx", b"x")]);
    assert!(failed(request(&files.path("a.docx"))).contains("neither Markdown"));
}

#[test]
fn a_script_imports_what_it_uploaded_and_no_other_file() {
    let (desk, files) = (Desk::new(), notes());
    let scope = KeyScope {
        access: Access::Admin,
        categories: Vec::new(),
        tags: Vec::new(),
    };
    let new = NewApiKey {
        name: "importer".to_owned(),
        scope,
        expires_at: None,
    };
    let made = key::create(&desk.app, &desk.person, &new).unwrap();
    let script = Caller::key(&made.key, None);
    let refused = run_import(&desk.app, &script, files.request());
    assert!(matches!(refused, Err(CoreError::OutOfScope { .. })));
    let path = files.path("Second.md").display().to_string();
    let own = ImportRequest {
        sources: vec![path.clone()],
        uploaded: vec![path],
        ..Default::default()
    };
    let job = run_import(&desk.app, &script, own).unwrap();
    let outcome: ImportOutcome = result(&desk, &job);
    assert_eq!(outcome.created, 1);
}
