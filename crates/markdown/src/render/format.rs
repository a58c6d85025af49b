//! Writes a block of the tree as HTML, before the sanitiser sees it.
//!
//! Longhand's own forms (wiki links, math, diagrams, task boxes, callouts, footnotes) are written here; the rest is the
//! parser's standard.

use std::fmt::{self, Write};

use comrak::Options;
use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, Node, NodeCodeBlock, NodeFootnoteReference, NodeMath, NodeValue};
use comrak::options::Plugins;

use super::callout;
use super::code::{self, Budget};
use super::links;
use super::{CodeColours, RenderOptions, TaskBoxes};
use crate::sanitize::CUT;

/// What the formatter needs to know about the block.
pub(super) struct State<'b> {
    options: RenderOptions,
    first_line: usize,
    slugs: std::slice::Iter<'b, String>,
    budget: &'b mut Budget,
    footnote: u32,
    raw: RawHtml,
    depth: usize,
    /// Bytes of text since the last cut.
    run: usize,
}

/// What becomes of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// It goes to the sanitiser.
    Kept,
    /// It nests too deep and is shown as text.
    Shown,
}

/// Deeper elements lose their tags and keep their text.
const MAX_DEPTH: usize = 100;
/// Texts are cut after so many bytes.
const MAX_RUN: usize = 1024;

/// Writes the nodes of one block.
pub(super) fn write<'a>(
    nodes: &[&'a AstNode<'a>],
    parser: &Options<'_>,
    options: &RenderOptions,
    (first_line, slugs): (usize, &[String]),
    raw: RawHtml,
    budget: &mut Budget,
    out: &mut String,
) {
    let plugins = Plugins::default();
    let footnotes = nodes
        .first()
        .is_some_and(|node| matches!(node.data().value, NodeValue::FootnoteDefinition(_)));
    if footnotes {
        out.push_str("<section class=\"footnotes\" data-footnotes=\"\"><ol>\n");
    }
    let mut state = State {
        options: *options,
        first_line,
        slugs: slugs.iter(),
        budget,
        footnote: 0,
        raw,
        depth: 0,
        run: 0,
    };
    for node in nodes {
        match format_document_with_formatter(node, parser, out, &plugins, format, state) {
            Ok(after) => state = after,
            // Writing to a string cannot fail.
            Err(fmt::Error) => return,
        }
    }
    if footnotes {
        out.push_str("</ol></section>\n");
    }
}

