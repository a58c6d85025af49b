//! `lh category`.

use longhand_api::Items;
use longhand_api::category::{CategoryRequest, Create, Delete, Update, UpdateRequest};
use longhand_api::core::category::Changed;
use longhand_api::model::{CategoryPatch, Colour, NewCategory};

use crate::args::organise::Category;
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference::{Tree, category_or_new};
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{count, number, short};

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: Category) -> Result<(), CliError> {
    match args {
        Category::Ls => ls(lh),
        Category::New {
            path,
            color,
            icon,
            description,
        } => new(lh, &path, color.as_deref(), icon, description),
        Category::Edit {
            category,
            name,
            color,
            icon,
            description,
        } => {
            let patch = CategoryPatch {
                name,
                color: color.as_deref().map(colour_or_none).transpose()?,
                icon: icon.map(|icon| Some(icon).filter(|icon| icon != "none")),
                description,
                ..CategoryPatch::default()
            };
            if patch == CategoryPatch::default() {
                return Err(CliError::usage(
                    "nothing to change",
                    "Add --name, --color, --icon or --description.",
                ));
            }
            update(lh, &category, patch, "Changed")
        }
        Category::Mv { category, to, .. } => {
            let parent = match to {
                Some(word) => Some(Tree::read(lh)?.find(&word)?.category.id),
                None => None,
            };
            let patch = CategoryPatch {
                parent: Some(parent),
                ..CategoryPatch::default()
            };
            update(lh, &category, patch, "Moved")
        }
        Category::Rm { category } => rm(lh, &category),
    }
}

fn ls(lh: &Lh) -> Result<(), CliError> {
    let tree = Tree::read(lh)?;
    let items = Items {
        items: tree.nodes().to_vec(),
    };
    lh.answer(&items, |screen| {
        if tree.nodes().is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("CATEGORY", Column::Flexible(Ink::Bold)),
            ("DOCUMENTS", Column::Right(Ink::Plain)),
            ("ID", Column::Left(Ink::Dim)),
        ]);
        for node in tree.nodes() {
            let id = node.category.id;
            let indent = "  ".repeat(tree.depth(id));
            let name = format!("{indent}{}", node.category.name);
            table.row([name, number(node.total), short(id)]);
        }
        table.show(screen)
    })?;
    if tree.nodes().is_empty() && !lh.is_json() {
        lh.note("No categories: `lh category new NAME` makes one.");
    }
    Ok(())
}

fn new(
    lh: &Lh,
    path: &str,
    color: Option<&str>,
    icon: Option<String>,
    description: String,
) -> Result<(), CliError> {
    let color = color.map(colour).transpose()?;
    let path = path.trim_matches('/');
    let (above, name) = match path.rsplit_once('/') {
        Some((above, name)) => (Some(above), name),
        None => (None, path),
    };
    if let Some(known) = Tree::read(lh)?.at(path) {
        return Err(CliError::not_possible(
            format!("there is a category \"{known}\" already"),
            "`lh category edit` changes it.",
        ));
    }
    let parent = above.map(|above| category_or_new(lh, above)).transpose()?;
    let changed = lh.call::<Create>(NewCategory {
        name: name.to_owned(),
        parent,
        color,
        icon,
        description,
    })?;
    say(lh, &changed, "Made")
}

fn update(lh: &Lh, word: &str, patch: CategoryPatch, done: &str) -> Result<(), CliError> {
    let id = Tree::read(lh)?.find(word)?.category.id;
    let changed = lh.call::<Update>(UpdateRequest { id, patch })?;
    say(lh, &changed, done)
}

fn say(lh: &Lh, changed: &Changed, done: &str) -> Result<(), CliError> {
    let path = if lh.is_json() {
        String::new()
    } else {
        Tree::read(lh)?.path(changed.category.id)
    };
    lh.answer(changed, |screen| screen.line(format!("{done} \"{path}\".")))
}

fn rm(lh: &Lh, word: &str) -> Result<(), CliError> {
    let tree = Tree::read(lh)?;
    let node = tree.find(word)?;
    let path = tree.path(node.category.id);
    let deleted = lh.call::<Delete>(CategoryRequest {
        id: node.category.id,
    })?;
    lh.answer(&deleted, |screen| {
        let moved = count(deleted.documents, "document");
        screen.line(format!("Removed \"{path}\"; {moved} moved up."))
    })
}

/// Reads a colour.
pub(crate) fn colour(text: &str) -> Result<Colour, CliError> {
    text.parse()
        .map_err(|error| CliError::usage(format!("--color: {error}"), "Quote it for the shell."))
}

/// Reads a colour, or the word none.
pub(crate) fn colour_or_none(text: &str) -> Result<Option<Colour>, CliError> {
    if text == "none" {
        Ok(None)
    } else {
        colour(text).map(Some)
    }
}
