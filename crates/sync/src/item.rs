//! A synced item: any entity as fields by name, so that what a client does not know survives it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A synced entity. Unknown kinds and fields are kept and forwarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its id, the same on every device.
    pub id: Uuid,
    /// Its kind, such as `document` or `tag`.
    pub kind: String,
    /// A tombstone; its fields are empty.
    pub deleted: bool,
    /// The whole text, for a document; never part of `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// All other fields by name, sorted, so that equal items are equal bytes.
    pub fields: BTreeMap<String, Value>,
}

impl Item {
    /// Makes a live item without fields.
    pub fn new(kind: &str, id: Uuid) -> Self {
        Self {
            id,
            kind: kind.to_owned(),
            deleted: false,
            text: None,
            fields: BTreeMap::new(),
        }
    }

    /// Returns the item with a field set.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(field.to_owned(), value.into());
        self
    }

    /// Returns the item with a text.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }

    /// Returns the tombstone of the item.
    #[must_use]
    pub fn tombstone(&self) -> Self {
        Self {
            deleted: true,
            ..Self::new(&self.kind, self.id)
        }
    }

    /// Returns a field; `null` and absent are the same.
    pub fn field(&self, name: &str) -> &Value {
        self.fields.get(name).unwrap_or(&Value::Null)
    }
}
