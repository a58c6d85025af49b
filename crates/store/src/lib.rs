//! The library file: the only crate that links SQLite.
//!
//! A [`Library`] is one file. Reads take a [`Reader`], writes a [`Writer`], which exists only inside a transaction; the
//! modules are free functions over the two, one module for each kind of thing. Every write puts its audit row, its
//! outbox row and its index rows into the same transaction and records its events, which [`Library::write`] returns
//! once they are on disk. This crate reads no Markdown, keeps no attachment's bytes and decides no access.

pub mod api_keys;
pub mod attachments;
pub mod audit;
pub mod categories;
pub mod change_sets;
mod column;
pub mod conflicts;
mod connection;
pub mod doctor;
pub mod documents;
mod error;
pub mod import_sources;
pub mod jobs;
mod library;
pub mod links;
mod migrations;
pub mod outbox;
pub mod remotes;
pub mod render_cache;
pub mod restore;
pub mod saved_searches;
pub mod search;
mod session;
pub mod settings;
pub mod sign_in_links;
pub mod stats;
pub mod tags;
pub mod texts;
pub mod versions;

pub use error::{OpenError, StoreError, Thing};
pub use library::{Committed, Library, Options};
pub use session::{Reader, Writer};
