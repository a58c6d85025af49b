//! One way for every text into a document: facts, version policy, title policy.
//!
//! *Titles.* A title follows its text (front matter title, first heading, first line) as long as it is
//! what the text says. Once somebody names the document otherwise, the title stays theirs; naming it
//! as the text does lets it follow again. So no flag is needed, and two devices decide alike.
//!
//! *Tags.* Front matter tags and `#tags` in a text become tags of the document when it is imported, and
//! not when it is saved: what a person arranged by hand is not undone by typing.

use longhand_markdown as markdown;
use longhand_model::{ContentHash, DocumentSummary, TextFacts, VersionId};
use longhand_store::Writer;
use longhand_store::documents::{FieldChange, set_fields};
use longhand_store::texts::{self, Keep};

use super::{UNTITLED, check_size};
use crate::{App, CoreError};

/// A text with its facts, read before the transaction begins.
pub(crate) struct NewText {
    pub(crate) text: String,
    pub(crate) hash: ContentHash,
    pub(crate) facts: TextFacts,
}

impl NewText {
    /// Reads the facts of a text that is small enough to be kept.
    pub(crate) fn read(text: String) -> Result<Self, CoreError> {
        check_size(&text)?;
        Ok(Self {
            hash: ContentHash::of(&text),
            facts: markdown::facts(&text),
            text,
        })
    }

    /// The title that the text gives.
    pub(crate) fn title(&self) -> &str {
        self.facts.title.as_deref().unwrap_or(UNTITLED)
    }
}

/// Replaces a document's text, and its title where the title follows the text.
pub(crate) fn put(
    app: &App,
    w: &Writer,
    document: &DocumentSummary,
    new: &NewText,
    keep: &Keep,
) -> Result<Option<VersionId>, CoreError> {
    let follows = document.hash != new.hash && document.title != new.title() && {
        let outgoing = outgoing_title(app, w, document)?;
        document.title == outgoing
    };
    let title = follows.then(|| new.title());
    let keep = keep.clone();
    let replaced = texts::replace_titled(w, document.id, &new.text, title, &new.facts, keep)?;
    if let Some(title) = title {
        let change = FieldChange {
            title: Some(title.to_owned()),
            ..FieldChange::default()
        };
        set_fields(w, document.id, &change)?;
    }
    app.inner.recent.keep(new.hash, &new.text);
    Ok(replaced.version)
}

/// The title that the text to be replaced gives.
fn outgoing_title(app: &App, w: &Writer, document: &DocumentSummary) -> Result<String, CoreError> {
    let title = match app.inner.recent.text(document.hash) {
        Some(text) => markdown::facts(&text).title,
        None => markdown::facts(&texts::text(w, document.id)?.0).title,
    };
    Ok(title.unwrap_or_else(|| UNTITLED.to_owned()))
}
