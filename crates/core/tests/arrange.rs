//! Arranging: lists, names, metadata, renames with their links, categories, tags, the trash.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document::{self, LinksOnRename};
use longhand_core::{CoreError, category, tag};
use longhand_model::{
    CategoryId, CategoryPatch, DocumentId, DocumentPatch, ListQuery, ListScope, NewCategory,
    NewDocument, Origin,
};
use support::Desk;

fn rename(desk: &Desk, id: DocumentId, title: &str, links: LinksOnRename) -> u64 {
    let patch = DocumentPatch {
        title: Some(title.to_owned()),
        ..DocumentPatch::default()
    };
    document::update(&desk.app, &desk.person, &[id], &patch, links)
        .unwrap()
        .rewritten
}

fn category(desk: &Desk, name: &str, parent: Option<CategoryId>) -> CategoryId {
    let new = NewCategory {
        name: name.to_owned(),
        parent,
        ..NewCategory::default()
    };
    category::create(&desk.app, &desk.person, &new)
        .unwrap()
        .category
        .id
}

fn tree(desk: &Desk) -> Vec<String> {
    let nodes = category::list(&desk.app, &desk.person).unwrap();
    nodes.into_iter().map(|node| node.category.name).collect()
}

fn tagged(desk: &Desk, text: &str, tags: &[&str]) -> DocumentId {
    let document = desk.make(NewDocument {
        text: text.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..NewDocument::default()
    });
    document.summary.id
}

fn tags_of(desk: &Desk, id: DocumentId) -> Vec<String> {
    document::get(&desk.app, &desk.person, id)
        .unwrap()
        .summary
        .tags
}

#[test]
fn a_document_is_found_by_its_id_a_beginning_of_it_and_its_title() {
    let desk = Desk::new();
    let made = desk.write("# Plan B\n").summary;
    let id = made.id.to_string();
    for reference in [id.as_str(), &id[..13], "plan b", " Plan  B "] {
        let found = document::find(&desk.app, &desk.person, reference).unwrap();
        assert_eq!(found.id, made.id, "{reference}");
    }
    for unknown in ["plan", "ffff", "", "00000000-0000-0000-0000-000000000000"] {
        let found = document::find(&desk.app, &desk.person, unknown);
        assert!(
            matches!(found, Err(CoreError::NotFound { .. })),
            "{unknown}"
        );
    }
}

#[test]
fn a_title_that_two_documents_bear_is_ambiguous_unless_one_is_in_the_trash() {
    let desk = Desk::new();
    let one = desk.write("# Same\n").summary.id;
    let two = desk.write("# Same\n").summary.id;
    let found = document::find(&desk.app, &desk.person, "same");
    let Err(CoreError::Ambiguous { candidates, .. }) = found else {
        panic!("{found:?}");
    };
    assert_eq!(candidates.len(), 2);
    document::trash(&desk.app, &desk.person, &[one]).unwrap();
    let found = document::find(&desk.app, &desk.person, "same").unwrap();
    assert_eq!(found.id, two);
}

#[test]
fn a_rename_rewrites_the_links_that_bear_the_old_title() {
    let desk = Desk::new();
    let target = desk.write("---\naliases: [Nick]\n---\n# Old\n").summary.id;
    let source = desk.write("[[Old]] [[old|shown]] [[Old#part]] [[Nick]] [[Other]] `[[Old]]`\n");
    assert_eq!(rename(&desk, target, "New", LinksOnRename::Rewrite), 1);
    assert_eq!(
        desk.text(source.summary.id),
        "[[New]] [[New|shown]] [[New#part]] [[Nick]] [[Other]] `[[Old]]`\n"
    );
    let last = desk.versions(source.summary.id).remove(0);
    assert_eq!(last.origin, Origin::LinksRewritten);
}

#[test]
fn a_rename_that_leaves_links_alone_still_leads_to_the_document() {
    let desk = Desk::new();
    let target = desk.write("# Old\n").summary.id;
    let source = desk.write("[[Old]]\n").summary.id;
    assert_eq!(rename(&desk, target, "New", LinksOnRename::Leave), 0);
    assert_eq!(desk.text(source), "[[Old]]\n");
    let links = document::links(&desk.app, &desk.person, source).unwrap();
    assert_eq!(links.outgoing[0].document.as_ref().unwrap().id, target);
}

#[test]
fn a_rename_to_a_title_that_another_bears_does_not_redirect_links() {
    let desk = Desk::new();
    desk.write("# Taken\n");
    let target = desk.write("# Old\n").summary.id;
    let source = desk.write("[[Old]]\n").summary.id;
    rename(&desk, target, "Taken", LinksOnRename::Rewrite);
    let links = document::links(&desk.app, &desk.person, source).unwrap();
    assert_eq!(links.outgoing[0].document.as_ref().unwrap().id, target);
}

