//! Documents on the command line: each command once as it should go, and once as it should not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

/// A library with a few documents.
fn furnished() -> Home {
    let home = Home::new();
    home.write(
        "plan.md",
        "# Plan\n\nBuy *milk* and [[Ideas]].\n\n- [ ] one\n",
    );
    home.lh(&[
        "new",
        "plan.md",
        "--category",
        "Work/2026",
        "--tag",
        "home",
        "--pinned",
    ])
    .ok();
    home.lh_reading("# Ideas\n\nA balloon.\n", &["new", "-", "--tag", "home"])
        .ok();
    home.lh(&["new", "--title", "日本語の題名"]).ok();
    home
}

#[test]
fn new_writes_a_document() {
    let home = Home::new();
    home.lh_reading("# From a pipe\n\nwords", &["new", "-"])
        .matches("new_from_a_pipe");
    home.write("plan.md", "no heading here");
    home.lh(&[
        "new",
        "plan.md",
        "--title",
        "Plan",
        "--category",
        "Work/2026",
        "--tag",
        "a",
        "--tag",
        "#b",
        "--description",
        "what to do",
        "--favorite",
        "--json",
    ])
    .matches("new_with_everything_json");
    home.lh(&["new", "missing.md"])
        .matches("new_without_the_file");
    home.write("latin.txt", b"caf\xe9");
    home.lh(&["new", "latin.txt"]).matches("new_not_utf8");
    home.lh(&["new", "--title", &"x".repeat(256)])
        .matches("new_title_too_long");
}

#[test]
fn new_from_a_template_fills_its_variables() {
    let home = Home::new();
    home.lh_reading(
        "# {{title}}\n\nAgenda",
        &["new", "-", "--title", "Meeting", "--as-template"],
    )
    .ok();
    home.lh(&["templates"]).matches("templates");
    home.lh(&["new", "--template", "Meeting", "--title", "Monday"])
        .ok();
    assert_eq!(home.lh(&["show", "Monday"]).ok().out, "# Monday\n\nAgenda");
    home.lh(&["new", "--template", "Nothing"])
        .matches("new_unknown_template");
    Home::new().lh(&["templates"]).matches("templates_none");
}

#[test]
fn show_prints_the_text_byte_for_byte() {
    let home = Home::new();
    let text = "\u{feff}# Plan\r\n\r\ntrailing  \r\n\tno final line break";
    home.lh_reading(text, &["new", "-", "--title", "Plan"]).ok();
    assert_eq!(home.lh(&["show", "Plan"]).ok().out, text);
    assert_eq!(home.lh(&["show", "plan", "--version", "0"]).ok().out, text);
    home.lh(&["show", "Plan", "--html"]).matches("show_html");
    home.lh(&["show", "Plan", "--json"]).matches("show_json");
    home.lh(&["show", "Nothing"]).matches("show_unknown");
    home.lh(&["show", "Nothing", "--json"])
        .matches("show_unknown_json");
    home.lh(&["show", "Plan", "--version", "7"])
        .matches("show_unknown_version");
}

#[test]
fn edit_replaces_the_text_and_keeps_the_old_one() {
    let home = furnished();
    home.lh_reading(
        "# Ideas\n\nA kite.\n",
        &["edit", "Ideas", "--from", "-", "--note", "kite"],
    )
    .matches("edit");
    home.lh_reading("# Ideas\n\nA kite.\n", &["edit", "Ideas", "--from", "-"])
        .matches("edit_unchanged");
    assert_eq!(
        home.lh(&["show", "Ideas", "--version", "0"]).ok().out,
        "# Ideas\n\nA balloon.\n"
    );
    home.lh(&["edit", "Nothing", "--from", "-"])
        .matches("edit_unknown");
    home.lh(&["edit", "Ideas", "--from", "-", "--base", "abc"])
        .matches("edit_bad_base");
}

#[test]
fn edit_with_a_base_merges_or_leaves_a_conflict() {
    let home = Home::new();
    home.lh_reading("one\n\ntwo\n\nthree\n", &["new", "-", "--title", "Shared"])
        .ok();
    let base = home.json(&["show", "Shared"])["hash"]
        .as_str()
        .unwrap()
        .to_owned();
    home.lh_reading("ONE\n\ntwo\n\nthree\n", &["edit", "Shared", "--from", "-"])
        .ok();
    home.lh_reading(
        "one\n\ntwo\n\nTHREE\n",
        &["edit", "Shared", "--from", "-", "--base", &base],
    )
    .ok()
    .matches("edit_merged");
    assert_eq!(home.lh(&["show", "Shared"]).out, "ONE\n\ntwo\n\nTHREE\n");
    home.lh(&["conflicts"]).ok().matches("conflicts_none");
    home.lh_reading(
        "Uno\n\ntwo\n\nthree\n",
        &["edit", "Shared", "--from", "-", "--base", &base],
    )
    .ends(4)
    .matches("edit_conflict");
    home.lh(&["conflicts"]).ends(4).matches("conflicts");
    home.lh(&["conflicts", "--json"]).ends(4).json();
    home.lh(&["resolve", "Shared"]).ends(2);
    home.lh(&["resolve", "Shared", "--keep", "both"])
        .ok()
        .matches("resolve");
    home.lh(&["conflicts"]).ok();
    home.lh(&["resolve", "Shared", "--keep", "mine"])
        .ends(2)
        .matches("resolve_nothing");
}

