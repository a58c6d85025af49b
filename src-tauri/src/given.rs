//! What the desktop hands to the program: files to open, and links to a place in it.
//!
//! It comes from other programs, so it only ever leads somewhere: a link names a screen, and a file is
//! offered for import. What arrives before the interface listens waits until it asks.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, Url};
use tauri_plugin_dialog::FilePath;

use crate::paths::PickedPaths;

/// The scheme of links into the program, as the bundles register it.
const SCHEME: &str = "longhand";

/// Bytes of a link at most: a search is the longest of them.
const LINK: usize = 2_048;

/// The screens a link may name: those that show something and change nothing.
const SCREENS: &[&str] = &["doc", "lib", "cat", "tag", "saved", "search"];

/// Things that wait at most; whoever starts the program with more wants a folder.
const WAITING: usize = 1_000;

/// Told to the interface when something waits for it.
const EVENT: &str = "longhand://given";

/// One thing that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Given {
    /// A screen, as an address of the interface.
    Place {
        /// Begins with a slash.
        address: String,
    },
    /// Files or folders to open.
    Files {
        /// As the interface will name them.
        paths: Vec<String>,
    },
    /// A file that is not there, or a link that leads nowhere.
    Unknown {
        /// What was asked for.
        name: String,
    },
}

/// What the interface has not taken yet.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Vec<Given>>);

impl Waiting {
    /// Hands over everything that waits.
    pub(crate) fn take(&self) -> Vec<Given> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, given: impl IntoIterator<Item = Given>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = WAITING.saturating_sub(waiting.len());
        waiting.extend(given.into_iter().take(room));
    }
}

/// Keeps things for the interface and tells it so.
pub(crate) fn hand_over(app: &AppHandle, given: impl IntoIterator<Item = Given>) {
    app.state::<Waiting>().add(given);
    if let Err(error) = app.emit(EVENT, ()) {
        tracing::warn!(%error, "the interface was not told of what was handed over");
    }
}

/// Reads the words that the program was started with, seen from the folder it was started in.
pub(crate) fn read(picked: &PickedPaths, words: &[OsString], folder: &Path) -> Vec<Given> {
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
            Ok(path) => paths.push(FilePath::Path(path)),
            Err(_missing) => found.push(Given::Unknown {
                name: text.into_owned(),
            }),
        }
    }
    if !paths.is_empty() {
        let paths = picked.admit(paths);
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
    fn files_are_found_from_where_the_program_was_started_and_admitted() {
        let folder = tempfile::tempdir().expect("a folder is made");
        let inside = folder.path().join("in");
        std::fs::create_dir(&inside).expect("a folder is made");
        let note = folder.path().join("a note.md");
        std::fs::write(&note, "# A note").expect("a file is written");
        let picked = PickedPaths::default();
        let url = Url::from_file_path(&note).expect("a path from the root");

        let words = [
            "../a note.md",
            url.as_str(),
            "missing.md",
            "longhand://doc/x",
        ];
        let given = read(&picked, &words.map(OsString::from), &inside);

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
                    paths: vec![path.clone(), path.clone()]
                },
            ]
        );
        let import = serde_json::json!({ "sources": [path] });
        picked
            .check("import.scan", &import)
            .expect("the interface may import it");
    }

    #[test]
    fn what_waits_is_handed_over_once_and_bounded() {
        let waiting = Waiting::default();
        let one = Given::Unknown {
            name: "x".to_owned(),
        };
        waiting.add(std::iter::repeat_n(one, WAITING + 5));
        assert_eq!(waiting.take().len(), WAITING);
        assert!(waiting.take().is_empty());
    }
}
