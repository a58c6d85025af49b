//! The rows: what is measured, beside which floor, against which target.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::corpus::{Corpus, Random};
use crate::figures::{Row, Samples};
use crate::library::{Bench, number, text};
use crate::{Outcome, eprint_line, floor, queries, server};

const MEGABYTE: f64 = 1_048_576.0;

/// Measures one size of library.
pub(crate) fn measure(corpus: &Corpus, size: usize, scratch: &Path) -> Outcome<Vec<Row>> {
    let folder = scratch.join(format!("texts-{size}"));
    let files = write_texts(corpus, size, &folder)?;
    let mut rows = Vec::new();
    let bench = Bench::create(&scratch.join(format!("library-{size}.longhand")))?;
    rows.push(import(&bench, &folder, &files, size, scratch)?);
    let ids = some_ids(&bench, size)?;
    rows.extend(lists(&bench, &ids, size)?);
    rows.extend(saves(&bench, &ids, size, scratch)?);
    rows.push(found_at_once(&bench, size)?);
    rows.extend(searches(&bench, corpus, &folder, size)?);
    rows.extend(previews(&bench, corpus, size)?);
    rows.extend(history(&bench, corpus, size)?);
    rows.push(clients(&bench, &ids, size)?);
    fs::remove_dir_all(&folder)?;
    Ok(rows)
}

fn row(size: usize, what: &str, value: f64, unit: &'static str) -> Row {
    Row {
        size,
        what: what.to_owned(),
        value,
        unit,
        floor: None,
        floor_is: "",
        target: "–".to_owned(),
        kept: true,
    }
}

fn within(mut row: Row, most: f64, target: String) -> Row {
    row.kept = row.value <= most;
    row.target = target;
    row
}

/// Writes the texts as files in sub-folders of 500.
fn write_texts(corpus: &Corpus, size: usize, folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::with_capacity(size);
    for number in 0..size {
        let parent = folder.join(format!("part-{:03}", number / 500));
        if number % 500 == 0 {
            fs::create_dir_all(&parent)?;
        }
        let file = parent.join(format!("text-{number:06}.md"));
        write_file(&file, &corpus.text(number))?;
        files.push(file);
    }
    Ok(files)
}

fn write_file(path: &Path, text: &str) -> Outcome<()> {
    use std::io::Write as _;
    fs::File::create(path)?.write_all(text.as_bytes())?;
    Ok(())
}

fn import(
    bench: &Bench,
    folder: &Path,
    files: &[PathBuf],
    size: usize,
    scratch: &Path,
) -> Outcome<Row> {
    let mut bare = floor::create(&scratch.join(format!("floor-{size}.db")))?;
    let floor_seconds = floor::load(&mut bare, files)?;
    let start = Instant::now();
    let outcome = bench.job("import.run", json!({ "sources": [folder] }))?;
    let seconds = start.elapsed().as_secs_f64();
    let created = number(&outcome, "/created");
    if created != size as u64 {
        return Err(format!("{created} of {size} documents were imported: {outcome}").into());
    }
    eprint_line(&format!(
        "  import {:.0} documents/s, floor {:.0}",
        size as f64 / seconds,
        size as f64 / floor_seconds
    ));
    let mut row = row(size, "import until searchable by words", seconds, "s");
    row.floor = Some(floor_seconds);
    row.floor_is = "bare loader";
    Ok(within(
        row,
        floor_seconds * 1.5,
        "≤ 1.5 × the floor".to_owned(),
    ))
}

/// The ids of up to 400 documents from all over the library.
fn some_ids(bench: &Bench, size: usize) -> Outcome<Vec<String>> {
    let mut random = Random::new(5);
    let mut ids = Vec::new();
    for sort in ["created", "title", "size", "updated"] {
        for order in ["ascending", "descending"] {
            let page = bench.call(
                "document.list",
                json!({ "sort": sort, "order": order, "limit": size.min(50) }),
            )?;
            ids.extend(items(&page).map(|item| text(item, "/id").to_owned()));
        }
    }
    for index in (1..ids.len()).rev() {
        ids.swap(index, random.below(index + 1));
    }
    Ok(ids)
}

