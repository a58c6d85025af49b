//! Proposals: what a key that may only propose would change, recorded, reviewed, accepted or rejected.
//!
//! All that one key proposes goes into its open change-set. Nothing of it is in the library until a
//! person accepts it: then each change goes the way of any other, with the text it started from as the
//! base of the merge and the key as the one who wrote it. A key that proposes sees its own change-sets
//! alone and may take them back; accepting needs the right to write.

mod accept;
mod fields;
mod record;
mod review;

use longhand_model::{
    Access, Actor, BatchId, ChangeId, ChangeSet, ChangeSetId, ChangeState, Cursor, KeyId, Page,
    Timestamp,
};
use longhand_store::change_sets::{self, StoredChange, Which};
use longhand_store::{Reader, Writer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use accept::{Accepted, AcceptedChange, RefusedChange, accept};
pub use fields::{FieldName, ProposedField};
pub use record::{Proposed, ProposedOutcome, create, save, toggle_task, trash, update};
pub use review::{Present, Review, ReviewedChange, TextReview, get};

use crate::activity::{Changes, Outcome};
use crate::error::{CoreError, Thing};
use crate::{App, Caller};

/// The change-sets that a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ListState {
    /// Those with a change that waits.
    #[default]
    Open,
    /// All of them.
    All,
}

/// What was turned down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rejected {
    /// The change-set as it is now.
    pub change_set: ChangeSet,
    /// How many changes were turned down.
    pub rejected: u64,
    /// What `activity.revert` takes to let them wait again.
    pub batch: BatchId,
}

/// Lists change-sets, the newest first. A key that proposes sees its own.
///
/// # Errors
/// [`CoreError::Invalid`] for a cursor of another list.
pub fn list(
    app: &App,
    caller: &Caller,
    state: ListState,
    limit: Option<u32>,
    cursor: Option<&Cursor>,
) -> Result<Page<ChangeSet>, CoreError> {
    let limit = limit.unwrap_or(100).clamp(1, 500) as usize;
    let which = match state {
        ListState::Open => Which::Open,
        ListState::All => Which::All,
    };
    let key = match Sight::of(caller) {
        Sight::All => None,
        Sight::Own(key) => Some(key),
        Sight::Nothing => {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
    };
    app.read(|r| Ok(change_sets::list(r, which, key, limit, cursor)?))
}

/// Says what the caller's open change-set is about.
///
/// # Errors
/// [`CoreError::Invalid`] for a caller that has none, or a note of more than 500 characters.
pub fn note(app: &App, caller: &Caller, note: &str) -> Result<ChangeSet, CoreError> {
    let note = note.trim();
    if note.chars().count() > 500 || note.chars().any(|c| c.is_control() && c != '\n') {
        return Err(CoreError::Invalid {
            message: "the note has more than 500 characters, or some that cannot be shown".into(),
            hint: "Say shortly what the change-set is about.",
        });
    }
    let written = app.write(caller, "proposal.note", |w| {
        let open = match caller.actor {
            Actor::Key(key) => change_sets::open_of(w, key)?,
            Actor::Person | Actor::CommandLine | Actor::Remote(_) | Actor::Program => None,
        };
        let set = open.ok_or(CoreError::Invalid {
            message: "the caller has no open change-set".to_owned(),
            hint: "Propose a change first, with a key that has `propose` access.",
        })?;
        change_sets::set_note(w, set.id, note)?;
        after(w, set.id)
    })?;
    Ok(written.value)
}

/// Turns changes down, all that wait or some. A key that proposes takes its own back.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] when none of them waits.
pub fn reject(
    app: &App,
    caller: &Caller,
    id: ChangeSetId,
    only: Option<&[ChangeId]>,
) -> Result<Rejected, CoreError> {
    let written = app.write(caller, "proposal.reject", |w| {
        let (set, chosen) = chosen(w, caller, id, only)?;
        let ids: Vec<ChangeId> = chosen.iter().map(|stored| stored.change.id).collect();
        change_sets::decide(w, &set, &ids, ChangeState::Rejected, caller.actor)?;
        Ok((after(w, id)?, ids.len() as u64))
    })?;
    let (change_set, rejected) = written.value;
    Ok(Rejected {
        change_set,
        rejected,
        batch: written.batch,
    })
}

/// What a caller sees of change-sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    All,
    Own(KeyId),
    Nothing,
}

