//! Saving: bases, merges, conflicts, versions, titles; from one window, two windows, two processes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document::{self, SaveKind, SaveOutcome, SaveRequest, ToggleTask};
use longhand_core::{CoreError, activity, conflict, history};
use longhand_model::{ContentHash, DocumentPatch, NewDocument, Origin, bounds};
use support::{Desk, save_as};

fn patch_title(desk: &Desk, id: longhand_model::DocumentId, title: &str) {
    let patch = DocumentPatch {
        title: Some(title.to_owned()),
        ..DocumentPatch::default()
    };
    document::update(
        &desk.app,
        &desk.person,
        &[id],
        &patch,
        document::LinksOnRename::Rewrite,
    )
    .unwrap();
}

#[test]
fn a_save_on_the_stored_base_replaces_the_text_and_makes_a_version() {
    let desk = Desk::new();
    let made = desk.write("# One\n");
    let saved = desk.save(made.summary.id, made.summary.hash, "# One\n\nMore.\n");
    assert_eq!(saved.outcome, SaveOutcome::Saved);
    assert_eq!(saved.text, None);
    assert!(saved.version.is_some() && saved.batch.is_some());
    assert_eq!(saved.hash, ContentHash::of("# One\n\nMore.\n"));
    let origins: Vec<Origin> = desk
        .versions(made.summary.id)
        .iter()
        .map(|v| v.origin)
        .collect();
    assert_eq!(origins, [Origin::Saved, Origin::Created]);
}

#[test]
fn saving_the_same_text_again_changes_nothing() {
    let desk = Desk::new();
    let made = desk.write("text");
    for kind in [SaveKind::Auto, SaveKind::Explicit] {
        let saved = save_as(
            &desk.app,
            &desk.person,
            made.summary.id,
            made.summary.hash,
            "text",
            kind,
        );
        assert_eq!(saved.outcome, SaveOutcome::Unchanged);
        assert_eq!(saved.batch, None);
    }
    assert_eq!(desk.versions(made.summary.id).len(), 1);
}

#[test]
fn an_explicit_save_of_an_autosaved_text_makes_the_version_that_was_asked_for() {
    let desk = Desk::new();
    let made = desk.write("one");
    let typed = desk.autosave(made.summary.id, made.summary.hash, "one two");
    assert_eq!(typed.version, None);
    let saved = desk.save(made.summary.id, typed.hash, "one two");
    assert_eq!(saved.outcome, SaveOutcome::Unchanged);
    assert!(saved.version.is_some() && saved.batch.is_some());
}

#[test]
fn typing_makes_one_version_an_interval() {
    let desk = Desk::new();
    let made = desk.write("0");
    let mut hash = made.summary.hash;
    for step in 1..=40 {
        desk.clock.advance_ms(2_000);
        hash = desk
            .autosave(made.summary.id, hash, &format!("text {step}"))
            .hash;
    }
    // 80 seconds of typing at one version each 30 seconds, beside version 0.
    assert_eq!(desk.versions(made.summary.id).len(), 3);
}

#[test]
fn two_windows_that_edit_different_lines_are_merged() {
    let desk = Desk::new();
    let made = desk.write("# T\n\nfirst\n\nsecond\n");
    let (id, base) = (made.summary.id, made.summary.hash);
    desk.autosave(id, base, "# T\n\nfirst, by one\n\nsecond\n");
    let saved = desk.autosave(id, base, "# T\n\nfirst\n\nsecond, by two\n");
    assert_eq!(saved.outcome, SaveOutcome::Merged);
    let merged = "# T\n\nfirst, by one\n\nsecond, by two\n";
    assert_eq!(saved.text.as_deref(), Some(merged));
    assert_eq!(desk.text(id), merged);
    assert_eq!(saved.hash, ContentHash::of(merged));
}

#[test]
fn words_that_clash_become_a_conflict_that_keeps_both_and_the_base() {
    let desk = Desk::new();
    let made = desk.write("the cat\n");
    let (id, base) = (made.summary.id, made.summary.hash);
    desk.autosave(id, base, "the dog\n");
    let saved = desk.autosave(id, base, "the cow\n");
    assert_eq!(saved.outcome, SaveOutcome::Conflict);
    assert_eq!(saved.text.as_deref(), Some("the dog\n"));
    assert_eq!(desk.text(id), "the dog\n");
    assert!(saved.document.conflicted);
    let open = conflict::list(&desk.app, &desk.person).unwrap();
    assert_eq!(open.len(), 1);
    let kept = &open[0].conflict;
    assert_eq!(Some(kept.id), saved.conflict);
    assert_eq!(kept.base, Some(base));
    assert_eq!(kept.mine, ContentHash::of("the cow\n"));
    assert_eq!(kept.theirs, Some(ContentHash::of("the dog\n")));
    // The same clash, sent again, is the same conflict.
    let again = desk.autosave(id, base, "the cow\n");
    assert_eq!(again.conflict, saved.conflict);
}

