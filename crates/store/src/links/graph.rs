//! Documents and the links between them, as a graph: the most linked ones of the library, or those around one.

use std::collections::{HashMap, HashSet, VecDeque};

use longhand_model::{DocumentId, DocumentSummary};
use rusqlite::named_params;

use crate::documents::{self, by_numbers};
use crate::{Reader, StoreError};

/// Documents and which of them link to each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// The documents, the most important ones first.
    pub nodes: Vec<GraphNode>,
    /// Pairs of places in `nodes`, the smaller first, each pair once whichever links to the other.
    pub edges: Vec<(u32, u32)>,
}

/// A document of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphNode {
    /// The document.
    pub document: DocumentSummary,
    /// How many other documents it links to or is linked from, drawn or not.
    pub neighbors: u32,
}

/// Returns the documents with the most neighbours that `keep` lets through, at most `most`. The trash is left out.
///
/// All links of the library are read, as numbers alone: some tenths of a second where there are a million.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn graph(
    r: &Reader,
    most: usize,
    mut keep: impl FnMut(&DocumentSummary) -> bool,
) -> Result<Graph, StoreError> {
    let pairs = pairs(r)?;
    let mut neighbors: HashMap<i64, u32> = HashMap::new();
    for (one, other) in &pairs {
        *neighbors.entry(*one).or_default() += 1;
        *neighbors.entry(*other).or_default() += 1;
    }
    let mut ranked: Vec<(i64, u32)> = neighbors.into_iter().collect();
    ranked.sort_unstable_by_key(|(number, neighbors)| (std::cmp::Reverse(*neighbors), *number));
    let mut drawn = Drawn::default();
    for (number, neighbors) in ranked {
        if drawn.nodes.len() == most {
            break;
        }
        drawn.add(r, number, neighbors, &mut keep)?;
    }
    let edges = pairs
        .iter()
        .filter_map(|(one, other)| drawn.edge(*one, *other))
        .collect();
    Ok(drawn.with(edges))
}

/// Returns a document and those that links lead to it from, in up to `depth` steps in either direction; at most `most`, the
/// nearest ones first. The trash, and what `keep` holds back, is left out and nothing is reached through it.
///
/// # Errors
/// [`StoreError::NotFound`] for the document in the middle.
pub fn around(
    r: &Reader,
    center: DocumentId,
    depth: u32,
    most: usize,
    mut keep: impl FnMut(&DocumentSummary) -> bool,
) -> Result<Graph, StoreError> {
    let center = documents::number(r, center)?;
    let mut drawn = Drawn::default();
    let mut edges = HashSet::new();
    let mut seen = HashSet::from([center]);
    let mut waiting = VecDeque::from([(center, 0)]);
    let mut found = Vec::new();
    while let Some((number, steps)) = waiting.pop_front() {
        if drawn.nodes.len() == most {
            break;
        }
        let near = neighbors(r, number)?;
        let count = u32::try_from(near.len()).unwrap_or(u32::MAX);
        if !drawn.add(r, number, count, &mut keep)? {
            continue;
        }
        if steps < depth {
            let new = near.iter().filter(|other| seen.insert(**other));
            waiting.extend(new.map(|other| (*other, steps + 1)));
        }
        found.extend(near.into_iter().map(|other| (number, other)));
    }
    edges.extend(
        found
            .into_iter()
            .filter_map(|(one, other)| drawn.edge(one, other)),
    );
    let mut edges: Vec<(u32, u32)> = edges.into_iter().collect();
    edges.sort_unstable();
    Ok(drawn.with(edges))
}

/// What is drawn so far, and where each row of the library stands in it.
#[derive(Default)]
struct Drawn {
    nodes: Vec<GraphNode>,
    places: HashMap<i64, u32>,
}

impl Drawn {
    /// Takes a document in unless it is in the trash or held back; says whether it did.
    fn add(
        &mut self,
        r: &Reader,
        number: i64,
        neighbors: u32,
        keep: &mut impl FnMut(&DocumentSummary) -> bool,
    ) -> Result<bool, StoreError> {
        let Some(document) = by_numbers(r, &[number])?.pop() else {
            return Ok(false);
        };
        if document.trashed_at.is_some() || !keep(&document) {
            return Ok(false);
        }
        let place = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.places.insert(number, place);
        self.nodes.push(GraphNode {
            document,
            neighbors,
        });
        Ok(true)
    }

    fn edge(&self, one: i64, other: i64) -> Option<(u32, u32)> {
        let (one, other) = (*self.places.get(&one)?, *self.places.get(&other)?);
        Some((one.min(other), one.max(other)))
    }

    fn with(self, edges: Vec<(u32, u32)>) -> Graph {
        Graph {
            nodes: self.nodes,
            edges,
        }
    }
}

/// All pairs of different documents that one links to the other, the smaller row number first, each once.
fn pairs(r: &Reader) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut pairs: Vec<(i64, i64)> = r
        .prepare(
            "SELECT min(document, leads_to) AS one, max(document, leads_to) AS other
            FROM links INDEXED BY links_leads_to
            WHERE leads_to IS NOT NULL AND leads_to <> document",
        )?
        .query_map([], |row| Ok((row.get("one")?, row.get("other")?)))?
        .collect::<Result<_, _>>()?;
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// The documents that one links to or is linked from, in the order of their rows.
fn neighbors(r: &Reader, number: i64) -> Result<Vec<i64>, StoreError> {
    let numbers = r
        .prepare(
            "SELECT leads_to AS other
            FROM links
            WHERE document = :document AND leads_to IS NOT NULL AND leads_to <> :document
            UNION
            SELECT document AS other
            FROM links INDEXED BY links_leads_to
            WHERE leads_to = :document AND document <> :document
            ORDER BY other",
        )?
        .query_map(named_params! { ":document": number }, |row| {
            row.get("other")
        })?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}
