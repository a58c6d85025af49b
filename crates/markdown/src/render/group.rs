//! Top-level nodes that must be rendered together.
//!
//! Raw HTML may open an element in one block and close it in a later one (`<details>` around a list); the blocks
//! between belong inside it. Footnotes are one list at the end.

use comrak::nodes::{AstNode, NodeValue};

/// Elements larger than this are closed at the end of their block instead, in lines.
const MAX_LINES: usize = 4_000;

const VOID: &[&str] = &[
    "br", "hr", "img", "input", "wbr", "col", "area", "base", "embed", "link", "meta", "source",
    "track",
];

/// Returns the top-level nodes in groups.
pub(super) fn units<'a>(root: &'a AstNode<'a>) -> Vec<Vec<&'a AstNode<'a>>> {
    let nodes: Vec<&'a AstNode<'a>> = root.children().collect();
    let ends = group_ends(&nodes);
    let mut units: Vec<Vec<&'a AstNode<'a>>> = Vec::new();
    let mut group_end = 0;
    let mut in_footnotes = false;
    for (index, node) in nodes.into_iter().enumerate() {
        let footnote = matches!(node.data().value, NodeValue::FootnoteDefinition(_));
        let joins = (index > 0 && index <= group_end) || (footnote && in_footnotes);
        match units.last_mut() {
            Some(unit) if joins => unit.push(node),
            Some(_) | None => units.push(vec![node]),
        }
        in_footnotes = footnote;
        group_end = group_end.max(ends.get(index).copied().unwrap_or(index));
    }
    units
}

/// For each node, the last node that must stand with it.
fn group_ends(nodes: &[&AstNode<'_>]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..nodes.len()).collect();
    let mut open: Vec<(String, usize, usize)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let data = node.data();
        let NodeValue::HtmlBlock(block) = &data.value else {
            continue;
        };
        let line = data.sourcepos.start.line;
        each_tag(&block.literal, |name, closes| {
            if !closes {
                open.push((name, index, line));
            } else if let Some(at) = open.iter().rposition(|(other, ..)| *other == name) {
                let opened = open.drain(at..).next();
                if let Some((_, first, from)) = opened.filter(|(.., from)| line - from <= MAX_LINES)
                    && let Some(end) = ends.get_mut(first)
                    && line >= from
                {
                    *end = (*end).max(index);
                }
            }
        });
        // A document of nothing but opened tags must not be searched again and again.
        if open.len() > 256 {
            open.drain(..128);
        }
    }
    ends
}

/// Calls `found` with the name of each tag and whether it closes.
fn each_tag(html: &str, mut found: impl FnMut(String, bool)) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment
                .find("-->")
                .and_then(|end| comment.get(end + 3..))
                .unwrap_or_default();
            continue;
        }
        let closes = rest.starts_with('/');
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        let Some(end) = rest.find('>') else {
            return;
        };
        let closed_at_once = rest.get(..end).is_some_and(|tag| tag.ends_with('/'));
        if !name.is_empty() && !VOID.contains(&name.as_str()) && !closed_at_once {
            found(name, closes);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}
