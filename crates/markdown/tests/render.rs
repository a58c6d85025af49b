//! Blocks as the preview shows them: their HTML, their lines, their hashes.

use std::collections::HashMap;

use longhand_markdown::{
    BlockCache, CodeColours, RenderOptions, Rendered, facts, render_blocks, render_blocks_cached,
    render_export_html,
};
use proptest::prelude::*;

fn render(text: &str) -> Rendered {
    render_blocks(text, &RenderOptions::default())
}

/// Lines and HTML of all blocks, to read.
fn shown(text: &str) -> String {
    let rendered = render(text);
    let block = |block: &longhand_markdown::Block| {
        format!("[{}-{}]\n{}", block.line_from, block.line_to, block.html)
    };
    rendered.blocks.iter().map(block).collect()
}

#[test]
fn links_and_pictures_are_told_apart() {
    insta::assert_snapshot!(shown(
        "[[Page#Part one|shown]] [[Page]] [[#Part]] [rel](../a%20b.md#f \"t\") [anchor](#part) <https://e.com/a?b=c&d> <me@e.com>\n\n\
         ![p](i%20j.png \"t\") ![r](https://h/x.png) ![[e.png|300x20]] ![[e.png]] ![[Note#part]]\n\n\
         [ref] ![ref]\n\n[ref]: sub/x.md\n"
    ));
}

#[test]
fn longhand_blocks_have_their_forms() {
    insta::assert_snapshot!(shown(
        "---\ntitle: x\n---\n# Hello *you*\n\n- [ ] one\n- [x] two\n  - [ ] three\n\n> [!NOTE]\n> text\n\n> [!custom]- Folded *title*\n> body\n\n\
         ```rust,ignore\nfn main() { let x = \"s\"; } // c\n```\n\n```mermaid\ngraph TD;\n```\n\n```math\nx^2\n```\n\n$x^2$ and $$y$$\n\n\
         Foot[^n] again[^n].\n\n[^n]: The note.\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n# Hello *you*\n"
    ));
}

#[test]
fn raw_html_may_hold_markdown() {
    insta::assert_snapshot!(shown(
        "<details open>\n<summary>S</summary>\n\n- inside\n\n<p align=\"center\"><img src=\"a.png\" width=\"20\"></p>\n\n</details>\n\nafter\n\n\
         <div>\n\nnever closed\n\n<a name=\"here\"></a>\n"
    ));
}

#[test]
fn a_heading_has_one_address_of_its_own() {
    let rendered = render("# A b!\n\n## A b\n\n> # A-b\n\n## 标题 一\n\n### \n");
    let slugs: Vec<_> = rendered
        .outline
        .iter()
        .map(|heading| (&*heading.slug, heading.line))
        .collect();
    assert_eq!(
        slugs,
        [
            ("a-b", 1),
            ("a-b-1", 3),
            ("a-b-2", 5),
            ("标题-一", 7),
            ("", 9)
        ]
    );
    assert!(rendered.blocks[2].html.contains("id=\"h-a-b-2\""));
}

#[test]
fn an_edit_changes_the_hash_of_its_block_only() {
    let before = render("# One\n\ntext\n\n- [ ] task\n\n```rust\nlet x = 1;\n```\n");
    let after = render("# One\n\ntext changed\n\n- [ ] task\n\n```rust\nlet x = 1;\n```\n");
    let changed: Vec<bool> = before
        .blocks
        .iter()
        .zip(&after.blocks)
        .map(|(a, b)| a.hash != b.hash)
        .collect();
    assert_eq!(changed, [false, true, false, false]);
    // A line above moves blocks and changes none: boxes name their lines from the block's first.
    let moved = render("# One\n\n\ntext\n\n- [ ] task\n\n```rust\nlet x = 1;\n```\n");
    let changed: Vec<bool> = before
        .blocks
        .iter()
        .zip(&moved.blocks)
        .map(|(a, b)| a.hash != b.hash)
        .collect();
    assert_eq!(changed, [false; 4]);
    assert_eq!(moved.blocks[2].line_from, 6);
    assert!(moved.blocks[2].html.contains("data-line=\"0\""));
}