fn items(page: &Value) -> impl Iterator<Item = &Value> {
    page.get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn lists(bench: &Bench, ids: &[String], size: usize) -> Outcome<Vec<Row>> {
    let categories = bench.call("category.list", json!({}))?;
    let category = items(&categories)
        .map(|item| text(item, "/id").to_owned())
        .last();
    let tags = bench.call("tag.list", json!({ "limit": 1 }))?;
    let tag = items(&tags).map(|item| text(item, "/id").to_owned()).next();
    let mut scopes = vec![("first page of all documents", json!({ "kind": "all" }))];
    scopes.extend(category.map(|id| {
        (
            "first page of a category",
            json!({ "kind": "category", "id": id }),
        )
    }));
    scopes.extend(tag.map(|id| ("first page of a tag", json!({ "kind": "tag", "id": id }))));
    let mut rows = Vec::new();
    for (what, scope) in scopes {
        let mut samples = Samples::default();
        for _ in 0..50 {
            samples
                .time(|| bench.call("document.list", json!({ "scope": scope, "limit": 100 })))?;
        }
        rows.push(within(
            row(size, what, samples.p95(), "ms"),
            5.0,
            "p95 ≤ 5 ms".to_owned(),
        ));
    }
    let mut counts = Samples::default();
    for _ in 0..50 {
        counts.time(|| bench.call("library.counts", json!({})))?;
    }
    rows.push(within(
        row(size, "counts of the sidebar", counts.p95(), "ms"),
        5.0,
        "p95 ≤ 5 ms".to_owned(),
    ));
    let mut opens = Samples::default();
    for id in ids {
        opens.time(|| bench.call("document.get", json!({ "id": id })))?;
    }
    rows.push(within(
        row(size, "open a document", opens.p95(), "ms"),
        5.0,
        "p95 ≤ 5 ms".to_owned(),
    ));
    Ok(rows)
}

/// Explicit saves of 10 KB, each changed in one place.
fn saves(bench: &Bench, ids: &[String], size: usize, scratch: &Path) -> Outcome<Vec<Row>> {
    let line = "A line of the text that is saved, with a [[link]] and a #tag now and then.\n";
    let body = line.repeat(10_240 / line.len());
    let mut samples = Samples::default();
    let mut written = Vec::new();
    for (round, id) in ids.iter().take(200).enumerate() {
        let opened = bench.call("document.get", json!({ "id": id }))?;
        let hash = text(&opened, "/hash").to_owned();
        let first = json!({ "id": id, "text": format!("# Saved {round}\n\n{body}"), "baseHash": hash, "kind": "explicit" });
        let saved = bench.call("document.save", first)?;
        let changed = format!("# Saved {round}\n\n{body}One more line {round}.\n");
        let second = json!({ "id": id, "text": changed, "baseHash": text(&saved, "/hash"), "kind": "explicit" });
        let before = bytes_written();
        samples.time(|| bench.call("document.save", second))?;
        written.push(bytes_written().saturating_sub(before));
    }
    let fsync = floor::fsync(scratch, 200)?.p95();
    let mut time = row(size, "durable save of 10 KB", samples.p95(), "ms");
    time.floor = Some(fsync);
    time.floor_is = "12 KB and fsync";
    let mut rows = vec![within(time, fsync + 5.0, "p95 ≤ fsync + 5 ms".to_owned())];
    written.sort_unstable();
    if let Some(median) = written.get(written.len() / 2).filter(|bytes| **bytes > 0) {
        let kilobytes = *median as f64 / 1024.0;
        rows.push(within(
            row(size, "written by a save of 10 KB, median", kilobytes, "KB"),
            64.0,
            "≤ 64 KB".to_owned(),
        ));
    }
    Ok(rows)
}

/// Bytes that this process has sent to the disk, where the system tells.
fn bytes_written() -> u64 {
    let Ok(counters) = fs::read_to_string("/proc/self/io") else {
        return 0;
    };
    counters
        .lines()
        .find_map(|line| line.strip_prefix("write_bytes: ")?.parse().ok())
        .unwrap_or(0)
}

fn found_at_once(bench: &Bench, size: usize) -> Outcome<Row> {
    let mut samples = Samples::default();
    for round in 0..20 {
        let word = format!("unheardof{size}x{round}");
        samples.time(|| -> Outcome<()> {
            bench.call(
                "document.create",
                json!({ "title": format!("Found {round}"), "text": format!("a {word} word") }),
            )?;
            let found = bench.call("search.query", json!({ "query": word }))?;
            if number(&found, "/total") != 1 {
                return Err(format!("\"{word}\" was saved and not found").into());
            }
            Ok(())
        })?;
    }
    let row = row(size, "create a document and find it", samples.p95(), "ms");
    Ok(within(row, 50.0, "at once".to_owned()))
}

fn searches(bench: &Bench, corpus: &Corpus, folder: &Path, size: usize) -> Outcome<Vec<Row>> {
    let start = Instant::now();
    // What the program does by itself when nobody has written for a moment.
    while bench.app.library().index_pending(500)? > 0 {}
    let parts = start.elapsed();
    while bench.app.library().merge_index(500)? {}
    eprint_line(&format!(
        "  substring index {:.1} s, joined in {:.1} s",
        parts.as_secs_f64(),
        (start.elapsed() - parts).as_secs_f64()
    ));
    let (mut rows, mut all, mut rival) = (Vec::new(), Samples::default(), Samples::default());
    for class in queries::classes(corpus, size) {
        let mut samples = Samples::default();
        for query in class.queries.iter().chain(class.queries.iter()) {
            let request = json!({ "query": query, "limit": 20 });
            let start = Instant::now();
            bench
                .call("search.query", request)
                .map_err(|error| format!("{query:?}: {error}"))?;
            samples.push(start.elapsed());
            all.push(start.elapsed());
        }
        if let (true, Some(query)) = (size <= 100_000, class.queries.first()) {
            ripgrep(query.trim_matches('"'), folder, &mut rival);
        }
        let what = format!("search: {}", class.name);
        rows.push(within(
            row(size, &what, samples.p95(), "ms"),
            30.0,
            "p95 ≤ 30 ms".to_owned(),
        ));
    }
    let mut mix = row(size, "search: the mix", all.p95(), "ms");
    if rival.p95() > 0.0 {
        mix.floor = Some(rival.percentile(0.5));
        mix.floor_is = "ripgrep, median";
    }
    rows.push(within(mix, 10.0, "p95 ≤ 10 ms".to_owned()));
    Ok(rows)
}

#[expect(clippy::disallowed_methods, reason = "the rival is another program")]
fn ripgrep(query: &str, folder: &Path, samples: &mut Samples) {
    let start = Instant::now();
    let found = Command::new("rg")
        .args(["-i", "-l", "-F", "--", query])
        .arg(folder)
        .output();
    if found.is_ok() {
        samples.push(start.elapsed());
    }
}

/// From a keystroke to the changed blocks, as the window asks for them.
fn previews(bench: &Bench, corpus: &Corpus, size: usize) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for (bytes, most) in [(100 * 1024, 8.0), (1024 * 1024, 40.0)] {
        let base = long_text(corpus, bytes);
        let mut known = Value::Null;
        let mut samples = Samples::default();
        let mut changed = base.clone();
        for round in 0..40 {
            let at = changed
                .char_indices()
                .map(|(at, _)| at)
                .nth(changed.chars().count() / 2 + round)
                .unwrap_or(0);
            changed.insert(at, 'x');
            let request = json!({ "text": changed, "known": known });
            let start = Instant::now();
            let rendered = bench.call("preview.render", request)?;
            if round > 0 {
                samples.push(start.elapsed());
            }
            known = rendered.get("state").cloned().unwrap_or_default();
        }
        let what = format!("keystroke to changed blocks, {} KB", bytes / 1024);
        rows.push(within(
            row(size, &what, samples.p95(), "ms"),
            most,
            format!("p95 ≤ {most} ms"),
        ));
    }
    Ok(rows)
}

