//! The merge rules: what becomes of an item that two sides changed.
//!
//! The result depends on base, local and remote alone: never on a time, a locale or the order of a map.

use std::collections::BTreeSet;

use longhand_markdown::{MergeOutcome, merge as merge_texts};
use serde_json::Value;

use crate::Item;

/// The outcome of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedItem {
    /// What the local side holds from now on.
    pub item: Item,
    /// Whether the local text or title was replaced, so that a version of it must be kept first.
    pub kept: Kept,
    /// The sides of a text that could not be merged; the head is the remote text, unchanged.
    pub conflict: Option<TextSides>,
    /// A second item to be made, when both sides must live on.
    pub copy: Option<Copy>,
    /// What people are told.
    pub notices: Vec<Notice>,
}

/// Whether something local was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The local text and title are what they were.
    Unchanged,
    /// The local text or title was replaced: keep a version of the local item first.
    LocalReplaced,
}

/// The three sides of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSides {
    /// The last text both sides had; none when both made the item.
    pub base: Option<String>,
    /// The local text.
    pub mine: String,
    /// The remote text.
    pub theirs: String,
}

/// A second item that keeps the local side of something both sides exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The fields of the local side; the caller gives it an id and a name of its own.
    pub of: Item,
}

/// Something people are told about a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Both sides set a field; the local value stands, the remote one is in history.
    BothChanged {
        /// The field.
        field: String,
        /// The value that did not stay.
        other: Value,
    },
    /// Deleted elsewhere, and restored because it was edited here.
    DeletionUndoneByLocalEdit,
    /// Deleted here, and restored because it was edited elsewhere.
    DeletionUndoneByRemoteEdit,
    /// Taken out of the trash because the other side edited its text.
    TrashUndoneByEdit,
}

enum Rule {
    /// The later pusher is rebased on top: the local value stands.
    Later,
    /// As `Later`, and people are told.
    LaterTold,
    /// A set of names, merged by what each side added and took away.
    Set,
    /// An object, merged key by key.
    Keys,
    /// Exchanged content: both sides live on.
    KeepBoth,
    /// Content made from the id: identical by construction; the remote side stands.
    Immutable,
}

fn rule(kind: &str, field: &str) -> Rule {
    match (kind, field) {
        ("document", "tags") => Rule::Set,
        (_, "custom") => Rule::Keys,
        ("document", "title" | "description") | ("category" | "tag", "name" | "description") => {
            Rule::LaterTold
        }
        ("attachment", "hash") => Rule::KeepBoth,
        ("version", _) => Rule::Immutable,
        ("conflict", field) if field != "resolved" => Rule::Immutable,
        _ => Rule::Later,
    }
}

/// Merges an item that both sides changed since the base.
pub fn merge_items(base: Option<&Item>, local: &Item, remote: &Item) -> MergedItem {
    if local == remote || base == Some(local) {
        let replaced = texts_differ(local, remote);
        return MergedItem {
            kept: kept(replaced),
            ..untold(remote.clone())
        };
    }
    if base == Some(remote) {
        return untold(local.clone());
    }
    match (local.deleted, remote.deleted) {
        (true, true) => untold(remote.clone()),
        (true, false) => merge_local_deletion(base, local, remote),
        (false, true) => merge_remote_deletion(base, local, remote),
        (false, false) => merge_live(base, local, remote),
    }
}

fn untold(item: Item) -> MergedItem {
    MergedItem {
        item,
        kept: Kept::Unchanged,
        conflict: None,
        copy: None,
        notices: Vec::new(),
    }
}

fn kept(replaced: bool) -> Kept {
    if replaced {
        Kept::LocalReplaced
    } else {
        Kept::Unchanged
    }
}

fn texts_differ(local: &Item, other: &Item) -> bool {
    local.kind == "document"
        && (local.text != other.text || local.field("title") != other.field("title"))
}

/// A text that was edited outlives a deletion; a deletion outlives changes of metadata.
fn merge_local_deletion(base: Option<&Item>, local: &Item, remote: &Item) -> MergedItem {
    if base.is_none_or(|base| base.text != remote.text) {
        MergedItem {
            notices: vec![Notice::DeletionUndoneByRemoteEdit],
            ..untold(remote.clone())
        }
    } else {
        untold(local.clone())
    }
}

fn merge_remote_deletion(base: Option<&Item>, local: &Item, remote: &Item) -> MergedItem {
    if base.is_none_or(|base| base.text != local.text) {
        MergedItem {
            notices: vec![Notice::DeletionUndoneByLocalEdit],
            ..untold(local.clone())
        }
    } else {
        MergedItem {
            kept: kept(local.text.is_some()),
            ..untold(remote.clone())
        }
    }
}

