//! Proposals: recorded without changing anything, reviewed, accepted with merging, rejected, undone.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use longhand_core::document::{self, LinksOnRename, SaveKind, SaveOutcome, SaveRequest};
use longhand_core::proposal::{self, Accepted, ListState, Present, Proposed};
use longhand_core::{Caller, CoreError, activity, category, history, key, library};
use longhand_model::{
    Access, Actor, AuditQuery, ChangeKind, ChangeSetId, ChangeState, ContentHash, DocumentId,
    DocumentPatch, Event, KeyScope, NewApiKey, NewCategory, NewDocument, Origin,
};
use support::Desk;

/// A library and a key that may only propose.
struct Office {
    desk: Desk,
    agent: Caller,
}

impl Office {
    fn new() -> Self {
        let desk = Desk::new();
        let agent = agent(&desk, &[]);
        Self { desk, agent }
    }

    fn save(&self, id: DocumentId, base: ContentHash, text: &str) -> Proposed {
        proposal::save(&self.desk.app, &self.agent, &request(id, base, text)).unwrap()
    }

    fn update(&self, id: DocumentId, patch: &DocumentPatch) -> Proposed {
        let links = LinksOnRename::Rewrite;
        proposal::update(&self.desk.app, &self.agent, &[id], patch, links).unwrap()
    }

    fn accept(&self, id: ChangeSetId) -> Accepted {
        proposal::accept(&self.desk.app, &self.desk.person, id, None).unwrap()
    }

    fn review(&self, id: ChangeSetId) -> proposal::Review {
        proposal::get(&self.desk.app, &self.desk.person, id, None, None).unwrap()
    }

    fn waiting(&self) -> u64 {
        library::counts(&self.desk.app, &self.desk.person)
            .unwrap()
            .proposals
    }
}

fn agent(desk: &Desk, tags: &[&str]) -> Caller {
    let new = NewApiKey {
        name: "agent".to_owned(),
        scope: KeyScope {
            access: Access::Propose,
            categories: Vec::new(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        },
        expires_at: None,
    };
    let made = key::create(&desk.app, &desk.person, &new).unwrap();
    Caller::key(&made.key, None)
}

fn request(id: DocumentId, base: ContentHash, text: &str) -> SaveRequest {
    SaveRequest {
        id,
        text: text.to_owned(),
        base_hash: base,
        kind: SaveKind::Explicit,
        note: None,
    }
}

fn title(title: &str) -> DocumentPatch {
    DocumentPatch {
        title: Some(title.to_owned()),
        ..DocumentPatch::default()
    }
}

#[test]
fn a_proposal_changes_nothing_until_it_is_accepted_and_is_then_the_keys_own_work() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n\nOne.\n").summary;
    let old = desk.write("# Old\n").summary;
    let mut events = desk.app.events();
    let set = office
        .save(plan.id, plan.hash, "# Plan\n\nTwo.\n")
        .change_set;
    assert!(matches!(events.try_recv(), Ok(Event::Proposals { .. })));
    let new = NewDocument {
        text: "# New\n\nBy the agent.\n".to_owned(),
        tags: vec!["draft".to_owned()],
        ..NewDocument::default()
    };
    let made = proposal::create(&desk.app, &office.agent, new, None).unwrap();
    proposal::trash(&desk.app, &office.agent, &[old.id]).unwrap();
    assert_eq!((made.change_set.id, made.change_set.waiting), (set.id, 2));
    let new_id = made.changes[0].document;
    assert_eq!(
        (desk.text(plan.id), office.waiting()),
        ("# Plan\n\nOne.\n".into(), 1)
    );
    assert!(document::get(&desk.app, &office.agent, new_id).is_err());
    assert_eq!(desk.versions(plan.id).len(), 1);

    let review = office.review(set.id);
    let kinds: Vec<ChangeKind> = review.changes.iter().map(|c| c.change.kind).collect();
    assert_eq!(
        kinds,
        [ChangeKind::Save, ChangeKind::Create, ChangeKind::Trash]
    );
    let text = review.changes[0].text.as_ref().unwrap();
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("# Plan\n\nOne.\n", "# Plan\n\nTwo.\n")
    );
    assert_eq!(text.diff.hunks.len(), 1);

    let accepted = office.accept(set.id);
    assert_eq!((accepted.accepted.len(), accepted.refused.len()), (3, 0));
    assert_eq!(
        (desk.text(plan.id), office.waiting()),
        ("# Plan\n\nTwo.\n".into(), 0)
    );
    assert_eq!(desk.title(new_id), "New");
    let newest = &desk.versions(plan.id)[0];
    assert_eq!(
        (newest.origin, newest.actor),
        (Origin::Api, office.agent.actor)
    );
    let query = AuditQuery {
        batch: accepted.batch,
        ..AuditQuery::default()
    };
    let rows = activity::list(&desk.app, &desk.person, &query)
        .unwrap()
        .items;
    assert_eq!(
        (rows[0].action.as_str(), rows[0].cause.actor),
        ("accept", Actor::Person)
    );
    assert!(
        rows[1..]
            .iter()
            .all(|row| row.cause.actor == office.agent.actor)
    );
    let review = office.review(set.id);
    assert!(
        review
            .changes
            .iter()
            .all(|c| c.change.state == ChangeState::Accepted
                && c.change.decided_by == Some(Actor::Person))
    );
}

