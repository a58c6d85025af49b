//! The merge rules as laws.

use std::collections::BTreeSet;

use longhand_sync::{Item, Kept, Notice, merge_items};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn document(text: &str) -> Item {
    Item::new("document", Uuid::from_u128(1))
        .with("title", "T")
        .with("tags", json!(["a", "b"]))
        .with_text(text)
}

#[test]
fn texts_changed_in_different_paragraphs_merge_without_a_question() {
    let base = document("one\n\ntwo\n\nthree\n");
    let merged = merge_items(
        Some(&base),
        &base.clone().with_text("ONE\n\ntwo\n\nthree\n"),
        &base.clone().with_text("one\n\ntwo\n\nTHREE\n"),
    );
    assert_eq!(merged.item.text.as_deref(), Some("ONE\n\ntwo\n\nTHREE\n"));
    assert_eq!((merged.conflict, merged.kept), (None, Kept::LocalReplaced));
}

#[test]
fn texts_that_clash_keep_all_three_sides_and_publish_the_remote_one() {
    let base = document("one\n");
    let (local, remote) = (
        base.clone().with_text("mine\n"),
        base.clone().with_text("theirs\n"),
    );
    let merged = merge_items(Some(&base), &local, &remote);
    assert_eq!(merged.item.text, remote.text);
    let sides = merged.conflict.unwrap();
    assert_eq!(
        (
            sides.base.as_deref(),
            sides.mine.as_str(),
            sides.theirs.as_str()
        ),
        (Some("one\n"), "mine\n", "theirs\n")
    );
    assert_eq!(merged.kept, Kept::LocalReplaced);
}

#[test]
fn texts_made_on_both_sides_without_a_base_are_a_conflict() {
    let merged = merge_items(None, &document("mine\n"), &document("theirs\n"));
    assert_eq!(merged.conflict.map(|sides| sides.base), Some(None));
}

#[test]
fn tags_merge_as_a_set() {
    let base = document("x");
    let local = base.clone().with("tags", json!(["a", "new"]));
    let remote = base
        .clone()
        .with("tags", json!(["a", "b", "other"]))
        .with("pinned", true);
    let merged = merge_items(Some(&base), &local, &remote).item;
    assert_eq!(merged.field("tags"), &json!(["a", "new", "other"]));
    assert_eq!(merged.field("pinned"), &json!(true));
}

#[test]
fn a_title_that_both_set_is_the_later_one_and_people_are_told() {
    let base = document("x");
    let merged = merge_items(
        Some(&base),
        &base.clone().with("title", "Mine"),
        &base.clone().with("title", "Theirs"),
    );
    assert_eq!(merged.item.field("title"), &json!("Mine"));
    assert_eq!(
        merged.notices,
        [Notice::BothChanged {
            field: "title".to_owned(),
            other: json!("Theirs")
        }]
    );
}

#[test]
fn an_edit_outlives_a_deletion_on_either_side() {
    let base = document("one");
    let edited = base.clone().with_text("two");
    let here = merge_items(Some(&base), &edited, &base.tombstone());
    assert_eq!(
        (&here.item, here.notices.as_slice()),
        (&edited, [Notice::DeletionUndoneByLocalEdit].as_slice())
    );
    let there = merge_items(Some(&base), &base.tombstone(), &edited);
    assert_eq!(
        (&there.item, there.notices.as_slice()),
        (&edited, [Notice::DeletionUndoneByRemoteEdit].as_slice())
    );
}

#[test]
fn a_deletion_outlives_a_change_of_metadata_and_the_text_is_kept() {
    let base = document("one");
    let pinned = base.clone().with("pinned", true);
    let merged = merge_items(Some(&base), &pinned, &base.tombstone());
    assert!(merged.item.deleted);
    assert_eq!(merged.kept, Kept::LocalReplaced);
    assert!(
        merge_items(Some(&base), &base.tombstone(), &pinned)
            .item
            .deleted
    );
}

#[test]
fn an_edited_text_leaves_the_trash_that_the_other_side_put_it_in() {
    let base = document("one");
    let trashed = base.clone().with("trashed_at", 5);
    let edited = base.clone().with_text("two");
    for (local, remote) in [(&trashed, &edited), (&edited, &trashed)] {
        let merged = merge_items(Some(&base), local, remote);
        assert_eq!(merged.item.field("trashed_at"), &Value::Null);
        assert_eq!(merged.item.text.as_deref(), Some("two"));
        assert_eq!(merged.notices, [Notice::TrashUndoneByEdit]);
    }
}

