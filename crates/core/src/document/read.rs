//! Reading documents: one, a page, by a name, by what was typed so far.

use longhand_model::{
    CategoryId, Document, DocumentId, DocumentSummary, ListQuery, Page, name_key,
};
use longhand_store::{Reader, documents};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentRef;
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// A limited key's list looks at most at this many documents for one page.
const MOST_LOOKED_AT: u32 = 2_000;

/// A document that a text typed so far may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
}

/// Returns a document with its text.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn get(app: &App, caller: &Caller, id: DocumentId) -> Result<Document, CoreError> {
    let document = app.read(|r| {
        let reach = Reach::of(r, caller)?;
        documents::get(r, id)?
            .filter(|document| reach.sees(&document.summary))
            .ok_or_else(|| CoreError::not_found(Thing::Document, id))
    })?;
    app.inner.recent.keep(document.summary.hash, &document.text);
    Ok(document)
}

/// Lists documents, a page at a time. For a limited key a page may be shorter than asked.
///
/// # Errors
/// [`CoreError::Invalid`] for a cursor of another list; [`CoreError::NotFound`] for an unknown scope.
pub fn list(
    app: &App,
    caller: &Caller,
    query: &ListQuery,
) -> Result<Page<DocumentSummary>, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        if reach.is_everything() {
            return Ok(documents::list(r, query)?);
        }
        list_within(r, &reach, query)
    })
}

/// Lists what a limited key reaches: pages of the whole list, sieved, until one page is full.
fn list_within(
    r: &Reader,
    reach: &Reach,
    query: &ListQuery,
) -> Result<Page<DocumentSummary>, CoreError> {
    let wanted = query.limit.unwrap_or(100).clamp(1, 500);
    let mut query = query.clone();
    let mut items = Vec::new();
    let mut looked_at = 0;
    loop {
        // Never more than is missing, so that the cursor stands right behind the last item.
        let missing = wanted - u32::try_from(items.len()).unwrap_or(wanted);
        query.limit = Some(missing);
        let page = documents::list(r, &query)?;
        looked_at += missing;
        items.extend(page.items.into_iter().filter(|found| reach.sees(found)));
        let full = items.len() >= wanted as usize;
        if page.next.is_none() || full || looked_at >= MOST_LOOKED_AT {
            return Ok(Page {
                items,
                next: page.next,
            });
        }
        query.cursor = page.next;
    }
}

/// Finds the one document that an id, the beginning of an id, or an exact title names.
///
/// A title that documents outside the trash bear wins over those inside it.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Ambiguous`] with the candidates.
pub fn find(app: &App, caller: &Caller, reference: &str) -> Result<DocumentSummary, CoreError> {
    let reference = reference.trim();
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        if let Ok(id) = reference.parse::<DocumentId>() {
            return reach.document(r, id);
        }
        let titled = documents::find_by_title(r, &name_key(reference))?;
        let mut found = reached(r, &reach, &titled)?;
        if found.iter().any(|document| document.trashed_at.is_none()) {
            found.retain(|document| document.trashed_at.is_none());
        }
        if found.is_empty() && is_id_prefix(reference) {
            let prefixed = documents::find_by_prefix(r, reference, 10)?;
            found = reached(r, &reach, &prefixed)?;
        }
        match <[DocumentSummary; 1]>::try_from(found) {
            Ok([document]) => Ok(document),
            Err(found) if found.is_empty() => Err(CoreError::not_found(Thing::Document, reference)),
            Err(found) => Err(CoreError::Ambiguous {
                reference: reference.to_owned(),
                candidates: found.iter().take(10).map(DocumentRef::from).collect(),
            }),
        }
    })
}

/// Completes a title that is being typed; the documents changed last when nothing was typed.
///
/// # Errors
/// The library cannot be read.
pub fn complete(
    app: &App,
    caller: &Caller,
    prefix: &str,
    limit: Option<u32>,
) -> Result<Vec<Completion>, CoreError> {
    let limit = limit.unwrap_or(10).clamp(1, 50) as usize;
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        // A limited key loses some of what is found, so more is looked for.
        let look = if reach.is_everything() { limit } else { 500 };
        let mut items = Vec::new();
        for found in documents::complete(r, prefix, look)? {
            if items.len() == limit {
                break;
            }
            if !reach.is_everything() && reach.document(r, found.id).is_err() {
                continue;
            }
            items.push(Completion {
                id: found.id,
                title: found.title,
                category: found.category,
            });
        }
        Ok(items)
    })
}

fn reached(
    r: &Reader,
    reach: &Reach,
    ids: &[DocumentId],
) -> Result<Vec<DocumentSummary>, CoreError> {
    let mut found = documents::summaries(r, ids)?;
    found.retain(|document| reach.sees(document));
    Ok(found)
}

/// Four hexadecimal digits at least: shorter beginnings are more likely words than ids.
fn is_id_prefix(reference: &str) -> bool {
    let digits = reference.bytes().filter(u8::is_ascii_hexdigit).count();
    let others = reference
        .bytes()
        .any(|byte| !byte.is_ascii_hexdigit() && byte != b'-');
    digits >= 4 && !others
}
