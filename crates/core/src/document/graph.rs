//! The graph: documents and the links between them, of the whole library, of a list, or around one document.

use std::collections::HashSet;

use longhand_model::{
    CategoryId, DocumentId, DocumentSummary, ListQuery, ListScope, SortKey, SortOrder,
};
use longhand_store::links::{self as kept, GraphNode as Kept};
use longhand_store::{Reader, documents};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scope::Reach;
use crate::{App, Caller, CoreError};

/// Documents drawn when the request does not say.
const USUAL: u32 = 1_000;

/// At most this many documents are drawn: more are a cloud that tells nothing.
const MOST: u32 = 5_000;

/// A graph of a list looks at most at this many of its documents.
const MOST_LISTED: usize = 20_000;

/// Steps from the document in the middle, at most.
const DEEPEST: u32 = 3;

/// What a graph is drawn of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GraphRequest {
    /// The documents it is drawn of; of more than 20,000 those changed last. All when absent.
    #[serde(default)]
    pub scope: ListScope,
    /// Draws only what is linked to this document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub center: Option<DocumentId>,
    /// Steps from the document in the middle, 1 to 3; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
    /// Also draws documents without links, as far as there is room; those changed last come first.
    #[serde(default)]
    pub orphans: bool,
    /// At most this many documents, 1 to 5,000; 1,000 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Documents and which of them link to each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// The documents: those with the most neighbours first, or the nearest to the one in the middle.
    pub nodes: Vec<GraphNode>,
    /// Pairs of places in `nodes`, the smaller first, each pair once whichever links to the other.
    pub edges: Vec<(u32, u32)>,
    /// There may be more documents than the limit let in.
    pub limited: bool,
}

/// A document of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GraphNode {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Its category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// How many other documents it links to or is linked from, drawn or not.
    pub neighbors: u32,
}

/// Returns the graph of a library, of a list, or around a document.
///
/// # Errors
/// [`CoreError::NotFound`] for an unknown scope or document.
pub fn graph(app: &App, caller: &Caller, request: &GraphRequest) -> Result<Graph, CoreError> {
    let limit = request.limit.unwrap_or(USUAL).clamp(1, MOST) as usize;
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let listed = if request.scope == ListScope::All {
            None
        } else {
            Some(listed(r, &request.scope)?)
        };
        let keep = |document: &DocumentSummary| {
            let inside = |ids: &HashSet<DocumentId>| ids.contains(&document.id);
            reach.sees(document) && listed.as_ref().is_none_or(inside)
        };
        let mut drawn = match request.center {
            Some(center) => {
                reach.document(r, center)?;
                let depth = request.depth.unwrap_or(1).clamp(1, DEEPEST);
                kept::around(r, center, depth, limit, |document| {
                    document.id == center || keep(document)
                })?
            }
            None => kept::graph(r, limit, keep)?,
        };
        if !reach.is_everything() {
            count_drawn(&mut drawn);
            if request.center.is_none() {
                forget_lonely(&mut drawn);
            }
        }
        if request.orphans && request.center.is_none() {
            add_orphans(r, &request.scope, &mut drawn, limit, |found| {
                reach.sees(found)
            })?;
        }
        Ok(Graph {
            limited: drawn.nodes.len() == limit,
            edges: drawn.edges,
            nodes: drawn.nodes.into_iter().map(node).collect(),
        })
    })
}

fn node(kept: Kept) -> GraphNode {
    GraphNode {
        id: kept.document.id,
        title: kept.document.title,
        category: kept.document.category,
        neighbors: kept.neighbors,
    }
}

/// Counts only neighbours that are drawn: a limited key learns nothing of others.
fn count_drawn(graph: &mut kept::Graph) {
    for node in &mut graph.nodes {
        node.neighbors = 0;
    }
    for (one, other) in &graph.edges {
        for place in [one, other] {
            if let Some(node) = graph.nodes.get_mut(*place as usize) {
                node.neighbors += 1;
            }
        }
    }
}

/// Takes documents out whose neighbours are all hidden: they look like any without links.
fn forget_lonely(graph: &mut kept::Graph) {
    let mut left = 0;
    let places: Vec<u32> = (graph.nodes.iter())
        .map(|node| {
            left += u32::from(node.neighbors > 0);
            left.saturating_sub(1)
        })
        .collect();
    graph.nodes.retain(|node| node.neighbors > 0);
    let place = |old: u32| places.get(old as usize).copied().unwrap_or(old);
    for (one, other) in &mut graph.edges {
        (*one, *other) = (place(*one), place(*other));
    }
}

fn listed(r: &Reader, scope: &ListScope) -> Result<HashSet<DocumentId>, CoreError> {
    let mut ids = HashSet::new();
    each(r, scope, |document| {
        ids.insert(document.id);
        ids.len() < MOST_LISTED
    })?;
    Ok(ids)
}

/// Fills the room that is left with documents that are not drawn yet: all that have links are.
fn add_orphans(
    r: &Reader,
    scope: &ListScope,
    graph: &mut kept::Graph,
    limit: usize,
    keep: impl Fn(&DocumentSummary) -> bool,
) -> Result<(), CoreError> {
    if graph.nodes.len() >= limit {
        return Ok(());
    }
    let linked: HashSet<DocumentId> = graph.nodes.iter().map(|node| node.document.id).collect();
    each(r, scope, |document| {
        if keep(&document) && !linked.contains(&document.id) {
            graph.nodes.push(Kept {
                document,
                neighbors: 0,
            });
        }
        graph.nodes.len() < limit
    })
}

/// Shows the documents of a list that are not in the trash, those changed last first, until `more` has enough.
fn each(
    r: &Reader,
    scope: &ListScope,
    mut more: impl FnMut(DocumentSummary) -> bool,
) -> Result<(), CoreError> {
    let mut query = ListQuery {
        scope: scope.clone(),
        sort: SortKey::Updated,
        order: SortOrder::Descending,
        limit: Some(500),
        cursor: None,
    };
    loop {
        let page = documents::list(r, &query)?;
        for document in page.items {
            if document.trashed_at.is_none() && !more(document) {
                return Ok(());
            }
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(());
        }
    }
}
