//! Commands about what waits: changes that no remote place has yet.

use longhand_core::queue;
use longhand_model::OutboxEntry;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for the outbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutboxRequest {
    /// At most this many, the oldest first, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// The beginning of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutboxResponse {
    /// What waits, the oldest change first.
    pub items: Vec<OutboxEntry>,
    /// How much waits in all.
    pub total: u64,
}

command! {
    /// Lists what changed since a remote place last had it.
    Outbox: "outbox.list", Read, Library, OutboxRequest => OutboxResponse,
    |request, app, caller| {
        let (items, total) = queue::outbox(app, caller, request.limit)?;
        Ok(OutboxResponse { items, total })
    }
}
