//! A small library that every command finds something in, and JSON in which ids have names.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "each test file compiles it for itself and uses a part of it"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use longhand_api::model::{Access, Actor, KeyScope};
use longhand_api::{App, AppOptions, Background, Caller, FirstContent, dispatch_blocking};
use longhand_testkit::fixed_sources;
use serde_json::{Value, json};

/// The library of every snapshot.
pub struct Library {
    pub app: App,
    pub person: Caller,
    names: HashMap<String, String>,
    folder: tempfile::TempDir,
}

impl Library {
    /// Copies the library, so that what one command does to it is not seen by another.
    pub fn copy(&self, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.longhand");
        self.app.library().backup_file(&path).unwrap();
        let files = "notes.longhand-files";
        for shelf in std::fs::read_dir(self.folder.path().join(files)).unwrap() {
            let shelf = shelf.unwrap();
            let to = folder.path().join(files).join(shelf.file_name());
            std::fs::create_dir_all(&to).unwrap();
            for file in std::fs::read_dir(shelf.path()).unwrap() {
                let file = file.unwrap();
                std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        Self {
            app: open(&path, seed),
            person: self.person.clone(),
            names: self.names.clone(),
            folder,
        }
    }

    /// Makes the library: categories, tags, documents with links, versions, a task, a conflict, a
    /// template, a document in the trash, an attachment, a saved search, a key.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Self {
            app: open(&folder.path().join("notes.longhand"), 1),
            person: Caller::person(Some("test".to_owned())),
            names: HashMap::new(),
            folder,
        };
        library.fill();
        library
    }

    /// Runs a command as the person.
    pub fn call(&self, name: &str, request: Value) -> Value {
        dispatch_blocking(&self.app, &self.person, name, request).unwrap()
    }

    /// Returns the id that was given a name.
    pub fn id(&self, name: &str) -> String {
        let wanted = format!("[{name}]");
        let found = self.names.iter().find(|(_, known)| **known == wanted);
        found.unwrap().0.clone()
    }

    /// Returns the hash of a document's text now.
    pub fn hash(&self, name: &str) -> Value {
        self.call("document.get", json!({ "id": self.id(name) }))["hash"].clone()
    }

