//! Folders, files, vaults and archives as they come: honest, careless and hostile.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test makes its own files and may panic"
)]

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use longhand_export::{
    Encoding, Entry, EntryError, Limits, NotText, ProblemKind, Source, SourceError, SourcePath,
    Target, conflict_copy_of,
};
use longhand_model::{LinkFact, LinkKind};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, bytes) in files {
            let path = folder.path(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn open(&self) -> Source {
        Source::open(self.0.path(), &Limits::default()).unwrap()
    }
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open_archive(bytes: &[u8], limits: &Limits) -> Result<Source, SourceError> {
    let folder = Folder::with(&[("a.zip", bytes)]);
    Source::open(&folder.path("a.zip"), limits)
}

fn paths(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.path.as_str()).collect()
}

fn problems(source: &Source) -> Vec<(&str, ProblemKind)> {
    source
        .problems()
        .iter()
        .map(|problem| (problem.path.as_str(), problem.kind))
        .collect()
}

fn text(source: &mut Source, path: &str) -> Result<String, EntryError> {
    let entry = source
        .documents()
        .iter()
        .find(|entry| entry.path.as_str() == path)
        .unwrap()
        .clone();
    source.read_text(&entry, None).map(|decoded| decoded.text)
}

fn link(kind: LinkKind, target: &str) -> LinkFact {
    LinkFact {
        kind,
        target: target.to_owned(),
        fragment: None,
        alias: None,
        span: 0..0,
        line: 1,
    }
}

fn path(text: &str) -> SourcePath {
    SourcePath::parse(text).unwrap()
}

#[test]
fn a_folder_lists_its_documents_and_passes_over_what_programs_keep() {
    let folder = Folder::with(&[
        ("b.md", b"# B\r\n"),
        ("a/deep/c.Markdown", b"c"),
        ("a/x.png", b"png"),
        (".git/config", b"x"),
        (".obsidian/app.json", b"{}"),
        ("node_modules/p/readme.md", b"no"),
        (".hidden.md", b"no"),
    ]);
    let mut source = folder.open();
    assert_eq!(paths(source.documents()), ["b.md", "a/deep/c.Markdown"]);
    assert_eq!(paths(source.files()), ["a/x.png"]);
    assert_eq!((source.hidden(), source.problems().len()), (4, 0));
    assert_eq!(text(&mut source, "b.md").unwrap(), "# B\r\n");
    assert!(source.documents()[0].modified.is_some());
    assert!(source.vault().is_some());
}

#[test]
fn a_time_that_an_archive_made_up_is_not_believed() {
    let folder = Folder::with(&[("epoch.md", b"a"), ("real.md", b"b")]);
    let epoch = std::fs::File::options()
        .write(true)
        .open(folder.path("epoch.md"))
        .unwrap();
    epoch.set_modified(std::time::UNIX_EPOCH).unwrap();
    let source = folder.open();
    let times: Vec<bool> = source
        .documents()
        .iter()
        .map(|entry| entry.modified.is_some())
        .collect();
    assert_eq!(times, [false, true]);
}

#[test]
fn a_file_keeps_its_key_whichever_way_it_is_imported() {
    let folder = Folder::with(&[("notes/deep/a.md", b"a")]);
    let keys: Vec<(String, String)> = ["", "notes", "notes/deep/a.md"]
        .iter()
        .map(|path| {
            let source = Source::open(&folder.path(path), &Limits::default()).unwrap();
            (
                source.identity().to_owned(),
                source.key(&source.documents()[0]),
            )
        })
        .collect();
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[0], keys[2]);
    assert!(keys[0].1.ends_with("/notes/deep/a.md"));
}

