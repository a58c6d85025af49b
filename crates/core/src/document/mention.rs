//! Unlinked mentions: documents that name a title in their text without linking it.
//!
//! Found by searching for the title as a phrase, so the cost is that of a search, not of the library.

use longhand_markdown::frontmatter::FrontMatter;
use longhand_model::{DocumentId, SearchRequest, Timestamp, name_key};
use longhand_store::{Reader, search, texts};

use super::link::{Mention, context_of};
use super::{DocumentRef, UNTITLED};
use crate::CoreError;
use crate::scope::Reach;

/// At most this many mentions are looked for.
const MOST: usize = 20;

/// Titles shorter than this many characters are words that texts are full of.
const SHORTEST_TITLE: usize = 3;

/// Finds documents that mention a title without linking it; `linked` are left out.
pub(super) fn unlinked(
    r: &Reader,
    reach: &Reach,
    now: Timestamp,
    document: &DocumentRef,
    linked: &[DocumentId],
) -> Result<Vec<Mention>, CoreError> {
    let letters = document.title.chars().filter(|c| c.is_alphanumeric());
    let cjk = document.title.chars().any(|c| c as u32 > 0x2E7F);
    if document.title == UNTITLED || (letters.count() < SHORTEST_TITLE && !cjk) {
        return Ok(Vec::new());
    }
    let request = SearchRequest {
        query: format!("\"{}\"", document.title.replace('"', " ")),
        sort: None,
        limit: Some(100),
        cursor: None,
    };
    let hits = match search::query(r, &request, now) {
        Ok(results) => results.hits,
        // A title of signs alone is not a query.
        Err(search::SearchError::Query(_)) => return Ok(Vec::new()),
        Err(search::SearchError::Store(error)) => return Err(error.into()),
    };
    let mut mentions = Vec::new();
    for hit in hits {
        if mentions.len() == MOST {
            break;
        }
        let other = hit.document;
        if other.id == document.id || linked.contains(&other.id) || !reach.sees(&other) {
            continue;
        }
        let text = texts::text(r, other.id)?.0;
        if let Some(line) = line_that_names(&text, &document.title) {
            mentions.push(Mention {
                document: DocumentRef::from(&other),
                line,
                context: context_of(&text, line),
            });
        }
    }
    Ok(mentions)
}

/// The first line, outside front matter, that holds the title.
fn line_that_names(text: &str, title: &str) -> Option<u32> {
    let title = name_key(title);
    let front = FrontMatter::read(text).map_or(0, |front| front.lines as usize);
    text.lines()
        .enumerate()
        .skip(front)
        .find(|(_, line)| name_key(line).as_str().contains(title.as_str()))
        .and_then(|(index, _)| u32::try_from(index + 1).ok())
}