#[test]
fn what_a_block_borrows_from_elsewhere_is_in_its_hash() {
    let text = "[a][r] and [^n]\n\n# Same\n\n# Same\n\n[^n]: x\n\n[r]: one.md\n";
    let changes = [
        ("one.md", "two.md"),
        ("[^n]: x", "text [^m]\n\n[^m]: y\n\n[^n]: x"),
        ("[a][r] and", "[a][q] and"),
    ];
    let mut cache = BlockCache::default();
    render_blocks_cached(text, &RenderOptions::default(), &mut cache);
    for (from, to) in changes {
        let text = text.replace(from, to);
        let cached = render_blocks_cached(&text, &RenderOptions::default(), &mut cache);
        assert_eq!(cached, render(&text));
    }
}

#[test]
fn code_is_coloured_by_classes_or_not_at_all() {
    let text = "```python\ndef f(x): return \"s\" # c\n```\n\n```nosuchlanguage\ndef\n```\n";
    let coloured = render(text);
    assert!(
        coloured.blocks[0]
            .html
            .contains("<span class=\"syn-keyword\">"),
        "{}",
        coloured.blocks[0].html
    );
    assert!(!coloured.blocks[1].html.contains("<span"));
    let plain = render_blocks(
        text,
        &RenderOptions {
            code: CodeColours::Plain,
            ..RenderOptions::default()
        },
    );
    assert!(!plain.blocks[0].html.contains("<span"));
    let long = format!("```rust\n{}\n```\n", "let x = 1;\n".repeat(12_000));
    assert!(
        !render(&long).blocks[0].html.contains("<span"),
        "beyond the bound"
    );
}

#[test]
fn an_exported_page_has_boxes_that_do_nothing() {
    let html = render_export_html("---\na: b\n---\n- [x] done\n");
    assert!(
        html.contains("<input type=\"checkbox\" disabled=\"\" checked=\"\">"),
        "{html}"
    );
}

/// Ordinary and odd Markdown, put together from pieces.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# Head\n\n"),
        Just("## Head\n"),
        Just("text *em* `code`\n\n"),
        Just("- [ ] task\n"),
        Just("- item\n\n"),
        Just("1. one\n"),
        Just("> quote\n"),
        Just("> [!TIP]\n> tip\n\n"),
        Just("```rust\nlet x = 1;\n```\n"),
        Just("```\n"),
        Just("<details>\n\n"),
        Just("</details>\n\n"),
        Just("<div>x</div>\n\n"),
        Just("[a][r] "),
        Just("[r]: x.md\n"),
        Just("x[^1]\n\n"),
        Just("[^1]: note\n\n"),
        Just("| a |\n|---|\n| b |\n\n"),
        Just("---\n"),
        Just("title: x\n"),
        Just("$x$ "),
        Just("$$\ny\n$$\n\n"),
        Just("[[Wiki]] "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\0"),
        Just("    indented\n"),
        Just("\t"),
        Just("\u{feff}"),
        Just("<!-- "),
        Just("-->\n\n"),
        Just("中文 "),
        Just("\\"),
        Just("***\n"),
        Just("a\n===\n"),
        Just("![i](j.png)"),
        Just("<b>"),
        Just("</b>"),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cache_changes_nothing_but_time(first in markdown(), second in markdown()) {
        let options = RenderOptions::default();
        let mut cache = BlockCache::default();
        for text in [&first, &second, &format!("{first}{second}"), &format!("{second}{first}"), &first] {
            let cached = render_blocks_cached(text, &options, &mut cache);
            prop_assert_eq!(&cached, &render(text));
        }
    }

    #[test]
    fn blocks_stand_on_lines_of_the_text_and_equal_names_mean_equal_html(text in markdown()) {
        let rendered = render(&text);
        let lines = text.replace("\r\n", "\n").replace('\r', "\n").split('\n').count() as u32;
        let mut named = HashMap::new();
        for block in &rendered.blocks {
            prop_assert!(1 <= block.line_from && block.line_from <= block.line_to && block.line_to <= lines, "{:?}", block);
            let html = named.entry(&block.hash).or_insert(&block.html);
            prop_assert_eq!(*html, &block.html, "{} twice", block.hash);
        }
        prop_assert_eq!(rendered.outline, facts(&text).headings);
    }

    #[test]
    fn any_text_can_be_rendered(text in "\\PC*|[\\x00-\\x7f]{0,120}") {
        let _ = render(&text);
    }
}