#[cfg(unix)]
#[test]
fn symbolic_links_and_pipes_are_named_and_not_followed() {
    let outside = Folder::with(&[("secret.md", b"secret")]);
    let folder = Folder::with(&[("a.md", b"a")]);
    std::os::unix::fs::symlink(outside.path("secret.md"), folder.path("link.md")).unwrap();
    std::os::unix::fs::symlink(outside.path(""), folder.path("folder")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("pipe.md")).unwrap();
    let source = folder.open();
    assert_eq!(paths(source.documents()), ["a.md"]);
    assert_eq!(
        problems(&source),
        [
            ("folder", ProblemKind::SymbolicLink),
            ("link.md", ProblemKind::SymbolicLink),
            ("pipe.md", ProblemKind::NotAFile),
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_a_link_after_the_listing_is_not_read() {
    let outside = Folder::with(&[("secret.md", b"secret")]);
    let folder = Folder::with(&[("notes/a.md", b"a")]);
    let mut source = folder.open();
    std::fs::remove_dir_all(folder.path("notes")).unwrap();
    std::os::unix::fs::symlink(outside.path(""), folder.path("notes")).unwrap();
    std::fs::rename(outside.path("secret.md"), outside.path("a.md")).unwrap();
    assert!(matches!(
        text(&mut source, "notes/a.md"),
        Err(EntryError::Moved { .. })
    ));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_paths_elsewhere_are_named() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::with(&[("a\\b.md", b"x"), ("c\nd.md", b"x")]);
    let name = std::ffi::OsStr::from_bytes(b"\xff.md");
    std::fs::write(folder.path("").join(name), b"x").unwrap();
    let source = folder.open();
    assert_eq!(source.documents().len(), 0);
    let kinds: Vec<_> = source
        .problems()
        .iter()
        .map(|problem| problem.kind)
        .collect();
    assert_eq!(kinds, [ProblemKind::UnsafePath; 3]);
}

#[test]
fn a_folder_over_the_limit_is_refused() {
    let folder = Folder::with(&[("a.md", b""), ("b.md", b""), ("c.md", b"")]);
    let limits = Limits {
        folder_files: 2,
        ..Limits::default()
    };
    let refused = Source::open(&folder.path(""), &limits).err().unwrap();
    assert!(matches!(
        refused,
        SourceError::TooManyFiles {
            found: 3,
            most: 2,
            ..
        }
    ));
}

#[test]
fn a_single_file_brings_the_files_below_its_folder_that_it_names() {
    let folder = Folder::with(&[
        ("notes/a.md", b"a"),
        ("notes/img/x.png", b"png"),
        ("notes/b.md", b"b"),
        ("notes/.ssh/key", b"key"),
        ("outside.png", b"png"),
    ]);
    let mut source = Source::open(&folder.path("notes/a.md"), &Limits::default()).unwrap();
    assert_eq!(paths(source.documents()), ["a.md"]);
    let found = |target| source.resolve(&path("a.md"), &link(LinkKind::Image, target));
    for target in [
        "../outside.png",
        "b.md",
        ".ssh/key",
        "missing.png",
        "/etc/hostname",
    ] {
        assert_eq!(found(target), None, "{target}");
    }
    let Some(Target::File(image)) = found("img/x.png") else {
        panic!()
    };
    let mut bytes = Vec::new();
    source
        .open_entry(&image)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    assert_eq!(bytes, b"png");
}

#[test]
fn an_upload_is_known_by_its_name_and_reaches_no_other_file() {
    let folder = Folder::with(&[("7f3a", b"# Up"), ("other.png", b"png")]);
    let limits = Limits::default();
    let mut source = Source::open_upload(&folder.path("7f3a"), "note.md", &limits).unwrap();
    assert_eq!(source.identity(), "upload:note.md");
    assert_eq!(source.key(&source.documents()[0]), "note.md");
    assert_eq!(
        source.resolve(&path("note.md"), &link(LinkKind::Image, "other.png")),
        None
    );
    assert_eq!(text(&mut source, "note.md").unwrap(), "# Up");
}

#[test]
fn what_cannot_be_imported_at_all_says_why() {
    let folder = Folder::with(&[("a.docx", b"x"), ("broken.zip", b"PK\x03\x04 not really")]);
    let open = |path: &str| {
        Source::open(&folder.path(path), &Limits::default())
            .err()
            .unwrap()
    };
    assert!(matches!(open("missing"), SourceError::NotFound { .. }));
    assert!(matches!(open("a.docx"), SourceError::Unsupported { .. }));
    assert!(matches!(
        open("broken.zip"),
        SourceError::NotAnArchive { .. }
    ));
}

#[test]
fn files_that_are_not_text_are_named_when_they_are_read() {
    let shift_jis = encoding_rs::SHIFT_JIS
        .encode("きょうは、いい天気です。")
        .0
        .into_owned();
    let folder = Folder::with(&[
        ("image.md", b"\x89PNG\r\n\x1a\n\0\0"),
        ("japanese.md", &shift_jis),
    ]);
    std::fs::File::create(folder.path("huge.md"))
        .unwrap()
        .set_len(50 << 20)
        .unwrap();
    let mut source = folder.open();
    assert!(matches!(
        text(&mut source, "image.md"),
        Err(EntryError::NotText(NotText::Binary))
    ));
    assert!(matches!(
        text(&mut source, "huge.md"),
        Err(EntryError::NotText(NotText::TooLarge { bytes: 52_428_800 }))
    ));
    let error = text(&mut source, "japanese.md").unwrap_err();
    let problem = error.problem(&source.documents()[2]);
    assert_eq!(
        (problem.kind, problem.encodings[0]),
        (ProblemKind::NotUtf8, Encoding::ShiftJis)
    );
}

#[test]
fn an_archive_is_read_in_place() {
    let bytes = archive(&[
        ("notes/b.md", b"# B"),
        ("notes/a.md", "é".as_bytes()),
        ("notes/img/x.png", b"png"),
        ("inner.zip", b"PK"),
        ("notes/.git/HEAD", b"x"),
        ("__MACOSX/notes/a.md", b"x"),
    ]);
    let mut source = open_archive(&bytes, &Limits::default()).unwrap();
    assert_eq!(paths(source.documents()), ["notes/a.md", "notes/b.md"]);
    assert_eq!(paths(source.files()), ["inner.zip", "notes/img/x.png"]);
    assert_eq!(source.hidden(), 2);
    assert_eq!(
        problems(&source),
        [("inner.zip", ProblemKind::NestedArchive)]
    );
    assert_eq!(text(&mut source, "notes/a.md").unwrap(), "é");
    assert!(source.identity().starts_with("archive:/"));
}

#[test]
fn an_archive_may_use_64_bit_records() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.md", SimpleFileOptions::default().large_file(true))
        .unwrap();
    zip.write_all(b"large").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let mut source = open_archive(&bytes, &Limits::default()).unwrap();
    assert_eq!(text(&mut source, "a.md").unwrap(), "large");
}

#[test]
fn archived_paths_that_climb_out_are_refused_and_the_rest_is_read() {
    let names = [
        "../../evil.md",
        "/etc/evil.md",
        "..\\evil.md",
        "C:\\evil.md",
        "a/../../evil.md",
    ];
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (*name, &b"evil"[..]))
        .chain([("good.md", &b"good"[..])])
        .collect();
    let source = open_archive(&archive(&files), &Limits::default()).unwrap();
    assert_eq!(paths(source.documents()), ["good.md"]);
    assert_eq!(source.problems().len(), names.len());
    assert!(
        source
            .problems()
            .iter()
            .all(|problem| problem.kind == ProblemKind::UnsafePath)
    );
}

#[test]
fn archived_links_and_locked_files_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link.md", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    zip.start_file("locked.md", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"secret").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    // Marks the last entry as encrypted, in its local and its central header.
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes
            .windows(4)
            .rposition(|window| window == signature)
            .unwrap();
        bytes[at + flags] |= 1;
    }
    let source = open_archive(&bytes, &Limits::default()).unwrap();
    assert_eq!(
        problems(&source),
        [
            ("link.md", ProblemKind::SymbolicLink),
            ("locked.md", ProblemKind::Encrypted)
        ]
    );
}

