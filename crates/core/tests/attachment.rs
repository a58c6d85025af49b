//! Attachments and the preview that shows them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use longhand_core::attachment::{self, Listed, Listing};
use longhand_core::preview::{self, PreviewRequest};
use longhand_core::{Caller, CoreError, document, library};
use longhand_model::{Access, Actor, CategoryId, ContentHash, KeyScope};
use support::{Desk, script};

fn file(desk: &Desk, name: &str, bytes: &[u8]) -> PathBuf {
    let path = desk.folder().join(name);
    std::fs::File::create(&path)
        .unwrap()
        .write_all(bytes)
        .unwrap();
    path
}

fn add(desk: &Desk, id: longhand_model::DocumentId, path: &Path) -> longhand_model::Attachment {
    attachment::add_file(&desk.app, &desk.person, Some(id), path, None).unwrap()
}

#[test]
fn a_file_becomes_an_attachment_that_the_text_can_name() {
    let desk = Desk::new();
    let id = desk.write("![](photo.png)\n").summary.id;
    let path = file(&desk, "photo.png", b"first");
    let first = add(&desk, id, &path);
    assert_eq!(
        (first.file_name.as_str(), first.media_type.as_str()),
        ("photo.png", "image/png")
    );
    assert_eq!((first.bytes, first.hash), (5, ContentHash::of("first")));
    assert_eq!(first.documents, 1);
    let second = add(&desk, id, &file(&desk, "photo.png", b"second"));
    assert_eq!(second.file_name, "photo-2.png");
    let listed = attachment::list(&desk.app, &desk.person, Some(id)).unwrap();
    let names: Vec<&str> = listed
        .iter()
        .map(|item| match item {
            Listed::Use(used) => used.reference.as_str(),
            Listed::Attachment(attachment) => attachment.file_name.as_str(),
        })
        .collect();
    assert_eq!(names, ["photo-2.png", "photo.png"]);
    let request = PreviewRequest {
        document: Some(id),
        text: desk.text(id),
        known: None,
    };
    let shown = preview::render(&desk.app, &desk.person, &request).unwrap();
    assert_eq!(shown.attachments.unwrap()["photo.png"], first.id);
    let resolved = document::resolve(&desk.app, &desk.person, Some(id), "photo.png").unwrap();
    assert_eq!(resolved.attachment.unwrap().id, first.id);
}

