//! What a key reaches: every way to read, list, search, link and write, inside its filter and outside.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document::{self, GraphRequest, LinksOnRename, SaveKind, SaveRequest};
use longhand_core::preview::{self, PreviewRequest};
use longhand_core::{Caller, CoreError, attachment, category, history, search, template};
use longhand_model::{
    Access, CategoryId, DocumentId, DocumentPatch, KeyScope, ListQuery, ListScope, NewCategory,
    NewDocument, SearchRequest,
};
use support::{Desk, script, titles};

/// A library with a category `Team` (and `Team/Inner`), a category `Private`, and a key for `Team`.
struct Office {
    desk: Desk,
    team: CategoryId,
    inner: CategoryId,
    private: CategoryId,
    key: Caller,
}

impl Office {
    fn new() -> Self {
        let desk = Desk::new();
        let team = made(&desk, "Team", None);
        let inner = made(&desk, "Inner", Some(team));
        let private = made(&desk, "Private", None);
        let key = script(KeyScope {
            access: Access::Admin,
            categories: vec![team],
            tags: Vec::new(),
        });
        Self {
            desk,
            team,
            inner,
            private,
            key,
        }
    }

    fn put(&self, text: &str, category: Option<CategoryId>) -> DocumentId {
        let new = NewDocument {
            text: text.to_owned(),
            category,
            ..NewDocument::default()
        };
        self.desk.make(new).summary.id
    }
}

fn made(desk: &Desk, name: &str, parent: Option<CategoryId>) -> CategoryId {
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

#[expect(
    clippy::needless_pass_by_value,
    reason = "outcomes are made for the check"
)]
fn is_hidden<T: std::fmt::Debug>(outcome: Result<T, CoreError>) {
    assert!(
        matches!(outcome, Err(CoreError::NotFound { .. })),
        "{outcome:?}"
    );
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "outcomes are made for the check"
)]
fn is_out_of_scope<T: std::fmt::Debug>(outcome: Result<T, CoreError>) {
    assert!(
        matches!(outcome, Err(CoreError::OutOfScope { .. })),
        "{outcome:?}"
    );
}

#[test]
fn a_graph_tells_a_key_nothing_of_what_is_outside() {
    let office = Office::new();
    let seen = office.put("# Seen\n\n[[Secret]] [[Near]]\n", Some(office.team));
    office.put("# Near\n", Some(office.inner));
    let secret = office.put("# Secret\n\n[[Beyond]]\n", Some(office.private));
    office.put("# Beyond\n", Some(office.team));
    for (center, orphans) in [(None, true), (None, false), (Some(seen), true)] {
        let request = GraphRequest {
            center,
            depth: Some(3),
            orphans,
            ..GraphRequest::default()
        };
        let graph = document::graph(&office.desk.app, &office.key, &request).unwrap();
        let mut found: Vec<_> = graph
            .nodes
            .iter()
            .map(|node| (&*node.title, node.neighbors))
            .collect();
        found.sort_unstable();
        assert_eq!(graph.edges, [(0, 1)]);
        let beyond = (orphans && center.is_none()).then_some(("Beyond", 0));
        let expected: Vec<_> = beyond
            .into_iter()
            .chain([("Near", 1), ("Seen", 1)])
            .collect();
        assert_eq!(found, expected);
    }
    let request = GraphRequest {
        center: Some(secret),
        ..GraphRequest::default()
    };
    is_hidden(document::graph(&office.desk.app, &office.key, &request));
}

