//! Recording a proposal: checked as the command itself would check it, and kept until a person decides.
//!
//! A key has one change-set that is open. What it proposes again for the same document takes the place
//! of what it proposed before, and starts from the same text: for the key the library is as it is.

use longhand_model::{
    Access, Actor, ChangeKind, ChangeSet, ContentHash, DocumentId, DocumentPatch, DocumentSummary,
    FieldError, NewDocument, ProposedChange, bounds,
};
use longhand_store::change_sets::{self, NewChange, StoredChange};
use longhand_store::{Writer, categories, texts, versions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::fields::ProposedUpdate;
use crate::document::{
    Draft, LinksOnRename, NewText, SaveRequest, ToggleTask, checked_ids, checked_note, toggled,
};
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// A change-set takes at most this many changes that wait: a person has to look at each.
const MOST_WAITING: u64 = 1_000;

/// That something was proposed, and not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ProposedOutcome {
    /// A person has to review it.
    Proposed,
}

/// The answer to a key that proposes: nothing is changed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Proposed {
    /// Always `proposed`: tells this answer from the one of a key that may write.
    pub outcome: ProposedOutcome,
    /// The change-set that waits for review.
    pub change_set: ChangeSet,
    /// The changes that this request added to it.
    pub changes: Vec<ProposedChange>,
}

/// Proposes to make a document.
///
/// # Errors
/// As [`crate::document::create`]; [`CoreError::Invalid`] when too much waits already.
pub fn create(
    app: &App,
    caller: &Caller,
    new: NewDocument,
    template: Option<DocumentId>,
) -> Result<Proposed, CoreError> {
    let draft = Draft::of(app, caller, new, template)?;
    check_description(&draft.new.description)?;
    let fields = serde_json::to_value(&draft.new).map_err(CoreError::internal)?;
    propose(app, caller, "document.create", |w, set| {
        Reach::of(w, caller)?.check_place(draft.new.category, &draft.new.tags)?;
        if let Some(category) = draft.new.category {
            categories::get(w, category)?
                .ok_or_else(|| CoreError::not_found(Thing::Category, category))?;
        }
        let change = NewChange {
            kind: ChangeKind::Create,
            document: app.sources().id(),
            title: &draft.title,
            base_hash: None,
            base: None,
            text: Some(&draft.text.text),
            fields: &fields,
        };
        Ok(vec![change_sets::add(w, set, &change)?])
    })
}

/// Proposes another text for a document.
///
/// # Errors
/// As [`crate::document::save`]; [`CoreError::Stale`] when nobody has the base any more;
/// [`CoreError::Invalid`] for the text that the document has, or when too much waits already.
pub fn save(app: &App, caller: &Caller, request: &SaveRequest) -> Result<Proposed, CoreError> {
    let note = request.note.as_deref().map(checked_note).transpose()?;
    let mine = NewText::read(request.text.clone())?;
    propose_text(
        app,
        caller,
        "document.save",
        request.id,
        request.base_hash,
        &mine,
        note,
    )
}

/// Proposes to tick or clear a task box.
///
/// # Errors
/// As [`crate::document::toggle_task`] and [`save`].
pub fn toggle_task(
    app: &App,
    caller: &Caller,
    request: &ToggleTask,
) -> Result<Proposed, CoreError> {
    let mine = NewText::read(toggled(app, caller, request)?)?;
    propose_text(
        app,
        caller,
        "document.toggleTask",
        request.id,
        request.base_hash,
        &mine,
        None,
    )
}

/// Proposes other titles, categories, tags or flags.
///
/// # Errors
/// As [`crate::document::update`]; [`CoreError::Invalid`] when too much waits already.
pub fn update(
    app: &App,
    caller: &Caller,
    ids: &[DocumentId],
    patch: &DocumentPatch,
    links: LinksOnRename,
) -> Result<Proposed, CoreError> {
    let ids = checked_ids(ids)?;
    if patch.title.is_some() && ids.len() > 1 {
        return Err(CoreError::Invalid {
            message: "a title can be given to one document at a time".to_owned(),
            hint: "Rename the documents one by one.",
        });
    }
    if let Some(description) = &patch.description {
        check_description(description)?;
    }
    propose(app, caller, "document.update", |w, set| {
        let reach = Reach::of(w, caller)?;
        if let Some(Some(category)) = patch.category {
            categories::get(w, category)?
                .ok_or_else(|| CoreError::not_found(Thing::Category, category))?;
        }
        let waiting = change_sets::waiting(w, set.id)?;
        let mut added = Vec::new();
        for id in &ids {
            let document = reach.document(w, *id)?;
            let earlier = last(&waiting, ChangeKind::Update, *id);
            let mut proposed = ProposedUpdate::of(&document, patch, links)?;
            if let Some(earlier) = earlier {
                proposed = ProposedUpdate::read(&earlier.fields)?.then(proposed);
            }
            reach.check_after(&proposed.applied(&document))?;
            if proposed.changes(&document) {
                replace(w, caller, earlier)?;
                let fields = proposed.write()?;
                added.push(change_sets::add(
                    w,
                    set,
                    &about(&document, ChangeKind::Update, &fields),
                )?);
            }
        }
        Ok(added)
    })
}

