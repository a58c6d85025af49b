//! Everything a key did, undone at once: but for what others changed since.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use longhand_core::activity::{self, Reverted};
use longhand_core::document::{self, LinksOnRename, SaveKind};
use longhand_core::{Caller, CoreError, category, key, library, proposal, tag};
use longhand_model::{
    Access, ApiKey, ContentHash, DocumentId, DocumentPatch, KeyScope, ListQuery, NewApiKey,
    NewCategory, NewDocument, Timestamp,
};
use support::{Desk, save_as};

fn new_key(desk: &Desk, name: &str, access: Access) -> (ApiKey, Caller) {
    let new = NewApiKey {
        name: name.to_owned(),
        scope: KeyScope {
            access,
            categories: Vec::new(),
            tags: Vec::new(),
        },
        expires_at: None,
    };
    let key = key::create(&desk.app, &desk.person, &new).unwrap().key;
    let caller = Caller::key(&key, None);
    (key, caller)
}

fn revert(desk: &Desk, key: &ApiKey, since: Option<Timestamp>) -> Reverted {
    activity::revert_key(&desk.app, &desk.person, key.id, since).unwrap()
}

fn save(desk: &Desk, caller: &Caller, id: DocumentId, text: &str) {
    let base: ContentHash = ContentHash::of(desk.text(id));
    save_as(&desk.app, caller, id, base, text, SaveKind::Explicit);
}

fn update(desk: &Desk, caller: &Caller, id: DocumentId, patch: &DocumentPatch) {
    document::update(&desk.app, caller, &[id], patch, LinksOnRename::Rewrite).unwrap();
}

#[test]
fn everything_a_key_did_is_undone_at_once_and_can_be_redone() {
    let desk = Desk::new();
    let (key, script) = new_key(&desk, "script", Access::Write);
    let plan = desk.write("# Plan\n").summary;
    let other = desk.write("# Other\n").summary;
    for text in ["# Plan 1\n", "# Plan 2\n", "# Plan 3\n"] {
        save(&desk, &script, plan.id, text);
    }
    let folder = NewCategory {
        name: "Made".to_owned(),
        ..NewCategory::default()
    };
    let folder = category::create(&desk.app, &script, &folder)
        .unwrap()
        .category;
    let patch = DocumentPatch {
        category: Some(Some(folder.id)),
        add_tags: vec!["new".to_owned()],
        ..DocumentPatch::default()
    };
    update(&desk, &script, plan.id, &patch);
    document::trash(&desk.app, &script, &[other.id]).unwrap();
    let new = NewDocument {
        text: "# By the script\n".to_owned(),
        ..NewDocument::default()
    };
    document::create(&desk.app, &script, new, None).unwrap();
    let versions = desk.versions(plan.id).len();

    let undone = revert(&desk, &key, None);
    assert_eq!(undone.refused, []);
    assert_eq!(desk.text(plan.id), "# Plan\n");
    // One version however often the key saved.
    assert_eq!(desk.versions(plan.id).len(), versions + 1);
    let mut titles = desk.titles(&ListQuery::default());
    titles.sort();
    assert_eq!(titles, ["Other", "Plan"]);
    let tags = tag::list(&desk.app, &desk.person, None, None).unwrap();
    assert!(tags.iter().all(|tag| tag.documents == 0));
    assert!(category::list(&desk.app, &desk.person).unwrap().is_empty());
    let nothing = activity::revert_key(&desk.app, &desk.person, key.id, None);
    assert!(matches!(nothing, Err(CoreError::Invalid { .. })));

    activity::revert(&desk.app, &desk.person, undone.batch).unwrap();
    assert_eq!(desk.text(plan.id), "# Plan 3\n");
}

