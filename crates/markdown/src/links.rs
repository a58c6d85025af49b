//! Links and the bytes of their targets: wiki links, embeds, relative links, images, reference definitions.
//!
//! What is a link is decided by the parser; this finds where its target is written, and checks that the bytes there
//! say what the parser read. It resolves nothing.

mod html;
mod locate;
mod rewrite;
mod target;

use std::collections::HashMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use longhand_model::{LinkFact, LinkKind};

use crate::frontmatter::Parts;
use crate::position::{LineIndex, line_number, slice};

pub(crate) use locate::split_fragment;
pub use rewrite::rewrite_links;
pub(crate) use target::{Address, classify, percent_decoded, scheme};

/// How the bytes of a target are written, which is how a new target must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Between double square brackets.
    Wiki,
    /// `(target)`: spaces and unbalanced brackets cannot stand bare.
    Bare,
    /// `(<target>)`.
    Angle,
    /// In a quoted HTML attribute.
    Attribute,
}

/// A link with what is needed to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) fact: LinkFact,
    pub(crate) writing: Writing,
}

/// Finds the links of one parsed text.
pub(crate) struct Finder<'t> {
    text: &'t str,
    body_from: usize,
    lines_before: usize,
    lines: &'t LineIndex,
    found: Vec<Found>,
    /// Reference links whose definitions are still to be found, by their address.
    waiting: HashMap<String, Vec<(LinkKind, Option<String>, u32)>>,
}

impl<'t> Finder<'t> {
    pub(crate) fn new(text: &'t str, parts: &Parts<'_>, lines: &'t LineIndex) -> Self {
        Self {
            text,
            body_from: parts.body_from,
            lines_before: parts.lines_before,
            lines,
            found: Vec::new(),
            waiting: HashMap::new(),
        }
    }

