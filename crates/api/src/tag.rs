//! Commands about tags.

use longhand_core::tag;
use longhand_model::{Tag, TagId, TagPatch};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::Items;

/// Asks for tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRequest {
    /// Only tags whose name, or a nested part of it, begins so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// At most this many, the most used first; all by name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A change of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateRequest {
    /// The tag.
    pub id: TagId,
    /// What changes.
    pub patch: TagPatch,
}

/// A new name for a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenameRequest {
    /// The tag.
    pub id: TagId,
    /// 1 to 50 characters; where a tag bears this name already, the two become one.
    pub name: String,
}

/// Tags that become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeRequest {
    /// The tags that go.
    pub from: Vec<TagId>,
    /// The tag that stays.
    pub into: TagId,
}

/// Names a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagRequest {
    /// The tag.
    pub id: TagId,
}

command! {
    /// Lists tags.
    List: "tag.list", Read, Library, ListRequest => Items<Tag>,
    |request, app, caller| {
        let items = tag::list(app, caller, request.prefix.as_deref(), request.limit)?;
        Ok(Items { items })
    }
}

command! {
    /// Colours or describes a tag.
    Update: "tag.update", Write, Library, UpdateRequest => Tag,
    |request, app, caller| tag::update(app, caller, request.id, &request.patch)
}

command! {
    /// Renames a tag everywhere; merges it with the tag that bears the name already.
    Rename: "tag.rename", Write, Library, RenameRequest => tag::Retagged,
    |request, app, caller| tag::rename(app, caller, request.id, &request.name)
}

command! {
    /// Makes several tags one.
    Merge: "tag.merge", Write, Library, MergeRequest => tag::Retagged,
    |request, app, caller| tag::merge(app, caller, &request.from, request.into)
}

command! {
    /// Takes a tag off all documents and deletes it.
    Delete: "tag.delete", Write, Library, TagRequest => tag::Deleted,
    |request, app, caller| tag::delete(app, caller, request.id)
}
