//! Commands about attachments; their bytes go by URL, never through here.

use std::path::PathBuf;

use longhand_core::attachment;
use longhand_model::{Attachment, DocumentId};
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
