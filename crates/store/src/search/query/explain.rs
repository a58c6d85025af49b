//! How a query was understood, in plain English.

use longhand_model::{Explanation, SearchScope};

use super::{Field, Filter, Flag, Moment, Node, Part, Query, Text, TextKind, print};

/// Tells a query in words, one condition a line, indented by nesting.
pub(crate) fn explain(query: &Query) -> Explanation {
    let mut lines = vec![
        match query.scope {
            SearchScope::Documents => "Documents with",
            SearchScope::History => "Documents and their versions with",
        }
        .to_owned(),
    ];
    match &query.root {
        Node::All(nodes) if nodes.is_empty() => {
            lines = vec![
                match query.scope {
                    SearchScope::Documents => "All documents",
                    SearchScope::History => "All versions of all documents",
                }
                .to_owned(),
            ];
        }
        Node::All(nodes) => {
            for node in nodes {
                condition(node, 1, Sense::With, &mut lines);
            }
        }
        other
        @ (Node::Any(_) | Node::Not(_) | Node::Text(_) | Node::Regex(_) | Node::Filter(_)) => {
            condition(other, 1, Sense::With, &mut lines);
        }
    }
    if !mentions_trash(&query.root) {
        lines.push("  not in the trash".to_owned());
    }
    Explanation {
        lines,
        canonical: print(query),
        scope: query.scope,
    }
}

/// Tells whether a query speaks of the trash; else what is in the trash is not found.
pub(crate) fn mentions_trash(node: &Node) -> bool {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(mentions_trash),
        Node::Not(inner) => mentions_trash(inner),
        Node::Filter(filter) => *filter == Filter::Is(Flag::Trashed),
        Node::Text(_) | Node::Regex(_) => false,
    }
}

/// Whether a condition must hold or must not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    With,
    Without,
}

fn condition(node: &Node, depth: usize, sense: Sense, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let not = match sense {
        Sense::With => "",
        Sense::Without => "not ",
    };
    let mut several = |head: &str, nodes: &[Node]| {
        lines.push(format!("{indent}{not}{head}"));
        for node in nodes {
            condition(node, depth + 1, Sense::With, lines);
        }
    };
    match (node, sense) {
        (Node::All(nodes), _) => several("all of", nodes),
        (Node::Any(nodes), _) => several("any of", nodes),
        (Node::Not(inner), Sense::With) => condition(inner, depth, Sense::Without, lines),
        (Node::Not(inner), Sense::Without) => condition(inner, depth, Sense::With, lines),
        (Node::Text(text), _) => lines.push(format!("{indent}{not}{}", told(text, sense))),
        (Node::Regex(pattern), _) => {
            lines.push(format!("{indent}{not}text that matches /{pattern}/"));
        }
        (Node::Filter(filter), _) => lines.push(format!("{indent}{not}{}", told_filter(filter))),
    }
}

fn told(text: &Text, sense: Sense) -> String {
    let place = match text.field {
        Field::Anywhere => "",
        Field::Title => " in the title",
    };
    let what = match (text.kind, sense) {
        (TextKind::Word, Sense::With) => "",
        (TextKind::Word, Sense::Without) => "the word ",
        (TextKind::Prefix, _) => "a word that starts with ",
        (TextKind::Phrase, _) => "the phrase ",
        (TextKind::PhrasePrefix, _) => "a phrase that starts with ",
    };
    format!("{what}\"{}\"{place}", text.text)
}

fn told_filter(filter: &Filter) -> String {
    match filter {
        Filter::Tag(name) => format!("the tag \"{name}\" or a tag in it"),
        Filter::Category(name) => format!("in the category \"{name}\" or one inside it"),
        Filter::Is(Flag::Inbox) => "in no category".to_owned(),
        Filter::Is(Flag::Pinned) => "pinned".to_owned(),
        Filter::Is(Flag::Favorite) => "a favourite".to_owned(),
        Filter::Is(Flag::Template) => "a template".to_owned(),
        Filter::Is(Flag::Trashed) => "in the trash".to_owned(),
        Filter::Is(Flag::Conflicted) => "in conflict".to_owned(),
        Filter::Has(Part::Attachment) => "attachments".to_owned(),
        Filter::Has(Part::Link) => "links".to_owned(),
        Filter::Has(Part::Task) => "tasks".to_owned(),
        Filter::Before(moment) => format!("last changed before {}", told_moment(*moment)),
        Filter::After(moment) => format!("last changed since {}", told_moment(*moment)),
    }
}

fn told_moment(moment: Moment) -> String {
    match moment {
        Moment::Date(day) => format!("the start of {day} (UTC)"),
        Moment::At(time) => time.to_string(),
        Moment::DaysAgo(days) => format!("{days} days ago"),
        Moment::Today => "the start of today (UTC)".to_owned(),
        Moment::Yesterday => "the start of yesterday (UTC)".to_owned(),
    }
}
