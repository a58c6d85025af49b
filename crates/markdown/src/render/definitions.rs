//! What a text lends to all its blocks: definitions of link references and of footnotes.
//!
//! The parser does not tell what it found, so this looks at the bytes and errs on one side only: whatever is defined is
//! noticed, and much that is not. That side costs a whole parse where less would have done.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use comrak::ResolvedReference;
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::{BrokenLinkCallback, BrokenLinkReference};

/// The longest label, in bytes.
const MAX_LABEL: usize = 1_000;
/// The parser lets references expand to so many bytes, and to no more than the text has.
const MAX_EXPANSION: usize = 100_000;

/// Tells whether a piece of a text may define anything.
pub(super) fn may_define(source: &str) -> bool {
    source.contains("]:")
}

/// Tells whether a piece of a text may refer to a footnote; entities and escapes can stand for the mark.
pub(super) fn may_note(source: &str) -> bool {
    ["[^", "[&", "[\\"]
        .iter()
        .any(|start| source.contains(start))
}

/// The labels that a text may define.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    labels: HashSet<String>,
    /// A label may run over several lines: it could be any.
    vague: bool,
    /// How many of them may be footnotes.
    notes: usize,
    /// The longest that an address and a title can be, in bytes.
    longest: usize,
}

impl Definitions {
    /// Looks for definitions.
    pub(super) fn of(body: &str) -> Self {
        let mut definitions = Self::default();
        let mut paragraph_end = 0;
        for (end, _) in body.match_indices("]:") {
            let (before, after) = body.split_at_checked(end).unwrap_or_default();
            if !may_lead_somewhere(after.get(2..).unwrap_or_default()) {
                continue;
            }
            definitions.add(before);
            if end >= paragraph_end {
                let length = after.find("\n\n").unwrap_or(after.len());
                paragraph_end = end + length;
                definitions.longest = definitions.longest.max(length);
            }
        }
        let noting = body.split('\n').filter(|line| line.contains("[^"));
        definitions.notes = noting.map(|line| line.matches("]:").count()).sum();
        definitions
    }

    /// Adds the label at the end of `before`, which ends before a bracket and a colon.
    fn add(&mut self, before: &str) {
        let mut from = before.len().saturating_sub(MAX_LABEL + 4);
        while !before.is_char_boundary(from) {
            from += 1;
        }
        let near = before.get(from..).unwrap_or_default();
        let (earlier, label) = near.rsplit_once('[').unwrap_or(("", near));
        // A paragraph ends at an empty line, a label at the first bracket.
        if label.contains("\n\n") || label.contains("\n\r\n") {
            return;
        }
        if label.len() < near.len() && has_bracket(label) && !earlier.ends_with('\\') {
            return;
        }
        if label.contains(['\n', '\r']) || earlier.ends_with('\\') {
            self.vague = true;
        } else if label.len() < near.len() && !is_note(earlier, label) {
            self.labels.insert(key(label));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && !self.vague && self.notes == 0
    }

    pub(super) fn has_notes(&self) -> bool {
        self.notes > 0
    }

    /// Tells whether one of `labels`, which were not found in a piece of the text, may be defined in the rest.
    pub(super) fn may_hold_any(&self, labels: &[String]) -> bool {
        labels
            .iter()
            .any(|label| self.vague || self.labels.contains(&key(label)))
    }

    /// Returns a bound of what the references of a whole text expand to, in bytes, if it is sure that none was refused.
    pub(super) fn expansion<'a>(
        &self,
        body: &str,
        root: &'a AstNode<'a>,
        missed: &[String],
    ) -> Option<usize> {
        if self.is_empty() {
            return Some(0);
        }
        let (mut written, mut notes) = (0, 0);
        for node in root.descendants() {
            let data = node.data();
            if let NodeValue::Link(link) | NodeValue::Image(link) = &data.value {
                written += link.url.len() + link.title.len();
            } else if matches!(data.value, NodeValue::FootnoteDefinition(_)) {
                notes += 1;
            }
        }
        let limit = most_expansion(body);
        // Footnotes that nobody refers to are no longer in the tree, but their links were read.
        let seen_all = notes >= self.notes;
        // A reference is refused when it would go beyond the limit.
        if seen_all && written + self.longest <= limit {
            Some(written)
        } else {
            (!self.may_hold_any(missed)).then_some(limit)
        }
    }
}

/// Returns how many bytes the references of a text may expand to before the parser refuses more.
pub(super) fn most_expansion(body: &str) -> usize {
    body.len().min(MAX_EXPANSION)
}

/// Tells whether an address and nothing but a title may stand here, as after the colon of a reference's definition.
fn may_lead_somewhere(after: &str) -> bool {
    let blank = [' ', '\t'];
    let line = after.trim_start_matches(blank);
    // An address on the next line or between angles may look like anything.
    if line.is_empty() || line.starts_with(['\n', '\r', '<']) {
        return true;
    }
    // As the parser has it: of all control characters only NUL is a part of an address.
    let ends = |c: char| c.is_ascii_whitespace() || (c.is_ascii_control() && c != '\0');
    let rest = line.find(ends).and_then(|end| line.get(end..));
    let rest = rest.unwrap_or_default().trim_start_matches(blank);
    rest.is_empty() || rest.starts_with(['\n', '\r', '"', '\'', '('])
}

/// Tells whether a label after `earlier` text can only be that of a footnote: it comes before references where a line starts.
fn is_note(earlier: &str, label: &str) -> bool {
    let line = earlier.rsplit(['\n', '\r']).next().unwrap_or_default();
    let indent = line.len() - line.trim_end_matches(' ').len();
    let shallow = indent < 4 && line.len() < 100 && !line.contains('\t');
    shallow && label.len() > 1 && label.starts_with('^') && !label.contains(char::is_whitespace)
}

fn has_bracket(label: &str) -> bool {
    let mut escaped = false;
    label.bytes().any(|byte| {
        let found = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        found
    })
}

/// Returns the same for all labels that the parser holds to be equal, and for some others.
fn key(label: &str) -> String {
    let bare: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    bare.to_lowercase().to_uppercase()
}

/// Hears which labels the parser looked up in vain.
#[derive(Debug, Default)]
pub(super) struct Missed(Mutex<Vec<String>>);

impl Missed {
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl BrokenLinkCallback for Missed {
    fn resolve(&self, reference: BrokenLinkReference<'_>) -> Option<ResolvedReference> {
        let mut missed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missed.push(reference.normalized.to_owned());
        None
    }
}
