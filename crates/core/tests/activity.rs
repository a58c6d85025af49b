//! Undoing: everything that a batch did, but for what was changed since.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use longhand_core::activity::{self, Reverted};
use longhand_core::document::{self, LinksOnRename};
use longhand_core::{CoreError, category, history, key, saved_search, settings, tag};
use longhand_model::{
    Access, AuditQuery, BatchId, CategoryPatch, DocumentId, DocumentPatch, KeyScope, NewApiKey,
    NewCategory, NewDocument, NewSavedSearch, Origin, TagPatch,
};
use serde_json::json;
use support::Desk;

fn undo(desk: &Desk, batch: BatchId) -> Reverted {
    let reverted = activity::revert(&desk.app, &desk.person, batch).unwrap();
    assert_eq!(reverted.refused, [], "{:?}", reverted.refused);
    reverted
}

fn refusal(desk: &Desk, batch: BatchId) -> String {
    let reverted = activity::revert(&desk.app, &desk.person, batch).unwrap();
    assert_eq!(reverted.refused.len(), 1);
    reverted.refused[0].reason.clone()
}

fn patched(desk: &Desk, id: DocumentId, patch: &DocumentPatch) -> BatchId {
    document::update(
        &desk.app,
        &desk.person,
        &[id],
        patch,
        LinksOnRename::Rewrite,
    )
    .unwrap()
    .batch
}

fn last_batch(desk: &Desk) -> BatchId {
    let page = activity::list(&desk.app, &desk.person, &AuditQuery::default()).unwrap();
    page.items[0].cause.batch
}

fn tags_of(desk: &Desk, id: DocumentId) -> Vec<String> {
    document::get(&desk.app, &desk.person, id)
        .unwrap()
        .summary
        .tags
}

fn tagged(desk: &Desk, tags: &[&str]) -> DocumentId {
    let new = NewDocument {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..NewDocument::default()
    };
    desk.make(new).summary.id
}

#[test]
fn a_save_is_undone_with_the_title_that_followed_it_and_redone() {
    let desk = Desk::new();
    let made = desk.write("# One\n").summary;
    let saved = desk.save(made.id, made.hash, "# Two\n");
    let undone = undo(&desk, saved.batch.unwrap());
    assert_eq!(
        (desk.text(made.id), desk.title(made.id)),
        ("# One\n".into(), "One".into())
    );
    assert_eq!(desk.versions(made.id)[0].origin, Origin::Restored);
    undo(&desk, undone.batch);
    assert_eq!(
        (desk.text(made.id), desk.title(made.id)),
        ("# Two\n".into(), "Two".into())
    );
}

#[test]
fn a_rename_is_undone_with_all_the_links_it_rewrote() {
    let desk = Desk::new();
    let target = desk.write("# Old\n").summary.id;
    let sources = ["[[Old]] one\n", "[[Old]] two\n"].map(|text| desk.write(text).summary.id);
    let patch = DocumentPatch {
        title: Some("New".to_owned()),
        ..DocumentPatch::default()
    };
    let batch = patched(&desk, target, &patch);
    assert_eq!(desk.text(sources[0]), "[[New]] one\n");
    assert_eq!(undo(&desk, batch).reverted, 3);
    assert_eq!(desk.title(target), "Old");
    assert_eq!(desk.text(sources[0]), "[[Old]] one\n");
    assert_eq!(desk.text(sources[1]), "[[Old]] two\n");
}

#[test]
fn what_was_changed_since_stays_and_the_rest_is_undone() {
    let desk = Desk::new();
    let target = desk.write("# Old\n").summary.id;
    let source = desk.write("[[Old]]\n").summary.id;
    let patch = DocumentPatch {
        title: Some("New".to_owned()),
        ..DocumentPatch::default()
    };
    let batch = patched(&desk, target, &patch);
    let now = document::get(&desk.app, &desk.person, source).unwrap();
    desk.save(source, now.summary.hash, "[[New]] and more\n");
    assert_eq!(refusal(&desk, batch), "its text was changed since");
    assert_eq!(desk.text(source), "[[New]] and more\n");
    assert_eq!(desk.title(target), "Old");
}

#[test]
fn metadata_is_undone_field_by_field() {
    let desk = Desk::new();
    let id = tagged(&desk, &["a"]);
    let patch = DocumentPatch {
        add_tags: vec!["b".to_owned()],
        pinned: Some(true),
        ..DocumentPatch::default()
    };
    let batch = patched(&desk, id, &patch);
    // Another field that was changed since is nobody's business.
    let described = DocumentPatch {
        description: Some("later".to_owned()),
        ..DocumentPatch::default()
    };
    patched(&desk, id, &described);
    undo(&desk, batch);
    let after = document::get(&desk.app, &desk.person, id).unwrap().summary;
    assert_eq!((after.tags, after.pinned), (vec!["a".to_owned()], false));
    assert_eq!(after.description, "later");
}

