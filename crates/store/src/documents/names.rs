//! What documents are called: for links, completion and the command line.

use longhand_model::{CategoryId, DocumentId, NameKey, TextFacts, name_key};
use rusqlite::named_params;

use super::by_numbers;
use super::list::last_changed;
use crate::{Reader, StoreError, Writer, column};

/// A document that a prefix completes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Its category.
    pub category: Option<CategoryId>,
}

/// Returns documents whose id starts with these hexadecimal digits (hyphens are skipped); at most `limit`.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn find_by_prefix(
    r: &Reader,
    prefix: &str,
    limit: usize,
) -> Result<Vec<DocumentId>, StoreError> {
    let Some((first, last)) = id_range(prefix) else {
        return Ok(Vec::new());
    };
    let ids = r
        .prepare(
            "SELECT id
            FROM documents
            WHERE id BETWEEN :first AND :last
            ORDER BY id
            LIMIT :limit",
        )?
        .query_map(
            named_params! { ":first": first, ":last": last, ":limit": column::length(limit) },
            |row| column::id(row, "id"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Returns documents with exactly this title, those in the trash last, the oldest first; at most 100.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn find_by_title(r: &Reader, title: &NameKey) -> Result<Vec<DocumentId>, StoreError> {
    let ids = r
        .prepare(
            "SELECT documents.id
            FROM document_names
            JOIN documents ON documents.number = document_names.document
            WHERE document_names.name_key = :title AND document_names.kind = 'title'
            ORDER BY documents.trashed_at IS NOT NULL, documents.number
            LIMIT 100",
        )?
        .query_map(named_params! { ":title": title.as_str() }, |row| {
            column::id(row, "id")
        })?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Completes the beginning of a title: titles that start so, then those with a word that does, then those that hold it.
///
/// An empty prefix gives the documents that changed last. Documents in the trash are left out.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn complete(r: &Reader, prefix: &str, limit: usize) -> Result<Vec<Completion>, StoreError> {
    let key = name_key(prefix);
    if key.as_str().is_empty() {
        return recent(r, limit);
    }
    let mut found = starting_with(r, &key, limit)?;
    if found.len() < limit {
        for other in holding(r, &key, limit)? {
            if found.len() < limit && !found.iter().any(|known| known.id == other.id) {
                found.push(other);
            }
        }
    }
    Ok(found)
}

/// Writes the names of a new document.
pub(crate) fn add_names(
    w: &Writer,
    document: i64,
    title: &str,
    path: Option<&str>,
    facts: &TextFacts,
) -> Result<(), StoreError> {
    add(w, document, "title", title)?;
    if let Some(stem) = path.and_then(stem) {
        add(w, document, "file", stem)?;
    }
    for alias in aliases(facts) {
        add(w, document, "alias", alias)?;
    }
    Ok(())
}

/// Writes a document's title anew among its names.
pub(crate) fn replace_title(w: &Writer, document: i64, title: &str) -> Result<(), StoreError> {
    remove(w, document, "title")?;
    add(w, document, "title", title)
}

/// Writes a document's aliases anew; tells whether they changed.
pub(crate) fn replace_aliases(
    w: &Writer,
    document: i64,
    facts: &TextFacts,
) -> Result<bool, StoreError> {
    let mut known: Vec<String> = w
        .prepare(
            "SELECT name_key
            FROM document_names
            WHERE document = :document AND kind = 'alias'",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("name_key")
        })?
        .collect::<Result<_, _>>()?;
    let mut wanted: Vec<String> = aliases(facts)
        .map(|alias| name_key(alias).as_str().to_owned())
        .collect();
    known.sort_unstable();
    wanted.sort_unstable();
    wanted.dedup();
    if known == wanted {
        return Ok(false);
    }
    remove(w, document, "alias")?;
    for alias in aliases(facts) {
        add(w, document, "alias", alias)?;
    }
    Ok(true)
}

/// Returns a file's name without folders and without its ending.
pub(crate) fn stem(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next()?;
    let stem = match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_text_ending(ending) => stem,
        Some(_) | None => file,
    };
    (!stem.is_empty()).then_some(stem)
}

fn is_text_ending(ending: &str) -> bool {
    ["md", "markdown", "mdown", "mkd", "mdx", "txt"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn aliases(facts: &TextFacts) -> impl Iterator<Item = &String> {
    facts
        .front_matter
        .iter()
        .flat_map(|front| &front.aliases)
        .filter(|alias| !name_key(alias).as_str().is_empty())
        .take(100)
}

fn add(w: &Writer, document: i64, kind: &str, name: &str) -> Result<(), StoreError> {
    w.prepare(
        "INSERT INTO document_names (name_key, kind, document)
        VALUES (:name_key, :kind, :document)
        ON CONFLICT DO NOTHING",
    )?
    .execute(named_params! {
        ":name_key": name_key(name).as_str(),
        ":kind": kind,
        ":document": document,
    })?;
    Ok(())
}

fn remove(w: &Writer, document: i64, kind: &str) -> Result<(), StoreError> {
    w.prepare(
        "DELETE FROM document_names
        WHERE document = :document AND kind = :kind",
    )?
    .execute(named_params! { ":document": document, ":kind": kind })?;
    Ok(())
}

fn recent(r: &Reader, limit: usize) -> Result<Vec<Completion>, StoreError> {
    let numbers = last_changed(r, limit)?;
    let found = by_numbers(r, &numbers)?;
    Ok(found
        .into_iter()
        .map(|document| Completion {
            id: document.id,
            title: document.title,
            category: document.category,
        })
        .collect())
}

fn starting_with(r: &Reader, key: &NameKey, limit: usize) -> Result<Vec<Completion>, StoreError> {
    completions(
        r,
        "SELECT documents.id, documents.title, categories.id AS category_id
        FROM document_names
        JOIN documents ON documents.number = document_names.document
        LEFT JOIN categories ON categories.number = documents.category
        WHERE document_names.name_key >= :from
            AND document_names.name_key < :to
            AND document_names.kind = 'title'
            AND documents.trashed_at IS NULL
        ORDER BY document_names.name_key
        LIMIT :limit",
        &[
            (":from", &key.as_str()),
            (":to", &after_prefix(key.as_str())),
            (":limit", &column::length(limit)),
        ],
    )
}

fn holding(r: &Reader, key: &NameKey, limit: usize) -> Result<Vec<Completion>, StoreError> {
    completions(
        r,
        "SELECT documents.id, documents.title, categories.id AS category_id
        FROM document_names
        JOIN documents ON documents.number = document_names.document
        LEFT JOIN categories ON categories.number = documents.category
        WHERE instr(document_names.name_key, :part) > 0
            AND document_names.kind = 'title'
            AND documents.trashed_at IS NULL
        ORDER BY instr(' ' || document_names.name_key, ' ' || :part) = 0, document_names.name_key
        LIMIT :limit",
        &[(":part", &key.as_str()), (":limit", &column::length(limit))],
    )
}

fn completions(
    r: &Reader,
    sql: &str,
    parameters: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<Completion>, StoreError> {
    let found = r
        .prepare(sql)?
        .query_map(parameters, |row| {
            Ok(Completion {
                id: column::id(row, "id")?,
                title: row.get("title")?,
                category: column::optional_id(row, "category_id")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Returns a text that sorts after every text with this prefix, in the order of bytes.
pub(crate) fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// Returns the first and the last id with these digits.
fn id_range(prefix: &str) -> Option<([u8; 16], [u8; 16])> {
    let digits: Vec<u8> = prefix
        .chars()
        .filter(|character| *character != '-')
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    if digits.is_empty() || digits.len() > 32 {
        return None;
    }
    let packed = |filler: u8| {
        let mut bytes = [0; 16];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digit = |at: usize| digits.get(at).copied().unwrap_or(filler);
            *byte = digit(place * 2) << 4 | digit(place * 2 + 1);
        }
        bytes
    };
    Some((packed(0), packed(15)))
}