#[test]
fn what_was_changed_since_stays_and_is_told() {
    let desk = Desk::new();
    let (key, script) = new_key(&desk, "script", Access::Write);
    let [mine, between, pinned] =
        ["# Mine\n", "# Between\n", "# Pinned\n"].map(|text| desk.write(text).summary);
    save(&desk, &script, mine.id, "# The script's\n");
    save(&desk, &desk.person, mine.id, "# Mine again\n");
    save(&desk, &script, between.id, "# Script 1\n");
    save(&desk, &desk.person, between.id, "# Person\n");
    save(&desk, &script, between.id, "# Script 2\n");
    save(&desk, &script, pinned.id, "# Pinned by a person\n");
    let patch = DocumentPatch {
        pinned: Some(true),
        ..DocumentPatch::default()
    };
    update(&desk, &desk.person, pinned.id, &patch);
    save(&desk, &script, pinned.id, "# Again\n");

    let undone = revert(&desk, &key, None);
    let mut told: Vec<(String, String)> = undone
        .refused
        .into_iter()
        .map(|refused| {
            (
                desk.text(refused.object.id.parse().unwrap()),
                refused.reason,
            )
        })
        .collect();
    told.sort();
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        told,
        [
            ("# Mine again\n", "its text was changed since"),
            (
                "# Person\n",
                "it was changed since; only what the key did after that is undone"
            ),
        ]
    );
    // What a person changed besides is no hindrance.
    assert_eq!(desk.text(pinned.id), "# Pinned\n");
    let still = document::get(&desk.app, &desk.person, pinned.id).unwrap();
    assert!(still.summary.pinned);
}

#[test]
fn only_what_was_done_since_a_time_and_only_by_that_key_is_undone() {
    let desk = Desk::new();
    let (key, script) = new_key(&desk, "script", Access::Write);
    let (_, other) = new_key(&desk, "other", Access::Write);
    let plan = desk.write("# Plan\n").summary;
    let notes = desk.write("# Notes\n").summary;
    save(&desk, &script, plan.id, "# Before\n");
    desk.clock.advance_ms(60_000);
    let since = desk.app.sources().now();
    save(&desk, &script, plan.id, "# After\n");
    save(&desk, &other, notes.id, "# The other's\n");
    let undone = revert(&desk, &key, Some(since));
    assert_eq!((undone.reverted, undone.refused), (1, vec![]));
    assert_eq!(desk.text(plan.id), "# Before\n");
    assert_eq!(desk.text(notes.id), "# The other's\n");
    let unknown = activity::revert_key(&desk.app, &desk.person, desk.app.sources().id(), None);
    assert!(matches!(unknown, Err(CoreError::NotFound { .. })));
}

#[test]
fn accepted_proposals_are_undone_and_waiting_ones_taken_back() {
    let desk = Desk::new();
    let (key, agent) = new_key(&desk, "agent", Access::Propose);
    let [one, two] = ["# One\n", "# Two\n"].map(|text| desk.write(text).summary);
    let propose = |document: &longhand_model::DocumentSummary, text: &str| {
        let request = document::SaveRequest {
            id: document.id,
            text: text.to_owned(),
            base_hash: document.hash,
            kind: SaveKind::Explicit,
            note: None,
        };
        proposal::save(&desk.app, &agent, &request)
            .unwrap()
            .change_set
            .id
    };
    let set = propose(&one, "# One!\n");
    proposal::accept(&desk.app, &desk.person, set, None).unwrap();
    propose(&two, "# Two!\n");
    key::revoke(&desk.app, &desk.person, key.id).unwrap();
    let undone = revert(&desk, &key, None);
    assert_eq!((undone.reverted, undone.refused), (2, vec![]));
    assert_eq!(
        (desk.text(one.id), desk.text(two.id)),
        ("# One\n".into(), "# Two\n".into())
    );
    let counts = library::counts(&desk.app, &desk.person).unwrap();
    assert_eq!(counts.proposals, 0);
}

#[test]
fn many_documents_are_undone_in_one_batch() {
    let desk = Desk::new();
    let (key, script) = new_key(&desk, "script", Access::Write);
    let ids: Vec<DocumentId> = (0..450)
        .map(|number| desk.write(&format!("# Note {number}\n")).summary.id)
        .collect();
    let patch = DocumentPatch {
        add_tags: vec!["all".to_owned()],
        ..DocumentPatch::default()
    };
    document::update(&desk.app, &script, &ids, &patch, LinksOnRename::Leave).unwrap();
    let undone = revert(&desk, &key, None);
    assert_eq!((undone.reverted, undone.refused), (450, vec![]));
    let redone = activity::revert(&desk.app, &desk.person, undone.batch).unwrap();
    assert_eq!(redone.reverted, 450);
}
