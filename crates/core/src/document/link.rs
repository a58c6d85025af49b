//! Links: what a document leads to, what leads to it, and what a target means.

use longhand_model::{Attachment, DocumentId, LinkKind};
use longhand_store::{Reader, attachments, links as kept, texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentRef, mention};
use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// At most this many links in one direction are told.
const MOST: usize = 500;

/// A line of context has at most this many characters.
const CONTEXT_CHARS: usize = 240;

/// The links of a document, in both directions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentLinks {
    /// What it links to, in the order of its text; at most 500.
    pub outgoing: Vec<OutgoingLink>,
    /// Where other documents link to it; at most 500.
    pub backlinks: Vec<Mention>,
    /// Where other documents name its title without a link; at most 20.
    pub unlinked: Vec<Mention>,
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutgoingLink {
    /// How it is written.
    pub kind: LinkKind,
    /// Its target, without the fragment.
    pub target: String,
    /// The text it shows, where it differs from the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Its line, from 1.
    pub line: u32,
    /// The document it leads to; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentRef>,
}

/// A line of another document that links or names this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mention {
    /// The other document.
    pub document: DocumentRef,
    /// Its line, from 1.
    pub line: u32,
    /// The line's text; at most 240 characters.
    pub context: String,
}

/// What a target leads to; both absent when it leads nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resolved {
    /// A document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentRef>,
    /// An attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

/// Returns the links of a document.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn links(app: &App, caller: &Caller, id: DocumentId) -> Result<DocumentLinks, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let document = DocumentRef::from(&reach.document(r, id)?);
        let outgoing = outgoing(r, &reach, id)?;
        let backlinks = backlinks(r, &reach, id)?;
        let linked: Vec<DocumentId> = backlinks.iter().map(|link| link.document.id).collect();
        let unlinked = mention::unlinked(r, &reach, app.sources().now(), &document, &linked)?;
        Ok(DocumentLinks {
            outgoing,
            backlinks,
            unlinked,
        })
    })
}

/// Returns what a target leads to, seen from a document or from nowhere.
///
/// # Errors
/// [`CoreError::NotFound`] for the document it is seen from.
pub fn resolve(
    app: &App,
    caller: &Caller,
    from: Option<DocumentId>,
    target: &str,
) -> Result<Resolved, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        if let Some(from) = from {
            reach.document(r, from)?;
            if let Some(attachment) = attachment(r, from, target)? {
                return Ok(Resolved {
                    document: None,
                    attachment: Some(attachment),
                });
            }
        }
        let mut document = resolve_target(r, &reach, from, LinkKind::Wiki, target)?;
        if document.is_none() {
            document = resolve_target(r, &reach, from, LinkKind::Relative, target)?;
        }
        Ok(Resolved {
            document,
            attachment: None,
        })
    })
}

/// Returns the attachment that a document's text names so.
pub(crate) fn attachment(
    r: &Reader,
    document: DocumentId,
    reference: &str,
) -> Result<Option<Attachment>, CoreError> {
    let used = attachments::of_document(r, document)?;
    Ok(used
        .into_iter()
        .find(|used| used.reference == reference)
        .map(|used| used.attachment))
}

/// Returns the document a target leads to, if the caller reaches it.
pub(crate) fn resolve_target(
    r: &Reader,
    reach: &Reach,
    from: Option<DocumentId>,
    kind: LinkKind,
    target: &str,
) -> Result<Option<DocumentRef>, CoreError> {
    let Some(id) = kept::resolve(r, from, kind, target)? else {
        return Ok(None);
    };
    seen(r, reach, id)
}

/// The text of one line, trimmed and cut.
pub(super) fn context_of(text: &str, line: u32) -> String {
    let index = (line as usize).saturating_sub(1);
    let line = text.lines().nth(index).unwrap_or("").trim();
    line.chars().take(CONTEXT_CHARS).collect()
}

fn outgoing(r: &Reader, reach: &Reach, id: DocumentId) -> Result<Vec<OutgoingLink>, CoreError> {
    let mut links = Vec::new();
    for link in kept::outgoing(r, id)?.into_iter().take(MOST) {
        let document = match link.document {
            Some(document) => seen(r, reach, document.id)?,
            None => None,
        };
        links.push(OutgoingLink {
            kind: link.kind,
            target: link.target,
            alias: link.alias,
            line: link.line,
            document,
        });
    }
    Ok(links)
}

fn backlinks(r: &Reader, reach: &Reach, id: DocumentId) -> Result<Vec<Mention>, CoreError> {
    let mut found = Vec::new();
    let mut last: Option<(DocumentId, String)> = None;
    for link in kept::backlinks(r, id, MOST)? {
        let Some(document) = seen(r, reach, link.document.id)? else {
            continue;
        };
        // A document that links twice has its text read once: its links stand together.
        let text = match &last {
            Some((of, text)) if *of == document.id => text,
            Some(_) | None => &last.insert((document.id, texts::text(r, document.id)?.0)).1,
        };
        let context = context_of(text, link.line);
        found.push(Mention {
            document,
            line: link.line,
            context,
        });
    }
    Ok(found)
}

fn seen(r: &Reader, reach: &Reach, id: DocumentId) -> Result<Option<DocumentRef>, CoreError> {
    let document = longhand_store::documents::summary(r, id)?;
    Ok(document
        .filter(|document| document.trashed_at.is_none() && reach.sees(document))
        .map(|document| DocumentRef::from(&document)))
}
