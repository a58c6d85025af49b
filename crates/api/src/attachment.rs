//! Commands about attachments; their bytes go by URL, never through here.

use std::path::PathBuf;

use longhand_core::attachment;
use longhand_core::document::DocumentRef;
use longhand_model::{Attachment, AttachmentId, AttachmentUse, Cursor, DocumentId, Page};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::Items;

/// Asks for attachments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRequest {
    /// Only those of one document, with the names its text has for them; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

/// Asks for a page of the attachments of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrowseRequest {
    /// Which, and in which order.
    #[serde(default)]
    pub listing: attachment::Listing,
    /// At most this many, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Names an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentRequest {
    /// The attachment.
    pub id: AttachmentId,
}

/// Gives an attachment to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UseRequest {
    /// The attachment.
    pub id: AttachmentId,
    /// The document that gets it.
    pub document: DocumentId,
}

/// Names attachments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttachmentsRequest {
    /// The attachments.
    pub ids: Vec<AttachmentId>,
}

/// A file on this computer that becomes an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddRequest {
    /// The document that gets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The file.
    pub path: PathBuf,
    /// What it is called; the file's own name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What happens to attachments that nothing uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CollectRequest {
    /// Deletes them for ever; without it they are only listed.
    #[serde(default)]
    pub delete: bool,
}

command! {
    /// Lists the attachments of a document, or all.
    List: "attachment.list", Read, Documents, ListRequest => Items<attachment::Listed>,
    |request, app, caller| {
        let items = attachment::list(app, caller, request.document)?;
        Ok(Items { items })
    }
}

command! {
    /// Lists the attachments of the library, a page at a time.
    Browse: "attachment.browse", Read, Library, BrowseRequest => Page<Attachment>,
    |request, app, caller| {
        attachment::page(app, caller, request.listing, request.limit, request.cursor.as_ref())
    }
}

command! {
    /// Lists the documents that use an attachment, those in the trash included.
    Users: "attachment.users", Read, Library, AttachmentRequest => Items<DocumentRef>,
    |request, app, caller| Ok(Items { items: attachment::users(app, caller, request.id)? })
}

command! {
    /// Gives an attachment to a document as well; answers the name that its text has for it.
    Use: "attachment.use", Write, Documents, UseRequest => AttachmentUse,
    |request, app, caller| attachment::give(app, caller, request.document, request.id)
}

command! {
    /// Deletes attachments for ever that no document uses.
    Delete: "attachment.delete", Admin, Library, AttachmentsRequest => attachment::Collected,
    |request, app, caller| attachment::delete(app, caller, &request.ids)
}

command! {
    /// Adds a file of this computer as an attachment.
    Add: "attachment.add", Admin, Documents, AddRequest => Attachment,
    |request, app, caller| {
        attachment::add_file(app, caller, request.document, &request.path, request.name.as_deref())
    }
}

command! {
    /// Lists attachments that no document uses, and deletes them where asked.
    Collect: "attachment.collect", Admin, Library, CollectRequest => attachment::Collected,
    |request, app, caller| if request.delete {
        attachment::collect(app, caller)
    } else {
        attachment::unused(app, caller)
    }
}