#[test]
fn undoing_an_acceptance_puts_the_library_back_and_lets_the_changes_wait_again() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n").summary;
    let set = office.save(plan.id, plan.hash, "# Plan B\n").change_set;
    let new = NewDocument {
        text: "# New\n".to_owned(),
        ..NewDocument::default()
    };
    let new_id = proposal::create(&desk.app, &office.agent, new, None)
        .unwrap()
        .changes[0]
        .document;
    let batch = office.accept(set.id).batch.unwrap();
    let undone = activity::revert(&desk.app, &desk.person, batch).unwrap();
    assert_eq!(undone.refused, []);
    assert_eq!(
        (desk.text(plan.id), office.waiting()),
        ("# Plan\n".into(), 1)
    );
    assert_eq!(office.review(set.id).changes[1].present, Present::Trashed);
    assert_eq!(office.accept(set.id).accepted.len(), 2);
    assert_eq!(
        (desk.text(plan.id), desk.title(new_id)),
        ("# Plan B\n".into(), "New".into())
    );
    // The undo of the first undo leaves the second acceptance as it is.
    let again = activity::revert(&desk.app, &desk.person, undone.batch).unwrap();
    assert!(!again.refused.is_empty());
    assert_eq!(
        (desk.text(plan.id), office.waiting()),
        ("# Plan B\n".into(), 0)
    );
}

#[test]
fn a_text_that_changed_since_is_merged_and_a_clash_keeps_both() {
    let office = Office::new();
    let desk = &office.desk;
    let base = "# Plan\n\none\n\ntwo\n\nthree\n";
    let merges = desk.write(base).summary;
    let clashes = desk.write("the cat\n").summary;
    let set = office
        .save(merges.id, merges.hash, &base.replace("three", "THREE"))
        .change_set;
    office.save(clashes.id, clashes.hash, "the dog\n");
    desk.save(merges.id, merges.hash, &base.replace("one", "ONE"));
    desk.save(clashes.id, clashes.hash, "the cow\n");
    let review = office.review(set.id);
    let outcomes: Vec<SaveOutcome> = review
        .changes
        .iter()
        .map(|change| change.text.as_ref().unwrap().outcome)
        .collect();
    assert_eq!(outcomes, [SaveOutcome::Merged, SaveOutcome::Conflict]);
    assert!(
        review
            .changes
            .iter()
            .all(|change| change.text_changed_since)
    );
    let accepted = office.accept(set.id).accepted;
    assert_eq!(desk.text(merges.id), "# Plan\n\nONE\n\ntwo\n\nTHREE\n");
    assert_eq!(
        (accepted[1].outcome, desk.text(clashes.id)),
        (SaveOutcome::Conflict, "the cow\n".into())
    );
    assert!(accepted[1].conflict.is_some());
    let conflicted = document::get(&desk.app, &desk.person, clashes.id).unwrap();
    assert!(conflicted.summary.conflicted);
}

