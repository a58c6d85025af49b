//! Identifiers: UUIDv7, one type for each kind of thing, so that they cannot be mixed up.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a {kind} id")]
pub struct ParseIdError {
    kind: &'static str,
    text: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID; see [`crate::Sources::id`] for a new one.
            pub const fn from_uuid(id: Uuid) -> Self { Self(id) }
            /// Returns the UUID.
            pub const fn as_uuid(&self) -> &Uuid { &self.0 }
            /// Returns the 16 bytes that the library file stores.
            pub const fn as_bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
            /// Reads the 16 bytes that the library file stores.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self { Self(Uuid::from_bytes(bytes)) }
        }

        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($kind, ":{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                Uuid::try_parse(text)
                    .map(Self)
                    .map_err(|_not_a_uuid| ParseIdError { kind: $kind, text: text.chars().take(64).collect() })
            }
        }
    )*};
}

ids! {
    /// A library file.
    LibraryId = "library";
    /// A document.
    DocumentId = "document";
    /// A category.
    CategoryId = "category";
    /// A tag.
    TagId = "tag";
    /// A version of a document.
    VersionId = "version";
    /// An attachment.
    AttachmentId = "attachment";
    /// A remote place.
    RemoteId = "remote";
    /// The tie of a document to a remote place.
    BindingId = "binding";
    /// A conflict.
    ConflictId = "conflict";
    /// A job.
    JobId = "job";
    /// An API key.
    KeyId = "key";
    /// A saved search.
    SavedSearchId = "saved search";
    /// What a key proposed for review.
    ChangeSetId = "change-set";
    /// One change of a change-set.
    ChangeId = "change";
    /// Changes that were made, and are undone, together.
    BatchId = "batch";
}
