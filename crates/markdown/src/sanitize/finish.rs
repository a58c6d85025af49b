//! The last pass over clean HTML: links, pictures and task boxes get the attributes that the interface reads.
//!
//! Its input is what the sanitiser serialised: every tag closed, every attribute quoted, no comments, no raw text. A tag that
//! reads otherwise is left out rather than passed.

use longhand_model::LinkKind;

use super::{CUT, Clean, ID_PREFIX, Target};
use crate::links::{Address, classify, percent_decoded, scheme, split_fragment};

/// A start tag of the sanitised HTML; values are decoded.
struct Tag<'h> {
    name: &'h str,
    attributes: Vec<(&'h str, String)>,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// See the module's words.
pub(super) fn finish(html: &str) -> Clean {
    let mut out = String::with_capacity(html.len() + 64);
    let mut remote_images = 0;
    let mut targets = Vec::new();
    let mut at = 0;
    while let Some(open) = html
        .get(at..)
        .and_then(|rest| rest.find('<'))
        .map(|open| at + open)
    {
        out.push_str(html.get(at..open).unwrap_or_default());
        let rest = html.get(open + 1..).unwrap_or_default();
        if let Some(after) = html.get(open..).and_then(|rest| rest.strip_prefix(CUT)) {
            at = html.len() - after.len();
            continue;
        }
        let special = ["a ", "img ", "img>", "span data-"]
            .iter()
            .any(|start| rest.starts_with(start));
        if !special {
            out.push('<');
            at = open + 1;
            continue;
        }
        let Some((tag, end)) = read_tag(html, open) else {
            at = open + 1;
            continue;
        };
        match tag.name {
            "a" => link(&tag, &mut out, &mut targets),
            "img" => remote_images += picture(&tag, &mut out, &mut targets),
            _ if tag.get("data-task").is_some() => task(&tag, &mut out),
            _ => out.push_str(html.get(open..end).unwrap_or_default()),
        }
        at = end;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    Clean {
        html: out,
        remote_images,
        targets,
    }
}

/// Reads the tag at `open`; returns it and the offset after its `>`.
fn read_tag(html: &str, open: usize) -> Option<(Tag<'_>, usize)> {
    let name_end = open + 1 + html.get(open + 1..)?.find([' ', '>'])?;
    let mut tag = Tag {
        name: html.get(open + 1..name_end)?,
        attributes: Vec::new(),
    };
    let mut at = name_end;
    loop {
        let rest = html.get(at..)?;
        if rest.starts_with('>') {
            return Some((tag, at + 1));
        }
        let rest = rest.strip_prefix(' ')?;
        let (key, tail) = rest.split_once("=\"")?;
        let (value, _) = tail.split_once('"')?;
        if key.contains(['>', '<', ' ']) {
            return None;
        }
        tag.attributes.push((key, decoded(value)));
        at += 1 + key.len() + 2 + value.len() + 1;
    }
}

fn decoded(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let plain = value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    plain.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

fn put(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn put_kept(out: &mut String, tag: &Tag<'_>, names: &[&str]) {
    for name in names {
        if let Some(value) = tag.get(name) {
            put(out, name, value);
        }
    }
}

/// An address as a browser reads it: without the blanks around it and the line ends in it.
fn address(value: &str) -> String {
    let inner = value.trim_matches(|c: char| c <= ' ');
    inner
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect()
}

/// Notes what a link or a picture names; `data-kind` tells wiki links and embeds.
fn note(targets: &mut Vec<Target>, tag: &Tag<'_>, otherwise: LinkKind, name: &str) {
    let kind = match tag.get("data-kind") {
        Some("wiki") => LinkKind::Wiki,
        Some("embed") => LinkKind::Embed,
        _ => otherwise,
    };
    targets.push(Target {
        kind,
        name: name.to_owned(),
    });
}

fn link(tag: &Tag<'_>, out: &mut String, targets: &mut Vec<Target>) {
    out.push_str("<a");
    if let Some(id) = tag.get("id").or(tag.get("name")) {
        put(out, "id", id);
    }
    put_kept(out, tag, &["class", "title", "lang", "dir", "aria-label"]);
    if let Some(name) = tag.get("data-doc") {
        note(targets, tag, LinkKind::Relative, name);
        put_kept(out, tag, &["data-doc", "data-fragment", "data-kind"]);
        out.push_str(" role=\"link\" tabindex=\"0\"");
    } else if let Some(href) = tag.get("href").map(address) {
        target(&href, tag, out, targets);
    }
    out.push('>');
}

fn target(href: &str, tag: &Tag<'_>, out: &mut String, targets: &mut Vec<Target>) {
    match classify(href) {
        Address::Fragment => {
            let fragment = percent_decoded(href.trim_start_matches('#'));
            put(out, "href", &format!("#{ID_PREFIX}{fragment}"));
        }
        Address::Absolute => {
            if let Some(url) = absolute(href, &["http", "https", "mailto"]) {
                put(out, "href", &url);
                out.push_str(" rel=\"noopener noreferrer nofollow\" data-kind=\"external\"");
            }
        }
        Address::Path => {
            let (path, fragment) = split_fragment(href);
            let name = percent_decoded(path);
            put(out, "data-doc", &name);
            note(targets, tag, LinkKind::Relative, &name);
            if let Some(fragment) = fragment {
                put(out, "data-fragment", fragment);
            }
            out.push_str(" data-kind=\"relative\" role=\"link\" tabindex=\"0\"");
        }
    }
}

/// Returns an address with one of the schemes; one that starts with a host is taken for https.
fn absolute(url: &str, schemes: &[&str]) -> Option<String> {
    if url.starts_with("//") {
        return Some(format!("https:{url}"));
    }
    let scheme = scheme(url)?;
    schemes.contains(&scheme.as_str()).then(|| url.to_owned())
}

/// Writes a picture; returns how many remote ones that makes.
fn picture(tag: &Tag<'_>, out: &mut String, targets: &mut Vec<Target>) -> usize {
    let mut remote = 0;
    out.push_str("<img");
    put_kept(out, tag, &["id", "class"]);
    if let Some(name) = tag.get("data-src") {
        note(targets, tag, LinkKind::Image, name);
        put_kept(out, tag, &["data-src", "data-kind"]);
    } else if let Some(src) = tag.get("src").map(address) {
        match classify(&src) {
            Address::Fragment => {}
            Address::Path => {
                let name = percent_decoded(split_fragment(&src).0);
                put(out, "data-src", &name);
                note(targets, tag, LinkKind::Image, &name);
            }
            Address::Absolute => {
                if src.starts_with("data:image/") {
                    put(out, "src", &src);
                } else if let Some(url) = absolute(&src, &["http", "https"]) {
                    put(out, "data-remote-src", &url);
                    remote = 1;
                }
            }
        }
    }
    put(out, "alt", tag.get("alt").unwrap_or_default());
    put_kept(
        out,
        tag,
        &["title", "width", "height", "align", "lang", "dir"],
    );
    out.push('>');
    remote
}

/// Writes the box of a task; the renderer's empty `span` ends after it.
fn task(tag: &Tag<'_>, out: &mut String) {
    out.push_str("<span class=\"task-box\"><input type=\"checkbox\"");
    match tag.get("data-line") {
        Some(line) => put(out, "data-line", line),
        None => out.push_str(" disabled=\"\""),
    }
    if tag.get("data-task") == Some("done") {
        out.push_str(" checked=\"\"");
    }
    out.push('>');
}
