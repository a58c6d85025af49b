//! The documents a new library starts with: a welcome, a tour, and how to link and search.
//!
//! Documents like any others, written in one transaction, so that one undo takes them away.

use longhand_model::Origin;
use longhand_store::documents::{self, NewDocumentRow};

use crate::document::NewText;
use crate::{App, Caller, CoreError, settings};

struct Sample {
    text: &'static str,
    tags: &'static [&'static str],
    pinned: bool,
}

/// The welcome comes last: it is the first in a list by time.
const SAMPLES: [Sample; 3] = [
    Sample {
        text: include_str!("sample/links.md"),
        tags: &["guide"],
        pinned: false,
    },
    Sample {
        text: include_str!("sample/tour.md"),
        tags: &["guide"],
        pinned: false,
    },
    Sample {
        text: include_str!("sample/welcome.md"),
        tags: &[],
        pinned: true,
    },
];

/// Writes the sample documents into a library that was just made.
pub(crate) fn write(app: &App) -> Result<(), CoreError> {
    app.write(&Caller::program(), "library.create", |w| {
        for (place, sample) in (0..).zip(&SAMPLES) {
            let text = NewText::read(sample.text.to_owned())?;
            let made = w.now().plus_millis(place);
            let row = NewDocumentRow {
                id: None,
                title: text.title().to_owned(),
                description: String::new(),
                category: None,
                tags: sample.tags.iter().map(|tag| (*tag).to_owned()).collect(),
                favorite: false,
                pinned: sample.pinned,
                template: false,
                public: false,
                created_at: made,
                updated_at: made,
                path: None,
                origin: Origin::Created,
            };
            documents::insert(w, &row, &text.text, &text.facts)?;
        }
        settings::greet(w)
    })?;
    Ok(())
}
