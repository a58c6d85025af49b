//! `longhand-bench`: the figures of docs/performance.md, each beside its floor in the same run.
//!
//! Every figure goes through the commands that the window and the command line use. Nothing is measured
//! that a person could not do.

mod corpus;
mod figures;
mod floor;
mod library;
mod queries;
mod rows;
mod server;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use clap::Parser;

use crate::corpus::Corpus;
use crate::figures::{Row, table};

/// The result of a part of a run.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Measures Longhand beside its floor.
#[derive(Debug, Parser)]
#[command(name = "longhand-bench")]
struct Arguments {
    /// Documents in the library, one run for each number.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    sizes: Vec<usize>,
    /// Folders of Markdown to measure on; generated texts when there are none.
    #[arg(long)]
    corpus: Vec<PathBuf>,
    /// Where the libraries are built; the system's temporary folder when absent.
    #[arg(long)]
    scratch: Option<PathBuf>,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Fails when a figure misses its target.
    #[arg(long)]
    strict: bool,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let corpus = Corpus::load(&arguments.corpus)?;
    let scratch = match &arguments.scratch {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let mut rows: Vec<Row> = Vec::new();
    for size in &arguments.sizes {
        eprint_line(&format!("{size} documents"));
        rows.extend(rows::measure(&corpus, *size, scratch.path())?);
    }
    let kept = rows.iter().all(|row| row.kept);
    let report = if arguments.json {
        serde_json::to_string_pretty(&rows)?
    } else {
        let kind = if corpus.real {
            "real Markdown, varied"
        } else {
            "generated Markdown"
        };
        format!("Texts: {kind}.\n\n{}", table(&rows))
    };
    writeln!(std::io::stdout(), "{report}")?;
    if arguments.strict && !kept {
        return Err("a figure misses its target".into());
    }
    Ok(())
}

/// Says on standard error what is being measured.
pub(crate) fn eprint_line(line: &str) {
    // A closed standard error must not end a measurement.
    let _ = writeln!(std::io::stderr(), "{line}");
}
