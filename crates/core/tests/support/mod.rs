//! A library in a temporary folder, with a clock that tests move.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file compiles it for itself and uses a part of it"
)]

use std::path::PathBuf;
use std::sync::Arc;

use longhand_core::document::{self, SaveKind, SaveRequest, Saved};
use longhand_core::{App, AppOptions, Background, Caller, Create, FirstContent, TimeZone};
use longhand_model::{
    ContentHash, Document, DocumentId, KeyScope, ListQuery, NewDocument, Version,
};
use longhand_testkit::{FixedClock, fixed_sources};

/// A library, its clock, and the folder that goes when it goes.
pub struct Desk {
    pub app: App,
    pub clock: Arc<FixedClock>,
    pub person: Caller,
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self::with(FirstContent::Empty)
    }

    /// A library of another computer: its ids are others.
    pub fn elsewhere() -> Self {
        Self::seeded(FirstContent::Empty, 7)
    }

    pub fn with(first: FirstContent) -> Self {
        Self::seeded(first, 1)
    }

    fn seeded(first: FirstContent, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sources, clock) = fixed_sources(seed);
        let options = AppOptions {
            first,
            ..options(folder.path().join("notes.longhand"))
        };
        Self {
            app: App::open(options, sources).unwrap(),
            clock,
            person: Caller::person(Some("window-1".to_owned())),
            folder,
        }
    }

    /// The library, opened once more, as another process would.
    pub fn again(&self) -> App {
        let (sources, _clock) = fixed_sources(2);
        let options = AppOptions {
            create: Create::Never,
            ..options(self.app.library().path().to_owned())
        };
        App::open(options, sources).unwrap()
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn write(&self, text: &str) -> Document {
        self.make(NewDocument {
            text: text.to_owned(),
            ..NewDocument::default()
        })
    }

    pub fn make(&self, new: NewDocument) -> Document {
        document::create(&self.app, &self.person, new, None)
            .unwrap()
            .document
    }

    pub fn text(&self, id: DocumentId) -> String {
        document::get(&self.app, &self.person, id).unwrap().text
    }

    pub fn title(&self, id: DocumentId) -> String {
        document::get(&self.app, &self.person, id)
            .unwrap()
            .summary
            .title
    }

    pub fn save(&self, id: DocumentId, base: ContentHash, text: &str) -> Saved {
        save_as(&self.app, &self.person, id, base, text, SaveKind::Explicit)
    }

    pub fn autosave(&self, id: DocumentId, base: ContentHash, text: &str) -> Saved {
        save_as(&self.app, &self.person, id, base, text, SaveKind::Auto)
    }

    pub fn versions(&self, id: DocumentId) -> Vec<Version> {
        longhand_core::history::list(&self.app, &self.person, id, None, None)
            .unwrap()
            .items
    }

    pub fn titles(&self, query: &ListQuery) -> Vec<String> {
        titles(&self.app, &self.person, query)
    }
}

pub fn titles(app: &App, caller: &Caller, query: &ListQuery) -> Vec<String> {
    let page = document::list(app, caller, query).unwrap();
    page.items.into_iter().map(|item| item.title).collect()
}

pub fn save_as(
    app: &App,
    caller: &Caller,
    id: DocumentId,
    base: ContentHash,
    text: &str,
    kind: SaveKind,
) -> Saved {
    let request = SaveRequest {
        id,
        text: text.to_owned(),
        base_hash: base,
        kind,
        note: None,
    };
    document::save(app, caller, &request).unwrap()
}

pub fn script(scope: KeyScope) -> Caller {
    Caller {
        access: scope.access,
        scope: Some(scope),
        ..Caller::command_line()
    }
}

fn options(library: PathBuf) -> AppOptions {
    AppOptions {
        library,
        create: Create::IfMissing,
        first: FirstContent::Empty,
        background: Background::Off,
        time_zone: TimeZone::UTC,
    }
}
