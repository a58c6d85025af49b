//! `cargo xtask tidy`: the rules of this project that no other tool knows.
//!
//! Each rule is a module that reads the tree and returns findings. A rule that cannot read what it
//! judges is an error, never a pass.

mod arrows;
mod codes;
mod files;
mod licences;
mod machine;
mod migrations;
mod snapshots;
mod sql;
mod tree;
mod unused;

use std::fmt;

use crate::failure::Failure;
use crate::graph::Graph;
use crate::host::Host;
use tree::Tree;

/// One thing to mend, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    place: String,
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Prints every finding and fails if there is one.
pub(crate) fn tidy(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    let tree = Tree::read(host)?;
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => {}
        ["--record"] => return migrations::record(&host.root, &tree),
        _ => return Err(Failure::new("tidy takes `--record` or nothing")),
    }
    let graph = Graph::read(host)?;
    let mut findings = Vec::new();
    findings.extend(arrows::findings(&graph));
    findings.extend(licences::findings(&graph));
    findings.extend(unused::findings(&graph, &tree, &host.root));
    findings.extend(files::findings(&tree));
    findings.extend(sql::findings(&tree));
    findings.extend(machine::findings(host, &tree));
    for judged in [
        migrations::findings(&tree),
        codes::findings(&tree),
        snapshots::findings(&tree),
    ] {
        findings.extend(
            judged
                .unwrap_or_else(|failure| vec![Finding::new("cannot judge", failure.to_string())]),
        );
    }
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files, nothing to mend", tree.files().count());
            Ok(())
        }
        count => Err(Failure::new(format!("{count} to mend"))),
    }
}
