//! Task boxes: ticks and clears one, and touches no other byte.

use comrak::Arena;
use comrak::nodes::NodeValue;

use crate::frontmatter::Parts;
use crate::position::{LineIndex, slice};
use crate::syntax;

/// Flips the task box on `line` (from 1, in the whole text); nothing where that line has none.
pub fn toggle_task(text: &str, line: u32) -> Option<String> {
    let parts = Parts::of(text);
    let row = (line as usize).checked_sub(parts.lines_before)?;
    let arena = Arena::new();
    let root = syntax::parse(&arena, parts.body, &syntax::options_for(parts.body));
    let mut tasks = root.descendants().filter_map(|node| {
        if let NodeValue::TaskItem(task) = &node.data().value {
            Some(*task)
        } else {
            None
        }
    });
    let task = tasks.find(|task| task.symbol_sourcepos.start.line == row)?;
    let lines = LineIndex::new(parts.body);
    let column = task.symbol_sourcepos.start.column.checked_sub(1)?;
    let at = parts.body_from + lines.start(row) + column;
    let symbol = text.get(at..)?.chars().next()?;
    let boxed =
        text.get(..at)?.ends_with('[') && text.get(at + symbol.len_utf8()..)?.starts_with(']');
    let put = if task.symbol.is_some() { " " } else { "x" };
    let after = slice(text, at + symbol.len_utf8()..text.len());
    boxed.then(|| [slice(text, 0..at), put, after].concat())
}
