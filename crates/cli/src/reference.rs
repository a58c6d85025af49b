//! What a name on the command line means: which document, category, version, tag, job or key.
//!
//! A name that means nothing, or several things, is refused with what it might have meant.

use longhand_api::category::List as CategoryList;
use longhand_api::document::{Find, FindRequest};
use longhand_api::model::{
    CategoryId, CategoryNode, DocumentId, DocumentSummary, NewCategory, Tag, Version, name_key,
};
use longhand_api::{Nothing, category, history, tag};

use crate::error::CliError;
use crate::lh::Lh;
use crate::words::count;

/// The beginning of an id has at least this many characters.
const SHORTEST_PREFIX: usize = 4;

/// How a word may name one of some things.
pub(crate) struct Naming<'a, T> {
    /// What they are called, such as `job`.
    pub(crate) thing: &'static str,
    /// Where to look for one.
    pub(crate) hint: &'static str,
    /// The id of one.
    pub(crate) id: &'a dyn Fn(&T) -> String,
    /// The other names of one.
    pub(crate) names: &'a dyn Fn(&T) -> Vec<String>,
}

/// Finds the one thing that a word names: by its id, a name, or the beginning of its id.
pub(crate) fn pick<'t, T>(
    naming: &Naming<'_, T>,
    word: &str,
    things: &'t [T],
) -> Result<&'t T, CliError> {
    let word = word.trim();
    let key = name_key(word);
    let by_id = things.iter().filter(|thing| (naming.id)(thing) == word);
    let by_name = things.iter().filter(|thing| {
        (naming.names)(thing)
            .iter()
            .any(|name| name_key(name) == key)
    });
    let by_prefix = things.iter().filter(|thing| {
        word.len() >= SHORTEST_PREFIX && (naming.id)(thing).starts_with(&word.to_lowercase())
    });
    for found in [
        by_id.collect::<Vec<_>>(),
        by_name.collect(),
        by_prefix.collect(),
    ] {
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            several => {
                let ids: Vec<String> = several.iter().map(|thing| (naming.id)(thing)).collect();
                return Err(CliError::not_possible(
                    format!(
                        "\"{word}\" names {}",
                        count(several.len() as u64, naming.thing)
                    ),
                    format!("Name it by its id: {}.", ids.join(", ")),
                ));
            }
        }
    }
    Err(CliError::not_possible(
        format!("there is no {} \"{word}\"", naming.thing),
        naming.hint,
    ))
}

/// Finds the document that a word names.
pub(crate) fn document(lh: &Lh, word: &str) -> Result<DocumentSummary, CliError> {
    lh.call::<Find>(FindRequest {
        reference: word.to_owned(),
    })
}

/// Finds the documents that some words name, each once.
pub(crate) fn documents(lh: &Lh, words: &[String]) -> Result<Vec<DocumentSummary>, CliError> {
    let mut found: Vec<DocumentSummary> = Vec::new();
    for word in words {
        let document = document(lh, word)?;
        if found.iter().all(|known| known.id != document.id) {
            found.push(document);
        }
    }
    Ok(found)
}

/// Returns the ids of documents.
pub(crate) fn ids(documents: &[DocumentSummary]) -> Vec<DocumentId> {
    documents.iter().map(|document| document.id).collect()
}

/// The tree of categories, with paths.
pub(crate) struct Tree(Vec<CategoryNode>);

impl Tree {
    /// Reads it.
    pub(crate) fn read(lh: &Lh) -> Result<Self, CliError> {
        Ok(Self(lh.call::<CategoryList>(Nothing {})?.items))
    }

    /// Returns all categories, each followed by those in it.
    pub(crate) fn nodes(&self) -> &[CategoryNode] {
        &self.0
    }

    /// Returns the names from the top to a category, such as Work/2026.
    pub(crate) fn path(&self, id: CategoryId) -> String {
        self.names(id).join("/")
    }

