//! Documents: what a list shows, what an editor opens, what a change says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CategoryId, ContentHash, Cursor, DocumentId, SavedSearchId, TagId, Timestamp};

/// A document without its text: a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentSummary {
    /// Its id.
    pub id: DocumentId,
    /// 1 to 255 characters, one line.
    pub title: String,
    /// The first words of the body, without markup; at most 200 characters.
    pub excerpt: String,
    /// What the author says it is about; may be empty.
    pub description: String,
    /// Its category; none means the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The names of its tags, sorted.
    pub tags: Vec<String>,
    /// Marked as favourite.
    pub favorite: bool,
    /// Held at the top of lists.
    pub pinned: bool,
    /// A template for new documents.
    pub template: bool,
    /// May be published.
    pub public: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its text or metadata last changed.
    pub updated_at: Timestamp,
    /// When it went to the trash, if it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trashed_at: Option<Timestamp>,
    /// Words; each CJK character counts as one.
    pub words: u64,
    /// The text's size in bytes of UTF-8.
    pub bytes: u64,
    /// The hash of the text.
    pub hash: ContentHash,
    /// Has attachments.
    pub has_attachments: bool,
    /// Has an open conflict.
    pub conflicted: bool,
    /// Has changes that a remote place has not got yet; false while there is no remote place.
    pub unsynced: bool,
}

/// A document with its text, as an editor opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// All but the text.
    #[serde(flatten)]
    pub summary: DocumentSummary,
    /// The Markdown, byte for byte as it was saved (UTF-8).
    pub text: String,
    /// How the text's lines end, whether it starts with a mark and ends with a line break.
    pub shape: TextShape,
}

/// The bytes of a text that are not its words: kept so that untouched lines stay as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TextShape {
    /// The line ending that most lines have.
    pub line_ending: LineEnding,
    /// Starts with a byte order mark.
    pub byte_order_mark: bool,
    /// Ends with a line break.
    pub final_line_break: bool,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineEnding {
    /// Line feed.
    Lf,
    /// Carriage return and line feed.
    CrLf,
    /// Carriage return alone.
    Cr,
}

impl TextShape {
    /// Reads the shape of a text; a text without line breaks counts as line feed.
    pub fn of(text: &str) -> Self {
        let crlf = text.matches("\r\n").count();
        let lf = text.matches('\n').count() - crlf;
        let cr = text.matches('\r').count() - crlf;
        let line_ending = if crlf > lf && crlf >= cr {
            LineEnding::CrLf
        } else if cr > lf {
            LineEnding::Cr
        } else {
            LineEnding::Lf
        };
        Self {
            line_ending,
            byte_order_mark: text.starts_with('\u{feff}'),
            final_line_break: text.ends_with(['\n', '\r']),
        }
    }
}

/// What a new document starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDocument {
    /// Its title; when absent, taken from the text, else "Untitled".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its Markdown; at most 10 MiB.
    #[serde(default)]
    pub text: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its category; none means the inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// Names of tags; made where they do not exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Marked as favourite.
    #[serde(default)]
    pub favorite: bool,
    /// Held at the top of lists.
    #[serde(default)]
    pub pinned: bool,
    /// A template for new documents.
    #[serde(default)]
    pub template: bool,
    /// May be published.
    #[serde(default)]
    pub public: bool,
    /// When it was made, for imports; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed, for imports; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// A change of a document's metadata; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentPatch {
    /// A new title; links to the document are rewritten unless the command says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A new description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A new category; `null` moves to the inbox.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub category: Option<Option<CategoryId>>,
    /// The names of all its tags from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Names of tags to add.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    /// Names of tags to take away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
    /// Favourite or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favorite: Option<bool>,
    /// Pinned or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// Template or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<bool>,
    /// Public or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
}

/// Reads a field that may be `null` as present: absent stays `None`, `null` becomes `Some(None)`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Which documents a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ListScope {
    /// All that are not in the trash.
    #[default]
    All,
    /// Those without a category.
    Inbox,
    /// Favourites.
    Favorites,
    /// The 100 last changed.
    Recent,
    /// Templates.
    Templates,
    /// Those with an open conflict.
    Conflicts,
    /// Those in the trash.
    Trash,
    /// Those of a category and its sub-categories.
    Category {
        /// The category.
        id: CategoryId,
    },
    /// Those of a tag and the tags nested in it.
    Tag {
        /// The tag.
        id: TagId,
    },
    /// Those a saved search finds.
    SavedSearch {
        /// The saved search.
        id: SavedSearchId,
    },
    /// Those a query finds, as if it were a saved search.
    Query {
        /// The query, as typed; see the user guide for the language.
        query: String,
    },
}

/// What a list is sorted by. Pinned documents come first, but for `Trash`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SortKey {
    /// The last change.
    #[default]
    Updated,
    /// The creation.
    Created,
    /// The title.
    Title,
    /// The size of the text.
    Size,
}

/// The direction of a sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SortOrder {
    /// Newest, largest, or last in the alphabet first.
    #[default]
    Descending,
    /// Oldest, smallest, or first in the alphabet first.
    Ascending,
}

/// Asks for a page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListQuery {
    /// Which documents.
    #[serde(default)]
    pub scope: ListScope,
    /// Sorted by what.
    #[serde(default)]
    pub sort: SortKey,
    /// In which direction.
    #[serde(default)]
    pub order: SortOrder,
    /// At most this many, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_text_names_its_most_common_line_ending() {
        for (text, line_ending, mark, last) in [
            ("", LineEnding::Lf, false, false),
            ("a\r\nb\r\nc\n", LineEnding::CrLf, false, true),
            ("\u{feff}a\nb", LineEnding::Lf, true, false),
            ("a\rb\r", LineEnding::Cr, false, true),
        ] {
            let shape = TextShape::of(text);
            assert_eq!(
                (
                    shape.line_ending,
                    shape.byte_order_mark,
                    shape.final_line_break
                ),
                (line_ending, mark, last),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_patch_tells_no_category_from_no_change() {
        let none: DocumentPatch = serde_json::from_str("{}").unwrap();
        let inbox: DocumentPatch = serde_json::from_str(r#"{"category":null}"#).unwrap();
        assert_eq!(none.category, None);
        assert_eq!(inbox.category, Some(None));
    }
}
