//! The suites of CommonMark and GitHub Flavored Markdown against the renderer before sanitising.
//!
//! Every deviation is listed with its reason; one that is listed and passes fails the test, so the list stays true.

use std::collections::BTreeMap;

use longhand_markdown::render_html;

const COMMONMARK: &str = include_str!("spec/commonmark-0.31.2.json");
const GFM: &str = include_str!("spec/gfm-0.29-extensions.json");

/// Examples of CommonMark that Longhand renders otherwise, and why.
const COMMONMARK_DEVIATIONS: &[(u64, &str)] = &[
    (
        559,
        "double brackets are a wiki link, not a link in brackets",
    ),
    (
        590,
        "double brackets after an exclamation mark are an embed",
    ),
    (
        602,
        "a bare address is a link (GFM autolinks), also behind a stray angle bracket",
    ),
    (
        608,
        "a bare address is a link (GFM autolinks), also between spaced angle brackets",
    ),
    (611, "a bare address is a link (GFM autolinks)"),
    (612, "a bare e-mail address is a link (GFM autolinks)"),
];

/// Examples of GFM that Longhand renders otherwise, and why.
const GFM_DEVIATIONS: &[(u64, &str)] = &[];

struct Example {
    number: u64,
    section: String,
    markdown: String,
    html: String,
}

fn examples(json: &str) -> Vec<Example> {
    let all: Vec<serde_json::Value> = serde_json::from_str(json).expect("the suite is JSON");
    let text =
        |value: &serde_json::Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let example = |value: &serde_json::Value| Example {
        number: value["example"].as_u64().expect("a number"),
        section: text(value, "section"),
        markdown: text(value, "markdown"),
        html: text(value, "html"),
    };
    all.iter().map(example).collect()
}

/// Writes check boxes as the specification does; the order of attributes means nothing.
fn normal(html: &str) -> String {
    html.replace(
        "<input type=\"checkbox\" checked=\"\" disabled=\"\" />",
        "<input checked=\"\" disabled=\"\" type=\"checkbox\">",
    )
    .replace(
        "<input type=\"checkbox\" disabled=\"\" />",
        "<input disabled=\"\" type=\"checkbox\">",
    )
}

/// Runs a suite; returns a complaint for each surprise.
fn surprises(json: &str, expected_count: usize, deviations: &[(u64, &str)]) -> Vec<String> {
    let reasons: BTreeMap<u64, &str> = deviations.iter().copied().collect();
    let examples = examples(json);
    assert_eq!(examples.len(), expected_count);
    let mut surprises = Vec::new();
    for example in &examples {
        let html = normal(&render_html(&example.markdown));
        let Example {
            number,
            section,
            markdown,
            html: expected,
        } = example;
        match (html == *expected, reasons.get(number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => surprises.push(format!(
                "{number} ({section}) passes, although listed: {reason}"
            )),
            (false, None) => {
                surprises.push(format!(
                    "{number} ({section})\n{markdown:?}\nexpected {expected:?}\ngot      {html:?}"
                ));
            }
        }
    }
    surprises
}

#[test]
fn commonmark_is_rendered_as_specified() {
    let surprises = surprises(COMMONMARK, 652, COMMONMARK_DEVIATIONS);
    assert!(surprises.is_empty(), "{}", surprises.join("\n\n"));
}

#[test]
fn the_extensions_of_github_are_rendered_as_specified() {
    let surprises = surprises(GFM, 14, GFM_DEVIATIONS);
    assert!(surprises.is_empty(), "{}", surprises.join("\n\n"));
}

/// The extracts hold no examples of GitHub's bare addresses; these are our own.
#[test]
fn bare_addresses_are_links_as_on_github() {
    let cases = [
        (
            "www.example.com/help",
            "<a href=\"http://www.example.com/help\">www.example.com/help</a>",
        ),
        (
            "see www.example.com.",
            "see <a href=\"http://www.example.com\">www.example.com</a>.",
        ),
        (
            "(https://e.com/a_(b))",
            "(<a href=\"https://e.com/a_(b)\">https://e.com/a_(b)</a>)",
        ),
        (
            "https://e.com/?a=b&copy;",
            "<a href=\"https://e.com/?a=b\">https://e.com/?a=b</a>&copy;",
        ),
        (
            "https://e.com/a<b",
            "<a href=\"https://e.com/a\">https://e.com/a</a>&lt;b",
        ),
        (
            "a.b-c_d@e.com.",
            "<a href=\"mailto:a.b-c_d@e.com\">a.b-c_d@e.com</a>.",
        ),
        (
            "ftp.example.com and example.com",
            "ftp.example.com and example.com",
        ),
        (
            "`https://e.com` xhttps://e.com",
            "<code>https://e.com</code> xhttps://e.com",
        ),
    ];
    for (markdown, inner) in cases {
        // An entity after an address is text; how it is written back does not matter.
        let html = render_html(markdown).replace('©', "&copy;");
        assert_eq!(html, format!("<p>{inner}</p>\n"), "{markdown}");
    }
}

#[test]
fn extensions_of_longhand_are_rendered() {
    let cases = [
        ("**强调。**文字", "<p><strong>强调。</strong>文字</p>\n"),
        (
            "$a_b$ and 5$ or 6$",
            "<p><span data-math-style=\"inline\">a_b</span> and 5$ or 6$</p>\n",
        ),
        (
            "[[A b|c]]",
            "<p><a href=\"A%20b\" data-wikilink=\"true\">c</a></p>\n",
        ),
    ];
    for (markdown, html) in cases {
        assert_eq!(render_html(markdown), html, "{markdown}");
    }
}
