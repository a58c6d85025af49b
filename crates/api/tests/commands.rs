//! What every command answers when it works, and when it does not: two snapshots each.
//!
//! A command without its two requests here fails `every_command_has_its_two_snapshots`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test that cannot go on fails; the requests are one table"
)]

mod support;

use longhand_api::core::job::Jobs;
use longhand_api::{COMMANDS, dispatch_blocking};
use serde_json::{Value, json};
use support::Library;

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// The request that works and the one that does not.
fn requests(library: &Library, command: &str) -> Option<(Value, Value)> {
    let id = |name: &str| library.id(name);
    let of = |name: &str| json!({ "id": id(name) });
    let nobody = json!({ "id": NOBODY });
    let nothing = json!({});
    let unknown_field = json!({ "wrong": 1 });
    Some(match command {
        "app.about" | "library.info" | "library.counts" | "library.stats" | "library.compact"
        | "trash.empty" | "category.list" | "savedSearch.list" | "template.list"
        | "settings.get" | "key.list" | "job.list" | "conflict.list" | "proposal.list" => {
            (nothing, unknown_field)
        }
        "library.doctor" => (nothing, json!({ "repair": "yes" })),
        "document.list" => (
            json!({ "scope": { "kind": "category", "id": id("work") }, "sort": "title" }),
            json!({ "cursor": "not a cursor" }),
        ),
        "document.get" | "document.links" | "document.duplicate" => (of("plan"), nobody),
        "document.graph" => (
            json!({ "center": id("notes"), "depth": 2 }),
            json!({ "center": NOBODY }),
        ),
        "document.find" => (
            json!({ "reference": "plan" }),
            json!({ "reference": "no such title" }),
        ),
        "document.create" => (
            json!({ "text": "# New\n\nText.\n", "category": id("work"), "tags": ["#New"] }),
            json!({ "title": " \t" }),
        ),
        "document.save" => (
            json!({ "id": id("plan"), "text": "# Plan\n\nChanged.\n", "baseHash": library.hash("plan"), "kind": "explicit" }),
            json!({ "id": id("trashed"), "text": "", "baseHash": library.hash("trashed") }),
        ),
        "document.update" => (
            json!({ "ids": [id("plan")], "patch": { "title": "New plan", "addTags": ["later"] } }),
            json!({ "ids": [id("plan"), id("notes")], "patch": { "title": "One for two" } }),
        ),
        "document.trash" => (json!({ "ids": [id("plan")] }), json!({ "ids": [] })),
        "document.restore" => (
            json!({ "ids": [id("trashed")] }),
            json!({ "ids": [NOBODY] }),
        ),
        "document.purge" => (
            json!({ "ids": [id("trashed")] }),
            json!({ "ids": [id("plan")] }),
        ),
        "document.complete" => (json!({ "prefix": "pl" }), nothing),
        "document.resolve" => (
            json!({ "from": id("notes"), "target": "Plan" }),
            json!({ "from": NOBODY, "target": "Plan" }),
        ),
        "document.toggleTask" => (
            json!({ "id": id("plan"), "line": 5, "baseHash": library.hash("plan") }),
            json!({ "id": id("plan"), "line": 5, "baseHash": library.hash("notes") }),
        ),
        "preview.render" => (
            json!({ "document": id("plan"), "text": "---\ntitle: T\n---\n# Plan\n\n![](photo.png) [[Notes]] [[Nowhere]] ![](https://example.org/a.png)\n" }),
            json!({ "text": "x".repeat(10 * 1024 * 1024 + 1) }),
        ),
        "history.list" => (
            json!({ "document": id("plan") }),
            json!({ "document": NOBODY }),
        ),
        "history.get" | "history.restore" => (
            json!({ "version": id("version-0") }),
            json!({ "version": NOBODY }),
        ),
        "history.diff" => (
            json!({ "document": id("plan"), "from": id("version-0") }),
            json!({ "document": id("notes"), "from": id("version-0") }),
        ),
        "history.name" => (
            json!({ "version": id("version-0"), "name": "The first" }),
            json!({ "version": id("version-0"), "name": "" }),
        ),
        "category.create" => (
            json!({ "name": "New", "parent": id("work"), "icon": "book" }),
            json!({ "name": "New", "color": "red" }),
        ),
        "category.update" => (
            json!({ "id": id("plans"), "patch": { "parent": null, "name": "Moved" } }),
            json!({ "id": id("work"), "patch": { "parent": id("plans") } }),
        ),
        "category.delete" => (of("plans"), nobody),
        "tag.list" => (json!({ "prefix": "w" }), json!({ "limit": "many" })),
        "tag.update" => (
            json!({ "id": id("idea"), "patch": { "color": "#112233" } }),
            json!({ "id": NOBODY, "patch": {} }),
        ),
        "tag.rename" => (
            json!({ "id": id("idea"), "name": "thought" }),
            json!({ "id": id("idea"), "name": "#" }),
        ),
        "tag.merge" => (
            json!({ "from": [id("idea")], "into": id("area/work") }),
            json!({ "from": [id("idea")], "into": id("idea") }),
        ),
        "tag.delete" => (of("idea"), nobody),
        "search.query" => (
            json!({ "query": "plan -nowhere" }),
            json!({ "query": "\"open" }),
        ),
        "search.explain" => (
            json!({ "query": "tag:idea (plan OR notes)" }),
            json!({ "query": "plan after:never" }),
        ),
        "savedSearch.create" => (
            json!({ "name": "Mine", "query": "is:pinned" }),
            json!({ "name": "Mine", "query": "/[/" }),
        ),
        "savedSearch.update" => (
            json!({ "id": id("search"), "search": { "name": "Other", "query": "plan" } }),
            json!({ "id": NOBODY, "search": { "name": "Other", "query": "plan" } }),
        ),
        "savedSearch.delete" => (of("search"), nobody),
        "template.render" => (
            json!({ "template": id("template"), "title": "Monday" }),
            json!({ "template": NOBODY }),
        ),
        "activity.list" => (
            json!({ "object": id("plan"), "actor": "person", "kind": "document", "action": "create", "limit": 1 }),
            json!({ "cursor": "x" }),
        ),
        "activity.revert" => {
            let last = library.call("activity.list", json!({ "object": id("trashed") }));
            let batch = last["items"][0]["cause"]["batch"].clone();
            (json!({ "batch": batch }), json!({ "batch": NOBODY }))
        }
        "activity.revertKey" => {
            let key = library.id("agent");
            let caller = library.agent();
            let request = json!({ "ids": [library.id("plan")] });
            dispatch_blocking(&library.app, &caller, "document.trash", request).unwrap();
            (
                json!({ "key": key, "since": "2020-01-01" }),
                json!({ "key": NOBODY }),
            )
        }
        "proposal.get" => (of("change-set"), nobody),
        "proposal.accept" => (
            of("change-set"),
            json!({ "id": id("change-set"), "changes": [NOBODY] }),
        ),
        "proposal.reject" => (
            json!({ "id": id("change-set"), "changes": [id("text-change")] }),
            nobody,
        ),
        "proposal.note" => (
            json!({ "note": "Shorter sentences" }),
            json!({ "note": "x".repeat(501) }),
        ),
        "settings.set" => (
            json!({ "patch": { "editor": { "fontSize": 16 } } }),
            json!({ "patch": { "editor": { "fontSize": 99 } } }),
        ),
        "settings.reset" => (json!({ "group": "editor" }), json!({ "group": "colours" })),
        "import.scan" | "import.run" => {
            let path = library.file("import.md", "# Imported\n\nText.\n");
            (
                json!({ "sources": [path] }),
                json!({ "sources": [path], "into": "nowhere" }),
            )
        }
        "backup.create" => {
            let path = library.file("there", "").with_file_name("new.backup.zip");
            (json!({ "path": path }), nothing)
        }
        "backup.verify" | "backup.restore" => {
            let path = library.file("there", "").with_file_name("old.backup.zip");
            let job = library.call("backup.create", json!({ "path": path, "history": true }));
            Jobs::wait(
                &library.app,
                serde_json::from_value(job["job"].clone()).unwrap(),
            )
            .unwrap();
            (json!({ "path": path }), nothing)
        }
        "attachment.list" => (
            json!({ "document": id("plan") }),
            json!({ "document": NOBODY }),
        ),
        "attachment.add" => (
            json!({ "document": id("notes"), "path": library.file("a.txt", "text") }),
            json!({ "path": library.file("a.txt", "").with_file_name("missing.txt") }),
        ),
        "attachment.browse" => (
            json!({ "listing": "largest", "limit": 1 }),
            json!({ "cursor": "x" }),
        ),
        "attachment.users" => (of("attachment"), nobody),
        "attachment.use" => (
            json!({ "id": id("attachment"), "document": id("notes") }),
            json!({ "id": id("attachment"), "document": NOBODY }),
        ),
        "attachment.delete" => {
            let path = library.file("unused.txt", "nobody wants it");
            let unused = library.call("attachment.add", json!({ "path": path }));
            (
                json!({ "ids": [unused["id"]] }),
                json!({ "ids": [id("attachment")] }),
            )
        }
        "attachment.collect" => (json!({ "delete": true }), json!({ "delete": 1 })),
        "key.create" => (
            json!({ "name": "reader", "scope": { "access": "read", "tags": ["#idea"] } }),
            json!({ "name": "late", "scope": { "access": "read" }, "expiresAt": "2020-01-01" }),
        ),
        "key.revoke" => (of("key"), nobody),
        "job.get" | "job.cancel" => {
            let path = library.file("import.md", "# Imported\n");
            let job = library.call("import.scan", json!({ "sources": [path] }))["job"].clone();
            Jobs::wait(&library.app, serde_json::from_value(job.clone()).unwrap()).unwrap();
            (json!({ "id": job }), nobody)
        }
        "job.resume" => {
            let path = library.file("there", "").with_file_name("late.md");
            let job = library.call("import.run", json!({ "sources": [path] }))["job"].clone();
            Jobs::wait(&library.app, serde_json::from_value(job.clone()).unwrap()).unwrap();
            library.file("late.md", "# Late\n");
            (json!({ "id": job }), nobody)
        }
        "session.link" => (nothing, unknown_field),
        "conflict.get" | "conflict.resolve" => {
            let open = library.call("conflict.list", json!({}));
            let mut request = json!({ "id": open["items"][0]["id"] });
            let mut unknown = nobody;
            if command == "conflict.resolve" {
                request["baseHash"] = library.hash("clashing");
                request["keep"] = json!("both");
                unknown = json!({ "id": request["id"], "baseHash": library.hash("plan"), "keep": "mine" });
            }
            (request, unknown)
        }
        "outbox.list" => (json!({ "limit": 1 }), json!({ "limit": -1 })),
        _unknown => return None,
    })
}

