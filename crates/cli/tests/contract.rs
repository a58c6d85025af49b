//! What scripts rely on: one JSON document, exit codes, pipes, quiet, and no colours where none are seen.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::io::Read as _;
use std::process::Stdio;

use support::Home;

#[test]
fn json_is_one_document_for_success_and_for_errors() {
    let home = Home::new();
    home.write("a.md", "# A\n\n[[B]] #tag");
    home.write("file.bin", "bytes");
    for (words, code) in [
        (&["info"][..], 0),
        (&["stats"], 0),
        (&["doctor"], 0),
        (&["compact"], 0),
        (&["import", "a.md", "--dry-run"], 0),
        (&["import", "a.md"], 0),
        (&["new", "--title", "B"], 0),
        (&["show", "A"], 0),
        (&["show", "A", "--html"], 0),
        (&["edit", "A", "--from", "a.md"], 0),
        (&["ls"], 0),
        (&["ls", "--query", "A"], 0),
        (&["search", "A"], 0),
        (&["search", "--explain", "A"], 0),
        (&["searches", "save", "Mine", "A"], 0),
        (&["searches", "ls"], 0),
        (&["searches", "run", "Mine"], 0),
        (&["searches", "rm", "Mine"], 0),
        (&["rename", "B", "C"], 0),
        (&["move", "C", "--to", "Work"], 0),
        (&["tag", "C", "x"], 0),
        (&["untag", "C", "x"], 0),
        (&["pin", "C"], 0),
        (&["category", "ls"], 0),
        (&["tags", "ls"], 0),
        (&["links", "A"], 0),
        (&["templates"], 0),
        (&["history", "A"], 0),
        (&["diff", "A"], 0),
        (&["revert", "A", "0"], 0),
        (&["audit"], 0),
        (&["export", "markdown", "A", "--out", "out.md"], 0),
        (&["attach", "A", "file.bin"], 0),
        (&["attachments", "ls"], 0),
        (&["attachments", "gc"], 0),
        (&["backup", "create", "b.zip"], 0),
        (&["backup", "verify", "b.zip"], 0),
        (&["key", "ls"], 0),
        (&["settings", "get"], 0),
        (&["settings", "get", "theme"], 0),
        (&["job", "ls"], 0),
        (&["conflicts"], 0),
        (&["queue", "ls"], 0),
        (&["call", "library.counts"], 0),
        (&["trash", "C"], 0),
        (&["restore", "C"], 0),
        (&["show", "Nothing"], 1),
        (&["import", "missing"], 1),
        (&["searches", "run", "Nothing"], 1),
        (&["job", "resume", "nothing"], 1),
        (&["serve", "--link", "--listen", "127.0.0.1:1"], 3),
        (&["attachments", "get", "file.bin"], 2),
        (&["frobnicate"], 2),
        (&["ls", "--limit", "0"], 2),
        (&["audit", "--since", "soon"], 2),
        (&["purge", "A"], 2),
    ] {
        let mut all = words.to_vec();
        all.push("--json");
        let run = home.lh(&all);
        assert_eq!(run.code, code, "{words:?} {run}");
        let value = run.json();
        let error = &value["error"];
        assert_eq!(error.is_object(), code != 0, "{words:?} {run}");
        if code != 0 {
            assert!(
                error["code"].is_string() && error["message"].is_string(),
                "{run}"
            );
            assert!(!run.err.is_empty(), "a person is told too");
        }
    }
}

#[test]
fn help_shows_examples_and_usage_errors_say_what_is_possible() {
    let home = Home::bare();
    home.lh(&["--help"]).ok().matches("help");
    home.lh(&["import", "--help"]).ok().matches("help_import");
    home.lh(&["serch"]).matches("usage_unknown_command");
    home.lh(&["show"]).matches("usage_missing_word");
    home.lh(&[]).ends(2);
    assert!(home.lh(&["--version"]).ok().out.starts_with("lh "));
    for command in [
        "new", "show", "edit", "ls", "search", "rename", "move", "tag", "trash", "purge", "diff",
        "revert", "audit", "attach", "call", "serve", "init",
    ] {
        let help = home.lh(&[command, "--help"]).ok();
        assert!(help.out.contains("Example"), "{help}");
        let widest = help.out.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(102), "{help}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    let text = "a line of text\n".repeat(200_000);
    home.lh_reading(&text, &["new", "-", "--title", "Long"])
        .ok();
    let mut child = home
        .command(&["show", "Long"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn nothing_is_coloured_or_controlled_in_a_pipe() {
    let home = Home::new();
    home.lh_reading(
        "# T\n\nred \u{1b}[31m text",
        &["new", "-", "--title", "Plain"],
    )
    .ok();
    for words in [
        &["ls"][..],
        &["search", "red"],
        &["history", "Plain"],
        &["audit"],
    ] {
        let run = home.lh(words).ok();
        assert!(
            !run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'),
            "{run}"
        );
    }
    assert!(
        home.lh(&["show", "Plain"]).out.contains('\u{1b}'),
        "a text goes out as it is"
    );
}

#[test]
fn tables_fit_eighty_columns_with_wide_characters_too() {
    use unicode_width::UnicodeWidthStr as _;

    let home = Home::new();
    let title = "とても長い日本語の題名".repeat(8);
    home.lh(&[
        "new",
        "--title",
        &title,
        "--tag",
        "ラベル",
        "--category",
        "分類",
    ])
    .ok();
    home.lh(&["new", "--title", &"long ".repeat(40)]).ok();
    home.lh(&["tag", &title, "another-tag", "and-one-more"])
        .ok();
    for words in [
        &["ls"][..],
        &["category", "ls"],
        &["tags", "ls"],
        &["audit"],
        &["templates"],
    ] {
        let run = home.lh(words).ok();
        for line in run.out.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn two_processes_use_one_library_at_once() {
    let home = Home::new();
    let children: Vec<_> = (0..6)
        .map(|number| {
            let title = format!("Document {number}");
            home.command(&["new", "--title", &title])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(home.json(&["info"])["counts"]["documents"], 6);
    home.lh(&["doctor"]).ok();
}

#[test]
fn scripts_that_write_at_the_same_instant_are_all_served() {
    const ROUNDS: usize = 15;

    let home = Home::new();
    home.lh_reading("# Shared\n\nzero\n\none\n", &["new", "-"])
        .ok();
    std::thread::scope(|scope| {
        for (number, word) in ["zero", "one"].into_iter().enumerate() {
            let home = &home;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let title = format!("Note {number}.{round}");
                    home.lh_reading(&title, &["new", "-", "--tag", word]).ok();
                    let shared = home.json(&["show", "Shared"]);
                    let (text, hash) = (&shared["text"], &shared["hash"]);
                    let text = text
                        .as_str()
                        .unwrap()
                        .replacen(word, &format!("{word} {round}"), 1);
                    let base = hash.as_str().unwrap();
                    home.lh_reading(&text, &["edit", "Shared", "--from", "-", "--base", base])
                        .ok();
                }
            });
        }
    });
    let counts = home.json(&["info"])["counts"]["documents"].clone();
    assert_eq!(counts, 2 * ROUNDS + 1);
    let rounds = |word: &str| {
        let rounds = (0..ROUNDS).rev().map(|round| format!(" {round}"));
        format!("{word}{}", rounds.collect::<String>())
    };
    let whole = format!("# Shared\n\n{}\n\n{}\n", rounds("zero"), rounds("one"));
    assert_eq!(home.lh(&["show", "Shared"]).ok().out, whole);
    home.lh(&["doctor"]).ok();
}
