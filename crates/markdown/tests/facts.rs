//! What the library indexes of a text: titles, links with their bytes, tags, tasks, lines.

use longhand_markdown::{facts, rewrite_links, toggle_task};
use longhand_model::LinkKind;
use proptest::prelude::*;

const NOTE: &str = "---\ntitle: From above\ntags: [one, \"two\"]\n---\n# Heading *one*\n\nSome #tag/nested text with [[Wiki Page#Part|shown]] and [rel](../a%20b.md#frag \"t\").\n\n- [ ] open `code` #todo\n- [x] done\n\n![alt text](<img one.png>) ![[pic.png|300]] https://example.com [ref][r]\n\n[r]: ./other.md#x 'Title'\n\n```\n#notatag [[not a link]]\n```\n";

#[test]
fn a_note_is_read_whole() {
    let read = facts(NOTE);
    assert_eq!(read.title.as_deref(), Some("From above"));
    assert_eq!(read.tags, ["tag/nested", "todo"]);
    assert!(
        read.excerpt
            .starts_with("Some #tag/nested text with shown and rel."),
        "{}",
        read.excerpt
    );
    let headings: Vec<_> = read
        .headings
        .iter()
        .map(|h| (h.level, &*h.text, &*h.slug, h.line))
        .collect();
    assert_eq!(headings, [(1, "Heading one", "heading-one", 5)]);
    let tasks: Vec<_> = read
        .tasks
        .iter()
        .map(|t| (t.done, &*t.text, t.line))
        .collect();
    assert_eq!(tasks, [(false, "open code #todo", 9), (true, "done", 10)]);
}

#[test]
fn the_links_of_a_note_carry_the_bytes_of_their_targets() {
    let read = facts(NOTE);
    let links: Vec<_> = read
        .links
        .iter()
        .map(|l| {
            (
                l.kind,
                &*l.target,
                l.fragment.as_deref(),
                l.alias.as_deref(),
                &NOTE[l.span.clone()],
                l.line,
            )
        })
        .collect();
    assert_eq!(
        links,
        [
            (
                LinkKind::Wiki,
                "Wiki Page",
                Some("Part"),
                Some("shown"),
                "Wiki Page",
                7
            ),
            (
                LinkKind::Relative,
                "../a b.md",
                Some("frag"),
                Some("rel"),
                "../a%20b.md",
                7
            ),
            (
                LinkKind::Image,
                "img one.png",
                None,
                Some("alt text"),
                "img one.png",
                12
            ),
            (LinkKind::Embed, "pic.png", None, Some("300"), "pic.png", 12),
            (
                LinkKind::External,
                "https://example.com",
                None,
                None,
                "https://example.com",
                12
            ),
            (
                LinkKind::Relative,
                "./other.md",
                Some("x"),
                Some("ref"),
                "./other.md",
                12
            ),
        ]
    );
}

#[test]
fn the_title_falls_back_from_field_to_heading_to_line() {
    let cases = [
        ("---\ntitle: \"Said: so\"\n---\n# Other", Some("Said: so")),
        ("intro\n\n# The heading\n", Some("The heading")),
        ("## Second level\n\ntext", Some("Second level")),
        ("\n\n  first *line*\nsecond", Some("first line")),
        ("\u{feff}# After a mark", Some("After a mark")),
        ("```\ncode only\n```", Some("```")),
        ("", None),
        (" \n\t\n", None),
    ];
    for (text, title) in cases {
        assert_eq!(facts(text).title.as_deref(), title, "{text:?}");
    }
    assert_eq!(
        facts(&"x".repeat(400)).title.map(|t| t.chars().count()),
        Some(255)
    );
}

#[test]
fn links_are_found_wherever_they_stand() {
    let cases: [(&str, &[&str]); 16] = [
        ("> quoted [a](b.md)\n> lazy [c](d.md)\n", &["b.md", "d.md"]),
        ("- item\n\n  [a](b.md)\n", &["b.md"]),
        ("1. [[One]]\n   - [[Two]]\n", &["One", "Two"]),
        (
            "| a | b |\n|---|---|\n| [[x\\|y]] | [l](m.md) |\n",
            &["x", "m.md"],
        ),
        ("[![img](i.png)](page.md)", &["i.png", "page.md"]),
        ("[a [b] c](d.md)", &["d.md"]),
        ("[a](b_(c).md)", &["b_(c).md"]),
        ("[a](b.md 'ti](tle')", &["b.md"]),
        ("[a]( <b c.md> )", &["b c.md"]),
        ("**[a](b.md)** ~~[c](d.md)~~", &["b.md", "d.md"]),
        ("täxt 中文 [a](b.md) 中 [[深]]", &["b.md", "深"]),
        ("`[a](b.md)` \\[c](d.md) <!-- [e](f.md) -->", &[]),
        (
            "<a href=\"x.md\">x</a> and <img alt='' src='y.png'>",
            &["x.md", "y.png"],
        ),
        ("<p>\n<img src=\"./z.png\" width=3>\n</p>\n", &["./z.png"]),
        ("[a](#here) [[#there]]", &[]),
        (
            "tab\t[a](b.md)\r\nnext [[c]]\rlast [[d]]",
            &["b.md", "c", "d"],
        ),
    ];
    for (text, expected) in cases {
        for prefix in ["", "---\nk: v\n---\n", "\u{feff}"] {
            let text = format!("{prefix}{text}");
            let links = facts(&text).links;
            let written: Vec<&str> = links.iter().map(|link| &text[link.span.clone()]).collect();
            assert_eq!(written, expected, "{text:?}");
        }
    }
}

