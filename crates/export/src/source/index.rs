//! Finds what a link means among the files of a source.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use longhand_model::{LinkFact, LinkKind, name_key};

use super::{Entry, Listing, Vault, is_markdown};
use crate::SourcePath;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another document of the source.
    Document(SourcePath),
    /// A file that becomes an attachment.
    File(Entry),
}

/// The files of a source by path and by name, a few bytes for each.
#[derive(Default)]
pub(super) struct PathIndex {
    /// By folded path: what a person holds for the same path.
    by_path: Chains,
    /// By folded file name; documents also by their stem.
    by_name: Chains,
}

/// Numbers of entries by the hash of a text. Two texts may share a hash: who looks compares.
#[derive(Default)]
struct Chains {
    last: HashMap<u64, u32>,
    links: Vec<Link>,
}

struct Link {
    entry: u32,
    before: Option<u32>,
}

impl Chains {
    fn add(&mut self, text: &str, entry: u32) {
        let at = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let before = self.last.insert(hash(text), at);
        self.links.push(Link { entry, before });
    }

    fn get(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut next = self.last.get(&hash(text)).copied();
        std::iter::from_fn(move || {
            let link = self.links.get(next? as usize)?;
            next = link.before;
            Some(link.entry as usize)
        })
    }
}

impl Listing {
    /// The entry of a number: documents first, then the other files.
    fn entry(&self, number: usize) -> Option<&Entry> {
        match number.checked_sub(self.documents.len()) {
            None => self.documents.get(number),
            Some(file) => self.files.get(file),
        }
    }
}

/// A look into the index of a listing.
pub(super) struct Look<'a> {
    pub(super) index: &'a PathIndex,
    pub(super) listing: &'a Listing,
    pub(super) vault: Option<&'a Vault>,
}

impl PathIndex {
    pub(super) fn new(listing: &Listing) -> Self {
        let mut index = Self::default();
        for (number, entry) in listing.documents.iter().chain(&listing.files).enumerate() {
            // Far beyond the most files that a source may have.
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            index.by_path.add(&folded(entry.path.as_str()), number);
            index.by_name.add(&folded(entry.path.file_name()), number);
            if is_markdown(&entry.path) {
                index.by_name.add(&folded(entry.path.stem()), number);
            }
        }
        index
    }
}

impl<'a> Look<'a> {
    /// Finds the target of a link that is written in `from`.
    pub(super) fn resolve(&self, from: &SourcePath, link: &LinkFact) -> Option<Target> {
        let target = link.target.split('?').next().unwrap_or_default();
        let none = Vault::default();
        let entry = match link.kind {
            LinkKind::External => None,
            LinkKind::Relative | LinkKind::Image => self
                .relative(from, target)
                .or_else(|| self.named(from, target, self.vault?)),
            LinkKind::Wiki | LinkKind::Embed => {
                self.named(from, target, self.vault.unwrap_or(&none))
            }
        }?;
        Some(if is_markdown(&entry.path) {
            Target::Document(entry.path.clone())
        } else {
            Target::File(entry.clone())
        })
    }

    /// Follows a path from the file's folder, or from the top if it starts with `/`.
    fn relative(&self, from: &SourcePath, target: &str) -> Option<&'a Entry> {
        let path = match target.strip_prefix('/') {
            Some(rest) => SourcePath::parse(rest.trim_end_matches('/')).ok()?,
            None => from.follow(target)?,
        };
        self.at(path.as_str())
            .or_else(|| self.at(&format!("{path}.md")))
            .or_else(|| self.at(&format!("{path}/README.md")))
            .or_else(|| self.at(&format!("{path}/index.md")))
    }

    /// Finds a file as Obsidian does: by its path from the vault or the note, else by its name
    /// alone, wherever it is; of several the one in the same folder, else the nearest to the top.
    fn named(&self, from: &SourcePath, target: &str, vault: &Vault) -> Option<&'a Entry> {
        for path in [vault.inside(target), from.follow(target)]
            .into_iter()
            .flatten()
        {
            let found = self
                .at(path.as_str())
                .or_else(|| self.at(&format!("{path}.md")));
            if found.is_some() {
                return found;
            }
        }
        let (folders, name) = target.rsplit_once('/').unwrap_or(("", target));
        if let Some(found) = vault
            .attachment(from, name)
            .and_then(|path| self.at(path.as_str()))
        {
            return Some(found);
        }
        let (name, suffix) = (folded(name), folded(folders));
        let candidates = self
            .index
            .by_name
            .get(&name)
            .filter_map(|at| self.listing.entry(at));
        candidates
            .filter(|entry| {
                let path = &entry.path;
                let called = folded(path.file_name()) == name
                    || (is_markdown(path) && folded(path.stem()) == name);
                called && folded(path.folder()).ends_with(&suffix)
            })
            .min_by_key(|entry| {
                let path = &entry.path;
                (path.folder() != from.folder(), path.depth(), path.as_str())
            })
    }

    /// The entry at a path; among those a person holds for the same, the one written exactly so.
    fn at(&self, path: &str) -> Option<&'a Entry> {
        let key = folded(path);
        let same = self
            .index
            .by_path
            .get(&key)
            .filter_map(|at| self.listing.entry(at));
        same.filter(|entry| folded(entry.path.as_str()) == key)
            .min_by_key(|entry| (entry.path.as_str() != path, entry.path.as_str()))
    }
}

