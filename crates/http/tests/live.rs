//! The server on a real socket: events, large bodies in bounded memory, a stop that finishes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::time::Duration;

use longhand_api::model::Access;
use longhand_http::{BindError, Server, bind, run};
use serde_json::Value;
use support::{World, generous};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server that listens, and how to stop it.
struct Live {
    world: World,
    server: Server,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

impl Live {
    async fn start() -> Self {
        let world = World::new();
        let listener = bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server::new(world.app.clone(), address, generous());
        let (stop, asked) = oneshot::channel();
        let running = server.clone();
        let ended =
            tokio::spawn(async move { run(&running, listener, async { drop(asked.await) }).await });
        Self {
            world,
            server,
            stop,
            ended,
        }
    }

    /// Sends the head of a request.
    async fn send(&self, head: &str, secret: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(self.server.address()).await.unwrap();
        let head = format!(
            "{head}\r\nHost: {}\r\nAuthorization: Bearer {secret}\r\nConnection: close\r\n\r\n",
            self.server.address()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        BufReader::new(stream)
    }
}

/// Reads lines until one begins so; fails when it does not come.
async fn line(stream: &mut BufReader<TcpStream>, begins: &str) -> String {
    let wait = async {
        loop {
            let mut line = String::new();
            assert!(
                stream.read_line(&mut line).await.unwrap() > 0,
                "the end before {begins}"
            );
            if line.starts_with(begins) {
                return line.trim().to_owned();
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_reach_a_listener_as_they_happen_and_end_with_the_server() {
    let live = Live::start().await;
    let secret = live.world.key(Access::Admin);
    let mut stream = live
        .send("GET /v1/events?client=abc HTTP/1.1", &secret)
        .await;
    line(&mut stream, "HTTP/1.1 200").await;
    line(&mut stream, "content-type: text/event-stream").await;
    line(&mut stream, ": longhand").await;
    let id = live.world.document("# News", None);
    line(&mut stream, "event: documents").await;
    let data = line(&mut stream, "data: ").await;
    let event: Value = serde_json::from_str(data.trim_start_matches("data: ")).unwrap();
    assert_eq!(event["ids"][0], id);
    assert_eq!(event["cause"]["command"], "document.create");
    live.stop.send(()).unwrap();
    let mut rest = Vec::new();
    let reading = stream.read_to_end(&mut rest);
    tokio::time::timeout(Duration::from_secs(5), reading)
        .await
        .unwrap()
        .unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), live.ended).await;
    ended.unwrap().unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limited_key_hears_that_documents_changed_but_not_which() {
    let live = Live::start().await;
    let inside = live.world.category("Inside");
    let secret = live.world.limited_key(Access::Read, vec![inside]);
    let mut stream = live.send("GET /v1/events HTTP/1.1", &secret).await;
    line(&mut stream, ": longhand").await;
    live.world.key(Access::Read);
    live.world.document("# Outside", None);
    let data = line(&mut stream, "data: ").await;
    let event: Value = serde_json::from_str(data.trim_start_matches("data: ")).unwrap();
    assert_eq!(event["event"], "documents", "not of keys: {event}");
    assert_eq!(event["ids"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_megabytes_stream_in_and_out_in_bounded_memory() {
    const PIECE: usize = 64 * 1024;
    const PIECES: usize = 800;
    let live = Live::start().await;
    let secret = live.world.key(Access::Write);
    let before = resident();
    let length = PIECE * PIECES;
    let head = format!("POST /v1/attachments?name=big.bin HTTP/1.1\r\nContent-Length: {length}");
    let mut stream = live.send(&head, &secret).await;
    let piece: Vec<u8> = (0..PIECE).map(|n| (n % 253) as u8).collect();
    for _ in 0..PIECES {
        stream.get_mut().write_all(&piece).await.unwrap();
    }
    line(&mut stream, "HTTP/1.1 200").await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let added: Value = serde_json::from_str(answer.split("\r\n\r\n").last().unwrap()).unwrap();
    assert_eq!(added["bytes"], length);
    let id = added["id"].as_str().unwrap();
    let mut stream = live
        .send(&format!("GET /v1/attachments/{id} HTTP/1.1"), &secret)
        .await;
    line(&mut stream, "HTTP/1.1 200").await;
    while !line(&mut stream, "").await.is_empty() {}
    let mut got = vec![0; PIECE];
    for n in 0..PIECES {
        stream.read_exact(&mut got).await.unwrap();
        assert!(got == piece, "piece {n}");
    }
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        assert!(
            grown < 30_000,
            "{grown} kB more at the peak, of {} kB",
            length / 1_024
        );
    }
}

/// The most memory this process had so far, in kB; only Linux tells.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let live = Live::start().await;
    let secret = live.world.key(Access::Write);
    let head = "POST /v1/attachments?name=half.bin HTTP/1.1\r\nContent-Length: 1000000";
    let mut stream = live.send(head, &secret).await;
    stream.get_mut().write_all(&[0; 1_000]).await.unwrap();
    drop(stream);
    live.stop.send(()).unwrap();
    live.ended.await.unwrap().unwrap();
    let listed = live
        .world
        .rpc(&secret, "library.counts", &serde_json::json!({}))
        .await;
    assert_eq!(listed.json()["attachments"], 0);
}

#[tokio::test]
async fn only_loopback_is_listened_on_and_a_taken_port_is_told() {
    for address in ["0.0.0.0:0", "192.168.1.1:7717", "[::]:0"] {
        let refused = bind(address.parse().unwrap()).await;
        assert!(
            matches!(refused, Err(BindError::NotLoopback { .. })),
            "{address}"
        );
    }
    let first = bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let taken = bind(first.local_addr().unwrap()).await.unwrap_err();
    assert!(
        taken.to_string().ends_with("another program listens there"),
        "{taken}"
    );
}
