//! Which document a link names.
//!
//! A wiki link names a title, else an alias, else the file a document was imported from; of several documents the one
//! nearest in the source's folders, then the oldest. A folder in the target must fit the document's path. A relative
//! link in an imported document names a path in the same source, and nothing else.

use longhand_model::{DocumentId, LinkKind, NameKey, name_key};
use rusqlite::{OptionalExtension, named_params};

use crate::documents::{self, stem};
use crate::{Reader, StoreError, Writer, column};

/// At most this many documents of one name are compared.
const CANDIDATES: i64 = 1_000;

/// The document a link stands in.
pub(super) struct Source {
    path: Option<String>,
}

impl Source {
    pub(super) fn of(r: &Reader, document: i64) -> Result<Self, StoreError> {
        let path = r
            .prepare(
                "SELECT path
                FROM documents
                WHERE number = :number",
            )?
            .query_row(named_params! { ":number": document }, |row| row.get("path"))?;
        Ok(Self { path })
    }
}

/// Returns the document that a target names, as a link in `from` would find it.
///
/// # Errors
/// [`StoreError::NotFound`] for `from`.
pub fn resolve(
    r: &Reader,
    from: Option<DocumentId>,
    kind: LinkKind,
    target: &str,
) -> Result<Option<DocumentId>, StoreError> {
    let mut source = Source { path: None };
    if let Some(from) = from {
        let number = documents::number(r, from)?;
        if let Some(known) = known(r, number, target)? {
            return documents::id_of(r, known).map(Some);
        }
        source = Source::of(r, number)?;
    }
    find(r, &source, kind, target)?
        .map(|number| documents::id_of(r, number))
        .transpose()
}

/// A document that links may have waited for.
struct Arrival {
    /// Made comparable.
    names: Vec<String>,
    path: Option<String>,
    file: Option<FileKey>,
}

impl Arrival {
    fn of(r: &Reader, document: i64) -> Result<Self, StoreError> {
        let names = r
            .prepare(
                "SELECT DISTINCT name_key
                FROM document_names
                WHERE document = :document",
            )?
            .query_map(named_params! { ":document": document }, |row| {
                row.get("name_key")
            })?
            .collect::<Result<_, _>>()?;
        let Source { path } = Source::of(r, document)?;
        let file = path.as_deref().map(FileKey::of);
        Ok(Self { names, path, file })
    }

    /// Tells whether a link that waits under one of its names can lead to it; that of many thousands few do.
    fn may_be_meant(&self, source: &Source, kind: LinkKind, target: &str) -> bool {
        match (kind, &source.path) {
            (LinkKind::External | LinkKind::Image, _) => false,
            (LinkKind::Relative, Some(from)) => {
                let wanted = join(from, target).map(|wanted| FileKey::of(&wanted));
                wanted.is_some() && wanted == self.file
            }
            (LinkKind::Wiki | LinkKind::Embed | LinkKind::Relative, _) => {
                let target = target.trim().trim_start_matches('/');
                let in_folder = |path: &String| ends_in(path, target);
                !target.contains('/')
                    || self
                        .names
                        .iter()
                        .any(|name| name == name_key(target).as_str())
                    || self.path.as_ref().is_some_and(in_folder)
            }
        }
    }
}

/// Resolves the links that waited for one of a document's names; called when it is made, renamed or restored.
pub(crate) fn resolve_waiting(w: &Writer, document: i64) -> Result<(), StoreError> {
    let arrival = Arrival::of(w, document)?;
    for name in &arrival.names {
        resolve_waiting_for(w, &arrival, name)?;
        // A title with a slash is waited for under its last part.
        if let Some((_folder, last)) = name.rsplit_once('/') {
            resolve_waiting_for(w, &arrival, target_key(last).as_str())?;
        }
    }
    Ok(())
}

fn resolve_waiting_for(w: &Writer, arrival: &Arrival, name: &str) -> Result<(), StoreError> {
    let mut found = Vec::new();
    let mut statement = w.prepare(
        "SELECT links.document, links.position, links.kind, links.target, documents.path
        FROM links INDEXED BY links_waiting
        JOIN documents ON documents.number = links.document
        WHERE links.leads_to IS NULL AND links.target_key = :name",
    )?;
    let mut rows = statement.query(named_params! { ":name": name })?;
    while let Some(row) = rows.next()? {
        let source = Source {
            path: row.get("path")?,
        };
        let (kind, target) = (column::word(row, "kind")?, row.get::<_, String>("target")?);
        if arrival.may_be_meant(&source, kind, &target)
            && let Some(leads_to) = find(w, &source, kind, &target)?
        {
            let (document, position): (i64, i64) = (row.get("document")?, row.get("position")?);
            found.push((document, position, leads_to));
        }
    }
    drop(rows);
    for (document, position, leads_to) in found {
        w.prepare(
            "UPDATE links
            SET leads_to = :leads_to
            WHERE document = :document AND position = :position",
        )?
        .execute(named_params! {
            ":leads_to": leads_to,
            ":document": document,
            ":position": position,
        })?;
    }
    Ok(())
}