#[test]
fn what_cannot_be_done_any_more_waits_on_and_says_why() {
    let office = Office::new();
    let desk = &office.desk;
    let [trashed, gone, renamed] =
        ["# Trashed\n", "# Gone\n", "# Renamed\n"].map(|text| desk.write(text).summary);
    let set = office
        .save(trashed.id, trashed.hash, "# Other\n")
        .change_set;
    office.save(gone.id, gone.hash, "# Other\n");
    office.update(renamed.id, &title("The agent's"));
    document::trash(&desk.app, &desk.person, &[trashed.id, gone.id]).unwrap();
    document::purge(&desk.app, &desk.person, &[gone.id]).unwrap();
    let links = LinksOnRename::Rewrite;
    document::update(
        &desk.app,
        &desk.person,
        &[renamed.id],
        &title("Mine"),
        links,
    )
    .unwrap();
    assert!(office.review(set.id).changes[2].fields[0].changed_since);
    let outcome = office.accept(set.id);
    let reasons: Vec<&str> = outcome.refused.iter().map(|r| r.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "it is in the trash",
            "it was deleted for ever",
            "its title was changed since"
        ]
    );
    assert_eq!((outcome.batch, office.waiting()), (None, 1));
    assert_eq!(desk.title(renamed.id), "Mine");
    let rejected = proposal::reject(&desk.app, &desk.person, set.id, None).unwrap();
    assert_eq!((rejected.rejected, office.waiting()), (3, 0));
    activity::revert(&desk.app, &desk.person, rejected.batch).unwrap();
    assert_eq!(office.waiting(), 1);
}

#[test]
fn what_a_key_proposes_again_takes_the_place_of_what_it_proposed_before() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n\none\n\ntwo\n").summary;
    let first = office.save(plan.id, plan.hash, "# Plan\n\nONE\n\ntwo\n");
    // The second one goes on from the first, which is not in the library: its base is the first one's.
    let own = first.changes[0].text_hash.unwrap();
    let second = office.save(plan.id, own, "# Plan\n\nONE\n\nTWO\n");
    assert_eq!(second.changes[0].base_hash, Some(plan.hash));
    office.update(plan.id, &title("A"));
    let patch = DocumentPatch {
        add_tags: vec!["work".to_owned()],
        ..title("B")
    };
    let set = office.update(plan.id, &patch).change_set;
    assert_eq!((set.id, set.waiting), (first.change_set.id, 2));
    let states: Vec<ChangeState> = office
        .review(set.id)
        .changes
        .iter()
        .map(|change| change.change.state)
        .collect();
    let (replaced, waits) = (ChangeState::Replaced, ChangeState::Waiting);
    assert_eq!(states, [replaced, waits, replaced, waits]);
    office.accept(set.id);
    let document = document::get(&desk.app, &desk.person, plan.id).unwrap();
    assert_eq!(document.text, "# Plan\n\nONE\n\nTWO\n");
    assert_eq!(
        (document.summary.title.as_str(), document.summary.tags),
        ("B", vec!["work".into()])
    );
    let next = office.update(plan.id, &title("C")).change_set;
    assert_ne!(next.id, set.id);
}