fn long_text(corpus: &Corpus, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 65_536);
    let mut number = 0;
    while text.len() < bytes {
        text.push_str(&corpus.text(number));
        text.push_str("\n\n");
        number += 1;
    }
    let end = (0..=bytes)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    text.truncate(end);
    text
}

/// 1,000 small edits of one text of 100 KB: the room its versions take, and how fast any of them opens.
fn history(bench: &Bench, corpus: &Corpus, size: usize) -> Outcome<Vec<Row>> {
    let mut body = long_text(corpus, 100 * 1024);
    let made = bench.call(
        "document.create",
        json!({ "title": "Many versions", "text": body }),
    )?;
    let id = text(&made, "/document/id").to_owned();
    let mut hash = text(&made, "/document/hash").to_owned();
    let before = version_bytes(bench)?;
    let mut random = Random::new(3);
    for round in 0..1_000 {
        let at = (random.below(body.len())..body.len())
            .find(|at| body.is_char_boundary(*at))
            .unwrap_or(0);
        body.insert_str(at, &format!(" edit {round} "));
        let request = json!({ "id": id, "text": body, "baseHash": hash, "kind": "explicit" });
        hash = text(&bench.call("document.save", request)?, "/hash").to_owned();
    }
    let room = version_bytes(bench)?.saturating_sub(before) as f64 / MEGABYTE;
    let mut opens = Samples::default();
    let page = bench.call("history.list", json!({ "document": id, "limit": 500 }))?;
    for version in items(&page).step_by(5) {
        opens.time(|| bench.call("history.get", json!({ "version": version.get("id") })))?;
    }
    Ok(vec![
        within(
            row(size, "versions of 1,000 edits of 100 KB", room, "MB"),
            3.0,
            "≤ 3 MB".to_owned(),
        ),
        within(
            row(size, "open a version of 100 KB", opens.p95(), "ms"),
            10.0,
            "p95 ≤ 10 ms".to_owned(),
        ),
    ])
}

fn version_bytes(bench: &Bench) -> Outcome<u64> {
    let stats = bench.call("library.stats", json!({}))?;
    let kinds = stats
        .get("kinds")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    Ok(kinds
        .iter()
        .find(|kind| text(kind, "/kind") == "versions")
        .map_or(0, |kind| number(kind, "/bytes")))
}

fn clients(bench: &Bench, ids: &[String], size: usize) -> Outcome<Row> {
    let key = bench.call(
        "key.create",
        json!({ "name": "bench", "scope": { "access": "read" } }),
    )?;
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(longhand_http::bind(([127, 0, 0, 1], 0).into()))?;
    let address = listener.local_addr()?;
    let server =
        longhand_http::Server::new(bench.app.clone(), address, longhand_http::Limits::default());
    runtime
        .spawn(async move { longhand_http::run(&server, listener, std::future::pending()).await });
    let samples = server::read_from_many(address, text(&key, "/secret"), ids, 100, 20)?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(within(
        row(size, "HTTP: a document to 100 clients", samples.p95(), "ms"),
        50.0,
        "p95 ≤ 50 ms".to_owned(),
    ))
}
