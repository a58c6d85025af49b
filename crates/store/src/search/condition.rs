//! Conditions: a query made ready to be held against one document.
//!
//! Whatever an index proposes is decided here, so that an index may propose too much but never decides.

use regex::Regex;

use super::fold::Folder;
use super::pattern::{Pattern, Sense, regex};
use super::query::{Field, Filter, Node};

/// A condition that is held against a document.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Text(Box<Pattern>),
    Regex(Regex),
    /// The filter with this place among the facts of the document.
    Fact(usize),
}

/// A query split in two: what tables answer for all of it, and what is held against each document.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Filters, without any text, that must all hold.
    pub(crate) filters: Vec<Node>,
    /// What must hold besides.
    pub(crate) conditions: Vec<Condition>,
    /// The filters that stand beside texts in groups: a document's facts, in this order.
    pub(crate) facts: Vec<Filter>,
}

impl Plan {
    /// Splits a query.
    pub(crate) fn of(root: &Node) -> Self {
        let mut plan = Self::default();
        match root {
            Node::All(nodes) => nodes.iter().for_each(|node| plan.add(node)),
            other @ (Node::Any(_)
            | Node::Not(_)
            | Node::Text(_)
            | Node::Regex(_)
            | Node::Filter(_)) => {
                plan.add(other);
            }
        }
        plan
    }

    fn add(&mut self, node: &Node) {
        if only_filters(node) {
            self.filters.push(node.clone());
        } else {
            let condition = condition(node, Sense::Asked, &mut self.facts);
            self.conditions.extend(condition);
        }
    }

    /// Holds all conditions against a document.
    pub(crate) fn holds(&self, subject: &mut Subject) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.holds(subject))
    }

    /// Returns the patterns that are asked for, in the order of the query.
    pub(crate) fn patterns(&self) -> Vec<&Pattern> {
        let mut patterns = Vec::new();
        for condition in &self.conditions {
            condition.collect(&mut |leaf| {
                if let Condition::Text(pattern) = leaf {
                    patterns.push(&**pattern);
                }
            });
        }
        patterns
    }

    /// Returns the regular expressions that are asked for.
    pub(crate) fn regexes(&self) -> Vec<&Regex> {
        let mut regexes = Vec::new();
        for condition in &self.conditions {
            condition.collect(&mut |leaf| {
                if let Condition::Regex(regex) = leaf {
                    regexes.push(regex);
                }
            });
        }
        regexes
    }
}

fn only_filters(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().all(only_filters),
        Node::Not(inner) => only_filters(inner),
        Node::Text(_) | Node::Regex(_) => false,
        Node::Filter(_) => true,
    }
}

/// Makes a condition; none where a word has nothing visible and so asks for nothing.
fn condition(node: &Node, sense: Sense, facts: &mut Vec<Filter>) -> Option<Condition> {
    let mut several = |nodes: &[Node]| -> Option<Vec<Condition>> {
        let conditions: Vec<Condition> = nodes
            .iter()
            .filter_map(|node| condition(node, sense, facts))
            .collect();
        (!conditions.is_empty()).then_some(conditions)
    };
    match node {
        Node::All(nodes) => several(nodes).map(Condition::All),
        Node::Any(nodes) => several(nodes).map(Condition::Any),
        Node::Not(inner) => {
            condition(inner, sense.turned(), facts).map(|inner| Condition::Not(Box::new(inner)))
        }
        Node::Text(text) => {
            Pattern::of(text, sense).map(|pattern| Condition::Text(Box::new(pattern)))
        }
        // The parser compiled it already.
        Node::Regex(pattern) => regex(pattern).ok().map(Condition::Regex),
        Node::Filter(filter) => {
            facts.push(filter.clone());
            Some(Condition::Fact(facts.len() - 1))
        }
    }
}

impl Condition {
    pub(crate) fn holds(&self, subject: &mut Subject) -> bool {
        match self {
            Self::All(inner) => inner.iter().all(|condition| condition.holds(subject)),
            Self::Any(inner) => inner.iter().any(|condition| condition.holds(subject)),
            Self::Not(inner) => !inner.holds(subject),
            Self::Text(pattern) => {
                pattern.find(subject.folded_title(), 0).is_some()
                    || pattern.field == Field::Anywhere
                        && pattern.find(subject.folded_text(), 0).is_some()
            }
            Self::Regex(regex) => regex.is_match(&subject.title) || regex.is_match(&subject.text),
            Self::Fact(place) => subject.facts.get(*place).copied().unwrap_or(false),
        }
    }

    /// Visits what is asked for, not what is excluded.
    fn collect<'c>(&'c self, visit: &mut impl FnMut(&'c Self)) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                for condition in inner {
                    condition.collect(visit);
                }
            }
            Self::Not(_) => {}
            Self::Text(_) | Self::Regex(_) | Self::Fact(_) => visit(self),
        }
    }
}

/// A document, or a version of one, that conditions are held against; folded when first needed.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) facts: Vec<bool>,
    title_folder: Folder,
    text_folder: Folder,
    title_is_folded: bool,
    text_is_folded: bool,
}

impl Subject {
    /// Takes the place of the document before; its memory is used again.
    pub(crate) fn replace(&mut self, title: &str, text: &str, facts: Vec<bool>) {
        self.title.clear();
        self.title.push_str(title);
        self.text.clear();
        self.text.push_str(text);
        self.facts = facts;
        self.title_is_folded = false;
        self.text_is_folded = false;
    }

    pub(crate) fn folded_title(&mut self) -> &str {
        if !self.title_is_folded {
            self.title_folder.clear();
            self.title_folder.push_str(&self.title);
            self.title_is_folded = true;
        }
        self.title_folder.text()
    }

    pub(crate) fn folded_text(&mut self) -> &str {
        if !self.text_is_folded {
            self.text_folder.clear();
            self.text_folder.push_str(&self.text);
            self.text_is_folded = true;
        }
        self.text_folder.text()
    }
}
