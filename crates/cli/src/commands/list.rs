//! Many documents: list them, find them, follow their links.

use std::io;

use longhand_api::core::document::DocumentLinks;
use longhand_api::document::{DocumentRequest, Links, List};
use longhand_api::model::{
    Cursor, DocumentSummary, Explanation, LinkKind, ListQuery, ListScope, Page, SearchRequest,
    SortKey, SortOrder,
};
use longhand_api::search::{Explain, ExplainRequest, Query};
use longhand_api::{Nothing, template};

use crate::args::documents::{Ls, OneDoc, Search, Shelf, Sort};
use crate::commands::hit;
use crate::error::CliError;
use crate::lh::Lh;
use crate::reference::{self, Tree};
use crate::screen::{Ink, Screen};
use crate::table::{Column, Table};
use crate::words::{self, count, short};

/// `lh ls`.
pub(crate) fn ls(lh: &Lh, args: Ls) -> Result<(), CliError> {
    let cursor = args.cursor.map(Cursor);
    if let Some(query) = args.query {
        let found = lh.call::<Query>(SearchRequest {
            query,
            sort: None,
            // A search gives at most 200 at a time.
            limit: Some(args.limit.min(200)),
            cursor,
        })?;
        return page(
            lh,
            &Page {
                items: found.hits.into_iter().map(|hit| hit.document).collect(),
                next: found.next,
            },
        );
    }
    let scope = match (&args.category, &args.tag) {
        (Some(word), _) => ListScope::Category {
            id: Tree::read(lh)?.find(word)?.category.id,
        },
        (None, Some(word)) => ListScope::Tag {
            id: reference::tag(lh, word)?.id,
        },
        (None, None) => shelf(args.shelf),
    };
    let (sort, falling) = match args.sort {
        Sort::Updated => (SortKey::Updated, true),
        Sort::Created => (SortKey::Created, true),
        Sort::Title => (SortKey::Title, false),
        Sort::Size => (SortKey::Size, true),
    };
    let order = if falling == args.reverse {
        SortOrder::Ascending
    } else {
        SortOrder::Descending
    };
    let found = lh.call::<List>(ListQuery {
        scope,
        sort,
        order,
        limit: Some(args.limit),
        cursor,
    })?;
    page(lh, &found)
}

fn page(lh: &Lh, page: &Page<DocumentSummary>) -> Result<(), CliError> {
    lh.answer(page, |screen| {
        if page.items.is_empty() {
            return Ok(());
        }
        words::documents(lh, &page.items).show(screen)
    })?;
    if !lh.is_json() {
        if page.items.is_empty() {
            lh.note("No documents.");
        }
        more(lh, page.next.as_ref());
    }
    Ok(())
}

/// Says how to get the next page.
pub(crate) fn more(lh: &Lh, next: Option<&Cursor>) {
    if let Some(Cursor(cursor)) = next {
        lh.note(&format!(
            "There is more: add --cursor '{cursor}', or a greater --limit."
        ));
    }
}

const fn shelf(shelf: Shelf) -> ListScope {
    match shelf {
        Shelf::All => ListScope::All,
        Shelf::Inbox => ListScope::Inbox,
        Shelf::Favorites => ListScope::Favorites,
        Shelf::Recent => ListScope::Recent,
        Shelf::Templates => ListScope::Templates,
        Shelf::Conflicts => ListScope::Conflicts,
        Shelf::Trash => ListScope::Trash,
    }
}

/// `lh templates`.
pub(crate) fn templates(lh: &Lh) -> Result<(), CliError> {
    let found = lh.call::<template::List>(Nothing {})?;
    lh.answer(&found, |screen| {
        if found.items.is_empty() {
            return Ok(());
        }
        words::documents(lh, &found.items).show(screen)
    })?;
    if found.items.is_empty() && !lh.is_json() {
        lh.note("No templates: `lh new --as-template FILE` makes one.");
    }
    Ok(())
}