#[test]
fn a_bomb_does_not_go_off() {
    let zeros = vec![0; 32 << 20];
    let bomb = archive(&[("bomb.md", &zeros), ("note.md", b"note")]);
    assert!(bomb.len() < 100_000);
    let source = open_archive(&bomb, &Limits::default()).unwrap();
    assert_eq!(problems(&source), [("bomb.md", ProblemKind::Suspicious)]);

    let limits = Limits {
        unpacked_bytes: 1000,
        ..Limits::default()
    };
    let large = archive(&[("a.md", &[b'a'; 600]), ("b.md", &[b'b'; 600])]);
    let refused = open_archive(&large, &limits).err().unwrap();
    assert!(matches!(refused, SourceError::TooLarge { bytes: 1200, .. }));

    let limits = Limits {
        archive_entries: 1,
        ..Limits::default()
    };
    let refused = open_archive(&large, &limits).err().unwrap();
    assert!(matches!(
        refused,
        SourceError::TooManyFiles { found: 2, .. }
    ));
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.md", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"the same bytes").unwrap();
    zip.shallow_copy_file("a.md", "b.md").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let refused = open_archive(&bytes, &Limits::default()).err().unwrap();
    assert!(matches!(refused, SourceError::Overlapping { .. }));
}

#[test]
fn an_entry_that_unpacks_to_more_than_it_declares_is_not_believed() {
    let mut bytes = archive(&[("a.md", &[b'a'; 4000])]);
    let at = bytes
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
    match open_archive(&bytes, &Limits::default()) {
        Ok(mut source) => {
            assert!(matches!(
                text(&mut source, "a.md"),
                Err(EntryError::Unreadable { .. })
            ));
        }
        Err(error) => assert!(matches!(error, SourceError::NotAnArchive { .. }), "{error}"),
    }
}

