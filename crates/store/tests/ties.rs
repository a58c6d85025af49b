//! Links, tags, audit, doctor: what ties documents together and what is written down about them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use common::{Fixture, facts, new};
use longhand_model::{ActorKind, AuditQuery, LinkKind, ObjectKind, TagPatch, Timestamp, name_key};
use longhand_store::doctor::Repair;
use longhand_store::documents::{self, FieldChange};
use longhand_store::texts::{self, Keep};
use longhand_store::{audit, links, outbox, tags};
use rusqlite::Connection;

#[test]
fn a_link_waits_for_its_document_and_then_stays_with_it_through_renames() {
    let fixture = Fixture::new(1);
    let source = fixture.insert("Source", "see [[Plan]] and [[plan]]");
    let waiting = fixture.read(|r| links::dangling(r, 10));
    assert_eq!(waiting.len(), 2);
    let plan = fixture.insert("Plan", "text");
    let leads = || -> Vec<_> {
        fixture
            .read(|r| links::outgoing(r, source))
            .into_iter()
            .map(|link| link.document.map(|document| document.id))
            .collect()
    };
    assert_eq!(leads(), [Some(plan), Some(plan)]);
    let change = FieldChange {
        title: Some("Project".to_owned()),
        ..FieldChange::default()
    };
    fixture.write(|w| documents::set_fields(w, plan, &change));
    let text = "still [[Plan]]";
    fixture.write(|w| {
        texts::replace(
            w,
            source,
            text,
            &facts(text),
            Keep::Autosave { interval_ms: 0 },
        )
    });
    assert_eq!(leads(), [Some(plan)]);
    assert_eq!(fixture.read(|r| links::linking_to(r, plan)), [source]);
    let back = fixture.read(|r| links::backlinks(r, plan, 10));
    assert_eq!((back.len(), back[0].line), (1, 1));
    fixture.write(|w| documents::purge(w, plan));
    assert_eq!(leads(), [None]);
    let again = fixture.insert("Plan", "another");
    assert_eq!(leads(), [Some(again)]);
}

#[test]
fn a_relative_link_finds_the_file_it_was_imported_beside() {
    let fixture = Fixture::new(1);
    let import = |path: &str, target: Option<&str>| {
        let mut row = new(&fixture.sources, path);
        row.path = Some(path.to_owned());
        let mut facts = facts("");
        facts
            .links
            .extend(target.map(|target| longhand_model::LinkFact {
                kind: LinkKind::Relative,
                target: target.to_owned(),
                fragment: None,
                alias: None,
                span: 0..0,
                line: 1,
            }));
        fixture.write(|w| documents::insert(w, &row, "", &facts))
    };
    let other = import("vault/b/note.md", None);
    let from = import("vault/a/from.md", Some("../c/note.md"));
    assert_eq!(fixture.read(|r| links::outgoing(r, from))[0].document, None);
    let wanted = import("vault/c/note.md", None);
    let found = fixture.read(|r| links::outgoing(r, from));
    assert_eq!(found[0].document.as_ref().map(|to| to.id), Some(wanted));
    let resolve =
        |target: &str| fixture.read(|r| links::resolve(r, Some(from), LinkKind::Wiki, target));
    assert_eq!(resolve("b/note"), Some(other));
    assert_eq!(resolve("d/note"), None);
}

#[test]
fn renaming_a_tag_joins_the_one_of_that_name() {
    let fixture = Fixture::new(1);
    let tagged = |title: &str, tag: &str| {
        let mut row = new(&fixture.sources, title);
        row.tags = vec![tag.to_owned()];
        fixture.write(|w| documents::insert(w, &row, "", &facts("")))
    };
    let one = tagged("One", "old");
    let other = tagged("Other", "new");
    let old = fixture.read(|r| tags::find(r, "#OLD")).unwrap();
    let patch = TagPatch {
        color: Some(Some("#112233".parse().unwrap())),
        description: None,
    };
    fixture.write(|w| tags::update(w, old.id, &patch));
    let joined = fixture.write(|w| tags::rename(w, old.id, "New"));
    assert_eq!((joined.tag.documents, joined.documents), (2, vec![one]));
    let written = fixture.write(|w| tags::rename(w, joined.tag.id, "NEW"));
    assert_eq!(written.tag.id, joined.tag.id);
    assert_eq!(written.tag.name, "NEW");
    let gone = fixture.write(|w| tags::delete(w, written.tag.id));
    assert_eq!(gone, [one, other]);
    assert_eq!(fixture.read(|r| tags::list(r, None, 10)), []);
}