#[test]
fn what_is_outside_the_filter_does_not_exist_for_the_key() {
    let office = Office::new();
    let (app, key) = (&office.desk.app, &office.key);
    let secret = office.put("# Secret\n", Some(office.private));
    let loose = office.put("# Loose\n", None);
    for id in [secret, loose] {
        let version = office.desk.versions(id)[0].id;
        is_hidden(document::get(app, key, id));
        is_hidden(document::find(app, key, &id.to_string()));
        is_hidden(document::find(app, key, &id.to_string()[..13]));
        is_hidden(document::links(app, key, id));
        is_hidden(document::duplicate(app, key, id));
        is_hidden(document::trash(app, key, &[id]));
        is_hidden(document::purge(app, key, &[id]));
        is_hidden(history::list(app, key, id, None, None));
        is_hidden(history::get(app, key, version));
        is_hidden(history::restore(app, key, version));
        is_hidden(history::name(app, key, version, Some("mine")));
        is_hidden(history::diff(app, key, id, None, None));
        is_hidden(template::render(app, key, id, None));
        is_hidden(attachment::list(app, key, Some(id)));
        is_hidden(document::resolve(app, key, Some(id), "Secret"));
        let patch = DocumentPatch {
            pinned: Some(true),
            ..DocumentPatch::default()
        };
        is_hidden(document::update(
            app,
            key,
            &[id],
            &patch,
            LinksOnRename::Leave,
        ));
        let save = SaveRequest {
            id,
            text: "overwritten".to_owned(),
            base_hash: longhand_model::ContentHash::of("# Secret\n"),
            kind: SaveKind::Explicit,
            note: None,
        };
        is_hidden(document::save(app, key, &save));
        let preview = PreviewRequest {
            document: Some(id),
            text: String::new(),
            known: None,
        };
        is_hidden(preview::render(app, key, &preview));
    }
    is_hidden(document::find(app, key, "secret"));
    is_out_of_scope(attachment::list(app, key, None));
    assert_eq!(office.desk.text(secret), "# Secret\n");
}

