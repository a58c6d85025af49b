//! Arguments of the commands on categories and tags.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Category {
    /// List the tree
    Ls,
    /// Make a category, and those above it where they do not exist
    #[command(after_help = "Example:\n  lh category new Work/2026 --color '#3A56C5'")]
    New {
        /// Its name with those above it, such as Work/2026
        path: String,
        /// Its colour, such as #3A56C5
        #[arg(long)]
        color: Option<String>,
        /// The name of an icon
        #[arg(long)]
        icon: Option<String>,
        /// What belongs there
        #[arg(long, default_value = "", hide_default_value = true)]
        description: String,
    },
    /// Change a category's name, colour, icon or description
    #[command(after_help = "Example:\n  lh category edit Work/2026 --name 2027 --color none")]
    Edit {
        /// A path such as Work/2026, a name that only one has, or an id
        category: String,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        /// A new colour, such as #3A56C5, or none
        #[arg(long)]
        color: Option<String>,
        /// The name of a new icon, or none
        #[arg(long)]
        icon: Option<String>,
        /// A new description
        #[arg(long)]
        description: Option<String>,
    },
    /// Move a category into another
    #[command(
        after_help = "Examples:\n  lh category mv Work/2026 --to Archive\n  lh category mv Archive/2026 --top"
    )]
    Mv {
        /// A path such as Work/2026, a name that only one has, or an id
        category: String,
        /// The category it goes into
        #[arg(long, required_unless_present = "top")]
        to: Option<String>,
        /// Move it to the top
        #[arg(long, conflicts_with = "to")]
        top: bool,
    },
    /// Remove a category; what is in it moves up
    Rm {
        /// A path such as Work/2026, a name that only one has, or an id
        category: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Tags {
    /// List tags
    Ls {
        /// Only those that begin so
        prefix: Option<String>,
        /// At most this many
        #[arg(long, short = 'n', value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// Rename a tag; one of that name takes its documents in
    #[command(after_help = "Example:\n  lh tags rename todo to-do")]
    Rename {
        /// The tag
        tag: String,
        /// The new name
        name: String,
    },
    /// Make several tags one
    #[command(after_help = "Example:\n  lh tags merge todo to-dos --into to-do")]
    Merge {
        /// The tags that go
        #[arg(required = true, value_name = "TAG")]
        tags: Vec<String>,
        /// The tag that stays
        #[arg(long)]
        into: String,
    },
    /// Change a tag's colour or description
    Edit {
        /// The tag
        tag: String,
        /// A new colour, such as #3A56C5, or none
        #[arg(long)]
        color: Option<String>,
        /// A new description
        #[arg(long)]
        description: Option<String>,
    },
    /// Remove a tag from all documents
    Rm {
        /// The tag
        tag: String,
    },
}
