//! The headings of a text and their addresses, each of them unique.

use std::collections::HashMap;

use comrak::Anchorizer;
use comrak::nodes::{AstNode, NodeValue};
use longhand_model::Heading;

use crate::plain::visible_text;
use crate::position::line_number;

/// The slugs of headings by line and column.
pub(super) type Slugs = HashMap<(usize, usize), String>;

/// A heading where it was found.
pub(super) struct Found {
    level: u8,
    pub(super) text: String,
    line: usize,
    column: usize,
}

/// Returns the headings at and below some top-level nodes, in order.
pub(super) fn find<'a>(nodes: &[&'a AstNode<'a>]) -> Vec<Found> {
    let mut found = Vec::new();
    for node in nodes.iter().flat_map(|node| node.descendants()) {
        let data = node.data();
        if let NodeValue::Heading(heading) = &data.value {
            found.push(Found {
                level: heading.level,
                text: visible_text(node),
                line: data.sourcepos.start.line,
                column: data.sourcepos.start.column,
            });
        }
    }
    found
}

/// Returns the slugs of all headings of a text.
pub(super) fn slugs(found: &[Found]) -> Vec<String> {
    let mut anchors = Anchorizer::new();
    found
        .iter()
        .map(|heading| anchors.anchorize(&heading.text))
        .collect()
}

/// Returns the slugs of headings that replace others, or nothing where a later heading would need another slug.
pub(super) fn slugs_between(
    before: &[Heading],
    replaced: &[Heading],
    found: &[Found],
    after: &[Heading],
) -> Option<Vec<String>> {
    let texts = replaced.iter().map(|heading| &heading.text);
    if texts.eq(found.iter().map(|heading| &heading.text)) {
        return Some(
            replaced
                .iter()
                .map(|heading| heading.slug.clone())
                .collect(),
        );
    }
    let mut anchors = Anchorizer::new();
    for heading in before {
        anchors.anchorize(&heading.text);
    }
    let slugs = found
        .iter()
        .map(|heading| anchors.anchorize(&heading.text))
        .collect();
    after
        .iter()
        .all(|heading| anchors.anchorize(&heading.text) == heading.slug)
        .then_some(slugs)
}

/// Joins headings with their slugs: as the outline shows them, `lines_before` further down, and by place.
pub(super) fn join(
    found: Vec<Found>,
    slugs: Vec<String>,
    lines_before: usize,
) -> (Vec<Heading>, Slugs) {
    let mut places = Slugs::new();
    let headings = found.into_iter().zip(slugs).map(|(heading, slug)| {
        places.insert((heading.line, heading.column), slug.clone());
        Heading {
            level: heading.level,
            text: heading.text,
            slug,
            line: line_number(lines_before + heading.line),
        }
    });
    (headings.collect(), places)
}
