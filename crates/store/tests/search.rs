//! Search as a library answers it: what is found, in which order, and what is shown of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use common::{Fixture, facts, new};
use longhand_model::{
    Category, CategoryId, DocumentId, ListQuery, ListScope, NewSavedSearch, Origin, SearchHit,
    SearchRequest, SearchResults, SearchSort, SortKey, SortOrder, TextFacts,
};
use longhand_store::doctor::Repair;
use longhand_store::documents::{self, FieldChange};
use longhand_store::search::{self, SearchError};
use longhand_store::texts::{self, Keep};
use longhand_store::{StoreError, categories, saved_searches};
use rusqlite::Connection;

fn search(fixture: &Fixture, query: &str) -> SearchResults {
    page(fixture, query, None).unwrap()
}

fn page(
    fixture: &Fixture,
    query: &str,
    cursor: Option<longhand_model::Cursor>,
) -> Result<SearchResults, SearchError> {
    let request = SearchRequest {
        query: query.to_owned(),
        sort: None,
        limit: None,
        cursor,
    };
    fixture
        .library
        .read(|r| search::query(r, &request, fixture.sources.now()))
}

fn titles(fixture: &Fixture, query: &str) -> Vec<String> {
    search(fixture, query)
        .hits
        .into_iter()
        .map(|hit| hit.document.title)
        .collect()
}

/// The matches of a hit, as text: those of the title, then those of its pieces.
fn highlighted(hit: &SearchHit) -> Vec<String> {
    let cut = |text: &str, range: &longhand_model::MatchRange| -> String {
        let start = usize::try_from(range.start).unwrap();
        let end = usize::try_from(range.end).unwrap();
        text.chars().skip(start).take(end - start).collect()
    };
    let in_title = hit
        .title_matches
        .iter()
        .map(|range| cut(&hit.document.title, range));
    let in_text = hit.snippets.iter().flat_map(|snippet| {
        snippet
            .matches
            .iter()
            .map(|range| cut(&snippet.text, range))
    });
    in_title.chain(in_text).collect()
}

/// What users of other programs searched for in vain: a text, what they typed, what is highlighted.
const FOUND: &[(&str, &str, &[&str])] = &[
    ("My Notebook is here", "note", &["Note"]),
    ("My Notebook is here", "book", &["book"]),
    ("新用户数据", "用", &["用"]),
    ("新用户数据", "用户", &["用户"]),
    ("新用户数据", "用户数据", &["用户数据"]),
    ("用户db数据", "db", &["db"]),
    ("the mongodb server", "db", &["db"]),
    ("I write C++ daily", "c++", &["C++"]),
    ("an a-b test", "a-b", &["a-b"]),
    ("say \"hello\" now", "\"hello\"", &["hello"]),
    ("5\" disks", "5\"", &["5\""]),
    ("it is 50% done", "50%", &["50%"]),
    ("it is 50% done", "%", &["%"]),
    ("snake_case_name", "_", &["_", "_"]),
    ("snake_case_name", "case", &["case"]),
    ("Un café crème", "cafe", &["café"]),
    (
        "Un cafe\u{301} cre\u{300}me",
        "café creme",
        &["cafe\u{301}", "cre\u{300}me"],
    ),
    ("ready 🚀 go", "🚀", &["🚀"]),
    ("İstanbul'da", "istanbul", &["İstanbul"]),
    ("ısparta", "ISPARTA", &["ısparta"]),
    ("Hauptstraße 1", "strasse", &["straße"]),
    ("ＦＵＬＬ ｗｉｄｔｈ", "full", &["ＦＵＬＬ"]),
    ("ﾃﾞｰﾀﾍﾞｰｽ", "データベース", &["ﾃﾞｰﾀﾍﾞｰｽ"]),
    ("データベース", "ﾃﾞｰﾀ", &["データ"]),
    ("ひらがなとカタカナ", "カナ", &["カナ"]),
    ("한국어 문서를 찾기", "문서", &["문서"]),
    (
        "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}",
        "한글",
        &["\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"],
    ),
    ("see **bold** text", "\"bold text\"", &["bold** text"]),
    ("two\nlines here", "\"two lines\"", &["two lines"]),
    ("error E0382 borrow", "/e0\\d+/", &["E0382"]),
    ("one apple", "app*", &["app"]),
    ("a path /usr/bin/env", "/usr/bin", &["/usr/bin"]),
];