#[test]
fn links_are_told_in_both_directions_with_their_lines() {
    let desk = Desk::new();
    let plan = desk.write("# Plan\n").summary.id;
    let linking = desk.write("# A\n\nSee [[Plan]] today.\n").summary.id;
    let naming = desk.write("# B\n\nThe plan is good.\n").summary.id;
    let links = document::links(&desk.app, &desk.person, plan).unwrap();
    assert_eq!(links.backlinks.len(), 1);
    assert_eq!(links.backlinks[0].document.id, linking);
    assert_eq!(
        (links.backlinks[0].line, links.backlinks[0].context.as_str()),
        (3, "See [[Plan]] today.")
    );
    let unlinked: Vec<DocumentId> = links.unlinked.iter().map(|m| m.document.id).collect();
    assert_eq!(unlinked, [naming]);
    assert_eq!(links.unlinked[0].line, 3);
}

#[test]
fn several_documents_are_arranged_in_one_step() {
    let desk = Desk::new();
    let place = category(&desk, "Work", None);
    let one = tagged(&desk, "one", &["a"]);
    let two = tagged(&desk, "two", &["b", "c"]);
    let patch = DocumentPatch {
        category: Some(Some(place)),
        add_tags: vec!["#New".to_owned(), "A".to_owned()],
        remove_tags: vec!["c".to_owned()],
        pinned: Some(true),
        ..DocumentPatch::default()
    };
    let links = LinksOnRename::Rewrite;
    let updated = document::update(&desk.app, &desk.person, &[one, two], &patch, links).unwrap();
    assert!(
        updated
            .documents
            .iter()
            .all(|d| d.pinned && d.category == Some(place))
    );
    assert_eq!(tags_of(&desk, one), ["a", "New"]);
    assert_eq!(tags_of(&desk, two), ["a", "b", "New"]);
}

#[test]
fn one_wrong_value_changes_nothing_at_all() {
    let desk = Desk::new();
    let one = desk.write("one").summary.id;
    let gone = "00000000-0000-7000-8000-000000000000".parse().unwrap();
    let pinned = DocumentPatch {
        pinned: Some(true),
        ..DocumentPatch::default()
    };
    let titled = DocumentPatch {
        title: Some("x".repeat(256)),
        ..pinned.clone()
    };
    let nowhere = DocumentPatch {
        category: Some(Some(
            "00000000-0000-7000-8000-000000000000".parse().unwrap(),
        )),
        ..pinned.clone()
    };
    let links = LinksOnRename::Rewrite;
    for (ids, patch) in [
        (vec![one, gone], &pinned),
        (vec![one], &titled),
        (vec![one], &nowhere),
    ] {
        document::update(&desk.app, &desk.person, &ids, patch, links).unwrap_err();
        assert!(
            !document::get(&desk.app, &desk.person, one)
                .unwrap()
                .summary
                .pinned
        );
    }
    let several = document::update(&desk.app, &desk.person, &[one, gone], &titled, links);
    assert!(matches!(several, Err(CoreError::Invalid { .. })));
}

#[test]
fn categories_are_made_behind_their_siblings_and_move_between_them() {
    let desk = Desk::new();
    let [a, b, c] = ["A", "B", "C"].map(|name| category(&desk, name, None));
    category(&desk, "B1", Some(b));
    assert_eq!(tree(&desk), ["A", "B", "B1", "C"]);
    let moved = |id, patch: CategoryPatch| category::update(&desk.app, &desk.person, id, &patch);
    let before = |sibling| CategoryPatch {
        before: Some(sibling),
        ..CategoryPatch::default()
    };
    moved(c, before(Some(b))).unwrap();
    assert_eq!(tree(&desk), ["A", "C", "B", "B1"]);
    moved(a, before(None)).unwrap();
    assert_eq!(tree(&desk), ["C", "B", "B1", "A"]);
    let into = |parent| CategoryPatch {
        parent: Some(parent),
        ..CategoryPatch::default()
    };
    moved(c, into(Some(b))).unwrap();
    assert_eq!(tree(&desk), ["B", "B1", "C", "A"]);
    for own in [b, c] {
        let cycle = moved(b, into(Some(own)));
        assert!(
            matches!(cycle, Err(CoreError::CategoryCycle { .. })),
            "{cycle:?}"
        );
    }
    let stranger = moved(a, before(Some(c)));
    assert!(matches!(stranger, Err(CoreError::Invalid { .. })));
}

#[test]
fn categories_nest_as_deep_as_the_bound_and_no_deeper() {
    let desk = Desk::new();
    let mut parent = None;
    for level in 0..longhand_model::bounds::CATEGORY_DEPTH {
        parent = Some(category(&desk, &format!("{level}"), parent));
    }
    let new = NewCategory {
        name: "too deep".to_owned(),
        parent,
        ..NewCategory::default()
    };
    let refused = category::create(&desk.app, &desk.person, &new);
    assert!(matches!(refused, Err(CoreError::CategoryTooDeep { .. })));
}