/// `lh search`.
pub(crate) fn search(lh: &Lh, args: &Search) -> Result<(), CliError> {
    let query = args.query.join(" ");
    if args.explain {
        let explanation = lh
            .call::<Explain>(ExplainRequest {
                query: query.clone(),
            })
            .map_err(|error| pointed(lh, error, &query))?;
        return lh.answer(&explanation, |screen| explained(screen, &explanation));
    }
    let found = lh
        .call::<Query>(SearchRequest {
            query: query.clone(),
            sort: None,
            limit: Some(args.limit),
            cursor: args.cursor.clone().map(Cursor),
        })
        .map_err(|error| pointed(lh, error, &query))?;
    lh.answer(&found, |screen| {
        found
            .hits
            .iter()
            .try_for_each(|hit| hit::show(lh, screen, hit))
    })?;
    if !lh.is_json() {
        if found.hits.is_empty() {
            lh.note("Nothing found.");
        } else {
            let number = count(found.total, "document");
            lh.note(&if found.total_is_exact {
                format!("{number} found.")
            } else {
                format!("At least {number} found.")
            });
        }
        if !found.substrings_complete {
            lh.note("The index of parts of words is still being built: some hits may be missing.");
        }
        more(lh, found.next.as_ref());
    }
    Ok(())
}

/// Shows where in the query the reading stopped.
pub(crate) fn pointed(lh: &Lh, error: CliError, query: &str) -> CliError {
    if let CliError::Api(api) = &error
        && let Some(details) = &api.details
        && let Some(at) = details.get("at").and_then(serde_json::Value::as_u64)
        && let Ok(at) = usize::try_from(at)
        && !lh.is_json()
    {
        let before: String = query.chars().take(at).collect();
        let blanks = " ".repeat(crate::screen::width(&before));
        lh.note(&format!("  {query}\n  {blanks}^"));
    }
    error
}

fn explained(screen: &mut Screen<'_>, explanation: &Explanation) -> io::Result<()> {
    for line in &explanation.lines {
        screen.line(line)?;
    }
    screen.inked(Ink::Dim, format!("In full: {}", explanation.canonical))
}

/// `lh links`.
pub(crate) fn links(lh: &Lh, args: &OneDoc) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    let links = lh.call::<Links>(DocumentRequest { id: document.id })?;
    lh.answer(&links, |screen| show_links(screen, &links))?;
    let none = links.outgoing.is_empty() && links.backlinks.is_empty() && links.unlinked.is_empty();
    if none && !lh.is_json() {
        lh.note(&format!(
            "\"{}\" has no links, and nothing links to it.",
            document.title
        ));
    }
    Ok(())
}

fn show_links(screen: &mut Screen<'_>, links: &DocumentLinks) -> io::Result<()> {
    if !links.outgoing.is_empty() {
        screen.inked(Ink::Bold, "Links to")?;
        let mut table = Table::new(&[
            ("LINE", Column::Right(Ink::Dim)),
            ("KIND", Column::Left(Ink::Dim)),
            ("TARGET", Column::Flexible(Ink::Plain)),
            ("DOCUMENT", Column::Left(Ink::Dim)),
        ]);
        for link in &links.outgoing {
            table.row([
                link.line.to_string(),
                kind(link.kind).to_owned(),
                link.target.clone(),
                match &link.document {
                    Some(document) => short(document.id),
                    None if link.kind == LinkKind::Wiki => "not there".to_owned(),
                    None => String::new(),
                },
            ]);
        }
        table.show(screen)?;
    }
    for (heading, mentions) in [
        ("Linked from", &links.backlinks),
        ("Named without a link in", &links.unlinked),
    ] {
        if mentions.is_empty() {
            continue;
        }
        screen.inked(Ink::Bold, heading)?;
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("TITLE", Column::Left(Ink::Plain)),
            ("LINE", Column::Right(Ink::Dim)),
            ("CONTEXT", Column::Flexible(Ink::Dim)),
        ]);
        for mention in mentions {
            table.row([
                short(mention.document.id),
                crate::screen::cut(&mention.document.title, 24),
                mention.line.to_string(),
                mention.context.clone(),
            ]);
        }
        table.show(screen)?;
    }
    Ok(())
}

const fn kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Wiki => "wiki",
        LinkKind::Embed => "embed",
        LinkKind::Relative => "relative",
        LinkKind::Image => "image",
        LinkKind::External => "web",
    }
}
