//! What was typed becomes requests, and answers become text: one module a group of commands.

mod arrange;
mod attachments;
mod audit;
mod call;
mod category;
mod conflict;
mod document;
mod export;
mod history;
mod hit;
mod imported;
mod job;
mod key;
mod library;
mod list;
mod proposals;
mod queue;
mod searches;
mod serve;
mod settings;
mod tags;
mod transfer;

use crate::args::Command;
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;

/// Runs a command.
pub(crate) fn run(lh: &Lh, command: Command) -> Result<Exit, CliError> {
    match command {
        Command::Init(args) => library::init(lh, &args),
        Command::Info => library::info(lh),
        Command::Stats => library::stats(lh),
        Command::Doctor(args) => return library::doctor(lh, &args),
        Command::Compact => library::compact(lh),
        Command::New(args) => document::new(lh, args),
        Command::Show(args) => document::show(lh, &args),
        Command::Edit(args) => return document::edit(lh, args),
        Command::Ls(args) => list::ls(lh, args),
        Command::Search(args) => list::search(lh, &args),
        Command::Searches(args) => searches::run(lh, args),
        Command::Rename(args) => arrange::rename(lh, args),
        Command::Move(args) => arrange::move_to(lh, &args),
        Command::Tag(args) => arrange::tag(lh, args),
        Command::Untag(args) => arrange::untag(lh, args),
        Command::Pin(args) => arrange::mark(lh, &args, arrange::Mark::Pinned),
        Command::Unpin(args) => arrange::mark(lh, &args, arrange::Mark::Unpinned),
        Command::Favorite(args) => arrange::mark(lh, &args, arrange::Mark::Favorite),
        Command::Unfavorite(args) => arrange::mark(lh, &args, arrange::Mark::Unfavorite),
        Command::Trash(args) => arrange::trash(lh, &args),
        Command::Restore(args) => arrange::restore(lh, &args),
        Command::Purge(args) => arrange::purge(lh, &args),
        Command::Category(args) => category::run(lh, args),
        Command::Tags(args) => tags::run(lh, args),
        Command::Links(args) => list::links(lh, &args),
        Command::Templates => list::templates(lh),
        Command::History(args) => history::list(lh, args),
        Command::Diff(args) => history::diff(lh, &args),
        Command::Revert(args) => history::revert(lh, &args),
        Command::Audit(args) => return audit::run(lh, args),
        Command::Undo(args) => return audit::undo(lh, &args),
        Command::Import(args) => return transfer::import(lh, &args),
        Command::Export(args) => export::run(lh, args),
        Command::Backup(args) => return transfer::backup(lh, args),
        Command::Attach(args) => attachments::attach(lh, &args),
        Command::Attachments(args) => attachments::run(lh, args),
        Command::Key(args) => key::run(lh, args),
        Command::Proposals(args) => return proposals::run(lh, &args),
        Command::Settings(args) => settings::run(lh, args),
        Command::Job(args) => return job::run(lh, args),
        Command::Conflicts => return conflict::list(lh),
        Command::Resolve(args) => conflict::resolve(lh, &args),
        Command::Queue(args) => queue::run(lh, &args),
        Command::Call(args) => call::run(lh, &args),
        Command::Serve(args) => serve::run(lh, &args),
        Command::Openapi => lh.answer_json(&longhand_api::openapi()),
    }
    .map(|()| Exit::Done)
}
