//! Links between documents: which text names which document, and which names still wait for one.
//!
//! A link is resolved once and then leads to its document by id, whatever that is called later. A link that leads
//! nowhere waits under a key until a document of that name appears. Links outside and attachments are not resolved here.

mod graph;
mod resolve;

use std::collections::HashMap;

use longhand_model::{DocumentId, LinkFact, LinkKind, TextFacts};
use rusqlite::named_params;

pub use graph::{Graph, GraphNode, around, graph};
pub use resolve::resolve;
pub(crate) use resolve::resolve_waiting;
use resolve::{Source, target_key};

use crate::{Reader, StoreError, Writer, column, documents};

/// A document that a link leads to or comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// It is in the trash.
    pub trashed: bool,
}

/// A link as a document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// How it is written.
    pub kind: LinkKind,
    /// Its target, as written, without the fragment.
    pub target: String,
    /// What follows `#`.
    pub fragment: Option<String>,
    /// The text it shows, where it differs from the target.
    pub alias: Option<String>,
    /// Its line, from 1.
    pub line: u32,
    /// Where it leads; none while no document has that name.
    pub document: Option<Linked>,
}

/// A link that leads to a document, seen from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The document that holds it.
    pub document: Linked,
    /// How it is written.
    pub kind: LinkKind,
    /// Its target, as written, without the fragment.
    pub target: String,
    /// Its line in that document, from 1.
    pub line: u32,
}

