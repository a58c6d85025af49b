//! Commands about documents: read, write, arrange, link, preview.

use longhand_core::{document, preview, proposal};
use longhand_model::{
    BatchId, DocumentId, DocumentPatch, DocumentSummary, ListQuery, NewDocument, Page,
};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// Names one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentRequest {
    /// The document.
    pub id: DocumentId,
}

/// Names some documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DocumentsRequest {
    /// The documents; at most 10,000.
    pub ids: Vec<DocumentId>,
}

/// Names a document as a person would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindRequest {
    /// An id, an unambiguous beginning of one (at least four characters), or an exact title.
    pub reference: String,
}

/// What a new document starts with, and the template it is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateRequest {
    /// Its title, text and the rest.
    #[serde(flatten)]
    pub document: NewDocument,
    /// A template: its text, its variables filled, becomes the text; its tags and category are taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DocumentId>,
}

impl<'de> Deserialize<'de> for CreateRequest {
    /// Takes `from` out and reads the rest as a document, which refuses fields it does not know;
    /// flattening would pass over them.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let from = fields.remove("from").unwrap_or(Value::Null);
        Ok(Self {
            from: serde_json::from_value(from).map_err(D::Error::custom)?,
            document: serde_json::from_value(Value::Object(fields)).map_err(D::Error::custom)?,
        })
    }
}

/// A change of documents' metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateRequest {
    /// The documents; at most 10,000. A title can be given to one only.
    pub ids: Vec<DocumentId>,
    /// What changes.
    pub patch: DocumentPatch,
    /// What happens to the links of other documents when the title changes.
    #[serde(default)]
    pub links: document::LinksOnRename,
}

/// What was written, and the batch that undoes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountResponse {
    /// How many documents it concerned.
    pub count: u64,
    /// What `activity.revert` takes to undo it; absent for what cannot be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
}

/// Asks for documents whose title begins with, or holds, what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteRequest {
    /// What was typed; empty for the documents changed last.
    pub prefix: String,
    /// At most this many, 1 to 50; 10 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Asks what a link leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveRequest {
    /// The document that holds the link; relative links and attachments start there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DocumentId>,
    /// The target as it is written, without brackets and fragment.
    pub target: String,
}

command! {
    /// Lists documents, a page at a time.
    ///
    /// A page for a limited key may be shorter than asked; go on while there is a `next`.
    List: "document.list", Read, Documents, ListQuery => Page<DocumentSummary>,
    |query, app, caller| document::list(app, caller, &query)
}

command! {
    /// Returns a document with its text.
    Get: "document.get", Read, Documents, DocumentRequest => longhand_model::Document,
    |request, app, caller| document::get(app, caller, request.id)
}

command! {
    /// Finds the one document that an id, the beginning of an id, or a title names.
    Find: "document.find", Read, Documents, FindRequest => DocumentSummary,
    |request, app, caller| document::find(app, caller, &request.reference)
}

command! {
    /// Makes a document, from a template where one is named.
    Create: "document.create", Write, Documents, CreateRequest => document::Created,
    |request, app, caller| document::create(app, caller, request.document, request.from),
    propose |request, app, caller| proposal::create(app, caller, request.document, request.from)
}

command! {
    /// Saves a text; merges it when the stored text changed since it was read.
    Save: "document.save", Write, Documents, document::SaveRequest => document::Saved,
    |request, app, caller| document::save(app, caller, &request),
    propose |request, app, caller| proposal::save(app, caller, &request)
}

command! {
    /// Changes titles, categories, tags and flags; a new title rewrites the links to it.
    Update: "document.update", Write, Documents, UpdateRequest => document::Updated,
    |request, app, caller| document::update(app, caller, &request.ids, &request.patch, request.links),
    propose |request, app, caller| {
        proposal::update(app, caller, &request.ids, &request.patch, request.links)
    }
}

command! {
    /// Moves documents to the trash.
    Trash: "document.trash", Write, Documents, DocumentsRequest => CountResponse,
    |request, app, caller| document::trash(app, caller, &request.ids).map(CountResponse::undoable),
    propose |request, app, caller| proposal::trash(app, caller, &request.ids)
}

command! {
    /// Brings documents back from the trash.
    Restore: "document.restore", Write, Documents, DocumentsRequest => CountResponse,
    |request, app, caller| document::restore(app, caller, &request.ids).map(CountResponse::undoable)
}

command! {
    /// Deletes documents in the trash for ever, with their history.
    Purge: "document.purge", Admin, Documents, DocumentsRequest => CountResponse,
    |request, app, caller| document::purge(app, caller, &request.ids).map(CountResponse::final_)
}

command! {
    /// Deletes everything in the trash for ever.
    EmptyTrash: "trash.empty", Admin, Library, crate::Nothing => CountResponse,
    |_request, app, caller| document::empty_trash(app, caller).map(CountResponse::final_)
}

command! {
    /// Makes a copy of a document with its tags, category and attachments.
    Duplicate: "document.duplicate", Write, Documents, DocumentRequest => document::Created,
    |request, app, caller| document::duplicate(app, caller, request.id)
}

command! {
    /// Completes a title: what begins with the text first, then words, then parts of words.
    Complete: "document.complete", Read, Documents, CompleteRequest
        => crate::Items<document::Completion>,
    |request, app, caller| {
        let items = document::complete(app, caller, &request.prefix, request.limit)?;
        Ok(crate::Items { items })
    }
}

command! {
    /// Tells what a document links to, what links to it, and what names it without a link.
    Links: "document.links", Read, Documents, DocumentRequest => document::DocumentLinks,
    |request, app, caller| document::links(app, caller, request.id)
}

command! {
    /// Draws documents and the links between them as a graph: of a list, or around one document.
    Graph: "document.graph", Read, Documents, document::GraphRequest => document::Graph,
    |request, app, caller| document::graph(app, caller, &request)
}

command! {
    /// Tells which document or attachment a link leads to.
    Resolve: "document.resolve", Read, Documents, ResolveRequest => document::Resolved,
    |request, app, caller| document::resolve(app, caller, request.from, &request.target)
}

command! {
    /// Ticks or clears the task box on a line.
    ToggleTask: "document.toggleTask", Write, Documents, document::ToggleTask => document::Saved,
    |request, app, caller| document::toggle_task(app, caller, &request),
    propose |request, app, caller| proposal::toggle_task(app, caller, &request)
}

command! {
    /// Renders a text as sanitised blocks, and resolves what it names.
    Preview: "preview.render", Read, Documents, preview::PreviewRequest => preview::Preview,
    |request, app, caller| preview::render(app, caller, &request)
}

impl CountResponse {
    fn undoable(counted: document::Counted) -> Self {
        Self {
            count: counted.count,
            batch: Some(counted.batch),
        }
    }

    fn final_(count: u64) -> Self {
        Self { count, batch: None }
    }
}
