//! Markdown: blocks, sanitised HTML, front matter, links, diff and three-way merge.
//!
//! Pure and synchronous: no I/O, no clock, no state but the caches a caller passes in.

mod facts;
pub mod frontmatter;
mod links;
mod position;
mod syntax;
mod tasks;

pub use facts::{count_words, facts};
pub use links::rewrite_links;
pub use tasks::toggle_task;