#[test]
fn every_word_and_part_of_a_word_is_found_and_highlighted() {
    let fixture = Fixture::new(1);
    for (number, (text, ..)) in FOUND.iter().enumerate() {
        fixture.insert(&format!("Number {number}."), text);
    }
    for left in [u64::try_from(FOUND.len()).unwrap(), 20, 0] {
        while fixture.library.index_pending(0).unwrap() > left {
            fixture.library.index_pending(1).unwrap();
        }
        for (number, (text, query, matches)) in FOUND.iter().enumerate() {
            let results = search(&fixture, query);
            let hit = results
                .hits
                .iter()
                .find(|hit| hit.document.title == format!("Number {number}."))
                .unwrap_or_else(|| panic!("{query} does not find {text} ({left} left)"));
            let shown: Vec<String> = highlighted(hit);
            let in_text: Vec<&str> = shown.iter().map(String::as_str).collect();
            assert_eq!(in_text, *matches, "{query} in {text}");
            assert!(results.substrings_complete);
        }
    }
}

#[test]
fn what_is_not_in_a_text_is_not_found() {
    let fixture = Fixture::new(1);
    fixture.insert("First", "foo baz bar, use_r c+ a b 用新户");
    for query in [
        "foob",
        "\"foo bar\"",
        "c++",
        "a-b",
        "用户",
        "z*",
        "\"fo\"",
        "title:foo",
        "/fo{3}/",
        "foo -baz",
        "ar*",
        "qqq",
    ] {
        assert_eq!(titles(&fixture, query), [""; 0], "{query}");
    }
}

#[test]
fn a_word_that_is_excluded_is_a_whole_word() {
    let fixture = Fixture::new(1);
    fixture.insert("Start", "we start here");
    fixture.insert("Art", "this is art, to start with");
    fixture.insert("Other", "nothing of the kind");
    for (query, found) in [
        ("start -art", vec!["Start"]),
        ("-art", vec!["Other", "Start"]),
        ("-art*", vec!["Other", "Start"]),
        ("-star*", vec!["Other"]),
        ("-(art OR nothing)", vec!["Start"]),
        ("-/art/", vec!["Other"]),
    ] {
        let mut titles = titles(&fixture, query);
        titles.sort();
        assert_eq!(titles, found, "{query}");
    }
}

#[test]
fn titles_come_before_headings_and_headings_before_text() {
    let fixture = Fixture::new(1);
    let insert = |title: &str, heading: &str, text: &str| {
        let facts = TextFacts {
            headings: vec![longhand_model::Heading {
                level: 1,
                text: heading.to_owned(),
                slug: String::new(),
                line: 1,
            }],
            ..facts(text)
        };
        fixture.clock.advance_ms(1_000);
        fixture.write(|w| documents::insert(w, &new(&fixture.sources, title), text, &facts))
    };
    insert("Raft", "Intro", "# Intro\nConsensus.");
    insert("Raft and Paxos", "Intro", "# Intro\nConsensus.");
    insert("One", "About raft", "# About raft\nText.");
    insert("Two", "Intro", "raft raft raft raft and more");
    insert(
        "Three",
        "Intro",
        "# Intro\nthe raft is one word among many others here",
    );
    insert("Four", "Intro", "# Intro\nrafting down the river");
    insert("Five", "Intro", "# Intro\naircraft of the world");
    for left in [7, 0] {
        while fixture.library.index_pending(0).unwrap() > left {
            fixture.library.index_pending(1).unwrap();
        }
        assert_eq!(
            titles(&fixture, "raft"),
            [
                "Raft",
                "Raft and Paxos",
                "One",
                "Two",
                "Three",
                "Four",
                "Five"
            ]
        );
    }
}

