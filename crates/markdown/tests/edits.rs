//! Rendering after an edit is rendering: the blocks around an edit are read anew, and all is as if the whole text was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::Cell;

use longhand_markdown::{BlockCache, RenderOptions, Rendered, render_blocks, render_blocks_cached};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

fn whole(text: &str) -> Rendered {
    render_blocks(text, &RenderOptions::default())
}

fn after_edit(cache: &mut BlockCache, text: &str) -> Rendered {
    render_blocks_cached(text, &RenderOptions::default(), cache)
}

/// A long text of all sorts, with definitions, footnotes and headings that repeat.
fn long() -> String {
    let stanza = |n: usize| {
        format!(
            "## Section\n\nProse {n} with *emphasis*, a [link](n{n}.md), a [reference][ref] and [unknown].\n\n\
             - [ ] task {n}\n- point\n\n  more\n\n```rust\nlet x = {n};\n\nlet y = 2;\n```\n\n\
             | a | b |\n|---|---|\n| 1 | {n} |\n\n<details>\n\n*inside*\n\n</details>\n\nPlain words of stanza {n}.\n\n"
        )
    };
    let middle: String = (0..60).map(stanza).collect();
    format!(
        "---\ntitle: T\n---\n# Start\n\nNoted[^n].\n\n{middle}</div>\n\n[ref]: there.md\n\n[^n]: A note.\n"
    )
}

/// Edits `from` into `to`; returns how many bytes were read to render it, which must be right.
fn read_after(from: &str, to: &str) -> usize {
    let mut cache = BlockCache::default();
    after_edit(&mut cache, from);
    assert!(
        after_edit(&mut cache, to) == whole(to),
        "not as if read whole"
    );
    cache.last_read()
}

#[test]
fn an_edit_reads_its_surroundings_only() {
    let text = long();
    let edits = [
        ("Prose 30 with", "Prose 30 with more words", 600),
        ("words of stanza 30", "words\n\nof stanza 30", 300),
        ("let x = 30;", "let x = 30; // more", 600),
        ("task 30\n", "task 30\n- [x] another\n", 600),
        ("| 1 | 30 |", "| 1 | 30 |\n| 2 | 3 |", 600),
        ("Plain words of stanza 30.", "", 300),
        ("stanza 30.\n\n## Section", "stanza 30.\n\n### Section", 300),
        ("stanza 59.", "stanza 59. [", 300),
        ("title: T", "title: Other\nmore: 1", 1),
    ];
    for (from, to, most) in edits {
        assert!(text.contains(from), "{from}");
        // What uses a definition is read with the whole text, here as in the next test.
        let most = if from.starts_with("Prose") {
            text.len()
        } else {
            most
        };
        let read = read_after(&text, &text.replacen(from, to, 1));
        assert!(read <= most, "{from}: {read} of {}", text.len());
    }
}

#[test]
fn an_edit_that_may_concern_other_blocks_reads_all() {
    let text = long();
    let body = text.len() - "---\ntitle: T\n---\n".len();
    let edits = [
        ("stanza 30.", "stanza 30 [ref]."),
        ("stanza 30.", "stanza 30[^n]."),
        ("stanza 30.", "stanza 30.\n\n[unknown]: x.md"),
        ("stanza 30.", "stanza 30.\n\n[^m]: more"),
        ("stanza 30.", "stanza 30.\n\n## Section"),
        ("stanza 30.", "stanza 30.\n\n<div>"),
        ("there.md", "elsewhere.md"),
        ("A note.", "Another note."),
    ];
    for (from, to) in edits {
        let edited = text.replacen(from, to, 1);
        let grown = body + edited.len() - text.len();
        assert_eq!(read_after(&text, &edited), grown, "{from} to {to}");
    }
}

#[test]
fn references_are_refused_by_the_parser_where_they_were_before() {
    // The parser expands 100 KB of references and no more; texts that reach so far are read whole.
    let url = "x".repeat(400);
    let uses = "[r]\n\nword\n\n".repeat(400);
    let text = format!("first\n\n{uses}[r]: {url}\n");
    assert!(
        whole(&text)
            .blocks
            .iter()
            .any(|block| block.html.contains("[r]"))
    );
    for (from, to) in [("first", "first word"), ("[r]\n\nword", "gone\n\nword")] {
        read_after(&text, &text.replacen(from, to, 1));
    }
}