fn folded(path: &str) -> String {
    name_key(path).as_str().to_owned()
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(paths: &[&str]) -> Listing {
        let mut listing = Listing::default();
        for path in paths {
            listing.add(Entry {
                path: SourcePath::parse(path).unwrap(),
                bytes: 1,
                modified: None,
                place: 0,
            });
        }
        listing
    }

    fn found(
        listing: &Listing,
        from: &str,
        kind: LinkKind,
        target: &str,
        vault: Option<&Vault>,
    ) -> Option<String> {
        let link = LinkFact {
            kind,
            target: target.to_owned(),
            fragment: None,
            alias: None,
            span: 0..0,
            line: 1,
        };
        let from = SourcePath::parse(from).unwrap();
        let index = PathIndex::new(listing);
        let look = Look {
            index: &index,
            listing,
            vault,
        };
        look.resolve(&from, &link).map(|target| match target {
            Target::Document(path) => path.to_string(),
            Target::File(entry) => entry.path.to_string(),
        })
    }

    #[test]
    fn a_relative_link_is_followed_from_its_document() {
        let index = listing(&[
            "a/b.md",
            "a/img/x.PNG",
            "c.md",
            "guide/README.md",
            "ref/index.md",
        ]);
        for (from, target, expected) in [
            ("a/z.md", "b.md", Some("a/b.md")),
            ("a/z.md", "b", Some("a/b.md")),
            ("a/z.md", "../c.md", Some("c.md")),
            ("a/z.md", "/c.md", Some("c.md")),
            ("a/z.md", "img/x.png", Some("a/img/x.PNG")),
            ("a/z.md", "img/x.PNG?raw=true", Some("a/img/x.PNG")),
            ("z.md", "guide", Some("guide/README.md")),
            ("z.md", "guide/", Some("guide/README.md")),
            ("z.md", "./ref/", Some("ref/index.md")),
            ("z.md", "../c.md", None),
            ("z.md", "x.PNG", None),
            ("z.md", "", None),
        ] {
            let reached = found(&index, from, LinkKind::Relative, target, None);
            assert_eq!(reached.as_deref(), expected, "{target} from {from}");
        }
    }

    #[test]
    fn of_paths_that_differ_by_case_alone_the_exact_one_is_meant() {
        let listing = listing(&["a.md", "A.md", "x.md"]);
        for target in ["a.md", "A.md"] {
            let reached = found(&listing, "x.md", LinkKind::Relative, target, None);
            assert_eq!(reached.as_deref(), Some(target));
        }
    }

    #[test]
    fn a_wiki_link_finds_its_note_by_name_wherever_it_is() {
        let index = listing(&[
            "inbox/Idea.md",
            "deep/er/Idea.md",
            "deep/other.md",
            "pics/cat.png",
            "Café.md",
        ]);
        for (from, target, expected) in [
            ("deep/er/x.md", "idea", Some("deep/er/Idea.md")),
            ("z.md", "Idea", Some("inbox/Idea.md")),
            ("z.md", "er/Idea", Some("deep/er/Idea.md")),
            ("z.md", "deep/er/Idea", Some("deep/er/Idea.md")),
            ("z.md", "cafe\u{301}", Some("Café.md")),
            ("z.md", "cat.png", Some("pics/cat.png")),
            ("z.md", "cat", None),
            ("z.md", "Missing", None),
        ] {
            let reached = found(&index, from, LinkKind::Wiki, target, None);
            assert_eq!(reached.as_deref(), expected, "{target} from {from}");
        }
    }

    #[test]
    fn a_vault_prefers_its_folder_of_attachments() {
        let index = listing(&["a.png", "assets/a.png", "notes/n.md", "notes/a.png"]);
        let setting = |folder: &str| {
            Vault::new(
                "",
                Some(&format!(r#"{{"attachmentFolderPath":"{folder}"}}"#)),
                None,
            )
        };
        let embed =
            |vault: &Vault| found(&index, "deep/x.md", LinkKind::Embed, "a.png", Some(vault));
        assert_eq!(
            embed(&setting("assets")).as_deref(),
            Some("a.png"),
            "a path from the vault first"
        );
        let index = listing(&["old/a.png", "assets/img/a.png", "notes/n.md"]);
        let embed =
            |vault: &Vault| found(&index, "notes/n.md", LinkKind::Embed, "a.png", Some(vault));
        assert_eq!(
            embed(&setting("assets/img")).as_deref(),
            Some("assets/img/a.png")
        );
        assert_eq!(embed(&setting("")).as_deref(), Some("old/a.png"));
    }
}