#[test]
fn an_attachment_exchanged_on_both_sides_lives_on_twice() {
    let base = Item::new("attachment", Uuid::from_u128(2))
        .with("hash", "0")
        .with("file_name", "a.png");
    let (local, remote) = (
        base.clone().with("hash", "1"),
        base.clone().with("hash", "2"),
    );
    let merged = merge_items(Some(&base), &local, &remote);
    assert_eq!(merged.item.field("hash"), &json!("2"));
    assert_eq!(merged.copy.map(|copy| copy.of), Some(local));
}

#[test]
fn unknown_kinds_and_fields_survive() {
    let base = Item::new("comment", Uuid::from_u128(3)).with("future", json!({"a": [1, null]}));
    let merged = merge_items(
        Some(&base),
        &base.clone().with("mine", 1),
        &base.clone().with("theirs", json!({"deep": true})),
    );
    assert_eq!(merged.item.field("future"), &json!({"a": [1, null]}));
    assert_eq!(
        (merged.item.field("mine"), merged.item.field("theirs")),
        (&json!(1), &json!({"deep": true}))
    );
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (0..3_i32).prop_map(Value::from),
        "[xy]{0,2}".prop_map(Value::from)
    ]
}

fn item() -> impl Strategy<Value = Item> {
    (any::<bool>(), live())
        .prop_map(|(deleted, live)| if deleted { live.tombstone() } else { live })
}

fn live() -> impl Strategy<Value = Item> {
    let tags = prop::collection::btree_set("[abc]", 0..3);
    let text = prop::collection::vec("[pqr]", 0..5).prop_map(|lines| lines.join("\n"));
    let custom = prop::collection::btree_map("[uvw]", value(), 0..3);
    (text, tags, value(), value(), custom, value()).prop_map(
        |(text, tags, title, trashed, custom, unknown)| {
            Item::new("document", Uuid::from_u128(1))
                .with_text(&text)
                .with("tags", tags.into_iter().collect::<Vec<_>>())
                .with("title", title)
                .with("trashed_at", trashed)
                .with(
                    "custom",
                    serde_json::to_value(custom).expect("a map is JSON"),
                )
                .with("unknown", unknown)
        },
    )
}

fn tags(item: &Item) -> BTreeSet<String> {
    serde_json::from_value(item.field("tags").clone()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_both_sides_agree_on_stays(base in prop::option::of(item()), side in item()) {
        let merged = merge_items(base.as_ref(), &side, &side);
        prop_assert_eq!(merged.item, side);
        prop_assert_eq!(merged.conflict, None);
    }

    #[test]
    fn one_sided_changes_win(base in item(), side in item()) {
        prop_assert_eq!(&merge_items(Some(&base), &base, &side).item, &side);
        prop_assert_eq!(&merge_items(Some(&base), &side, &base).item, &side);
    }

    #[test]
    fn no_text_is_lost(base in prop::option::of(item()), local in item(), remote in item()) {
        let merged = merge_items(base.as_ref(), &local, &remote);
        let replaced = local.text != merged.item.text && local.text.is_some();
        prop_assert!(!replaced || merged.kept == Kept::LocalReplaced || merged.conflict.is_some());
        if let Some(sides) = &merged.conflict {
            prop_assert_eq!(Some(&sides.mine), local.text.as_ref());
            prop_assert_eq!(Some(&sides.theirs), remote.text.as_ref());
            prop_assert_eq!(&merged.item.text, &remote.text);
        }
    }

    #[test]
    fn tags_follow_the_set_law(base in live(), local in live(), remote in live()) {
        let (b, l, r) = (tags(&base), tags(&local), tags(&remote));
        let expected: BTreeSet<String> =
            r.union(&l).filter(|tag| !(b.contains(*tag) && (!l.contains(*tag) || !r.contains(*tag)))).cloned().collect();
        prop_assert_eq!(tags(&merge_items(Some(&base), &local, &remote).item), expected);
    }

    #[test]
    fn a_clean_merge_has_the_same_text_from_either_side(base in live(), local in live(), remote in live()) {
        let (one, other) = (merge_items(Some(&base), &local, &remote), merge_items(Some(&base), &remote, &local));
        prop_assert_eq!(one.conflict.is_some(), other.conflict.is_some());
        if one.conflict.is_none() {
            prop_assert_eq!(one.item.text, other.item.text);
        }
    }
}
