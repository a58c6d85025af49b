//! Front matter: the block of fields between `---` lines at the very start of a text.
//!
//! Reads leniently what people write and edits one key at a time, byte for byte elsewhere. It is no YAML
//! parser: what it does not understand stays opaque, and nothing is ever serialised again as a whole.
//! A block after `---js` or the like is no front matter, so nothing in it is ever run.

mod edit;
mod read;
mod scalar;

use std::ops::Range;

use longhand_model::{FrontMatterFacts, Timestamp};

pub use edit::{EditError, FieldInput, remove_field, set_field};

/// The largest block that is read as front matter, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// How a front matter block is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between `---` lines; its fields are read.
    Yaml,
    /// Between `+++` lines; recognised and kept, not read.
    Toml,
}

/// A front matter block and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// How it is written.
    pub format: Format,
    /// The bytes of the block with both fences and the line end after the last.
    pub span: Range<usize>,
    /// The bytes between the fences.
    pub inner: Range<usize>,
    /// How many lines the block takes.
    pub lines: u32,
    /// Its fields in order; empty for TOML.
    pub fields: Vec<Field>,
}

/// A field of a front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key without quotes.
    pub key: String,
    /// What it says.
    pub value: FieldValue,
    /// The bytes of the value (empty where there is none), without comment and line end.
    pub value_span: Range<usize>,
    /// The bytes of all its lines, line ends included.
    pub span: Range<usize>,
    /// Its first line in the whole text, from 1.
    pub line: u32,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// `key:`
    Empty,
    /// A scalar without its quotes.
    Text(String),
    /// `[a, b]` or lines of `- a`.
    List(Vec<String>),
    /// Anything else, as written.
    Opaque(String),
}

impl FieldValue {
    /// Returns the value as text to show: lists joined with commas, opaque values as written.
    pub fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Opaque(text) => text.clone(),
            Self::List(items) => items.join(", "),
        }
    }

    /// Returns the value as items: a list's own, or a scalar's parts between commas.
    pub fn items(&self) -> Vec<String> {
        let parts: Vec<&str> = match self {
            Self::Empty | Self::Opaque(_) => Vec::new(),
            Self::Text(text) => text.split(',').collect(),
            Self::List(items) => items.iter().map(String::as_str).collect(),
        };
        let parts = parts
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    }
}

impl FrontMatter {
    /// Reads the front matter at the start of a text (after a byte order mark, if there is one).
    pub fn read(text: &str) -> Option<Self> {
        read::front_matter(text)
    }

    /// Returns the first of the fields that carries one of `keys`, compared without case.
    pub fn field(&self, keys: &[&str]) -> Option<&Field> {
        keys.iter().find_map(|key| {
            let same_key = |field: &&Field| field.key.eq_ignore_ascii_case(key);
            self.fields.iter().find(same_key)
        })
    }

    /// Returns `title`.
    pub fn title(&self) -> Option<String> {
        self.text(&["title"])
    }

    /// Returns `description`, `summary` or `excerpt`.
    pub fn description(&self) -> Option<String> {
        self.text(&["description", "summary", "excerpt"])
    }

    /// Returns `tags`, `tag` or `keywords` without `#` signs, each once.
    pub fn tags(&self) -> Vec<String> {
        let tags = self.items(&["tags", "tag", "keywords"]);
        let mut seen = std::collections::HashSet::new();
        let bare = tags
            .into_iter()
            .map(|tag| tag.trim_start_matches('#').trim().to_owned());
        bare.filter(|tag| !tag.is_empty() && seen.insert(tag.to_lowercase()))
            .collect()
    }

    /// Returns `aliases` or `alias`.
    pub fn aliases(&self) -> Vec<String> {
        self.items(&["aliases", "alias"])
    }

    /// Returns `created` or `date` as written.
    pub fn created(&self) -> Option<String> {
        self.text(&["created", "date"])
    }

    /// Returns `updated`, `modified` or `lastmod` as written.
    pub fn updated(&self) -> Option<String> {
        self.text(&["updated", "modified", "lastmod"])
    }

    /// Returns `created` or `date`, where it can be read as a time.
    pub fn created_at(&self) -> Option<Timestamp> {
        self.created().as_deref().and_then(read_time)
    }

    /// Returns `updated`, `modified` or `lastmod`, where it can be read as a time.
    pub fn updated_at(&self) -> Option<Timestamp> {
        self.updated().as_deref().and_then(read_time)
    }

    /// Returns `draft`.
    pub fn draft(&self) -> Option<bool> {
        match self.text(&["draft"])?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// Returns the keys and values in order, as text to show.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pair = |field: &Field| (field.key.clone(), field.value.display());
        self.fields.iter().map(pair).collect()
    }

    /// Returns what the library indexes.
    pub fn facts(&self) -> FrontMatterFacts {
        FrontMatterFacts {
            title: self.title(),
            description: self.description(),
            tags: self.tags(),
            aliases: self.aliases(),
            created: self.created(),
            updated: self.updated(),
            draft: self.draft(),
            fields: self.pairs(),
        }
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        match &self.field(keys)?.value {
            FieldValue::Text(text) if !text.is_empty() => Some(text.clone()),
            FieldValue::List(items) => items.first().cloned(),
            FieldValue::Text(_) | FieldValue::Empty | FieldValue::Opaque(_) => None,
        }
    }

    fn items(&self, keys: &[&str]) -> Vec<String> {
        self.field(keys)
            .map(|field| field.value.items())
            .unwrap_or_default()
    }
}

/// Reads a time as people and generators write it: RFC 3339, with a space for `T`, without seconds, or a date.
pub(crate) fn read_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        // Jekyll and Hugo write `2024-05-01 10:20:30 +0800`.
        let (date, rest) = text.split_once(' ')?;
        let (time, zone) = rest.split_once(' ').unwrap_or((rest, "Z"));
        let zone = match zone.as_bytes() {
            [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
                let digits = [*sign, *h1, *h2, b':', *m1, *m2];
                String::from_utf8_lossy(&digits).into_owned()
            }
            _ => zone.to_owned(),
        };
        format!("{date}T{time}{zone}").parse().ok()
    })
}

/// A text in its two parts.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'t> {
    /// The front matter, if there is one.
    pub(crate) front_matter: Option<FrontMatter>,
    /// What follows it; the whole text without the byte order mark where there is none.
    pub(crate) body: &'t str,
    /// Where the body starts.
    pub(crate) body_from: usize,
    /// How many lines stand before the body.
    pub(crate) lines_before: usize,
}

impl<'t> Parts<'t> {
    /// Splits a text.
    pub(crate) fn of(text: &'t str) -> Self {
        let front_matter = FrontMatter::read(text);
        let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let body_from = front_matter.as_ref().map_or(mark, |block| block.span.end);
        let lines = front_matter.as_ref().map_or(0, |block| block.lines);
        Self {
            body: text.get(body_from..).unwrap_or_default(),
            front_matter,
            body_from,
            lines_before: lines as usize,
        }
    }
}