#[test]
fn rewriting_keeps_fragments_titles_and_writing() {
    let cases = [
        (
            "[[Old|x]] [[Old#h]] ![[Old]] [[Other]]",
            "[[New (1)|x]] [[New (1)#h]] ![[New (1)]] [[Other]]",
        ),
        (
            "[a](Old \"t\") [b](<Old>)",
            "[a](New%20%281%29 \"t\") [b](<New (1)>)",
        ),
        (
            "[a][r] [b][r]\n\n[r]: Old 'x'\n",
            "[a][r] [b][r]\n\n[r]: New%20%281%29 'x'\n",
        ),
        ("<img src=\"Old\">", "<img src=\"New%20(1)\">"),
    ];
    for (text, expected) in cases {
        let new = rewrite_links(text, |link| {
            (link.target == "Old").then(|| "New (1)".to_owned())
        });
        assert_eq!(new.as_deref(), Some(expected), "{text}");
    }
    assert_eq!(rewrite_links("[[a]]", |_| None), None);
}

#[test]
fn a_task_is_ticked_and_cleared_where_it_stands() {
    let text = "---\na: b\n---\n- [ ] one\r\n  1. [X] two\n> - [x] three\n\n`- [ ] no`\n";
    let ticked = toggle_task(text, 4).unwrap();
    assert_eq!(ticked, text.replace("[ ] one", "[x] one"));
    assert_eq!(toggle_task(&ticked, 4).as_deref(), Some(text));
    assert_eq!(toggle_task(text, 5).unwrap(), text.replace("[X]", "[ ]"));
    assert_eq!(
        toggle_task(text, 6).unwrap(),
        text.replace("[x] three", "[ ] three")
    );
    for line in [0, 1, 2, 3, 7, 8, 99] {
        assert_eq!(toggle_task(text, line), None, "line {line}");
    }
}

/// Pieces from which hostile and ordinary texts are put together.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\n\n"),
        Just("- [ ] "),
        Just("- [x] "),
        Just("> "),
        Just("# "),
        Just("[a](b.md)"),
        Just("[[Wiki|x]]"),
        Just("![[e.png]]"),
        Just("![i](j.png \"t\")"),
        Just("[r][d]"),
        Just("\n\n[d]: e.md\n"),
        Just("```\n"),
        Just("    "),
        Just("\t"),
        Just("\0"),
        Just("\u{feff}"),
        Just("| a | b |\n|--|--|\n| "),
        Just("<img src=\"k.png\">"),
        Just("`"),
        Just("*"),
        Just("&amp;"),
        Just("\\"),
        Just("日本"),
        Just("é"),
        Just("#tag"),
        Just("1. "),
        Just("$x$"),
        Just("<a href='q.md'>"),
        Just("]("),
        Just("---\n"),
        Just("text "),
        Just("[^1]"),
        Just("\n[^1]: note\n"),
        Just("title: x\n"),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_hold_their_targets_and_lines_count_from_the_top(text in markdown()) {
        let read = facts(&text);
        let line_count = longhand_lines(&text);
        for link in &read.links {
            let written = &text[link.span.clone()];
            prop_assert!(written == link.target || written.contains(['%', '\\']), "{:?} {:?}", written, link);
            prop_assert!(link.line as usize <= line_count);
        }
        for task in &read.tasks {
            let flipped = toggle_task(&text, task.line);
            prop_assert!(flipped.is_some(), "{:?}", task);
            prop_assert_eq!(flipped.map(|t| t.len()), Some(text.len()));
        }
    }

    #[test]
    fn rewriting_changes_the_bytes_of_targets_only(text in markdown()) {
        let links = facts(&text).links;
        let new = rewrite_links(&text, |link| Some(format!("{}Q", link.target)));
        let mut expected = text.clone();
        let mut spans: Vec<_> = links.iter().map(|link| (link.span.end, link.span.start)).collect();
        spans.sort_unstable();
        spans.dedup();
        for (end, _) in spans.iter().rev() {
            expected.insert(*end, 'Q');
        }
        prop_assert_eq!(new.unwrap_or(text), expected);
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC*|[\\x00-\\x7f]{0,80}") {
        let _ = facts(&text);
        let _ = rewrite_links(&text, |_| None);
    }
}

fn longhand_lines(text: &str) -> usize {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .split('\n')
        .count()
}
