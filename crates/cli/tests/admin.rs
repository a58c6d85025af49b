//! The library, its keys, settings, jobs and the API on the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

#[test]
fn init_makes_a_library_once() {
    let home = Home::bare();
    home.lh(&["info"]).matches("no_library");
    home.lh(&["init"]).matches("init");
    home.lh(&["init"]).matches("init_again");
    home.lh(&["init", "other.longhand", "--empty", "--json"])
        .matches("init_json");
    home.lh(&["info"]).matches("info");
    home.lh(&["info", "--json"]).matches("info_json");
}

#[test]
fn the_library_lies_in_the_data_folder_unless_it_is_named() {
    let home = Home::bare();
    let mut command = home.command(&["init", "--empty", "--json"]);
    let output = command.env_remove("LONGHAND_LIBRARY").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let made: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let path = made["path"].as_str().unwrap();
    assert!(path.starts_with(home.path("").to_str().unwrap()), "{path}");
    assert!(path.ends_with("library.longhand"), "{path}");
    home.lh(&["--library", path, "info"]).ok();
    home.lh(&["info", "--library", path]).ok();
}

#[test]
fn stats_and_doctor_tell_how_the_library_is() {
    let home = Home::new();
    home.lh_reading("# Plan\n\nwords", &["new", "-"]).ok();
    let stats = home.json(&["stats"]);
    assert!(stats["fileBytes"].as_u64().unwrap() > 0);
    assert!(
        home.lh(&["stats"])
            .ok()
            .out
            .contains("The library file has")
    );
    home.lh(&["doctor"]).ok().matches("doctor");
    home.lh(&["doctor", "--repair", "--json"]).ok().json();
}

#[test]
fn what_is_not_a_library_is_named_as_that() {
    let home = Home::bare();
    home.write(
        "notes.longhand",
        "just a text, and long enough to be looked into by a database",
    );
    home.lh(&["info"]).matches("not_a_library");
    home.lh(&["stats", "--json"]).ends(1).json();
}

#[test]
fn keys_are_made_listed_and_revoked() {
    let home = Home::new();
    home.lh(&["category", "new", "Blog"]).ok();
    home.lh(&["key", "ls"]).matches("key_ls_none");
    home.lh(&["key", "create", "Script"]).matches("key_create");
    home.lh(&[
        "key",
        "create",
        "Blog",
        "--access",
        "write",
        "--category",
        "Blog",
        "--expires",
        "2999-01-01",
        "--json",
    ])
    .matches("key_create_json");
    home.lh(&["key", "create", "x", "--expires", "soon"])
        .matches("key_create_bad_time");
    home.lh(&["key", "create", "x", "--category", "Nowhere"])
        .matches("key_create_bad_category");
    home.lh(&["key", "ls"]).matches("key_ls");
    home.lh(&["key", "revoke", "Script"]).matches("key_revoke");
    home.lh(&["key", "revoke", "Nothing"])
        .matches("key_revoke_unknown");
}

#[test]
fn settings_are_read_changed_and_reset() {
    let home = Home::new();
    home.lh(&["settings", "get"]).matches("settings_get");
    home.lh(&["settings", "get", "editor.fontSize"])
        .matches("settings_get_one");
    home.lh(&["settings", "get", "editor.font"])
        .matches("settings_get_unknown");
    home.lh(&["settings", "set", "theme", "dark"])
        .matches("settings_set");
    home.lh(&["settings", "set", "editor.fontSize", "16"]).ok();
    home.lh(&["settings", "set", "editor.vimMode", "on"]).ok();
    home.lh(&["settings", "get", "editor"])
        .matches("settings_get_group");
    home.lh(&["settings", "set", "theme", "purple"])
        .matches("settings_set_bad_word");
    home.lh(&["settings", "set", "editor.fontSize", "99"])
        .matches("settings_set_out_of_range");
    home.lh(&["settings", "set", "editor.vimMode", "maybe"])
        .matches("settings_set_no_switch");
    home.lh(&["settings", "set", "editor", "x"])
        .matches("settings_set_group");
    home.lh(&["settings", "reset", "editor"]).ok();
    assert_eq!(home.lh(&["settings", "get", "editor.fontSize"]).out, "14\n");
    home.lh(&["settings", "reset", "nothing"])
        .matches("settings_reset_unknown");
}

