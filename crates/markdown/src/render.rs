//! Renders a text to sanitised HTML, block by block, with the lines each block comes from.
//!
//! A block is a top-level piece of the document: a heading, a list, a table. Blocks that did not change keep their
//! hash and come out of the cache, and after an edit only the blocks around it are parsed. Links and pictures are not resolved
//! here; see [`crate::sanitize`] for the attributes they carry.

mod cache;
mod callout;
mod code;
mod definitions;
mod edit;
mod format;
mod group;
mod headings;
mod links;
mod page;
mod unit;

use std::sync::Arc;

use longhand_model::Heading;
use schemars::JsonSchema;
use serde::Serialize;

use crate::frontmatter::Parts;
use crate::sanitize::Target;
use crate::syntax;

pub use cache::BlockCache;
use page::Page;

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
    /// They react, and carry in `data-line` how many lines they stand below the first line of their block.
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
    /// Code still waits for its colours: it gets some whenever the same text is rendered again.
    #[serde(skip)]
    pub unfinished: bool,
}

/// A top-level piece of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Names the block's HTML: equal hashes, equal HTML.
    pub hash: Arc<str>,
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

/// Renders a text; what `cache` knows is not rendered again, and of an edited text only the surroundings of the edit are
/// parsed. The result is that of [`render_blocks`], but for colours of code that are still to come.
pub fn render_blocks_cached(
    text: &str,
    options: &RenderOptions,
    cache: &mut BlockCache,
) -> Rendered {
    let parts = Parts::of(text);
    cache.begin();
    let page = cache
        .page
        .take()
        .and_then(|page| page.edited(parts.body, options, cache))
        .unwrap_or_else(|| Page::whole(parts.body, options, cache));
    cache.end();
    let rendered = page.rendered(&parts);
    cache.page = Some(page);
    rendered
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