    /// Returns the links in the order of their targets.
    pub(crate) fn find<'a>(mut self, root: &'a AstNode<'a>) -> Vec<Found> {
        for node in root.descendants() {
            self.visit(node);
        }
        if !self.waiting.is_empty() {
            self.find_definitions(root);
        }
        self.found
            .sort_by_key(|link| (link.fact.span.start, link.fact.line));
        self.found
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser's tree has fifty kinds of node; the rest is of no interest here"
    )]
    fn visit<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        match &data.value {
            NodeValue::WikiLink(link) => {
                let kind = if link.embed {
                    LinkKind::Embed
                } else {
                    LinkKind::Wiki
                };
                self.wiki(data.sourcepos, kind);
            }
            NodeValue::Link(link) => {
                self.inline(node, data.sourcepos, &link.url, LinkKind::Relative);
            }
            NodeValue::Image(link) => {
                self.inline(node, data.sourcepos, &link.url, LinkKind::Image);
            }
            NodeValue::HtmlInline(html) if html::may_link(html) => self.html(data.sourcepos),
            NodeValue::HtmlBlock(block) if html::may_link(&block.literal) => {
                self.html(data.sourcepos);
            }
            // Nothing else links.
            _ => {}
        }
    }

    fn range(&self, position: Sourcepos) -> Range<usize> {
        let from = self.lines.start(position.start.line) + position.start.column.saturating_sub(1);
        let to = self.lines.start(position.end.line) + position.end.column;
        self.body_from + from..(self.body_from + to).max(self.body_from + from)
    }

    fn line(&self, position: Sourcepos) -> u32 {
        line_number(self.lines_before + position.start.line)
    }

    fn wiki(&mut self, position: Sourcepos, kind: LinkKind) {
        let Some(parts) = locate::wiki(self.text, self.range(position)) else {
            return;
        };
        if parts.target.is_empty() {
            // A heading of this very document.
            return;
        }
        let fact = LinkFact {
            kind,
            target: slice(self.text, parts.target.clone()).to_owned(),
            fragment: parts
                .fragment
                .map(|range| slice(self.text, range).to_owned()),
            alias: parts.alias.map(|range| slice(self.text, range).to_owned()),
            span: parts.target,
            line: self.line(position),
        };
        self.found.push(Found {
            fact,
            writing: Writing::Wiki,
        });
    }

    fn inline<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        position: Sourcepos,
        url: &str,
        kind: LinkKind,
    ) {
        let address = classify(url);
        let kind = match address {
            Address::Fragment => return,
            Address::Path => kind,
            Address::Absolute => LinkKind::External,
        };
        let alias = || Some(node.collect_text()).filter(|text| !text.is_empty() && text != url);
        match locate::destination(self.text, self.range(position), url) {
            locate::Place::Inline {
                path,
                fragment,
                writing,
            } => {
                let fragment = fragment.map(|range| slice(self.text, range).to_owned());
                let line = self.line(position);
                self.push_path(kind, path, fragment, alias(), line, writing);
            }
            locate::Place::Automatic(span) => {
                let target = url.to_owned();
                let line = self.line(position);
                let fact = LinkFact {
                    kind,
                    target,
                    fragment: None,
                    alias: None,
                    span,
                    line,
                };
                self.found.push(Found {
                    fact,
                    writing: Writing::Bare,
                });
            }
            locate::Place::Reference => {
                let use_of = (kind, alias(), self.line(position));
                self.waiting.entry(url.to_owned()).or_default().push(use_of);
            }
        }
    }

    fn push_path(
        &mut self,
        kind: LinkKind,
        path: Range<usize>,
        fragment: Option<String>,
        alias: Option<String>,
        line: u32,
        writing: Writing,
    ) {
        let written = slice(self.text, path.clone());
        let target = match kind {
            LinkKind::External => written.to_owned(),
            LinkKind::Wiki | LinkKind::Embed => written.to_owned(),
            LinkKind::Relative | LinkKind::Image => percent_decoded(&target::unescaped(written)),
        };
        let fact = LinkFact {
            kind,
            target,
            fragment,
            alias,
            span: path,
            line,
        };
        self.found.push(Found { fact, writing });
    }

    fn html(&mut self, position: Sourcepos) {
        let range = self.range(position);
        let piece = slice(self.text, range.clone());
        for attribute in html::addresses(piece) {
            let from = range.start + attribute.value.start;
            let value = slice(piece, attribute.value.clone());
            let kind = match (classify(value), attribute.image) {
                (Address::Fragment, _) => continue,
                (Address::Path, true) => LinkKind::Image,
                (Address::Path, false) => LinkKind::Relative,
                (Address::Absolute, _) => LinkKind::External,
            };
            let (path, fragment) = locate::split_fragment(value);
            let line = self.lines.line_at(from.saturating_sub(self.body_from)) + self.lines_before;
            let fragment = fragment.map(str::to_owned);
            let span = from..from + path.len();
            self.push_path(
                kind,
                span,
                fragment,
                None,
                line_number(line),
                Writing::Attribute,
            );
        }
    }

    /// Looks for `[label]: address` lines that the waiting links use; lines of code are none.
    fn find_definitions<'a>(&mut self, root: &'a AstNode<'a>) {
        let mut code = vec![false; self.lines.count() + 2];
        for node in root.descendants() {
            let data = node.data();
            if matches!(
                data.value,
                NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_)
            ) {
                let (from, to) = (data.sourcepos.start.line, data.sourcepos.end.line);
                code.iter_mut()
                    .take(to + 1)
                    .skip(from)
                    .for_each(|row| *row = true);
            }
        }
        let waiting = std::mem::take(&mut self.waiting);
        for row in 1..=self.lines.count() {
            if code.get(row).copied().unwrap_or(true) {
                continue;
            }
            let range = self.lines.lines(row, row);
            let range = self.body_from + range.start..self.body_from + range.end;
            let Some(definition) = locate::definition(self.text, range) else {
                continue;
            };
            for (kind, alias, line) in waiting.get(&definition.url).into_iter().flatten() {
                let fragment = definition
                    .fragment
                    .clone()
                    .map(|range| slice(self.text, range).to_owned());
                let (path, writing) = (definition.path.clone(), definition.writing);
                self.push_path(*kind, path, fragment, alias.clone(), *line, writing);
            }
        }
    }
}
