//! Dispatch: names, access, reach, errors, threads; and the description that is made of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeSet;

use longhand_api::model::{Access, KeyScope};
use longhand_api::{
    ApiError, COMMANDS, Caller, ErrorCode, Nothing, Reach, authenticate, call, dispatch,
    dispatch_blocking, document, library, openapi,
};
use serde_json::{Value, json};
use support::Library;

fn script(access: Access, tags: &[&str]) -> Caller {
    Caller {
        access,
        scope: Some(KeyScope {
            access,
            categories: Vec::new(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        }),
        ..Caller::command_line()
    }
}

fn code(outcome: Result<Value, ApiError>) -> ErrorCode {
    outcome.unwrap_err().code
}

#[test]
fn names_are_unique_and_made_of_a_noun_and_a_verb() {
    let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
    for name in names {
        let (noun, verb) = name.split_once('.').unwrap();
        let plain = |word: &str| !word.is_empty() && word.chars().all(char::is_alphabetic);
        assert!(plain(noun) && plain(verb), "{name}");
    }
}

#[test]
fn an_unknown_command_and_an_unreadable_request_say_so() {
    let library = Library::new();
    let run = |name: &str, request| dispatch_blocking(&library.app, &library.person, name, request);
    assert_eq!(
        code(run("document.explode", json!({}))),
        ErrorCode::NotFound
    );
    for request in [json!([]), json!("x"), json!({ "id": 7 }), json!({})] {
        let error = run("document.get", request).unwrap_err();
        assert_eq!(error.code, ErrorCode::Invalid);
        assert!(error.message.contains("document.get"), "{error}");
    }
    let misspelt = run("document.create", json!({ "tittle": "T" })).unwrap_err();
    assert!(misspelt.message.contains("tittle"), "{misspelt}");
    assert!(run("library.info", Value::Null).is_ok());
}

#[test]
fn a_caller_with_less_access_than_a_command_needs_is_refused_whatever_it_asks() {
    let library = Library::new();
    let levels = [Access::Read, Access::Propose, Access::Write, Access::Admin];
    for command in COMMANDS {
        for access in levels.into_iter().filter(|access| *access < command.access) {
            let caller = script(access, &[]);
            let refused = dispatch_blocking(&library.app, &caller, command.name, json!({}));
            if command.is_proposed_by(&caller) {
                assert_ne!(code(refused), ErrorCode::Forbidden, "{}", command.name);
            } else {
                let code = code(refused);
                assert_eq!(
                    code,
                    ErrorCode::Forbidden,
                    "{} with {access:?}",
                    command.name
                );
            }
        }
    }
}

#[test]
fn the_commands_that_can_be_proposed_are_those_that_write_documents() {
    let proposed: Vec<&str> = COMMANDS
        .iter()
        .filter(|command| command.can_be_proposed)
        .map(|command| command.name)
        .collect();
    // docs/api.md lists them.
    let expected = ["create", "save", "update", "trash", "toggleTask"];
    assert_eq!(proposed, expected.map(|verb| format!("document.{verb}")));
    let library = Library::new();
    let caller = script(Access::Propose, &[]);
    let request = json!({ "ids": [library.id("trashed")] });
    let restored = dispatch_blocking(&library.app, &caller, "document.restore", request);
    let refused = restored.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
    assert!(refused.message.contains("cannot be proposed"), "{refused}");
}

#[test]
fn a_limited_key_is_refused_every_command_that_reaches_the_whole_library() {
    let library = Library::new();
    let caller = script(Access::Admin, &["idea"]);
    for command in COMMANDS
        .iter()
        .filter(|command| command.reach == Reach::Library)
    {
        let refused = dispatch_blocking(&library.app, &caller, command.name, json!({}));
        assert_eq!(code(refused), ErrorCode::Forbidden, "{}", command.name);
    }
}

#[test]
fn the_commands_open_to_limited_keys_are_those_that_look_at_documents_one_by_one() {
    let open: Vec<&str> = COMMANDS
        .iter()
        .filter(|command| command.reach == Reach::Documents)
        .map(|command| command.name)
        .collect();
    // Each of these is tried with a limited key in core's scope tests; a new one belongs there too.
    insta::assert_json_snapshot!("open-to-limited-keys", open);
}

#[test]
fn a_limited_key_sees_a_document_by_id_only_inside_its_filter() {
    let library = Library::new();
    let caller = script(Access::Read, &["idea"]);
    let get = |name: &str| {
        let request = json!({ "id": library.id(name) });
        dispatch_blocking(&library.app, &caller, "document.get", request)
    };
    assert!(get("plan").is_ok());
    assert_eq!(code(get("diary")), ErrorCode::NotFound);
}

#[test]
fn an_internal_cause_is_logged_under_a_reference_and_never_shown() {
    let error = ApiError::internal("the secret detail", "request-7");
    assert_eq!(error.code, ErrorCode::Internal);
    assert_eq!(error.reference.as_deref(), Some("request-7"));
    let shown = serde_json::to_string(&error).unwrap();
    assert!(!shown.contains("secret detail"), "{shown}");
}

#[test]
fn every_error_code_is_documented() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors.md");
    let text = std::fs::read_to_string(path).unwrap();
    let documented: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let codes: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(documented, codes);
    for code in ErrorCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), json!(code.as_str()));
    }
}

#[test]
fn a_typed_call_goes_the_same_way() {
    let library = Library::new();
    let about = call::<library::About>(&library.app, &library.person, Nothing {}).unwrap();
    assert_eq!(about.name, "Longhand");
    let key = script(Access::Read, &[]);
    let request = document::DocumentsRequest { ids: Vec::new() };
    let refused = call::<document::Trash>(&library.app, &key, request).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn commands_and_keys_are_served_off_the_async_threads() {
    let library = tokio::task::spawn_blocking(Library::new).await.unwrap();
    let info = dispatch(&library.app, &library.person, "library.info", json!({})).await;
    assert_eq!(info.unwrap()["name"], "notes");
    let new = json!({ "name": "n", "scope": { "access": "write" } });
    let made = dispatch(&library.app, &library.person, "key.create", new)
        .await
        .unwrap();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let key = authenticate(&library.app, secret).await.unwrap();
    assert_eq!(key.scope.access, Access::Write);
    let wrong = authenticate(&library.app, "lh_wrong".to_owned())
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ErrorCode::Unauthorized);
}

#[test]
fn the_description_holds_every_command_and_every_type_it_names() {
    let description = openapi();
    assert_eq!(description["openapi"], "3.1.0");
    for command in COMMANDS {
        let path = format!("/v1/rpc/{}", command.name);
        let operation = &description["paths"][&path]["post"];
        assert_eq!(operation["operationId"], command.name);
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|summary| summary.ends_with('.'))
        );
    }
    let mut references = BTreeSet::new();
    collect(&description, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(
            description.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
}

fn collect(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                into.insert(reference.clone());
            }
            fields.values().for_each(|value| collect(value, into));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
