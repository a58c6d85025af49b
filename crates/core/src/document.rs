//! Documents: everything a person does with them.
//!
//! Each use-case is one transaction. What a text says about itself is read by the markdown crate
//! before the transaction begins; where it is kept is the store's.

mod arrange;
mod create;
mod graph;
pub(crate) mod link;
mod mention;
mod read;
mod rename;
mod save;
mod text;
mod trash;

use longhand_model::{DocumentId, DocumentSummary, FieldError, bounds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use arrange::{LinksOnRename, Updated, update};
pub(crate) use arrange::{change, update_one};
pub use create::{Created, create, duplicate};
pub(crate) use create::{Draft, insert};
pub use graph::{Graph, GraphNode, GraphRequest, graph};
pub use link::{DocumentLinks, Mention, OutgoingLink, Resolved, links, resolve};
pub use read::{Completion, complete, find, get, list};
pub(crate) use save::{Order, checked_note, commit, merged, toggled};
pub use save::{SaveKind, SaveOutcome, SaveRequest, Saved, ToggleTask, save, toggle_task};
pub(crate) use text::{NewText, put};
pub(crate) use trash::empty_before;
pub use trash::{Counted, empty_trash, purge, restore, trash};

use crate::CoreError;

/// A document by its id and title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRef {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
}

impl From<&DocumentSummary> for DocumentRef {
    fn from(document: &DocumentSummary) -> Self {
        Self {
            id: document.id,
            title: document.title.clone(),
        }
    }
}

/// The title of a document whose text gives none.
pub(crate) const UNTITLED: &str = "Untitled";

/// At most this many documents can be named in one request.
pub(crate) const MOST_AT_ONCE: usize = 10_000;

/// Refuses a text that the library cannot hold, before anything is done with it.
pub(crate) fn check_size(text: &str) -> Result<(), CoreError> {
    if text.len() > bounds::TEXT_BYTES {
        return Err(CoreError::Field(FieldError::TextTooLarge {
            bytes: text.len(),
            most: bounds::TEXT_BYTES,
        }));
    }
    Ok(())
}

/// Refuses a request that names too many documents; what is named twice counts once.
pub(crate) fn checked_ids(ids: &[DocumentId]) -> Result<Vec<DocumentId>, CoreError> {
    let mut seen = std::collections::HashSet::with_capacity(ids.len());
    let ids: Vec<DocumentId> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    if ids.is_empty() || ids.len() > MOST_AT_ONCE {
        return Err(CoreError::Invalid {
            message: format!("the request names {} documents", ids.len()),
            hint: "Name at least one document, and at most 10,000 in one request.",
        });
    }
    Ok(ids)
}
