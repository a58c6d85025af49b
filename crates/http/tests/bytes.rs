//! Attachments and uploads: bytes in and out, by range, by hash, harmless.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use axum::http::{Method, StatusCode};
use longhand_api::model::{Access, JobState};
use longhand_http::Limits;
use serde_json::{Value, json};
use support::{Answer, World, generous, get, post};

const PICTURE: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

async fn attach(world: &World, secret: &str, name: &str, bytes: &[u8]) -> Answer {
    let document = world.document("# With a file", None);
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let path = format!("/v1/attachments?document={document}&name={name}");
    let request = post(&path, bytes.to_vec()).header("authorization", format!("Bearer {secret}"));
    world.ask(request.done()).await
}

async fn fetch(world: &World, secret: &str, id: &str, headers: &[(&str, &str)]) -> Answer {
    let path = format!("/v1/attachments/{id}");
    let mut draft = get(&path).header("authorization", format!("Bearer {secret}"));
    for (name, value) in headers {
        draft = draft.header(name, value);
    }
    world.ask(draft.done()).await
}

#[tokio::test]
async fn an_attachment_comes_back_byte_for_byte_by_range_and_by_hash() {
    let world = World::new();
    let secret = world.key(Access::Write);
    let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let added = attach(&world, &secret, "data.png", &bytes).await;
    assert_eq!(added.status, StatusCode::OK);
    let added = added.json();
    assert_eq!(added["bytes"], 100_000);
    let id = added["id"].as_str().unwrap();
    let whole = fetch(&world, &secret, id, &[]).await;
    assert_eq!(
        (whole.status, whole.body.as_slice()),
        (StatusCode::OK, bytes.as_slice())
    );
    assert_eq!(whole.header("content-length"), "100000");
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let tag = whole.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", added["hash"].as_str().unwrap()));
    for (range, status, expected, content_range) in [
        ("bytes=0-9", 206, &bytes[..10], "bytes 0-9/100000"),
        (
            "bytes=99990-",
            206,
            &bytes[99_990..],
            "bytes 99990-99999/100000",
        ),
        (
            "bytes=-5",
            206,
            &bytes[99_995..],
            "bytes 99995-99999/100000",
        ),
        (
            "bytes=70000-70000",
            206,
            &bytes[70_000..70_001],
            "bytes 70000-70000/100000",
        ),
        ("bytes=100000-", 416, &[][..], "bytes */100000"),
        ("bytes=0-1,5-6", 200, &bytes[..], ""),
        ("nonsense", 200, &bytes[..], ""),
    ] {
        let part = fetch(&world, &secret, id, &[("range", range)]).await;
        assert_eq!(part.status.as_u16(), status, "{range}");
        assert!(part.body == expected, "{range}");
        assert_eq!(part.header("content-range"), content_range, "{range}");
    }
    let known = fetch(&world, &secret, id, &[("if-none-match", &tag)]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert!(known.body.is_empty());
    let same = [("range", "bytes=0-9"), ("if-range", tag.as_str())];
    assert_eq!(
        fetch(&world, &secret, id, &same).await.status,
        StatusCode::PARTIAL_CONTENT
    );
    let other = [("range", "bytes=0-9"), ("if-range", "\"other\"")];
    assert_eq!(
        fetch(&world, &secret, id, &other).await.status,
        StatusCode::OK
    );
    let head = get(&format!("/v1/attachments/{id}"))
        .method(Method::HEAD)
        .header("authorization", format!("Bearer {secret}"));
    let head = world.ask(head.done()).await;
    assert_eq!(head.header("content-length"), "100000");
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn a_hostile_attachment_can_do_nothing() {
    let world = World::new();
    let secret = world.key(Access::Write);
    for (name, kind, disposition) in [
        ("a.svg", "image/svg+xml", "inline; filename=\"a.svg\""),
        (
            "a.html",
            "application/octet-stream",
            "attachment; filename=\"a.html\"",
        ),
        (
            "a.pdf",
            "application/octet-stream",
            "attachment; filename=\"a.pdf\"",
        ),
        (
            "a.js",
            "application/octet-stream",
            "attachment; filename=\"a.js\"",
        ),
        (
            "a.txt",
            "text/plain; charset=utf-8",
            "inline; filename=\"a.txt\"",
        ),
        (
            "写\"; x=.png",
            "image/png",
            "inline; filename=\"___ x=.png\"; filename*=UTF-8''%E5%86%99%22%3B%20x%3D.png",
        ),
    ] {
        let added = attach(&world, &secret, name, PICTURE).await.json();
        let got = fetch(&world, &secret, added["id"].as_str().unwrap(), &[]).await;
        assert_eq!(got.header("content-type"), kind, "{name}");
        assert_eq!(got.header("content-disposition"), disposition, "{name}");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        let policy = got.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.ends_with("sandbox"),
            "{policy}"
        );
    }
    let added = attach(&world, &secret, "b.png", PICTURE).await.json();
    let path = format!(
        "/v1/attachments/{}?download=1",
        added["id"].as_str().unwrap()
    );
    let saved = get(&path).header("authorization", format!("Bearer {secret}"));
    let saved = world.ask(saved.done()).await;
    assert!(
        saved
            .header("content-disposition")
            .starts_with("attachment;")
    );
}

#[tokio::test]
async fn attachments_need_a_caller_the_right_access_and_a_name() {
    let world = World::new();
    let (read, write) = (world.key(Access::Read), world.key(Access::Write));
    assert_eq!(
        attach(&world, &read, "a.png", b"x").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        attach(&world, &write, "..", b"x").await.status,
        StatusCode::BAD_REQUEST
    );
    let nameless = post("/v1/attachments", "x").header("authorization", format!("Bearer {write}"));
    assert_eq!(
        world.ask(nameless.done()).await.status,
        StatusCode::BAD_REQUEST
    );
    let nobody = post("/v1/attachments?name=a", "x").done();
    assert_eq!(world.ask(nobody).await.status, StatusCode::UNAUTHORIZED);
    let added = attach(&world, &write, "a.png", b"x").await.json();
    let path = format!("/v1/attachments/{}", added["id"].as_str().unwrap());
    assert_eq!(
        world.ask(get(&path).done()).await.status,
        StatusCode::UNAUTHORIZED
    );
    for id in ["nothing", "01a1fcfc-82d3-71d2-8000-000000000000", ".."] {
        let answer = fetch(&world, &read, id, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
    let elsewhere = world.limited_key(Access::Read, vec![world.category("Elsewhere")]);
    let hidden = fetch(&world, &elsewhere, added["id"].as_str().unwrap(), &[]).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bytes_over_the_limit_are_refused_whether_or_not_they_say_so() {
    let world = World::with(Limits {
        attachment_bytes: 1_000,
        upload_bytes: 1_000,
        ..generous()
    });
    let secret = world.key(Access::Admin);
    for path in ["/v1/attachments?name=a.bin", "/v1/uploads?name=a.bin"] {
        let bearer = format!("Bearer {secret}");
        let said = post(path, vec![0; 2_000]).header("authorization", &bearer);
        let said = said.header("content-length", "2000").done();
        let pieces =
            futures::stream::iter((0..20).map(|_| Ok::<_, std::io::Error>(vec![0_u8; 100])));
        let unsaid = post(path, axum::body::Body::from_stream(pieces));
        let unsaid = unsaid.header("authorization", &bearer).done();
        for request in [said, unsaid] {
            let answer = world.ask(request).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
            assert_eq!(answer.json()["code"], "tooLarge");
        }
    }
    assert_eq!(
        world
            .rpc(&secret, "attachment.list", &json!({}))
            .await
            .json()["items"],
        json!([])
    );
}

async fn upload(world: &World, secret: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("/v1/uploads?name={name}");
    let request = post(&path, bytes.to_vec()).header("authorization", format!("Bearer {secret}"));
    world.ask(request.done()).await
}

async fn ended(world: &World, secret: &str, job: &Value) -> Value {
    let id = job["job"].as_str().unwrap().parse().unwrap();
    let app = world.app.clone();
    let wait = move || longhand_api::core::job::Jobs::wait(&app, id);
    let ended = tokio::task::spawn_blocking(wait).await.unwrap().unwrap();
    assert_eq!(ended.state, JobState::Completed, "{:?}", ended.error);
    world
        .rpc(secret, "job.get", &json!({ "id": id }))
        .await
        .json()
}

#[tokio::test]
async fn an_upload_is_scanned_imported_and_gone() {
    let world = World::new();
    let secret = world.key(Access::Admin);
    let sent = upload(&world, &secret, "hello.md", b"# Hello\n\nfrom an upload").await;
    let handle = sent.json()["upload"].clone();
    let request = json!({ "sources": [handle] });
    let scan = world.rpc(&secret, "import.scan", &request).await.json();
    assert_eq!(
        ended(&world, &secret, &scan).await["result"]["documents"],
        1
    );
    let run = world.rpc(&secret, "import.run", &request).await.json();
    assert_eq!(ended(&world, &secret, &run).await["result"]["created"], 1);
    let found = world
        .rpc(&secret, "document.find", &json!({ "reference": "Hello" }))
        .await;
    assert_eq!(found.status, StatusCode::OK);
    // The file goes on a thread of its own, right behind the job.
    let mut status = StatusCode::OK;
    for _ in 0..500 {
        status = world.rpc(&secret, "import.scan", &request).await.status;
        if status == StatusCode::NOT_FOUND {
            break;
        }
        tokio::task::yield_now().await;
        std::thread::yield_now();
    }
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_cannot_have_files_of_this_computer_read() {
    let world = World::new();
    let secret = world.key(Access::Admin);
    let file = world.folder.path().join("private.md");
    let mut made = std::fs::File::create(&file).unwrap();
    std::io::Write::write_all(&mut made, b"# Private").unwrap();
    let path = file.display().to_string();
    for (command, request, status) in [
        ("import.scan", json!({ "sources": [path] }), 403),
        ("import.run", json!({ "sources": [path] }), 403),
        (
            "import.run",
            json!({ "sources": [path], "uploaded": [path] }),
            400,
        ),
        ("attachment.add", json!({ "path": path }), 403),
    ] {
        let answer = world.rpc(&secret, command, &request).await;
        assert_eq!(answer.status.as_u16(), status, "{command} {request}");
    }
    let read = world.key(Access::Read);
    assert_eq!(
        upload(&world, &read, "a.md", b"x").await.status,
        StatusCode::FORBIDDEN
    );
    let unknown = json!({ "sources": ["upload:none"] });
    let answer = world.rpc(&secret, "import.scan", &unknown).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[cfg(unix)]
#[tokio::test]
async fn uploads_lie_where_only_this_user_looks_and_go_with_the_server() {
    use std::os::unix::fs::PermissionsExt as _;

    let world = World::new();
    let secret = world.key(Access::Admin);
    let mine = format!("marker-{}.md", world.app.request_id());
    upload(&world, &secret, &mine, b"# Kept").await;
    let found = std::fs::read_dir(std::env::temp_dir())
        .unwrap()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("longhand-uploads-")
        })
        .find(|entry| {
            let mut inner = std::fs::read_dir(entry.path())
                .into_iter()
                .flatten()
                .flatten();
            inner.any(|folder| folder.path().join(&mine).exists())
        })
        .unwrap();
    let mode = found.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
    drop(world);
    assert!(!found.path().exists());
}

#[tokio::test]
async fn the_window_gets_the_same_answers_without_a_socket() {
    let world = World::new();
    let document = world.document("# Host", None);
    let path = format!("/v1/attachments?document={document}&name=a.txt");
    let request = axum::http::Request::post(path)
        .body(b"words".to_vec())
        .unwrap();
    let added = world.server.ask(request, 1 << 20).await;
    assert_eq!(added.status(), StatusCode::OK);
    let added: Value = serde_json::from_slice(added.body()).unwrap();
    let path = format!("/v1/attachments/{}", added["id"].as_str().unwrap());
    let request = axum::http::Request::get(path)
        .header("range", "bytes=1-2")
        .body(Vec::new());
    let part = world.server.ask(request.unwrap(), 1 << 20).await;
    assert_eq!(
        (part.status(), part.body().as_slice()),
        (StatusCode::PARTIAL_CONTENT, &b"or"[..])
    );
}
