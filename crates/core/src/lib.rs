//! The use-cases: the only crate that composes the others.
//!
//! Each is a synchronous free function over an open library ([`App`]) and whoever asks ([`Caller`]),
//! in the module of its noun. What a person may meet when it does not work is a [`CoreError`]. This
//! crate knows no JSON commands, no error codes, no sockets and no windows, and holds no SQL.

pub mod activity;
mod app;
pub mod attachment;
mod caller;
pub mod category;
pub mod conflict;
pub mod document;
mod elsewhere;
mod error;
pub mod history;
pub mod housekeeping;
pub mod job;
pub mod key;
pub mod library;
mod order;
pub mod preview;
pub mod proposal;
pub mod queue;
mod recent;
mod sample;
pub mod saved_search;
mod scope;
pub mod search;
pub mod settings;
pub mod sign_in;
mod system;
pub mod tag;
pub mod template;
pub mod transfer;

pub use app::{App, AppOptions, Background, Create, FirstContent, Written};
pub use caller::Caller;
pub use error::{CoreError, Thing};
pub use jiff::tz::TimeZone;
pub use system::system_sources;