#[test]
fn lists_searches_and_completions_show_only_what_is_inside() {
    let office = Office::new();
    let (app, key) = (&office.desk.app, &office.key);
    for number in 0..40 {
        office.put(&format!("# Word secret {number}\n"), Some(office.private));
    }
    office.put("# Word team\n", Some(office.team));
    office.put("# Word inner\n", Some(office.inner));
    let mut query = ListQuery {
        limit: Some(1),
        ..ListQuery::default()
    };
    let mut listed = Vec::new();
    loop {
        let page = document::list(app, key, &query).unwrap();
        listed.extend(page.items.into_iter().map(|item| item.title));
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    listed.sort();
    assert_eq!(listed, ["Word inner", "Word team"]);

    let request = SearchRequest {
        query: "word".to_owned(),
        sort: None,
        limit: None,
        cursor: None,
    };
    let results = search::query(app, key, &request).unwrap();
    assert_eq!((results.hits.len(), results.total), (2, 2));
    let secret = SearchRequest {
        query: "secret".to_owned(),
        sort: None,
        ..request
    };
    let results = search::query(app, key, &secret).unwrap();
    assert_eq!((results.hits.len(), results.total), (0, 0));

    let completed = document::complete(app, key, "word", Some(50)).unwrap();
    assert_eq!(completed.len(), 2);
    let names: Vec<String> = category::list(app, key)
        .unwrap()
        .into_iter()
        .map(|node| node.category.name)
        .collect();
    assert_eq!(names, ["Team", "Inner"]);
    let everything = titles(app, &office.desk.person, &ListQuery::default());
    assert_eq!(everything.len(), 42);
}

#[test]
fn links_do_not_tell_of_documents_outside() {
    let office = Office::new();
    let (app, key) = (&office.desk.app, &office.key);
    let secret = office.put(
        "# Secret\n\nAbout the Plan. See [[Plan]].\n",
        Some(office.private),
    );
    office.put("# Also\n\nThe plan, unlinked.\n", Some(office.private));
    let plan = office.put("# Plan\n\nSee [[Secret]].\n", Some(office.team));
    let links = document::links(app, key, plan).unwrap();
    assert_eq!(links.outgoing[0].document, None);
    assert_eq!(links.backlinks, []);
    assert_eq!(links.unlinked, []);
    let found = document::resolve(app, key, Some(plan), "Secret").unwrap();
    assert_eq!(found.document, None);
    let preview = PreviewRequest {
        document: Some(plan),
        text: "[[Secret]]".to_owned(),
        known: None,
    };
    let preview = preview::render(app, key, &preview).unwrap();
    assert_eq!(preview.links.unwrap()["Secret"], None);
    let whole = document::links(app, &office.desk.person, plan).unwrap();
    assert_eq!(whole.backlinks[0].document.id, secret);
    assert_eq!(whole.unlinked.len(), 1);
}

#[test]
fn a_key_cannot_write_a_document_out_of_its_own_reach() {
    let office = Office::new();
    let (app, key) = (&office.desk.app, &office.key);
    let at = |category| NewDocument {
        text: "x".to_owned(),
        category,
        ..NewDocument::default()
    };
    is_out_of_scope(document::create(app, key, at(None), None));
    is_out_of_scope(document::create(app, key, at(Some(office.private)), None));
    let mine = document::create(app, key, at(Some(office.inner)), None).unwrap();
    let id = mine.document.summary.id;
    for category in [None, Some(office.private)] {
        let patch = DocumentPatch {
            category: Some(category),
            ..DocumentPatch::default()
        };
        is_out_of_scope(document::update(
            app,
            key,
            &[id],
            &patch,
            LinksOnRename::Leave,
        ));
    }
    let still = document::get(app, key, id).unwrap();
    assert_eq!(still.summary.category, Some(office.inner));
}

#[test]
fn a_rename_by_a_key_leaves_texts_outside_alone() {
    let office = Office::new();
    let inside = office.put("[[Old]] in\n", Some(office.team));
    let outside = office.put("[[Old]] out\n", Some(office.private));
    let target = office.put("# Old\n", Some(office.team));
    let patch = DocumentPatch {
        title: Some("New".to_owned()),
        ..DocumentPatch::default()
    };
    let (app, key) = (&office.desk.app, &office.key);
    let updated = document::update(app, key, &[target], &patch, LinksOnRename::Rewrite).unwrap();
    assert_eq!(updated.rewritten, 1);
    assert_eq!(office.desk.text(inside), "[[New]] in\n");
    assert_eq!(office.desk.text(outside), "[[Old]] out\n");
}

#[test]
fn a_tag_filter_lets_through_the_tag_and_what_is_nested_in_it() {
    let desk = Desk::new();
    let with = |tags: &[&str]| {
        let new = NewDocument {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..NewDocument::default()
        };
        desk.make(new).summary.id
    };
    let inside = [with(&["public"]), with(&["Public/web", "x"])];
    let outside = [with(&["publicity"]), with(&[])];
    let key = script(KeyScope {
        access: Access::Write,
        categories: Vec::new(),
        tags: vec!["public".to_owned()],
    });
    for id in inside {
        document::get(&desk.app, &key, id).unwrap();
    }
    for id in outside {
        is_hidden(document::get(&desk.app, &key, id));
    }
    is_out_of_scope(category::list(&desk.app, &key));
    // Taking the tag away would put the document out of reach.
    let untag = DocumentPatch {
        tags: Some(Vec::new()),
        ..DocumentPatch::default()
    };
    is_out_of_scope(document::update(
        &desk.app,
        &key,
        &inside,
        &untag,
        LinksOnRename::Leave,
    ));
}

#[test]
fn both_filters_together_let_through_only_what_passes_both() {
    let office = Office::new();
    let put = |category, tags: &[&str]| {
        let new = NewDocument {
            category,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..NewDocument::default()
        };
        office.desk.make(new).summary.id
    };
    let both = put(Some(office.team), &["ok"]);
    let halves = [
        put(Some(office.team), &[]),
        put(Some(office.private), &["ok"]),
    ];
    let key = script(KeyScope {
        access: Access::Read,
        categories: vec![office.team],
        tags: vec!["ok".to_owned()],
    });
    document::get(&office.desk.app, &key, both).unwrap();
    for id in halves {
        is_hidden(document::get(&office.desk.app, &key, id));
    }
}

#[test]
fn a_filter_on_a_category_that_is_gone_lets_nothing_through() {
    let office = Office::new();
    let id = office.put("x", Some(office.team));
    category::delete(&office.desk.app, &office.desk.person, office.team).unwrap();
    is_hidden(document::get(&office.desk.app, &office.key, id));
    let scope = ListScope::Category { id: office.inner };
    let query = ListQuery {
        scope,
        ..ListQuery::default()
    };
    assert_eq!(
        titles(&office.desk.app, &office.key, &query),
        Vec::<String>::new()
    );
}