#[test]
fn what_cannot_be_attached_is_refused_and_leaves_nothing() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let person = &desk.person;
    let missing = desk.folder().join("missing.png");
    let refused = attachment::add_file(&desk.app, person, Some(id), &missing, None);
    assert!(matches!(refused, Err(CoreError::NotFound { .. })));
    let folder = attachment::add_file(&desk.app, person, Some(id), &desk.folder(), Some("a"));
    assert!(matches!(folder, Err(CoreError::Invalid { .. })));
    let path = file(&desk, "a.txt", b"a");
    let nameless = attachment::add_file(&desk.app, person, Some(id), &path, Some("../"));
    assert!(matches!(nameless, Err(CoreError::Invalid { .. })));
    assert!(
        attachment::list(&desk.app, person, None)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_attachment_is_given_to_another_document_once_under_a_free_name() {
    let desk = Desk::new();
    let [one, two] = ["one", "two"].map(|text| desk.write(text).summary.id);
    let given = add(&desk, one, &file(&desk, "a.txt", b"given"));
    add(&desk, two, &file(&desk, "a.txt", b"other"));
    for _ in 0..2 {
        let used = attachment::give(&desk.app, &desk.person, two, given.id).unwrap();
        assert_eq!(
            (used.reference.as_str(), used.attachment.documents),
            ("a-2.txt", 2)
        );
    }
}

#[test]
fn only_what_no_document_uses_is_collected_and_shared_bytes_stay() {
    let desk = Desk::new();
    let [one, two] = ["one", "two"].map(|text| desk.write(text).summary.id);
    let path = file(&desk, "a.txt", b"shared");
    let gone = add(&desk, one, &path);
    let stays = add(&desk, two, &path);
    let alone = add(&desk, one, &file(&desk, "b.txt", b"alone"));
    assert!(
        attachment::unused(&desk.app, &desk.person)
            .unwrap()
            .unused
            .is_empty()
    );
    document::trash(&desk.app, &desk.person, &[one]).unwrap();
    assert!(
        attachment::unused(&desk.app, &desk.person)
            .unwrap()
            .unused
            .is_empty()
    );
    document::purge(&desk.app, &desk.person, &[one]).unwrap();
    let unused = attachment::unused(&desk.app, &desk.person).unwrap();
    assert_eq!(
        (unused.unused.len(), unused.bytes, unused.deleted),
        (2, 11, false)
    );
    let collected = attachment::collect(&desk.app, &desk.person).unwrap();
    assert!(collected.deleted);
    let size = |hash| {
        desk.app
            .wait_for(desk.app.attachments().size(hash))
            .unwrap()
    };
    assert_eq!(size(stays.hash), Some(6));
    assert_eq!(size(alone.hash), None);
    let lost = attachment::find(&desk.app, &desk.person, gone.id);
    assert!(matches!(lost, Err(CoreError::NotFound { .. })));
}

#[test]
fn pages_of_attachments_meet_without_a_gap_in_every_order() {
    let desk = Desk::new();
    let one = desk.write("one").summary.id;
    for size in [3_usize, 1, 2] {
        let name = format!("{size}.txt");
        add(&desk, one, &file(&desk, &name, "x".repeat(size).as_bytes()));
    }
    let pages = |listing| {
        let mut names = Vec::new();
        let mut cursor = None;
        loop {
            let (app, person) = (&desk.app, &desk.person);
            let page = attachment::page(app, person, listing, Some(1), cursor.as_ref()).unwrap();
            names.extend(page.items.into_iter().map(|found| found.file_name));
            cursor = page.next;
            if cursor.is_none() {
                return names;
            }
        }
    };
    assert_eq!(pages(Listing::Newest), ["2.txt", "1.txt", "3.txt"]);
    assert_eq!(pages(Listing::Largest), ["3.txt", "2.txt", "1.txt"]);
    assert!(pages(Listing::Unused).is_empty());
    document::trash(&desk.app, &desk.person, &[one]).unwrap();
    document::purge(&desk.app, &desk.person, &[one]).unwrap();
    assert_eq!(pages(Listing::Unused), ["2.txt", "1.txt", "3.txt"]);
}

#[test]
fn only_what_no_document_uses_is_deleted_and_then_with_its_bytes() {
    let desk = Desk::new();
    let one = desk.write("one").summary.id;
    let used = add(&desk, one, &file(&desk, "used.txt", b"used"));
    let path = file(&desk, "alone.txt", b"alone");
    let alone = attachment::add_file(&desk.app, &desk.person, None, &path, None).unwrap();
    let users = attachment::users(&desk.app, &desk.person, used.id).unwrap();
    assert_eq!(users.iter().map(|user| user.id).collect::<Vec<_>>(), [one]);

    let both = attachment::delete(&desk.app, &desk.person, &[alone.id, used.id]);
    assert!(matches!(both, Err(CoreError::Invalid { .. })));
    assert!(attachment::find(&desk.app, &desk.person, alone.id).is_ok());

    let deleted = attachment::delete(&desk.app, &desk.person, &[alone.id]).unwrap();
    assert_eq!((deleted.unused.len(), deleted.bytes), (1, 5));
    let size = desk.app.wait_for(desk.app.attachments().size(alone.hash));
    assert_eq!(size.unwrap(), None);
}

#[test]
fn the_doctor_names_attachments_whose_bytes_are_lost() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let added = add(&desk, id, &file(&desk, "a.txt", b"bytes"));
    assert!(library::check(&desk.app, &desk.person).unwrap().sound);
    desk.app
        .wait_for(desk.app.attachments().delete(added.hash))
        .unwrap();
    let report = library::check(&desk.app, &desk.person).unwrap();
    assert!(!report.sound);
    let problems: Vec<String> = report.checks.into_iter().flat_map(|c| c.problems).collect();
    assert_eq!(problems, ["attachment \"a.txt\": its bytes are missing"]);
}

#[test]
fn a_key_reaches_an_attachment_through_a_document_it_reaches() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let added = add(&desk, id, &file(&desk, "a.txt", b"bytes"));
    let elsewhere: CategoryId = desk.app.sources().id();
    let limited = script(KeyScope {
        access: Access::Write,
        categories: vec![elsewhere],
        tags: Vec::new(),
    });
    let hidden = attachment::find(&desk.app, &limited, added.id);
    assert!(matches!(hidden, Err(CoreError::NotFound { .. })));
    let whole = script(KeyScope {
        access: Access::Read,
        categories: Vec::new(),
        tags: Vec::new(),
    });
    assert_eq!(
        attachment::find(&desk.app, &whole, added.id).unwrap(),
        added
    );
}

#[test]
fn a_script_cannot_have_a_file_of_this_computer_read() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let path = file(&desk, "private.txt", b"bytes");
    let script = Caller {
        actor: Actor::Key(desk.app.sources().id()),
        ..Caller::command_line()
    };
    let refused = attachment::add_file(&desk.app, &script, Some(id), &path, None);
    assert!(matches!(refused, Err(CoreError::OutOfScope { .. })));
}

#[tokio::test]
async fn bytes_are_taken_in_from_a_stream() {
    let desk = tokio::task::spawn_blocking(Desk::new).await.unwrap();
    let bytes = vec![7_u8; 3_000_000];
    let received =
        attachment::receive(&desk.app, &desk.person, None, "big.bin", bytes.as_slice()).await;
    let added = received.unwrap();
    assert_eq!(
        (added.bytes, added.hash),
        (3_000_000, ContentHash::of(&bytes))
    );
    let unknown = Some(desk.app.sources().id());
    let refused = attachment::receive(&desk.app, &desk.person, unknown, "a", [].as_slice()).await;
    assert!(matches!(refused, Err(CoreError::NotFound { .. })));
}
