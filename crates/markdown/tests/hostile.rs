//! Texts made to be slow: every entry point stays bounded.
//!
//! The bounds are wide, for slow machines and unoptimised builds; what they catch is time that grows with the square of the text.

use std::time::{Duration, Instant};

use longhand_markdown::diff::diff;
use longhand_markdown::frontmatter::FrontMatter;
use longhand_markdown::merge::merge;
use longhand_markdown::{RenderOptions, facts, render_blocks, rewrite_links};

/// Sizes everything.
const N: usize = 6_000;

fn texts() -> Vec<(&'static str, String)> {
    [inline_texts(), html_texts(), block_texts(), special_texts()].concat()
}

fn inline_texts() -> Vec<(&'static str, String)> {
    let n = N;
    vec![
        ("open brackets", "[".repeat(n)),
        ("image brackets", "![".repeat(n)),
        (
            "closed links",
            format!("{}a{}", "[".repeat(n), "](b)".repeat(n)),
        ),
        (
            "nested images",
            format!("{}a{}", "![".repeat(n / 4), "](b)".repeat(n / 4)),
        ),
        ("link openers", "[a](".repeat(n)),
        ("wiki openers", "[[".repeat(n)),
        ("wiki links", "[[a|".repeat(n)),
        ("emphasis", "*a **b ".repeat(n)),
        ("emphasis runs", "*".repeat(n * 2)),
        (
            "backticks",
            (1..300)
                .map(|count| format!("e{}", "`".repeat(count)))
                .collect(),
        ),
        ("dollars", "$a $$b ".repeat(n)),
        ("quotes", format!("{}a", "> ".repeat(n))),
        (
            "lists",
            (0..400)
                .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
                .collect(),
        ),
        ("list on one line", format!("{}a", "- ".repeat(n))),
    ]
}

fn html_texts() -> Vec<(&'static str, String)> {
    let n = N;
    vec![
        ("formatting tags", "<b>".repeat(n)),
        ("many kinds of tags", "<b><i><u><s><a href=x>".repeat(n / 5)),
        ("formatting across blocks", "<b><p>".repeat(n)),
        ("divs", "<div>".repeat(n)),
        ("div blocks", "<div>\n\n".repeat(n)),
        ("tables in tables", "<table><tr><td>".repeat(n / 3)),
        ("comments", "<!-- a ".repeat(n)),
        ("declarations", "<!A ".repeat(n)),
        ("instructions", "<? ".repeat(n)),
        ("tag starts", "<a ".repeat(n)),
        ("attributes", format!("<a {}>", "a=b ".repeat(n))),
        ("entities", "&amp;&#x41;&notanentity;".repeat(n)),
    ]
}

fn block_texts() -> Vec<(&'static str, String)> {
    let n = N;
    vec![
        (
            "definitions",
            (0..n).map(|i| format!("[{i}]: {i}\n")).collect(),
        ),
        (
            "one definition, many uses",
            format!("{}\n\n[a]: {}\n", "[a] ".repeat(n), "b".repeat(1000)),
        ),
        (
            "footnotes",
            (0..3000)
                .map(|i| format!("[^{i}]\n\n[^{i}]: x\n\n"))
                .collect(),
        ),
        (
            "one footnote",
            format!("{}\n\n[^a]: x\n", "[^a] ".repeat(n)),
        ),
        ("headings", "# a\n".repeat(n)),
        (
            "table columns",
            format!("|{}\n|{}\n", "a|".repeat(2000), "-|".repeat(2000)) + &"|a\n".repeat(200),
        ),
        ("setext", "a\n".repeat(n) + "===\n"),
        ("fences", "```rust\n".repeat(n)),
        (
            "long line of code",
            format!("```rust\n{}\n```\n", "let x = 1; ".repeat(n)),
        ),
        ("open front matter", format!("---\n{}", "a: b\n".repeat(n))),
        (
            "front matter keys",
            format!("---\n{}---\n", "a: [b\n".repeat(n)),
        ),
        (
            "front matter quotes",
            format!("---\na: \"{}\n---\n", "\\\"".repeat(n)),
        ),
    ]
}