#[test]
fn a_field_that_was_changed_again_is_not_undone() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let pin = |pinned| DocumentPatch {
        pinned: Some(pinned),
        ..DocumentPatch::default()
    };
    let batch = patched(&desk, id, &pin(true));
    patched(&desk, id, &pin(false));
    assert_eq!(refusal(&desk, batch), "it was changed since");
}

#[test]
fn what_a_batch_made_goes_to_the_trash_and_comes_back() {
    let desk = Desk::new();
    let new = NewDocument::default();
    let made = document::create(&desk.app, &desk.person, new, None).unwrap();
    let id = made.document.summary.id;
    let undone = undo(&desk, made.batch);
    let trashed = document::get(&desk.app, &desk.person, id).unwrap().summary;
    assert!(trashed.trashed_at.is_some());
    undo(&desk, undone.batch);
    let back = document::get(&desk.app, &desk.person, id).unwrap().summary;
    assert_eq!(back.trashed_at, None);
}

#[test]
fn a_new_document_that_was_written_in_since_is_not_taken_away() {
    let desk = Desk::new();
    let made = document::create(&desk.app, &desk.person, NewDocument::default(), None).unwrap();
    let summary = made.document.summary;
    desk.save(summary.id, summary.hash, "work");
    assert_eq!(refusal(&desk, made.batch), "its text was changed since");
}

#[test]
fn the_trash_is_undone_and_oblivion_is_not() {
    let desk = Desk::new();
    let id = desk.write("x").summary.id;
    let trashed = document::trash(&desk.app, &desk.person, &[id]).unwrap();
    undo(&desk, trashed.batch);
    document::trash(&desk.app, &desk.person, &[id]).unwrap();
    document::purge(&desk.app, &desk.person, &[id]).unwrap();
    let purge = last_batch(&desk);
    assert_eq!(refusal(&desk, purge), "it was deleted for ever");
}

#[test]
fn a_deleted_category_comes_back_with_what_was_in_it() {
    let desk = Desk::new();
    let make = |name: &str, parent| {
        let new = NewCategory {
            name: name.to_owned(),
            parent,
            ..NewCategory::default()
        };
        category::create(&desk.app, &desk.person, &new).unwrap()
    };
    let outer = make("Outer", None);
    let inner = make("Inner", Some(outer.category.id));
    let stays = desk.make(NewDocument {
        category: Some(outer.category.id),
        ..NewDocument::default()
    });
    let moved = desk.make(NewDocument {
        category: Some(outer.category.id),
        ..NewDocument::default()
    });
    let deleted = category::delete(&desk.app, &desk.person, outer.category.id).unwrap();
    // One of the documents found another place meanwhile: it stays there.
    let other = make("Other", None);
    let patch = DocumentPatch {
        category: Some(Some(other.category.id)),
        ..DocumentPatch::default()
    };
    patched(&desk, moved.summary.id, &patch);
    undo(&desk, deleted.batch);
    let place = |id| {
        document::get(&desk.app, &desk.person, id)
            .unwrap()
            .summary
            .category
    };
    assert_eq!(place(stays.summary.id), Some(outer.category.id));
    assert_eq!(place(moved.summary.id), Some(other.category.id));
    let nodes = category::list(&desk.app, &desk.person).unwrap();
    let back = nodes
        .iter()
        .find(|n| n.category.id == inner.category.id)
        .unwrap();
    assert_eq!(back.category.parent, Some(outer.category.id));
}

#[test]
fn a_category_is_unmade_only_while_nothing_is_in_it() {
    let desk = Desk::new();
    let new = NewCategory {
        name: "New".to_owned(),
        ..NewCategory::default()
    };
    let used = category::create(&desk.app, &desk.person, &new).unwrap();
    desk.make(NewDocument {
        category: Some(used.category.id),
        ..NewDocument::default()
    });
    assert_eq!(refusal(&desk, used.batch), "it is in use");
    let unused = category::create(&desk.app, &desk.person, &new).unwrap();
    undo(&desk, unused.batch);
    assert_eq!(category::list(&desk.app, &desk.person).unwrap().len(), 1);
}

#[test]
fn a_changed_category_is_put_back() {
    let desk = Desk::new();
    let new = NewCategory {
        name: "Before".to_owned(),
        ..NewCategory::default()
    };
    let made = category::create(&desk.app, &desk.person, &new).unwrap();
    let patch = CategoryPatch {
        name: Some("After".to_owned()),
        color: Some(Some("#112233".parse().unwrap())),
        ..CategoryPatch::default()
    };
    let id = made.category.id;
    let changed = category::update(&desk.app, &desk.person, id, &patch).unwrap();
    undo(&desk, changed.batch);
    let nodes = category::list(&desk.app, &desk.person).unwrap();
    assert_eq!(nodes[0].category, made.category);
}

