//! Every command, declared once, with its request, response and handler.
//!
//! The window, the server and the command line reach the library only through here. This crate knows
//! error codes and JSON; it holds no rules about documents (those are in core) and no sockets.

#[macro_use]
mod declare;

pub mod activity;
pub mod attachment;
pub mod category;
mod command;
pub mod conflict;
pub mod document;
mod error;
mod given;
pub mod history;
mod host;
pub mod job;
pub mod key;
pub mod library;
mod openapi;
pub mod proposal;
pub mod queue;
pub mod saved_search;
pub mod search;
pub mod settings;
pub mod sign_in;
pub mod tag;
pub mod template;
pub mod transfer;

pub use command::{
    Command, CommandInfo, Items, Nothing, Propose, Reach, call, dispatch, dispatch_blocking, find,
};
pub use error::{ApiError, ErrorCode};
pub use given::{Given, read_given};
pub use host::{default_library, open, open_library};
pub use key::authenticate;
pub use longhand_core as core;
pub use longhand_core::{App, AppOptions, Background, Caller, Create, FirstContent};
pub use longhand_model as model;
pub use openapi::openapi;
pub use sign_in::follow_link;

commands! {
    library::About,
    library::Info,
    library::Counts,
    library::Stats,
    library::Doctor,
    library::Compact,
    document::List,
    document::Get,
    document::Find,
    document::Create,
    document::Save,
    document::Update,
    document::Trash,
    document::Restore,
    document::Purge,
    document::EmptyTrash,
    document::Duplicate,
    document::Complete,
    document::Links,
    document::Graph,
    document::Resolve,
    document::ToggleTask,
    document::Preview,
    history::List,
    history::Get,
    history::Diff,
    history::Restore,
    history::Name,
    category::List,
    category::Create,
    category::Update,
    category::Delete,
    tag::List,
    tag::Update,
    tag::Rename,
    tag::Merge,
    tag::Delete,
    search::Query,
    search::Explain,
    saved_search::List,
    saved_search::Create,
    saved_search::Update,
    saved_search::Delete,
    template::List,
    template::Render,
    activity::List,
    activity::Revert,
    activity::RevertKey,
    proposal::List,
    proposal::Get,
    proposal::Accept,
    proposal::Reject,
    proposal::Note,
    settings::Get,
    settings::Set,
    settings::Reset,
    transfer::Scan,
    transfer::Run,
    transfer::CreateBackup,
    transfer::VerifyBackup,
    transfer::RestoreBackup,
    attachment::List,
    attachment::Browse,
    attachment::Users,
    attachment::Use,
    attachment::Delete,
    attachment::Add,
    attachment::Collect,
    key::List,
    key::Create,
    key::Revoke,
    sign_in::Link,
    job::List,
    job::Get,
    job::Cancel,
    job::Resume,
    conflict::List,
    conflict::Get,
    conflict::Resolve,
    queue::Outbox,
}
