//! A page after an edit: a window around the edit is parsed, the other blocks stay.
//!
//! The result is the same as that of a whole parse, or there is none. Why it is the same:
//!
//! - The parser reads line by line. Where a line after a blank one starts a top-level node, no paragraph is open that it
//!   could continue, and whatever else was open is closed by it: from that line on, the parser behaves as if the text
//!   began there. Such lines are the only places where a window starts or ends. The start must stand before the edit with
//!   its whole line; the end must start a top-level node before the edit and after it, so the window is parsed with
//!   the line that follows it.
//! - A block borrows from elsewhere only definitions (of references and footnotes), the numbers of footnotes, the slugs of
//!   headings, and its partners in raw HTML. A window in which anything may be defined, or which uses what may be defined
//!   elsewhere, is refused; so is an edit after which another block would get another slug or other partners.
//! - Two bounds of the parser count over the whole text, made-up table cells and expanded references: texts that
//!   come near them are refused.

use std::sync::Arc;

use comrak::nodes::AstNode;
use comrak::{Arena, Options};
use longhand_model::Heading;

use super::RenderOptions;
use super::cache::BlockCache;
use super::code::Budget;
use super::definitions::{self, Missed};
use super::group::{self, Top};
use super::headings;
use super::page::{MAX_HTML, Page, Press, Shown};
use crate::position::{LineIndex, line_number};
use crate::syntax;

/// Windows are widened so often before the whole text is parsed.
const TRIES: usize = 6;

/// Bytes that differ between two bodies; all before and after are equal.
#[derive(Debug, Clone, Copy)]
struct Change {
    from: usize,
    old_to: usize,
    new_to: usize,
}

/// What is parsed anew: some blocks of the old page, and the bytes of the new body that replace theirs.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// The first old block.
    first: usize,
    /// The old block that stands after the window; footnotes stand after a window that ends with the body.
    after: usize,
    /// Whether `after` is the block that the parser must meet again.
    meets: bool,
    start: usize,
    old_end: usize,
    new_end: usize,
}

/// What came of an attempt.
enum Attempt {
    Done(Page),
    /// Old and new text do not meet again where the window ends.
    TooSmall(Page),
    Refused,
}

impl Page {
    /// Returns the page of `body`, or nothing where only a whole parse is sure to be right.
    pub(super) fn edited(
        self,
        body: &str,
        options: &RenderOptions,
        cache: &mut BlockCache,
    ) -> Option<Self> {
        if self.options != *options {
            return None;
        }
        let Some(change) = Change::between(&self.body, body) else {
            // The same text again: a good moment for the colours that are missing.
            return (!self.is_unfinished()).then_some(Self { read: 0, ..self });
        };
        let bearable = self.narrow && self.size() <= MAX_HTML;
        if !bearable || self.expansion? > definitions::most_expansion(body) {
            return None;
        }
        let mut page = self;
        let mut reach = 0;
        for _ in 0..TRIES {
            let window = page.window(body, change, reach)?;
            reach = (window.old_end - window.start).max(256) * 4;
            match page.reread(body, window, cache) {
                Attempt::Done(page) => return (page.size() <= MAX_HTML).then_some(page),
                Attempt::TooSmall(same) => page = same,
                Attempt::Refused => return None,
            }
        }
        None
    }

