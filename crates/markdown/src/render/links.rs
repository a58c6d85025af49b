//! Links, pictures and embeds as the sanitiser expects them.
//!
//! Addresses are passed as written; whether one may be followed or loaded is the sanitiser's decision.

use std::fmt::{self, Write};

use comrak::Anchorizer;
use comrak::html::{ChildRendering, Context};
use comrak::nodes::{Node, NodeLink, NodeWikiLink};

use super::format::{State, Step, attribute};
use crate::links::{Address, classify, split_fragment};
use crate::plain::{alternative_text, visible_text};

/// The longest title or description, in characters.
const MAX_WORDS: usize = 1_000;
/// The longest address, in bytes; pictures in the address are longer.
const MAX_ADDRESS: usize = 8 * 1024;

fn shortened(text: &str) -> String {
    text.chars().take(MAX_WORDS).collect()
}

pub(super) fn anchor(
    context: &mut Context<'_, '_, State<'_>>,
    link: &NodeLink,
    entering: bool,
) -> Step {
    if entering {
        context.write_str("<a")?;
        address(context, "href", &link.url)?;
        if !link.title.is_empty() {
            attribute(context, "title", &shortened(&link.title))?;
        }
        context.write_str(">")?;
    } else {
        context.write_str("</a>")?;
    }
    Ok(ChildRendering::HTML)
}

/// Writes an address; those that leave the library are encoded, paths stay as written for the sanitiser to decode.
fn address(context: &mut Context<'_, '_, State<'_>>, name: &str, url: &str) -> fmt::Result {
    if url.starts_with("data:") {
        return attribute(context, name, url);
    }
    if url.len() > MAX_ADDRESS {
        return Ok(());
    }
    if classify(url) == Address::Absolute {
        write!(context, " {name}=\"")?;
        context.escape_href(url)?;
        context.write_str("\"")
    } else {
        attribute(context, name, url)
    }
}

pub(super) fn image<'a>(
    context: &mut Context<'_, '_, State<'_>>,
    node: Node<'a>,
    link: &NodeLink,
    entering: bool,
) -> Step {
    if entering {
        context.write_str("<img")?;
        address(context, "src", &link.url)?;
        attribute(context, "alt", &shortened(&alternative_text(node)))?;
        if !link.title.is_empty() {
            attribute(context, "title", &shortened(&link.title))?;
        }
        context.write_str(">")?;
    }
    Ok(ChildRendering::Skip)
}

pub(super) fn wiki<'a>(
    context: &mut Context<'_, '_, State<'_>>,
    node: Node<'a>,
    link: &NodeWikiLink,
    entering: bool,
) -> Step {
    let (target, fragment) = split_fragment(&link.url);
    let (target, fragment) = (target.trim(), fragment.map(str::trim));
    if link.embed && is_picture(target) {
        if entering {
            let label = visible_text(node);
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