/// Returns the row number of the document that a target names.
pub(super) fn find(
    r: &Reader,
    source: &Source,
    kind: LinkKind,
    target: &str,
) -> Result<Option<i64>, StoreError> {
    let candidates = candidates(r, &target_key(target))?;
    match kind {
        LinkKind::External | LinkKind::Image => Ok(None),
        LinkKind::Relative if source.path.is_some() => {
            let wanted = source.path.as_deref().and_then(|path| join(path, target));
            let wanted = wanted.map(|wanted| FileKey::of(&wanted));
            Ok(wanted.and_then(|wanted| {
                let is_wanted = |path: &str| FileKey::of(path) == wanted;
                candidates
                    .into_iter()
                    .find(|found| found.path.as_deref().is_some_and(is_wanted))
                    .map(|found| found.number)
            }))
        }
        LinkKind::Wiki | LinkKind::Embed | LinkKind::Relative => {
            let target = target.trim().trim_start_matches('/');
            let Some((_folder, _last)) = target.rsplit_once('/') else {
                return Ok(nearest(candidates, source));
            };
            let whole = self::candidates(r, &name_key(target))?;
            let title = nearest(whole, source);
            Ok(title.or_else(|| {
                let in_folder = candidates
                    .into_iter()
                    .filter(|found| {
                        found
                            .path
                            .as_deref()
                            .is_some_and(|path| ends_in(path, target))
                    })
                    .collect();
                nearest(in_folder, source)
            }))
        }
    }
}

/// What a link waits under: the last part of its target without its ending, made comparable.
pub(super) fn target_key(target: &str) -> NameKey {
    let target = target.trim().trim_end_matches('/');
    name_key(stem(target).unwrap_or(target))
}

struct Candidate {
    number: i64,
    path: Option<String>,
    /// A title before an alias, an alias before the name of a file.
    rank: i64,
}

fn candidates(r: &Reader, key: &NameKey) -> Result<Vec<Candidate>, StoreError> {
    if key.as_str().is_empty() {
        return Ok(Vec::new());
    }
    let found = r
        .prepare(
            "SELECT
                documents.number,
                documents.path,
                CASE document_names.kind
                    WHEN 'title' THEN 0
                    WHEN 'alias' THEN 1
                    ELSE 2
                END AS rank
            FROM document_names
            JOIN documents ON documents.number = document_names.document
            WHERE document_names.name_key = :key AND documents.trashed_at IS NULL
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":key": key.as_str(), ":limit": CANDIDATES },
            |row| {
                Ok(Candidate {
                    number: row.get("number")?,
                    path: row.get("path")?,
                    rank: row.get("rank")?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn nearest(candidates: Vec<Candidate>, source: &Source) -> Option<i64> {
    candidates
        .into_iter()
        .min_by_key(|found| {
            let shared = match (&source.path, &found.path) {
                (Some(here), Some(there)) => shared_folders(here, there),
                (Some(_) | None, _) => 0,
            };
            (found.rank, std::cmp::Reverse(shared), found.number)
        })
        .map(|found| found.number)
}

/// Where a link of this document with this target leads already.
fn known(r: &Reader, document: i64, target: &str) -> Result<Option<i64>, StoreError> {
    let known = r
        .prepare(
            "SELECT leads_to
            FROM links
            WHERE document = :document AND target = :target AND leads_to IS NOT NULL
            LIMIT 1",
        )?
        .query_row(
            named_params! { ":document": document, ":target": target },
            |row| row.get("leads_to"),
        )
        .optional()?;
    Ok(known)
}

/// How many folders two paths begin with in common.
fn shared_folders(one: &str, other: &str) -> usize {
    let folders = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(folders, _file)| folders.to_owned())
    };
    folders(one)
        .split('/')
        .zip(folders(other).split('/'))
        .take_while(|(one, other)| one == other)
        .count()
}

/// Follows a relative target from the folder of a document; none where it would leave the source.
fn join(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let root = parts.first().copied();
    if target.starts_with('/') {
        parts.truncate(1);
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
                if parts.is_empty() && root.is_some() {
                    return None;
                }
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// A file's folder and name made comparable; a missing ending fits any text's ending.
#[derive(PartialEq, Eq)]
struct FileKey {
    name: Option<NameKey>,
    folder: Option<NameKey>,
}

impl FileKey {
    fn of(path: &str) -> Self {
        Self {
            name: stem(path).map(name_key),
            folder: path
                .rsplit_once('/')
                .map(|(folder, _file)| name_key(folder)),
        }
    }
}

/// Tells whether a path ends in the folders and the name of a target.
fn ends_in(path: &str, target: &str) -> bool {
    let folders =
        |path: &str| -> Vec<NameKey> { path.split('/').rev().skip(1).map(name_key).collect() };
    let (path, target) = (folders(path), folders(target));
    path.len() >= target.len() && path.iter().zip(&target).all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_target_is_followed_within_its_source() {
        for (from, target, path) in [
            ("vault/a/b.md", "c.md", Some("vault/a/c.md")),
            ("vault/a/b.md", "./c.md", Some("vault/a/c.md")),
            ("vault/a/b.md", "../c.md", Some("vault/c.md")),
            ("vault/a/b.md", "/c.md", Some("vault/c.md")),
            ("vault/a/b.md", "../../c.md", None),
            ("vault/b.md", "x/../../../c.md", None),
        ] {
            assert_eq!(join(from, target).as_deref(), path, "{from} and {target}");
        }
    }

    #[test]
    fn a_target_waits_under_the_last_part_of_its_name() {
        for (target, key) in [
            ("Meeting Notes", "meeting notes"),
            ("area/Work", "work"),
            ("../a/B.md", "b"),
            ("B.markdown", "b"),
            ("v1.2", "v1.2"),
            ("a.png", "a.png"),
            (".md", ".md"),
        ] {
            assert_eq!(target_key(target).as_str(), key, "{target}");
        }
    }

    #[test]
    fn a_folder_in_a_target_must_fit_the_path() {
        for (path, target, fits) in [
            ("vault/area/Work.md", "area/Work", true),
            ("vault/area/Work.md", "vault/area/Work", true),
            ("vault/Area/Work.md", "area/Work", true),
            ("vault/other/Work.md", "area/Work", false),
            ("Work.md", "area/Work", false),
        ] {
            assert_eq!(ends_in(path, target), fits, "{path} and {target}");
        }
    }
}
