//! The preview: a text as blocks, with what its links and pictures lead to.
//!
//! Rendering is the markdown crate's; here what a client has is left out, and targets are resolved against the
//! library. The text need not be saved, nor belong to a document.

mod delta;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use longhand_markdown::sanitize::Target;
use longhand_markdown::{Block, BlockCache, RenderOptions, Rendered, render_blocks_cached};
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
    /// The `state` of the answer that the client shows: the next answer may leave out what that one says. It is whole
    /// when the state is not the last one given for the document, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
}

/// A text as blocks; against a known answer, what is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Names this answer, for `known`.
    pub state: String,
    /// Which blocks of the known answer stay, around those in `blocks`; absent when `blocks` are all there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptBlocks>,
    /// The blocks in order, without those that are kept.
    pub blocks: Vec<PreviewBlock>,
    /// The headings in order; absent when they are as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<Vec<Heading>>,
    /// The keys and values of the front matter, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_matter: Option<Vec<(String, String)>>,
    /// How many pictures lie on other hosts.
    pub remote_images: u64,
    /// Some code has no colours yet: it gets them when the same text is rendered again.
    pub unfinished: bool,
    /// What the targets of wiki and relative links lead to, `null` where there is no document; absent when as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// The attachments that the text names; absent when they are as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Attachments>,
}

/// Blocks of the known answer that stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeptBlocks {
    /// How many of its first blocks stay as they are.
    pub before: u32,
    /// How many of its last blocks stay.
    pub after: u32,
    /// How many lines further down those last blocks stand now.
    pub lines: i64,
}

/// A top-level piece of a rendered text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewBlock {
    /// Names the block's HTML: equal hashes, equal HTML.
    pub hash: String,
    /// Its first line, from 1.
    pub line_from: u32,
    /// Its last line.
    pub line_to: u32,
    /// Its sanitised HTML. Task boxes say in `data-line` how many lines they stand below `lineFrom`. Absent when a block of the
    /// known answer that is not kept has the same hash.
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

/// The blocks of one document, where its links lead, and the last answer.
#[derive(Default)]
struct Remembered {
    blocks: BlockCache,
    found: HashMap<Target, Option<DocumentRef>>,
    generation: u64,
    last: Option<Last>,
}

/// An answer that a client may know.
struct Last {
    state: String,
    rendered: Rendered,
    links: Arc<Links>,
    attachments: Arc<Attachments>,
    /// What changed in the library after this may lead links elsewhere.
    generation: u64,
}

type Links = BTreeMap<String, Option<DocumentRef>>;
type Attachments = BTreeMap<String, AttachmentId>;

impl Previews {
    /// Hears what changed: links are looked up anew where they may lead elsewhere.
    pub(crate) fn hear(&self, event: &Event) {
        match event {
            Event::Documents { .. } | Event::Attachments { .. } | Event::Elsewhere => {
                self.generation.fetch_add(1, Ordering::Relaxed);
            }
            Event::Categories { .. }
            | Event::Tags { .. }
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
        remembered.found.clear();
        remembered.generation = generation;
    }
    let Remembered {
        blocks,
        found,
        last,
        ..
    } = &mut *remembered;
    let rendered = render_blocks_cached(&request.text, &RenderOptions::default(), blocks);
    let unchanged = last.as_ref().filter(|last| {
        !caller.is_limited()
            && last.generation == generation
            && names(&last.rendered.blocks).eq(names(&rendered.blocks))
    });
    let (links, attachments) = match unchanged {
        Some(last) => (Arc::clone(&last.links), Arc::clone(&last.attachments)),
        None => targets(app, caller, request.document, &rendered.blocks, found)?,
    };
    let answer = Last {
        state: app.request_id(),
        rendered,
        links,
        attachments,
        generation,
    };
    if caller.is_limited() {
        // Where links lead for a narrow key is no answer to anybody else.
        found.clear();
        return Ok(delta::whole(&answer));
    }
    let known = last
        .take()
        .filter(|last| request.known.as_ref() == Some(&last.state));
    let preview = match known {
        Some(known) => delta::against(&known, &answer),
        None => delta::whole(&answer),
    };
    *last = Some(answer);
    Ok(preview)
}

/// What the blocks name, in order.
fn names(blocks: &[Block]) -> impl Iterator<Item = &Target> {
    blocks.iter().flat_map(|block| block.targets.iter())
}

/// Resolves what the blocks name. A document that a key may not see is as good as none.
fn targets(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
    blocks: &[Block],
    known: &mut HashMap<Target, Option<DocumentRef>>,
) -> Result<(Arc<Links>, Arc<Attachments>), CoreError> {
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
        for target in names(blocks) {
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
        Ok((Arc::new(links), Arc::new(named)))
    })
}