fn special_texts() -> Vec<(&'static str, String)> {
    let n = N;
    vec![
        ("tags", "#a".repeat(n)),
        ("addresses", "http://a.".repeat(n)),
        ("e-mail", "a@".repeat(n)),
        ("carriage returns", "\r".repeat(n * 2)),
        ("NULs", "\0".repeat(n * 2)),
        ("escapes", "\\".repeat(n * 2)),
        (
            "nested emphasis",
            format!("{}a{}", "*a **a ".repeat(n / 10), "** *".repeat(n / 10)),
        ),
        (
            "leaking formatting",
            format!(
                "<p>{}</p>{}",
                (0..250).map(|i| format!("<b id={i}>")).collect::<String>(),
                "<p>x</p>".repeat(n)
            ),
        ),
        ("misnested", "<b><p></b>".repeat(n / 4)),
        (
            "hidden by select",
            "<div><select></div></select>".repeat(n / 4),
        ),
        (
            "hidden by cells",
            "<div><table><tr><td></div></td></tr></table>".repeat(n / 8),
        ),
        (
            "hidden by comments",
            format!("<!-->{}-->", "<div>".repeat(n)),
        ),
        ("degree signs", "°".repeat(n * 4)),
        (
            "ampersands in code",
            format!("```\n{}\n```\n", "&".repeat(n * 4)),
        ),
        (
            "ampersands in a description",
            format!("![{}](x)", "&".repeat(n * 4)),
        ),
        (
            "ampersands in a title",
            format!("[x](y \"{}\")", "&".repeat(n * 4)),
        ),
        (
            "ampersands in raw HTML",
            format!("<div>{}</div>", "&".repeat(n * 4)),
        ),
        (
            "tables that make up cells",
            format!(
                "|{}\n|{}\n{}\n",
                "a|".repeat(3000),
                "-|".repeat(3000),
                "|\n".repeat(160)
            )
            .repeat(8),
        ),
        (
            "balanced depth",
            format!("{}{}", "<div>".repeat(200), "</div>".repeat(200)).repeat(20),
        ),
        ("long word", "a".repeat(1_000_000)),
    ]
}

/// Time for one text and one operation.
const LIMIT: Duration = Duration::from_secs(15);

/// Measures what this thread works, where the system tells: other programs do not count.
struct Stopwatch {
    started: Instant,
    worked: Option<Duration>,
}

impl Stopwatch {
    fn start() -> Self {
        Self {
            started: Instant::now(),
            worked: worked(),
        }
    }

    fn elapsed(&self) -> Duration {
        match (self.worked, worked()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.started.elapsed(),
        }
    }
}

/// The processor time of this thread since it began, from the first field of Linux's `schedstat`.
fn worked() -> Option<Duration> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = times.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

#[test]
fn no_text_takes_time_that_grows_with_its_square() {
    for (name, text) in texts() {
        let watch = Stopwatch::start();
        let rendered = render_blocks(&text, &RenderOptions::default());
        let size: usize = rendered.blocks.iter().map(|block| block.html.len()).sum();
        let _ = facts(&text);
        let _ = rewrite_links(&text, |_| Some("x".to_owned()));
        let _ = FrontMatter::read(&text);
        assert!(watch.elapsed() < LIMIT, "{name}: {:?}", watch.elapsed());
        assert!(
            size < text.len() * 20 + 3_000_000,
            "{name}: {size} bytes of HTML"
        );
    }
}

#[test]
fn comparisons_are_bounded_too() {
    let lines = |step: usize| {
        (0..40_000)
            .map(|i| format!("{}\n", i * step % 977))
            .collect::<String>()
    };
    let words = |step: usize| {
        (0..200_000)
            .map(|i| format!("{} ", i * step % 97))
            .collect::<String>()
    };
    for texts in [
        [lines(1), lines(3), lines(7)],
        [words(1), words(3), words(7)],
    ] {
        let [base, mine, theirs] = texts;
        let watch = Stopwatch::start();
        let _ = merge(&base, &mine, &theirs);
        let _ = diff(&base, &mine);
        assert!(watch.elapsed() < LIMIT, "{:?}", watch.elapsed());
    }
}
