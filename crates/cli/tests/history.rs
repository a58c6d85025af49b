//! Versions, the audit log and undoing on the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

fn furnished() -> Home {
    let home = Home::new();
    home.lh_reading("# Plan\n\none\ntwo\nthree\n", &["new", "-"])
        .ok();
    home.lh_reading(
        "# Plan\n\none\n2\nthree\nfour\n",
        &["edit", "Plan", "--from", "-"],
    )
    .ok();
    home
}

#[test]
fn history_lists_versions_and_diff_compares_them() {
    let home = furnished();
    home.lh(&["history", "Plan"]).matches("history");
    home.lh(&["history", "Plan", "--json"])
        .matches("history_json");
    home.lh(&["history", "Nothing"]).matches("history_unknown");
    home.lh(&["diff", "Plan"]).matches("diff");
    home.lh(&["diff", "Plan", "1", "0"])
        .matches("diff_versions");
    home.lh(&["diff", "Plan", "1"]).matches("diff_none");
    home.lh(&["diff", "Plan", "9"])
        .matches("diff_unknown_version");
}

#[test]
fn revert_brings_a_version_back_and_keeps_the_present_text() {
    let home = furnished();
    home.lh(&["revert", "Plan", "0"]).matches("revert");
    assert_eq!(
        home.lh(&["show", "Plan"]).out,
        "# Plan\n\none\ntwo\nthree\n"
    );
    assert_eq!(
        home.lh(&["show", "Plan", "--version", "1"]).out,
        "# Plan\n\none\n2\nthree\nfour\n"
    );
    home.lh(&["revert", "Plan", "0"]).matches("revert_again");
    home.lh(&["revert", "Plan", "nothing"])
        .matches("revert_unknown");
}

#[test]
fn audit_tells_who_did_what_and_undo_takes_it_back() {
    let home = Home::new();
    let made = home.json(&["new", "--title", "Plan"]);
    let trashed = home.json(&["trash", "Plan"]);
    home.lh(&["audit"]).matches("audit");
    home.lh(&["audit", "--since", "yesterday"])
        .matches("audit_bad_time");
    home.lh(&["audit", "--since", "2999-01-01"])
        .matches("audit_none");
    let batch = trashed["batch"].as_str().unwrap();
    home.lh(&["undo", &batch[..18]]).matches("undo");
    home.lh(&["show", "Plan"]).ok();
    home.lh(&["undo", "01234567"])
        .matches("undo_unknown_prefix");
    home.lh(&["undo", "01a1fcfc-82d3-71d2-8000-000000000000"])
        .matches("undo_unknown");
    home.lh_reading("changed since", &["edit", "Plan", "--from", "-"])
        .ok();
    home.lh(&["undo", made["batch"].as_str().unwrap()])
        .matches("undo_refused");
}
