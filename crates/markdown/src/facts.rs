//! The facts of a text: what the library indexes without showing it.
//!
//! One parse with the options of the preview, so that index and preview agree on what is a link, a tag or a task.

mod tags;
mod words;

use std::collections::HashSet;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Anchorizer, Arena};
use longhand_model::{Heading, TaskFact, TextFacts};

use crate::frontmatter::{FrontMatter, Parts};
use crate::links::Finder;
use crate::position::{LineIndex, line_number};
use crate::syntax;

pub use words::count_words;

const TITLE_CHARS: usize = 255;
const EXCERPT_CHARS: usize = 200;
const TASK_CHARS: usize = 200;

/// Reads the facts of a text.
pub fn facts(text: &str) -> TextFacts {
    let parts = Parts::of(text);
    let lines = LineIndex::new(parts.body);
    let arena = Arena::new();
    let mut options = syntax::options_for(parts.body);
    // `\#word` is no tag: escapes stay visible in the tree.
    options.parse.escaped_char_spans = true;
    let root = syntax::parse(&arena, parts.body, &options);
    let mut reader = Reader::new(&parts);
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => reader.enter(node),
            NodeEdge::End(node) => reader.leave(node),
        }
    }
    let mut facts = reader.finish(&parts);
    facts.links = Finder::new(text, &parts, &lines)
        .find(root)
        .into_iter()
        .map(|link| link.fact)
        .collect();
    facts
}

struct Reader {
    facts: TextFacts,
    lines_before: usize,
    anchors: Anchorizer,
    seen_tags: HashSet<String>,
    /// The visible text of the block at hand.
    block: String,
    /// How many enclosing nodes hide their text from the tag scanner.
    untagged: u32,
    /// How many enclosing nodes are no prose: alternative texts.
    hidden: u32,
    first_heading: Option<String>,
    first_line: Option<String>,
    open_task: bool,
}

impl Reader {
    fn new(parts: &Parts<'_>) -> Self {
        let characters = parts.body.chars().count() as u64;
        Self {
            facts: TextFacts {
                characters,
                ..TextFacts::default()
            },
            lines_before: parts.lines_before,
            anchors: Anchorizer::new(),
            seen_tags: HashSet::new(),
            block: String::new(),
            untagged: 0,
            hidden: 0,
            first_heading: None,
            first_line: None,
            open_task: false,
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser's tree has fifty kinds of node; the rest is of no interest here"
    )]
    fn enter(&mut self, node: &AstNode<'_>) {
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) if self.hidden == 0 => {
                if self.untagged == 0 {
                    tags::scan(text, self.block.chars().next_back(), |tag| {
                        if self.seen_tags.insert(tag.to_lowercase()) {
                            self.facts.tags.push(tag.to_owned());
                        }
                    });
                }
                self.block.push_str(text);
            }
            NodeValue::Code(code) => self.block.push_str(&code.literal),
            NodeValue::Math(math) => self.block.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.block.push('\n'),
            NodeValue::CodeBlock(code) => self.facts.words += words::count_words(&code.literal),
            NodeValue::Link(_) | NodeValue::WikiLink(_) | NodeValue::Escaped => self.untagged += 1,
            NodeValue::Image(_) => self.hidden += 1,
            NodeValue::TaskItem(task) => {
                let line = self.lines_before + task.symbol_sourcepos.start.line;
                self.facts.tasks.push(TaskFact {
                    done: task.symbol.is_some(),
                    text: String::new(),
                    line: line_number(line),
                });
                self.open_task = true;
            }
            // The rest holds these or shows nothing.
            _ => {}
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser's tree has fifty kinds of node; the rest is of no interest here"
    )]
    fn leave(&mut self, node: &AstNode<'_>) {
        let data = node.data();
        match &data.value {
            NodeValue::Link(_) | NodeValue::WikiLink(_) | NodeValue::Escaped => self.untagged -= 1,
            NodeValue::Image(_) => self.hidden -= 1,
            NodeValue::Paragraph => {
                if self.open_task
                    && let Some(task) = self.facts.tasks.last_mut()
                {
                    task.text = shortened(&self.block, TASK_CHARS);
                    self.open_task = false;
                }
                self.extend_excerpt();
                self.end_block();
            }
            NodeValue::Heading(heading) => {
                let text = one_line(&self.block);
                if heading.level == 1 && self.first_heading.is_none() && !text.is_empty() {
                    self.first_heading = Some(text.clone());
                }
                let line = self.lines_before + data.sourcepos.start.line;
                self.facts.headings.push(Heading {
                    level: heading.level,
                    slug: self.anchors.anchorize(&text),
                    text,
                    line: line_number(line),
                });
                self.end_block();
            }
            NodeValue::TableCell => self.end_block(),
            // Containers and inlines end no block.
            _ => {}
        }
    }

    fn extend_excerpt(&mut self) {
        let excerpt = &mut self.facts.excerpt;
        if excerpt.len() > EXCERPT_CHARS * 4 || self.block.is_empty() {
            return;
        }
        for word in self.block.split_whitespace() {
            if !excerpt.is_empty() {
                excerpt.push(' ');
            }
            excerpt.push_str(word);
            if excerpt.len() > EXCERPT_CHARS * 4 {
                return;
            }
        }
    }

    fn end_block(&mut self) {
        self.facts.words += words::count_words(&self.block);
        if self.first_line.is_none() {
            let mut lines = self.block.lines().map(str::trim);
            self.first_line = lines.find(|line| !line.is_empty()).map(one_line);
        }
        self.block.clear();
    }

    fn finish(mut self, parts: &Parts<'_>) -> TextFacts {
        let front_matter = parts.front_matter.as_ref().map(FrontMatter::facts);
        let said = front_matter.as_ref().and_then(|facts| facts.title.clone());
        let raw_line = || {
            let mut lines = parts.body.lines().map(one_line);
            lines.find(|line| !line.is_empty())
        };
        let title = said
            .or(self.first_heading)
            .or(self.first_line)
            .or_else(raw_line);
        self.facts.title = title
            .map(|title| shortened(&title, TITLE_CHARS))
            .filter(|title| !title.is_empty());
        self.facts.excerpt = shortened(&self.facts.excerpt, EXCERPT_CHARS);
        self.facts.front_matter = front_matter;
        self.facts
    }
}

/// Returns a text on one line: white space collapsed, control characters left out.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|c| !c.is_control()));
    }
    line
}

/// Returns at most `most` characters on one line, cut between words where one ends late enough.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    match cut.rfind(' ') {
        Some(at) if at * 2 > cut.len() => cut.get(..at).unwrap_or(&cut).to_owned(),
        Some(_) | None => cut,
    }
}
