//! `lh export`: documents as files, byte for byte as they are.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use longhand_api::document::{DocumentRequest, Get, List};
use longhand_api::model::{DocumentSummary, ListQuery, ListScope, SearchRequest, name_key};
use longhand_api::search::Query;
use serde::Serialize;

use crate::args::transfer::{Export, ExportMarkdown};
use crate::error::CliError;
use crate::file::{self, Overwrite};
use crate::lh::Lh;
use crate::reference::{self, Tree};
use crate::words::count;

/// What was written.
#[derive(Debug, Serialize)]
struct Exported {
    items: Vec<Written>,
}

/// A document that was written.
#[derive(Debug, Serialize)]
struct Written {
    id: longhand_api::model::DocumentId,
    title: String,
    path: PathBuf,
}

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: Export) -> Result<(), CliError> {
    match args {
        Export::Markdown(args) => markdown(lh, &args),
    }
}

fn markdown(lh: &Lh, args: &ExportMarkdown) -> Result<(), CliError> {
    let documents = chosen(lh, args)?;
    if args.out.as_os_str() == "-" {
        return to_output(lh, &documents);
    }
    let overwrite = if args.force {
        Overwrite::Allowed
    } else {
        Overwrite::Refused
    };
    let one_file = match documents.as_slice() {
        [only] => (!names_a_folder(&args.out)).then_some(only),
        _none_or_several => None,
    };
    let mut items = Vec::new();
    if let Some(only) = one_file {
        items.push(write(lh, only, args.out.clone(), overwrite)?);
    } else {
        let places = places(&args.out, &Tree::read(lh)?, &documents);
        for (document, path) in documents.iter().zip(places) {
            items.push(write(lh, document, path, overwrite)?);
            lh.progress(&format!("{} of {}", items.len(), documents.len()));
        }
        lh.progress_done();
    }
    let exported = Exported { items };
    lh.answer(&exported, |screen| {
        let written = count(exported.items.len() as u64, "document");
        screen.line(format!("Wrote {written} to {}.", args.out.display()))
    })
}

/// Finds the documents that were asked for, in order.
fn chosen(lh: &Lh, args: &ExportMarkdown) -> Result<Vec<DocumentSummary>, CliError> {
    if let Some(query) = &args.query {
        return found(lh, query);
    }
    if args.all {
        return all(lh);
    }
    reference::documents(lh, &args.docs)
}

fn found(lh: &Lh, query: &str) -> Result<Vec<DocumentSummary>, CliError> {
    let mut documents: Vec<DocumentSummary> = Vec::new();
    let mut seen = HashSet::new();
    let mut cursor = None;
    loop {
        let page = lh.call::<Query>(SearchRequest {
            query: query.to_owned(),
            sort: None,
            limit: Some(200),
            cursor,
        })?;
        // A search of the history may find a document by several of its versions.
        let new = page.hits.into_iter().map(|hit| hit.document);
        documents.extend(new.filter(|document| seen.insert(document.id)));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(documents);
        }
    }
}

fn all(lh: &Lh) -> Result<Vec<DocumentSummary>, CliError> {
    let mut documents = Vec::new();
    let mut cursor = None;
    loop {
        let page = lh.call::<List>(ListQuery {
            scope: ListScope::All,
            limit: Some(500),
            cursor,
            ..ListQuery::default()
        })?;
        documents.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(documents);
        }
    }
}

fn to_output(lh: &Lh, documents: &[DocumentSummary]) -> Result<(), CliError> {
    let [only] = documents else {
        return Err(CliError::usage(
            format!(
                "standard output takes one document, not {}",
                documents.len()
            ),
            "Name a folder with --out.",
        ));
    };
    let document = lh.call::<Get>(DocumentRequest { id: only.id })?;
    if lh.is_json() {
        return lh.answer_json(&document);
    }
    lh.answer_bytes(document.text.as_bytes())
}

fn write(
    lh: &Lh,
    summary: &DocumentSummary,
    path: PathBuf,
    overwrite: Overwrite,
) -> Result<Written, CliError> {
    let document = lh.call::<Get>(DocumentRequest { id: summary.id })?;
    file::write(&path, document.text.as_bytes(), overwrite)?;
    Ok(Written {
        id: summary.id,
        title: summary.title.clone(),
        path,
    })
}

/// Says whether a path means a folder: it is one, or it is written like one.
fn names_a_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', '\\'])
}

/// Finds a file for each document, in their order.
///
/// Of several that have one title in one category, their texts decide which gets the bare name: what is
/// exported, imported and exported again has the same files.
fn places(out: &Path, tree: &Tree, documents: &[DocumentSummary]) -> Vec<PathBuf> {
    let mut by_text: Vec<(usize, &DocumentSummary)> = documents.iter().enumerate().collect();
    by_text.sort_by_key(|(_, document)| document.hash);
    let mut taken = HashSet::new();
    let mut places: Vec<(usize, PathBuf)> = by_text
        .into_iter()
        .map(|(at, document)| (at, place(out, tree, document, &mut taken)))
        .collect();
    places.sort_unstable_by_key(|(at, _)| *at);
    places.into_iter().map(|(_, path)| path).collect()
}

/// Finds a file for a document that no other of this export has, also where case is not told apart.
fn place(
    out: &Path,
    tree: &Tree,
    document: &DocumentSummary,
    taken: &mut HashSet<String>,
) -> PathBuf {
    let mut folder = out.to_owned();
    let categories = document
        .category
        .map(|id| tree.names(id))
        .unwrap_or_default();
    folder.extend(categories.iter().map(|name| file::safe_name(name)));
    let stem = file::safe_name(&document.title);
    let mut number = 1_u64;
    loop {
        let name = match number {
            1 => format!("{stem}.md"),
            number => format!("{stem} ({number}).md"),
        };
        let path = folder.join(name);
        if taken.insert(name_key(&path.to_string_lossy()).as_str().to_owned()) {
            return path;
        }
        number += 1;
    }
}