/// Returns the links of a document in order, links outside left out.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn outgoing(r: &Reader, id: DocumentId) -> Result<Vec<Outgoing>, StoreError> {
    let number = documents::number(r, id)?;
    let links = r
        .prepare(
            "SELECT links.kind, links.target, links.fragment, links.alias, links.line, documents.id, documents.title,
                documents.trashed_at IS NOT NULL AS trashed
            FROM links
            LEFT JOIN documents ON documents.number = links.leads_to
            WHERE links.document = :document
            ORDER BY links.position",
        )?
        .query_map(named_params! { ":document": number }, |row| {
            let document = match column::optional_id(row, "id")? {
                Some(id) => Some(Linked {
                    id,
                    title: row.get("title")?,
                    trashed: row.get("trashed")?,
                }),
                None => None,
            };
            Ok(Outgoing {
                kind: column::word(row, "kind")?,
                target: row.get("target")?,
                fragment: row.get("fragment")?,
                alias: row.get("alias")?,
                line: column::small_count(row, "line")?,
                document,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(links)
}

/// Returns the links that lead to a document, by the documents that hold them; at most `limit`. The trash is left out.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn backlinks(r: &Reader, id: DocumentId, limit: usize) -> Result<Vec<Backlink>, StoreError> {
    let number = documents::number(r, id)?;
    let links = r
        .prepare(
            "SELECT documents.id, documents.title, links.kind, links.target, links.line
            FROM links INDEXED BY links_leads_to
            JOIN documents ON documents.number = links.document
            WHERE links.leads_to = :document AND documents.trashed_at IS NULL
            ORDER BY links.document, links.position
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":document": number, ":limit": column::length(limit) },
            |row| {
                Ok(Backlink {
                    document: Linked {
                        id: column::id(row, "id")?,
                        title: row.get("title")?,
                        trashed: false,
                    },
                    kind: column::word(row, "kind")?,
                    target: row.get("target")?,
                    line: column::small_count(row, "line")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(links)
}

/// Returns the documents that link to a document, each once, those in the trash included: what a rename rewrites.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn linking_to(r: &Reader, id: DocumentId) -> Result<Vec<DocumentId>, StoreError> {
    let number = documents::number(r, id)?;
    let ids = r
        .prepare(
            "SELECT id
            FROM documents
            WHERE number IN (
                SELECT document
                FROM links INDEXED BY links_leads_to
                WHERE leads_to = :document
            )
            ORDER BY number",
        )?
        .query_map(named_params! { ":document": number }, |row| {
            column::id(row, "id")
        })?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Returns wiki links and embeds that lead nowhere, with the documents that hold them; at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn dangling(r: &Reader, limit: usize) -> Result<Vec<Backlink>, StoreError> {
    let links = r
        .prepare(
            "SELECT documents.id, documents.title, links.kind, links.target, links.line
            FROM links INDEXED BY links_waiting
            JOIN documents ON documents.number = links.document
            WHERE links.leads_to IS NULL
                AND links.kind IN ('wiki', 'relative')
                AND documents.trashed_at IS NULL
            ORDER BY links.target_key
            LIMIT :limit",
        )?
        .query_map(named_params! { ":limit": column::length(limit) }, |row| {
            Ok(Backlink {
                document: Linked {
                    id: column::id(row, "id")?,
                    title: row.get("title")?,
                    trashed: false,
                },
                kind: column::word(row, "kind")?,
                target: row.get("target")?,
                line: column::small_count(row, "line")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(links)
}

/// Writes a document's links anew. [`crate::texts::replace`] and [`crate::documents::insert`] do so by themselves.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn replace(w: &Writer, id: DocumentId, links: &[LinkFact]) -> Result<(), StoreError> {
    replace_by_number(w, documents::number(w, id)?, links)
}

/// Writes the links of a new document.
pub(crate) fn insert(w: &Writer, document: i64, facts: &TextFacts) -> Result<(), StoreError> {
    insert_links(w, document, &facts.links, &HashMap::new())
}

/// Writes a document's links anew; those that led somewhere before still do.
pub(crate) fn replace_by_number(
    w: &Writer,
    document: i64,
    links: &[LinkFact],
) -> Result<(), StoreError> {
    let known = stored(w, document)?;
    let unchanged = known.len() == inside(links).count()
        && inside(links)
            .zip(&known)
            .all(|(link, known)| known.is(link));
    if unchanged {
        return Ok(());
    }
    let resolved = known
        .into_iter()
        .filter_map(|link| Some((link.target, link.leads_to?)))
        .collect();
    delete(w, document)?;
    insert_links(w, document, links, &resolved)
}

/// Forgets the links of a document that is being purged; those that led to it wait again.
pub(crate) fn forget(w: &Writer, document: i64) -> Result<(), StoreError> {
    delete(w, document)?;
    w.prepare(
        "UPDATE links
        SET leads_to = NULL
        WHERE leads_to = :document",
    )?
    .execute(named_params! { ":document": document })?;
    Ok(())
}

struct StoredLink {
    kind: LinkKind,
    target: String,
    fragment: Option<String>,
    alias: Option<String>,
    line: u32,
    leads_to: Option<i64>,
}

impl StoredLink {
    fn is(&self, link: &LinkFact) -> bool {
        self.kind == link.kind
            && self.target == link.target
            && self.fragment == link.fragment
            && self.alias == link.alias
            && self.line == link.line
    }
}

fn stored(r: &Reader, document: i64) -> Result<Vec<StoredLink>, StoreError> {
    let links = r
        .prepare(
            "SELECT kind, target, fragment, alias, line, leads_to
            FROM links
            WHERE document = :document
            ORDER BY position",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            Ok(StoredLink {
                kind: column::word(row, "kind")?,
                target: row.get("target")?,
                fragment: row.get("fragment")?,
                alias: row.get("alias")?,
                line: column::small_count(row, "line")?,
                leads_to: row.get("leads_to")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(links)
}

/// The links that are kept: those that do not lead outside.
fn inside(links: &[LinkFact]) -> impl Iterator<Item = &LinkFact> {
    links.iter().filter(|link| kind_name(link.kind).is_some())
}

fn insert_links(
    w: &Writer,
    document: i64,
    links: &[LinkFact],
    resolved: &HashMap<String, i64>,
) -> Result<(), StoreError> {
    if inside(links).next().is_none() {
        return Ok(());
    }
    let source = Source::of(w, document)?;
    for (position, link) in inside(links).enumerate() {
        let leads_to = match resolved.get(&link.target) {
            Some(known) => Some(*known),
            None => resolve::find(w, &source, link.kind, &link.target)?,
        };
        w.prepare(
            "INSERT INTO links (document, position, kind, target, target_key, fragment, alias, line, leads_to)
            VALUES (:document, :position, :kind, :target, :target_key, :fragment, :alias, :line, :leads_to)",
        )?
        .execute(named_params! {
            ":document": document,
            ":position": column::length(position),
            ":kind": kind_name(link.kind),
            ":target": link.target,
            ":target_key": target_key(&link.target).as_str(),
            ":fragment": link.fragment,
            ":alias": link.alias,
            ":line": link.line.max(1),
            ":leads_to": leads_to,
        })?;
    }
    Ok(())
}

fn delete(w: &Writer, document: i64) -> Result<(), StoreError> {
    w.prepare(
        "DELETE FROM links
        WHERE document = :document",
    )?
    .execute(named_params! { ":document": document })?;
    Ok(())
}

fn kind_name(kind: LinkKind) -> Option<&'static str> {
    match kind {
        LinkKind::Wiki => Some("wiki"),
        LinkKind::Embed => Some("embed"),
        LinkKind::Relative => Some("relative"),
        LinkKind::Image => Some("image"),
        LinkKind::External => None,
    }
}
