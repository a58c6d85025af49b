//! History: the versions of a document, how they differ, and the way back.

use longhand_markdown as markdown;
pub use longhand_markdown::Diff;
use longhand_model::{Cursor, DocumentId, DocumentSummary, Origin, Page, Version, VersionId};
use longhand_store::texts::{self, Keep};
use longhand_store::{Reader, documents, versions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{NewText, SaveOutcome, Saved, put};
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// A version with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionText {
    /// The version.
    pub version: Version,
    /// Its text.
    pub text: String,
}

/// Two states of a document, compared.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The older side; absent for the text as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Version>,
    /// The newer side; absent for the text as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Version>,
    /// The text of the older side.
    pub old_text: String,
    /// The text of the newer side.
    pub new_text: String,
    /// What changed.
    pub diff: markdown::Diff,
}

/// Lists the versions of a document, the newest first.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] for a cursor of another list.
pub fn list(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    limit: Option<u32>,
    cursor: Option<&Cursor>,
) -> Result<Page<Version>, CoreError> {
    let limit = limit.unwrap_or(100).clamp(1, 500) as usize;
    app.read(|r| {
        Reach::of(r, caller)?.document(r, document)?;
        Ok(versions::list(r, document, limit, cursor)?)
    })
}

/// Returns a version with its text.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn get(app: &App, caller: &Caller, id: VersionId) -> Result<VersionText, CoreError> {
    app.read(|r| {
        let (version, _) = reached(r, caller, id)?;
        let text = versions::text(r, id)?;
        Ok(VersionText { version, text })
    })
}

/// Compares two states of a document; an absent one is the text as it is now.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] for a version of another document.
pub fn diff(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    from: Option<VersionId>,
    to: Option<VersionId>,
) -> Result<Comparison, CoreError> {
    let ((from, old_text), (to, new_text)) = app.read(|r| {
        Reach::of(r, caller)?.document(r, document)?;
        Ok((side(r, document, from)?, side(r, document, to)?))
    })?;
    Ok(Comparison {
        diff: markdown::diff(&old_text, &new_text),
        from,
        to,
        old_text,
        new_text,
    })
}

/// Makes a version's text the document's text; what was there is kept, and a version is added.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::InTrash`].
pub fn restore(app: &App, caller: &Caller, id: VersionId) -> Result<Saved, CoreError> {
    let (version, text) = app.read(|r| {
        let (version, document) = reached(r, caller, id)?;
        if document.trashed_at.is_some() {
            return Err(CoreError::InTrash {
                title: document.title,
            });
        }
        Ok((version, versions::text(r, id)?))
    })?;
    let new = NewText::read(text)?;
    let keep = Keep::Version {
        origin: Origin::Restored,
        name: None,
    };
    let written = app.write(caller, "history.restore", |w| {
        let before = Reach::of(w, caller)?.document(w, version.document)?;
        let made = put(app, w, &before, &new, &keep)?;
        let after = documents::summary(w, version.document)?
            .ok_or_else(|| CoreError::internal("a document vanished inside a transaction"))?;
        Ok((before.hash, made, after))
    })?;
    let (before, made, document) = written.value;
    let changed = before != document.hash;
    Ok(Saved {
        outcome: if changed {
            SaveOutcome::Saved
        } else {
            SaveOutcome::Unchanged
        },
        hash: document.hash,
        text: Some(new.text),
        conflict: None,
        version: made,
        document,
        batch: (changed || made.is_some()).then_some(written.batch),
    })
}

/// Gives a version a name, by which it is kept for ever, or takes it away.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Field`] for a name out of bounds.
pub fn name(
    app: &App,
    caller: &Caller,
    id: VersionId,
    name: Option<&str>,
) -> Result<Version, CoreError> {
    let written = app.write(caller, "history.name", |w| {
        reached(w, caller, id)?;
        Ok(versions::name(w, id, name)?)
    })?;
    Ok(written.value)
}

fn reached(
    r: &Reader,
    caller: &Caller,
    id: VersionId,
) -> Result<(Version, DocumentSummary), CoreError> {
    let reach = Reach::of(r, caller)?;
    let unknown = || CoreError::not_found(Thing::Version, id);
    let version = versions::get(r, id)?.ok_or_else(unknown)?;
    let document = documents::summary(r, version.document)?
        .filter(|document| reach.sees(document))
        .ok_or_else(unknown)?;
    Ok((version, document))
}

fn side(
    r: &Reader,
    document: DocumentId,
    version: Option<VersionId>,
) -> Result<(Option<Version>, String), CoreError> {
    let Some(id) = version else {
        return Ok((None, texts::text(r, document)?.0));
    };
    let version = versions::get(r, id)?.ok_or_else(|| CoreError::not_found(Thing::Version, id))?;
    if version.document != document {
        return Err(CoreError::Invalid {
            message: format!("version {id} belongs to another document"),
            hint: "`history.list` names the versions of a document.",
        });
    }
    let text = versions::text(r, id)?;
    Ok((Some(version), text))
}
