//! Tags: names across categories; `/` in a name nests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Colour, TagId, document::present};

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// Its id; made from the library's secret and the name, so that two devices make the same one.
    pub id: TagId,
    /// 1 to 50 characters.
    pub name: String,
    /// Its colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Colour>,
    /// What it stands for; may be empty.
    pub description: String,
    /// Documents that carry it, trash not counted.
    pub documents: u64,
}

/// A change of a tag; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TagPatch {
    /// A new colour; `null` takes it away.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub color: Option<Option<Colour>>,
    /// A new description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
