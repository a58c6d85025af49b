//! What an Obsidian vault's own settings say about its files.

use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use crate::SourcePath;

/// The settings of a vault that matter for an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vault {
    root: String,
    attachments: Attachments,
    templates: Option<String>,
}

/// Where the vault keeps new attachments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Attachments {
    /// In the vault's folder.
    #[default]
    Root,
    /// In the note's folder, or in a folder of this name beside the note.
    Beside(String),
    /// In one folder of the vault.
    Folder(String),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AppSettings {
    attachment_folder_path: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TemplateSettings {
    folder: String,
}

impl Vault {
    /// A settings file is read no further than this.
    pub(super) const MOST_SETTINGS_BYTES: u64 = 1 << 20;

    /// Reads the settings of a folder; none when it is not a vault.
    pub(super) fn of_folder(root: &Path) -> Option<Self> {
        let settings = root.join(".obsidian");
        let real = std::fs::symlink_metadata(&settings).is_ok_and(|meta| meta.is_dir());
        let read = |name: &str| {
            let path = settings.join(name);
            std::fs::symlink_metadata(&path)
                .ok()
                .filter(std::fs::Metadata::is_file)?;
            let mut text = String::new();
            let file = std::fs::File::open(path).ok()?;
            file.take(Self::MOST_SETTINGS_BYTES)
                .read_to_string(&mut text)
                .ok()?;
            Some(text)
        };
        real.then(|| {
            Self::new(
                "",
                read("app.json").as_deref(),
                read("templates.json").as_deref(),
            )
        })
    }

    /// Reads settings leniently: what cannot be read is as if it were not set.
    pub(super) fn new(root: &str, app: Option<&str>, templates: Option<&str>) -> Self {
        let app: AppSettings = app
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let templates: TemplateSettings = templates
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let folder = app.attachment_folder_path;
        let attachments = match folder.strip_prefix("./") {
            Some(beside) => Attachments::Beside(beside.trim_matches('/').to_owned()),
            None if folder.trim_matches('/').is_empty() => Attachments::Root,
            None => Attachments::Folder(folder.trim_matches('/').to_owned()),
        };
        let templates = templates.folder.trim_matches('/').to_owned();
        Self {
            root: root.to_owned(),
            attachments,
            templates: (!templates.is_empty()).then_some(templates),
        }
    }

    /// Returns where an attachment of this name would lie if the note had been written there.
    pub(super) fn attachment(&self, note: &SourcePath, name: &str) -> Option<SourcePath> {
        match &self.attachments {
            Attachments::Root => self.inside(name),
            Attachments::Folder(folder) => self.inside(&format!("{folder}/{name}")),
            Attachments::Beside(folder) => note.follow(&format!("{folder}/{name}")),
        }
    }

    /// Returns a path of the vault as a path of the source.
    pub(super) fn inside(&self, path: &str) -> Option<SourcePath> {
        SourcePath::parse(format!("{}/{path}", self.root).trim_start_matches('/')).ok()
    }

    /// Returns how many folders of the source lead to the vault.
    pub(crate) fn depth(&self) -> usize {
        self.root.split('/').filter(|name| !name.is_empty()).count()
    }

    /// Tells whether a note lies in the vault's folder of templates.
    pub fn is_template(&self, note: &SourcePath) -> bool {
        let folder = self
            .templates
            .as_deref()
            .and_then(|folder| self.inside(folder));
        folder.is_some_and(|folder| {
            let inside = note.folder().strip_prefix(folder.as_str());
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_attachments_is_read_as_obsidian_writes_it() {
        let note = SourcePath::parse("vault/a/note.md").unwrap();
        for (setting, place) in [
            ("", "vault/x.png"),
            ("/", "vault/x.png"),
            ("assets", "vault/assets/x.png"),
            ("assets/img/", "vault/assets/img/x.png"),
            ("./", "vault/a/x.png"),
            ("./img", "vault/a/img/x.png"),
        ] {
            let app = format!(r#"{{"attachmentFolderPath":"{setting}","theme":"moonstone"}}"#);
            let vault = Vault::new("vault", Some(&app), None);
            assert_eq!(
                vault.attachment(&note, "x.png").unwrap().as_str(),
                place,
                "{setting}"
            );
        }
    }

    #[test]
    fn settings_that_cannot_be_read_or_lead_outside_are_as_if_not_set() {
        let note = SourcePath::parse("note.md").unwrap();
        for app in ["", "{", "[]", r#"{"attachmentFolderPath":7}"#] {
            assert_eq!(Vault::new("", Some(app), None), Vault::default());
        }
        let climbing = r#"{"attachmentFolderPath":"../../etc"}"#;
        assert_eq!(
            Vault::new("", Some(climbing), None).attachment(&note, "passwd"),
            None
        );
    }

    #[test]
    fn notes_in_the_folder_of_templates_are_templates() {
        let vault = Vault::new("", None, Some(r#"{"folder":"meta/templates"}"#));
        for (note, is) in [
            ("meta/templates/day.md", true),
            ("meta/templates/deep/day.md", true),
            ("meta/templates-old/day.md", false),
            ("meta/day.md", false),
        ] {
            assert_eq!(
                vault.is_template(&SourcePath::parse(note).unwrap()),
                is,
                "{note}"
            );
        }
    }
}
