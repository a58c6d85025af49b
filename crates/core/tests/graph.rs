//! The graph: what is drawn of a library, of a list, and around one document.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeSet;

use longhand_core::CoreError;
use longhand_core::document::{self, Graph, GraphRequest};
use longhand_model::{DocumentId, ListScope};
use support::Desk;

/// `Hub` links to four, `A` to `B`, and `Far` hangs on `D`; `Alone` links to itself and to nothing that is there.
fn desk() -> Desk {
    let desk = Desk::new();
    for text in [
        "# A\n\ninside [[B]] and [[B]] again\n",
        "# B\n\ninside, back to [[A]]\n",
        "# C\n\ninside\n",
        "# D\n\n[[Far]]\n",
        "# Far\n",
        "# Hub\n\n[[A]] [[B]] [[C]] [[D]]\n",
        "# Alone\n\n[[Alone]] [[Nowhere]]\n",
    ] {
        desk.write(text);
    }
    desk
}

fn drawn(desk: &Desk, request: &GraphRequest) -> Graph {
    document::graph(&desk.app, &desk.person, request).unwrap()
}

fn id(desk: &Desk, title: &str) -> DocumentId {
    document::find(&desk.app, &desk.person, title).unwrap().id
}

fn names(graph: &Graph) -> Vec<(&str, u32)> {
    let name = |node: &'_ document::GraphNode| node.neighbors;
    graph
        .nodes
        .iter()
        .map(|node| (node.title.as_str(), name(node)))
        .collect()
}

/// The edges as titles, both ways sorted.
fn edges(graph: &Graph) -> BTreeSet<(String, String)> {
    let title = |place: &u32| graph.nodes.get(*place as usize).unwrap().title.clone();
    let sorted = |one: String, other: String| {
        if one < other {
            (one, other)
        } else {
            (other, one)
        }
    };
    let found: BTreeSet<_> = graph
        .edges
        .iter()
        .map(|(one, other)| sorted(title(one), title(other)))
        .collect();
    assert_eq!(found.len(), graph.edges.len(), "each pair stands once");
    found
}

fn pairs(of: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    of.iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}

#[test]
fn a_library_is_drawn_by_its_links_the_most_linked_first() {
    let desk = desk();
    let whole = drawn(&desk, &GraphRequest::default());
    assert_eq!(names(&whole).first(), Some(&("Hub", 4)));
    let names: BTreeSet<_> = names(&whole).into_iter().collect();
    let expected = [
        ("A", 2),
        ("B", 2),
        ("C", 1),
        ("D", 2),
        ("Far", 1),
        ("Hub", 4),
    ];
    assert_eq!(names, BTreeSet::from(expected));
    let expected = [
        ("A", "B"),
        ("A", "Hub"),
        ("B", "Hub"),
        ("C", "Hub"),
        ("D", "Far"),
        ("D", "Hub"),
    ];
    assert_eq!(edges(&whole), pairs(&expected));
    assert!(!whole.limited);
}

#[test]
fn documents_without_links_are_drawn_when_asked_for() {
    let desk = desk();
    let orphans = GraphRequest {
        orphans: true,
        ..GraphRequest::default()
    };
    let whole = drawn(&desk, &orphans);
    assert_eq!(
        (whole.nodes.len(), names(&whole).last()),
        (7, Some(&("Alone", 0)))
    );
    let few = GraphRequest {
        limit: Some(3),
        ..orphans
    };
    let few = drawn(&desk, &few);
    assert_eq!((few.nodes.len(), few.limited), (3, true));
    assert_eq!(
        few.nodes.iter().filter(|node| node.neighbors == 0).count(),
        0
    );
}

#[test]
fn the_surroundings_of_a_document_grow_with_the_steps() {
    let desk = desk();
    let around = |title: &str, depth| {
        let request = GraphRequest {
            center: Some(id(&desk, title)),
            depth: Some(depth),
            ..GraphRequest::default()
        };
        drawn(&desk, &request)
    };
    let one = around("Far", 1);
    assert_eq!(names(&one), [("Far", 1), ("D", 2)]);
    assert_eq!(edges(&one), pairs(&[("D", "Far")]));
    assert_eq!(names(&around("Far", 2)), [("Far", 1), ("D", 2), ("Hub", 4)]);
    let three = around("Far", 3);
    assert_eq!(three.nodes.len(), 6);
    assert!(edges(&three).contains(&("A".to_owned(), "B".to_owned())));
    assert_eq!(names(&around("Alone", 3)), [("Alone", 0)]);
}

#[test]
fn the_trash_is_not_drawn_and_leads_nowhere() {
    let desk = desk();
    document::trash(&desk.app, &desk.person, &[id(&desk, "D")]).unwrap();
    let whole = drawn(&desk, &GraphRequest::default());
    assert!(!edges(&whole).contains(&("D".to_owned(), "Hub".to_owned())));
    assert!(whole.nodes.iter().all(|node| node.title != "D"));
    let request = GraphRequest {
        center: Some(id(&desk, "Far")),
        depth: Some(3),
        ..GraphRequest::default()
    };
    assert_eq!(drawn(&desk, &request).nodes.len(), 1);
}

#[test]
fn a_list_is_drawn_without_what_is_not_in_it() {
    let desk = desk();
    let found = |query: &str, center: Option<DocumentId>| {
        let request = GraphRequest {
            scope: ListScope::Query {
                query: query.to_owned(),
            },
            center,
            depth: Some(2),
            orphans: true,
            ..GraphRequest::default()
        };
        drawn(&desk, &request)
    };
    let back = found("inside", None);
    assert_eq!(edges(&back), pairs(&[("A", "B")]));
    assert!(back.nodes.iter().any(|node| node.title == "C"));
    let hub = id(&desk, "Hub");
    let around = found("title:C", Some(hub));
    assert_eq!(names(&around), [("Hub", 4), ("C", 1)]);
}

#[test]
fn the_middle_must_be_there() {
    let desk = desk();
    let nobody = GraphRequest {
        center: Some("00000000-0000-7000-8000-000000000000".parse().unwrap()),
        ..GraphRequest::default()
    };
    let refused = document::graph(&desk.app, &desk.person, &nobody);
    assert!(
        matches!(refused, Err(CoreError::NotFound { .. })),
        "{refused:?}"
    );
}
