//! Top-level nodes that must be rendered together.
//!
//! Raw HTML may open an element in one block and close it in a later one (`<details>` around a list); the blocks
//! between belong inside it. Footnotes are one list at the end.

use comrak::nodes::{AstNode, NodeValue};

use crate::sanitize::{self, bounds::rough_tags};

/// Elements larger than this are closed at the end of their block instead, in lines.
const MAX_LINES: usize = 4_000;

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
        if block.literal.starts_with("<!--") {
            continue;
        }
        let line = data.sourcepos.start.line;
        for tag in rough_tags(&block.literal)
            .filter(|tag| !tag.stands_alone() && sanitize::is_known_tag(tag.name))
        {
            let name = tag.name.to_ascii_lowercase();
            if !tag.closes {
                open.push((name, index, line));
            } else if let Some(at) = open.iter().rposition(|(other, ..)| *other == name) {
                let opened = open.drain(at..).next();
                if let Some((_, first, from)) = opened
                    && line.saturating_sub(from) <= MAX_LINES
                    && let Some(end) = ends.get_mut(first)
                {
                    *end = (*end).max(index);
                }
            }
        }
        // A document of nothing but opened tags must not be searched again and again.
        if open.len() > 256 {
            open.drain(..128);
        }
    }
    ends
}
