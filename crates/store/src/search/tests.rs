//! What is found, held against a plain reading of every text.

use std::collections::BTreeSet;

use longhand_model::{
    Actor, Cause, DocumentId, ListQuery, Origin, SearchRequest, SortKey, SortOrder, TextFacts,
};
use longhand_testkit::fixed_sources;
use proptest::prelude::*;

use super::fold::fold;
use super::query::{Field, Filter, Flag, Node, Text, TextKind, mentions_trash, parse};
use super::token::{Class, class};
use crate::documents::{self, NewDocumentRow};
use crate::{Library, Options, StoreError};

#[derive(Debug, Clone)]
struct Written {
    title: String,
    text: String,
    tagged: bool,
    pinned: bool,
    trashed: bool,
}

struct Shelf {
    library: Library,
    ids: Vec<DocumentId>,
    _folder: tempfile::TempDir,
}

impl Shelf {
    fn new(documents: &[Written]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sources, clock) = fixed_sources(3);
        let path = folder.path().join("a.longhand");
        let library = Library::create(&path, sources.clone(), Options::default()).unwrap();
        let cause = Cause {
            actor: Actor::Person,
            batch: sources.id(),
            command: "test".to_owned(),
            client: None,
        };
        let ids = library
            .write(&cause, |w| {
                documents
                    .iter()
                    .map(|document| {
                        clock.advance_ms(1_000);
                        let new = NewDocumentRow {
                            id: None,
                            title: document.title.clone(),
                            description: String::new(),
                            category: None,
                            tags: document
                                .tagged
                                .then(|| "work".to_owned())
                                .into_iter()
                                .collect(),
                            favorite: false,
                            pinned: document.pinned,
                            template: false,
                            public: false,
                            created_at: sources.now(),
                            updated_at: sources.now(),
                            path: None,
                            origin: Origin::Created,
                        };
                        let id = documents::insert(w, &new, &document.text, &TextFacts::default())?;
                        if document.trashed {
                            documents::set_trashed(w, id, Some(sources.now()))?;
                        }
                        Ok::<_, StoreError>(id)
                    })
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap()
            .value;
        Self {
            library,
            ids,
            _folder: folder,
        }
    }

    /// The documents of all pages of a search, by their places.
    fn found(&self, query: &str) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut cursor = None;
        loop {
            let request = SearchRequest {
                query: query.to_owned(),
                sort: None,
                limit: Some(3),
                cursor,
            };
            let page = self
                .library
                .read(|r| super::query(r, &request, r.sources().now()))
                .unwrap();
            for hit in &page.hits {
                assert!(
                    found.insert(self.place(hit.document.id)),
                    "{query}: found twice"
                );
                for snippet in &hit.snippets {
                    let length = snippet.text.chars().count();
                    for range in &snippet.matches {
                        assert!(range.start < range.end, "{query}");
                        assert!(usize::try_from(range.end).unwrap() <= length, "{query}");
                    }
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    }

    /// The documents of all pages of a list, by their places.
    fn listed(&self, query: &str, sort: SortKey, order: SortOrder) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut cursor = None;
        loop {
            let asked = ListQuery {
                sort,
                order,
                limit: Some(2),
                cursor,
                ..ListQuery::default()
            };
            let page = self
                .library
                .read(|r| super::list(r, query, &asked))
                .unwrap();
            for document in &page.items {
                assert!(
                    found.insert(self.place(document.id)),
                    "{query}: listed twice"
                );
            }
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    }

    fn place(&self, id: DocumentId) -> usize {
        self.ids.iter().position(|other| *other == id).unwrap()
    }
}

/// Holds a query against a document without any index and without patterns: what a search has to find.
fn naive(node: &Node, document: &Written, excluded: bool) -> bool {
    match node {
        Node::All(nodes) => nodes.iter().all(|node| naive(node, document, excluded)),
        Node::Any(nodes) => nodes.iter().any(|node| naive(node, document, excluded)),
        Node::Not(inner) => !naive(inner, document, !excluded),
        Node::Text(text) => {
            naive_text(text, &document.title, excluded)
                || text.field == Field::Anywhere && naive_text(text, &document.text, excluded)
        }
        Node::Regex(pattern) => {
            let regex = super::pattern::regex(pattern).unwrap();
            regex.is_match(&document.title) || regex.is_match(&document.text)
        }
        Node::Filter(Filter::Tag(name)) => document.tagged && name == "work",
        Node::Filter(Filter::Is(Flag::Pinned)) => document.pinned,
        Node::Filter(Filter::Is(Flag::Trashed)) => document.trashed,
        Node::Filter(_) => panic!("not asked here"),
    }
}

/// Marks each place where a word starts or ends, so that whole words are found with plain `contains`.
fn naive_text(text: &Text, in_text: &str, excluded: bool) -> bool {
    let whole = match text.kind {
        TextKind::Word => (excluded, excluded),
        TextKind::Prefix | TextKind::PhrasePrefix => (true, false),
        TextKind::Phrase => (true, true),
    };
    let hay: Vec<char> = fold(in_text).chars().collect();
    let needle: Vec<char> = fold(&text.text).chars().collect();
    let letter = |at: Option<usize>| {
        at.and_then(|at| hay.get(at))
            .is_some_and(|c| class(*c) == Class::Letter)
    };
    (0..hay.len()).any(|start| {
        let end = start + needle.len();
        let starts = !(letter(start.checked_sub(1)) && letter(Some(start)));
        let ends = !(letter(end.checked_sub(1)) && letter(Some(end)));
        hay.get(start..end) == Some(needle.as_slice()) && (starts || !whole.0) && (ends || !whole.1)
    })
}

fn has_spaces(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(has_spaces),
        Node::Not(inner) => has_spaces(inner),
        Node::Text(text) => text.text.contains(' '),
        Node::Regex(_) | Node::Filter(_) => false,
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "ab",
        "abc",
        "bca",
        "cab",
        "Ab",
        "用",
        "户",
        "用户",
        "カフェ",
        "か\u{3099}",
        "が",
        "cafe\u{301}",
        "Café",
        "c++",
        "a-b",
        "x_y",
        "50%",
        "🚀",
        "Straße",
        "ss",
        "ΣΑΣ",
        "İz",
        "ﾃﾞ",
        "デ",
        "한글",
        "\u{1112}\u{1161}\u{11ab}",
        "db",
        "\"",
        "a\"b",
        "\\",
        "*",
        "Ａ１",
        "10",
        "é",
    ])
    .prop_map(str::to_owned)
}

fn texts(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(
        (pieces(), prop::sample::select(vec!["", " ", "\n", ", "])),
        0..most,
    )
    .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

fn shelves() -> impl Strategy<Value = Vec<Written>> {
    let document = (texts(3), texts(14), any::<[bool; 3]>(), 0..6_u8).prop_map(
        |(title, text, [tagged, pinned, _], trash)| Written {
            title: documents_title(&title),
            text,
            tagged,
            pinned,
            trashed: trash == 0,
        },
    );
    prop::collection::vec(document, 1..14)
}

fn documents_title(text: &str) -> String {
    longhand_model::checked_title(&text.replace('\n', " "))
        .unwrap_or_else(|_empty| "untitled".to_owned())
}

fn queries() -> impl Strategy<Value = String> {
    let quoted = pieces()
        .prop_map(|piece| format!("\"{}\"", piece.replace('\\', "\\\\").replace('"', "\\\"")));
    let cut = (pieces(), 0..3_usize, 1..3_usize)
        .prop_map(|(piece, from, take)| piece.chars().skip(from).take(take).collect::<String>());
    let atom = prop_oneof![
        6 => pieces(),
        4 => cut,
        2 => quoted,
        2 => pieces().prop_map(|piece| piece + "*"),
        1 => pieces().prop_map(|piece| format!("title:{piece}")),
        1 => prop::sample::select(vec!["tag:work", "is:pinned", "is:trashed", "/ab+c?/", "/用./"]).prop_map(str::to_owned),
    ];
    let signed = (prop::sample::select(vec!["", "", "", "-"]), atom)
        .prop_map(|(sign, atom)| format!("{sign}{atom}"));
    prop::collection::vec(
        (
            signed,
            prop::sample::select(vec![" ", " ", " OR ", " (", ") "]),
        ),
        1..4,
    )
    .prop_map(|atoms| atoms.into_iter().map(|(atom, gap)| atom + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_reading_every_text_finds(
        documents in shelves(),
        queries in prop::collection::vec(queries(), 12),
        indexed in 0..20_usize,
    ) {
        let shelf = Shelf::new(&documents);
        shelf.library.index_pending(indexed).unwrap();
        for query in queries {
            let Ok(read) = parse(&query) else { continue };
            if has_spaces(&read.root) {
                // Phrases of several words have tables of their own.
                continue;
            }
            let trash = mentions_trash(&read.root);
            let expected: BTreeSet<usize> = (0..documents.len())
                .filter(|place| {
                    let document = &documents[*place];
                    (trash || !document.trashed) && naive(&read.root, document, false)
                })
                .collect();
            prop_assert_eq!(shelf.found(&query), expected.clone(), "search {}", query);
            let listed = shelf.listed(&query, SortKey::Title, SortOrder::Ascending);
            prop_assert_eq!(listed, expected, "list {}", query);
        }
    }

    #[test]
    fn any_word_of_a_document_finds_it_when_quoted(text in texts(10), indexed in 0..2_usize) {
        let document = Written { title: "t".to_owned(), text: text.clone(), tagged: false, pinned: false, trashed: false };
        let shelf = Shelf::new(&[document]);
        shelf.library.index_pending(indexed).unwrap();
        for word in text.split_whitespace() {
            let query = format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
            prop_assert_eq!(shelf.found(&query).len(), 1, "{}", query);
        }
    }
}

fn plan(shelf: &Shelf, sql: &super::filters::Sql) -> String {
    let read = |r: &crate::Reader| -> Result<String, StoreError> {
        let mut statement = r.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text))?;
        let steps = statement
            .query_map(rusqlite::params_from_iter(sql.values.clone()), |row| {
                row.get::<_, String>("detail")
            })?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(steps.join("\n"))
    };
    shelf.library.read(read).unwrap()
}

#[test]
fn indexes_propose_and_tables_answer_without_scans() {
    let shelf = Shelf::new(&[]);
    let proposals = |query: &str, source: &super::rows::Source| {
        let sql = shelf
            .library
            .read(|r| {
                super::Search::new(r, query, r.sources().now())?
                    .proposals(source)
                    .map_err(super::SearchError::from)
            })
            .unwrap();
        plan(&shelf, &sql)
    };
    let listed = |query: &str| {
        let sql = shelf
            .library
            .read(|r| {
                super::listed::by_date(&super::Search::new(r, query, r.sources().now())?)
                    .map_err(super::SearchError::from)
            })
            .unwrap();
        plan(&shelf, &sql)
    };
    let counted = |query: &str| {
        let sql = shelf
            .library
            .read(|r| {
                let search = super::Search::new(r, query, r.sources().now())?;
                super::count::Left::statement(&search).map_err(super::SearchError::from)
            })
            .unwrap();
        plan(&shelf, &sql)
    };
    let parts = super::rows::Source::Parts {
        net: "\"abc\"".to_owned(),
        below: i64::MAX,
    };
    let words = super::rows::Source::Words {
        net: "\"abc\"".to_owned(),
        below: i64::MAX,
    };
    let filtered = super::rows::Source::Filtered { below: i64::MAX };
    for (name, plan) in [
        ("parts", proposals("abc", &parts)),
        ("words in a tag", proposals("abc tag:work", &words)),
        ("few in a tag", proposals("abc tag:work", &filtered)),
        (
            "few in a category",
            proposals("abc category:work", &filtered),
        ),
        ("few favourites", proposals("abc is:favorite", &filtered)),
        ("few with tasks", proposals("abc has:task", &filtered)),
        ("count in a tag", counted("abc tag:work")),
        ("count in a category", counted("abc category:work")),
        ("count of favourites", counted("abc is:favorite")),
        ("count with tasks", counted("abc has:task")),
        ("count since", counted("abc after:2026")),
        ("all", listed("")),
        ("tag", listed("tag:work")),
        ("category", listed("category:work")),
        ("favourites", listed("is:favorite")),
        ("trash", listed("is:trashed")),
        ("since", listed("after:2026")),
        ("tasks", listed("has:task")),
        ("without a word", listed("-abc")),
        ("a tag or a word", listed("abc OR tag:work")),
    ] {
        unscanned(name, &plan);
    }
}

/// Holds a plan against what a large library bears.
fn unscanned(name: &str, plan: &str) {
    for step in plan.lines() {
        // A scan of documents goes along the index of a list, in its order, or along one that few of them are in.
        let scans = ["SCAN d", "SCAN t", "SCAN v"]
            .iter()
            .any(|scan| step.starts_with(scan));
        let is_narrow = step.contains("USING INDEX documents_");
        assert!(!scans || is_narrow, "{name}:\n{plan}");
        assert!(!step.ends_with("(rowid<?)"), "{name}:\n{plan}");
    }
    // What few documents are left of is sorted.
    let may_sort = name.starts_with("few") || ["tag", "category", "trash", "tasks"].contains(&name);
    assert!(may_sort || !plan.contains("TEMP B-TREE"), "{name}:\n{plan}");
}
