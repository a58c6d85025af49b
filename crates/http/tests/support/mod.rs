//! A server on a library of its own, asked in this process or over a real socket.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test program uses a part of what is shared, and a test that cannot go on fails"
)]

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode};
use longhand_api::model::{Access, CategoryId, KeyScope, NewApiKey, NewDocument};
use longhand_api::{
    App, AppOptions, Background, Caller, Create, FirstContent, call, category, document, key,
};
use longhand_http::{Limits, Server};
use longhand_testkit::{FixedClock, fixed_sources};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The name that requests call the server by.
pub const HOST: &str = "127.0.0.1:7717";

/// A server and the folder of its library.
pub struct World {
    pub server: Server,
    pub app: App,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
}

/// What a server answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Limits that no test meets by chance.
pub fn generous() -> Limits {
    Limits {
        sign_ins_per_minute: NonZeroU32::new(10_000).unwrap(),
        ..Limits::default()
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(generous())
    }

    pub fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = AppOptions {
            create: Create::IfMissing,
            first: FirstContent::Empty,
            background: Background::Off,
            ..AppOptions::new(folder.path().join("test.longhand"))
        };
        let (sources, clock) = fixed_sources(1);
        let app = App::open(options, sources).unwrap();
        let server = Server::new(app.clone(), HOST.parse().unwrap(), limits);
        Self {
            server,
            app,
            clock,
            folder,
        }
    }

    /// Makes a key and returns its secret.
    pub fn key(&self, access: Access) -> String {
        self.limited_key(access, Vec::new())
    }

    /// Makes a key for some categories and returns its secret.
    pub fn limited_key(&self, access: Access, categories: Vec<CategoryId>) -> String {
        let new = NewApiKey {
            name: format!("{access:?}"),
            scope: KeyScope {
                access,
                categories,
                tags: Vec::new(),
            },
            expires_at: None,
        };
        call::<key::Create>(&self.app, &Caller::command_line(), new)
            .unwrap()
            .secret
    }

    /// Makes a document and returns its id.
    pub fn document(&self, text: &str, category: Option<CategoryId>) -> String {
        let request = document::CreateRequest {
            document: NewDocument {
                text: text.to_owned(),
                category,
                ..NewDocument::default()
            },
            from: None,
        };
        let created = call::<document::Create>(&self.app, &Caller::command_line(), request);
        created.unwrap().document.summary.id.to_string()
    }

    /// Makes a category.
    pub fn category(&self, name: &str) -> CategoryId {
        let new = longhand_api::model::NewCategory {
            name: name.to_owned(),
            ..Default::default()
        };
        let made = call::<category::Create>(&self.app, &Caller::command_line(), new);
        made.unwrap().category.id
    }

    /// Signs a browser in and returns its cookie.
    pub async fn cookie(&self) -> String {
        let link = self.server.link();
        let token = link.split_once("#token=").unwrap().1.to_owned();
        let body = json!({ "token": token }).to_string();
        let request = post("/v1/session", body).body_of_json();
        let answer = self.ask(request).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        let cookie = answer.header("set-cookie").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
            "{cookie}"
        );
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Asks through all guards.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        answer(self.server.router().oneshot(request).await.unwrap()).await
    }

    /// Runs a command with a key.
    pub async fn rpc(&self, secret: &str, command: &str, request: &Value) -> Answer {
        let request = post(&format!("/v1/rpc/{command}"), request.to_string())
            .header("authorization", format!("Bearer {secret}"))
            .body_of_json();
        self.ask(request).await
    }
}

/// Collects an answer.
pub async fn answer(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap()
            .to_vec(),
    }
}

/// A request on its way.
pub struct Draft {
    builder: axum::http::request::Builder,
    body: Body,
}

/// Begins a request with a body.
pub fn post(path: &str, body: impl Into<Body>) -> Draft {
    Draft {
        builder: Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("host", HOST),
        body: body.into(),
    }
}

/// Begins a request without a body.
pub fn get(path: &str) -> Draft {
    Draft {
        builder: Request::builder().uri(path).header("host", HOST),
        body: Body::empty(),
    }
}

impl Draft {
    pub fn method(mut self, method: Method) -> Self {
        self.builder = self.builder.method(method);
        self
    }

    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.builder = self.builder.header(name, value.as_ref());
        self
    }

    pub fn body_of_json(self) -> Request<Body> {
        self.header("content-type", "application/json").done()
    }

    pub fn done(self) -> Request<Body> {
        self.builder.body(self.body).unwrap()
    }
}
