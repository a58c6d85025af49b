//! Renders a text to sanitised HTML, block by block, with the lines each block comes from.
//!
//! A block is a top-level piece of the document: a heading, a list, a table. Blocks that did not change keep their
//! hash and come out of the cache, so that one edit costs one block beside the parse. Links and pictures are not resolved
//! here; see [`crate::sanitize`] for the attributes they carry.

mod cache;
mod callout;
mod code;
mod format;
mod group;
mod links;
mod unit;

use std::collections::HashMap;
use std::sync::Arc;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Anchorizer, Arena};
use longhand_model::Heading;
use schemars::JsonSchema;
use serde::Serialize;

use crate::frontmatter::{FrontMatter, Parts};
use crate::plain::visible_text;
use crate::position::{LineIndex, line_number};
use crate::sanitize::Target;
use crate::syntax;

pub use cache::BlockCache;
use unit::Unit;

/// Blocks after so much HTML are shown as their source, in bytes.
const MAX_HTML: usize = 64 * 1024 * 1024;

/// Whether code gets the classes of a syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeColours {
    /// `syn-keyword` and its kin around the words of a known language.
    #[default]
    Classes,
    /// Code as text.
    Plain,
}

/// Whether task boxes can be ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskBoxes {
    /// They carry `data-line` and react.
    #[default]
    Live,
    /// They show their state only.
    Disabled,
}

/// How to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenderOptions {
    /// Whether code gets colours.
    pub code: CodeColours,
    /// Whether task boxes can be ticked.
    pub tasks: TaskBoxes,
}

/// A rendered text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rendered {
    /// The keys and values of the front matter, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front_matter: Option<Vec<(String, String)>>,
    /// The blocks in the order they are shown.
    pub blocks: Vec<Block>,
    /// The headings in order. The element of a heading has the id `h-` and its slug.
    pub outline: Vec<Heading>,
    /// How many pictures lie on other hosts.
    pub remote_images: usize,
}

/// A top-level piece of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Names the block's HTML: equal hashes, equal HTML. Unique within one text.
    pub hash: String,
    /// Its first line in the whole text, from 1.
    pub line_from: u32,
    /// Its last line.
    pub line_to: u32,
    /// Its HTML, sanitised.
    pub html: Arc<str>,
    /// What of the library its links and pictures name.
    #[serde(skip)]
    pub targets: Arc<[Target]>,
}

/// Renders a text.
pub fn render_blocks(text: &str, options: &RenderOptions) -> Rendered {
    render_blocks_cached(text, options, &mut BlockCache::default())
}

/// Renders a text; blocks that `cache` knows are not rendered again.
pub fn render_blocks_cached(
    text: &str,
    options: &RenderOptions,
    cache: &mut BlockCache,
) -> Rendered {
    let parts = Parts::of(text);
    let lines = LineIndex::new(parts.body);
    let arena = Arena::new();
    let parser_options = syntax::options_for(parts.body);
    let root = syntax::parse(&arena, parts.body, &parser_options);
    let (outline, mut slugs) = outline(root, parts.lines_before);
    let mut budget = code::Budget::for_cache(cache);
    let mut twins: HashMap<unit::Key, u32> = HashMap::new();
    let mut scratch = Vec::new();
    let mut blocks = Vec::new();
    let mut remote_images = 0;
    let mut size = 0;
    cache.begin();
    for unit in group::units(root) {
        let unit = Unit::new(&unit, &parts, &lines, options, &mut slugs, &mut scratch);
        let piece = if size > MAX_HTML {
            unit.as_source(parts.body, &lines)
        } else {
            cache.get_or_insert(&unit, || unit.render(&parser_options, options, &mut budget))
        };
        size += piece.html.len();
        remote_images += piece.remote_images;
        let (mut hash, html) = unit.placed(&piece, parts.lines_before);
        let twin = twins.entry(unit.key).or_default();
        *twin += 1;
        if *twin > 1 {
            hash = format!("{hash}-{twin}");
        }
        blocks.push(Block {
            hash,
            line_from: line_number(parts.lines_before + unit.first_line),
            line_to: line_number(parts.lines_before + unit.last_line),
            html,
            targets: piece.targets,
        });
    }
    cache.end();
    Rendered {
        front_matter: parts.front_matter.as_ref().map(FrontMatter::pairs),
        blocks,
        outline,
        remote_images,
    }
}

/// Renders a text as the body of a document that stands alone: sanitised, nothing resolved, boxes disabled.
pub fn render_export_html(text: &str) -> String {
    let options = RenderOptions {
        tasks: TaskBoxes::Disabled,
        ..RenderOptions::default()
    };
    let rendered = render_blocks(text, &options);
    let pieces: Vec<&str> = rendered.blocks.iter().map(|block| &*block.html).collect();
    pieces.concat()
}

/// Renders a text without front matter as the specification's suite expects it.
///
/// **Not sanitised**: for conformance tests only, never for a page.
pub fn render_html(text: &str) -> String {
    comrak::markdown_to_html(text, &syntax::options())
}

/// The headings in order, and their slugs by the place where they start.
fn outline<'a>(root: &'a AstNode<'a>, lines_before: usize) -> (Vec<Heading>, Slugs) {
    let mut anchors = Anchorizer::new();
    let mut headings = Vec::new();
    let mut slugs = HashMap::new();
    for node in root.descendants() {
        let data = node.data();
        if let NodeValue::Heading(heading) = &data.value {
            let text = visible_text(node);
            let slug = anchors.anchorize(&text);
            let start = data.sourcepos.start;
            slugs.insert((start.line, start.column), slug.clone());
            let line = line_number(lines_before + start.line);
            headings.push(Heading {
                level: heading.level,
                text,
                slug,
                line,
            });
        }
    }
    (headings, slugs)
}

/// The slugs of headings by line and column.
type Slugs = HashMap<(usize, usize), String>;