/// Proposes to move documents to the trash.
///
/// # Errors
/// As [`crate::document::trash`]; [`CoreError::Invalid`] when too much waits already.
pub fn trash(app: &App, caller: &Caller, ids: &[DocumentId]) -> Result<Proposed, CoreError> {
    let ids = checked_ids(ids)?;
    propose(app, caller, "document.trash", |w, set| {
        let reach = Reach::of(w, caller)?;
        let waiting = change_sets::waiting(w, set.id)?;
        let mut added = Vec::new();
        for id in &ids {
            let document = reach.document(w, *id)?;
            if document.trashed_at.is_none() {
                replace(w, caller, last(&waiting, ChangeKind::Trash, *id))?;
                let fields = json!({});
                added.push(change_sets::add(
                    w,
                    set,
                    &about(&document, ChangeKind::Trash, &fields),
                )?);
            }
        }
        Ok(added)
    })
}

fn propose_text(
    app: &App,
    caller: &Caller,
    command: &str,
    id: DocumentId,
    base: ContentHash,
    mine: &NewText,
    note: Option<String>,
) -> Result<Proposed, CoreError> {
    let fields = note.map_or_else(|| json!({}), |note| json!({ "note": note }));
    propose(app, caller, command, |w, set| {
        let document = Reach::of(w, caller)?.document(w, id)?;
        if document.trashed_at.is_some() {
            return Err(CoreError::InTrash {
                title: document.title,
            });
        }
        if document.hash == mine.hash {
            return Ok(Vec::new());
        }
        let waiting = change_sets::waiting(w, set.id)?;
        let earlier = last(&waiting, ChangeKind::Save, id);
        let base_text = base_text(app, w, &document, base, earlier)?;
        replace(w, caller, earlier)?;
        let change = NewChange {
            base_hash: Some(ContentHash::of(&base_text)),
            base: Some(&base_text),
            text: Some(&mine.text),
            ..about(&document, ChangeKind::Save, &fields)
        };
        Ok(vec![change_sets::add(w, set, &change)?])
    })
}

/// The text that a proposed one started from: the document's, an older one, or what the key's earlier
/// proposal started from, when it goes on from its own text.
fn base_text(
    app: &App,
    w: &Writer,
    document: &DocumentSummary,
    base: ContentHash,
    earlier: Option<&StoredChange>,
) -> Result<String, CoreError> {
    if base == document.hash {
        return Ok(texts::text(w, document.id)?.0);
    }
    if let Some(earlier) = earlier
        && earlier.change.text_hash == Some(base)
        && let (Some(text), _) = change_sets::texts(w, earlier.change.id)?
    {
        return Ok(text);
    }
    let kept = match app.inner.recent.text(base) {
        Some(text) => Some(text.to_string()),
        None => versions::text_by_hash(w, base)?,
    };
    kept.ok_or_else(|| CoreError::Stale {
        title: document.title.clone(),
    })
}

/// Records changes in the caller's open change-set, which is made if there is none.
fn propose(
    app: &App,
    caller: &Caller,
    command: &str,
    record: impl FnOnce(&Writer, &ChangeSet) -> Result<Vec<ProposedChange>, CoreError>,
) -> Result<Proposed, CoreError> {
    let key = match caller.actor {
        Actor::Key(key) if caller.access == Access::Propose => key,
        Actor::Key(_) | Actor::Person | Actor::CommandLine | Actor::Remote(_) | Actor::Program => {
            return Err(CoreError::internal("a proposal of one who needs no review"));
        }
    };
    let written = app.write(caller, command, |w| {
        let set = match change_sets::open_of(w, key)? {
            Some(set) => set,
            None => change_sets::insert(w, key)?,
        };
        let changes = record(w, &set)?;
        if changes.is_empty() {
            return Err(CoreError::Invalid {
                message: "this would change nothing".to_owned(),
                hint: "The library is so already; there is nothing to propose.",
            });
        }
        let change_set = super::after(w, set.id)?;
        if change_set.waiting > MOST_WAITING {
            return Err(CoreError::Invalid {
                message: format!("more than {MOST_WAITING} changes of this key wait for review"),
                hint: "Let a person review them first, or take them back with `proposal.reject`.",
            });
        }
        Ok((change_set, changes))
    })?;
    let (change_set, changes) = written.value;
    Ok(Proposed {
        outcome: ProposedOutcome::Proposed,
        change_set,
        changes,
    })
}

/// A change of a document that is there.
fn about<'t>(
    document: &'t DocumentSummary,
    kind: ChangeKind,
    fields: &'t serde_json::Value,
) -> NewChange<'t> {
    NewChange {
        kind,
        document: document.id,
        title: &document.title,
        base_hash: Some(document.hash),
        base: None,
        text: None,
        fields,
    }
}

fn last(waiting: &[StoredChange], kind: ChangeKind, id: DocumentId) -> Option<&StoredChange> {
    waiting
        .iter()
        .rev()
        .find(|stored| stored.change.kind == kind && stored.change.document == id)
}

fn replace(w: &Writer, caller: &Caller, earlier: Option<&StoredChange>) -> Result<(), CoreError> {
    if let Some(earlier) = earlier {
        change_sets::replace(w, earlier.change.id, caller.actor)?;
    }
    Ok(())
}

/// Refuses now what the library would refuse when it is accepted.
fn check_description(text: &str) -> Result<(), CoreError> {
    let length = text.trim().chars().count();
    if length > bounds::DESCRIPTION_CHARS {
        return Err(CoreError::Field(FieldError::TooLong {
            field: "the description",
            length,
            most: bounds::DESCRIPTION_CHARS,
        }));
    }
    Ok(())
}
