//! The OpenAPI 3.1 description of every command, made from their types.
//!
//! Describes `POST /v1/rpc/{name}` and the event stream; the byte routes of the server (attachments,
//! uploads, health) are described by hand in docs/api.md.

use longhand_core::proposal::Proposed;
use longhand_model::{Access, Event};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::command::{CommandInfo, Reach};
use crate::error::ApiError;

/// Returns the description: one path a command, one component a type, errors and events included.
pub fn openapi() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let error = reference::<ApiError>(&mut generator);
    let event = reference::<Event>(&mut generator);
    let proposed = reference::<Proposed>(&mut generator);
    let mut paths = Map::new();
    for command in crate::COMMANDS {
        let path = format!("/v1/rpc/{}", command.name);
        paths.insert(
            path,
            json!({ "post": operation(command, &mut generator, &error, &proposed) }),
        );
    }
    paths.insert("/v1/events".to_owned(), event_stream(&event));
    let schemas: Map<String, Value> = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Longhand",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Every command of a Longhand library, as `lh serve` offers it on the loopback interface.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "http://127.0.0.1:7717" }],
        "security": [{ "key": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer", "description": "An API key, `lh_…`." },
                "session": { "type": "apiKey", "in": "cookie", "name": "longhand_session_7717" },
            },
            "schemas": schemas,
        },
    })
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn operation(
    command: &CommandInfo,
    generator: &mut SchemaGenerator,
    error: &Value,
    proposed: &Value,
) -> Value {
    let request = (command.request)(generator).to_value();
    let output = (command.output)(generator).to_value();
    let noun = command.name.split('.').next().unwrap_or(command.name);
    let mut responses = Map::new();
    responses.insert("200".to_owned(), response("Done.", &output));
    if command.can_be_proposed {
        let recorded = response("Recorded for review: the key may only propose.", proposed);
        responses.insert("202".to_owned(), recorded);
    }
    responses.insert(
        "default".to_owned(),
        response("Not done; the code says why.", error),
    );
    json!({
        "operationId": command.name,
        "tags": [noun],
        "summary": command.summary,
        "description": description(command),
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": request } },
        },
        "responses": responses,
    })
}

fn response(description: &str, schema: &Value) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": schema } },
    })
}

fn description(command: &CommandInfo) -> String {
    let access = match command.access {
        Access::Read => "Needs `read` access",
        Access::Propose => "Needs `propose` access",
        Access::Write => "Needs `write` access",
        Access::Admin => "Needs `admin` access",
    };
    let reach = match command.reach {
        Reach::Documents => "a key with a filter reaches only its documents",
        Reach::Library => "refused to a key with a filter",
    };
    let review = if command.can_be_proposed {
        "; with `propose` access it is recorded for review"
    } else {
        ""
    };
    format!("{access}{review}; {reach}.")
}

fn event_stream(event: &Value) -> Value {
    json!({
        "get": {
            "operationId": "events",
            "tags": ["events"],
            "summary": "Streams events as server-sent events: hints that something changed.",
            "responses": {
                "200": {
                    "description": "One JSON object in each `data:` line.",
                    "content": { "text/event-stream": { "schema": event } },
                },
            },
        },
    })
}
