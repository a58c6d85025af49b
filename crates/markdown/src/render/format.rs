//! Writes a block of the tree as HTML, before the sanitiser sees it.
//!
//! Longhand's own forms (wiki links, math, diagrams, task boxes, callouts, footnotes) are written here; the rest is the
//! parser's standard.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, Node, NodeCodeBlock, NodeLink, NodeValue, NodeWikiLink};
use comrak::options::Plugins;
use comrak::{Anchorizer, Options};

use super::callout;
use super::code::{self, Budget};
use super::{CodeColours, RenderOptions, TaskBoxes};
use crate::links::{Address, classify, split_fragment};

/// What the formatter needs to know about the block.
pub(super) struct State<'b> {
    options: RenderOptions,
    first_line: usize,
    slugs: std::slice::Iter<'b, String>,
    budget: &'b mut Budget,
    footnote: u32,
}

/// Writes the nodes of one block.
pub(super) fn write<'a>(
    nodes: &[&'a AstNode<'a>],
    parser: &Options<'_>,
    options: &RenderOptions,
    first_line: usize,
    slugs: &[String],
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
    match &node.data().value {
        NodeValue::Heading(heading) => {
            if entering {
                context.cr()?;
                write!(context, "<h{}", heading.level)?;
                if let Some(slug) = context.user.slugs.next() {
                    attribute(context, "id", slug)?;
                }
                context.write_str(">")?;
            } else {
                writeln!(context, "</h{}>", heading.level)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::CodeBlock(code) => {
            if entering {
                code_block(context, code)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Math(math) => {
            if entering {
                let form = if math.display_math {
                    "display"
                } else {
                    "inline"
                };
                write!(context, "<span data-math=\"{form}\">")?;
                context.escape(&math.literal)?;
                context.write_str("</span>")?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Link(link) => anchor(context, link, entering),
        NodeValue::WikiLink(link) => wiki(context, node, link, entering),
        NodeValue::Image(link) => image(context, link, entering),
        NodeValue::TaskItem(task) => {
            let line = task.symbol_sourcepos.start.line;
            task_item(context, line, task.symbol.is_some(), entering)
        }
        NodeValue::Alert(alert) => callout::alert(context, alert, entering),
        NodeValue::Callout(data) => callout::callout(context, node, data, entering),
        NodeValue::CalloutTitle => callout::own_title(context, node, entering),
        NodeValue::FootnoteReference(note) => {
            if entering {
                let (number, use_number) = (note.ix, note.ref_num);
                write!(
                    context,
                    "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}-{use_number}\">{number}</a></sup>"
                )?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::FootnoteDefinition(note) => footnote(context, note.total_references, entering),
        _ => format_node_default(context, node, entering),
    }
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

fn code_block(context: &mut Context<'_, '_, State<'_>>, code: &NodeCodeBlock) -> fmt::Result {
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
            context.escape(&code.literal)?;
            context.write_str("</div>\n")
        }
        "mermaid" => {
            context.write_str("<pre data-mermaid=\"\">")?;
            context.escape(&code.literal)?;
            context.write_str("</pre>\n")
        }
        _ => {
            context.write_str("<pre")?;
            if !language.is_empty() {
                attribute(context, "data-lang", language)?;
            }
            context.write_str("><code>")?;
            match context.user.options.code {
                CodeColours::Plain => context.escape(&code.literal)?,
                CodeColours::Classes => {
                    let mut html = String::with_capacity(code.literal.len() * 2);
                    code::write(language, &code.literal, context.user.budget, &mut html)?;
                    context.write_str(&html)?;
                }
            }
            context.write_str("</code></pre>\n")
        }
    }
}

fn anchor(context: &mut Context<'_, '_, State<'_>>, link: &NodeLink, entering: bool) -> Step {
    if entering {
        context.write_str("<a")?;
        address(context, "href", &link.url)?;
        if !link.title.is_empty() {
            attribute(context, "title", &link.title)?;
        }
        context.write_str(">")?;
    } else {
        context.write_str("</a>")?;
    }
    Ok(ChildRendering::HTML)
}

/// Writes an address; those that leave the library are encoded, paths stay as written for the sanitiser to decode.
fn address(context: &mut Context<'_, '_, State<'_>>, name: &str, url: &str) -> fmt::Result {
    if classify(url) == Address::Absolute && !url.starts_with("data:") {
        write!(context, " {name}=\"")?;
        context.escape_href(url)?;
        context.write_str("\"")
    } else {
        attribute(context, name, url)
    }
}

fn image(context: &mut Context<'_, '_, State<'_>>, link: &NodeLink, entering: bool) -> Step {
    if entering {
        context.write_str("<img")?;
        address(context, "src", &link.url)?;
        context.write_str(" alt=\"")?;
        return Ok(ChildRendering::Plain);
    }
    context.write_str("\"")?;
    if !link.title.is_empty() {
        attribute(context, "title", &link.title)?;
    }
    context.write_str(">")?;
    Ok(ChildRendering::HTML)
}

fn wiki<'a>(
    context: &mut Context<'_, '_, State<'_>>,
    node: Node<'a>,
    link: &NodeWikiLink,
    entering: bool,
) -> Step {
    let (target, fragment) = split_fragment(&link.url);
    let (target, fragment) = (target.trim(), fragment.map(str::trim));
    if link.embed && is_picture(target) {
        if entering {
            let label = crate::plain::visible_text(node);
            embedded(context, target, &label)?;
        }
        return Ok(ChildRendering::Skip);
    }
    if !entering {
        context.write_str("</a>")?;
        return Ok(ChildRendering::HTML);
    }
    context.write_str("<a")?;
    if target.is_empty() {
        let slug = Anchorizer::new().anchorize(fragment.unwrap_or_default());
        attribute(context, "href", &format!("#{slug}"))?;
    } else {
        attribute(context, "data-doc", target)?;
        if let Some(fragment) = fragment {
            attribute(context, "data-fragment", fragment)?;
        }
        context.write_str(if link.embed {
            " data-kind=\"embed\" class=\"embed\""
        } else {
            " data-kind=\"wiki\""
        })?;
    }
    context.write_str(">")?;
    Ok(ChildRendering::HTML)
}

fn is_picture(target: &str) -> bool {
    let ending = target
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let pictures = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico",
    ];
    ending.is_some_and(|ending| pictures.contains(&ending.as_str()))
}

/// Writes an embedded picture; `![[file|300]]` and `![[file|300x200]]` give its size.
fn embedded(context: &mut Context<'_, '_, State<'_>>, target: &str, label: &str) -> fmt::Result {
    let (width, height) = label.split_once('x').unwrap_or((label, ""));
    let number = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let sized = number(width) && (height.is_empty() || number(height));
    context.write_str("<img")?;
    attribute(context, "data-src", target)?;
    attribute(context, "data-kind", "embed")?;
    attribute(context, "alt", if sized { target } else { label })?;
    if sized {
        attribute(context, "width", width)?;
        if !height.is_empty() {
            attribute(context, "height", height)?;
        }
    }
    context.write_str(">")
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
        // Counted from the block's first line, so that the cached HTML does not depend on where the block stands.
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
