//! Which crate may depend on which, and who alone may know a library.
//!
//! The lists are the architecture (docs/architecture.md). An arrow that is not here needs a decision
//! record first.

use super::Finding;
use crate::graph::{Graph, Package, Use};

/// The crates of the program, each with the crates it may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("longhand-model", &[]),
    ("longhand-markdown", &["longhand-model"]),
    ("longhand-store", &["longhand-model"]),
    ("longhand-attachments", &["longhand-model"]),
    ("longhand-sync", &["longhand-model", "longhand-markdown"]),
    (
        "longhand-remote-postgres",
        &["longhand-model", "longhand-sync"],
    ),
    (
        "longhand-remote-github",
        &["longhand-model", "longhand-sync"],
    ),
    (
        "longhand-remote-folder",
        &["longhand-model", "longhand-sync"],
    ),
    ("longhand-export", &["longhand-model", "longhand-markdown"]),
    (
        "longhand-core",
        &[
            "longhand-model",
            "longhand-markdown",
            "longhand-store",
            "longhand-attachments",
            "longhand-sync",
            "longhand-remote-postgres",
            "longhand-remote-github",
            "longhand-remote-folder",
            "longhand-export",
        ],
    ),
    ("longhand-api", &["longhand-model", "longhand-core"]),
    ("longhand-http", &["longhand-api"]),
    ("longhand-cli", &["longhand-api", "longhand-http"]),
    ("longhand", &["longhand-api", "longhand-http"]),
    ("xtask", &[]),
];

/// Crates that are not shipped: they may know everything, and nothing shipped may know them.
const TOOLS: &[&str] = &["longhand-testkit", "longhand-bench"];

/// A library, and the only crates whose program may use it.
const FENCES: &[(&str, &[&str])] = &[
    ("rusqlite", &["longhand-store"]),
    ("refinery", &["longhand-store", "longhand-remote-postgres"]),
    ("tokio-postgres", &["longhand-remote-postgres"]),
    ("octocrab", &["longhand-remote-github"]),
    ("notify", &["longhand-remote-folder"]),
    ("comrak", &["longhand-markdown"]),
    ("ammonia", &["longhand-markdown"]),
    ("printpdf", &["longhand-export"]),
    ("zip", &["longhand-export"]),
    ("object_store", &["longhand-attachments"]),
    ("keyring", &["longhand-core"]),
    ("axum", &["longhand-http"]),
    ("clap", &["longhand-cli", "longhand"]),
    ("tauri", &["longhand"]),
    ("gtk", &["longhand"]),
];

pub(super) fn findings(graph: &Graph) -> Vec<Finding> {
    graph
        .own()
        .values()
        .flat_map(|package| judge(package))
        .collect()
}

fn judge(package: &Package) -> Vec<Finding> {
    let name = package.name.as_str();
    if TOOLS.contains(&name) {
        return Vec::new();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(owner, _)| *owner == name) else {
        return vec![Finding::new(
            name,
            "is not in the list of crates (a new one needs a decision)",
        )];
    };
    let used = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.usage != Use::Tests);
    used.filter_map(|dependency| {
        let other = dependency.name.as_str();
        let is_own = other.starts_with("longhand-") || other == "longhand" || other == "xtask";
        let fence = FENCES
            .iter()
            .find(|(library, owners)| is_within(other, library) && !owners.contains(&name));
        if is_own && !allowed.contains(&other) {
            Some(Finding::new(name, format!("must not depend on {other}")))
        } else {
            fence.map(|(_, owners)| {
                Finding::new(
                    name,
                    format!("must not use {other}: only {} may", owners.join(", ")),
                )
            })
        }
    })
    .collect()
}

/// A library's own extensions stand behind its fence: `tauri-plugin-dialog` behind `tauri`.
fn is_within(name: &str, library: &str) -> bool {
    name.strip_prefix(library)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::graph::Dependency;

    fn package(name: &str, dependencies: &[(&str, Use)]) -> Package {
        Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            licence: None,
            source: None,
            folder: PathBuf::new(),
            dependencies: dependencies
                .iter()
                .map(|(name, usage)| Dependency {
                    name: (*name).to_owned(),
                    usage: *usage,
                })
                .collect(),
        }
    }

    #[test]
    fn an_arrow_or_a_library_outside_the_lists_is_found() {
        let cases = [
            ("longhand-store", "longhand-model", Use::Program, 0),
            ("longhand-store", "longhand-markdown", Use::Program, 1),
            ("longhand-store", "longhand-markdown", Use::Tests, 0),
            ("longhand-store", "rusqlite", Use::Program, 0),
            ("longhand-core", "rusqlite", Use::Program, 1),
            ("longhand-core", "longhand-testkit", Use::Program, 1),
            ("longhand-api", "tauri-plugin-dialog", Use::Program, 1),
            ("longhand", "tauri-build", Use::Build, 0),
            ("longhand-bench", "rusqlite", Use::Program, 0),
            ("longhand-new", "serde", Use::Program, 1),
        ];
        for (name, other, usage, expected) in cases {
            let found = judge(&package(name, &[(other, usage)]));
            assert_eq!(found.len(), expected, "{name} -> {other}: {found:?}");
        }
    }
}
