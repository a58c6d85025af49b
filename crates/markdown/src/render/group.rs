//! Top-level nodes that must be rendered together.
//!
//! Raw HTML may open an element in one block and close it in a later one (`<details>` around a list); the blocks
//! between belong inside it. Footnotes are one list at the end. Only [`Top`]s are looked at, so that a text that was
//! edited is grouped anew without its tree.

use std::sync::Arc;

use comrak::nodes::{AstNode, NodeValue};

use crate::position::LineIndex;
use crate::sanitize::{self, bounds::rough_tags};

/// Elements larger than this are closed at the end of their block instead, in lines.
const MAX_LINES: usize = 4_000;

/// A top-level node, as far as its neighbours and the next edit need to know it.
#[derive(Debug, Clone)]
pub(super) struct Top {
    /// Its first line in the body, from 1.
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    /// Where its first line starts in the body, in bytes.
    pub(super) start: usize,
    pub(super) kind: TopKind,
}

/// What of a top-level node matters to its neighbours.
#[derive(Debug, Clone)]
pub(super) enum TopKind {
    /// Nothing.
    Plain,
    /// A footnote: it may have been moved from where it was written.
    Note,
    /// Raw HTML with the tags that need a partner.
    Html(Arc<[Tag]>),
}

/// A tag of raw HTML.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    name: String,
    closes: bool,
}

impl Top {
    /// Describes a node of the tree.
    pub(super) fn of(node: &AstNode<'_>, lines: &LineIndex) -> Self {
        let data = node.data();
        let at = data.sourcepos;
        Self {
            first_line: at.start.line,
            last_line: at.end.line,
            start: lines.start(at.start.line),
            kind: if let NodeValue::HtmlBlock(block) = &data.value {
                TopKind::Html(tags(&block.literal))
            } else if matches!(data.value, NodeValue::FootnoteDefinition(_)) {
                TopKind::Note
            } else {
                TopKind::Plain
            },
        }
    }

    pub(super) fn is_note(&self) -> bool {
        matches!(self.kind, TopKind::Note)
    }
}

fn tags(html: &str) -> Arc<[Tag]> {
    if html.starts_with("<!--") {
        return Arc::default();
    }
    let known =
        rough_tags(html).filter(|tag| !tag.stands_alone() && sanitize::is_known_tag(tag.name));
    known
        .map(|tag| Tag {
            name: tag.name.to_ascii_lowercase(),
            closes: tag.closes,
        })
        .collect()
}

/// Returns how many top-level nodes each block takes, in order.
pub(super) fn sizes(tops: &[Top]) -> Vec<usize> {
    let ends = group_ends(tops);
    let mut sizes: Vec<usize> = Vec::new();
    let mut group_end = 0;
    let mut in_notes = false;
    for (index, (top, end)) in tops.iter().zip(ends).enumerate() {
        let joins = (index > 0 && index <= group_end) || (top.is_note() && in_notes);
        match sizes.last_mut() {
            Some(size) if joins => *size += 1,
            Some(_) | None => sizes.push(1),
        }
        in_notes = top.is_note();
        group_end = group_end.max(end);
    }
    sizes
}

/// For each node, the last node that must stand with it.
fn group_ends(tops: &[Top]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..tops.len()).collect();
    let mut open: Vec<(&str, usize, usize)> = Vec::new();
    for (index, top) in tops.iter().enumerate() {
        let TopKind::Html(tags) = &top.kind else {
            continue;
        };
        let line = top.first_line;
        for tag in tags.iter() {
            if !tag.closes {
                open.push((&tag.name, index, line));
            } else if let Some(at) = open.iter().rposition(|(other, ..)| *other == tag.name) {
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
