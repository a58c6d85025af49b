//! Every command has its two snapshots: what it answers when it works, and when it does not.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;
use crate::failure::Failure;

const OPENAPI: &str = "docs/openapi.json";
const COMMAND: &str = "/v1/rpc/";
const FOLDER: &str = "crates/api/tests/snapshots/";

/// Compares the commands of the interface between the programs with the snapshots of the API's tests.
pub(super) fn findings(tree: &Tree) -> Result<Vec<Finding>, Failure> {
    let file = tree
        .get(OPENAPI)
        .ok_or_else(|| Failure::new(format!("{OPENAPI} is missing")))?;
    let mut findings = Vec::new();
    for command in declared(&file.text)? {
        for ending in [".snap", ".error.snap"] {
            let path = format!("{FOLDER}{command}{ending}");
            if tree.get(&path).is_none() {
                let what = format!("is missing: the command {command} needs both its snapshots");
                findings.push(Finding::new(path, what));
            }
        }
    }
    Ok(findings)
}

fn declared(openapi: &str) -> Result<BTreeSet<String>, Failure> {
    let value: serde_json::Value =
        serde_json::from_str(openapi).map_err(Failure::during(format!("reading {OPENAPI}")))?;
    let paths = value.get("paths").and_then(serde_json::Value::as_object);
    let commands: BTreeSet<String> = paths
        .into_iter()
        .flat_map(|paths| paths.keys())
        .filter_map(|path| path.strip_prefix(COMMAND))
        .map(ToOwned::to_owned)
        .collect();
    if commands.is_empty() {
        return Err(Failure::new(format!("{OPENAPI} lists no command")));
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_without_one_of_its_snapshots_is_found() {
        let openapi = r#"{"paths":{"/health":{},"/v1/rpc/job.get":{},"/v1/rpc/tag.list":{}}}"#;
        let tree = Tree::of(&[
            (OPENAPI, openapi),
            ("crates/api/tests/snapshots/job.get.snap", ""),
            ("crates/api/tests/snapshots/job.get.error.snap", ""),
            ("crates/api/tests/snapshots/tag.list.snap", ""),
        ]);
        let found: Vec<String> = findings(&tree)
            .expect("all is readable")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            [
                "crates/api/tests/snapshots/tag.list.error.snap: is missing: the command tag.list needs both its snapshots"
            ]
        );
    }

    #[test]
    fn a_description_without_commands_is_an_error_and_not_a_pass() {
        assert!(declared(r#"{"paths":{"/health":{}}}"#).is_err());
        assert!(findings(&Tree::of(&[])).is_err());
    }
}
