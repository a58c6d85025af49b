//! A rendered body: its blocks, and what the next render needs to know to keep most of them.
//!
//! Lines and places are counted in the body, without the front matter. A page is remembered from one render to the next;
//! how it follows an edit is [`super::edit`]'s business.

use std::sync::Arc;

use comrak::nodes::AstNode;
use comrak::{Arena, Options};
use longhand_model::Heading;

use super::cache::{BlockCache, Piece};
use super::code::Budget;
use super::definitions::{Definitions, Missed};
use super::group::{self, Top};
use super::headings::{self, Slugs};
use super::unit::Unit;
use super::{Block, RenderOptions, Rendered};
use crate::frontmatter::{FrontMatter, Parts};
use crate::position::{LineIndex, line_number};
use crate::syntax;

/// Blocks after so much HTML are shown as their source, in bytes.
pub(super) const MAX_HTML: usize = 64 * 1024 * 1024;

/// A rendered body.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) body: String,
    pub(super) options: RenderOptions,
    pub(super) tops: Vec<Top>,
    pub(super) shown: Vec<Shown>,
    /// In the order of the blocks; lines in the body.
    pub(super) headings: Vec<Heading>,
    pub(super) definitions: Definitions,
    /// What references expand to at most, if it is known that the parser refused none.
    pub(super) expansion: Option<usize>,
    /// No table is so wide that made-up cells need counting.
    pub(super) narrow: bool,
    /// Bytes that were parsed to make it.
    pub(super) read: usize,
}

/// A block of a page.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) hash: Arc<str>,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    /// How many top-level nodes it is made of.
    pub(super) tops: usize,
    /// How many headings it holds.
    pub(super) headings: usize,
    pub(super) has_tasks: bool,
    pub(super) piece: Piece,
}

/// What rendering a block takes beside the block.
pub(super) struct Press<'p> {
    pub(super) body: &'p str,
    pub(super) lines: &'p LineIndex,
    pub(super) parser: &'p Options<'p>,
    pub(super) options: &'p RenderOptions,
    pub(super) cache: &'p mut BlockCache,
    pub(super) budget: Budget,
    pub(super) slugs: Slugs,
    pub(super) scratch: Vec<u8>,
}

impl Press<'_> {
    /// Renders the nodes of one block.
    pub(super) fn show<'a>(&mut self, nodes: &[&'a AstNode<'a>], size: usize) -> Shown {
        let unit = Unit::new(
            nodes,
            self.body,
            self.lines,
            self.options,
            &mut self.slugs,
            &mut self.scratch,
        );
        let piece = if size > MAX_HTML {
            unit.as_source(self.body, self.lines)
        } else {
            let (parser, options, budget) = (self.parser, self.options, &mut self.budget);
            self.cache
                .get_or_insert(&unit, || unit.render(parser, options, budget))
        };
        Shown {
            hash: unit.hash(&piece),
            first_line: unit.first_line,
            last_line: unit.last_line,
            tops: nodes.len(),
            headings: unit.headings(),
            has_tasks: unit.has_tasks,
            piece,
        }
    }
}

impl Page {
    /// Parses and renders a whole body.
    pub(super) fn whole(body: &str, options: &RenderOptions, cache: &mut BlockCache) -> Self {
        let lines = LineIndex::new(body);
        let definitions = Definitions::of(body);
        let missed = Arc::new(Missed::default());
        let narrow = syntax::is_narrow(body);
        let mut parser = syntax::options_for(body);
        if !definitions.is_empty() {
            parser.parse.broken_link_callback = Some(Arc::<Missed>::clone(&missed));
        }
        let arena = Arena::new();
        let root = syntax::parse(&arena, body, &parser);
        let nodes: Vec<_> = root.children().collect();
        let tops: Vec<Top> = nodes.iter().map(|node| Top::of(node, &lines)).collect();
        let found = headings::find(&nodes);
        let slugs = headings::slugs(&found);
        let (headings, slugs) = headings::join(found, slugs, 0);
        let mut press = Press {
            body,
            lines: &lines,
            parser: &parser,
            options,
            budget: Budget::for_cache(cache),
            cache,
            slugs,
            scratch: Vec::new(),
        };
        let mut shown = Vec::new();
        let (mut rest, mut size) = (nodes.as_slice(), 0);
        for count in group::sizes(&tops) {
            let (unit, tail) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = tail;
            let block = press.show(unit, size);
            size += block.piece.html.len();
            shown.push(block);
        }
        Self {
            body: body.to_owned(),
            options: *options,
            expansion: definitions.expansion(body, root, &missed.take()),
            tops,
            shown,
            headings,
            definitions,
            narrow,
            read: body.len(),
        }
    }

    /// Returns the page as part of the whole text.
    pub(super) fn rendered(&self, parts: &Parts<'_>) -> Rendered {
        let before = parts.lines_before;
        let block = |shown: &Shown| Block {
            hash: Arc::clone(&shown.hash),
            line_from: line_number(before + shown.first_line),
            line_to: line_number(before + shown.last_line),
            html: Arc::clone(&shown.piece.html),
            targets: Arc::clone(&shown.piece.targets),
        };
        let heading = |heading: &Heading| Heading {
            line: heading.line.saturating_add(line_number(before)),
            ..heading.clone()
        };
        let images = self.shown.iter().map(|shown| shown.piece.remote_images);
        Rendered {
            front_matter: parts.front_matter.as_ref().map(FrontMatter::pairs),
            remote_images: images.sum(),
            unfinished: self.is_unfinished(),
            blocks: self.shown.iter().map(block).collect(),
            outline: self.headings.iter().map(heading).collect(),
        }
    }

    /// Tells whether code still waits for its colours.
    pub(super) fn is_unfinished(&self) -> bool {
        self.shown.iter().any(|shown| shown.piece.unfinished)
    }

    /// Bytes of HTML that the page holds.
    pub(super) fn size(&self) -> usize {
        self.shown.iter().map(|shown| shown.piece.html.len()).sum()
    }
}