#[test]
fn the_audit_log_tells_what_was_done_and_shows_when_it_was_changed() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Notes", "text");
    let change = FieldChange {
        pinned: Some(true),
        ..FieldChange::default()
    };
    fixture.write(|w| documents::set_fields(w, id, &change));
    fixture.clock.advance_ms(1_000);
    let second = fixture.sources.now();
    fixture.write(|w| documents::set_trashed(w, id, Some(w.now())));
    let list = |query: &AuditQuery| fixture.read(|r| audit::list(r, query)).items;
    let all = list(&AuditQuery::default());
    let actions: Vec<&str> = all.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["trash", "update", "create"]);
    assert_eq!(all[1].before, serde_json::json!({ "pinned": false }));
    let since = AuditQuery {
        since: Some(second),
        object: Some(id.to_string()),
        ..AuditQuery::default()
    };
    assert_eq!(list(&since).len(), 1);
    let actions = |query: AuditQuery| -> Vec<String> {
        list(&query).into_iter().map(|entry| entry.action).collect()
    };
    let until = AuditQuery {
        until: Some(second),
        kind: Some(ObjectKind::Document),
        ..AuditQuery::default()
    };
    assert_eq!(actions(until), ["update", "create"]);
    for (actor, found) in [(all[0].cause.actor.kind(), 1), (ActorKind::Remote, 0)] {
        let query = AuditQuery {
            actor: Some(actor),
            action: Some("update".to_owned()),
            ..AuditQuery::default()
        };
        assert_eq!(actions(query).len(), found);
    }
    assert_eq!(
        fixture.read(|r| audit::batch(r, all[0].cause.batch)).len(),
        1
    );
    fixture.write(|w| audit::mark_reverted(w, all[0].sequence));
    let verified = fixture.read(audit::verify);
    assert_eq!((verified.rows, verified.broken_at), (3, None));
    assert_eq!(fixture.write(|w| audit::prune(w, second)), 2);
    assert_eq!(fixture.read(audit::verify).broken_at, None);
    fixture.write(|w| documents::set_trashed(w, id, None));
    assert_eq!(fixture.read(audit::verify).rows, 2);
    Connection::open(fixture.path())
        .unwrap()
        .execute("UPDATE audit_log SET after = '{}' WHERE sequence = 3", [])
        .unwrap();
    assert_eq!(fixture.read(audit::verify).broken_at, Some(3));
}

#[test]
fn the_outbox_holds_each_changed_thing_once_and_the_last_change_last() {
    let fixture = Fixture::new(1);
    let one = fixture.insert("One", "text");
    let other = fixture.insert("Other", "text");
    fixture.write(|w| documents::set_trashed(w, one, Some(Timestamp::default())));
    let waiting = fixture.read(|r| outbox::list(r, 100));
    let ids: Vec<&str> = waiting.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.last(), Some(&one.to_string().as_str()));
    assert!(ids.contains(&other.to_string().as_str()));
    assert!(
        waiting
            .windows(2)
            .all(|two| two[0].sequence < two[1].sequence)
    );
    assert_eq!(fixture.read(documents::counts).outbox, waiting.len() as u64);
}

#[test]
fn the_doctor_finds_wrong_counters_and_makes_them_right() {
    let fixture = Fixture::new(1);
    let mut row = new(&fixture.sources, "Notes");
    row.tags = vec!["tag".to_owned()];
    fixture.write(|w| documents::insert(w, &row, "text", &facts("text")));
    Connection::open(fixture.path())
        .unwrap()
        .execute_batch(
            "UPDATE counters SET documents = 7, inbox = 0;
            UPDATE tags SET documents = 9;
            UPDATE document_tags SET bytes = 1;
            DELETE FROM document_names;",
        )
        .unwrap();
    let report = fixture.library.doctor(Repair::Nothing).unwrap();
    assert!(!report.sound);
    let repaired = fixture.library.doctor(Repair::Derived).unwrap();
    assert!(repaired.sound, "{repaired:#?}");
    assert!(fixture.library.doctor(Repair::Nothing).unwrap().sound);
    assert_eq!(fixture.read(documents::counts).documents, 1);
    let found = fixture.read(|r| documents::find_by_title(r, &name_key("notes")));
    assert_eq!(found.len(), 1);
}

#[test]
fn the_doctor_tells_of_a_text_that_was_changed_behind_the_librarys_back() {
    let fixture = Fixture::new(1);
    fixture.insert("Notes", "text");
    Connection::open(fixture.path())
        .unwrap()
        .execute("UPDATE document_texts SET text = 'texT'", [])
        .unwrap();
    let report = fixture.library.doctor(Repair::Derived).unwrap();
    assert!(!report.sound);
    let wrong: Vec<&str> = report
        .checks
        .iter()
        .filter(|check| check.left > 0)
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(wrong, ["texts", "versions"]);
}

#[test]
fn a_document_is_found_by_the_start_of_its_id_and_completed_by_its_title() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Meeting notes", "text");
    let prefix = &id.to_string()[..13];
    assert_eq!(
        fixture.read(|r| documents::find_by_prefix(r, prefix, 10)),
        [id]
    );
    assert!(
        fixture
            .read(|r| documents::find_by_prefix(r, "xyz", 10))
            .is_empty()
    );
    for typed in ["", "mee", "NOTE", "eeting", "meeting n"] {
        let found = fixture.read(|r| documents::complete(r, typed, 10));
        assert_eq!(found.len(), 1, "{typed}");
    }
}
