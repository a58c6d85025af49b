//! What every file owes its reader: a first sentence, and an end within reach.

use super::Finding;
use super::tree::{File, Tree};

const RUST_LINES: usize = 600;
const SVELTE_LINES: usize = 350;
const TYPESCRIPT_LINES: usize = 400;
/// The whole shell, tests apart: it forwards and does nothing else.
const SHELL_LINES: usize = 800;

/// Written by a program, read by none.
const GENERATED: &[&str] = &["ui/src/backend/generated.ts"];
/// Lists of texts, one a line: they grow with the interface, and nobody reads them from top to bottom.
const CATALOGUES: &str = "ui/src/lib/i18n/";

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree.files().filter_map(too_long).collect();
    findings.extend(
        tree.rust()
            .filter(|file| !file.text.starts_with("//! "))
            .map(|file| Finding::new(&file.path, "does not begin with `//! ` and what it owns")),
    );
    let shell: usize = tree
        .rust()
        .filter(|file| file.path.starts_with("src-tauri/") && !file.is_test())
        .map(|file| file.code().count())
        .sum();
    if shell > SHELL_LINES {
        findings.push(Finding::new(
            "src-tauri",
            format!("{shell} lines, at most {SHELL_LINES}"),
        ));
    }
    findings
}

fn too_long(file: &File) -> Option<Finding> {
    let exempt = GENERATED.contains(&file.path.as_str()) || file.path.starts_with(CATALOGUES);
    if file.is_test() || exempt {
        return None;
    }
    let (lines, limit) = if file.is(".rs") {
        (file.code().count(), RUST_LINES)
    } else if file.is(".svelte") {
        (file.text.lines().count(), SVELTE_LINES)
    } else if file.is(".ts") {
        (written(file), TYPESCRIPT_LINES)
    } else {
        return None;
    };
    (lines > limit).then(|| Finding::new(&file.path, format!("{lines} lines, at most {limit}")))
}

/// Counts as ESLint's `max-lines` does there: without blank lines and comments.
fn written(file: &File) -> usize {
    let begins = |line: &str, marks: &[&str]| marks.iter().any(|mark| line.starts_with(mark));
    let lines = file.text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !begins(line, &["//", "/*", "*"]))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_at_the_end_do_not_make_a_file_long() {
        let code = "//! Owns.\n".to_owned() + &"fn f() {}\n".repeat(599);
        let tested = code.clone() + "#[cfg(test)]\n" + &"fn t() {}\n".repeat(500);
        let long = code.clone() + "fn g() {}\n";
        let tree = Tree::of(&[("a.rs", &code), ("b.rs", &tested), ("c.rs", &long)]);
        let places: Vec<String> = findings(&tree)
            .into_iter()
            .map(|found| found.place)
            .collect();
        assert_eq!(places, ["c.rs"]);
    }

    #[test]
    fn a_rust_file_without_a_first_sentence_is_found() {
        let tree = Tree::of(&[
            ("a.rs", "use std::fs;\n"),
            ("b.rs", "//! Owns.\n"),
            ("c.md", "x"),
        ]);
        let places: Vec<String> = findings(&tree)
            .into_iter()
            .map(|found| found.place)
            .collect();
        assert_eq!(places, ["a.rs"]);
    }
}