    /// Writes a file into the library's folder.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut file = std::fs::File::create(&path).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        path
    }

    /// Puts names in the place of ids, and takes out times, paths, secrets and sizes of files.
    pub fn shown(&self, mut value: Value) -> Value {
        let mut unnamed = HashMap::new();
        self.rename(&mut value, "", &mut unnamed);
        value
    }

    fn fill(&mut self) {
        let work = self.made(
            "work",
            "category.create",
            json!({ "name": "Work" }),
            "/category/id",
        );
        let plans = json!({ "name": "Plans", "parent": work, "color": "#3A56C5" });
        let plans = self.made("plans", "category.create", plans, "/category/id");
        let plan = json!({
            "text": "# Plan\n\nFirst line.\n\n- [ ] A task\n- [x] Done\n",
            "category": plans, "tags": ["idea", "area/work"], "pinned": true,
        });
        let plan = self.made("plan", "document.create", plan, "/document/id");
        let notes =
            json!({ "text": "# Notes\n\nSee [[Plan]] and [[Nowhere]].\n", "tags": ["idea"] });
        self.made("notes", "document.create", notes, "/document/id");
        let naming = json!({ "text": "# Diary\n\nThe plan works.\n" });
        self.made("diary", "document.create", naming, "/document/id");
        let template = json!({
            "title": "Meeting {{date}}", "text": "# {{title}}\n\n{{cursor}}\n", "template": true,
        });
        self.made("template", "document.create", template, "/document/id");
        let trashed = json!({ "text": "# Trashed\n" });
        let trashed = self.made("trashed", "document.create", trashed, "/document/id");
        self.call("document.trash", json!({ "ids": [trashed] }));
        let clashing = json!({ "text": "the cat\n" });
        let clashing = self.made("clashing", "document.create", clashing, "/document/id");
        let base = self.hash("clashing");
        for text in ["the dog\n", "the cow\n"] {
            let save = json!({ "id": clashing, "text": text, "baseHash": base, "kind": "auto" });
            self.call("document.save", save);
        }
        let version = self.call("history.list", json!({ "document": plan }));
        self.name("version-0", &version["items"][0]["id"]);
        for tag in ["idea", "area/work"] {
            let found = self.call("tag.list", json!({ "prefix": tag }));
            self.name(tag, &found["items"][0]["id"]);
        }
        let path = self.file("photo.png", "not really a picture");
        let attach = json!({ "document": plan, "path": path });
        self.made("attachment", "attachment.add", attach, "/id");
        let search = json!({ "name": "Ideas", "query": "tag:idea" });
        self.made("search", "savedSearch.create", search, "/id");
        let key = json!({ "name": "script", "scope": { "access": "read" } });
        self.made("key", "key.create", key, "/key/id");
        self.propose();
    }

    /// A key that may only propose, with a text and a title that wait for review.
    fn propose(&mut self) {
        let key = json!({ "name": "agent", "scope": { "access": "propose" } });
        self.made("agent", "key.create", key, "/key/id");
        let save = json!({
            "id": self.id("diary"), "text": "# Diary\n\nThe plan worked.\n", "baseHash": self.hash("diary"),
        });
        let update = json!({
            "ids": [self.id("notes")], "patch": { "title": "Minutes", "addTags": ["work"] },
        });
        for (name, command, request) in [
            ("text-change", "document.save", save),
            ("title-change", "document.update", update),
        ] {
            let answer = dispatch_blocking(&self.app, &self.agent(), command, request).unwrap();
            self.name("change-set", &answer["changeSet"]["id"]);
            self.name(name, &answer["changes"][0]["id"]);
        }
    }

    /// The key that may only propose.
    pub fn agent(&self) -> Caller {
        let access = Access::Propose;
        Caller {
            actor: Actor::Key(self.id("agent").parse().unwrap()),
            access,
            scope: Some(KeyScope {
                access,
                categories: Vec::new(),
                tags: Vec::new(),
            }),
            client: None,
            request: String::new(),
        }
    }

    fn made(&mut self, name: &str, command: &str, request: Value, id: &str) -> Value {
        let made = self.call(command, request);
        let id = made.pointer(id).unwrap().clone();
        self.name(name, &id);
        id
    }

    fn name(&mut self, name: &str, id: &Value) {
        let id = id.as_str().unwrap().to_owned();
        self.names.insert(id, format!("[{name}]"));
    }

    fn rename(&self, value: &mut Value, field: &str, unnamed: &mut HashMap<String, String>) {
        match value {
            Value::Object(fields) => {
                // What SQLite needs for pages and indexes is not a promise of the commands.
                let is_kind = fields.contains_key("kind") && fields.contains_key("count");
                for measured in ["bytes", "checked"] {
                    if let Some(value) = fields.get_mut(measured)
                        && (is_kind || measured == "checked")
                    {
                        *value = json!("[measured]");
                    }
                }
                for (field, value) in fields.iter_mut() {
                    self.rename(value, field, unnamed);
                }
                let named = std::mem::take(fields);
                *fields = named
                    .into_iter()
                    .map(|(field, value)| (self.text(&field, unnamed), value))
                    .collect();
            }
            Value::Array(items) => {
                for item in items {
                    self.rename(item, field, unnamed);
                }
            }
            Value::String(_) if ["secret", "token"].contains(&field) => *value = json!("[secret]"),
            Value::String(text) => *text = self.text(text, unnamed),
            Value::Number(_)
                if ["fileBytes", "freeBytes", "before", "after", "schema"].contains(&field) =>
            {
                *value = json!("[measured]");
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Names the ids in a text; takes out the folder, times and the beginning of a secret.
    fn text(&self, text: &str, unnamed: &mut HashMap<String, String>) -> String {
        let mut text = text.replace(&self.folder.path().display().to_string(), "[folder]");
        for (id, name) in &self.names {
            text = text.replace(id, name);
        }
        let is_time = text.ends_with('Z') && text.get(4..5) == Some("-") && text.contains('T');
        if is_time {
            return "[time]".to_owned();
        }
        if text.starts_with("lh_") {
            return "[secret's beginning]".to_owned();
        }
        while let Some((from, to)) = uuid_in(&text) {
            let next = format!("[id-{}]", unnamed.len() + 1);
            let name = unnamed.entry(text[from..to].to_owned()).or_insert(next);
            text = format!("{}{name}{}", &text[..from], &text[to..]);
        }
        text
    }
}

fn open(path: &Path, seed: u64) -> App {
    let options = AppOptions {
        first: FirstContent::Empty,
        background: Background::Off,
        ..AppOptions::new(path)
    };
    App::open(options, fixed_sources(seed).0).unwrap()
}

/// Where an id stands in a text.
fn uuid_in(text: &str) -> Option<(usize, usize)> {
    let is_id = |piece: &str| {
        piece.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _digit => byte.is_ascii_hexdigit(),
        })
    };
    (0..text.len())
        .filter_map(|from| Some((from, text.get(from..from + 36)?)))
        .find(|(_, piece)| is_id(piece))
        .map(|(from, _)| (from, from + 36))
}
