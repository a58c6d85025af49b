//! The visible text of a piece of the tree, as headings, links and the outline show it.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};

use crate::facts::one_line;

/// Returns the visible text below a node on one line; alternative texts of images are not visible.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's tree has fifty kinds of node; the rest is of no interest here"
)]
pub(crate) fn visible_text<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    let mut hidden = 0_u32;
    for edge in node.traverse() {
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Image(_) => hidden += 1,
                NodeValue::Text(literal) if hidden == 0 => text.push_str(literal),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::Math(math) => text.push_str(&math.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
                _ => {}
            },
            NodeEdge::End(node) => {
                if matches!(node.data().value, NodeValue::Image(_)) {
                    hidden -= 1;
                }
            }
        }
    }
    one_line(&text)
}

/// Returns the text of an image's description, inner descriptions included.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's tree has fifty kinds of node; the rest is of no interest here"
)]
pub(crate) fn alternative_text<'a>(image: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in image.descendants() {
        match &node.data().value {
            NodeValue::Text(literal) => text.push_str(literal),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
