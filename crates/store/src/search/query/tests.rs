//! Tables of queries and what they mean, and laws that hold for any query.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "any other outcome fails the test"
)]

use longhand_model::SearchScope;
use proptest::prelude::*;

use super::{Query, explain, parse, print};

fn canonical(text: &str) -> String {
    print(&parse(text).unwrap_or_else(|error| panic!("{text}: {error}")))
}

#[test]
fn queries_are_read_and_written_out_in_full() {
    for (typed, full) in [
        ("", ""),
        ("  hello   world ", "hello world"),
        ("\"two  words\"", "\"two words\""),
        ("pre*", "pre*"),
        ("\"two wor\"*", "\"two wor\"*"),
        ("-no", "-no"),
        ("-\"no no\"", "-\"no no\""),
        ("a OR b c", "a OR b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("a (b c)", "a b c"),
        ("-(a OR b)", "-(a OR b)"),
        ("a AND b", "a b"),
        ("a or b", "a or b"),
        ("title:plan", "title:plan"),
        ("TITLE:\"my plan\"", "title:\"my plan\""),
        ("title:pl*", "title:pl*"),
        ("tag:#work/now", "tag:work/now"),
        ("tag:\"two words\"", "tag:\"two words\""),
        ("category:项目/子", "category:项目/子"),
        ("is:pin", "is:pinned"),
        ("is:favourite", "is:favorite"),
        ("has:tasks has:LINK", "has:task has:link"),
        ("before:2026 after:2025-1", "before:2026 after:2025-01"),
        ("after:2w before:today", "after:14d before:today"),
        ("/fo+ bar/", "/fo+ bar/"),
        ("in:history lost", "lost in:history"),
        ("in:history", "in:history"),
        ("a OR b in:history", "(a OR b) in:history"),
    ] {
        assert_eq!(canonical(typed), full, "{typed}");
    }
}

#[test]
fn what_a_person_is_still_typing_is_no_error() {
    for (typed, full) in [
        ("foo OR", "foo"),
        ("OR foo", "foo"),
        ("foo -", "foo"),
        ("(foo", "foo"),
        ("(foo OR (bar", "foo OR bar"),
        ("foo ()", "foo"),
        ("tag:", ""),
        ("foo is:", "foo"),
        ("foo is:t", "foo"),
        ("foo before:", "foo"),
        ("foo before:yes", "foo"),
        ("before:2026-", "before:2026"),
        ("\"\"", ""),
        ("title:", ""),
        ("foo AND", "foo"),
    ] {
        assert_eq!(canonical(typed), full, "{typed}");
    }
}

#[test]
fn signs_in_words_are_words() {
    for typed in [
        "c++",
        "a-b",
        "%",
        "_",
        "foo_bar",
        "50%",
        "5\"",
        "main()",
        "a:b",
        "http://a.b/c?d=e",
        "12:30",
        "--release",
        "->",
        "*",
        "**",
        "👩\u{200d}💻",
        "/usr/bin",
        "f(x)y",
        "C:\\Users",
        "x'; DROP TABLE documents",
        "🚀",
        "#tag",
    ] {
        let query = parse(typed).unwrap();
        let texts: Vec<String> = match query.root {
            super::Node::Text(text) => vec![text.text],
            super::Node::All(nodes) => nodes
                .into_iter()
                .map(|node| match node {
                    super::Node::Text(text) => text.text,
                    other => panic!("{typed}: {other:?}"),
                })
                .collect(),
            other => panic!("{typed}: {other:?}"),
        };
        assert_eq!(texts.join(" "), typed, "{typed}");
    }
}

#[test]
fn a_query_that_cannot_be_read_says_where_and_what_to_do() {
    for (typed, at, message) in [
        ("foo \"bar", 4, "the closing quote is missing"),
        ("字字 \"", 3, "the closing quote is missing"),
        ("tag:\"a", 4, "the closing quote is missing"),
        ("is:red x", 3, "\"is:\" does not know \"red\""),
        ("is:t x", 3, "\"is:\" does not know \"t\""),
        ("x before:soon", 9, "\"soon\" is not a date"),
        ("before:2026-13", 7, "\"2026-13\" is not a date"),
        ("before: x", 7, "nothing follows \"before:\""),
        ("a /(/", 2, "the regular expression is wrong"),
        ("has:wings", 4, "\"has:\" does not know \"wings\""),
    ] {
        let error = parse(typed).unwrap_err();
        assert_eq!(error.at, at, "{typed}");
        assert!(
            error.message.starts_with(message),
            "{typed}: {}",
            error.message
        );
        assert!(!error.hint.is_empty(), "{typed}");
    }
    assert!(parse(&"x ".repeat(65)).is_err());
    assert!(parse(&"x".repeat(2_001)).is_err());
    assert!(parse(&"(".repeat(200)).is_err());
}

#[test]
fn a_query_is_explained_in_words() {
    let explained = explain(
        &parse("plan -art (tag:work OR title:\"to do\") after:2026-11 in:history").unwrap(),
    );
    assert_eq!(
        explained.lines,
        [
            "Documents and their versions with",
            "  \"plan\"",
            "  not the word \"art\"",
            "  any of",
            "    the tag \"work\" or a tag in it",
            "    the phrase \"to do\" in the title",
            "  last changed since the start of 2026-11 (UTC)",
            "  not in the trash",
        ]
    );
    assert_eq!(explained.scope, SearchScope::History);
    let all = explain(&parse("is:trashed").unwrap());
    assert_eq!(all.lines, ["Documents with", "  in the trash"]);
}

/// Queries made of what means something in them.
fn queries() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-c字ー🚀]{1,3}",
        1 => prop::sample::select(vec![
            "OR", "AND", "-", "--", "*", "a*", "\"", "\\", "\\\"", "(", ")", ":", "/", "/a/", "/a b/", "title:", "tag:",
            "is:pinned", "has:task", "before:2026-02-03", "in:history", "c++", "a-b", "a:\"", "tag:\"x y\"", "f(x)", "\\(",
            "title:\"", "category:a/b", "after:7d", "-(", "-(:", "-(->", "-(*", "-\"", "\\/", "\\-a", "a\\*", "tag\\:x", "字:\"", "-title:a",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec((word, prop::sample::select(vec!["", " ", "  "])), 0..10)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_written_out_reads_back_as_the_same_query(typed in queries()) {
        if let Ok(query) = parse(&typed) {
            let full = print(&query);
            let again: Query = parse(&full).map_err(|error| TestCaseError::fail(format!("{full}: {error}")))?;
            prop_assert_eq!(&again, &query, "{} became {}", typed, full);
            prop_assert_eq!(print(&again), full);
        }
    }

    #[test]
    fn no_input_panics(typed in "\\PC{0,40}") {
        if let Ok(query) = parse(&typed) {
            let again = parse(&print(&query)).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(again, query);
        }
    }
}
