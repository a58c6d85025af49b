//! Arguments of the commands on the library, its keys, settings and jobs.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  lh init\n  lh init ~/work.longhand --empty")]
pub(crate) struct Init {
    /// Where; as --library when absent
    pub(crate) path: Option<PathBuf>,
    /// Without the sample documents
    #[arg(long)]
    pub(crate) empty: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Repair what can be repaired
    #[arg(long)]
    pub(crate) repair: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  lh audit --since 2026-11-01
  lh audit --doc 'Plan'
  lh audit revert --key 'Importer' --since 2026-11-28T09:00:00Z")]
pub(crate) struct Audit {
    #[command(subcommand)]
    pub(crate) command: Option<AuditCommand>,
    /// Only since this date or time
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Only what was done to one document
    #[arg(long)]
    pub(crate) doc: Option<String>,
    /// At most this many
    #[arg(long, short = 'n', default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) limit: u32,
    /// Where the page starts: `next` of the page before
    #[arg(long)]
    pub(crate) cursor: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Undo everything that a key did; what was changed since stays, and is listed
    Revert {
        /// The key: its id, the beginning of its id, its prefix or its name
        #[arg(long)]
        key: String,
        /// Only what it did since this date or time
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The batch, or the beginning of its id, as `lh audit` lists it
    pub(crate) batch: String,
}

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyAccess {
    /// Look
    Read,
    /// Suggest changes that you review
    Propose,
    /// Write documents, categories and tags
    Write,
    /// Settings, keys, backups, purging
    Admin,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Make a key; its secret is shown once
    #[command(after_help = "\
Examples:
  lh key create 'Blog script' --access read --category Blog
  lh key create 'Importer' --access write --expires 2027-01-01")]
    Create {
        /// What it is for
        name: String,
        /// What it may do
        #[arg(long, value_enum, default_value_t = KeyAccess::Read)]
        access: KeyAccess,
        /// Only documents in this category and below; may be repeated
        #[arg(long, value_name = "CATEGORY")]
        category: Vec<String>,
        /// Only documents with this tag; may be repeated
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
        /// When it stops working, such as 2027-01-01
        #[arg(long, value_name = "TIME")]
        expires: Option<String>,
    },
    /// List keys
    Ls,
    /// Make a key stop working
    Revoke {
        /// Its id, the beginning of its id, its prefix or its name
        key: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Proposals {
    /// List what keys proposed and nobody decided about
    Ls {
        /// Also what was decided about
        #[arg(long)]
        all: bool,
    },
    /// Show what a change-set would change
    Show {
        /// Its id, the beginning of its id, or the name of the key
        change_set: String,
    },
    /// Make the changes; texts that changed since are merged
    #[command(after_help = "\
Examples:
  lh proposals accept 'Agent'
  lh proposals accept 'Agent' --change 'Plan' --change 'Notes'")]
    Accept(Decide),
    /// Turn the changes down
    Reject(Decide),
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The change-set: its id, the beginning of its id, or the name of the key
    pub(crate) change_set: String,
    /// Only this change, by its id, the beginning of its id, or its document's title; may be repeated
    #[arg(long)]
    pub(crate) change: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Print all settings, or one
    Get {
        /// Such as editor.fontSize
        key: Option<String>,
    },
    /// Change a setting
    #[command(
        after_help = "Examples:\n  lh settings set theme dark\n  lh settings set editor.fontSize 16"
    )]
    Set {
        /// Such as editor.fontSize
        key: String,
        /// The value: a word, a number, true or false
        value: String,
    },
    /// Set a group, or everything, back to what a new library has
    Reset {
        /// Such as editor
        group: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Job {
    /// List jobs, the latest first
    Ls,
    /// Show a job with what it brought
    Show {
        /// Its id, or the beginning of its id
        job: String,
    },
    /// Start a job again that failed, was cancelled or was interrupted
    #[command(after_help = "\
What the job brought before stays: an import goes on with what is missing.")]
    Resume {
        /// Its id, or the beginning of its id
        job: String,
    },
    /// Cancel a job
    Cancel {
        /// Its id, or the beginning of its id
        job: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Queue {
    /// List what waits
    Ls {
        /// At most this many
        #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: Option<u32>,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh call library.counts
  lh call document.list '{\"scope\":{\"kind\":\"trash\"}}'
  cat request.json | lh call document.create -

`lh openapi` describes every command.")]
pub(crate) struct Call {
    /// The command, such as document.list
    pub(crate) name: String,
    /// Its request as JSON, or - for standard input; {} when absent
    #[arg(value_name = "JSON|-")]
    pub(crate) request: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh serve --open
  lh serve --listen 127.0.0.1:0          any free port
  lh serve --link                        sign another browser in

The printed link signs one browser in, once, within 15 minutes. Scripts send the header
\"Authorization: Bearer lh_…\" with a key made by `lh key create`.

Only this computer can connect. To reach it from another one, use a tunnel:
  ssh -L 7717:127.0.0.1:7717 HOST")]
pub(crate) struct Serve {
    /// Where to listen; a loopback address
    #[arg(long, default_value = "127.0.0.1:7717", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// Open the link in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Only print a new link for a server that runs at --listen already
    #[arg(long, conflicts_with = "open")]
    pub(crate) link: bool,
}