#[test]
fn ls_lists_documents() {
    let home = furnished();
    home.lh(&["ls", "--sort", "title"]).matches("ls");
    home.lh(&["ls", "--category", "work"])
        .matches("ls_category");
    home.lh(&["ls", "--tag", "home", "--sort", "title", "--reverse"])
        .matches("ls_tag");
    home.lh(&["ls", "--query", "balloon"]).matches("ls_query");
    home.lh(&["ls", "trash"]).matches("ls_trash_empty");
    home.lh(&["ls", "--category", "Nowhere"])
        .matches("ls_unknown_category");
    home.lh(&["ls", "--query", "\"open"])
        .matches("ls_unreadable_query");
    home.lh(&["ls", "--cursor", "nonsense"])
        .matches("ls_bad_cursor");
}

#[test]
fn ls_pages_through_everything_once() {
    let home = Home::new();
    for number in 0..5 {
        home.lh(&["new", "--title", &format!("Document {number}")])
            .ok();
    }
    let mut titles = Vec::new();
    let mut page = home.json(&["ls", "--limit", "2", "--sort", "title"]);
    loop {
        for item in page["items"].as_array().unwrap() {
            titles.push(item["title"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["next"].as_str().map(str::to_owned) else {
            break;
        };
        page = home.json(&["ls", "--limit", "2", "--sort", "title", "--cursor", &next]);
    }
    let expected: Vec<String> = (0..5).map(|number| format!("Document {number}")).collect();
    assert_eq!(titles, expected);
}

#[test]
fn search_finds_and_explains() {
    let home = furnished();
    home.lh(&["search", "milk"]).matches("search");
    home.lh(&["search", "題名"]).matches("search_cjk");
    home.lh(&["search", "nowhere"]).matches("search_nothing");
    home.lh(&[
        "search",
        "--explain",
        "--",
        "milk",
        "-tag:home",
        "OR",
        "title:plan",
    ])
    .matches("search_explain");
    home.lh(&["search", "milk \"unclosed"])
        .matches("search_unreadable");
    home.lh(&["search", "milk", "--json"])
        .matches("search_json");
}

#[test]
fn rename_takes_links_along() {
    let home = furnished();
    home.lh(&["rename", "Ideas", "Inspirations"])
        .matches("rename");
    assert!(home.lh(&["show", "Plan"]).out.contains("[[Inspirations]]"));
    home.lh(&["rename", "Inspirations", "Notions", "--leave-links"])
        .ok();
    assert!(home.lh(&["show", "Plan"]).out.contains("[[Inspirations]]"));
    home.lh(&["rename", "Plan", "  "]).matches("rename_empty");
}

#[test]
fn move_changes_the_category() {
    let home = furnished();
    home.lh(&["move", "Ideas", "Plan", "--to", "Archive/Old"])
        .matches("move");
    home.lh(&["move", "Ideas", "--inbox"]).matches("move_inbox");
    home.lh(&["move", "Ideas"]).ends(2);
    home.lh(&["move", "Nothing", "--to", "Archive"])
        .matches("move_unknown");
}

#[test]
fn tags_are_added_and_taken_away() {
    let home = furnished();
    home.lh(&["tag", "Plan", "urgent", "#work/now"])
        .matches("tag");
    home.lh(&["untag", "Plan", "urgent", "home"])
        .matches("untag");
    home.lh(&["tag", "Plan", &"x".repeat(51)])
        .matches("tag_too_long");
    home.lh(&["untag", "Nothing", "x"]).matches("untag_unknown");
}

#[test]
fn marks_are_set_and_cleared() {
    let home = furnished();
    for (command, field, value) in [
        ("pin", "pinned", true),
        ("unpin", "pinned", false),
        ("favorite", "favorite", true),
        ("unfavorite", "favorite", false),
    ] {
        home.lh(&[command, "Ideas"]).ok().matches(command);
        assert_eq!(home.json(&["show", "Ideas"])[field], value);
        home.lh(&[command, "Nothing"])
            .matches(&format!("{command}_unknown"));
    }
}

#[test]
fn the_trash_gives_back_until_it_is_purged() {
    let home = furnished();
    home.lh(&["trash", "Ideas", "Plan", "Ideas"])
        .matches("trash");
    home.lh(&["ls", "trash", "--sort", "title"])
        .matches("ls_trash");
    home.lh(&["edit", "Ideas", "--from", "plan.md"])
        .matches("edit_in_trash");
    home.lh(&["restore", "Ideas"]).matches("restore");
    home.lh(&["purge", "Ideas", "--yes"])
        .matches("purge_not_in_trash");
    home.lh(&["purge", "Plan"]).matches("purge_unasked");
    home.lh(&["purge", "Plan", "--yes"]).matches("purge");
    home.lh(&["restore", "Plan"]).matches("restore_unknown");
    home.lh(&["trash", "Nothing"]).matches("trash_unknown");
    home.lh(&["trash", "Ideas"]).ok();
    home.lh(&["trash", "--empty", "--yes"])
        .matches("trash_emptied");
}

#[test]
fn a_name_that_means_several_documents_lists_them() {
    let home = Home::new();
    let first = home.json(&["new", "--title", "Twin"]);
    home.lh(&["new", "--title", "twin"]).ok();
    home.lh(&["show", "Twin"]).matches("ambiguous");
    home.lh(&["show", "Twin", "--json"]).ends(1).json();
    let id = first["document"]["id"].as_str().unwrap();
    assert_eq!(home.json(&["show", &id[..23]])["title"], "Twin");
}
