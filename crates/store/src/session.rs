//! Reader and Writer: the two ways to hold a connection.
//!
//! A [`Writer`] exists only inside a transaction and can do all a [`Reader`] can.

use std::cell::{RefCell, RefMut};
use std::collections::BTreeSet;
use std::ops::Deref;

use longhand_model::{Cause, DocumentId, Event, Sources, Timestamp};
use rusqlite::{CachedStatement, Connection};

use crate::StoreError;
use crate::search::index::Held;

/// At most this many documents are named in one event.
const NAMED_DOCUMENTS: usize = 200;

/// A connection that reads one state of the library.
pub struct Reader {
    connection: Connection,
    sources: Sources,
}

impl Reader {
    pub(crate) fn new(connection: Connection, sources: Sources) -> Self {
        Self {
            connection,
            sources,
        }
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.sources
    }

    pub(crate) fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?)
    }
}

/// A connection inside a transaction that writes, with who writes and why.
pub struct Writer {
    reader: Reader,
    cause: Cause,
    now: Timestamp,
    recorded: RefCell<Recorded>,
    held_words: RefCell<Held>,
}

/// What kind of thing changed, apart from documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Changed {
    Categories,
    Tags,
    Attachments,
    SavedSearches,
    Settings,
    Keys,
    Proposals,
}

#[derive(Default)]
struct Recorded {
    documents: BTreeSet<DocumentId>,
    many_documents: bool,
    text: bool,
    kinds: BTreeSet<Changed>,
}

impl Writer {
    pub(crate) fn new(reader: Reader, cause: Cause) -> Self {
        Self {
            reader,
            cause,
            now: Timestamp::default(),
            recorded: RefCell::default(),
            held_words: RefCell::default(),
        }
    }

    /// Starts a unit of work: what was recorded before, and not committed, is forgotten.
    pub(crate) fn begin(&mut self, cause: &Cause) {
        self.cause = cause.clone();
        self.now = self.reader.sources.now();
        *self.recorded.get_mut() = Recorded::default();
        *self.held_words.get_mut() = Held::default();
    }

    /// Returns who writes, and why.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// Returns the time at which the transaction began; all its rows bear it.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Makes a new id.
    pub fn new_id<I: From<uuid::Uuid>>(&self) -> I {
        self.reader.sources.id()
    }

    /// Returns the words that are written to the index when the transaction ends.
    pub(crate) fn held_words(&self) -> RefMut<'_, Held> {
        self.held_words.borrow_mut()
    }

    pub(crate) fn record(&self, changed: Changed) {
        self.recorded.borrow_mut().kinds.insert(changed);
    }

    pub(crate) fn record_document(&self, id: DocumentId) {
        let mut recorded = self.recorded.borrow_mut();
        if recorded.documents.len() < NAMED_DOCUMENTS {
            recorded.documents.insert(id);
        } else if !recorded.documents.contains(&id) {
            recorded.many_documents = true;
        }
    }

    pub(crate) fn record_text(&self, id: DocumentId) {
        self.record_document(id);
        self.recorded.borrow_mut().text = true;
    }

    /// Takes the events of what was written since [`Writer::begin`].
    pub(crate) fn take_events(&self) -> Vec<Event> {
        let recorded = self.recorded.take();
        let cause = || self.cause.clone();
        let documents = (!recorded.documents.is_empty()).then(|| Event::Documents {
            ids: if recorded.many_documents {
                Vec::new()
            } else {
                recorded.documents.into_iter().collect()
            },
            text: recorded.text,
            cause: cause(),
        });
        let kinds = recorded.kinds.into_iter().map(|kind| match kind {
            Changed::Categories => Event::Categories { cause: cause() },
            Changed::Tags => Event::Tags { cause: cause() },
            Changed::Attachments => Event::Attachments { cause: cause() },
            Changed::SavedSearches => Event::SavedSearches { cause: cause() },
            Changed::Settings => Event::Settings { cause: cause() },
            Changed::Keys => Event::Keys { cause: cause() },
            Changed::Proposals => Event::Proposals { cause: cause() },
        });
        documents.into_iter().chain(kinds).collect()
    }
}

impl Deref for Writer {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}
