//! Nothing in a document runs, loads or reaches out by itself.
//!
//! Each text of the corpus is rendered, the HTML is read by a real HTML tokenizer, and every tag, attribute and address is held against
//! a list of its own, so that a hole in the sanitiser's list does not open here too.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use longhand_markdown::sanitize::sanitize;
use longhand_markdown::{RenderOptions, facts, render_blocks, render_export_html};
use proptest::prelude::*;

const CORPUS: &str = include_str!("xss_corpus.json");

const TAGS: &str = " a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span \
    strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr ";

const ATTRIBUTES: &str = " id class title lang dir align href rel src alt width height checked disabled type open start \
    reversed colspan rowspan scope datetime role tabindex aria-label data-doc data-fragment data-kind data-src data-remote-src \
    data-math data-mermaid data-lang data-line data-alert data-footnotes ";

/// Collects what is wrong with the tags of a page.
#[derive(Default)]
struct Inspector {
    complaints: RefCell<Vec<String>>,
}

impl Inspector {
    fn complain(&self, text: String) {
        self.complaints.borrow_mut().push(text);
    }

    fn inspect(&self, tag: &Tag) {
        if !TAGS.contains(&format!(" {} ", tag.name)) {
            self.complain(format!("<{}>", tag.name));
        }
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            let fine = match name {
                _ if name.contains(' ') || !ATTRIBUTES.contains(&format!(" {name} ")) => false,
                "id" => value.starts_with("h-"),
                "href" => is_safe_link(value),
                "src" => is_inline_picture(value),
                "data-remote-src" => value.starts_with("https://") || value.starts_with("http://"),
                "class" => value.split(' ').all(is_known_class),
                "type" => &*tag.name == "input" && value == "checkbox",
                "rel" => value == "noopener noreferrer nofollow",
                "tabindex" => value == "0",
                "role" => value == "link",
                _ => true,
            };
            if !fine {
                self.complain(format!("<{} {name}={value:?}>", tag.name));
            }
        }
        let has = |name: &str| {
            tag.attrs
                .iter()
                .any(|attribute| &*attribute.name.local == name)
        };
        if &*tag.name == "input" && !(has("type") && (has("data-line") || has("disabled"))) {
            self.complain("an input that is no task box".to_owned());
        }
        let leaves = tag
            .attrs
            .iter()
            .any(|a| &*a.name.local == "href" && !a.value.starts_with('#'));
        if leaves && !has("rel") {
            self.complain("a link outside without rel".to_owned());
        }
    }
}

fn is_safe_link(value: &str) -> bool {
    ["#h-", "http://", "https://", "mailto:"]
        .iter()
        .any(|start| {
            value
                .get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        })
}

fn is_inline_picture(value: &str) -> bool {
    let kinds = ["png", "jpeg", "gif", "webp"];
    value.len() <= 256 * 1024
        && kinds
            .iter()
            .any(|kind| value.starts_with(&format!("data:image/{kind};base64,")))
}

fn is_known_class(class: &str) -> bool {
    let known = [
        "contains-task-list",
        "task-list-item",
        "task-box",
        "footnotes",
        "footnote-ref",
        "footnote-backref",
        "embed",
    ];
    let prefixes = ["syn-", "language-", "markdown-alert"];
    known.contains(&class) || prefixes.iter().any(|prefix| class.starts_with(prefix))
}

impl TokenSink for Inspector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.inspect(&tag),
            Token::TagToken(_) | Token::CharacterTokens(_) | Token::EOFToken => {}
            Token::ParseError(error) => self.complain(format!("not well formed: {error}")),
            Token::DoctypeToken(_) => self.complain("a doctype".to_owned()),
            Token::CommentToken(text) => self.complain(format!("a comment: {text}")),
            Token::NullCharacterToken => self.complain("a NUL".to_owned()),
        }
        TokenSinkResult::Continue
    }
}

/// Returns what is wrong with a piece of HTML.
fn complaints(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Inspector::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.complaints.take()
}

