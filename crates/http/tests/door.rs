//! Who is let in: names, origins, sessions, keys, scopes, limits, and what every answer carries.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::num::NonZeroU32;

use axum::http::{Method, StatusCode};
use longhand_api::model::Access;
use longhand_api::{COMMANDS, Caller, Nothing, Reach, call, key, sign_in};
use longhand_http::Limits;
use serde_json::json;
use support::{HOST, World, generous, get, post};

#[tokio::test]
async fn a_rebound_name_or_a_foreign_origin_is_turned_away_with_and_without_a_key() {
    let world = World::new();
    let secret = world.key(Access::Admin);
    let cookie = world.cookie().await;
    let own = format!("http://{HOST}");
    for (host, origin, site, status) in [
        (HOST, None, None, 200),
        ("localhost:7717", None, None, 200),
        (HOST, Some(own.as_str()), Some("same-origin"), 200),
        ("evil.test", None, None, 421),
        ("evil.test:7717", None, None, 421),
        ("127.0.0.1", None, None, 421),
        ("evil.test:7717", Some("http://evil.test:7717"), None, 421),
        (HOST, Some("http://evil.test"), None, 403),
        (HOST, Some("http://localhost:7717"), None, 403),
        (HOST, Some("null"), None, 403),
        (HOST, None, Some("cross-site"), 403),
        (HOST, None, Some("same-site"), 403),
    ] {
        for credential in [
            ("authorization", format!("Bearer {secret}")),
            ("cookie", cookie.clone()),
        ] {
            let mut draft =
                post("/v1/rpc/library.counts", "{}").header(credential.0, &credential.1);
            if let Some(origin) = origin {
                draft = draft.header("origin", origin);
            }
            if let Some(site) = site {
                draft = draft.header("sec-fetch-site", site);
            }
            let mut request = draft.body_of_json();
            request.headers_mut().insert("host", host.parse().unwrap());
            let answer = world.ask(request).await;
            assert_eq!(answer.status.as_u16(), status, "{host} {origin:?} {site:?}");
            let names: Vec<&str> = answer
                .headers
                .keys()
                .map(axum::http::HeaderName::as_str)
                .collect();
            assert!(
                !names.iter().any(|name| name.starts_with("access-control")),
                "{names:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_preflight_is_never_granted() {
    let world = World::new();
    let foreign = get("/v1/rpc/library.counts")
        .method(Method::OPTIONS)
        .header("origin", "http://evil.test")
        .header("access-control-request-method", "POST")
        .header("access-control-request-private-network", "true");
    assert_eq!(
        world.ask(foreign.done()).await.status,
        StatusCode::FORBIDDEN
    );
    let own = get("/v1/rpc/library.counts").method(Method::OPTIONS);
    let answer = world.ask(own.done()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("allow"), "POST");
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_wrong_method_and_an_unknown_path_are_told_as_json() {
    let world = World::new();
    let wrong = world.ask(get("/v1/rpc/library.counts").done()).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.header("allow"), "POST,OPTIONS");
    assert_eq!(wrong.json()["code"], "invalid");
    let unknown = world.ask(get("/v1/nothing").done()).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.json()["code"], "notFound");
    let put = world
        .ask(get("/index.html").method(Method::PUT).done())
        .await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    let head = world.ask(get("/health").method(Method::HEAD).done()).await;
    assert_eq!(head.status, StatusCode::OK);
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn every_command_needs_a_caller_and_the_access_it_declares() {
    let world = World::new();
    let keys = [Access::Read, Access::Propose, Access::Write, Access::Admin]
        .map(|access| (access, world.key(access)));
    for command in COMMANDS {
        let path = format!("/v1/rpc/{}", command.name);
        let nobody = world.ask(post(&path, "{}").body_of_json()).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{}", command.name);
        assert_eq!(nobody.header("www-authenticate"), "Bearer");
        for (access, secret) in &keys {
            let answer = world.rpc(secret, command.name, &json!({})).await;
            let told = (command.name, access, answer.status);
            if *access >= command.access {
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{told:?}");
                // A file of this computer, and a browser that may do more than any key.
                let persons = ["attachment.add", "session.link"].contains(&command.name);
                if !persons {
                    assert_ne!(answer.status, StatusCode::FORBIDDEN, "{told:?}");
                }
            } else if *access == Access::Propose && command.can_be_proposed {
                // An empty request is not readable, or proposes nothing; it is not forbidden.
                let code = answer.json()["code"].clone();
                assert!(
                    answer.status == StatusCode::ACCEPTED || code == "invalid",
                    "{told:?}"
                );
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{told:?}");
                assert_eq!(answer.json()["code"], "forbidden", "{told:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_key_may_only_propose_is_202_and_changes_nothing() {
    let world = World::new();
    let secret = world.key(Access::Propose);
    let id = world.document("# Plan", None);
    let document = world
        .rpc(&secret, "document.get", &json!({ "id": id }))
        .await
        .json();
    let save = json!({ "id": id, "baseHash": document["hash"], "text": "# Other" });
    let answer = world.rpc(&secret, "document.save", &save).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let proposed = answer.json();
    assert_eq!(proposed["outcome"], "proposed");
    assert_eq!(proposed["changeSet"]["waiting"], 1);
    assert_eq!(proposed["changes"][0]["document"], json!(id));
    let still = world
        .rpc(&secret, "document.get", &json!({ "id": id }))
        .await;
    assert_eq!(
        (still.status, &still.json()["text"]),
        (StatusCode::OK, &json!("# Plan"))
    );
    let set = json!({ "id": proposed["changeSet"]["id"] });
    let refused = world.rpc(&secret, "proposal.accept", &set).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let writer = world.key(Access::Write);
    let accepted = world.rpc(&writer, "proposal.accept", &set).await;
    assert_eq!(accepted.status, StatusCode::OK);
    let now = world
        .rpc(&secret, "document.get", &json!({ "id": id }))
        .await;
    assert_eq!(now.json()["text"], "# Other");
}

#[tokio::test]
async fn a_limited_key_reaches_its_category_and_no_command_of_the_whole_library() {
    let world = World::new();
    let inside = world.category("Inside");
    let outside = world.category("Outside");
    let mine = world.document("# Mine", Some(inside));
    let other = world.document("# Other", Some(outside));
    let secret = world.limited_key(Access::Admin, vec![inside]);
    let found = world
        .rpc(&secret, "document.get", &json!({ "id": mine }))
        .await;
    assert_eq!(found.status, StatusCode::OK);
    let hidden = world
        .rpc(&secret, "document.get", &json!({ "id": other }))
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let listed = world.rpc(&secret, "document.list", &json!({})).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for command in COMMANDS
        .iter()
        .filter(|command| command.reach == Reach::Library)
    {
        let answer = world.rpc(&secret, command.name, &json!({})).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", command.name);
    }
}

#[tokio::test]
async fn a_wrong_revoked_or_malformed_key_is_401_even_beside_a_session() {
    let world = World::new();
    let cookie = world.cookie().await;
    let secret = world.key(Access::Read);
    let keys = call::<key::List>(
        &world.app,
        &Caller::command_line(),
        longhand_api::Nothing {},
    );
    let id = keys.unwrap().items[0].id;
    assert_eq!(
        world
            .rpc(&secret, "library.counts", &json!({}))
            .await
            .status,
        StatusCode::OK
    );
    call::<key::Revoke>(&world.app, &Caller::command_line(), key::KeyRequest { id }).unwrap();
    for header in [
        format!("Bearer {secret}"),
        "Bearer lh_wrong".to_owned(),
        "Bearer ".to_owned(),
        "Basic dXNlcjpwYXNz".to_owned(),
        secret.clone(),
    ] {
        let request = post("/v1/rpc/library.counts", "{}")
            .header("authorization", &header)
            .header("cookie", &cookie);
        let answer = world.ask(request.body_of_json()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert!(!String::from_utf8_lossy(&answer.body).contains(&secret));
    }
}

#[tokio::test]
async fn a_key_in_a_url_is_refused_and_never_works() {
    let world = World::new();
    let secret = world.key(Access::Admin);
    for query in ["key", "api_key", "token", "access_token", "x"] {
        let path = format!("/v1/rpc/library.counts?{query}={secret}");
        let answer = world.ask(post(&path, "{}").body_of_json()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn a_link_signs_one_browser_in_once() {
    let world = World::new();
    let link = world.server.link();
    let token = link.split_once("#token=").unwrap().1;
    let body = json!({ "token": token }).to_string();
    let sign_in = || world.ask(post("/v1/session", body.clone()).body_of_json());
    assert_eq!(sign_in().await.status, StatusCode::NO_CONTENT);
    assert_eq!(sign_in().await.status, StatusCode::UNAUTHORIZED);
    let cookie = world.cookie().await;
    for (cookie, status) in [
        (cookie.clone(), 200),
        (format!("other=1; {cookie}"), 200),
        (format!("{cookie}0"), 401),
        (cookie.replace("7717", "7718"), 401),
    ] {
        let request = post("/v1/rpc/library.counts", "{}").header("cookie", &cookie);
        let answer = world.ask(request.body_of_json()).await;
        assert_eq!(answer.status.as_u16(), status, "{cookie}");
    }
}

#[tokio::test]
async fn a_person_signs_another_browser_in_without_a_restart_and_a_script_does_not() {
    let world = World::new();
    let cookie = world.cookie().await;
    let mint = |name: &'static str, value: String| {
        let request = post("/v1/rpc/session.link", "{}").header(name, value);
        world.ask(request.body_of_json())
    };
    let nobody = world.ask(post("/v1/rpc/session.link", "{}").body_of_json());
    assert_eq!(nobody.await.status, StatusCode::UNAUTHORIZED);
    for access in [Access::Read, Access::Write, Access::Admin] {
        let bearer = format!("Bearer {}", world.key(access));
        let refused = mint("authorization", bearer).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{access:?}");
    }
    let minted = mint("cookie", cookie.clone()).await;
    assert_eq!(minted.status, StatusCode::OK);
    // `lh serve --link` does the same beside the server.
    let beside = call::<sign_in::Link>(&world.app, &Caller::command_line(), Nothing {}).unwrap();
    for token in [minted.json()["token"].as_str().unwrap(), &beside.token] {
        let body = json!({ "token": token }).to_string();
        let follow = || world.ask(post("/v1/session", body.clone()).body_of_json());
        let followed = follow().await;
        assert_eq!(followed.status, StatusCode::NO_CONTENT);
        let other = followed.header("set-cookie").split(';').next().unwrap();
        assert_ne!(other, cookie);
        for cookie in [other, &cookie] {
            let request = post("/v1/rpc/library.counts", "{}").header("cookie", cookie);
            let answer = world.ask(request.body_of_json()).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        assert_eq!(follow().await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn links_expire_and_only_the_newest_wait() {
    let world = World::new();
    let mint = || call::<sign_in::Link>(&world.app, &Caller::command_line(), Nothing {}).unwrap();
    let follow = |token: String| {
        let body = json!({ "token": token }).to_string();
        world.ask(post("/v1/session", body).body_of_json())
    };
    let late = mint().token;
    let printed = world.server.link();
    world.clock.advance_ms(15 * 60_000);
    let printed = printed.split_once("#token=").unwrap().1.to_owned();
    for token in [late, printed] {
        let refused = follow(token).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert!(refused.json()["hint"].as_str().unwrap().contains("--link"));
    }
    let minted: Vec<String> = (0..9)
        .map(|_| {
            world.clock.advance_ms(1);
            mint().token
        })
        .collect();
    assert_eq!(
        follow(minted[0].clone()).await.status,
        StatusCode::UNAUTHORIZED
    );
    for token in &minted[1..] {
        assert_eq!(follow(token.clone()).await.status, StatusCode::NO_CONTENT);
    }
    // The library keeps hashes alone.
    let unused = mint().token;
    for entry in std::fs::read_dir(world.folder.path()).unwrap() {
        let Ok(bytes) = std::fs::read(entry.unwrap().path()) else {
            continue;
        };
        assert!(!bytes.windows(64).any(|part| part == unused.as_bytes()));
    }
}

#[tokio::test]
async fn guessing_is_slowed_and_does_not_lock_out_who_was_right() {
    let world = World::with(Limits {
        sign_ins_per_minute: NonZeroU32::new(3).unwrap(),
        ..generous()
    });
    let secret = world.key(Access::Read);
    assert_eq!(
        world
            .rpc(&secret, "library.counts", &json!({}))
            .await
            .status,
        StatusCode::OK
    );
    for _ in 0..2 {
        let wrong = world.rpc("lh_wrong", "library.counts", &json!({})).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let slowed = world.rpc("lh_wrong", "library.counts", &json!({})).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.json()["code"], "rateLimited");
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() >= 1);
    let body = json!({ "token": "guess" }).to_string();
    let guessed = world.ask(post("/v1/session", body).body_of_json()).await;
    assert_eq!(guessed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        world
            .rpc(&secret, "library.counts", &json!({}))
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_script_that_starts_with_many_connections_tries_its_key_once() {
    let world = World::with(Limits {
        sign_ins_per_minute: NonZeroU32::new(1).unwrap(),
        ..generous()
    });
    let secret = world.key(Access::Read);
    let request = json!({});
    let asked = (0..50).map(|_| world.rpc(&secret, "library.counts", &request));
    for answer in futures::future::join_all(asked).await {
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_caller_who_asks_too_much_is_told_to_wait_and_others_are_not() {
    let world = World::with(Limits {
        requests_per_second: NonZeroU32::new(1).unwrap(),
        burst: NonZeroU32::new(3).unwrap(),
        ..generous()
    });
    let (busy, calm) = (world.key(Access::Read), world.key(Access::Read));
    let mut last = StatusCode::OK;
    for _ in 0..5 {
        last = world.rpc(&busy, "library.counts", &json!({})).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        world.rpc(&calm, "library.counts", &json!({})).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_request_must_be_json_and_no_larger_than_its_command_takes() {
    let world = World::new();
    let secret = world.key(Access::Write);
    let bearer = format!("Bearer {secret}");
    for (path, kind, body, status) in [
        ("library.counts", "application/json", "", 200),
        (
            "library.counts",
            "application/json; charset=utf-8",
            "{}",
            200,
        ),
        ("library.counts", "text/plain", "{}", 415),
        (
            "library.counts",
            "application/x-www-form-urlencoded",
            "{}",
            415,
        ),
        ("library.counts", "application/json", "{", 400),
        ("library.counts", "application/json", "[]", 400),
        (
            "library.counts",
            "application/json",
            "{\"surprise\":1}",
            400,
        ),
        ("nothing.here", "application/json", "{}", 404),
    ] {
        let request = post(&format!("/v1/rpc/{path}"), body)
            .header("authorization", &bearer)
            .header("content-type", kind)
            .done();
        let answer = world.ask(request).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {kind} {body}");
        if status >= 400 {
            let error = answer.json();
            assert!(error["message"].is_string() && error["code"].is_string());
            assert_eq!(error["requestId"], answer.header("x-request-id"));
        }
    }
    let text = "a".repeat(2 * 1024 * 1024);
    let large = world
        .rpc(&secret, "document.create", &json!({ "text": text }))
        .await;
    assert_eq!(large.status, StatusCode::OK);
    let refused = world
        .rpc(&secret, "library.counts", &json!({ "text": text }))
        .await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.json()["code"], "tooLarge");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let world = World::new();
    for path in [
        "/",
        "/health",
        "/v1/nothing",
        "/v1/openapi.json",
        "/v1/events",
    ] {
        let answer = world.ask(get(path).done()).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert_eq!(answer.header("x-request-id").len(), 12, "{path}");
    }
}

#[tokio::test]
async fn health_is_open_and_counters_are_not() {
    let world = World::new();
    let health = world.ask(get("/health").done()).await;
    assert_eq!(health.json(), json!({ "status": "ok" }));
    assert_eq!(
        world.ask(get("/metrics").done()).await.status,
        StatusCode::UNAUTHORIZED
    );
    let secret = world.key(Access::Read);
    world
        .rpc(&secret, "document.get", &json!({ "id": "secret title" }))
        .await;
    let counters = get("/metrics").header("authorization", format!("Bearer {secret}"));
    let answer = world.ask(counters.done()).await;
    let text = String::from_utf8(answer.body).unwrap();
    assert!(text.contains("longhand_http_requests_total{route=\"document.get\",status=\"400\"} 1"));
    assert!(
        text.contains("longhand_http_errors_total{code=\"unauthorized\"} 1"),
        "{text}"
    );
    assert!(!text.contains("secret title"));
}

#[tokio::test]
async fn the_interface_is_served_or_says_how_to_build_it() {
    let world = World::new();
    let page = world.ask(get("/").done()).await;
    assert!(page.header("content-type").starts_with("text/html"));
    let text = String::from_utf8(page.body).unwrap();
    assert!(text.contains("<title>Longhand</title>"));
    let place = world.ask(get("/welcome").done()).await;
    assert!(place.header("content-type").starts_with("text/html"));
    for path in [
        "/assets/none.js",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/none.txt",
    ] {
        let answer = world.ask(get(path).done()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}
