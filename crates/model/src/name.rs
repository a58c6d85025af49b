//! Names and bounds: what a title, a tag, a colour or a text may be, told before anything is stored.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The bounds of the fields; the library file checks them again.
pub mod bounds {
    /// A title has at most this many characters, and at least one.
    pub const TITLE_CHARS: usize = 255;
    /// A tag has at most this many characters, and at least one.
    pub const TAG_CHARS: usize = 50;
    /// A category's name has at most this many characters, and at least one.
    pub const CATEGORY_CHARS: usize = 100;
    /// A description has at most this many characters.
    pub const DESCRIPTION_CHARS: usize = 2_000;
    /// A text has at most this many bytes of UTF-8 (10 MiB).
    pub const TEXT_BYTES: usize = 10 * 1024 * 1024;
    /// Categories nest at most this deep.
    pub const CATEGORY_DEPTH: usize = 32;
}

/// A value that a field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing but white space.
    #[error("{field} is empty")]
    Empty {
        /// The field, as a person reads it.
        field: &'static str,
    },
    /// Longer than the bound.
    #[error("{field} has {length} characters; at most {most} are possible")]
    TooLong {
        /// The field, as a person reads it.
        field: &'static str,
        /// Its length in characters.
        length: usize,
        /// The bound in characters.
        most: usize,
    },
    /// A text over [`bounds::TEXT_BYTES`].
    #[error("the text has {bytes} bytes; at most {most} are possible")]
    TextTooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The bound in bytes.
        most: usize,
    },
    /// Not `#RRGGBB`.
    #[error("\"{text}\" is not a colour such as #3A56C5")]
    Colour {
        /// The text that was given.
        text: String,
    },
    /// A character that a name cannot hold.
    #[error("{field} holds a control character or a line break")]
    ControlCharacter {
        /// The field, as a person reads it.
        field: &'static str,
    },
}

/// Reads a name: NFC, white space trimmed, one line, 1 to `most` characters.
///
/// # Errors
/// [`FieldError`] says which bound was broken.
pub fn checked_text(field: &'static str, text: &str, most: usize) -> Result<String, FieldError> {
    let name: String = text.trim().nfc().collect();
    if name.is_empty() {
        return Err(FieldError::Empty { field });
    }
    if name.chars().any(char::is_control) {
        return Err(FieldError::ControlCharacter { field });
    }
    let length = name.chars().count();
    if length > most {
        return Err(FieldError::TooLong {
            field,
            length,
            most,
        });
    }
    Ok(name)
}

/// Reads a title; see [`checked_text`].
///
/// # Errors
/// [`FieldError`] says which bound was broken.
pub fn checked_title(text: &str) -> Result<String, FieldError> {
    checked_text("the title", text, bounds::TITLE_CHARS)
}

/// Reads a tag: as [`checked_text`], without a leading `#`; `/` nests.
///
/// # Errors
/// [`FieldError`] says which bound was broken.
pub fn tag_name(text: &str) -> Result<String, FieldError> {
    let text = text.trim().trim_start_matches('#');
    let parts: Vec<&str> = text
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    checked_text("the tag", &parts.join("/"), bounds::TAG_CHARS)
}

/// A name made comparable: NFKC, full case folding, white space collapsed and trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NameKey(String);

impl NameKey {
    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes a name comparable; independent of locale. Two names with one key are the same name.
pub fn name_key(name: &str) -> NameKey {
    let compatible: String = name.nfkc().collect();
    let folded: String = caseless::default_case_fold_str(&compatible)
        .nfkc()
        .collect();
    NameKey(folded.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A colour `#RRGGBB`, kept in upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

impl FromStr for Colour {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wrong = || FieldError::Colour {
            text: text.chars().take(32).collect(),
        };
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .ok_or_else(wrong)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_not_hex| wrong())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl TryFrom<String> for Colour {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl JsonSchema for Colour {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_hold_for_the_same_have_one_key() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("café", "cafe\u{301}"),
            ("  Meeting   notes ", "meeting notes"),
            ("Ｆｕｌｌ", "full"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one} and {other}");
        }
        assert_ne!(name_key("a"), name_key("b"));
    }

    #[test]
    fn a_title_is_trimmed_composed_and_bounded() {
        assert_eq!(checked_title("  cafe\u{301} "), Ok("café".to_owned()));
        assert_eq!(
            checked_title(" \t"),
            Err(FieldError::Empty { field: "the title" })
        );
        assert!(checked_title(&"字".repeat(255)).is_ok());
        assert!(matches!(
            checked_title(&"字".repeat(256)),
            Err(FieldError::TooLong {
                length: 256,
                most: 255,
                ..
            })
        ));
        assert!(checked_title("two\nlines").is_err());
    }

    #[test]
    fn a_tag_loses_its_sign_and_its_empty_parts() {
        assert_eq!(tag_name("#area/ /work/"), Ok("area/work".to_owned()));
        assert!(tag_name("###").is_err());
    }

    #[test]
    fn a_colour_reads_back_what_it_shows() {
        let colour: Colour = "#3a56c5".parse().unwrap();
        assert_eq!(colour.to_string(), "#3A56C5");
        for wrong in ["3a56c5", "#3a56c", "#3a56cg", "#+a56c5", "red"] {
            assert!(wrong.parse::<Colour>().is_err(), "{wrong}");
        }
    }
}
