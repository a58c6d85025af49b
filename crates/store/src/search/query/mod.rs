//! The query language: what a person types, read, written out in full, and told in words.
//!
//! Pure. What a query finds, and how fast, is not known here.

mod date;
mod explain;
mod filter;
mod lex;
mod parse;
mod print;

pub(crate) use date::Moment;
pub(crate) use explain::{explain, mentions_trash};
pub(crate) use parse::parse;
pub(crate) use print::print;

use longhand_model::SearchScope;

/// A query has at most this many characters.
pub(crate) const QUERY_CHARS: usize = 2_000;

/// A query has at most this many words, phrases and filters.
pub(crate) const QUERY_TERMS: usize = 64;

/// Groups nest at most this deep.
pub(crate) const QUERY_DEPTH: usize = 16;

/// A query that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    /// Where it looks.
    pub(crate) scope: SearchScope,
    /// What must hold; an empty `All` holds for every document.
    pub(crate) root: Node,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Each of them.
    All(Vec<Node>),
    /// At least one of them.
    Any(Vec<Node>),
    /// Not that.
    Not(Box<Node>),
    /// Words in the title or the text.
    Text(Text),
    /// A regular expression in the title or the text.
    Regex(String),
    /// What a document is, has or belongs to.
    Filter(Filter),
}

/// Words that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// In the title only, or anywhere.
    pub(crate) field: Field,
    /// How it must stand.
    pub(crate) kind: TextKind,
    /// As typed, without quotes and escapes.
    pub(crate) text: String,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// In the title and in the text.
    Anywhere,
    /// In the title.
    Title,
}

/// How words must stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// `word`: as a word or as part of one; as a whole word where it is excluded.
    Word,
    /// `word*`: at the start of a word.
    Prefix,
    /// `"some words"`: as whole words in this order.
    Phrase,
    /// `"some wor"*`: as a phrase whose last word goes on.
    PhrasePrefix,
}

/// What a document is, has or belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    /// `tag:`: bears the tag or one nested in it.
    Tag(String),
    /// `category:`: is in the category or one inside it; a name, or a path with `/`.
    Category(String),
    /// `is:`
    Is(Flag),
    /// `has:`
    Has(Part),
    /// `before:`: last changed before that moment.
    Before(Moment),
    /// `after:`: last changed at that moment or later.
    After(Moment),
}

/// What a document can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    Inbox,
    Pinned,
    Favorite,
    Template,
    Trashed,
    Conflicted,
}

/// What a document can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Attachment,
    Link,
    Task,
}

impl Flag {
    pub(crate) const ALL: [Self; 6] = [
        Self::Inbox,
        Self::Pinned,
        Self::Favorite,
        Self::Template,
        Self::Trashed,
        Self::Conflicted,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Pinned => "pinned",
            Self::Favorite => "favorite",
            Self::Template => "template",
            Self::Trashed => "trashed",
            Self::Conflicted => "conflicted",
        }
    }
}

impl Part {
    pub(crate) const ALL: [Self; 3] = [Self::Attachment, Self::Link, Self::Task];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Link => "link",
            Self::Task => "task",
        }
    }
}

#[cfg(test)]
mod tests;