#[test]
fn a_base_that_no_version_kept_is_still_a_base_for_the_window_that_read_it() {
    let desk = Desk::new();
    let made = desk.write("a\n\nb\n\nc\n");
    let id = made.summary.id;
    let typed = desk.autosave(id, made.summary.hash, "a1\n\nb\n\nc\n");
    let read_by_another = document::get(&desk.app, &desk.person, id).unwrap();
    assert_eq!(read_by_another.summary.hash, typed.hash);
    desk.autosave(id, typed.hash, "a12\n\nb\n\nc\n");
    let saved = desk.autosave(id, typed.hash, "a1\n\nb\n\nc, by another\n");
    assert_eq!(saved.outcome, SaveOutcome::Merged);
    assert_eq!(desk.text(id), "a12\n\nb\n\nc, by another\n");
}

#[test]
fn a_base_that_nobody_knows_is_a_conflict_and_loses_nothing() {
    let desk = Desk::new();
    let made = desk.write("stored\n");
    let saved = desk.autosave(made.summary.id, ContentHash::of("never seen"), "mine\n");
    assert_eq!(saved.outcome, SaveOutcome::Conflict);
    let open = conflict::list(&desk.app, &desk.person).unwrap();
    assert_eq!(open[0].conflict.base, None);
    assert_eq!(desk.text(made.summary.id), "stored\n");
}

#[test]
fn two_processes_that_save_one_document_are_merged() {
    let desk = Desk::new();
    let made = desk.write("one\n\ntwo\n");
    let (id, base) = (made.summary.id, made.summary.hash);
    let other = desk.again();
    desk.autosave(id, base, "one!\n\ntwo\n");
    let saved = save_as(
        &other,
        &desk.person,
        id,
        base,
        "one\n\ntwo!\n",
        SaveKind::Auto,
    );
    assert_eq!(saved.outcome, SaveOutcome::Merged);
    assert_eq!(desk.text(id), "one!\n\ntwo!\n");
}

#[test]
fn many_threads_that_save_one_document_lose_no_line() {
    let desk = Desk::new();
    let blocks: Vec<String> = (0..8).map(|n| format!("block {n}\n\n")).collect();
    let made = desk.write(&blocks.concat());
    let id = made.summary.id;
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (desk, made) = (&desk, &made);
            scope.spawn(move || {
                let (mut text, mut hash) = (made.text.clone(), made.summary.hash);
                for step in 0..10 {
                    let old = format!("block {thread}");
                    let new = format!("block {thread} s{step}t{thread}");
                    text = text.replacen(&old, &new, 1);
                    let saved = desk.autosave(id, hash, &text);
                    assert_ne!(saved.outcome, SaveOutcome::Conflict);
                    hash = saved.hash;
                    text = saved.text.unwrap_or(text);
                }
            });
        }
    });
    let text = desk.text(id);
    for thread in 0..8 {
        for step in 0..10 {
            assert!(text.contains(&format!("s{step}t{thread}")), "{text}");
        }
    }
}

#[test]
fn every_text_saved_on_purpose_stays_reachable_through_saves_restores_and_merges() {
    let desk = Desk::new();
    let made = desk.write("v0");
    let id = made.summary.id;
    let mut wanted = vec!["v0".to_owned()];
    let mut hash = made.summary.hash;
    for step in 1..6 {
        let text = format!("v{step}\n\nlines\n");
        hash = desk.save(id, hash, &text).hash;
        wanted.push(text);
    }
    let first = desk.versions(id).last().unwrap().id;
    let restored = history::restore(&desk.app, &desk.person, first).unwrap();
    assert_eq!(restored.text.as_deref(), Some("v0"));
    desk.save(id, restored.hash, "after");
    wanted.push("after".to_owned());
    // Typed at once after: unseen by any version until something else than typing replaces it.
    let typed = desk.autosave(id, ContentHash::of("after"), "after typing");
    desk.save(id, typed.hash, "on purpose");
    wanted.extend(["after typing".to_owned(), "on purpose".to_owned()]);
    let kept: Vec<String> = desk
        .versions(id)
        .iter()
        .map(|v| history::get(&desk.app, &desk.person, v.id).unwrap().text)
        .collect();
    for text in wanted {
        assert!(kept.contains(&text), "{text:?} is gone: {kept:?}");
    }
}

#[test]
fn the_title_follows_the_text_until_a_person_names_the_document() {
    let desk = Desk::new();
    let made = desk.write("# Draft\n\ntext\n");
    let id = made.summary.id;
    assert_eq!(made.summary.title, "Draft");
    let saved = desk.autosave(id, made.summary.hash, "# Draft two\n\ntext\n");
    assert_eq!(saved.document.title, "Draft two");
    let saved = desk.autosave(id, saved.hash, "");
    assert_eq!(saved.document.title, "Untitled");
    let saved = desk.autosave(id, saved.hash, "# Back\n");
    assert_eq!(saved.document.title, "Back");
    patch_title(&desk, id, "My name for it");
    let saved = desk.autosave(id, saved.hash, "# Back again\n");
    assert_eq!(saved.document.title, "My name for it");
    // Named as the text names it, it follows again.
    patch_title(&desk, id, "Back again");
    let saved = desk.autosave(id, saved.hash, "# Followed\n");
    assert_eq!(saved.document.title, "Followed");
}