    /// Returns the names from the top to a category.
    pub(crate) fn names(&self, id: CategoryId) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = Some(id);
        while let Some(node) = next.and_then(|id| self.node(id)) {
            names.push(node.category.name.clone());
            next = node.category.parent;
        }
        names.reverse();
        names
    }

    /// Returns how deep a category lies, from 0.
    pub(crate) fn depth(&self, id: CategoryId) -> usize {
        self.names(id).len().saturating_sub(1)
    }

    /// Finds the category that a word names: a path, a name that only one has, or an id.
    pub(crate) fn find(&self, word: &str) -> Result<&CategoryNode, CliError> {
        let naming = Naming {
            thing: "category",
            hint: "`lh category ls` lists them.",
            id: &|node: &CategoryNode| node.category.id.to_string(),
            names: &|node: &CategoryNode| vec![self.path(node.category.id)],
        };
        let by_path = pick(&naming, word.trim_matches('/'), &self.0);
        let key = name_key(word);
        let mut named = self
            .0
            .iter()
            .filter(|node| name_key(&node.category.name) == key);
        match (by_path, named.next(), named.next()) {
            (Err(_), Some(one), None) => Ok(one),
            (Err(_), Some(one), Some(other)) => {
                let paths = [one, other].map(|node| self.path(node.category.id));
                Err(CliError::not_possible(
                    format!("\"{word}\" names several categories"),
                    format!("Name it by its path: {}.", paths.join(", ")),
                ))
            }
            (found, _, _) => found,
        }
    }

    /// Returns the path of the category at a path, as it is written there.
    pub(crate) fn at(&self, path: &str) -> Option<String> {
        let key = name_key(path);
        let mut paths = self.0.iter().map(|node| self.path(node.category.id));
        paths.find(|path| name_key(path) == key)
    }

    fn node(&self, id: CategoryId) -> Option<&CategoryNode> {
        self.0.iter().find(|node| node.category.id == id)
    }

    fn child(&self, parent: Option<CategoryId>, name: &str) -> Option<CategoryId> {
        let key = name_key(name);
        let mut children = self.0.iter().filter(|node| node.category.parent == parent);
        children
            .find(|node| name_key(&node.category.name) == key)
            .map(|node| node.category.id)
    }
}

/// Finds a category, or makes it and those above it that are missing.
pub(crate) fn category_or_new(lh: &Lh, word: &str) -> Result<CategoryId, CliError> {
    let tree = Tree::read(lh)?;
    if let Ok(node) = tree.find(word) {
        return Ok(node.category.id);
    }
    let mut parent = None;
    for name in word.split('/').filter(|name| !name.trim().is_empty()) {
        parent = Some(match tree.child(parent, name) {
            Some(id) => id,
            None => {
                let new = NewCategory {
                    name: name.to_owned(),
                    parent,
                    ..NewCategory::default()
                };
                lh.call::<category::Create>(new)?.category.id
            }
        });
    }
    parent.ok_or_else(|| CliError::usage("a category needs a name", "Write one such as Work/2026."))
}

/// Finds the version of a document that a word names: its number, its id, or a name it was given.
pub(crate) fn version(
    lh: &Lh,
    document: &DocumentSummary,
    word: &str,
) -> Result<Version, CliError> {
    let word = word.trim().trim_start_matches('#');
    let number: Option<u64> = word.parse().ok();
    let mut cursor = None;
    let mut prefixed = Vec::new();
    loop {
        let page = lh.call::<history::List>(history::ListRequest {
            document: document.id,
            limit: Some(500),
            cursor,
        })?;
        for version in page.items {
            let id = version.id.to_string();
            let named = version.name.as_deref() == Some(word);
            if Some(version.number) == number || id == word || named {
                return Ok(version);
            }
            if word.len() >= SHORTEST_PREFIX && id.starts_with(&word.to_lowercase()) {
                prefixed.push(version);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    match <[Version; 1]>::try_from(prefixed) {
        Ok([version]) => Ok(version),
        Err(found) => Err(CliError::not_possible(
            if found.is_empty() {
                format!("\"{}\" has no version {word}", document.title)
            } else {
                format!(
                    "\"{word}\" names {} versions of \"{}\"",
                    found.len(),
                    document.title
                )
            },
            format!("`lh history {}` lists them.", document.id),
        )),
    }
}

/// Finds the tag that a word names.
pub(crate) fn tag(lh: &Lh, word: &str) -> Result<Tag, CliError> {
    let tags = lh.call::<tag::List>(tag::ListRequest::default())?.items;
    let naming = Naming {
        thing: "tag",
        hint: "`lh tags ls` lists them.",
        id: &|tag: &Tag| tag.id.to_string(),
        names: &|tag: &Tag| vec![tag.name.clone()],
    };
    pick(&naming, word.trim_start_matches('#'), &tags).cloned()
}
