//! The values every crate speaks of: ids, names, documents, versions, events.
//!
//! Pure: no I/O, no clock and no randomness of its own. What needs them takes [`Sources`].

mod access;
mod activity;
mod attachment;
mod category;
mod document;
mod event;
mod facts;
mod hash;
mod ids;
mod job;
mod library;
mod name;
mod page;
mod proposal;
mod remote;
mod saved_search;
mod search;
mod settings;
mod sources;
mod tag;
mod time;
mod version;

pub use access::{Access, ApiKey, KeyScope, NewApiKey};
pub use activity::{Actor, ActorKind, AuditEntry, AuditQuery, Cause, ObjectKind, ObjectRef};
pub use attachment::{Attachment, AttachmentUse};
pub use category::{Category, CategoryNode, CategoryPatch, NewCategory};
pub use document::{
    Document, DocumentPatch, DocumentSummary, LineEnding, ListQuery, ListScope, NewDocument,
    SortKey, SortOrder, TextShape,
};
pub use event::Event;
pub use facts::{FrontMatterFacts, Heading, LinkFact, LinkKind, TaskFact, TextFacts};
pub use hash::{ContentHash, ParseHashError};
pub use ids::{
    AttachmentId, BatchId, BindingId, CategoryId, ChangeId, ChangeSetId, ConflictId, DocumentId,
    JobId, KeyId, LibraryId, ParseIdError, RemoteId, SavedSearchId, TagId, VersionId,
};
pub use job::{Job, JobKind, JobProgress, JobState};
pub use library::{
    DuplicateGroup, KindSize, LargestItem, LibraryCounts, LibraryInfo, StorageStats,
};
pub use name::{
    Colour, FieldError, NameKey, bounds, checked_text, checked_title, name_key, tag_name,
};
pub use page::{Cursor, Page};
pub use proposal::{ChangeKind, ChangeSet, ChangeState, ProposedChange};
pub use remote::{
    Binding, BindingState, Conflict, ConflictKind, ItemKind, OutboxEntry, Remote, RemoteKind,
    RemoteState,
};
pub use saved_search::{NewSavedSearch, SavedSearch};
pub use search::{
    Explanation, MatchRange, QueryError, SearchHit, SearchRequest, SearchResults, SearchScope,
    SearchSort, Snippet,
};
pub use settings::{
    AppearanceSettings, Density, EditorFont, EditorSettings, HistorySettings, KeyBinding,
    KeyBindings, KeyboardSettings, Language, NotificationSettings, RenderFormat, RenderSettings,
    Settings, Theme,
};
pub use sources::{Clock, Entropy, Sources};
pub use tag::{Tag, TagPatch};
pub use time::{ParseTimestampError, Timestamp};
pub use version::{Origin, Version};