    /// Chooses the smallest window that holds the change and at least `reach` bytes.
    fn window(&self, body: &str, change: Change, reach: usize) -> Option<Window> {
        let notes = self
            .shown_with_tops()
            .rev()
            .take_while(|(_, top)| top.is_note());
        let body_blocks = self.shown.len() - notes.count();
        let delta = |at: usize| (at + change.new_to).checked_sub(change.old_to);
        let mut window = Window {
            first: 0,
            after: body_blocks,
            meets: false,
            start: 0,
            old_end: self.body.len(),
            new_end: body.len(),
        };
        for (index, (_, top)) in self.shown_with_tops().enumerate().take(body_blocks) {
            if top.is_note() || !starts_after_blank(&self.body, top.start) {
                continue;
            }
            if line_end(&self.body, top.start) < change.from {
                (window.first, window.start) = (index, top.start);
            } else if top.start >= change.old_to
                && top.start > window.start + reach
                && index > window.first
            {
                let new_end = delta(top.start)?;
                let line = body.get(new_end..line_end(body, new_end)).unwrap_or("]:");
                let lends = definitions::may_define(line) || definitions::may_note(line);
                if starts_after_blank(body, new_end) && !lends {
                    window = Window {
                        after: index,
                        meets: true,
                        old_end: top.start,
                        new_end,
                        ..window
                    };
                    break;
                }
            }
        }
        Some(window)
    }

    /// The blocks, each with its first node.
    fn shown_with_tops(&self) -> impl DoubleEndedIterator<Item = (&Shown, &Top)> {
        let mut at = 0;
        let firsts: Vec<_> = self
            .shown
            .iter()
            .filter_map(|shown| {
                let top = self.tops.get(at);
                at += shown.tops;
                Some((shown, top?))
            })
            .collect();
        firsts.into_iter()
    }

    /// Parses the window and puts what it holds in the place of the old blocks.
    fn reread(self, body: &str, window: Window, cache: &mut BlockCache) -> Attempt {
        let end = if window.meets {
            line_end(body, window.new_end)
        } else {
            body.len()
        };
        let (Some(source), Some(old)) = (
            body.get(window.start..end),
            self.body.get(window.start..window.old_end),
        ) else {
            return Attempt::Refused;
        };
        let may_lend = definitions::may_define(source) || definitions::may_define(old);
        let may_note = definitions::may_note(source) || definitions::may_note(old);
        // The parser skips a byte order mark at the start of what it reads.
        let marked = window.start > 0 && source.starts_with('\u{feff}');
        if may_lend
            || (may_note && self.definitions.has_notes())
            || marked
            || !syntax::is_narrow(source)
        {
            return Attempt::Refused;
        }
        let missed = Arc::new(Missed::default());
        let mut parser = syntax::options();
        parser.parse.broken_link_callback = Some(Arc::<Missed>::clone(&missed));
        let arena = Arena::new();
        let root = syntax::parse(&arena, source, &parser);
        let inside = source
            .get(..window.new_end - window.start)
            .unwrap_or_default();
        if self.definitions.may_hold_any(&missed.take()) && self.borrows(inside, &parser, &missed) {
            return Attempt::Refused;
        }
        let lines = LineIndex::new(source);
        let mut nodes: Vec<_> = root.children().collect();
        if window.meets && !meets(&mut nodes, lines.line_at(window.new_end - window.start)) {
            return Attempt::TooSmall(self);
        }
        let press = Press {
            body: source,
            lines: &lines,
            parser: &parser,
            options: &self.options.clone(),
            budget: Budget::for_cache(cache),
            cache,
            slugs: headings::Slugs::new(),
            scratch: Vec::new(),
        };
        self.replaced(body, window, &nodes, press)
            .map_or(Attempt::Refused, Attempt::Done)
    }

    /// Tells whether a window without the line that follows it refers to what may be defined elsewhere.
    fn borrows(&self, inside: &str, parser: &Options<'_>, missed: &Missed) -> bool {
        syntax::parse(&Arena::new(), inside, parser);
        self.definitions.may_hold_any(&missed.take())
    }