#[test]
fn lines_between_the_parts_of_a_block_move_its_boxes() {
    let cases = [
        (
            "<details>\n\n- [ ] one\n\n</details>\n\nend\n",
            "<details>\n\n\n- [ ] one\n\n</details>\n\nend\n",
        ),
        (
            "a[^1] b[^2]\n\n[^1]: x\n\nmiddle\n\n[^2]: - [ ] y\n",
            "a[^1] b[^2]\n\n[^1]: x\n\nmiddle\n\nmore\n\n[^2]: - [ ] y\n",
        ),
    ];
    for (from, to) in cases {
        read_after(from, to);
    }
}

#[test]
fn blank_lines_at_the_end_of_raw_html_are_a_part_of_it() {
    read_after("plain\n\n<pre>\n\n\n\n", "plain\n\n<pre>\n\n\n");
}

#[test]
fn it_matters_which_of_two_labels_is_defined() {
    let cases = [
        ("[a] [b]\n\n[b]: x.md\n", "[a] [b]\n\n[a]: x.md\n"),
        ("[a][b]\n\n[b]: x.md\n", "[a][b]\n\n[a]: x.md\n"),
        ("![a] ![b]\n\n[b]: x.md\n", "![a] ![b]\n\n[a]: x.md\n"),
        ("[^1] [^2]\n\n[^2]: n\n", "[^1] [^2]\n\n[^1]: n\n"),
        ("x[^1][^2]y\n\n[^2]: n\n", "x[^1][^2]y\n\n[^1]: n\n"),
    ];
    for (from, to) in cases {
        read_after(from, to);
    }
}

#[test]
fn code_gets_its_colours_when_the_same_text_comes_again() {
    let fence = |n: usize| {
        format!(
            "```rust\n{}```\n\n",
            format!("let x{n} = {n};\n").repeat(300)
        )
    };
    let text: String = (0..80).map(fence).collect();
    let mut cache = BlockCache::default();
    let mut rounds = 0;
    while after_edit(&mut cache, &text).unfinished {
        rounds += 1;
        assert!(rounds < 100);
    }
    assert!(rounds > 0);
    let rendered = after_edit(&mut cache, &text);
    assert!(
        rendered
            .blocks
            .iter()
            .all(|block| block.html.contains("syn-keyword"))
    );
}

