//! Paths of the machine a file was written on, which mean nothing on another.

use super::Finding;
use super::tree::Tree;
use crate::host::Host;

pub(super) fn findings(host: &Host, tree: &Tree) -> Vec<Finding> {
    let folders: Vec<String> = [
        Some(host.root.as_path()),
        host.root.parent(),
        host.home.as_deref(),
    ]
    .into_iter()
    .flatten()
    // A folder right below the root has a name that other paths begin with, too.
    .filter(|folder| folder.components().count() > 2)
    .map(|folder| format!("{}/", folder.display()).replace('\\', "/"))
    .collect();
    search(&folders, tree)
}

fn search(folders: &[String], tree: &Tree) -> Vec<Finding> {
    tree.files()
        .flat_map(|file| {
            file.text.lines().enumerate().filter_map(move |(at, line)| {
                let folder = folders.iter().find(|folder| begins_in(line, folder))?;
                let place = format!("{}:{}", file.path, at + 1);
                Some(Finding::new(
                    place,
                    format!("names `{folder}`, a folder of this machine"),
                ))
            })
        })
        .collect()
}

/// Whether the folder stands in the line as the beginning of a path, not in the middle of one.
fn begins_in(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|character| !(character.is_alphanumeric() || "./-_~".contains(character)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_of_a_path_is_a_path_of_this_machine() {
        let tree = Tree::of(&[
            ("a", "see /home/ada/notes"),
            ("b", "docs/home/ada/notes"),
            ("c", "https://example.org/home/ada/"),
            ("d", "/home/adam/"),
        ]);
        let found = search(&["/home/ada/".to_owned()], &tree);
        let places: Vec<&str> = found.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(places, ["a:1"]);
    }
}
