//! What other programs hand to the window: files to open, and links to a place in the library.
//!
//! It comes from outside, so it only ever leads somewhere: a link names a screen, and a file is offered for
//! import.

use std::ffi::OsString;
use std::path::Path;

use serde::Serialize;
use url::Url;

/// The scheme of links into the program, as the packages register it.
const SCHEME: &str = "longhand";

/// Bytes of a link at most: a search is the longest of them.
const LINK: usize = 2_048;

/// The screens a link may name: those that show something and change nothing.
const SCREENS: &[&str] = &["doc", "lib", "cat", "tag", "saved", "search"];

/// One thing that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Given {
    /// A screen, as an address of the interface.
    Place {
        /// Begins with a slash.
        address: String,
    },
    /// Files or folders to open.
    Files {
        /// From the root, with links followed; they were there a moment ago.
        paths: Vec<String>,
    },
    /// A file that is not there, or a link that leads nowhere.
    Unknown {
        /// What was asked for; of a link 100 characters at most.
        name: String,
    },
}

/// Reads the words that a program was started with, seen from the folder it was started in.
///
/// A word is a link (`longhand://doc/ID?line=12`), the address of a file (`file:///…`), or a path.
#[must_use]
pub fn read_given(words: &[OsString], folder: &Path) -> Vec<Given> {
    let (mut found, mut paths) = (Vec::new(), Vec::new());
    for word in words {
        let text = word.to_string_lossy();
        if let Some(link) = link(&text) {
            found.push(link);
            continue;
        }
        let path = match Url::parse(&text) {
            Ok(url) if url.scheme() == "file" => url.to_file_path().unwrap_or_default(),
            Ok(_) | Err(_) => folder.join(word),
        };
        // Canonical: what the import names is what the person sees, whatever `..` led there.
        match path.canonicalize() {
            Ok(path) => paths.push(path.display().to_string()),
            Err(_missing) => found.push(Given::Unknown {
                name: text.into_owned(),
            }),
        }
    }
    if !paths.is_empty() {
        found.push(Given::Files { paths });
    }
    found
}

/// Reads a link into the program; none for what has another scheme.
fn link(text: &str) -> Option<Given> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme)?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let unknown = || Given::Unknown {
        name: text.chars().filter(|c| !c.is_control()).take(100).collect(),
    };
    Some(address(text).map_or_else(unknown, |address| Given::Place { address }))
}

/// The address in the interface that a link names: `longhand://doc/ID?line=12` is `/doc/ID?line=12`.
fn address(text: &str) -> Option<String> {
    if text.len() > LINK {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let screen = url.host_str()?;
    let names_only_a_place = url.username().is_empty() && url.port().is_none();
    if !SCREENS.contains(&screen) || !names_only_a_place {
        return None;
    }
    let query = url.query().map(|query| format!("?{query}"));
    Some(format!(
        "/{screen}{}{}",
        url.path().trim_end_matches('/'),
        query.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_screen_and_does_nothing_else() {
        let cases = [
            ("longhand://doc/01J?line=12", Some("/doc/01J?line=12")),
            ("LONGHAND://doc/01J", Some("/doc/01J")),
            ("longhand://search?q=caf%C3%A9", Some("/search?q=caf%C3%A9")),
            ("longhand://lib/inbox/", Some("/lib/inbox")),
            ("longhand://doc/../settings", Some("/doc/settings")),
            ("longhand://settings/keys", None),
            ("longhand://import", None),
            ("longhand://user@doc/01J", None),
            ("longhand://doc:80/01J", None),
            ("longhand:doc/01J", None),
            ("longhand://", None),
        ];
        for (text, expected) in cases {
            let expected = match expected {
                Some(address) => Given::Place {
                    address: address.to_owned(),
                },
                None => Given::Unknown {
                    name: text.to_owned(),
                },
            };
            assert_eq!(link(text), Some(expected), "{text}");
        }
        let long = format!("longhand://search?q={}", "a".repeat(LINK));
        assert!(matches!(link(&long), Some(Given::Unknown { name }) if name.len() == 100));
        for other in ["https://example.org", "notes.md", "-x", ""] {
            assert_eq!(link(other), None, "{other}");
        }
    }

    #[test]
    fn files_are_found_from_where_the_program_was_started() {
        let folder = tempfile::tempdir().expect("a folder is made");
        let inside = folder.path().join("in");
        std::fs::create_dir(&inside).expect("a folder is made");
        let note = folder.path().join("a note.md");
        drop(std::fs::File::create(&note).expect("a file is made"));
        let url = Url::from_file_path(&note).expect("a path from the root");

        let words = [
            "../a note.md",
            url.as_str(),
            "missing.md",
            "longhand://doc/x",
        ];
        let given = read_given(&words.map(OsString::from), &inside);

        let path = note.canonicalize().expect("it is there");
        let path = path.to_string_lossy().into_owned();
        assert_eq!(
            given,
            [
                Given::Unknown {
                    name: "missing.md".to_owned()
                },
                Given::Place {
                    address: "/doc/x".to_owned()
                },
                Given::Files {
                    paths: vec![path.clone(), path]
                },
            ]
        );
    }
}
