//! Arguments of import, export, backup and attachments.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// How files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Auto,
    Markdown,
    Obsidian,
    Backup,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh import ~/notes --dry-run        what would come in, and what would not
  lh import ~/notes
  lh import vault.zip --into Archive
  lh import old/ --encoding windows-1252
  lh import old/ --encoding letter.md=shift_jis --encoding logo.md=skip

Importing the same files again brings only what changed. `lh undo` takes an
import back.")]
pub(crate) struct Import {
    /// Files, folders or zip archives
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to read them
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub(crate) format: Format,
    /// The category they go into; made where it does not exist
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) into: Option<String>,
    /// Only report what would come in
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How to read files that are not UTF-8: an encoding or skip, for all or as FILE=ENCODING
    #[arg(long, value_name = "[FILE=]ENCODING")]
    pub(crate) encoding: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Write documents as Markdown files, byte for byte as they are
    #[command(after_help = "\
Examples:
  lh export markdown 'Plan' --out plan.md
  lh export markdown --query tag:work --out work/
  lh export markdown --all --out everything/

A folder gets one file a document, in folders that follow the categories.
Nothing is overwritten without --force.")]
    Markdown(ExportMarkdown),
}

#[derive(Debug, Args)]
pub(crate) struct ExportMarkdown {
    /// Titles, ids, or beginnings of ids
    #[arg(value_name = "DOC", required_unless_present_any = ["query", "all"])]
    pub(crate) docs: Vec<String>,
    /// What a search finds
    #[arg(long, short, conflicts_with = "docs")]
    pub(crate) query: Option<String>,
    /// All documents that are not in the trash
    #[arg(long, conflicts_with_all = ["docs", "query"])]
    pub(crate) all: bool,
    /// A folder; for a single document also a file, or - for standard output
    #[arg(long, short, value_name = "PATH")]
    pub(crate) out: PathBuf,
    /// Overwrite files
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Backup {
    /// Write all of the library to a file
    #[command(after_help = "Example:\n  lh backup create ~/backups/notes.zip")]
    Create {
        /// The file
        path: PathBuf,
        /// Leave the versions of documents out
        #[arg(long)]
        no_history: bool,
    },
    /// Check a backup by restoring it into a temporary library and comparing every hash
    Verify {
        /// The file
        path: PathBuf,
    },
    /// Bring documents back from a backup; nothing that is in the library is lost
    #[command(after_help = "\
Examples:
  lh backup restore notes.zip
  lh --library fresh.longhand backup restore notes.zip
  lh backup restore notes.zip --document 0198ab12-… --into Restored")]
    Restore {
        /// The file
        path: PathBuf,
        /// Only this document, by its full id; may be repeated
        #[arg(long, value_name = "ID")]
        document: Vec<String>,
        /// The category they go into
        #[arg(long, value_name = "CATEGORY")]
        into: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lh attach 'Plan' sketch.png budget.xlsx")]
pub(crate) struct Attach {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// The files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Attachments {
    /// List attachments, of one document or of all
    Ls {
        /// A title, an id, or the beginning of an id
        doc: Option<String>,
    },
    /// Write an attachment's bytes to a file
    #[command(
        after_help = "Examples:\n  lh attachments get 0198ab --out sketch.png\n  lh attachments get sketch.png > copy.png"
    )]
    Get {
        /// Its id, the beginning of its id, or its file name
        attachment: String,
        /// The file; standard output when absent
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Overwrite the file
        #[arg(long, requires = "out")]
        force: bool,
    },
    /// List the attachments that no document uses, and delete them if asked
    Gc {
        /// Delete them
        #[arg(long)]
        delete: bool,
    },
}