    /// Puts the nodes of the window in the place of the old blocks.
    fn replaced<'a>(
        mut self,
        body: &str,
        window: Window,
        nodes: &[&'a AstNode<'a>],
        mut press: Press<'_>,
    ) -> Option<Self> {
        let moved = Moved::of(&self, &window, press.lines);
        let count = |shown: &[Shown]| shown.iter().map(|shown| shown.tops).sum::<usize>();
        let tops_before = count(self.shown.get(..window.first)?);
        let tops_within = count(self.shown.get(window.first..window.after)?);
        for top in self.tops.get_mut(tops_before + tops_within..)? {
            moved.top(top);
        }
        let fresh = nodes.iter().map(|node| {
            let mut top = Top::of(node, press.lines);
            top.first_line += moved.lines_above;
            top.last_line += moved.lines_above;
            top.start += window.start;
            top
        });
        self.tops
            .splice(tops_before..tops_before + tops_within, fresh);

        let sizes = group::sizes(&self.tops);
        let kept_after = self.shown.len() - window.after;
        let same = |sizes: Option<&[usize]>, shown: Option<&[Shown]>| {
            let (sizes, shown) = (sizes?, shown?);
            sizes
                .iter()
                .eq(shown.iter().map(|shown| &shown.tops))
                .then_some(())
        };
        let sizes_to = sizes.len().checked_sub(kept_after)?;
        same(sizes.get(..window.first), self.shown.get(..window.first))?;
        same(sizes.get(sizes_to..), self.shown.get(window.after..))?;

        press.slugs = self.place_headings(&window, nodes, &moved)?;
        let mut rest = nodes;
        let mut fresh = Vec::new();
        for count in sizes.get(window.first..sizes_to)? {
            let (unit, tail) = rest.split_at_checked(*count)?;
            rest = tail;
            let mut shown = press.show(unit, 0);
            shown.first_line += moved.lines_above;
            shown.last_line += moved.lines_above;
            fresh.push(shown);
        }
        self.move_blocks(&window, &moved)?;
        self.shown.splice(window.first..window.after, fresh);
        body.clone_into(&mut self.body);
        self.read = press.body.len();
        Some(self)
    }

    /// Replaces the headings of the window; nothing where another heading would get another slug.
    fn place_headings<'a>(
        &mut self,
        window: &Window,
        nodes: &[&'a AstNode<'a>],
        moved: &Moved,
    ) -> Option<headings::Slugs> {
        let count = |shown: &[Shown]| shown.iter().map(|shown| shown.headings).sum::<usize>();
        let before = count(self.shown.get(..window.first)?);
        let to = before + count(self.shown.get(window.first..window.after)?);
        let found = headings::find(nodes);
        let slugs = headings::slugs_between(
            self.headings.get(..before)?,
            self.headings.get(before..to)?,
            &found,
            self.headings.get(to..)?,
        )?;
        let (fresh, places) = headings::join(found, slugs, moved.lines_above);
        for heading in self.headings.get_mut(to..)? {
            moved.heading(heading);
        }
        self.headings.splice(before..to, fresh);
        Some(places)
    }

    /// Moves the blocks after the window to their new lines.
    fn move_blocks(&mut self, window: &Window, moved: &Moved) -> Option<()> {
        let mut at: usize = self.tops.len();
        for shown in self.shown.get_mut(window.after..)?.iter_mut().rev() {
            let from = at.checked_sub(shown.tops)?;
            let tops = self.tops.get(from..at)?;
            at = from;
            let is_note = tops.first()?.is_note();
            // Footnotes stand together from all over the text: lines between them came or went.
            if is_note && shown.has_tasks && moved.old_lines != moved.new_lines {
                return None;
            }
            shown.first_line = tops.iter().map(|top| top.first_line).min()?;
            let last = tops.iter().map(|top| top.last_line).max()?;
            shown.last_line = last.max(shown.first_line);
        }
        Some(())
    }
}

/// Where what follows the window moves to.
struct Moved {
    /// Lines above the window.
    lines_above: usize,
    /// What stands here in the old body or later has moved.
    old_end: usize,
    new_end: usize,
    /// The first line after the window, in both bodies.
    old_lines: usize,
    new_lines: usize,
}

