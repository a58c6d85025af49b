//! Commands about proposals: change-sets of keys that may only propose, and their review.

use longhand_core::proposal;
use longhand_model::{ChangeId, ChangeSet, ChangeSetId, Cursor, Page};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for a page of change-sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRequest {
    /// Which ones; those that are open when absent.
    #[serde(default)]
    pub state: proposal::ListState,
    /// At most this many, 1 to 500; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Names a change-set, and a page of its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetRequest {
    /// The change-set.
    pub id: ChangeSetId,
    /// At most this many changes, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Names changes of a change-set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideRequest {
    /// The change-set.
    pub id: ChangeSetId,
    /// Some of its changes; all that wait when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<ChangeId>>,
}

/// Says what a change-set is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoteRequest {
    /// At most 500 characters; empty takes the note away.
    pub note: String,
}

command! {
    /// Lists the change-sets that keys proposed, the newest first; a key that proposes sees its own.
    List: "proposal.list", Propose, Documents, ListRequest => Page<ChangeSet>,
    |request, app, caller| {
        proposal::list(app, caller, request.state, request.limit, request.cursor.as_ref())
    }
}

command! {
    /// Returns a change-set, each change held against the library as it is now.
    Get: "proposal.get", Propose, Documents, GetRequest => proposal::Review,
    |request, app, caller| {
        proposal::get(app, caller, request.id, request.limit, request.cursor.as_ref())
    }
}

command! {
    /// Makes proposed changes, all that wait or some; texts that changed since are merged.
    Accept: "proposal.accept", Write, Library, DecideRequest => proposal::Accepted,
    |request, app, caller| proposal::accept(app, caller, request.id, request.changes.as_deref())
}

command! {
    /// Turns proposed changes down, all that wait or some; a key that proposes takes its own back.
    Reject: "proposal.reject", Propose, Documents, DecideRequest => proposal::Rejected,
    |request, app, caller| proposal::reject(app, caller, request.id, request.changes.as_deref())
}

command! {
    /// Says what the open change-set of the key that calls is about.
    Note: "proposal.note", Propose, Documents, NoteRequest => ChangeSet,
    |request, app, caller| proposal::note(app, caller, &request.note)
}