#[test]
fn tags_come_apart_again_as_they_were() {
    let desk = Desk::new();
    let one = tagged(&desk, &["a"]);
    let both = tagged(&desk, &["a", "b"]);
    let other = tagged(&desk, &["b"]);
    let all = tag::list(&desk.app, &desk.person, None, None).unwrap();
    let patch = TagPatch {
        color: Some(Some("#112233".parse().unwrap())),
        description: None,
    };
    tag::update(&desk.app, &desk.person, all[0].id, &patch).unwrap();
    let merged = tag::merge(&desk.app, &desk.person, &[all[0].id], all[1].id).unwrap();
    let tags = |id| tags_of(&desk, id);
    assert_eq!(
        (tags(one), tags(both), tags(other)),
        (vec!["b".into()], vec!["b".into()], vec!["b".into()])
    );
    undo(&desk, merged.batch);
    assert_eq!(tags(one), ["a"]);
    assert_eq!(tags(both), ["a", "b"]);
    assert_eq!(tags(other), ["b"]);
    let back = tag::list(&desk.app, &desk.person, None, None).unwrap();
    assert_eq!(back[0].color, Some("#112233".parse().unwrap()));
}

#[test]
fn a_renamed_and_a_deleted_tag_come_back() {
    let desk = Desk::new();
    let id = tagged(&desk, &["before"]);
    let tag = tag::list(&desk.app, &desk.person, None, None)
        .unwrap()
        .remove(0);
    let renamed = tag::rename(&desk.app, &desk.person, tag.id, "after").unwrap();
    assert_eq!(tags_of(&desk, id), ["after"]);
    undo(&desk, renamed.batch);
    assert_eq!(tags_of(&desk, id), ["before"]);
    let deleted = tag::delete(&desk.app, &desk.person, tag.id).unwrap();
    assert_eq!(tags_of(&desk, id), Vec::<String>::new());
    undo(&desk, deleted.batch);
    assert_eq!(tags_of(&desk, id), ["before"]);
    let names: Vec<String> = tag::list(&desk.app, &desk.person, None, None)
        .unwrap()
        .into_iter()
        .map(|tag| tag.name)
        .collect();
    assert_eq!(names, ["before"]);
}

#[test]
fn settings_saved_searches_and_version_names_are_undone() {
    let desk = Desk::new();
    settings::set(
        &desk.app,
        &desk.person,
        &json!({ "editor": { "fontSize": 20 } }),
    )
    .unwrap();
    undo(&desk, last_batch(&desk));
    assert_eq!(desk.app.settings().unwrap().editor.font_size, 14);

    let new = NewSavedSearch {
        name: "Mine".to_owned(),
        query: "tag:a".to_owned(),
        icon: None,
        color: None,
    };
    let made = saved_search::create(&desk.app, &desk.person, &new).unwrap();
    let batch = saved_search::delete(&desk.app, &desk.person, made.id).unwrap();
    undo(&desk, batch);
    assert_eq!(saved_search::list(&desk.app, &desk.person).unwrap(), [made]);

    let document = desk.write("x").summary.id;
    let version = desk.versions(document)[0].id;
    history::name(&desk.app, &desk.person, version, Some("first")).unwrap();
    undo(&desk, last_batch(&desk));
    assert_eq!(desk.versions(document)[0].name, None);
}

#[test]
fn a_new_key_is_revoked_by_undoing_and_never_revived() {
    let desk = Desk::new();
    let new = NewApiKey {
        name: "script".to_owned(),
        scope: KeyScope {
            access: Access::Read,
            categories: Vec::new(),
            tags: Vec::new(),
        },
        expires_at: None,
    };
    let made = key::create(&desk.app, &desk.person, &new).unwrap();
    let undone = undo(&desk, last_batch(&desk));
    let refused = key::authenticate(&desk.app, &made.secret);
    assert!(matches!(refused, Err(CoreError::Unauthorized { .. })));
    assert!(refusal(&desk, undone.batch).contains("stays revoked"));
}

#[test]
fn a_batch_is_undone_once() {
    let desk = Desk::new();
    let made = document::create(&desk.app, &desk.person, NewDocument::default(), None).unwrap();
    undo(&desk, made.batch);
    let again = activity::revert(&desk.app, &desk.person, made.batch);
    assert!(matches!(again, Err(CoreError::Invalid { .. })));
    let unknown = activity::revert(&desk.app, &desk.person, desk.app.sources().id());
    assert!(matches!(unknown, Err(CoreError::NotFound { .. })));
}

#[test]
fn typing_that_no_version_kept_is_undone_as_long_as_this_process_knows_it() {
    let desk = Desk::new();
    let made = desk.write("0").summary;
    let first = desk.autosave(made.id, made.hash, "0 1");
    let second = desk.autosave(made.id, first.hash, "0 1 2");
    undo(&desk, second.batch.unwrap());
    assert_eq!(desk.text(made.id), "0 1");
    let third = desk.autosave(made.id, first.hash, "0 1 3");
    desk.autosave(made.id, third.hash, "0 1 3 4");
    let fourth = last_batch(&desk);
    // Another process cannot know the text between; it says so instead of guessing.
    let other = desk.again();
    let reverted = activity::revert(&other, &desk.person, fourth).unwrap();
    assert!(
        reverted.refused[0]
            .reason
            .contains("no version of it was kept")
    );
}
