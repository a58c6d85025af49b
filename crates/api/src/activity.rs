//! Commands about what was done: the audit log, and undoing.

use longhand_core::activity;
use longhand_model::{AuditEntry, AuditQuery, BatchId, KeyId, Page, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names changes that were made together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevertRequest {
    /// The batch, as the command that made the changes returned it.
    pub batch: BatchId,
}

/// Names what a key did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevertKeyRequest {
    /// The key; it may be revoked or expired.
    pub key: KeyId,
    /// Only what it did at or after this time; everything when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

command! {
    /// Lists what was done, the latest first.
    List: "activity.list", Read, Library, AuditQuery => Page<AuditEntry>,
    |query, app, caller| activity::list(app, caller, &query)
}

command! {
    /// Undoes what was done together, but for things that were changed since.
    Revert: "activity.revert", Write, Library, RevertRequest => activity::Reverted,
    |request, app, caller| activity::revert(app, caller, request.batch)
}

command! {
    /// Undoes everything that a key did, but for things that were changed since, and takes its proposals back.
    RevertKey: "activity.revertKey", Admin, Library, RevertKeyRequest => activity::Reverted,
    |request, app, caller| activity::revert_key(app, caller, request.key, request.since)
}
