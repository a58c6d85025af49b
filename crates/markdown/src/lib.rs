//! Markdown: blocks, sanitised HTML, front matter, links, diff and three-way merge.
//!
//! Pure and synchronous: no I/O, no clock, no state but the caches a caller passes in.

mod compare;
pub mod diff;
mod facts;
pub mod frontmatter;
mod links;
pub mod merge;
mod plain;
mod position;
mod render;
pub mod sanitize;
mod syntax;
mod tasks;

pub use diff::{Diff, diff};
pub use facts::{count_words, facts};
pub use links::rewrite_links;
pub use merge::{MergeOutcome, merge};
pub use render::{
    Block, BlockCache, CodeColours, RenderOptions, Rendered, TaskBoxes, render_blocks,
    render_blocks_cached, render_export_html, render_html,
};
pub use tasks::toggle_task;
