//! Import, export, backups and attachments on the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

const GERMAN: &[u8] = b"# Caf\xe9\n\n\xfcber";

#[test]
fn import_reports_before_it_writes_and_writes_once() {
    let home = Home::new();
    home.write(
        "notes/Plan.md",
        "---\ntags: [work]\n---\n# Plan\n\n![](img/a.png) [[Nowhere]]\n",
    );
    home.write("notes/deep/Idea.md", "# Idea\n\nnothing");
    home.write("notes/img/a.png", b"\x89PNG\r\n\x1a\n");
    home.write("notes/old.md", GERMAN);
    home.lh(&["import", "notes", "--dry-run"])
        .matches("import_dry_run");
    home.lh(&["import", "notes"]).matches("import");
    home.lh(&["import", "notes"]).matches("import_again");
    home.lh(&["import", "notes", "--encoding", "old.md=windows-1252"])
        .matches("import_encoding");
    assert_eq!(home.lh(&["show", "Café"]).ok().out, "# Café\n\nüber");
    home.lh(&["import", "notes", "--encoding", "ebcdic"])
        .matches("import_bad_encoding");
    home.lh(&["import", "missing"]).matches("import_missing");
    home.lh(&["ls", "--sort", "title"]).matches("import_ls");
}

#[test]
fn an_import_is_undone_as_a_whole() {
    let home = Home::new();
    home.write("notes/a.md", "# A");
    home.write("notes/b/c.md", "# C");
    let job = home.json(&["import", "notes"]);
    home.lh(&["undo", job["batch"].as_str().unwrap()])
        .matches("import_undone");
    assert_eq!(home.json(&["ls"])["items"].as_array().unwrap().len(), 0);
}

#[test]
fn documents_of_one_title_keep_their_files_when_they_come_back() {
    let home = Home::new();
    for (name, text) in [("a.md", "# Same\n\none\n"), ("b.md", "# Same\n\ntwo\n")] {
        home.write(&format!("in/{name}"), text);
    }
    home.lh(&["import", "in"]).ok();
    home.lh(&["export", "markdown", "--all", "--out", "out/"])
        .ok();
    let other = ["--library", "other.longhand"];
    let lh = |words: &[&str]| home.lh(&[&other, words].concat()).ok();
    lh(&["init", "--empty"]);
    lh(&["import", "out"]);
    lh(&["export", "markdown", "--all", "--out", "back/"]);
    for name in ["Same.md", "Same (2).md"] {
        let (out, back) = (format!("out/{name}"), format!("back/{name}"));
        assert_eq!(home.read(&out), home.read(&back), "{name}");
    }
}

#[test]
fn export_writes_what_was_imported_byte_for_byte() {
    let home = Home::new();
    let texts = [
        ("a.md", "\u{feff}# A\r\n\r\ntabs\t  \r\n"),
        (
            "deep/b.md",
            "---\ntitle: B: one/two?\n---\nno final line break",
        ),
        ("deep/c.md", "# 日本語\n\n* star\n- dash\n\n\n"),
    ];
    for (name, text) in texts {
        home.write(&format!("notes/{name}"), text);
    }
    home.lh(&["import", "notes"]).ok();
    home.lh(&["export", "markdown", "--all", "--out", "out/"])
        .matches("export_all");
    let mut written: Vec<Vec<u8>> = Vec::new();
    collect(&home.path("out"), &mut written);
    written.sort();
    let mut expected: Vec<Vec<u8>> = texts
        .iter()
        .map(|(_, text)| text.as_bytes().to_vec())
        .collect();
    expected.sort();
    assert_eq!(written, expected);
    home.lh(&["export", "markdown", "A", "--out", "one.md"])
        .matches("export_one");
    assert_eq!(home.read("one.md"), texts[0].1.as_bytes());
    home.lh(&["export", "markdown", "A", "--out", "one.md"])
        .matches("export_exists");
    home.lh(&["export", "markdown", "A", "--out", "one.md", "--force"])
        .ok();
    assert_eq!(
        home.lh(&["export", "markdown", "A", "--out", "-"]).ok().out,
        texts[0].1
    );
    home.lh(&[
        "export",
        "markdown",
        "--query",
        "star OR tabs",
        "--out",
        "-",
    ])
    .matches("export_two_to_output");
    home.lh(&["export", "markdown", "Nothing", "--out", "x.md"])
        .matches("export_unknown");
}

