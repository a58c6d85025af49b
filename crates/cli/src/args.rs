//! What was typed: the words, flags and values of the command line, checked for form only.
//!
//! What they mean (which document a name is, what a flag asks of a command) is decided in
//! [`crate::commands`].

pub(crate) mod admin;
pub(crate) mod documents;
pub(crate) mod organise;
pub(crate) mod transfer;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  lh init                            make the library
  lh import ~/notes                  bring a folder of Markdown in
  echo '# Ideas' | lh new -          write a document
  lh search 'tag:work budget'        find
  lh show Ideas                      read
  lh edit Ideas --from ideas.md      replace its text; the old one is kept
  lh serve                           open the library in a browser

A DOC is a title, an id, or the beginning of an id. `lh COMMAND --help` says
more, with examples. Colours are used on a terminal only, and never when
NO_COLOR is set.

Exit codes: 0 done, 1 not possible, 2 wrong usage, 3 remote or network,
4 conflicts left, 70 a fault of the program.";

/// Longhand on the command line: a library of Markdown documents in one file.
#[derive(Debug, Parser)]
#[command(name = "lh", version, after_help = EXAMPLES)]
#[command(max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// The library file [default: library.longhand in your data folder]
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        env = "LONGHAND_LIBRARY",
        hide_env_values = true
    )]
    pub(crate) library: Option<PathBuf>,

    /// Print one JSON document on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new library
    Init(admin::Init),
    /// Say what the library is and how much it holds
    Info,
    /// Say what takes room
    Stats,
    /// Check the library, and repair it if asked
    Doctor(admin::Doctor),
    /// Give free room in the library file back to the disk
    Compact,

    /// Write a new document
    New(documents::New),
    /// Print a document's text
    Show(documents::Show),
    /// Replace a document's text
    Edit(documents::Edit),
    /// List documents
    Ls(documents::Ls),
    /// Find documents
    Search(documents::Search),
    /// Work with saved searches
    #[command(subcommand)]
    Searches(documents::Searches),
    /// Give a document another title; links to it follow
    Rename(documents::Rename),
    /// Move documents to a category
    Move(documents::Move),
    /// Add tags to a document
    Tag(documents::TagWords),
    /// Take tags away from a document
    Untag(documents::TagWords),
    /// Hold documents at the top of lists
    Pin(documents::Docs),
    /// Let documents take their place in lists again
    Unpin(documents::Docs),
    /// Mark documents as favourites
    Favorite(documents::Docs),
    /// Unmark favourites
    Unfavorite(documents::Docs),
    /// Move documents to the trash
    Trash(documents::Trash),
    /// Bring documents back from the trash
    Restore(documents::Docs),
    /// Delete documents in the trash for good
    Purge(documents::Purge),

    /// Work with categories
    #[command(subcommand)]
    Category(organise::Category),
    /// Work with tags
    #[command(subcommand)]
    Tags(organise::Tags),
    /// Show where a document links to, and what links to it
    Links(documents::OneDoc),
    /// List the templates for new documents
    Templates,

    /// List the versions of a document
    History(documents::History),
    /// Show what changed between two versions of a document
    Diff(documents::Diff),
    /// Bring a version of a document back; the present text stays in the history
    Revert(documents::Revert),
    /// Show who changed what
    Audit(admin::Audit),
    /// Undo a batch of changes, as listed by `lh audit`
    Undo(admin::Undo),

    /// Bring in files, folders, zip archives and Obsidian vaults
    Import(transfer::Import),
    /// Write documents as files
    #[command(subcommand)]
    Export(transfer::Export),
    /// Make, check and restore backups
    #[command(subcommand)]
    Backup(transfer::Backup),
    /// Attach files to a document
    Attach(transfer::Attach),
    /// Work with attachments
    #[command(subcommand)]
    Attachments(transfer::Attachments),

    /// Work with the keys that scripts use over HTTP
    #[command(subcommand)]
    Key(admin::Key),
    /// Review what keys proposed
    #[command(subcommand)]
    Proposals(admin::Proposals),
    /// Read and change settings
    #[command(subcommand)]
    Settings(admin::Settings),
    /// Look at long work, cancel it, and start it again
    #[command(subcommand)]
    Job(admin::Job),
    /// List documents whose changes clash
    Conflicts,
    /// Decide the conflicts of a document
    Resolve(documents::Resolve),
    /// Look at what waits to be sent to remote places
    #[command(subcommand)]
    Queue(admin::Queue),
    /// Run any command of the API by its name
    Call(admin::Call),
    /// Serve the library to this computer's browser and scripts
    Serve(admin::Serve),
    /// Print the OpenAPI description of all commands
    #[command(hide = true)]
    Openapi,
}
