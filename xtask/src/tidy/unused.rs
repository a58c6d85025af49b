//! Dependencies that no file of their crate names.

use std::path::Path;

use super::Finding;
use super::tree::{File, Tree};
use crate::graph::{Graph, Package, Use};

/// Declared for what linking them does, not for a name: the reason stands beside each.
const UNNAMED: &[(&str, &str)] = &[];

pub(super) fn findings(graph: &Graph, tree: &Tree, root: &Path) -> Vec<Finding> {
    graph
        .own()
        .values()
        .flat_map(|package| judge(package, tree, root))
        .collect()
}

fn judge(package: &Package, tree: &Tree, root: &Path) -> Vec<Finding> {
    let folder = package.folder.strip_prefix(root).unwrap_or(&package.folder);
    // The desktop program's manifest stands at the root and its files do not.
    let folder = if folder.as_os_str().is_empty() {
        Path::new("src-tauri")
    } else {
        folder
    };
    let prefix = format!("{}/", folder.to_string_lossy().replace('\\', "/"));
    let files: Vec<&File> = tree
        .rust()
        .filter(|file| file.path.starts_with(&prefix))
        .collect();
    package
        .dependencies
        .iter()
        .filter(|dependency| {
            let name = dependency.name.replace('-', "_");
            !UNNAMED
                .iter()
                .any(|(library, _)| *library == dependency.name)
                && !files
                    .iter()
                    .any(|file| is_user(file, dependency.usage) && names(&file.text, &name))
        })
        .map(|dependency| {
            Finding::new(
                format!("{prefix}Cargo.toml"),
                format!("{} is not used", dependency.name),
            )
        })
        .collect()
}

/// Whether a dependency of this kind could be used by the file at all.
fn is_user(file: &File, usage: Use) -> bool {
    match usage {
        Use::Program => !file.is("/build.rs"),
        Use::Build => file.is("/build.rs"),
        Use::Tests => true,
    }
}

fn names(text: &str, name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| {
            line.match_indices(name).any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                let after = line
                    .get(at + name.len()..)
                    .and_then(|text| text.chars().next());
                !before.is_some_and(is_part) && !after.is_some_and(is_part)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_counts_only_as_a_whole_word_of_the_code() {
        assert!(names("use serde::Serialize;", "serde"));
        assert!(!names("use serde_json::Value;", "serde"));
        assert!(!names("// serde would do", "serde"));
        assert!(names("#[serde(rename)]", "serde"));
    }
}
