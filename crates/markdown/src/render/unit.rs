//! One block on its way to HTML: what it depends on, and its rendering.

use std::ops::Range;
use std::sync::Arc;

use comrak::Options;
use comrak::nodes::{AstNode, NodeValue};
use longhand_model::ContentHash;

use super::cache::Piece;
use super::code::Budget;
use super::format::{self, RawHtml};
use super::headings::Slugs;
use super::{CodeColours, RenderOptions, TaskBoxes};
use crate::position::{LineIndex, slice};
use crate::sanitize::bounds::Sketch;
use crate::sanitize::{as_text, sanitize};

/// All that a block's HTML depends on, hashed.
pub(super) type Key = [u8; 16];

/// A block: one or more top-level nodes.
pub(super) struct Unit<'u, 'a> {
    nodes: &'u [&'a AstNode<'a>],
    pub(super) key: Key,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    slugs: Vec<String>,
    pub(super) has_tasks: bool,
}

impl<'u, 'a> Unit<'u, 'a> {
    /// Collects what the block depends on: its source, and what the rest of the document lends it.
    pub(super) fn new(
        nodes: &'u [&'a AstNode<'a>],
        body: &str,
        lines: &LineIndex,
        options: &RenderOptions,
        slugs: &mut Slugs,
        context: &mut Vec<u8>,
    ) -> Self {
        let positions = || nodes.iter().map(|node| node.data().sourcepos);
        let first_line = positions().map(|at| at.start.line).min().unwrap_or(1);
        let last_line = positions()
            .map(|at| at.end.line)
            .max()
            .unwrap_or(1)
            .max(first_line);
        let mut unit = Self {
            nodes,
            key: Key::default(),
            first_line,
            last_line,
            slugs: Vec::new(),
            has_tasks: false,
        };
        context.clear();
        context.push(match options.code {
            CodeColours::Classes => 0,
            CodeColours::Plain => 1,
        });
        context.push(match options.tasks {
            TaskBoxes::Live => 0,
            TaskBoxes::Disabled => 1,
        });
        for node in nodes {
            let position = node.data().sourcepos;
            let range: Range<usize> = lines.lines(position.start.line, position.end.line);
            context.extend_from_slice(slice(body, range).as_bytes());
            context.push(0xff);
            for inner in node.descendants() {
                unit.depend_on(inner, slugs, context);
            }
        }
        let hash = ContentHash::of(&*context);
        for (to, from) in unit.key.iter_mut().zip(hash.as_bytes()) {
            *to = *from;
        }
        unit
    }

    /// Adds what one node takes from elsewhere: definitions, footnote numbers, slugs.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other nodes are made by the block's own source"
    )]
    fn depend_on(&mut self, node: &'a AstNode<'a>, slugs: &mut Slugs, context: &mut Vec<u8>) {
        let data = node.data();
        let mut add = |kind: u8, parts: &[&[u8]]| {
            context.push(kind);
            for part in parts {
                context.extend_from_slice(part);
                context.push(0xff);
            }
        };
        // Which of two labels is defined shows in the lengths of the texts around.
        match &data.value {
            NodeValue::Text(literal) => add(12, &[&literal.len().to_le_bytes()]),
            NodeValue::Link(link) => add(1, &[link.url.as_bytes(), link.title.as_bytes()]),
            NodeValue::Image(link) => add(2, &[link.url.as_bytes(), link.title.as_bytes()]),
            NodeValue::FootnoteReference(note) => {
                let (number, use_number) = (note.ix.to_le_bytes(), note.ref_num.to_le_bytes());
                add(3, &[&number, &use_number, note.name.as_bytes()]);
            }
            NodeValue::FootnoteDefinition(note) => add(4, &[&note.total_references.to_le_bytes()]),
            NodeValue::Heading(_) => {
                let start = data.sourcepos.start;
                let slug = slugs
                    .remove(&(start.line, start.column))
                    .unwrap_or_default();
                add(5, &[slug.as_bytes()]);
                self.slugs.push(slug);
            }
            NodeValue::TaskItem(task) => {
                // Boxes name their line, and between the nodes of one block lines may come and go.
                let line = task.symbol_sourcepos.start.line;
                add(6, &[&line.saturating_sub(self.first_line).to_le_bytes()]);
                self.has_tasks = true;
            }
            NodeValue::Paragraph => add(7, &[]),
            NodeValue::CodeBlock(code) => add(8, &[code.literal.as_bytes()]),
            NodeValue::List(_) => add(9, &[]),
            NodeValue::Table(_) => add(10, &[]),
            // Blank lines at its end are in the block and not in its lines.
            NodeValue::HtmlBlock(block) => add(11, &[block.literal.as_bytes()]),
            _ => add(0, &[]),
        }
    }

    /// Renders and sanitises the block.
    pub(super) fn render(
        &self,
        parser: &Options<'_>,
        options: &RenderOptions,
        budget: &mut Budget,
    ) -> Piece {
        let mut raw = String::new();
        let skipped = budget.skipped;
        let place = (self.first_line, self.slugs.as_slice());
        format::write(
            self.nodes,
            parser,
            options,
            place,
            self.raw_html(),
            budget,
            &mut raw,
        );
        let clean = sanitize(&raw);
        Piece {
            html: Arc::from(clean.html),
            remote_images: clean.remote_images,
            targets: Arc::from(clean.targets),
            unfinished: budget.skipped > skipped,
        }
    }

    /// Judges the raw HTML of the block as a whole, before any of it is written.
    fn raw_html(&self) -> RawHtml {
        let mut all = String::new();
        for node in self.nodes.iter().flat_map(|node| node.descendants()) {
            if let NodeValue::HtmlBlock(block) = &node.data().value {
                all.push_str(&block.literal);
            } else if let NodeValue::HtmlInline(literal) = &node.data().value {
                all.push_str(literal);
            }
        }
        if Sketch::default().bears(&all) {
            RawHtml::Kept
        } else {
            RawHtml::Shown
        }
    }

    /// Returns the block as its source, where its HTML would be too much.
    pub(super) fn as_source(&self, body: &str, lines: &LineIndex) -> Piece {
        let source = slice(body, lines.lines(self.first_line, self.last_line));
        Piece {
            html: Arc::from(as_text(source)),
            remote_images: 0,
            targets: Arc::default(),
            unfinished: true,
        }
    }

    /// Returns how many headings it holds.
    pub(super) fn headings(&self) -> usize {
        self.slugs.len()
    }

    /// Returns the name of the block's HTML.
    pub(super) fn hash(&self, piece: &Piece) -> Arc<str> {
        let mut hash = String::with_capacity(25);
        for byte in self.key.iter().take(12) {
            hash.extend(
                [byte >> 4, byte & 15]
                    .map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0')),
            );
        }
        if piece.unfinished {
            hash.push('u');
        }
        Arc::from(hash)
    }
}