fn corpus() -> Vec<(String, String)> {
    let vectors: Vec<serde_json::Value> = serde_json::from_str(CORPUS).expect("the corpus is JSON");
    let text =
        |value: &serde_json::Value, key: &str| value[key].as_str().expect("a text").to_owned();
    vectors
        .iter()
        .map(|vector| (text(vector, "name"), text(vector, "markdown")))
        .collect()
}

#[test]
fn no_text_of_the_corpus_gets_through() {
    let corpus = corpus();
    assert!(corpus.len() >= 150, "{}", corpus.len());
    let mut failures = Vec::new();
    for (name, markdown) in &corpus {
        let mut pages: Vec<String> = render_blocks(markdown, &RenderOptions::default())
            .blocks
            .iter()
            .map(|block| block.html.to_string())
            .collect();
        pages.push(render_export_html(markdown));
        // The raw text as HTML, as if it were pasted.
        pages.push(sanitize(markdown).html);
        for page in pages {
            for complaint in complaints(&page) {
                failures.push(format!("{name}: {complaint}\n  {page}"));
            }
        }
        let _ = facts(markdown);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_inspection_itself_finds_what_it_must() {
    let bad = [
        "<script>x</script>",
        "<img src=x>",
        "<img onerror=x>",
        "<a href=\"javascript:x\">",
        "<a href=\"https://x\">",
        "<p style=\"\">",
        "<p id=\"x\">",
        "<input>",
        "<input type=\"text\">",
        "<!-- x -->",
        "<p class=\"other\">",
        "<svg>",
        "<a href=\"//x\">",
    ];
    for html in bad {
        assert!(!complaints(html).is_empty(), "{html}");
    }
    assert_eq!(
        complaints("<p id=\"h-x\">a <a href=\"#h-y\">b</a></p>"),
        Vec::<String>::new()
    );
}

#[test]
fn remote_pictures_are_counted_and_never_loaded() {
    let rendered = render_blocks(
        "![a](https://h/a.png) ![b](b.png)\n\n<img src='http://h/c.png'>\n",
        &RenderOptions::default(),
    );
    assert_eq!(rendered.remote_images, 2);
    let html: String = rendered.blocks.iter().map(|block| &*block.html).collect();
    assert!(!html.contains(" src="), "{html}");
    assert!(
        html.contains("data-remote-src=\"https://h/a.png\"") && html.contains("data-src=\"b.png\""),
        "{html}"
    );
}

#[test]
fn small_inline_pictures_stay_and_large_ones_go() {
    let picture = |size: usize| format!("![x](data:image/png;base64,{})", "A".repeat(size));
    assert!(render_export_html(&picture(400)).contains("src=\"data:image/png;base64,AAAA"));
    assert!(!render_export_html(&picture(300_000)).contains("src="));
}

/// Shards of tags, quotes and addresses.
fn soup() -> impl Strategy<Value = String> {
    let shard = prop_oneof![
        Just("<"),
        Just(">"),
        Just("/"),
        Just("\""),
        Just("'"),
        Just("="),
        Just(" "),
        Just("\n"),
        Just("<!--"),
        Just("-->"),
        Just("&lt;"),
        Just("<a "),
        Just("<img "),
        Just("</a>"),
        Just("href="),
        Just("src="),
        Just("javascript:x"),
        Just("https://h/"),
        Just("onerror=x"),
        Just("<svg>"),
        Just("<math>"),
        Just("<style>"),
        Just("</style>"),
        Just("<table>"),
        Just("<td>"),
        Just("<p title=\""),
        Just("<script>"),
        Just("</script>"),
        Just("<span data-task=\"done\""),
        Just("data-line=\"1\""),
        Just("data-doc=\"x\""),
        Just("<mglyph>"),
        Just("<title>"),
        Just("[x]("),
        Just("![y]("),
        Just(")"),
        Just("`"),
        Just("[["),
        Just("]]"),
        Just("$"),
        Just("\0"),
        Just("&quot;"),
        Just("id=x "),
        Just("class="),
    ];
    prop::collection::vec(shard, 0..20).prop_map(|shards| shards.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_soup_of_tags_gets_through(text in soup()) {
        for page in [sanitize(&text).html, render_export_html(&text)] {
            prop_assert_eq!(complaints(&page), Vec::<String>::new(), "{}", page);
        }
    }
}