fn collect(folder: &std::path::Path, texts: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, texts);
        } else {
            texts.push(std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn a_backup_is_made_verified_and_restored() {
    let home = Home::new();
    home.lh_reading("# Plan\n\none", &["new", "-", "--tag", "work"])
        .ok();
    home.lh_reading("# Plan\n\ntwo", &["edit", "Plan", "--from", "-"])
        .ok();
    home.lh(&["backup", "create", "notes.zip"])
        .matches("backup_create");
    home.lh(&["backup", "create", "notes.zip"])
        .matches("backup_create_again");
    home.lh(&["backup", "verify", "notes.zip"])
        .matches("backup_verify");
    home.lh(&["backup", "verify", "missing.zip"])
        .matches("backup_verify_missing");
    home.write("broken.zip", b"PK no zip");
    home.lh(&["backup", "verify", "broken.zip"])
        .matches("backup_verify_broken");
    let other = Home::new();
    std::fs::copy(home.path("notes.zip"), other.path("notes.zip")).unwrap();
    other
        .lh(&["backup", "restore", "notes.zip"])
        .matches("backup_restore");
    other
        .lh(&["backup", "restore", "notes.zip"])
        .matches("backup_restore_again");
    assert_eq!(other.lh(&["show", "Plan"]).ok().out, "# Plan\n\ntwo");
    assert_eq!(
        other.lh(&["show", "Plan", "--version", "0"]).ok().out,
        "# Plan\n\none"
    );
    other
        .lh(&["backup", "restore", "notes.zip", "--document", "x"])
        .matches("backup_restore_bad_id");
}

#[test]
fn attachments_are_added_listed_read_and_collected() {
    let home = Home::new();
    home.lh_reading("# Plan\n\n![](a.bin)", &["new", "-"]).ok();
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    home.write("a.bin", &bytes);
    home.lh(&["attach", "Plan", "a.bin"]).matches("attach");
    home.lh(&["attach", "Plan", "missing.bin"])
        .matches("attach_missing");
    home.lh(&["attach", "Nothing", "a.bin"])
        .matches("attach_unknown");
    home.lh(&["attachments", "ls"]).matches("attachments_ls");
    home.lh(&["attachments", "ls", "Plan", "--json"])
        .matches("attachments_ls_json");
    home.lh(&["attachments", "get", "a.bin", "--out", "b.bin"])
        .matches("attachments_get");
    assert_eq!(home.read("b.bin"), bytes);
    home.lh(&["attachments", "get", "a.bin", "--out", "b.bin"])
        .matches("attachments_get_exists");
    let output = home
        .command(&["attachments", "get", "a.bin"])
        .output()
        .unwrap();
    assert_eq!(output.stdout, bytes);
    home.lh(&["attachments", "get", "nothing"])
        .matches("attachments_get_unknown");
    home.lh(&["attachments", "gc"])
        .matches("attachments_gc_none");
    home.lh(&["trash", "Plan"]).ok();
    home.lh(&["purge", "Plan", "--yes"]).ok();
    home.lh(&["attachments", "gc"]).matches("attachments_gc");
    home.lh(&["attachments", "gc", "--delete"])
        .matches("attachments_gc_delete");
    home.lh(&["attachments", "ls"])
        .matches("attachments_ls_none");
}

#[cfg(unix)]
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the system's own kill sends the signal"
)]
fn ctrl_c_cancels_an_import_that_can_be_undone() {
    let home = Home::new();
    for number in 0..2_000 {
        home.write(
            &format!("notes/{number}.md"),
            format!("# Note {number}\n\nwords [[Note 1]]"),
        );
    }
    let child = home
        .command(&["import", "notes", "--json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while home.json(&["job", "ls"])["items"][0]["state"] != "processing" {}
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let outcome: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome["cancelled"], true);
    assert_eq!(home.json(&["job", "ls"])["items"][0]["state"], "cancelled");
    // It may have been cancelled before anything was written.
    let undone = i32::from(outcome["created"] == 0);
    home.lh(&["undo", outcome["batch"].as_str().unwrap()])
        .ends(undone);
    assert_eq!(home.json(&["info"])["counts"]["documents"], 0);
    home.lh(&["doctor"]).ok();
}
