//! Merged migrations never change: every library in the world has already run them.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Finding;
use super::tree::{File, Tree};
use crate::failure::Failure;

/// In the format of `sha256sum`, so that anybody can check it.
const CHECKSUMS: &str = "migrations/SHA256SUMS";

pub(super) fn findings(tree: &Tree) -> Result<Vec<Finding>, Failure> {
    let recorded = tree
        .get(CHECKSUMS)
        .ok_or_else(|| Failure::new(format!("{CHECKSUMS} is missing")))
        .map(|file| read(&file.text))?;
    let mut findings = Vec::new();
    for file in migrations(tree) {
        match recorded.iter().find(|(_, path)| *path == file.path) {
            None => findings.push(Finding::new(
                &file.path,
                "is not recorded: `cargo xtask tidy --record`, once it is final",
            )),
            Some((sum, _)) if *sum != checksum(file) => findings.push(Finding::new(
                &file.path,
                "has changed since it was merged: write a new migration instead",
            )),
            Some(_) => {}
        }
    }
    for (_, path) in recorded.iter().filter(|(_, path)| tree.get(path).is_none()) {
        findings.push(Finding::new(*path, "was merged and is gone"));
    }
    Ok(findings)
}

/// Adds the migrations that are not recorded yet; a changed one is refused.
pub(super) fn record(root: &Path, tree: &Tree) -> Result<(), Failure> {
    let old = tree
        .get(CHECKSUMS)
        .map(|file| file.text.as_str())
        .unwrap_or_default();
    let recorded = read(old);
    let mut text = old.to_owned();
    for file in migrations(tree) {
        match recorded.iter().find(|(_, path)| *path == file.path) {
            Some((sum, _)) if *sum != checksum(file) => {
                return Err(Failure::new(format!(
                    "{} has changed since it was merged",
                    file.path
                )));
            }
            Some(_) => {}
            None => {
                println!("recorded {}", file.path);
                text.push_str(&format!("{}  {}\n", checksum(file), file.path));
            }
        }
    }
    fs::write(root.join(CHECKSUMS), text).map_err(Failure::during(format!("writing {CHECKSUMS}")))
}

fn migrations(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.files()
        .filter(|file| file.path.starts_with("migrations/") && file.is(".sql"))
}

fn read(text: &str) -> Vec<(&str, &str)> {
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .collect()
}

fn checksum(file: &File) -> String {
    let text = file.text.replace("\r\n", "\n");
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_new_and_a_removed_migration_are_found() {
        let kept = File {
            path: "migrations/local/V0001__a.sql".into(),
            text: "-- a\n".into(),
        };
        let sums = format!(
            "{sum}  migrations/local/V0001__a.sql\n{sum}  migrations/local/V0002__b.sql\n\
             {sum}  migrations/local/V0004__d.sql\n",
            sum = checksum(&kept)
        );
        let tree = Tree::of(&[
            (CHECKSUMS, &sums),
            (&kept.path, &kept.text),
            ("migrations/local/V0002__b.sql", "-- changed\n"),
            ("migrations/local/V0003__c.sql", "-- new\n"),
        ]);
        let found = findings(&tree).expect("the checksums are there");
        let places: Vec<&str> = found.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "migrations/local/V0002__b.sql",
                "migrations/local/V0003__c.sql",
                "migrations/local/V0004__d.sql"
            ]
        );
    }

    #[test]
    fn missing_checksums_are_an_error_and_not_a_pass() {
        assert!(findings(&Tree::of(&[("migrations/local/V0001__a.sql", "")])).is_err());
    }
}