#[test]
fn what_lies_in_a_deleted_category_moves_to_its_parent() {
    let desk = Desk::new();
    let outer = category(&desk, "Outer", None);
    let inner = category(&desk, "Inner", Some(outer));
    category(&desk, "Innermost", Some(inner));
    let document = desk.make(NewDocument {
        category: Some(inner),
        ..NewDocument::default()
    });
    let deleted = category::delete(&desk.app, &desk.person, inner).unwrap();
    assert_eq!(deleted.documents, 1);
    assert_eq!(tree(&desk), ["Outer", "Innermost"]);
    let moved = document::get(&desk.app, &desk.person, document.summary.id).unwrap();
    assert_eq!(moved.summary.category, Some(outer));
}

#[test]
fn a_tag_renamed_to_one_that_exists_becomes_one_with_it() {
    let desk = Desk::new();
    let one = tagged(&desk, "one", &["todo"]);
    let both = tagged(&desk, "two", &["todo", "task"]);
    let todo = tag::list(&desk.app, &desk.person, Some("to"), None)
        .unwrap()
        .remove(0);
    let renamed = tag::rename(&desk.app, &desk.person, todo.id, "Task").unwrap();
    assert_eq!(renamed.tag.documents, 2);
    assert_eq!(tags_of(&desk, one), tags_of(&desk, both));
    assert_eq!(
        tag::list(&desk.app, &desk.person, None, None)
            .unwrap()
            .len(),
        1
    );
    let into_itself = tag::merge(&desk.app, &desk.person, &[renamed.tag.id], renamed.tag.id);
    assert!(matches!(into_itself, Err(CoreError::Invalid { .. })));
}

#[test]
fn tags_are_completed_by_the_beginning_of_any_part() {
    let desk = Desk::new();
    tagged(&desk, "one", &["area/work", "work", "homework"]);
    tagged(&desk, "two", &["area/work"]);
    let found = tag::list(&desk.app, &desk.person, Some("#Wo"), Some(5)).unwrap();
    let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["area/work", "work"]);
}

#[test]
fn only_what_is_in_the_trash_can_be_deleted_for_ever() {
    let desk = Desk::new();
    let id = desk.write("text").summary.id;
    let early = document::purge(&desk.app, &desk.person, &[id]);
    assert!(matches!(early, Err(CoreError::Invalid { .. })));
    assert_eq!(
        document::trash(&desk.app, &desk.person, &[id, id])
            .unwrap()
            .count,
        1
    );
    assert_eq!(
        document::trash(&desk.app, &desk.person, &[id])
            .unwrap()
            .count,
        0
    );
    assert_eq!(
        document::restore(&desk.app, &desk.person, &[id])
            .unwrap()
            .count,
        1
    );
    document::trash(&desk.app, &desk.person, &[id]).unwrap();
    assert_eq!(document::empty_trash(&desk.app, &desk.person).unwrap(), 1);
    let gone = document::get(&desk.app, &desk.person, id);
    assert!(matches!(gone, Err(CoreError::NotFound { .. })));
}

#[test]
fn a_copy_has_a_name_of_its_own_and_no_history() {
    let desk = Desk::new();
    let source = tagged(&desk, "# Plan\n", &["a"]);
    let copies: Vec<String> = (0..2)
        .map(|_| {
            let copy = document::duplicate(&desk.app, &desk.person, source)
                .unwrap()
                .document;
            assert_eq!(
                (copy.text.as_str(), copy.summary.tags.len()),
                ("# Plan\n", 1)
            );
            assert_eq!(desk.versions(copy.summary.id).len(), 1);
            copy.summary.title
        })
        .collect();
    assert_eq!(copies, ["Plan copy", "Plan copy 2"]);
}

#[test]
fn lists_show_what_their_scope_says() {
    let desk = Desk::new();
    let place = category(&desk, "Work", None);
    let below = category(&desk, "Below", Some(place));
    desk.make(NewDocument {
        text: "# In\n".to_owned(),
        category: Some(below),
        favorite: true,
        ..NewDocument::default()
    });
    let trashed = desk.write("# Out\n").summary.id;
    desk.write("# Loose\n");
    document::trash(&desk.app, &desk.person, &[trashed]).unwrap();
    for (scope, expected) in [
        (ListScope::All, vec!["In", "Loose"]),
        (ListScope::Inbox, vec!["Loose"]),
        (ListScope::Favorites, vec!["In"]),
        (ListScope::Trash, vec!["Out"]),
        (ListScope::Category { id: place }, vec!["In"]),
    ] {
        let mut titles = desk.titles(&ListQuery {
            scope: scope.clone(),
            ..ListQuery::default()
        });
        titles.sort();
        assert_eq!(titles, expected, "{scope:?}");
    }
}
