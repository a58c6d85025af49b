//! The window's closed doors: what its configuration grants, and how it refuses to start.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("the file is part of the checkout")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).expect("the file is JSON")
}

#[test]
fn the_content_policy_names_no_other_host_and_runs_no_inline_script() {
    let config = json("tauri.conf.json");
    let policy = config
        .pointer("/app/security/csp")
        .and_then(Value::as_object)
        .unwrap();
    let ours = [
        "'self'",
        "'none'",
        "'unsafe-inline'",
        "longhand-asset:",
        "http://longhand-asset.localhost",
        "ipc:",
        "http://ipc.localhost",
        "blob:",
        "data:",
    ];
    for (directive, sources) in policy {
        for source in sources.as_str().unwrap().split(' ') {
            assert!(ours.contains(&source), "{directive} allows {source}");
        }
    }
    assert_eq!(policy["default-src"], "'self'");
    assert_eq!(policy["script-src"], "'self'");
    for closed in ["object-src", "base-uri", "form-action"] {
        assert_eq!(policy[closed], "'none'", "{closed}");
    }
    // Tauri may add hashes to every directive but this one, where a hash would switch off
    // 'unsafe-inline' and with it the styles that the editor writes while it runs.
    let untouched = config
        .pointer("/app/security/dangerousDisableAssetCspModification")
        .unwrap();
    assert_eq!(untouched, &serde_json::json!(["style-src"]));
    assert_eq!(config.pointer("/app/withGlobalTauri").unwrap(), false);
}

#[test]
fn the_one_capability_grants_our_commands_and_listening() {
    let config = json("tauri.conf.json");
    assert_eq!(
        config.pointer("/app/security/capabilities").unwrap(),
        &serde_json::json!(["main"])
    );
    let files: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
    assert_eq!(files, ["main.json"]);
    let capability = json("src-tauri/capabilities/main.json");
    assert!(capability.get("remote").is_none());
    assert_eq!(
        capability["permissions"],
        serde_json::json!([
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "library",
            "files",
            "window"
        ])
    );
}

#[test]
fn links_of_one_scheme_and_markdown_files_lead_to_the_program() {
    let config = json("tauri.conf.json");
    assert_eq!(
        config
            .pointer("/plugins/deep-link/desktop/schemes")
            .unwrap(),
        &serde_json::json!(["longhand"])
    );
    let files = config.pointer("/bundle/fileAssociations/0").unwrap();
    assert_eq!(
        files["ext"],
        serde_json::json!(["md", "markdown", "mdown", "mdx"])
    );
    // Whoever has another editor for these files keeps it.
    assert_eq!(files["rank"], "Alternate");
}

#[test]
fn every_command_of_the_shell_is_granted_by_name() {
    let source = read("src-tauri/src/main.rs");
    let handled: BTreeSet<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("commands::"))
        .map(|name| name.trim_end_matches(','))
        .collect();
    let permissions = read("src-tauri/permissions/shell.toml");
    let granted: BTreeSet<&str> = permissions
        .lines()
        .filter_map(|line| line.strip_prefix("commands.allow = "))
        .flat_map(|list| list.split('"').skip(1).step_by(2))
        .collect();
    assert_eq!(handled, granted);
    assert!(handled.contains("rpc"));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_the_program_says_what_to_do_instead() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the program under test is another process"
    )]
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_longhand"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("no display"), "{said}");
    assert!(said.contains("lh serve"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