pub(super) type Step = Result<ChildRendering, fmt::Error>;

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's own formatter writes every other node"
)]
fn format<'a>(context: &mut Context<'_, '_, State<'_>>, node: Node<'a>, entering: bool) -> Step {
    if entering {
        context.user.depth += 1;
    }
    let depth = context.user.depth;
    if !entering {
        context.user.depth -= 1;
    }
    match &node.data().value {
        NodeValue::Text(literal) => {
            if entering {
                text(context, literal)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::HtmlInline(literal) if context.user.raw == RawHtml::Shown => {
            if entering {
                text(context, literal)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::HtmlBlock(block) if context.user.raw == RawHtml::Shown => {
            if entering {
                context.write_str("<pre>")?;
                text(context, &block.literal)?;
                context.write_str("</pre>\n")?;
            }
            Ok(ChildRendering::HTML)
        }
        value
            if depth > MAX_DEPTH
                && !matches!(value, NodeValue::CodeBlock(_) | NodeValue::Code(_)) =>
        {
            if entering && matches!(value, NodeValue::Heading(_)) {
                context.user.slugs.next();
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Heading(heading) => self::heading(context, heading.level, entering),
        NodeValue::CodeBlock(code) if entering => code_block(context, code),
        NodeValue::Math(math) if entering => self::math(context, math),
        NodeValue::FootnoteReference(note) if entering => footnote_reference(context, note),
        NodeValue::CodeBlock(_) | NodeValue::Math(_) | NodeValue::FootnoteReference(_) => {
            Ok(ChildRendering::HTML)
        }
        NodeValue::Link(link) => links::anchor(context, link, entering),
        NodeValue::WikiLink(link) => links::wiki(context, node, link, entering),
        NodeValue::Image(link) => links::image(context, node, link, entering),
        NodeValue::TaskItem(task) => {
            let line = task.symbol_sourcepos.start.line;
            task_item(context, line, task.symbol.is_some(), entering)
        }
        NodeValue::Alert(alert) => callout::alert(context, alert, entering),
        NodeValue::Callout(data) => callout::callout(context, node, data, entering),
        NodeValue::CalloutTitle => callout::own_title(context, node, entering),
        NodeValue::FootnoteDefinition(note) => footnote(context, note.total_references, entering),
        _ => format_node_default(context, node, entering),
    }
}

/// Writes text, cut into pieces that the page parser takes in its stride.
fn text(context: &mut Context<'_, '_, State<'_>>, literal: &str) -> fmt::Result {
    let mut rest = literal;
    while context.user.run + rest.len() > MAX_RUN {
        let mut end = MAX_RUN.saturating_sub(context.user.run);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (piece, tail) = rest.split_at(end);
        context.escape(piece)?;
        context.write_str(CUT)?;
        context.user.run = 0;
        rest = tail;
    }
    context.user.run += rest.len();
    context.escape(rest)
}

fn heading(context: &mut Context<'_, '_, State<'_>>, level: u8, entering: bool) -> Step {
    if entering {
        context.cr()?;
        write!(context, "<h{level}")?;
        if let Some(slug) = context.user.slugs.next() {
            attribute(context, "id", slug)?;
        }
        context.write_str(">")?;
    } else {
        writeln!(context, "</h{level}>")?;
    }
    Ok(ChildRendering::HTML)
}

fn math(context: &mut Context<'_, '_, State<'_>>, math: &NodeMath) -> Step {
    let form = if math.display_math {
        "display"
    } else {
        "inline"
    };
    write!(context, "<span data-math=\"{form}\">")?;
    text(context, &math.literal)?;
    context.write_str("</span>")?;
    Ok(ChildRendering::HTML)
}

fn footnote_reference(
    context: &mut Context<'_, '_, State<'_>>,
    note: &NodeFootnoteReference,
) -> Step {
    let (number, use_number) = (note.ix, note.ref_num);
    write!(
        context,
        "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}-{use_number}\">{number}</a></sup>"
    )?;
    Ok(ChildRendering::HTML)
}

pub(super) fn attribute(
    context: &mut Context<'_, '_, State<'_>>,
    name: &str,
    value: &str,
) -> fmt::Result {
    write!(context, " {name}=\"")?;
    context.escape(value)?;
    context.write_str("\"")
}

fn code_block(context: &mut Context<'_, '_, State<'_>>, code: &NodeCodeBlock) -> Step {
    let language = code.info.split_whitespace().next().unwrap_or_default();
    // Attributes in braces and after commas (`rust,ignore`, `{.python}`) are no part of the name.
    let language = language
        .trim_matches(['{', '}', '.'])
        .split([',', '{', ':'])
        .next()
        .unwrap_or_default();
    context.cr()?;
    match language {
        "math" => {
            context.write_str("<div data-math=\"display\">")?;
            text(context, &code.literal)?;
            context.write_str("</div>\n")?;
        }
        "mermaid" => {
            context.write_str("<pre data-mermaid=\"\">")?;
            text(context, &code.literal)?;
            context.write_str("</pre>\n")?;
        }
        _ => {
            context.write_str("<pre")?;
            if !language.is_empty() {
                attribute(context, "data-lang", language)?;
            }
            context.write_str("><code>")?;
            match context.user.options.code {
                CodeColours::Plain => text(context, &code.literal)?,
                CodeColours::Classes => {
                    match code::coloured(language, &code.literal, context.user.budget) {
                        Some(html) => context.write_str(&html)?,
                        None => text(context, &code.literal)?,
                    }
                }
            }
            context.write_str("</code></pre>\n")?;
        }
    }
    Ok(ChildRendering::HTML)
}

fn task_item(
    context: &mut Context<'_, '_, State<'_>>,
    line: usize,
    done: bool,
    entering: bool,
) -> Step {
    if !entering {
        context.write_str("</li>\n")?;
        return Ok(ChildRendering::HTML);
    }
    context.cr()?;
    let state = if done { "done" } else { "open" };
    write!(
        context,
        "<li class=\"task-list-item\"><span data-task=\"{state}\""
    )?;
    if context.user.options.tasks == TaskBoxes::Live {
        // Counted from the block's first line, so that the HTML does not depend on where the block stands.
        write!(
            context,
            " data-line=\"{}\"",
            line.saturating_sub(context.user.first_line)
        )?;
    }
    context.write_str("></span> ")?;
    Ok(ChildRendering::HTML)
}

fn footnote(context: &mut Context<'_, '_, State<'_>>, uses: u32, entering: bool) -> Step {
    if entering {
        context.user.footnote += 1;
        let number = context.user.footnote;
        write!(context, "<li id=\"fn-{number}\">")?;
    } else {
        let number = context.user.footnote;
        for use_number in 1..=uses.min(100) {
            write!(
                context,
                "<a href=\"#fnref-{number}-{use_number}\" class=\"footnote-backref\" aria-label=\"Back to the text\">↩</a>"
            )?;
        }
        context.write_str("</li>\n")?;
    }
    Ok(ChildRendering::HTML)
}