fn merge_live(base: Option<&Item>, local: &Item, remote: &Item) -> MergedItem {
    let mut merged = untold(Item::new(&remote.kind, remote.id));
    let (text, conflict) = merge_text(base, local, remote);
    merged.item.text = text;
    merged.conflict = conflict;
    let names: BTreeSet<&String> = local.fields.keys().chain(remote.fields.keys()).collect();
    for name in names {
        let value = merge_field(base, local, remote, name, &mut merged);
        if !value.is_null() || local.fields.contains_key(name) && remote.fields.contains_key(name) {
            merged.item.fields.insert(name.clone(), value);
        }
    }
    clear_trash_of_edited_text(base, local, remote, &mut merged);
    merged.kept = kept(texts_differ(local, &merged.item));
    merged
}

fn merge_text(
    base: Option<&Item>,
    local: &Item,
    remote: &Item,
) -> (Option<String>, Option<TextSides>) {
    let base = base.and_then(|base| base.text.as_ref());
    match (&local.text, &remote.text) {
        (mine, theirs) if mine == theirs => (theirs.clone(), None),
        (mine, theirs) if base == mine.as_ref() => (theirs.clone(), None),
        (mine, theirs) if base == theirs.as_ref() => (mine.clone(), None),
        (Some(mine), Some(theirs)) => {
            let outcome = base.map(|base| merge_texts(base, mine, theirs));
            if let Some(MergeOutcome::Clean(text)) = outcome {
                return (Some(text), None);
            }
            let sides = TextSides {
                base: base.cloned(),
                mine: mine.clone(),
                theirs: theirs.clone(),
            };
            (Some(theirs.clone()), Some(sides))
        }
        (mine, theirs) => (theirs.clone().or_else(|| mine.clone()), None),
    }
}

fn merge_field(
    base: Option<&Item>,
    local: &Item,
    remote: &Item,
    name: &str,
    merged: &mut MergedItem,
) -> Value {
    let (mine, theirs) = (local.field(name), remote.field(name));
    let before = base.map_or(&Value::Null, |base| base.field(name));
    if mine == theirs || mine == before {
        return theirs.clone();
    }
    match rule(&local.kind, name) {
        Rule::Set => merge_set(before, mine, theirs),
        Rule::Keys => merge_keys(before, mine, theirs),
        _ if theirs == before => mine.clone(),
        Rule::Later => mine.clone(),
        Rule::LaterTold => {
            merged.notices.push(Notice::BothChanged {
                field: name.to_owned(),
                other: theirs.clone(),
            });
            mine.clone()
        }
        Rule::KeepBoth => {
            merged.copy = Some(Copy { of: local.clone() });
            theirs.clone()
        }
        Rule::Immutable => theirs.clone(),
    }
}

/// `(theirs ∪ (mine − base)) − (base − mine)`, sorted.
fn merge_set(base: &Value, mine: &Value, theirs: &Value) -> Value {
    let names = |value: &Value| -> BTreeSet<String> {
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let (base, mine, theirs) = (names(base), names(mine), names(theirs));
    let all = theirs.union(&mine).filter(|name| {
        let added = mine.contains(*name) && !base.contains(*name);
        let taken = base.contains(*name) && !mine.contains(*name);
        (theirs.contains(*name) || added) && !taken
    });
    all.cloned().collect::<Vec<_>>().into()
}

fn merge_keys(base: &Value, mine: &Value, theirs: &Value) -> Value {
    let (Some(mine_keys), Some(their_keys)) = (mine.as_object(), theirs.as_object()) else {
        return if theirs == base {
            mine.clone()
        } else {
            theirs.clone()
        };
    };
    let names: BTreeSet<&String> = mine_keys.keys().chain(their_keys.keys()).collect();
    let mut merged = serde_json::Map::new();
    for name in names {
        let (mine, theirs) = (mine_keys.get(name), their_keys.get(name));
        let kept = if mine == base.get(name) { theirs } else { mine };
        if let Some(value) = kept {
            merged.insert(name.clone(), value.clone());
        }
    }
    merged.into()
}

/// A text that one side edited leaves the trash that the other side put it in.
fn clear_trash_of_edited_text(
    base: Option<&Item>,
    local: &Item,
    remote: &Item,
    merged: &mut MergedItem,
) {
    const TRASHED: &str = "trashed_at";
    let Some(base) = base else { return };
    let edited_and_not_trashed =
        |side: &Item| side.text != base.text && side.field(TRASHED).is_null();
    let trashed = !merged.item.field(TRASHED).is_null();
    if trashed && (edited_and_not_trashed(local) || edited_and_not_trashed(remote)) {
        merged.item.fields.insert(TRASHED.to_owned(), Value::Null);
        merged.notices.push(Notice::TrashUndoneByEdit);
    }
}
