//! Runs the real `lh` with an environment of its own, and shows what it did without what varies.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test program uses a part of what is shared, and a test that cannot go on fails"
)]

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A person's home folder, with a library or without.
pub struct Home {
    folder: TempDir,
}

/// What a run did.
#[derive(Debug, Clone)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
    home: String,
}

impl Home {
    /// Makes a home without a library.
    pub fn bare() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Makes a home with an empty library.
    pub fn new() -> Self {
        let home = Self::bare();
        home.lh(&["init", "--empty"]).ok();
        home
    }

    /// Names a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(bytes.as_ref()).unwrap();
        path.display().to_string()
    }

    /// Reads a file in it.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Prepares a run of `lh`.
    pub fn command(&self, words: &[&str]) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_lh")), words)
    }

    /// Prepares a run of a copy of `lh`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the program itself is what is tested"
    )]
    pub fn command_of(&self, program: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("LONGHAND_LIBRARY", self.path("notes.longhand"))
            .env("COLUMNS", "80")
            .env("TZ", "UTC")
            .env("LANG", "C.UTF-8")
            .current_dir(self.folder.path())
            .args(words)
            .stdin(Stdio::null());
        command
    }

    /// Runs `lh`.
    pub fn lh(&self, words: &[&str]) -> Run {
        let output = self.command(words).output().unwrap();
        self.run(&output)
    }

    /// Runs `lh` with something to read.
    pub fn lh_reading(&self, input: &str, words: &[&str]) -> Run {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        self.run(&output)
    }

    /// Runs `lh` with `--json` and returns the one document it printed.
    pub fn json(&self, words: &[&str]) -> Value {
        let mut all = words.to_vec();
        all.push("--json");
        self.lh(&all).ok().json()
    }

    fn run(&self, output: &std::process::Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
            home: self.folder.path().display().to_string(),
        }
    }
}

impl Run {
    /// Expects a good end.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self}");
        self
    }

    /// Expects an end with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Reads standard output as exactly one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self}"))
    }

    /// Compares with the snapshot of this name.
    #[track_caller]
    pub fn matches(&self, name: &str) -> &Self {
        let mut settings = insta::Settings::clone_current();
        for (pattern, name) in filters(&self.home) {
            settings.add_filter(&pattern, name);
        }
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("../snapshots");
        settings.bind(|| insta::assert_snapshot!(name, self.to_string()));
        self
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit {}", self.code)?;
        if !self.out.is_empty() {
            write!(f, "--- out\n{}", self.out)?;
        }
        if !self.err.is_empty() {
            write!(f, "--- err\n{}", self.err)?;
        }
        Ok(())
    }
}

/// Puts names in the place of what differs from run to run.
fn filters(home: &str) -> Vec<(String, &'static str)> {
    let escaped: String = home.chars().flat_map(|c| ['\\', c]).collect();
    let escaped = if home
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
    {
        home.replace('.', "\\.")
    } else {
        escaped
    };
    [
        (escaped, "[home]"),
        (r"lh_[A-Za-z0-9_-]{20,}".to_owned(), "[secret]"),
        (r"lh_[A-Za-z0-9_-]{4,16}…".to_owned(), "[prefix]"),
        (
            r#""prefix": "lh_[^"]+""#.to_owned(),
            r#""prefix": "[prefix]""#,
        ),
        (r"\b[0-9a-f]{64}\b".to_owned(), "[hash]"),
        (
            r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b".to_owned(),
            "[id]",
        ),
        (
            r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}\b".to_owned(),
            "[id]",
        ),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z".to_owned(), "[time]"),
        (r"\b20[0-9]{2}-\d\d-\d\d \d\d:\d\d\b".to_owned(), "[time]"),
        (r"\b20[2-9][0-9]-\d\d-\d\d\b".to_owned(), "[date]"),
        (r"\b\d+\.\d (kB|MB)".to_owned(), "[size]"),
        (r#""(\w*[bB]ytes)": \d+"#.to_owned(), r#""$1": [bytes]"#),
        (r#""score": [0-9.]+"#.to_owned(), r#""score": [score]"#),
        (r#""schema": \d+"#.to_owned(), r#""schema": [schema]"#),
        (r"[\d,]+ looked at".to_owned(), "[number] looked at"),
        (r"schema  \d+".to_owned(), "schema  [schema]"),
    ]
    .into()
}

/// Names a path as text.
pub fn text(path: &Path) -> String {
    path.display().to_string()
}