#[test]
fn tags_and_fields_that_others_changed_are_merged() {
    let office = Office::new();
    let desk = &office.desk;
    let new = NewDocument {
        text: "# Plan\n".to_owned(),
        tags: vec!["old".to_owned(), "kept".to_owned()],
        ..NewDocument::default()
    };
    let plan = desk.make(new).summary;
    let folder = NewCategory {
        name: "Work".to_owned(),
        ..NewCategory::default()
    };
    let folder = category::create(&desk.app, &desk.person, &folder)
        .unwrap()
        .category
        .id;
    let patch = DocumentPatch {
        category: Some(Some(folder)),
        tags: Some(vec!["kept".to_owned(), "new".to_owned()]),
        ..DocumentPatch::default()
    };
    let set = office.update(plan.id, &patch).change_set;
    let mine = DocumentPatch {
        add_tags: vec!["mine".to_owned()],
        pinned: Some(true),
        ..DocumentPatch::default()
    };
    document::update(
        &desk.app,
        &desk.person,
        &[plan.id],
        &mine,
        LinksOnRename::Leave,
    )
    .unwrap();
    let shown = &office.review(set.id).changes[0].fields;
    assert_eq!(shown[0].after, "Work");
    assert_eq!(office.accept(set.id).refused, []);
    let now = document::get(&desk.app, &desk.person, plan.id)
        .unwrap()
        .summary;
    assert_eq!(now.tags, ["kept", "mine", "new"]);
    assert_eq!((now.category, now.pinned), (Some(folder), true));
}

#[test]
fn some_changes_are_accepted_and_the_others_wait_on() {
    let office = Office::new();
    let desk = &office.desk;
    let [one, two] = ["# One\n", "# Two\n"].map(|text| desk.write(text).summary);
    let change = office.save(one.id, one.hash, "# One!\n").changes[0].id;
    let set = office.save(two.id, two.hash, "# Two!\n").change_set.id;
    let only = [change];
    proposal::accept(&desk.app, &desk.person, set, Some(&only)).unwrap();
    assert_eq!(
        (desk.text(one.id), desk.text(two.id)),
        ("# One!\n".into(), "# Two\n".into())
    );
    assert_eq!(office.review(set).change_set.waiting, 1);
    let again = proposal::accept(&desk.app, &desk.person, set, Some(&only));
    assert!(matches!(again, Err(CoreError::Invalid { .. })));
}

#[test]
fn a_key_sees_its_own_change_sets_alone_and_may_take_them_back() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n").summary;
    let set = office.save(plan.id, plan.hash, "# Other\n").change_set.id;
    let other = agent(desk, &[]);
    let list = |caller: &Caller| {
        let page = proposal::list(&desk.app, caller, ListState::All, None, None);
        page.unwrap().items.len()
    };
    assert_eq!(
        (list(&office.agent), list(&other), list(&desk.person)),
        (1, 0, 1)
    );
    for outcome in [
        proposal::get(&desk.app, &other, set, None, None).map(|_| ()),
        proposal::reject(&desk.app, &other, set, None).map(|_| ()),
    ] {
        assert!(
            matches!(outcome, Err(CoreError::NotFound { .. })),
            "{outcome:?}"
        );
    }
    let noted = proposal::note(&desk.app, &office.agent, " Spelling ").unwrap();
    assert_eq!(noted.note, "Spelling");
    assert!(proposal::note(&desk.app, &desk.person, "Mine").is_err());
    proposal::reject(&desk.app, &office.agent, set, None).unwrap();
    assert_eq!(office.waiting(), 0);
    assert!(proposal::note(&desk.app, &office.agent, "Late").is_err());
}

