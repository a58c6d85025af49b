//! Attachments: files that documents hold, kept once per content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AttachmentId, ContentHash, DocumentId, Timestamp};

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The file's name, without folders.
    pub file_name: String,
    /// The media type, such as `image/png`.
    pub media_type: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The hash of the bytes; the bytes are kept once per hash.
    pub hash: ContentHash,
    /// When it was added.
    pub created_at: Timestamp,
    /// How many documents use it.
    pub documents: u64,
}

/// An attachment as one document names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentUse {
    /// The document.
    pub document: DocumentId,
    /// The attachment.
    pub attachment: Attachment,
    /// How the document's text names it, such as `img/a.png`.
    pub reference: String,
}