impl Moved {
    fn of(page: &Page, window: &Window, lines: &LineIndex) -> Self {
        let first = page.shown_with_tops().nth(window.first);
        let lines_above = if window.start == 0 {
            0
        } else {
            first.map_or(0, |(_, top)| top.first_line - 1)
        };
        let after = page.shown_with_tops().nth(window.after);
        let new_lines = lines_above + lines.line_at(window.new_end - window.start);
        let old_lines = after
            .filter(|_| window.meets)
            .map_or(new_lines, |(_, top)| top.first_line);
        Self {
            lines_above,
            old_end: window.old_end,
            new_end: window.new_end,
            old_lines,
            new_lines,
        }
    }

    fn line(&self, line: usize) -> usize {
        (line + self.new_lines).saturating_sub(self.old_lines)
    }

    fn top(&self, top: &mut Top) {
        // Footnotes may have been written before the window.
        if top.start >= self.old_end {
            top.start = (top.start + self.new_end).saturating_sub(self.old_end);
            top.first_line = self.line(top.first_line);
            top.last_line = self.line(top.last_line);
        }
    }

    fn heading(&self, heading: &mut Heading) {
        if heading.line >= line_number(self.old_lines) {
            heading.line = line_number(self.line(heading.line as usize));
        }
    }
}

/// Takes off the nodes of the line after the window; tells whether exactly one top-level node starts there.
fn meets<'a>(nodes: &mut Vec<&'a AstNode<'a>>, line: usize) -> bool {
    let Some(last) = nodes.pop() else {
        return false;
    };
    let before = |node: &&AstNode<'_>| node.data().sourcepos.end.line < line;
    last.data().sourcepos.start.line == line && nodes.iter().all(before)
}

impl Change {
    fn between(old: &str, new: &str) -> Option<Self> {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let from = equal_start(old, new);
        if from == old.len() && from == new.len() {
            return None;
        }
        let most = old.len().min(new.len()) - from;
        let tail = |bytes: &[u8]| bytes.len() - most;
        let end = equal_end(
            old.get(tail(old)..).unwrap_or_default(),
            new.get(tail(new)..).unwrap_or_default(),
        );
        Some(Self {
            from,
            old_to: old.len() - end,
            new_to: new.len() - end,
        })
    }
}

/// Pieces that are compared at once, in bytes.
const STRIDE: usize = 4096;

fn equal_start(a: &[u8], b: &[u8]) -> usize {
    let pieces = a.chunks(STRIDE).zip(b.chunks(STRIDE));
    let equal = pieces.take_while(|(a, b)| a == b).count() * STRIDE;
    let equal = equal.min(a.len()).min(b.len());
    let rest = a.iter().skip(equal).zip(b.iter().skip(equal));
    equal + rest.take_while(|(a, b)| a == b).count()
}

fn equal_end(a: &[u8], b: &[u8]) -> usize {
    let pieces = a.rchunks(STRIDE).zip(b.rchunks(STRIDE));
    let equal = pieces.take_while(|(a, b)| a == b).count() * STRIDE;
    let equal = equal.min(a.len()).min(b.len());
    let rest = a.iter().rev().skip(equal).zip(b.iter().rev().skip(equal));
    equal + rest.take_while(|(a, b)| a == b).count()
}

/// Returns where the line that starts at `start` ends, its line end included.
fn line_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = match rest.find(['\n', '\r']) {
        None => rest.len(),
        Some(at) if rest.get(at..at + 2) == Some("\r\n") => at + 2,
        Some(at) => at + 1,
    };
    start + length
}

/// Tells whether a line starts here and the line before it is blank; the start of a text counts.
fn starts_after_blank(text: &str, start: usize) -> bool {
    if start == 0 {
        return true;
    }
    let before = text.get(..start).unwrap_or_default();
    let Some(before) = before
        .strip_suffix("\r\n")
        .or_else(|| before.strip_suffix(['\n', '\r']))
    else {
        return false;
    };
    let indent = before.trim_end_matches([' ', '\t']);
    indent.is_empty() || indent.ends_with(['\n', '\r'])
}
