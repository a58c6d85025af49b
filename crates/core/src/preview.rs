//! The preview: a text as blocks, with what its links and pictures lead to.
//!
//! Rendering is the markdown crate's; here the blocks that a client has are left out, and targets are
//! resolved against the library. The text need not be saved, nor belong to a document.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use longhand_markdown::sanitize::Target;
use longhand_markdown::{Block, BlockCache, RenderOptions, render_blocks_cached};
use longhand_model::{AttachmentId, DocumentId, Event, Heading, LinkKind};
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

/// What was rendered lately, by document.
#[derive(Default)]
pub(crate) struct Previews {
    caches: Mutex<Caches>,
    /// Counts what may change where a link leads.
    generation: AtomicU64,
}

#[derive(Default)]
struct Caches {
    by_document: HashMap<Option<DocumentId>, (u64, Arc<Mutex<Remembered>>)>,
    uses: u64,
}

/// The blocks of one document, and where its links lead.
#[derive(Default)]
struct Remembered {
    blocks: BlockCache,
    links: HashMap<Target, Option<DocumentRef>>,
    generation: u64,
}

impl Previews {
    /// Hears what changed: links are looked up anew where they may lead elsewhere.
    pub(crate) fn hear(&self, event: &Event) {
        match event {
            Event::Documents { .. } | Event::Elsewhere => {
                self.generation.fetch_add(1, Ordering::Relaxed);
            }
            Event::Categories { .. }
            | Event::Tags { .. }
            | Event::Attachments { .. }
            | Event::SavedSearches { .. }
            | Event::Settings { .. }
            | Event::Keys { .. }
            | Event::Proposals { .. }
            | Event::Job { .. } => {}
        }
    }

    fn of(&self, document: Option<DocumentId>) -> Arc<Mutex<Remembered>> {
        let mut caches = self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        caches.uses += 1;
        let now = caches.uses;
        let (used, remembered) = caches.by_document.entry(document).or_default();
        *used = now;
        let remembered = Arc::clone(remembered);
        if caches.by_document.len() > MOST_DOCUMENTS {
            let oldest = caches.by_document.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(oldest) = oldest.map(|(document, _)| *document) {
                caches.by_document.remove(&oldest);
            }
        }
        remembered
    }
}

/// Renders a text.
///
/// # Errors
/// [`CoreError::Field`] for a text that is too large; [`CoreError::NotFound`] for an unknown document.
pub fn render(app: &App, caller: &Caller, request: &PreviewRequest) -> Result<Preview, CoreError> {
    document::check_size(&request.text)?;
    let remembered = app.inner.previews.of(request.document);
    let mut remembered = remembered.lock().unwrap_or_else(PoisonError::into_inner);
    // Read before the look-up: what changes during it is looked up again.
    let generation = app.inner.previews.generation.load(Ordering::Relaxed);
    if remembered.generation != generation || caller.is_limited() {
        remembered.links.clear();
        remembered.generation = generation;
    }
    let Remembered { blocks, links, .. } = &mut *remembered;
    let rendered = render_blocks_cached(&request.text, &RenderOptions::default(), blocks);
    let (links, attachments) = targets(app, caller, request.document, &rendered.blocks, links)?;
    if caller.is_limited() {
        remembered.links.clear();
    }
    drop(remembered);
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

/// Resolves what the blocks name. A document that a key may not see is as good as none.
fn targets(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
    blocks: &[Block],
    known: &mut HashMap<Target, Option<DocumentRef>>,
) -> Result<Targets, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let mut uses = HashMap::new();
        if let Some(document) = document {
            reach.document(r, document)?;
            let used = attachments::of_document(r, document)?;
            uses.extend(
                used.into_iter()
                    .map(|used| (used.reference, used.attachment.id)),
            );
        }
        let mut links = BTreeMap::new();
        let mut named = BTreeMap::new();
        for target in blocks.iter().flat_map(|block| block.targets.iter()) {
            if let Some(found) = uses.get(&target.name) {
                named.insert(target.name.clone(), *found);
                continue;
            }
            if target.kind == LinkKind::Image || links.contains_key(&target.name) {
                continue;
            }
            let found = match known.get(target) {
                Some(found) => found.clone(),
                None => {
                    let found =
                        link::resolve_target(r, &reach, document, target.kind, &target.name)?;
                    known.insert(target.clone(), found.clone());
                    found
                }
            };
            links.insert(target.name.clone(), found);
        }
        Ok((links, named))
    })
}
