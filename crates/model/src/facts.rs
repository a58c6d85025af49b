//! What a Markdown text says about itself: the facts that the library indexes.
//!
//! The markdown crate reads them, the store keeps them; neither knows the other.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The facts of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TextFacts {
    /// Front matter title, else first heading of level 1, else first line; at most 255 characters.
    pub title: Option<String>,
    /// The first words of the body without markup; at most 200 characters.
    pub excerpt: String,
    /// Words; each CJK character counts as one.
    pub words: u64,
    /// Characters (Unicode scalar values) of the body.
    pub characters: u64,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links, images and embeds in order.
    pub links: Vec<LinkFact>,
    /// `#tags` in the body, without the sign, in order, each once.
    pub tags: Vec<String>,
    /// Task boxes in order.
    pub tasks: Vec<TaskFact>,
    /// What the front matter says, if there is one.
    pub front_matter: Option<FrontMatterFacts>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The fragment that points at it.
    pub slug: String,
    /// Its line, from 1.
    pub line: u32,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum LinkKind {
    /// `[[Title]]`.
    Wiki,
    /// `![[file.png]]`.
    Embed,
    /// `[text](../note.md)`.
    Relative,
    /// `![text](image.png)`.
    Image,
    /// With a scheme, such as `https:`.
    External,
}

/// A link as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkFact {
    /// How it is written.
    pub kind: LinkKind,
    /// Its target, decoded, without the fragment.
    pub target: String,
    /// What follows `#` in the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fragment: Option<String>,
    /// The text it shows, where it differs from the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The bytes of the target in the text (fragment not included).
    pub span: Range<usize>,
    /// Its line, from 1.
    pub line: u32,
}

/// A task box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskFact {
    /// Ticked.
    pub done: bool,
    /// Its text without markup.
    pub text: String,
    /// Its line, from 1.
    pub line: u32,
}

/// What a front matter says, read leniently.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrontMatterFacts {
    /// `title`.
    pub title: Option<String>,
    /// `description`, `summary` or `excerpt`.
    pub description: Option<String>,
    /// `tags`, `tag` or `keywords`, as a list or with commas.
    pub tags: Vec<String>,
    /// `aliases` or `alias`.
    pub aliases: Vec<String>,
    /// `created` or `date`, as written.
    pub created: Option<String>,
    /// `updated`, `modified` or `lastmod`, as written.
    pub updated: Option<String>,
    /// `draft`.
    pub draft: Option<bool>,
    /// All simple keys and values in order, as text.
    pub fields: Vec<(String, String)>,
}
