//! `lh serve` as a process: its link, its end, and another process beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::json;
use support::Home;

/// A server that runs until it is dropped.
struct Served {
    child: Child,
    address: String,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn serve(home: &Home) -> Served {
    let mut child = home
        .command(&["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut link = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut link)
        .unwrap();
    let (address, token) = link.trim().split_once("/#token=").unwrap();
    Served {
        child,
        address: address.strip_prefix("http://").unwrap().to_owned(),
        token: token.to_owned(),
    }
}

fn ask(served: &Served, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let request = format!(
        "{head}\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        served.address,
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_printed_link_opens_the_library_and_lh_works_beside_it() {
    let home = Home::new();
    let served = serve(&home);
    let body = format!("{{\"token\":\"{}\"}}", served.token);
    let answer = ask(&served, "POST /v1/session HTTP/1.1", &body);
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .and_then(|cookie| cookie.split(';').next())
        .unwrap()
        .to_owned();
    home.lh(&["new", "--title", "Beside"]).ok();
    let head = format!("POST /v1/rpc/document.find HTTP/1.1\r\nCookie: {cookie}");
    let found = ask(&served, &head, "{\"reference\":\"Beside\"}");
    assert!(
        found.starts_with("HTTP/1.1 200") && found.contains("\"Beside\""),
        "{found}"
    );
    let secret = home.lh(&["key", "create", "Script"]).ok().out;
    let head = format!(
        "POST /v1/rpc/library.counts HTTP/1.1\r\nAuthorization: Bearer {}",
        secret.trim()
    );
    let counts = ask(&served, &head, "{}");
    assert!(counts.contains("\"documents\":1"), "{counts}");
}

#[test]
fn another_link_is_made_beside_the_server() {
    let home = Home::new();
    let served = serve(&home);
    let made = home
        .lh(&["serve", "--link", "--listen", &served.address])
        .ok();
    let (address, token) = made.out.trim().split_once("/#token=").unwrap();
    assert_eq!(address, format!("http://{}", served.address));
    for (token, status) in [
        (token, "204"),
        (&*served.token, "204"),
        (token, "401"),
        ("guess", "401"),
    ] {
        let body = format!("{{\"token\":\"{token}\"}}");
        let answer = ask(&served, "POST /v1/session HTTP/1.1", &body);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
    let json = home.json(&["serve", "--link", "--listen", &served.address]);
    assert!(json["url"].as_str().unwrap().contains("/#token="));
    home.lh(&["serve", "--link", "--listen", "127.0.0.1:1"])
        .matches("serve_link_nobody");
}

#[test]
fn an_address_that_others_reach_is_refused_and_a_taken_one_is_told() {
    let home = Home::new();
    home.lh(&["serve", "--listen", "0.0.0.0:7717"])
        .matches("serve_not_loopback");
    let served = serve(&home);
    let taken = home.lh(&["serve", "--listen", &served.address]).ends(3);
    assert!(
        taken.err.contains("another program listens there"),
        "{taken}"
    );
    home.lh(&["serve", "--listen", "nowhere"]).ends(2);
}

#[cfg(unix)]
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the system's own kill sends the signal"
)]
fn a_request_to_end_is_followed_with_exit_code_0() {
    let home = Home::new();
    for signal in ["-INT", "-TERM"] {
        let mut served = serve(&home);
        let id = served.child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap();
        assert!(sent.success());
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn the_link_is_json_when_that_is_asked_for() {
    let home = Home::new();
    let mut child = home
        .command(&["serve", "--listen", "127.0.0.1:0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.ends_with("}\n") {
        assert!(reader.read_line(&mut text).unwrap() > 0, "{text}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(value["url"].as_str().unwrap().contains("/#token="));
}

#[test]
fn what_a_key_proposes_over_http_is_reviewed_with_lh_and_undone_at_once() {
    let home = Home::new();
    home.lh_reading("# Plan\n\nOne.\n", &["new", "-"]).ok();
    home.lh_reading("# Notes\n", &["new", "-"]).ok();
    home.lh(&["proposals", "ls"]).matches("proposals_none");
    let secret = home
        .lh(&["key", "create", "Agent", "--access", "propose"])
        .ok()
        .out;
    let served = serve(&home);
    let propose = |command: &str, request: &serde_json::Value| {
        let head = format!(
            "POST /v1/rpc/{command} HTTP/1.1\r\nAuthorization: Bearer {}",
            secret.trim()
        );
        let answer = ask(&served, &head, &request.to_string());
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
        assert!(answer.contains("\"outcome\":\"proposed\""), "{answer}");
    };
    let plan = home.json(&["show", "Plan"]);
    let id = &plan["id"];
    propose(
        "document.save",
        &json!({ "id": id, "baseHash": plan["hash"], "text": "# Plan\n\nTwo.\n" }),
    );
    let notes = home.json(&["show", "Notes"])["id"].clone();
    propose(
        "document.update",
        &json!({ "ids": [notes], "patch": { "title": "Minutes", "addTags": ["work"] } }),
    );
    propose("document.create", &json!({ "text": "# New\n\nText.\n" }));

    home.lh(&["proposals", "ls"]).matches("proposals_ls");
    home.lh(&["proposals", "show", "Agent"])
        .matches("proposals_show");
    home.lh(&["proposals", "show", "Nobody"])
        .matches("proposals_show_unknown");
    assert_eq!(home.lh(&["show", "Plan"]).ok().out, "# Plan\n\nOne.\n");
    home.lh(&["proposals", "reject", "Agent", "--change", "New"])
        .matches("proposals_reject");
    home.lh(&["trash", "Notes"]).ok();
    home.lh(&["proposals", "accept", "Agent", "--json"])
        .ends(0)
        .json();
    assert_eq!(home.lh(&["show", "Plan"]).ok().out, "# Plan\n\nTwo.\n");
    let history = home.json(&["history", "Plan"]);
    assert_eq!(history["items"][0]["origin"], "api");
    assert_eq!(history["items"][0]["actor"]["kind"], "key");
    home.lh(&["proposals", "accept", "Agent"]).ends(1);
    home.lh(&["proposals", "ls", "--all"])
        .matches("proposals_ls_all");

    home.lh(&["audit", "revert", "--key", "Agent"])
        .matches("audit_revert");
    assert_eq!(home.lh(&["show", "Plan"]).ok().out, "# Plan\n\nOne.\n");
    home.lh(&["audit", "revert", "--key", "Agent"])
        .matches("audit_revert_again");
    home.lh(&["audit", "revert", "--key", "Nobody"])
        .matches("audit_revert_unknown");
}
