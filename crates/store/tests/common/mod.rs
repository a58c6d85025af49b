//! What the tests of the store share: a library in a temporary folder and short ways to fill it.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "every test file uses a part of it"
)]

use std::path::PathBuf;
use std::sync::Arc;

use longhand_model::{Actor, Cause, DocumentId, LinkFact, LinkKind, Origin, Sources, TextFacts};
use longhand_store::documents::{self, NewDocumentRow};
use longhand_store::{Library, Options, StoreError, Writer};
use longhand_testkit::{FixedClock, fixed_sources};
use tempfile::TempDir;

/// A library that goes with its folder.
pub struct Fixture {
    pub library: Library,
    pub clock: Arc<FixedClock>,
    pub sources: Sources,
    pub folder: TempDir,
}

impl Fixture {
    pub fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sources, clock) = fixed_sources(seed);
        let library = Library::create(
            &folder.path().join("test.longhand"),
            sources.clone(),
            Options::default(),
        )
        .unwrap();
        Self {
            library,
            clock,
            sources,
            folder,
        }
    }

    pub fn path(&self) -> PathBuf {
        self.library.path().to_owned()
    }

    pub fn cause(&self) -> Cause {
        cause(&self.sources)
    }

    pub fn write<T>(&self, write: impl FnOnce(&Writer) -> Result<T, StoreError>) -> T {
        self.library.write(&self.cause(), write).unwrap().value
    }

    pub fn read<T>(
        &self,
        read: impl FnOnce(&longhand_store::Reader) -> Result<T, StoreError>,
    ) -> T {
        self.library.read(read).unwrap()
    }

    pub fn insert(&self, title: &str, text: &str) -> DocumentId {
        self.write(|w| documents::insert(w, &new(&self.sources, title), text, &facts(text)))
    }
}

/// A person, in a batch of its own.
pub fn cause(sources: &Sources) -> Cause {
    Cause {
        actor: Actor::Person,
        batch: sources.id(),
        command: "test".to_owned(),
        client: None,
    }
}

/// A plain new document.
pub fn new(sources: &Sources, title: &str) -> NewDocumentRow {
    NewDocumentRow {
        id: None,
        title: title.to_owned(),
        description: String::new(),
        category: None,
        tags: Vec::new(),
        favorite: false,
        pinned: false,
        template: false,
        public: false,
        created_at: sources.now(),
        updated_at: sources.now(),
        path: None,
        origin: Origin::Created,
    }
}

/// The facts of a text as far as the store needs them: words, and `[[links]]`.
pub fn facts(text: &str) -> TextFacts {
    let mut links = Vec::new();
    for (line, content) in (1_u32..).zip(text.lines()) {
        for piece in content.split("[[").skip(1) {
            if let Some((target, _rest)) = piece.split_once("]]") {
                links.push(LinkFact {
                    kind: LinkKind::Wiki,
                    target: target.to_owned(),
                    fragment: None,
                    alias: None,
                    span: 0..0,
                    line,
                });
            }
        }
    }
    TextFacts {
        excerpt: text.chars().take(80).collect(),
        words: text.split_whitespace().count() as u64,
        links,
        ..TextFacts::default()
    }
}