#[test]
fn a_limited_key_proposes_only_inside_its_filter() {
    let desk = Desk::new();
    let key = agent(&desk, &["work"]);
    let outside = desk.write("# Outside\n").summary;
    let new = NewDocument {
        text: "# Inside\n".to_owned(),
        tags: vec!["work".to_owned()],
        ..NewDocument::default()
    };
    let inside = desk.make(new.clone()).summary;
    let hidden = proposal::save(&desk.app, &key, &request(outside.id, outside.hash, "# X\n"));
    assert!(matches!(hidden, Err(CoreError::NotFound { .. })));
    assert!(proposal::trash(&desk.app, &key, &[outside.id]).is_err());
    let untagged = DocumentPatch {
        remove_tags: vec!["work".to_owned()],
        ..DocumentPatch::default()
    };
    let links = LinksOnRename::Leave;
    let out = proposal::update(&desk.app, &key, &[inside.id], &untagged, links);
    assert!(matches!(out, Err(CoreError::OutOfScope { .. })));
    let out = proposal::create(&desk.app, &key, NewDocument::default(), None);
    assert!(matches!(out, Err(CoreError::OutOfScope { .. })));
    let set = proposal::save(&desk.app, &key, &request(inside.id, inside.hash, "# Y\n"));
    let set = set.unwrap().change_set.id;
    proposal::create(&desk.app, &key, new, None).unwrap();
    // What leaves the filter later is not shown to the key any more; a person still sees it.
    document::update(&desk.app, &desk.person, &[inside.id], &untagged, links).unwrap();
    desk.save(inside.id, inside.hash, "# Secret\n");
    let seen = proposal::get(&desk.app, &key, set, None, None).unwrap();
    assert_eq!(seen.changes[0].present, Present::Absent);
    assert_eq!(seen.changes[0].text.as_ref().unwrap().before, "# Inside\n");
}

#[test]
fn a_base_that_nobody_has_and_a_change_that_changes_nothing_are_refused() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n").summary;
    let unknown = request(plan.id, ContentHash::of("never"), "# Other\n");
    let refused = proposal::save(&desk.app, &office.agent, &unknown);
    assert!(matches!(refused, Err(CoreError::Stale { .. })));
    let same = proposal::save(
        &desk.app,
        &office.agent,
        &request(plan.id, plan.hash, "# Plan\n"),
    );
    assert!(matches!(same, Err(CoreError::Invalid { .. })));
    assert_eq!(office.waiting(), 0);
    assert!(
        proposal::list(&desk.app, &desk.person, ListState::All, None, None)
            .unwrap()
            .items
            .is_empty()
    );
}

#[test]
fn a_proposed_text_outlives_the_versions_of_its_document() {
    let office = Office::new();
    let desk = &office.desk;
    let plan = desk.write("# Plan\n\none\n").summary;
    let set = office
        .save(plan.id, plan.hash, "# Plan\n\ntwo\n")
        .change_set
        .id;
    document::trash(&desk.app, &desk.person, &[plan.id]).unwrap();
    document::purge(&desk.app, &desk.person, &[plan.id]).unwrap();
    let text = office.review(set).changes[0].text.clone().unwrap();
    assert_eq!(
        (text.base.as_str(), text.after.as_str()),
        ("# Plan\n\none\n", "# Plan\n\ntwo\n")
    );
    assert!(library::check(&desk.app, &desk.person).unwrap().sound);
    proposal::reject(&desk.app, &desk.person, set, None).unwrap();
    desk.clock.advance_ms(365 * 24 * 60 * 60 * 1_000);
    longhand_core::housekeeping::run(&desk.app).unwrap();
    assert!(proposal::get(&desk.app, &desk.person, set, None, None).is_err());
    assert!(library::check(&desk.app, &desk.person).unwrap().sound);
}

#[test]
fn history_names_the_key_after_a_merge_too() {
    let office = Office::new();
    let desk = &office.desk;
    let base = "one\n\ntwo\n\nthree\n";
    let plan = desk.write(base).summary;
    let set = office
        .save(plan.id, plan.hash, &base.replace("three", "3"))
        .change_set
        .id;
    desk.save(plan.id, plan.hash, &base.replace("one", "1"));
    office.accept(set);
    let newest = history::list(&desk.app, &desk.person, plan.id, Some(1), None)
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        (newest.origin, newest.actor),
        (Origin::Merged, office.agent.actor)
    );
}