#[test]
fn of_two_like_documents_the_newer_comes_first() {
    let fixture = Fixture::new(1);
    fixture.insert("Old", "the same words");
    fixture.clock.advance_ms(40 * 86_400_000);
    fixture.insert("New", "the same words");
    assert_eq!(titles(&fixture, "words"), ["New", "Old"]);
}

#[test]
fn filters_narrow_alone_and_with_words() {
    let fixture = Fixture::new(1);
    let work = category(&fixture, "Work", None);
    let deep = category(&fixture, "Deep", Some(work));
    let make =
        |title: &str, text: &str, category: Option<CategoryId>, tags: &[&str], pinned: bool| {
            fixture.clock.advance_ms(86_400_000);
            let mut row = new(&fixture.sources, title);
            row.category = category;
            row.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            row.pinned = pinned;
            fixture.write(|w| documents::insert(w, &row, text, &facts(text)))
        };
    make("A", "alpha", Some(work), &["area/home"], false);
    make("B", "alpha beta [[A]]", Some(deep), &["area"], true);
    make("C", "beta", None, &["other"], false);
    let gone = make("D", "alpha", Some(work), &["area"], false);
    fixture.write(|w| documents::set_trashed(w, gone, Some(fixture.sources.now())));
    for (query, found) in [
        ("", vec!["B", "C", "A"]),
        ("tag:area", vec!["B", "A"]),
        ("tag:AREA/home", vec!["A"]),
        ("tag:nothing", vec![]),
        ("category:work", vec!["B", "A"]),
        ("category:work/deep", vec!["B"]),
        ("category:deep", vec!["B"]),
        ("-category:work", vec!["C"]),
        ("is:inbox", vec!["C"]),
        ("-is:inbox alpha", vec!["B", "A"]),
        ("is:pinned", vec!["B"]),
        ("is:trashed", vec!["D"]),
        ("is:trashed alpha", vec!["D"]),
        ("-is:trashed alpha -is:pinned", vec!["A"]),
        ("has:link", vec!["B"]),
        ("alpha tag:area", vec!["B", "A"]),
        ("alpha OR tag:other", vec!["B", "C", "A"]),
        ("beta -tag:area", vec!["C"]),
        ("after:2026-01-03", vec!["B", "C"]),
        ("before:2026-01-03", vec!["A"]),
        ("before:2026", vec![]),
        ("after:1d alpha", vec![]),
        ("after:2d", vec!["B", "C"]),
    ] {
        let mut titles = titles(&fixture, query);
        // With words the order is that of the ranks, which has a test of its own.
        if query.contains("alpha") {
            titles.sort_by_key(|title| found.iter().position(|other| other == title));
        }
        assert_eq!(titles, found, "{query}");
    }
}

fn category(fixture: &Fixture, name: &str, parent: Option<CategoryId>) -> CategoryId {
    let id = fixture.sources.id();
    let category = Category {
        id,
        name: name.to_owned(),
        parent,
        color: None,
        icon: None,
        description: String::new(),
        order: name.to_lowercase(),
    };
    fixture.write(|w| categories::insert(w, &category));
    id
}

#[test]
fn a_saved_text_is_found_at_once_and_the_old_one_no_more() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Note", "first words");
    fixture.library.index_pending(10).unwrap();
    replace(&fixture, id, "second thoughts");
    assert_eq!(titles(&fixture, "thoughts"), ["Note"]);
    assert_eq!(titles(&fixture, "ought"), ["Note"]);
    assert_eq!(titles(&fixture, "first"), [""; 0]);
    fixture.library.index_pending(10).unwrap();
    assert_eq!(titles(&fixture, "ought"), ["Note"]);
    assert_eq!(titles(&fixture, "irst"), [""; 0]);
    let change = FieldChange {
        title: Some("Renamed".to_owned()),
        ..FieldChange::default()
    };
    fixture.write(|w| documents::set_fields(w, id, &change));
    assert_eq!(titles(&fixture, "title:renam"), ["Renamed"]);
    assert_eq!(titles(&fixture, "title:note"), [""; 0]);
    fixture.write(|w| documents::purge(w, id));
    assert_eq!(titles(&fixture, "thoughts"), [""; 0]);
}

