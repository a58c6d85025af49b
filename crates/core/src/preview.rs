//! The preview: a text as blocks, with what its links and pictures lead to.
//!
//! Rendering is the markdown crate's; here the blocks that a client has are left out, and targets are
//! resolved against the library. The text need not be saved, nor belong to a document.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use longhand_markdown::{BlockCache, RenderOptions, render_blocks_cached};
use longhand_model::{AttachmentId, DocumentId, Heading, LinkKind};
use longhand_store::attachments;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{self, DocumentRef, link};

use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// At most this many documents have their blocks remembered.
const MOST_DOCUMENTS: usize = 6;

/// What a preview is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewRequest {
    /// The document the text belongs to: its attachments and its folder are where links start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The Markdown as it is in the editor; at most 10 MiB.
    pub text: String,
    /// The hashes of the blocks that the client has; their HTML is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
}

/// A text as blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The blocks in order.
    pub blocks: Vec<PreviewBlock>,
    /// The headings in order.
    pub outline: Vec<Heading>,
    /// The keys and values of the front matter, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_matter: Option<Vec<(String, String)>>,
    /// How many pictures lie on other hosts.
    pub remote_images: u64,
    /// What the targets of wiki and relative links lead to; `null` where there is no document.
    pub links: BTreeMap<String, Option<DocumentRef>>,
    /// The attachments that the text names.
    pub attachments: BTreeMap<String, AttachmentId>,
}

/// A top-level piece of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewBlock {
    /// Names the block's HTML; unique within one text.
    pub hash: String,
    /// Its first line, from 1.
    pub line_from: u32,
    /// Its last line.
    pub line_to: u32,
    /// Its sanitised HTML; absent when the client has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// The blocks that were rendered lately, by document.
#[derive(Default)]
pub(crate) struct Previews {
    caches: Mutex<Caches>,
}

#[derive(Default)]
struct Caches {
    by_document: HashMap<Option<DocumentId>, (u64, Arc<Mutex<BlockCache>>)>,
    uses: u64,
}

impl Previews {
    fn cache(&self, document: Option<DocumentId>) -> Arc<Mutex<BlockCache>> {
        let mut caches = self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        caches.uses += 1;
        let now = caches.uses;
        let (used, cache) = caches.by_document.entry(document).or_default();
        *used = now;
        let cache = Arc::clone(cache);
        if caches.by_document.len() > MOST_DOCUMENTS {
            let oldest = caches.by_document.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(oldest) = oldest.map(|(document, _)| *document) {
                caches.by_document.remove(&oldest);
            }
        }
        cache
    }
}

/// Renders a text.
///
/// # Errors
/// [`CoreError::Field`] for a text that is too large; [`CoreError::NotFound`] for an unknown document.
pub fn render(app: &App, caller: &Caller, request: &PreviewRequest) -> Result<Preview, CoreError> {
    document::check_size(&request.text)?;
    let cache = app.inner.previews.cache(request.document);
    let rendered = {
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        render_blocks_cached(&request.text, &RenderOptions::default(), &mut cache)
    };
    let (links, attachments) = targets(app, caller, request)?;
    let known: std::collections::HashSet<&str> = request.known.iter().map(String::as_str).collect();
    let blocks = rendered
        .blocks
        .into_iter()
        .map(|block| PreviewBlock {
            html: (!known.contains(block.hash.as_str())).then(|| block.html.to_string()),
            hash: block.hash,
            line_from: block.line_from,
            line_to: block.line_to,
        })
        .collect();
    Ok(Preview {
        blocks,
        outline: rendered.outline,
        front_matter: rendered.front_matter,
        remote_images: rendered.remote_images as u64,
        links,
        attachments,
    })
}

type Targets = (
    BTreeMap<String, Option<DocumentRef>>,
    BTreeMap<String, AttachmentId>,
);

/// Resolves what the text names. A document that a key may not see is as good as none.
fn targets(app: &App, caller: &Caller, request: &PreviewRequest) -> Result<Targets, CoreError> {
    let facts = longhand_markdown::facts(&request.text);
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let mut uses = HashMap::new();
        if let Some(document) = request.document {
            reach.document(r, document)?;
            let used = attachments::of_document(r, document)?;
            uses.extend(
                used.into_iter()
                    .map(|used| (used.reference, used.attachment.id)),
            );
        }
        let mut links = BTreeMap::new();
        let mut named = BTreeMap::new();
        for fact in facts.links {
            if matches!(fact.kind, LinkKind::External) {
                continue;
            }
            if let Some(found) = uses.get(&fact.target) {
                named.insert(fact.target, *found);
                continue;
            }
            if matches!(fact.kind, LinkKind::Image) || links.contains_key(&fact.target) {
                continue;
            }
            let found = link::resolve_target(r, &reach, request.document, fact.kind, &fact.target)?;
            links.insert(fact.target, found);
        }
        Ok((links, named))
    })
}