#[test]
fn a_version_bears_the_title_of_its_own_text() {
    let desk = Desk::new();
    let made = desk.write("# One\n");
    let id = made.summary.id;
    let saved = desk.save(id, made.summary.hash, "# Two\n");
    let typed = desk.autosave(id, saved.hash, "# Three\n");
    let saved = desk.save(id, typed.hash, "# Four\n");
    let first = desk.versions(id).last().unwrap().id;
    history::restore(&desk.app, &desk.person, first).unwrap();
    let undo = desk.save(id, ContentHash::of("# One\n"), "# Five\n");
    activity::revert(&desk.app, &desk.person, undo.batch.unwrap()).unwrap();
    assert_eq!(saved.document.title, "Four");
    assert_eq!(desk.title(id), "One");
    let kept: Vec<(String, String)> = desk
        .versions(id)
        .into_iter()
        .rev()
        .map(|version| {
            let read = history::get(&desk.app, &desk.person, version.id).unwrap();
            (version.title, read.text)
        })
        .collect();
    let titles: Vec<&str> = kept.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(
        titles,
        ["One", "Two", "Three", "Four", "One", "Five", "One"]
    );
    for (title, text) in &kept {
        assert_eq!(*text, format!("# {title}\n"));
    }
}

#[test]
fn a_version_of_a_document_that_a_person_named_bears_that_name() {
    let desk = Desk::new();
    let made = desk.write("# One\n");
    let id = made.summary.id;
    patch_title(&desk, id, "Mine");
    desk.save(id, made.summary.hash, "# Two\n");
    let titles: Vec<String> = desk.versions(id).into_iter().map(|v| v.title).collect();
    assert_eq!(titles, ["Mine", "One"]);
}

#[test]
fn a_title_given_at_creation_stays() {
    let desk = Desk::new();
    let made = desk.make(NewDocument {
        title: Some("Given".to_owned()),
        text: "# Heading\n".to_owned(),
        ..NewDocument::default()
    });
    let saved = desk.autosave(made.summary.id, made.summary.hash, "# Other\n");
    assert_eq!(saved.document.title, "Given");
}

#[test]
fn links_to_a_document_whose_title_follows_its_text_still_lead_to_it() {
    let desk = Desk::new();
    let target = desk.write("# Target\n");
    let source = desk.write("See [[Target]].\n");
    desk.autosave(target.summary.id, target.summary.hash, "# Renamed\n");
    desk.autosave(
        source.summary.id,
        source.summary.hash,
        "See [[Target]] again.\n",
    );
    let links = document::links(&desk.app, &desk.person, source.summary.id).unwrap();
    let leads_to = links.outgoing[0].document.as_ref().map(|found| found.id);
    assert_eq!(leads_to, Some(target.summary.id));
}

#[test]
fn what_cannot_be_saved_is_refused_with_its_reason() {
    let desk = Desk::new();
    let made = desk.write("text");
    let id = made.summary.id;
    let save = |text: &str| {
        let request = SaveRequest {
            id,
            text: text.to_owned(),
            base_hash: made.summary.hash,
            kind: SaveKind::Auto,
            note: None,
        };
        document::save(&desk.app, &desk.person, &request)
    };
    let large = "x".repeat(bounds::TEXT_BYTES + 1);
    assert!(matches!(save(&large), Err(CoreError::Field(_))));
    document::trash(&desk.app, &desk.person, &[id]).unwrap();
    assert!(matches!(save("more"), Err(CoreError::InTrash { .. })));
    document::purge(&desk.app, &desk.person, &[id]).unwrap();
    assert!(matches!(save("more"), Err(CoreError::NotFound { .. })));
}

#[test]
fn a_task_box_is_ticked_in_place_and_only_in_the_text_it_was_counted_in() {
    let desk = Desk::new();
    let made = desk.write("- [ ] one\r\n- [ ] two\r\n");
    let mut toggle = ToggleTask {
        id: made.summary.id,
        line: 2,
        base_hash: made.summary.hash,
    };
    let saved = document::toggle_task(&desk.app, &desk.person, &toggle).unwrap();
    assert_eq!(saved.text.as_deref(), Some("- [ ] one\r\n- [x] two\r\n"));
    let stale = document::toggle_task(&desk.app, &desk.person, &toggle);
    assert!(matches!(stale, Err(CoreError::Stale { .. })));
    toggle.base_hash = saved.hash;
    toggle.line = 7;
    let none = document::toggle_task(&desk.app, &desk.person, &toggle);
    assert!(matches!(none, Err(CoreError::Invalid { .. })));
}
