//! What a person does in the first week, from import to a verified backup.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

#[test]
fn import_search_edit_history_revert_backup_verify() {
    let home = Home::bare();
    home.lh(&["init", "--empty"]).ok();
    home.write(
        "vault/Garden.md",
        "---\ntags: [outdoors]\n---\n# Garden\n\nTomatoes like [[Compost]].\n",
    );
    home.write(
        "vault/soil/Compost.md",
        "# Compost\n\nLeaves and peelings. ![](img/heap.png)\n",
    );
    home.write("vault/soil/img/heap.png", b"\x89PNG\r\n\x1a\n picture");
    home.write("vault/日記.md", "# 日記\n\n今日はトマトを植えた。\n");
    let outcome = home.json(&["import", "vault"]);
    assert_eq!(
        (&outcome["created"], &outcome["attachments"]),
        (&3.into(), &1.into())
    );

    for (query, title) in [
        ("peelings", "Compost"),
        ("トマト", "日記"),
        ("植", "日記"),
        ("tag:outdoors", "Garden"),
        ("omato", "Garden"),
    ] {
        let found = home.json(&["search", query]);
        assert_eq!(found["hits"][0]["document"]["title"], title, "{query}");
    }
    assert!(home.lh(&["links", "Compost"]).ok().out.contains("Garden"));

    home.lh(&["rename", "Compost", "Compost heap"]).ok();
    assert!(
        home.lh(&["show", "Garden"])
            .ok()
            .out
            .contains("[[Compost heap]]")
    );

    let text = home
        .lh(&["show", "Garden"])
        .ok()
        .out
        .replace("Tomatoes", "Potatoes");
    home.lh_reading(&text, &["edit", "Garden", "--from", "-"])
        .ok();
    assert_eq!(
        home.json(&["search", "potatoes"])["hits"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let history = home.json(&["history", "Garden"]);
    let versions = history["items"].as_array().unwrap();
    assert!(versions.len() >= 2, "{versions:?}");
    assert_eq!(versions.last().unwrap()["origin"], "imported");

    home.lh(&["revert", "Garden", "0"]).ok();
    assert!(
        home.lh(&["show", "Garden"])
            .ok()
            .out
            .contains("Tomatoes like [[Compost]]")
    );
    assert_eq!(
        home.lh(&["ls", "--query", "in:history potatoes"]).ok().code,
        0
    );

    let other = moved(&home);
    home.lh(&["undo", outcome["batch"].as_str().unwrap()]).ok();
    assert_eq!(home.json(&["info"])["counts"]["documents"], 0);
    home.lh(&["doctor"]).ok();
    other.lh(&["doctor"]).ok();
}

/// Brings the library to another home by a backup.
fn moved(home: &Home) -> Home {
    home.lh(&["backup", "create", "garden.zip"]).ok();
    home.lh(&["backup", "verify", "garden.zip"]).ok();
    let other = Home::new();
    std::fs::copy(home.path("garden.zip"), other.path("garden.zip")).unwrap();
    other.lh(&["backup", "restore", "garden.zip"]).ok();
    for title in ["Garden", "Compost heap", "日記"] {
        assert_eq!(
            other.lh(&["show", title]).ok().out,
            home.lh(&["show", title]).ok().out
        );
    }
    other
        .lh(&["attachments", "get", "heap.png", "--out", "copy.png"])
        .ok();
    assert_eq!(other.read("copy.png"), home.read("vault/soil/img/heap.png"));
    other
}
