//! The Markdown that Longhand reads: one set of parser options for preview, index and export.
//!
//! CommonMark with GitHub's tables, strikethrough, autolinks, task lists, footnotes and alerts; dollar math; wiki links
//! and embeds. Emphasis follows the amended rules that work without spaces in Chinese and Japanese.

use comrak::nodes::Node;
use comrak::{Arena, Options};

/// Returns the options that the whole crate parses with.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.ofm_callouts = true;
    extension.math_dollars = true;
    extension.math_code = true;
    extension.wikilinks_title_after_pipe = true;
    extension.cjk_friendly_emphasis = true;
    options.render.r#unsafe = true;
    options
}

/// Parses a text without front matter.
pub(crate) fn parse<'a>(arena: &'a Arena<'a>, body: &str, options: &Options<'_>) -> Node<'a> {
    comrak::parse_document(arena, body, options)
}
