//! Commands about versions: what a document was, and how to get it back.

use longhand_core::{document::Saved, history};
use longhand_model::{Cursor, DocumentId, Page, Version, VersionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for a page of a document's versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRequest {
    /// The document.
    pub document: DocumentId,
    /// At most this many, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Names a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VersionRequest {
    /// The version.
    pub version: VersionId,
}

/// Asks how two states of a document differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiffRequest {
    /// The document.
    pub document: DocumentId,
    /// The older side; the text as it is now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<VersionId>,
    /// The newer side; the text as it is now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<VersionId>,
}

/// Names a version for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameRequest {
    /// The version.
    pub version: VersionId,
    /// 1 to 100 characters; absent takes the name away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

command! {
    /// Lists the versions of a document, the newest first.
    List: "history.list", Read, Documents, ListRequest => Page<Version>,
    |request, app, caller| history::list(app, caller, request.document, request.limit, request.cursor.as_ref())
}

command! {
    /// Returns a version with its text.
    Get: "history.get", Read, Documents, VersionRequest => history::VersionText,
    |request, app, caller| history::get(app, caller, request.version)
}

command! {
    /// Compares two versions, or a version with the text as it is now.
    Diff: "history.diff", Read, Documents, DiffRequest => history::Comparison,
    |request, app, caller| history::diff(app, caller, request.document, request.from, request.to)
}

command! {
    /// Makes an old text the current one; what was there is kept as a version.
    Restore: "history.restore", Write, Documents, VersionRequest => Saved,
    |request, app, caller| history::restore(app, caller, request.version)
}

command! {
    /// Gives a version a name, which keeps it for ever, or takes the name away.
    Name: "history.name", Write, Documents, NameRequest => Version,
    |request, app, caller| history::name(app, caller, request.version, request.name.as_deref())
}
