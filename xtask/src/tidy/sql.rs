//! Where SQL may stand, and what it may not say.

use super::Finding;
use super::tree::{File, Tree};

/// The crates that may contain statements; those that are not shipped measure or test with them.
const HOMES: &[&str] = &[
    "crates/store/",
    "crates/remote-postgres/",
    "crates/testkit/",
    "crates/bench/",
    "xtask/src/tidy/",
];

/// Two words that stand on one line, in this order, only in a statement.
const STATEMENTS: &[(&str, &str)] = &[
    ("SELECT ", " FROM "),
    ("INSERT INTO ", ""),
    ("INSERT OR ", ""),
    ("UPDATE ", " SET "),
    ("DELETE FROM ", ""),
    ("CREATE TABLE ", ""),
    ("CREATE INDEX ", ""),
    ("PRAGMA ", ""),
];

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let strangers = tree.rust().filter(|file| !is_home(file)).flat_map(|file| {
        numbered(file)
            .filter(|(_, line)| is_statement(line))
            .map(move |(number, _)| {
                Finding::new(format!("{}:{number}", file.path), "SQL outside its crates")
            })
    });
    let star = format!("SELECT {}", '*');
    let stars = tree
        .files()
        .filter(|file| file.is(".rs") || file.is(".sql"))
        .filter(|file| !file.path.starts_with("xtask/"))
        .flat_map(|file| {
            let star = &star;
            numbered(file)
                .filter(move |(_, line)| line.contains(star.as_str()))
                .map(move |(number, _)| {
                    Finding::new(
                        format!("{}:{number}", file.path),
                        format!("`{star}`: name the columns"),
                    )
                })
        });
    strangers.chain(stars).collect()
}

fn is_home(file: &File) -> bool {
    file.is_test() || HOMES.iter().any(|home| file.path.starts_with(home))
}

fn numbered(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.code().enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn is_statement(line: &str) -> bool {
    STATEMENTS.iter().any(|(first, second)| {
        line.split_once(first)
            .is_some_and(|(_, rest)| rest.contains(second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_found_outside_the_store_and_only_there() {
        let statement = "//! Owns.\nlet q = \"SELECT id FROM documents\";\n";
        let tree = Tree::of(&[
            ("crates/core/src/a.rs", statement),
            ("crates/store/src/a.rs", statement),
            ("crates/core/tests/a.rs", statement),
            (
                "crates/core/src/b.rs",
                "//! SELECT a FROM b in a comment.\n",
            ),
            (
                "crates/core/src/c.rs",
                "//! Owns.\n#[cfg(test)]\nlet q = \"DELETE FROM x\";\n",
            ),
        ]);
        let places: Vec<String> = findings(&tree)
            .into_iter()
            .map(|found| found.place)
            .collect();
        assert_eq!(places, ["crates/core/src/a.rs:2"]);
    }

    #[test]
    fn a_star_is_found_even_in_the_store() {
        let star = format!("//! Owns.\nlet q = \"SELECT {} FROM t\";\n", '*');
        let tree = Tree::of(&[("crates/store/src/a.rs", &star)]);
        assert_eq!(findings(&tree).len(), 1);
    }
}
