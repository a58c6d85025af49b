//! Changes the targets of links and nothing else: every other byte of the text stays.

use comrak::Arena;
use longhand_model::{LinkFact, LinkKind};

use super::{Finder, Found, Writing};
use crate::frontmatter::Parts;
use crate::position::{LineIndex, slice};
use crate::syntax;

/// Gives links new targets: `change` returns the new target of a link (decoded, without a fragment), or nothing to
/// leave it. Returns the new text, or nothing where no byte changed. Fragments, texts, titles and the way of writing
/// (angle brackets, percent signs) stay.
pub fn rewrite_links(
    text: &str,
    mut change: impl FnMut(&LinkFact) -> Option<String>,
) -> Option<String> {
    let parts = Parts::of(text);
    let lines = LineIndex::new(parts.body);
    let arena = Arena::new();
    let root = syntax::parse(&arena, parts.body, &syntax::options_for(parts.body));
    let found = Finder::new(text, &parts, &lines).find(root);
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for link in found {
        let span = link.fact.span.clone();
        // A definition stands once for all its uses.
        if span.start < at {
            continue;
        }
        let Some(target) = change(&link.fact) else {
            continue;
        };
        let old = slice(text, span.clone());
        let new = written(&link, old, &target);
        out.push_str(slice(text, at..span.start));
        out.push_str(&new);
        at = span.end;
    }
    out.push_str(slice(text, at..text.len()));
    (out != text).then_some(out)
}

fn written(link: &Found, old: &str, target: &str) -> String {
    let one_line: String = target.chars().filter(|c| !c.is_control()).collect();
    match (link.writing, link.fact.kind) {
        (Writing::Wiki, _) => {
            // These end the link or start its heading; a title that holds them is linked by what is left.
            one_line
                .replace(['[', ']', '|', '#'], " ")
                .trim()
                .to_owned()
        }
        (Writing::Attribute, LinkKind::External) => attribute(&one_line),
        (Writing::Attribute, _) => attribute(&encoded(&one_line, old, " \"'<>")),
        (Writing::Bare | Writing::Angle, LinkKind::External) => one_line,
        (Writing::Angle, _) => encoded(&one_line, old, "<>"),
        (Writing::Bare, _) => encoded(&one_line, old, " ()<>"),
    }
}

fn attribute(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Percent-encodes what cannot stand bare; other alphabets only where the old target encoded them.
fn encoded(path: &str, old: &str, unsafe_here: &str) -> String {
    let old_encodes = old
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [b'%', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F']));
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        let encode = match c {
            '%' | '#' | '\\' | '?' => true,
            c if c.is_ascii() => unsafe_here.contains(c),
            _ => old_encodes,
        };
        if encode {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}
