//! Arguments of the commands on documents.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// One document.
#[derive(Debug, Args)]
pub(crate) struct OneDoc {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
}

/// Some documents.
#[derive(Debug, Args)]
pub(crate) struct Docs {
    /// Titles, ids, or beginnings of ids
    #[arg(required = true, value_name = "DOC")]
    pub(crate) docs: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh new notes.md                        the title comes from the text
  echo 'Buy milk' | lh new -             read the text from a pipe
  lh new --title 'Plan' --category Work/2026 --tag plan --tag urgent
  lh new --template 'Meeting' --title 'Monday'

With neither FILE nor --template the document is empty.")]
pub(crate) struct New {
    /// A file with the text, or - for standard input
    #[arg(value_name = "FILE|-")]
    pub(crate) from: Option<PathBuf>,
    /// The title; taken from the text when absent
    #[arg(long, short)]
    pub(crate) title: Option<String>,
    /// The category, such as Work/2026; made where it does not exist
    #[arg(long, short)]
    pub(crate) category: Option<String>,
    /// A tag; may be repeated
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// What it is about
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) description: String,
    /// The template to start from
    #[arg(long, value_name = "DOC", conflicts_with = "from")]
    pub(crate) template: Option<String>,
    /// Make it a template
    #[arg(long)]
    pub(crate) as_template: bool,
    /// Mark it as a favourite
    #[arg(long)]
    pub(crate) favorite: bool,
    /// Hold it at the top of lists
    #[arg(long)]
    pub(crate) pinned: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh show 'Meeting notes'
  lh show Ideas --version 3          an older text; see `lh history`
  lh show Ideas --html > ideas.html  as sanitised HTML
  lh show Ideas --json               with all that is known about it")]
pub(crate) struct Show {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// Print it as HTML
    #[arg(long, conflicts_with = "version")]
    pub(crate) html: bool,
    /// Print an older version: its number or id
    #[arg(long, value_name = "V")]
    pub(crate) version: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh edit Ideas --from ideas.md
  lh show Ideas | sed s/milk/tea/ | lh edit Ideas --from -
  lh edit Ideas --from ideas.md --base \"$HASH\"

The text that is replaced stays in the history. With --base, changes that
somebody made since that text was read are merged; if both changed the same
words, nothing is replaced and the exit code is 4.")]
pub(crate) struct Edit {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// A file with the new text, or - for standard input
    #[arg(long, value_name = "FILE|-")]
    pub(crate) from: PathBuf,
    /// The hash of the text that the new one was made from (`lh show DOC --json`, field `hash`)
    #[arg(long, value_name = "HASH")]
    pub(crate) base: Option<String>,
    /// A name for the new version
    #[arg(long)]
    pub(crate) note: Option<String>,
}

/// Lists of documents that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shelf {
    All,
    Inbox,
    Favorites,
    Recent,
    Templates,
    Conflicts,
    Trash,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    Updated,
    Created,
    Title,
    Size,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh ls                                  what changed last comes first
  lh ls trash
  lh ls --category Work --sort title
  lh ls --query 'is:pinned -tag:done'    the language of `lh search`
  lh ls --json --limit 500 | jq -r '.items[].title'")]
pub(crate) struct Ls {
    /// Which list
    #[arg(value_enum, default_value_t = Shelf::All, hide_default_value = true)]
    pub(crate) shelf: Shelf,
    /// Only a category and those below it
    #[arg(long, short, conflicts_with_all = ["shelf", "query", "tag"])]
    pub(crate) category: Option<String>,
    /// Only a tag and those nested in it
    #[arg(long, conflicts_with_all = ["shelf", "query"])]
    pub(crate) tag: Option<String>,
    /// Only what a search finds, best first
    #[arg(long, short, conflicts_with_all = ["shelf", "sort", "reverse"])]
    pub(crate) query: Option<String>,
    /// Sort by
    #[arg(long, value_enum, default_value_t = Sort::Updated)]
    pub(crate) sort: Sort,
    /// Oldest, smallest or last in the alphabet first
    #[arg(long, short)]
    pub(crate) reverse: bool,
    /// At most this many
    #[arg(long, short = 'n', default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) limit: u32,
    /// Where the page starts: `next` of the page before
    #[arg(long)]
    pub(crate) cursor: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh search budget plan                  both words
  lh search '\"exact phrase\" -draft'
  lh search -- -draft                    a query that begins with a minus
  lh search 'tag:work (rust OR go) after:2026-01-01'
  lh search 'title:notes /v[0-9]+/'
  lh search 'in:history secret'          older versions too
  lh search --explain 'a OR b -c'        how a query is understood
  lh search -- -tag:done milk            words that begin with a dash

Words, \"phrases\", prefix*, -not, OR, (groups), /regex/,
title: tag: category: is: has: before: after:")]
pub(crate) struct Search {
    /// The query; several words are one query
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// At most this many
    #[arg(long, short = 'n', default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub(crate) limit: u32,
    /// Where the page starts: `next` of the page before
    #[arg(long)]
    pub(crate) cursor: Option<String>,
    /// Say how the query is understood, and search nothing
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Searches {
    /// List saved searches
    Ls,
    /// Save a search under a name; one of that name is replaced
    #[command(after_help = "\
Examples:
  lh searches save 'To do' 'is:pinned has:task'
  lh searches save Drafts tag:draft -- -tag:done")]
    Save {
        /// Its name
        name: String,
        /// The query, in the language of `lh search`; several words are one query
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// Delete a saved search
    Rm {
        /// Its name, its id, or the beginning of its id
        search: String,
    },
    /// Find what a saved search finds
    Run {
        /// Its name, its id, or the beginning of its id
        search: String,
        /// At most this many
        #[arg(long, short = 'n', default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
        limit: u32,
        /// Where the page starts: `next` of the page before
        #[arg(long)]
        cursor: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lh rename 'Plan' 'Plan 2026'")]
pub(crate) struct Rename {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// The new title
    pub(crate) title: String,
    /// Leave links to the document as they are
    #[arg(long)]
    pub(crate) leave_links: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh move 'Plan' 'Minutes' --to Work/2026
  lh move 'Plan' --inbox")]
pub(crate) struct Move {
    /// Titles, ids, or beginnings of ids
    #[arg(required = true, value_name = "DOC")]
    pub(crate) docs: Vec<String>,
    /// The category, such as Work/2026; made where it does not exist
    #[arg(long, value_name = "CATEGORY", required_unless_present = "inbox")]
    pub(crate) to: Option<String>,
    /// Take them out of their category
    #[arg(long, conflicts_with = "to")]
    pub(crate) inbox: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lh tag 'Plan' work urgent")]
pub(crate) struct TagWords {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// The tags, with or without #
    #[arg(required = true, value_name = "TAG")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh trash 'Old plan' 'Older plan'
  lh restore 'Old plan'
  lh trash --empty --yes                 delete what is in the trash for good")]
pub(crate) struct Trash {
    /// Titles, ids, or beginnings of ids
    #[arg(required_unless_present = "empty", value_name = "DOC")]
    pub(crate) docs: Vec<String>,
    /// Delete everything in the trash for good
    #[arg(long, conflicts_with = "docs")]
    pub(crate) empty: bool,
    /// Do not ask before deleting for good
    #[arg(long, requires = "empty")]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lh purge 0198ab --yes

Only documents in the trash can be purged, and nothing brings them back.")]
pub(crate) struct Purge {
    /// Titles, ids, or beginnings of ids
    #[arg(required = true, value_name = "DOC")]
    pub(crate) docs: Vec<String>,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct History {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// At most this many
    #[arg(long, short = 'n', default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) limit: u32,
    /// Where the page starts: `next` of the page before
    #[arg(long)]
    pub(crate) cursor: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh diff Plan                       what changed last
  lh diff Plan 0                     version 0 against the present text
  lh diff Plan 0 3")]
pub(crate) struct Diff {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// The older version: its number or id
    #[arg(value_name = "V1")]
    pub(crate) from: Option<String>,
    /// The newer version; the present text when absent
    #[arg(value_name = "V2")]
    pub(crate) to: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  lh history 'Plan' && lh revert 'Plan' 2")]
pub(crate) struct Revert {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// The version: its number or id
    #[arg(value_name = "V")]
    pub(crate) version: String,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lh resolve 'Plan' --keep mine          my words where the two clash, both sides' elsewhere
  lh resolve 'Plan' --with merged.md")]
#[command(group = clap::ArgGroup::new("decision").required(true).args(["keep", "with"]))]
pub(crate) struct Resolve {
    /// A title, an id, or the beginning of an id
    pub(crate) doc: String,
    /// Which side wins where the two clash
    #[arg(long, value_enum)]
    pub(crate) keep: Option<Keep>,
    /// A file with the whole text as it is to be; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Option<PathBuf>,
}

/// The side that wins a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
    /// What you wrote
    Mine,
    /// What the other window or place has
    Theirs,
    /// Your words, then the others'
    Both,
}
