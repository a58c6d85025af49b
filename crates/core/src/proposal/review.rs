//! What a reviewer sees: each change against the library as it is now, and what accepting it would write.

use longhand_markdown as markdown;
use longhand_model::{
    ChangeKind, ChangeSet, ChangeSetId, Cursor, DocumentSummary, NewDocument, ProposedChange,
};
use longhand_store::change_sets::{self, StoredChange};
use longhand_store::{Reader, documents, texts};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fields::{FieldName, ProposedField, ProposedUpdate};
use super::seen;
use crate::document::{SaveOutcome, merged};
use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// A change-set with a page of its changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// The change-set.
    pub change_set: ChangeSet,
    /// Its changes, in the order they were proposed.
    pub changes: Vec<ReviewedChange>,
    /// Where the next page starts; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// Where the document of a change is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Present {
    /// In the library.
    There,
    /// In the trash.
    Trashed,
    /// Not made yet, deleted for ever, or out of the caller's reach.
    Absent,
}

/// A change, held against the library as it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewedChange {
    /// The change.
    #[serde(flatten)]
    pub change: ProposedChange,
    /// Where its document is.
    pub present: Present,
    /// The document's text changed since this was proposed.
    pub text_changed_since: bool,
    /// The fields it would change, or that a new document would have.
    pub fields: Vec<ProposedField>,
    /// The text it would write, where it would write one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextReview>,
}

/// A text that would be written.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TextReview {
    /// The text that the key started from; empty for a new document.
    pub base: String,
    /// The text as it is now; of a change that was decided about, the base.
    pub before: String,
    /// The text after accepting; where it would clash, the text that was proposed.
    pub after: String,
    /// What accepting would do to the text.
    pub outcome: SaveOutcome,
    /// What would change.
    pub diff: markdown::Diff,
}

/// What is read of a change in one snapshot; texts are merged and compared after it.
struct Read {
    stored: StoredChange,
    document: Option<DocumentSummary>,
    fields: Vec<ProposedField>,
    /// Base, present and proposed text.
    texts: Option<(String, String, String)>,
}

/// Returns a change-set with a page of its changes, each against the present text.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] for a cursor of another list.
pub fn get(
    app: &App,
    caller: &Caller,
    id: ChangeSetId,
    limit: Option<u32>,
    cursor: Option<&Cursor>,
) -> Result<Review, CoreError> {
    let limit = limit.unwrap_or(50).clamp(1, 200) as usize;
    let (change_set, read, next) = app.read(|r| {
        let set = seen(r, caller, id)?;
        let reach = Reach::of(r, caller)?;
        let page = change_sets::changes(r, id, limit, cursor)?;
        let read = page
            .items
            .into_iter()
            .map(|stored| read(r, &reach, stored))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((set, read, page.next))
    })?;
    Ok(Review {
        change_set,
        changes: read.into_iter().map(reviewed).collect(),
        next,
    })
}

fn read(r: &Reader, reach: &Reach, stored: StoredChange) -> Result<Read, CoreError> {
    let change = &stored.change;
    let document = documents::summary(r, change.document)?.filter(|found| reach.sees(found));
    let fields = match change.kind {
        ChangeKind::Create => new_fields(r, &stored.fields)?,
        ChangeKind::Update => ProposedUpdate::read(&stored.fields)?.shown(r, document.as_ref())?,
        ChangeKind::Save | ChangeKind::Trash => Vec::new(),
    };
    let waits = change.waits();
    let texts = match (change.kind, change_sets::texts(r, change.id)?) {
        (ChangeKind::Create, (_, Some(text))) => Some((String::new(), String::new(), text)),
        (ChangeKind::Save, (Some(base), Some(text))) => {
            let present = match &document {
                Some(document) if waits => texts::text(r, document.id)?.0,
                Some(_) | None => base.clone(),
            };
            Some((base, present, text))
        }
        (ChangeKind::Create | ChangeKind::Save | ChangeKind::Update | ChangeKind::Trash, _) => None,
    };
    Ok(Read {
        stored,
        document,
        fields,
        texts,
    })
}

fn reviewed(read: Read) -> ReviewedChange {
    let change = read.stored.change;
    let present = match &read.document {
        None => Present::Absent,
        Some(document) if document.trashed_at.is_some() => Present::Trashed,
        Some(_) => Present::There,
    };
    let text_changed_since = read
        .document
        .as_ref()
        .zip(change.base_hash)
        .is_some_and(|(document, base)| change.waits() && document.hash != base);
    ReviewedChange {
        present,
        text_changed_since,
        fields: read.fields,
        text: read
            .texts
            .map(|(base, before, proposed)| text_review(base, before, proposed)),
        change,
    }
}

fn text_review(base: String, before: String, proposed: String) -> TextReview {
    let (outcome, after) = if before == proposed {
        (SaveOutcome::Unchanged, proposed)
    } else if before == base {
        (SaveOutcome::Saved, proposed)
    } else if let Some(merged) = merged(&base, &proposed, &before) {
        (SaveOutcome::Merged, merged)
    } else {
        (SaveOutcome::Conflict, proposed)
    };
    TextReview {
        diff: markdown::diff(&before, &after),
        base,
        before,
        after,
        outcome,
    }
}

/// The fields of a document to be made that are not what every new document has.
fn new_fields(r: &Reader, fields: &Value) -> Result<Vec<ProposedField>, CoreError> {
    let new: NewDocument = serde_json::from_value(fields.clone()).map_err(CoreError::internal)?;
    let category = super::fields::path(r, new.category)?;
    let given = [
        (FieldName::Description, Value::from(new.description)),
        (FieldName::Category, category),
        (FieldName::Tags, Value::from(new.tags)),
        (FieldName::Favorite, Value::from(new.favorite)),
        (FieldName::Pinned, Value::from(new.pinned)),
        (FieldName::Template, Value::from(new.template)),
        (FieldName::Public, Value::from(new.public)),
    ];
    let plain = |value: &Value| {
        value.is_null()
            || *value == Value::Bool(false)
            || *value == Value::String(String::new())
            || *value == Value::Array(Vec::new())
    };
    Ok(given
        .into_iter()
        .filter(|(_, value)| !plain(value))
        .map(|(name, after)| ProposedField {
            name,
            before: Value::Null,
            after,
            changed_since: false,
        })
        .collect())
}
