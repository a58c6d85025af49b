//! Every error code means something to a person: it is explained in the documents and shown by the
//! interface.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;
use crate::failure::Failure;

const INTERFACE: &str = "ui/src/backend/errors.ts";
const DOCUMENTS: &str = "docs/errors.md";
const OPENAPI: &str = "docs/openapi.json";

/// Compares the codes of the interface between the programs with those the other two know.
pub(super) fn findings(tree: &Tree) -> Result<Vec<Finding>, Failure> {
    let codes = declared(&read(tree, OPENAPI)?)?;
    let shown = listed(&read(tree, INTERFACE)?);
    let documents = read(tree, DOCUMENTS)?;
    let mut findings = Vec::new();
    for code in &codes {
        if !shown.contains(code) {
            findings.push(Finding::new(
                INTERFACE,
                format!("does not know the error code {code}"),
            ));
        }
        if !documents.contains(&format!("`{code}`")) {
            findings.push(Finding::new(
                DOCUMENTS,
                format!("does not explain the error code {code}"),
            ));
        }
    }
    Ok(findings)
}

fn read(tree: &Tree, path: &str) -> Result<String, Failure> {
    tree.get(path)
        .map(|file| file.text.clone())
        .ok_or_else(|| Failure::new(format!("{path} is missing")))
}

/// The values of the schema `ErrorCode`, written as an enum or as a choice of constants.
fn declared(openapi: &str) -> Result<BTreeSet<String>, Failure> {
    let value: serde_json::Value =
        serde_json::from_str(openapi).map_err(Failure::during(format!("reading {OPENAPI}")))?;
    let schema = value
        .pointer("/components/schemas/ErrorCode")
        .ok_or_else(|| Failure::new(format!("{OPENAPI} has no schema ErrorCode")))?;
    let choices = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|name| schema.get(*name)?.as_array())
        .flatten();
    let codes: BTreeSet<String> = std::iter::once(schema)
        .chain(choices)
        .flat_map(|part| {
            let many = part
                .get("enum")
                .and_then(serde_json::Value::as_array)
                .into_iter()
                .flatten();
            many.chain(part.get("const"))
        })
        .filter_map(|code| code.as_str().map(ToOwned::to_owned))
        .collect();
    if codes.is_empty() {
        return Err(Failure::new(format!(
            "the schema ErrorCode in {OPENAPI} lists no code"
        )));
    }
    Ok(codes)
}

/// The quoted words of the list `ERROR_CODES`.
fn listed(source: &str) -> BTreeSet<String> {
    let list = source
        .split_once("ERROR_CODES = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| list)
        .unwrap_or_default();
    list.split('\'')
        .skip(1)
        .step_by(2)
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_one_side_does_not_know_is_found() {
        let openapi = r#"{"components":{"schemas":{"ErrorCode":{"oneOf":[
            {"const":"locked"},{"enum":["notFound","busy"]}]}}}}"#;
        let interface =
            "export const ERROR_CODES = [\n  'notFound',\n  // why\n  'busy',\n] as const;";
        let tree = Tree::of(&[
            (OPENAPI, openapi),
            (INTERFACE, interface),
            (DOCUMENTS, "| `notFound` | `locked` |"),
        ]);
        let found: Vec<String> = findings(&tree)
            .expect("all is readable")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            [
                "docs/errors.md: does not explain the error code busy",
                "ui/src/backend/errors.ts: does not know the error code locked"
            ]
        );
    }

    #[test]
    fn a_missing_list_is_an_error_and_not_a_pass() {
        assert!(declared(r#"{"components":{"schemas":{}}}"#).is_err());
        assert!(declared(r#"{"components":{"schemas":{"ErrorCode":{}}}}"#).is_err());
    }
}
