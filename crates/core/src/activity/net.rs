//! The net change that a batch made to one thing: its rows, added up.

use longhand_model::{AuditEntry, ObjectRef};
use serde_json::{Map, Value};

/// What a batch did to one thing.
#[derive(Debug, Clone)]
pub(super) struct Changes {
    /// The thing.
    pub(super) object: ObjectRef,
    /// Its rows, in the order they were written.
    pub(super) sequences: Vec<u64>,
    /// The batch made it.
    pub(super) created: bool,
    /// Its rows, one by one.
    pub(super) actions: Vec<Action>,
    /// The changed fields as the batch found them.
    pub(super) before: Map<String, Value>,
    /// The changed fields as the batch left them.
    pub(super) after: Map<String, Value>,
}

/// One row: what was done, with its own images.
#[derive(Debug, Clone)]
pub(super) struct Action {
    pub(super) name: String,
    pub(super) before: Value,
    pub(super) after: Value,
}

impl Changes {
    /// Adds up rows by thing, things in the order of their first row.
    pub(super) fn by_object(entries: Vec<AuditEntry>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for entry in entries {
            let key = (entry.object.kind, entry.object.id.clone());
            let place = *places.entry(key).or_insert(found.len());
            if place == found.len() {
                found.push(Self {
                    object: entry.object.clone(),
                    sequences: Vec::new(),
                    created: false,
                    actions: Vec::new(),
                    before: Map::new(),
                    after: Map::new(),
                });
            }
            if let Some(changes) = found.get_mut(place) {
                changes.add(entry);
            }
        }
        found
    }

    /// Says whether a row of this name is among the changes.
    pub(super) fn has(&self, action: &str) -> bool {
        self.actions.iter().any(|done| done.name == action)
    }

    /// The rows of this name.
    pub(super) fn named(&self, action: &str) -> impl DoubleEndedIterator<Item = &Action> {
        self.actions.iter().filter(move |done| done.name == action)
    }

    fn add(&mut self, entry: AuditEntry) {
        self.sequences.push(entry.sequence);
        self.created |= entry.action == "create";
        let images = ["create", "update", "save", "trash", "restore"];
        if images.contains(&entry.action.as_str()) {
            if let Value::Object(before) = &entry.before {
                for (field, value) in before {
                    self.before
                        .entry(field.clone())
                        .or_insert_with(|| value.clone());
                }
            }
            if let Value::Object(after) = &entry.after {
                self.after.extend(after.clone());
            }
        }
        self.actions.push(Action {
            name: entry.action,
            before: entry.before,
            after: entry.after,
        });
    }
}
