//! Categories, tags and links on the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

fn furnished() -> Home {
    let home = Home::new();
    home.lh_reading(
        "# Plan\n\nSee [[Ideas]], [[Missing]] and [web](https://example.org).\n",
        &[
            "new",
            "-",
            "--category",
            "Work/2026",
            "--tag",
            "home",
            "--tag",
            "todo",
        ],
    )
    .ok();
    home.lh_reading(
        "# Ideas\n\nPlan is a word here.\n",
        &["new", "-", "--tag", "to-do"],
    )
    .ok();
    home
}

#[test]
fn categories_are_made_listed_changed_moved_and_removed() {
    let home = furnished();
    home.lh(&[
        "category",
        "new",
        "Archive/Old",
        "--color",
        "#3a56c5",
        "--description",
        "done",
    ])
    .matches("category_new");
    home.lh(&["category", "new", "archive/old"])
        .matches("category_new_again");
    home.lh(&["category", "new", "Red", "--color", "red"])
        .matches("category_bad_colour");
    home.lh(&["category", "ls"]).matches("category_ls");
    home.lh(&["category", "ls", "--json"])
        .matches("category_ls_json");
    home.lh(&[
        "category", "edit", "2026", "--name", "2027", "--color", "#000000",
    ])
    .matches("category_edit");
    home.lh(&["category", "edit", "2027"])
        .matches("category_edit_nothing");
    home.lh(&["category", "edit", "Nowhere", "--name", "x"])
        .matches("category_unknown");
    home.lh(&["category", "mv", "Work/2027", "--to", "Archive"])
        .matches("category_mv");
    home.lh(&["category", "mv", "Archive", "--to", "Archive/2027"])
        .matches("category_mv_into_itself");
    home.lh(&["category", "mv", "Archive/2027", "--top"])
        .matches("category_mv_top");
    home.lh(&["category", "rm", "2027"]).matches("category_rm");
    home.lh(&["category", "rm", "2027"])
        .matches("category_rm_unknown");
    Home::new()
        .lh(&["category", "ls"])
        .matches("category_ls_none");
}

#[test]
fn a_name_that_several_categories_have_needs_its_path() {
    let home = Home::new();
    home.lh(&["category", "new", "A/Notes"]).ok();
    home.lh(&["category", "new", "B/Notes"]).ok();
    home.lh(&["ls", "--category", "Notes"])
        .matches("category_ambiguous");
    home.lh(&["ls", "--category", "b/notes"]).ok();
}

#[test]
fn tags_are_listed_renamed_merged_changed_and_removed() {
    let home = furnished();
    home.lh(&["tags", "ls"]).matches("tags_ls");
    home.lh(&["tags", "rename", "home", "house"])
        .matches("tags_rename");
    home.lh(&["tags", "rename", "home", "x"])
        .matches("tags_rename_unknown");
    home.lh(&["tags", "merge", "#todo", "--into", "to-do"])
        .matches("tags_merge");
    home.lh(&["tags", "merge", "to-do", "--into", "to-do"])
        .matches("tags_merge_itself");
    home.lh(&["tags", "merge", "nothing", "--into", "to-do"])
        .matches("tags_merge_unknown");
    home.lh(&[
        "tags",
        "edit",
        "to-do",
        "--color",
        "#ff0000",
        "--description",
        "left to do",
    ])
    .matches("tags_edit");
    home.lh(&["tags", "edit", "to-do"])
        .matches("tags_edit_nothing");
    home.lh(&["tags", "ls", "to"]).matches("tags_ls_prefix");
    home.lh(&["tags", "rm", "to-do"]).matches("tags_rm");
    home.lh(&["tags", "rm", "to-do"]).matches("tags_rm_unknown");
    Home::new().lh(&["tags", "ls"]).matches("tags_ls_none");
}

#[test]
fn links_are_shown_both_ways() {
    let home = furnished();
    home.lh(&["links", "Plan"]).matches("links_out");
    home.lh(&["links", "Ideas"]).matches("links_in");
    home.lh(&["new", "--title", "Alone"]).ok();
    home.lh(&["links", "Alone"]).matches("links_none");
    home.lh(&["links", "Nothing"]).matches("links_unknown");
}

#[test]
fn searches_are_saved_run_changed_and_deleted() {
    let home = furnished();
    home.lh(&["searches", "ls"]).matches("searches_ls_none");
    home.lh(&["searches", "save", "To do", "tag:todo", "OR", "tag:to-do"])
        .matches("searches_save");
    home.lh(&["searches", "save", "Broken", "\"open"])
        .matches("searches_save_unreadable");
    home.lh(&["searches", "ls"]).matches("searches_ls");
    home.lh(&["searches", "run", "to do"])
        .matches("searches_run");
    home.lh(&["searches", "save", "to do", "tag:todo"])
        .matches("searches_save_again");
    let kept = home.json(&["searches", "ls"])["items"].clone();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["query"], "tag:todo");
    home.lh(&["searches", "run", "Nothing"])
        .matches("searches_run_unknown");
    let batch = home.json(&["searches", "rm", "To do"])["batch"].clone();
    home.lh(&["searches", "run", "to do"]).ends(1);
    home.lh(&["undo", batch.as_str().unwrap()]).ok();
    home.lh(&["searches", "rm", "to do"]).matches("searches_rm");
}