fn answer(library: &Library, command: &str, request: &Value) -> Result<Value, Value> {
    let caller = match command {
        // Only a key that proposes has a change-set to say something of.
        "proposal.note" => library.agent(),
        _ => library.person.clone(),
    };
    dispatch_blocking(&library.app, &caller, command, request.clone())
        .map_err(|error| serde_json::to_value(error).unwrap())
}

fn keep(name: &str, library: &Library, request: Value, answer: Value) {
    let mut request = library.shown(request);
    if let Some(text) = request.pointer_mut("/text")
        && text.as_str().is_some_and(|text| text.len() > 1_000)
    {
        *text = json!("[more than 10 MiB]");
    }
    let mut response = library.shown(answer);
    if name == "preview.render" {
        // Made up anew for each answer.
        response["state"] = json!("[state]");
    }
    let shown = json!({ "request": request, "response": response });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_json_snapshot!(name, shown);
    });
}

#[test]
fn every_command_has_its_two_snapshots() {
    let template = Library::new();
    for (seed, command) in (2..).zip(COMMANDS) {
        let library = template.copy(seed);
        let (works, fails) = requests(&library, command.name)
            .unwrap_or_else(|| panic!("{} has no requests to snapshot", command.name));
        let refused = answer(&library, command.name, &fails)
            .expect_err(&format!("{} was to refuse {fails}", command.name));
        keep(&format!("{}.error", command.name), &library, fails, refused);
        let done = answer(&library, command.name, &works)
            .unwrap_or_else(|error| panic!("{} refused {works}: {error}", command.name));
        keep(command.name, &library, works, done);
    }
}

#[test]
fn no_snapshot_is_left_of_a_command_that_is_gone() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let command = name.trim_end_matches(".snap").trim_end_matches(".error");
        let known =
            COMMANDS.iter().any(|known| known.name == command) || command.starts_with("dispatch__");
        assert!(known, "{name} belongs to no command");
    }
}
