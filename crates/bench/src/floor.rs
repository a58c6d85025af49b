//! The floor: a bare SQLite loader and writer, with the same word index and nothing else.
//!
//! It parses with the same Markdown reader and keeps titles, texts and the index, durably. What Longhand
//! takes longer is the price of versions, links, audit, outbox and undo.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, params};

use crate::figures::Samples;

/// Opens an empty floor library.
pub(crate) fn create(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         CREATE TABLE documents (id INTEGER PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL) STRICT;
         CREATE VIRTUAL TABLE words USING fts5(
           title, headings, body, content='', contentless_delete=1,
           tokenize='unicode61 remove_diacritics 2');",
    )?;
    Ok(connection)
}

/// Loads texts in transactions of 500 and returns the seconds it took.
pub(crate) fn load(connection: &mut Connection, files: &[std::path::PathBuf]) -> io::Result<f64> {
    let start = Instant::now();
    for chunk in files.chunks(500) {
        let transaction = connection.transaction().map_err(io::Error::other)?;
        for file in chunk {
            let text = std::fs::read_to_string(file)?;
            insert(&transaction, &text).map_err(io::Error::other)?;
        }
        transaction.commit().map_err(io::Error::other)?;
    }
    Ok(start.elapsed().as_secs_f64())
}

fn insert(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    let facts = longhand_markdown::facts(text);
    let title = facts.title.unwrap_or_default();
    let headings: Vec<&str> = facts
        .headings
        .iter()
        .map(|heading| heading.text.as_str())
        .collect();
    connection
        .prepare_cached("INSERT INTO documents (title, text) VALUES (?1, ?2)")?
        .execute(params![title, text])?;
    let id = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO words (rowid, title, headings, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            id,
            spaced(&title),
            spaced(&headings.join("\n")),
            spaced(text)
        ])?;
    Ok(())
}

/// Sets every CJK character apart by spaces.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(u32::from(character), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x3FFFF)
        {
            out.push(' ');
            out.push(character);
            out.push(' ');
        } else {
            out.push(character);
        }
    }
    out
}

/// Measures what the disk takes to make 12 KB durable: an append and an fsync.
pub(crate) fn fsync(folder: &Path, times: usize) -> io::Result<Samples> {
    let mut file = File::create(folder.join("fsync"))?;
    let page = vec![7_u8; 12 * 1024];
    let mut samples = Samples::default();
    for _ in 0..times {
        samples.time(|| file.write_all(&page).and_then(|()| file.sync_data()))?;
    }
    Ok(samples)
}