#[test]
fn a_flipped_byte_is_noticed() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("a.md", stored).unwrap();
    zip.write_all(b"precious words").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let at = bytes
        .windows(8)
        .position(|window| window == b"precious")
        .unwrap();
    bytes[at] = b'P';
    let mut source = open_archive(&bytes, &Limits::default()).unwrap();
    assert!(matches!(
        text(&mut source, "a.md"),
        Err(EntryError::Unreadable { .. })
    ));
}

#[test]
fn whichever_byte_of_an_archive_is_flipped_no_other_text_comes_out() {
    let words = "words and words, again and again; ".repeat(8);
    let bytes = archive(&[
        ("a.md", words.as_bytes()),
        ("b/c.md", b"short"),
        ("x.png", b"png"),
    ]);
    let folder = Folder::with(&[]);
    for at in (0..bytes.len()).step_by(2) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x11;
        std::fs::write(folder.path("a.zip"), bytes).unwrap();
        let Ok(mut source) = Source::open(&folder.path("a.zip"), &Limits::default()) else {
            continue;
        };
        for entry in source.documents().to_vec() {
            if let Ok(read) = source.read_text(&entry, None) {
                assert!(
                    [words.as_str(), "short", "png"].contains(&read.text.as_str()),
                    "byte {at}"
                );
            }
        }
    }
}

#[test]
fn a_vault_is_recognised_in_an_archive_and_resolves_by_name() {
    let bytes = archive(&[
        (
            "vault/.obsidian/app.json",
            br#"{"attachmentFolderPath":"assets"}"#,
        ),
        (
            "vault/.obsidian/templates.json",
            br#"{"folder":"templates"}"#,
        ),
        ("vault/templates/day.md", b"{{date}}"),
        ("vault/notes/a.md", b"![[cat.png]] [[b]]"),
        ("vault/other/b.md", b"b"),
        ("vault/assets/cat.png", b"cat"),
        ("vault/zoo/cat.png", b"other cat"),
    ]);
    let source = open_archive(&bytes, &Limits::default()).unwrap();
    let vault = source.vault().unwrap();
    assert!(vault.is_template(&path("vault/templates/day.md")));
    let from = path("vault/notes/a.md");
    let Some(Target::File(cat)) = source.resolve(&from, &link(LinkKind::Embed, "cat.png")) else {
        panic!()
    };
    assert_eq!(cat.path.as_str(), "vault/assets/cat.png");
    let note = source.resolve(&from, &link(LinkKind::Wiki, "b"));
    assert_eq!(note, Some(Target::Document(path("vault/other/b.md"))));
}

#[test]
fn copies_that_other_programs_keep_on_conflicts_are_told() {
    for (name, original) in [
        ("a.sync-conflict-20260102-101112-ABCDEF7.md", Some("a.md")),
        ("a (Ann's conflicted copy 2026-01-02).md", Some("a.md")),
        ("a (conflicted copy 2026-01-02 101112).md", Some("a.md")),
        ("a (Case Conflict).md", Some("a.md")),
        ("a (2).md", None),
        ("conflict.md", None),
    ] {
        assert_eq!(conflict_copy_of(&path(name)).as_deref(), original, "{name}");
    }
}

#[test]
fn a_missing_folder_names_its_path() {
    let error = Source::open(Path::new("/no/such/folder"), &Limits::default())
        .err()
        .unwrap();
    assert_eq!(error.to_string(), "/no/such/folder does not exist");
}