impl Sight {
    /// A key with a filter sees its own alone, whatever else it may: the others may hold documents it does not reach.
    fn of(caller: &Caller) -> Self {
        match caller.actor {
            _ if caller.access >= Access::Write && !caller.is_limited() => Self::All,
            Actor::Key(key) => Self::Own(key),
            Actor::Person | Actor::CommandLine | Actor::Remote(_) | Actor::Program => Self::Nothing,
        }
    }

    fn sees(self, set: &ChangeSet) -> bool {
        match self {
            Self::All => true,
            Self::Own(key) => set.key == key,
            Self::Nothing => false,
        }
    }
}

/// The change-set, if the caller sees it.
fn seen(r: &Reader, caller: &Caller, id: ChangeSetId) -> Result<ChangeSet, CoreError> {
    change_sets::get(r, id)?
        .filter(|set| Sight::of(caller).sees(set))
        .ok_or_else(|| CoreError::not_found(Thing::ChangeSet, id))
}

/// The change-set and those of its changes that are meant and wait.
fn chosen(
    r: &Reader,
    caller: &Caller,
    id: ChangeSetId,
    only: Option<&[ChangeId]>,
) -> Result<(ChangeSet, Vec<StoredChange>), CoreError> {
    let set = seen(r, caller, id)?;
    let mut chosen = change_sets::waiting(r, id)?;
    if let Some(only) = only {
        for wanted in only {
            let belongs = change_sets::change(r, *wanted)?
                .is_some_and(|stored| stored.change.change_set == id);
            if !belongs {
                return Err(CoreError::not_found(Thing::Change, wanted));
            }
        }
        chosen.retain(|stored| only.contains(&stored.change.id));
    }
    if chosen.is_empty() {
        return Err(CoreError::Invalid {
            message: "none of these changes waits any more".to_owned(),
            hint: "`proposal.get` tells what became of each.",
        });
    }
    Ok((set, chosen))
}

fn after(r: &Reader, id: ChangeSetId) -> Result<ChangeSet, CoreError> {
    change_sets::get(r, id)?
        .ok_or_else(|| CoreError::internal("a change-set vanished inside a transaction"))
}

/// Undoes what was done to a change-set: what was decided waits again, what was proposed is taken back.
pub(crate) fn revert(w: &Writer, changes: &Changes) -> Result<Outcome, CoreError> {
    let id: ChangeSetId = changes.object.id.parse().map_err(CoreError::internal)?;
    let Some(set) = change_sets::get(w, id)? else {
        return Ok(Outcome::refused("it was forgotten since"));
    };
    for action in changes.actions.iter().rev() {
        let ids: Vec<ChangeId> = part(&action.after, "changes")?;
        match action.name.as_str() {
            "accept" => change_sets::reopen(w, &set, &ids, ChangeState::Accepted)?,
            "reject" => change_sets::reopen(w, &set, &ids, ChangeState::Rejected)?,
            "reopen" => {
                let state: ChangeState = part(&action.before, "state")?;
                change_sets::decide(w, &set, &ids, state, w.cause().actor)?;
            }
            _proposed => {
                change_sets::decide(w, &set, &ids, ChangeState::Rejected, w.cause().actor)?;
            }
        }
    }
    Ok(Outcome::Reverted)
}

/// Takes back what a key proposed, since a time if one is given, and nobody decided about; returns how many changes.
pub(crate) fn take_back(
    w: &Writer,
    key: KeyId,
    since: Option<Timestamp>,
) -> Result<u64, CoreError> {
    let mut taken = 0;
    let mut cursor = None;
    loop {
        let page = change_sets::list(w, Which::Open, Some(key), 100, cursor.as_ref())?;
        for set in &page.items {
            let waiting = change_sets::waiting(w, set.id)?;
            let ids: Vec<ChangeId> = waiting
                .iter()
                .filter(|stored| since.is_none_or(|since| stored.change.created_at >= since))
                .map(|stored| stored.change.id)
                .collect();
            if !ids.is_empty() {
                change_sets::decide(w, set, &ids, ChangeState::Rejected, w.cause().actor)?;
            }
            taken += ids.len() as u64;
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(taken);
        }
    }
}

fn part<T: serde::de::DeserializeOwned>(image: &Value, name: &str) -> Result<T, CoreError> {
    serde_json::from_value(image.get(name).cloned().unwrap_or_default())
        .map_err(CoreError::internal)
}