fn replace(fixture: &Fixture, id: DocumentId, text: &str) {
    let keep = Keep::Version {
        origin: Origin::Saved,
        name: None,
    };
    fixture.write(|w| texts::replace(w, id, text, &facts(text), keep));
}

#[test]
fn the_history_gives_back_what_was_taken_away() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Plan", "the secret garden");
    replace(&fixture, id, "the open field");
    replace(&fixture, id, "the open sea");
    fixture.insert("Other", "a garden of mine");
    assert_eq!(titles(&fixture, "secret"), [""; 0]);
    let hits = search(&fixture, "secret in:history").hits;
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].document.title, "Plan");
    assert_eq!(
        hits[0].version.as_ref().map(|version| version.number),
        Some(0)
    );
    assert_eq!(highlighted(&hits[0]), ["secret"]);
    let open = search(&fixture, "open in:history").hits;
    assert_eq!(open.len(), 1);
    assert!(open[0].version.is_none(), "the document itself has it");
    let gardens: Vec<(String, bool)> = search(&fixture, "in:history garden")
        .hits
        .into_iter()
        .map(|hit| (hit.document.title, hit.version.is_some()))
        .collect();
    assert_eq!(
        gardens,
        [("Other".to_owned(), false), ("Plan".to_owned(), true)]
    );
}

#[test]
fn pieces_show_the_words_with_their_lines() {
    let fixture = Fixture::new(1);
    let filler = "Nothing to see in this line of the text, it only takes its place.\n".repeat(20);
    let text = format!("# Top\n\nAlpha is here.\n{filler}\r\nThe beta  and\tALPHA meet.\n{filler}");
    fixture.insert("Alpha beta", &text);
    let hit = search(&fixture, "alpha beta").hits.remove(0);
    assert_eq!(
        highlighted(&hit),
        ["Alpha", "beta", "Alpha", "beta", "ALPHA"]
    );
    let lines: Vec<u32> = hit.snippets.iter().map(|snippet| snippet.line).collect();
    assert_eq!(lines[0], 3);
    assert!(lines[1] > 20 && lines[1] <= 25, "{lines:?}");
    for snippet in &hit.snippets {
        assert!(!snippet.text.contains(['\n', '\r', '\t']));
        assert!(snippet.text.chars().count() <= 360);
    }
}

#[test]
fn a_saved_search_lists_as_any_list_does() {
    let fixture = Fixture::new(1);
    for (title, text) in [("B", "alpha"), ("C", "beta"), ("A", "alphabet")] {
        fixture.clock.advance_ms(1_000);
        fixture.insert(title, text);
    }
    let saved = fixture.write(|w| {
        saved_searches::insert(
            w,
            &NewSavedSearch {
                name: "Alphas".to_owned(),
                query: "alpha".to_owned(),
                icon: None,
                color: None,
            },
        )
    });
    let list = |query: ListQuery| -> Vec<String> {
        let page = fixture.read(|r| documents::list(r, &query));
        page.items
            .into_iter()
            .map(|document| document.title)
            .collect()
    };
    let by = |sort, order| ListQuery {
        scope: ListScope::SavedSearch { id: saved.id },
        sort,
        order,
        ..ListQuery::default()
    };
    assert_eq!(
        list(by(SortKey::Updated, SortOrder::Descending)),
        ["A", "B"]
    );
    assert_eq!(list(by(SortKey::Title, SortOrder::Ascending)), ["A", "B"]);
    assert_eq!(list(by(SortKey::Title, SortOrder::Descending)), ["B", "A"]);
    let first = ListQuery {
        limit: Some(1),
        ..by(SortKey::Updated, SortOrder::Descending)
    };
    let next = fixture.read(|r| documents::list(r, &first)).next;
    assert!(next.is_some());
    assert_eq!(
        list(ListQuery {
            cursor: next,
            ..first
        }),
        ["B"]
    );
    assert_eq!(list(by(SortKey::Size, SortOrder::Ascending)), ["B", "A"]);
}