#[test]
fn jobs_are_listed_and_shown() {
    let home = Home::new();
    home.lh(&["job", "ls"]).matches("job_ls_none");
    home.write("a.md", "# A");
    home.lh(&["import", "a.md"]).ok();
    home.lh(&["job", "ls"]).matches("job_ls");
    let id = home.json(&["job", "ls"])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    home.lh(&["job", "show", &id]).matches("job_show");
    home.lh(&["job", "show", "nothing"])
        .matches("job_show_unknown");
    home.lh(&["job", "cancel", &id]).matches("job_cancel_ended");
    home.lh(&["job", "cancel", "nothing"])
        .matches("job_cancel_unknown");
    home.lh(&["job", "resume", &id])
        .matches("job_resume_completed");
}

#[test]
fn a_job_that_failed_is_resumed() {
    let home = Home::new();
    home.write("a.md", "# A");
    home.lh(&["backup", "create", "b.zip"]).ok();
    let bytes = home.read("b.zip");
    home.write("b.zip", "broken");
    let failed = home.lh(&["backup", "verify", "b.zip"]).ends(1);
    assert!(failed.err.contains("lh job resume"), "{failed}");
    let id = home.json(&["job", "ls"])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    home.lh(&["job", "show", &id]).matches("job_show_failed");
    home.lh(&["job", "resume", &id]).ends(1);
    home.write("b.zip", bytes);
    home.lh(&["job", "resume", &id]).matches("job_resume");
    assert_eq!(home.json(&["job", "show", &id])["state"], "completed");
}

#[test]
fn room_is_given_back() {
    let home = Home::new();
    home.lh_reading(
        &"many words ".repeat(100_000),
        &["new", "-", "--title", "Long"],
    )
    .ok();
    home.lh(&["trash", "Long"]).ok();
    home.lh(&["trash", "--empty", "--yes"]).ok();
    home.lh(&["compact"]).matches("compact");
    let again = home.json(&["compact"]);
    assert_eq!(again["before"], again["after"]);
}

#[test]
fn call_runs_any_command() {
    let home = Home::new();
    home.lh(&["call", "library.counts"]).matches("call");
    home.lh_reading("{\"title\":\"Called\"}", &["call", "document.create", "-"])
        .ok();
    home.lh(&["show", "Called"]).ok();
    home.lh(&["call", "library.count"]).matches("call_unknown");
    home.lh(&["call", "nothing"]).matches("call_unknown_noun");
    home.lh(&["call", "document.get", "{\"id\":1}"])
        .matches("call_bad_request");
    home.lh(&["call", "document.get", "{id}"])
        .matches("call_bad_json");
    home.write("a.md", "# A");
    let path = home.path("a.md").display().to_string();
    let request = serde_json::json!({ "sources": [path] }).to_string();
    let job = home.lh(&["call", "import.run", &request]).ok().json();
    assert_eq!(job["state"], "completed");
}

#[test]
fn the_queue_fills_and_the_api_describes_itself() {
    let home = Home::new();
    home.lh(&["queue", "ls"]).matches("queue_ls_none");
    home.lh(&["new", "--title", "Plan"]).ok();
    home.lh(&["queue", "ls"]).matches("queue_ls");
    home.lh(&["queue", "ls", "--limit", "0"]).ends(2);
    let described = home.lh(&["openapi"]).ok().json();
    assert_eq!(described["openapi"], "3.1.0");
    assert!(described["paths"]["/v1/rpc/document.save"].is_object());
}
