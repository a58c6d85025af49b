//! Finds what a link means among the files of a source.

use std::collections::HashMap;

use longhand_model::{LinkFact, LinkKind, name_key};

use super::{Entry, Vault, is_markdown};
use crate::SourcePath;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another document of the source.
    Document(SourcePath),
    /// A file that becomes an attachment.
    File(Entry),
}

/// The files of a source by path and by name.
#[derive(Default)]
pub(super) struct PathIndex {
    entries: Vec<Entry>,
    by_path: HashMap<String, usize>,
    /// By folded path: what a person holds for the same path.
    by_key: HashMap<String, usize>,
    /// By folded file name; documents also by their stem.
    by_name: HashMap<String, Vec<usize>>,
}

impl PathIndex {
    pub(super) fn new<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut index = Self::default();
        for entry in entries {
            let (at, path) = (index.entries.len(), &entry.path);
            index.by_path.insert(path.as_str().to_owned(), at);
            index.by_key.entry(folded(path.as_str())).or_insert(at);
            index
                .by_name
                .entry(folded(path.file_name()))
                .or_default()
                .push(at);
            if is_markdown(path) {
                index
                    .by_name
                    .entry(folded(path.stem()))
                    .or_default()
                    .push(at);
            }
            index.entries.push(entry.clone());
        }
        index
    }

    /// Finds the target of a link that is written in `from`.
    pub(super) fn resolve(
        &self,
        from: &SourcePath,
        link: &LinkFact,
        vault: Option<&Vault>,
    ) -> Option<Target> {
        let target = link.target.split('?').next().unwrap_or_default();
        let at = match link.kind {
            LinkKind::External => None,
            LinkKind::Relative | LinkKind::Image => self
                .relative(from, target)
                .or_else(|| vault.and_then(|vault| self.named(from, target, vault))),
            LinkKind::Wiki | LinkKind::Embed => {
                let none = Vault::default();
                self.named(from, target, vault.unwrap_or(&none))
            }
        };
        let entry = self.entries.get(at?)?;
        Some(if is_markdown(&entry.path) {
            Target::Document(entry.path.clone())
        } else {
            Target::File(entry.clone())
        })
    }

    /// Follows a path from the file's folder, or from the top if it starts with `/`.
    fn relative(&self, from: &SourcePath, target: &str) -> Option<usize> {
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
    fn named(&self, from: &SourcePath, target: &str, vault: &Vault) -> Option<usize> {
        let inside = |path: &str| vault.inside(path).map(|path| path.to_string());
        let written = [
            inside(target),
            from.follow(target).map(|path| path.to_string()),
        ];
        for path in written.into_iter().flatten() {
            if let Some(at) = self.at(&path).or_else(|| self.at(&format!("{path}.md"))) {
                return Some(at);
            }
        }
        let (folders, name) = target.rsplit_once('/').unwrap_or(("", target));
        if let Some(at) = vault
            .attachment(from, name)
            .and_then(|path| self.at(path.as_str()))
        {
            return Some(at);
        }
        let candidates = self.by_name.get(&folded(name))?.iter().copied();
        let suffix = folded(folders);
        candidates
            .filter_map(|at| Some((at, &self.entries.get(at)?.path)))
            .filter(|(_, path)| folded(path.folder()).ends_with(&suffix))
            .min_by_key(|(_, path)| (path.folder() != from.folder(), path.depth(), path.as_str()))
            .map(|(at, _)| at)
    }

    fn at(&self, path: &str) -> Option<usize> {
        self.by_path
            .get(path)
            .or_else(|| self.by_key.get(&folded(path)))
            .copied()
    }
}

fn folded(path: &str) -> String {
    name_key(path).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(paths: &[&str]) -> PathIndex {
        let entries: Vec<Entry> = paths
            .iter()
            .map(|path| Entry {
                path: SourcePath::parse(path).unwrap(),
                bytes: 1,
                modified: None,
                place: 0,
            })
            .collect();
        PathIndex::new(entries.iter())
    }

    fn found(
        index: &PathIndex,
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
        index
            .resolve(&from, &link, vault)
            .map(|target| match target {
                Target::Document(path) => path.to_string(),
                Target::File(entry) => entry.path.to_string(),
            })
    }

    #[test]
    fn a_relative_link_is_followed_from_its_document() {
        let index = index(&[
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
    fn a_wiki_link_finds_its_note_by_name_wherever_it_is() {
        let index = index(&[
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
        let index = index(&["a.png", "assets/a.png", "notes/n.md", "notes/a.png"]);
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
        let index = self::index(&["old/a.png", "assets/img/a.png", "notes/n.md"]);
        let embed =
            |vault: &Vault| found(&index, "notes/n.md", LinkKind::Embed, "a.png", Some(vault));
        assert_eq!(
            embed(&setting("assets/img")).as_deref(),
            Some("assets/img/a.png")
        );
        assert_eq!(embed(&setting("")).as_deref(), Some("old/a.png"));
    }
}
