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

/// Cells that tables may make up at most, where their rows are shorter than their heads.
const MAX_CELLS: usize = 200_000;

/// Returns the options for one text: without tables where they would be mostly made up.
pub(crate) fn options_for(body: &str) -> Options<'static> {
    let mut options = options();
    options.extension.table = possible_cells(body) <= MAX_CELLS;
    options
}

/// Tables with more bars in their second line are looked at when cells are counted.
const MANY_BARS: usize = 64;

/// Tells whether a text has no table so wide that [`options_for`] depends on it.
pub(crate) fn is_narrow(text: &str) -> bool {
    !text
        .split(['\n', '\r'])
        .any(|line| line.len() > MANY_BARS && bars(line) > MANY_BARS && is_rule(line))
}

fn bars(line: &str) -> usize {
    line.bytes().filter(|byte| *byte == b'|').count()
}

/// Tells whether a line may be the second of a table.
fn is_rule(line: &str) -> bool {
    line.chars()
        .all(|c| c.is_ascii_whitespace() || "|-:>*+.0123456789".contains(c))
}

/// Counts the cells that wide tables can make up: a short row gets as many as the head has.
fn possible_cells(body: &str) -> usize {
    let (mut cells, mut columns) = (0_usize, 0);
    for line in body.split(['\n', '\r']) {
        let bars = bars(line);
        if bars > MANY_BARS {
            columns = if is_rule(line) { bars } else { columns };
        } else if line.trim().is_empty() {
            columns = 0;
        }
        cells = cells.saturating_add(columns.saturating_sub(bars));
    }
    cells
}

/// Parses a text without front matter.
pub(crate) fn parse<'a>(arena: &'a Arena<'a>, body: &str, options: &Options<'_>) -> Node<'a> {
    comrak::parse_document(arena, body, options)
}
