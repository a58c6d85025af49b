//! The net change that a batch, or a key, made to one thing: its rows, added up.

use std::collections::HashMap;

use longhand_model::{AuditEntry, ObjectKind, ObjectRef};
use serde_json::{Map, Value};

/// The actions whose rows hold fields as they were and as they became.
const IMAGES: [&str; 5] = ["create", "update", "save", "trash", "restore"];

/// What a batch did to one thing.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    /// The thing.
    pub(crate) object: ObjectRef,
    /// Its rows, in the order they were written.
    pub(super) sequences: Vec<u64>,
    /// The batch made it.
    pub(super) created: bool,
    /// Its rows, one by one.
    pub(crate) actions: Vec<Action>,
    /// The changed fields as the batch found them.
    pub(super) before: Map<String, Value>,
    /// The changed fields as the batch left them.
    pub(super) after: Map<String, Value>,
}

/// One row: what was done, with its own images.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) name: String,
    pub(crate) before: Value,
    pub(crate) after: Value,
}

impl Changes {
    /// Adds up rows by thing, things in the order of their first row.
    pub(super) fn by_object(entries: Vec<AuditEntry>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut places = HashMap::new();
        for entry in entries {
            let key = (entry.object.kind, entry.object.id.clone());
            let place = *places.entry(key).or_insert(found.len());
            if place == found.len() {
                found.push(Self::none(entry.object.clone()));
            }
            if let Some(changes) = found.get_mut(place) {
                changes.add(entry);
            }
        }
        found
    }

    /// Adds up what a key did, rows in the order they were written. Also returns the documents of which
    /// some rows were left out, since somebody else changed the same fields between them and later ones.
    pub(super) fn of_key(entries: Vec<AuditEntry>) -> (Vec<Self>, Vec<ObjectRef>) {
        let mut documents: Vec<(ObjectRef, Vec<AuditEntry>)> = Vec::new();
        let mut places = HashMap::new();
        let mut batches: Vec<Vec<AuditEntry>> = Vec::new();
        for entry in entries {
            if entry.object.kind == ObjectKind::Document {
                let place = *places
                    .entry(entry.object.id.clone())
                    .or_insert(documents.len());
                if place == documents.len() {
                    documents.push((entry.object.clone(), Vec::new()));
                }
                if let Some((_, rows)) = documents.get_mut(place) {
                    rows.push(entry);
                }
            } else {
                match batches.last_mut() {
                    Some(batch) if batch.iter().all(|e| e.cause.batch == entry.cause.batch) => {
                        batch.push(entry);
                    }
                    Some(_) | None => batches.push(vec![entry]),
                }
            }
        }
        let mut found: Vec<Self> = batches.into_iter().flat_map(Self::by_object).collect();
        let mut broken = Vec::new();
        for (object, rows) in documents {
            let count = rows.len();
            let follow_on = following_on(rows);
            if follow_on.len() < count {
                broken.push(object.clone());
            }
            let mut changes = Self::none(object);
            follow_on.into_iter().for_each(|entry| changes.add(entry));
            found.push(changes);
        }
        (found, broken)
    }

    fn none(object: ObjectRef) -> Self {
        Self {
            object,
            sequences: Vec::new(),
            created: false,
            actions: Vec::new(),
            before: Map::new(),
            after: Map::new(),
        }
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
        if IMAGES.contains(&entry.action.as_str()) {
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

/// The last rows of a document that follow on one another: what each left, the next one found.
fn following_on(rows: Vec<AuditEntry>) -> Vec<AuditEntry> {
    // What a row must have left of a field; none when a later row of the field is left out already.
    let mut wanted: HashMap<String, Option<Value>> = HashMap::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        if !IMAGES.contains(&row.action.as_str()) {
            kept.push(row);
            continue;
        }
        let follows = fields(&row.after).all(|(field, value)| {
            wanted
                .get(field)
                .is_none_or(|wanted| wanted.as_ref() == Some(value))
        });
        if follows {
            for (field, value) in fields(&row.before) {
                wanted.insert(field.clone(), Some(value.clone()));
            }
            kept.push(row);
        } else {
            for (field, _value) in fields(&row.after) {
                wanted.insert(field.clone(), None);
            }
        }
    }
    kept.reverse();
    kept
}

/// The fields of an image that a later row can be held against; a version is made and never changed.
fn fields(image: &Value) -> impl Iterator<Item = (&String, &Value)> {
    image
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "version")
}
