//! Conflicts: what a person is shown, what each decision makes of the text, and that neither side is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::conflict::{self, KeepSide, Resolution};
use longhand_core::document::{SaveOutcome, Saved};
use longhand_core::{CoreError, activity};
use longhand_markdown::MergeOutcome;
use longhand_model::{ConflictId, ContentHash, DocumentId, Origin};
use support::Desk;

const BASE: &str = "# Pets\n\nthe cat\n\nlast\n";
const MINE: &str = "# Pets\n\nthe cow\n\nlast, by me\n";
const THEIRS: &str = "# Our pets\n\nthe dog\n\nlast\n";

/// A document that has their text, and a conflict with mine.
fn clash(desk: &Desk) -> (DocumentId, ConflictId, ContentHash) {
    let made = desk.write(BASE);
    let (id, base) = (made.summary.id, made.summary.hash);
    desk.autosave(id, base, THEIRS);
    let saved = desk.autosave(id, base, MINE);
    assert_eq!(saved.outcome, SaveOutcome::Conflict);
    (id, saved.conflict.unwrap(), saved.hash)
}

fn keep(desk: &Desk, id: ConflictId, hash: ContentHash, side: KeepSide) -> Saved {
    let request = Resolution {
        id,
        base_hash: hash,
        keep: Some(side),
        text: None,
    };
    conflict::resolve(&desk.app, &desk.person, &request).unwrap()
}

#[test]
fn both_sides_the_base_and_what_fits_together_are_shown() {
    let desk = Desk::new();
    let (_, id, hash) = clash(&desk);
    let sides = conflict::get(&desk.app, &desk.person, id).unwrap();
    assert_eq!(sides.base_text.as_deref(), Some(BASE));
    assert_eq!(sides.my_text, MINE);
    assert_eq!(sides.their_text.as_deref(), Some(THEIRS));
    assert_eq!(sides.hash, hash);
    assert!(matches!(sides.merge, Some(MergeOutcome::Conflict { .. })));
}

#[test]
fn a_side_wins_where_the_two_clash_and_both_stand_elsewhere() {
    for (side, text) in [
        (KeepSide::Mine, "# Our pets\n\nthe cow\n\nlast, by me\n"),
        (KeepSide::Theirs, "# Our pets\n\nthe dog\n\nlast, by me\n"),
    ] {
        let desk = Desk::new();
        let (document, id, hash) = clash(&desk);
        let saved = keep(&desk, id, hash, side);
        assert_eq!(desk.text(document), text);
        assert_eq!(saved.outcome, SaveOutcome::Merged);
        assert!(!saved.document.conflicted);
        assert!(conflict::list(&desk.app, &desk.person).unwrap().is_empty());
    }
}

#[test]
fn both_sides_stay_in_the_history() {
    let desk = Desk::new();
    let (document, id, hash) = clash(&desk);
    let request = Resolution {
        id,
        base_hash: hash,
        keep: None,
        text: Some("# Pets\n\nboth\n".to_owned()),
    };
    conflict::resolve(&desk.app, &desk.person, &request).unwrap();
    assert_eq!(desk.text(document), "# Pets\n\nboth\n");
    let versions = desk.versions(document);
    let hashes: Vec<ContentHash> = versions.iter().map(|version| version.hash).collect();
    for text in [BASE, MINE, THEIRS, "# Pets\n\nboth\n"] {
        assert!(hashes.contains(&ContentHash::of(text)), "{text:?}");
    }
    assert_eq!(versions[0].origin, Origin::Merged);
}

#[test]
fn undoing_a_decision_opens_the_conflict_again() {
    let desk = Desk::new();
    let (document, id, hash) = clash(&desk);
    let saved = keep(&desk, id, hash, KeepSide::Mine);
    let undone = activity::revert(&desk.app, &desk.person, saved.batch.unwrap()).unwrap();
    assert_eq!((undone.reverted, undone.refused.len()), (1, 0));
    assert_eq!(desk.text(document), THEIRS);
    let open = conflict::list(&desk.app, &desk.person).unwrap();
    assert_eq!(open.len(), 1);
    // And undoing the undo closes it.
    activity::revert(&desk.app, &desk.person, undone.batch).unwrap();
    assert!(conflict::list(&desk.app, &desk.person).unwrap().is_empty());
}

#[test]
fn what_was_written_since_the_conflict_is_not_taken_back() {
    let desk = Desk::new();
    let (document, id, hash) = clash(&desk);
    let later = format!("{THEIRS}\nmore\n");
    let now = desk.autosave(document, hash, &later).hash;
    let stale = Resolution {
        id,
        base_hash: hash,
        keep: Some(KeepSide::Mine),
        text: None,
    };
    assert!(matches!(
        conflict::resolve(&desk.app, &desk.person, &stale),
        Err(CoreError::Stale { .. })
    ));
    keep(&desk, id, now, KeepSide::Theirs);
    assert!(desk.text(document).ends_with("more\n"));
}

#[test]
fn a_decision_needs_one_answer_and_an_open_conflict() {
    let desk = Desk::new();
    let (_, id, hash) = clash(&desk);
    for (side, text) in [(None, None), (Some(KeepSide::Mine), Some(String::new()))] {
        let request = Resolution {
            id,
            base_hash: hash,
            keep: side,
            text,
        };
        assert!(matches!(
            conflict::resolve(&desk.app, &desk.person, &request),
            Err(CoreError::Invalid { .. })
        ));
    }
    let saved = keep(&desk, id, hash, KeepSide::Mine);
    let again = Resolution {
        id,
        base_hash: saved.hash,
        keep: Some(KeepSide::Mine),
        text: None,
    };
    assert!(matches!(
        conflict::resolve(&desk.app, &desk.person, &again),
        Err(CoreError::Invalid { .. })
    ));
}