#[test]
fn a_query_lists_as_a_saved_search_does() {
    let fixture = Fixture::new(1);
    for (title, text) in [("B", "alpha"), ("C", "beta"), ("A", "alphabet")] {
        fixture.clock.advance_ms(1_000);
        fixture.insert(title, text);
    }
    let by = |query: &str| ListQuery {
        scope: ListScope::Query {
            query: query.to_owned(),
        },
        sort: SortKey::Title,
        order: SortOrder::Descending,
        ..ListQuery::default()
    };
    let page = fixture.read(|r| documents::list(r, &by("alpha")));
    let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["B", "A"]);
    let unread = fixture.library.read(|r| documents::list(r, &by("\"alpha")));
    assert!(matches!(unread, Err(longhand_store::StoreError::Query(_))));
}

#[test]
fn hits_come_in_the_order_asked_for_with_their_pieces() {
    let fixture = Fixture::new(1);
    for (title, text) in [
        ("Second", "alpha alpha alpha"),
        ("Alpha", "beta"),
        ("Third", "some longer text about alpha"),
    ] {
        fixture.clock.advance_ms(1_000);
        fixture.insert(title, text);
    }
    let sorted = |key, order, limit, cursor| {
        let request = SearchRequest {
            query: "alpha".to_owned(),
            sort: Some(SearchSort { key, order }),
            limit: Some(limit),
            cursor,
        };
        let found = fixture
            .library
            .read(|r| search::query(r, &request, fixture.sources.now()))
            .unwrap();
        let titles: Vec<String> = found
            .hits
            .iter()
            .map(|hit| hit.document.title.clone())
            .collect();
        (titles, found)
    };
    let (by_title, found) = sorted(SortKey::Title, SortOrder::Ascending, 10, None);
    assert_eq!(by_title, ["Alpha", "Second", "Third"]);
    assert_eq!(highlighted(&found.hits[1]), ["alpha", "alpha", "alpha"]);
    let (by_age, first) = sorted(SortKey::Updated, SortOrder::Ascending, 2, None);
    assert_eq!(by_age, ["Second", "Alpha"]);
    let (rest, _last) = sorted(SortKey::Updated, SortOrder::Ascending, 2, first.next);
    assert_eq!(rest, ["Third"]);
}

#[test]
fn many_hits_come_page_by_page_each_once() {
    let fixture = Fixture::new(1);
    fixture.write(|w| {
        for number in 0..230 {
            let text = format!("common text {number}");
            let title = format!("Document {number}");
            documents::insert(w, &new(&fixture.sources, &title), &text, &facts(&text))?;
        }
        Ok(())
    });
    while fixture.library.index_pending(100).unwrap() > 0 {}
    for query in ["common", "ommo", "-missing", "text OR missing"] {
        let mut seen = std::collections::BTreeSet::new();
        let mut cursor = None;
        loop {
            let results = page(&fixture, query, cursor).unwrap();
            assert!(results.total <= 230, "{query}");
            for hit in results.hits {
                assert!(seen.insert(hit.document.id), "{query}: found twice");
            }
            cursor = results.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 230, "{query}");
    }
    assert_eq!(search(&fixture, "common").total, 230);
}

/// Ten documents to find, older than many that an index must propose as well.
fn ten_behind_many(found: &str, decoy: &str) -> Fixture {
    let fixture = Fixture::new(1);
    fixture.write(|w| {
        for number in 0..250 {
            let text = if number < 10 { found } else { decoy };
            let title = format!("Document {number}");
            documents::insert(w, &new(&fixture.sources, &title), text, &facts(text))?;
        }
        Ok(())
    });
    while fixture.library.index_pending(100).unwrap() > 0 {}
    fixture
}

#[test]
fn a_start_of_words_is_found_among_many_texts_with_its_letters_elsewhere() {
    let fixture = ten_behind_many("an xtra word", "the next text");
    let results = search(&fixture, "xt*");
    assert_eq!(results.hits.len(), 10);
    assert_eq!((results.total, results.total_is_exact), (10, true));
    assert!(results.next.is_none());
}