/// Pieces that open, close, continue, define and refer, and some that are only words.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "    ",
    "\t",
    "\n \n",
    "\n    \n",
    "word ",
    "word ",
    "words go on\n\n",
    "words go on\n\n",
    "words\ngo on\n\n",
    "*em* ",
    "`code` ",
    "**",
    "`",
    "~~",
    "\\",
    "# Head\n\n",
    "# Head\n\n",
    "## Head\n",
    "### Other\n\n",
    "Set\n===\n\n",
    "Set\n---\n",
    "===\n",
    "---\n",
    "***\n\n",
    "#",
    "- item\n",
    "- item\n\n",
    "- ",
    "  more\n\n",
    "* other\n",
    "1. one\n",
    "2) two\n\n",
    "10. ten\n",
    "- [ ] task\n",
    "- [x] done\n\n",
    "> quote\n",
    "> quote\n\n",
    "> > deep\n",
    ">",
    "> [!NOTE]\n> note\n\n",
    "> [!tip]- Folded\n> body\n\n",
    "> - [ ] quoted\n\n",
    "```\n",
    "```\n",
    "```rust\nlet x = 1;\n```\n\n",
    "~~~\n",
    "```\ncode\n\nmore\n```\n\n",
    "    indented\n\n",
    "    indented\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "|---|---|\n",
    "| c | d |\n",
    "a | b\n",
    "--|--\n",
    "<details>\n\n",
    "</details>\n\n",
    "<div>\n",
    "</div>\n\n",
    "<div>x</div>\n\n",
    "<p>\n",
    "<script>\n",
    "</script>\n",
    "<!-- ",
    "-->\n\n",
    "<pre>\n\n",
    "</pre>\n",
    "<b>",
    "</b>",
    "<?x\n",
    "?>\n",
    "<![CDATA[\n",
    "]]>\n",
    "<custom>\n",
    "<br>\n\n",
    "[ref]",
    "[ref] ",
    "[text][ref] ",
    "[ref][] ",
    "![ref] ",
    "[Ref",
    "[other] ",
    "[ẞ] ",
    "[ref]: one.md\n\n",
    "[ref]: two.md \"title\"\n",
    "[ss]: three.md\n\n",
    "[other]: <x y> 'title\nruns'\n\n",
    "[a\nb]: four.md\n\n",
    "[a b] ",
    "[ref]:",
    "[ref]: not one\n\n",
    "[ref]:\nseven.md\n",
    "[ref]: eight.md (t)\n\n",
    "[ref]: nine.md\n    [^1]: ten.md\n\n",
    "> [ref]:\n> <eleven>\n\n",
    "[^x y]: twelve.md\n\n",
    "[^x y] ",
    "[^1]: https://example.org\n\n",
    "]: x\n",
    "]",
    "[",
    ":",
    "> [ref]: five.md\n",
    "- [ref]: six.md\n",
    "[^1] ",
    "[^1] ",
    "[^2] ",
    "[^1]: first\n\n",
    "[^2]: second\n    more\n\n",
    "[^1]: - [ ] noted\n\n",
    "[^3]: # Head\n\n",
    "[&#94;1] ",
    "[\\^1] ",
    "[^1",
    "> [^4]: quoted\n\n",
    "[^4] ",
    "[x][^1] ",
    "[[Wiki]] ",
    "[[Wiki|a] ",
    "![[e.png]] ",
    "$x$ ",
    "$$\ny\n$$\n\n",
    "$",
    "www.example.org ",
    "me@example.org ",
    "![i](https://example.org/a.png)\n\n",
    "[l](x.md \"t\") ",
    "](",
    ")",
    "\u{feff}",
    "\u{feff}\n\n",
    "\0",
    "中文 ",
    "中文。\n\n",
    "é",
    "&amp;",
    "&",
    "---\ntitle: x\n---\n",
    "title: y\n",
    "+++\n",
    "...\n",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        40 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "[\\x00-\\x7f]{1,3}",
        1 => "\\PC{1,2}",
    ]
}

fn text(pieces: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), pieces).prop_map(|pieces| pieces.concat())
}

/// An edit: where, how much goes, what comes.
type Edit = (Index, usize, String);

fn edit() -> impl Strategy<Value = Edit> {
    let gone = prop_oneof![4 => Just(0_usize), 4 => 1_usize..4, 2 => 4_usize..60];
    let come = prop_oneof![2 => Just(String::new()), 6 => text(1..3), 1 => text(3..12)];
    (any::<Index>(), gone, come)
}

fn apply(text: &mut String, (at, gone, come): &Edit) {
    let mut from = at.index(text.len() + 1);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (from + gone).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.replace_range(from..to, come);
}

/// Stanzas between which a window can start and end.
fn stanzas() -> impl Strategy<Value = String> {
    let stanza = (
        text(1..6),
        prop::sample::select(&["\n\n", "\n\n", "\n \n", "\r\n\r\n", "\n\nplain\n\n"][..]),
    );
    prop::collection::vec(stanza, 1..14)
        .prop_map(|all| all.into_iter().map(|(text, gap)| text + gap).collect())
}

#[test]
fn an_edited_text_renders_as_if_it_was_read_whole() {
    let config = ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let (edits_made, read_in_part) = (Cell::new(0_usize), Cell::new(0_usize));
    let cases = (stanzas(), prop::collection::vec(edit(), 1..12));
    TestRunner::new(config)
        .run(&cases, |(mut text, edits)| {
            let mut cache = BlockCache::default();
            prop_assert!(after_edit(&mut cache, &text) == whole(&text));
            for edit in &edits {
                let before = text.clone();
                apply(&mut text, edit);
                let (quick, slow) = (after_edit(&mut cache, &text), whole(&text));
                prop_assert!(quick == slow, "{:?} became {:?}", before, text);
                edits_made.set(edits_made.get() + 1);
                let part = cache.last_read() < text.len() / 2;
                read_in_part.set(read_in_part.get() + usize::from(part));
            }
            Ok(())
        })
        .unwrap();
    // Otherwise nothing was compared but a whole text with itself.
    let (made, part) = (edits_made.get(), read_in_part.get());
    assert!(part * 10 > made, "{part} of {made} edits");
}
