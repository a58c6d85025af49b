//! What comes in from other places and goes out to them: readers for import, backup archives.
//!
//! Reads and writes files and archives; knows no library. The use-cases that join both are in core.

pub mod backup;
mod encoding;
mod mapping;
mod path;
mod report;
mod source;

pub use encoding::{DecodedText, Encoding, NotText, decode};
pub use mapping::{MappedDocument, map_document};
pub use path::{SourcePath, UnsafePath};
pub use report::{ImportOutcome, ImportProblem, ImportReport, ProblemKind, SampleDocument};
pub use source::{Entry, EntryError, Limits, Source, SourceError, Target, Vault, conflict_copy_of};