#[test]
fn a_long_fragment_fills_its_first_page_from_behind_texts_that_only_look_like_it() {
    let fragment = "abcdefghijklmnopqrstuvwxyz";
    let pieces: Vec<&str> = (0..24).map(|start| &fragment[start..start + 3]).collect();
    let fixture = ten_behind_many(&format!("in 0{fragment}9 hidden"), &pieces.join(" "));
    let results = search(&fixture, fragment);
    assert_eq!(results.hits.len(), 10);
    assert!(results.next.is_none());
}

#[test]
fn pieces_of_the_indexes_are_joined_and_everything_is_still_found() {
    let fixture = Fixture::new(1);
    let ids: Vec<_> = (0..9)
        .map(|number| fixture.insert(&format!("Piece {number}"), &format!("shared own{number}")))
        .collect();
    let keep = Keep::Autosave { interval_ms: 0 };
    let text = "shared anew";
    fixture.write(|w| texts::replace(w, ids[3], text, &facts(text), keep));
    assert!(fixture.library.merge_index(1).unwrap());
    while fixture.library.merge_index(1).unwrap() {}
    assert_eq!(search(&fixture, "shared").total, 9);
    assert_eq!(search(&fixture, "own5").total, 1);
    assert_eq!(search(&fixture, "own3").total, 0);
    assert_eq!(search(&fixture, "anew").hits[0].document.id, ids[3]);
    assert!(fixture.library.doctor(Repair::Nothing).unwrap().sound);
}

#[test]
fn a_query_or_a_cursor_that_cannot_be_read_is_refused() {
    let fixture = Fixture::new(1);
    fixture.insert("A", "b");
    assert!(
        matches!(page(&fixture, "\"open", None), Err(SearchError::Query(error)) if error.at == 0)
    );
    let foreign = longhand_model::Cursor("{}".to_owned());
    for query in ["word", "", "x in:history"] {
        assert!(
            matches!(
                page(&fixture, query, Some(foreign.clone())),
                Err(SearchError::Store(StoreError::Cursor))
            ),
            "{query}"
        );
    }
}

#[test]
fn a_text_of_ten_megabytes_is_searched_like_any_other() {
    let fixture = Fixture::new(1);
    let mut text = "All work and no play makes a dull text. ".repeat(10 * 1024 * 1024 / 42);
    text.push_str("\n\nneedle at the end");
    fixture.insert("Long", &text);
    let hit = search(&fixture, "needle").hits.remove(0);
    assert_eq!(highlighted(&hit), ["needle"]);
    assert_eq!(hit.snippets.last().map(|snippet| snippet.line), Some(3));
    assert_eq!(search(&fixture, "work").hits.len(), 1);
}

#[test]
fn a_transaction_adds_one_segment_to_an_index_however_many_documents_it_writes() {
    let fixture = Fixture::new(1);
    let segments = |index: &str| -> i64 {
        // FTS5 numbers the pages of a segment from its number times 2^37 on.
        Connection::open(fixture.path())
            .unwrap()
            .query_row(
                &format!("SELECT count(DISTINCT id >> 37) FROM {index}_data WHERE id >> 37 > 0"),
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    fixture.write(|w| {
        for number in 0..40 {
            let text = format!("# Text {number}\n\nsome words of it\n");
            let row = new(&fixture.sources, &format!("Text {number}"));
            let id = documents::insert(w, &row, &text, &facts(&text))?;
            let change = FieldChange {
                title: Some(format!("Title {number}")),
                ..FieldChange::default()
            };
            documents::set_fields(w, id, &change)?;
            if number % 10 == 0 {
                documents::set_trashed(w, id, Some(w.now()))?;
                documents::purge(w, id)?;
            }
        }
        Ok(())
    });
    assert_eq!(segments("search_words"), 1);
    assert_eq!(fixture.library.index_pending(100).unwrap(), 0);
    assert_eq!(segments("search_parts"), 1);
    for (query, hits) in [
        ("some", 36),
        ("title:Title", 36),
        ("title:Text", 0),
        ("ord", 36),
    ] {
        assert_eq!(search(&fixture, query).total, hits, "{query}");
    }
}
