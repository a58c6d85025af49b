//! Measures search alone: builds a library of many documents, then asks it queries of each kind.
//!
//!     search_bench build FOLDER LIBRARY DOCUMENTS     varies the Markdown in FOLDER
//!     search_bench run LIBRARY [PLAIN [TEXTS]]        PLAIN: a file for a plain FTS5 table with the same texts;
//!                                                     TEXTS: a folder for them as files, searched with ripgrep
//!
//! The whole program is measured by the bench crate; this looks at each class of queries closely.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a tool at a prompt: it prints, reads the clock, and stops at the first error"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use longhand_model::{Actor, Cause, Heading, Origin, SearchRequest, TextFacts, Timestamp};
use longhand_store::documents::{self, NewDocumentRow};
use longhand_store::{Library, Options, StoreError, search};
use longhand_testkit::fixed_sources;
use rusqlite::Connection;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["build", folder, library, documents] => {
            build(
                Path::new(folder),
                Path::new(library),
                documents.parse().unwrap(),
            );
        }
        ["run", library] => run(Path::new(library), None, None),
        ["run", library, plain] => run(Path::new(library), Some(Path::new(plain)), None),
        ["run", library, plain, texts] => {
            run(
                Path::new(library),
                Some(Path::new(plain)),
                Some(Path::new(texts)),
            );
        }
        ["ask", library, query] => ask(Path::new(library), query),
        _other => println!("see the first lines of this file"),
    }
}

/// Numbers that repeat.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number).unwrap() % end.max(1)
    }
}

fn read_folder(folder: &Path, texts: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_folder(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            texts.extend(std::fs::read_to_string(&path).ok());
        }
    }
}

/// Keeps the length and the kind of a text: paragraphs change places, one in five comes from another text, one word in
/// twelve is exchanged.
fn varied(texts: &[String], words: &[&str], number: usize) -> String {
    let original = &texts[number % texts.len()];
    if number < texts.len() {
        return original.clone();
    }
    let mut random = Random(number as u64 * 0x9e37_79b9 + 1);
    let mut paragraphs: Vec<&str> = original.split("\n\n").collect();
    for place in (2..paragraphs.len()).rev() {
        paragraphs.swap(place, 1 + random.below(place));
    }
    let mut text = String::with_capacity(original.len() + 64);
    for paragraph in paragraphs {
        let paragraph = if random.below(5) == 0 {
            let other: Vec<&str> = texts[random.below(texts.len())].split("\n\n").collect();
            other[random.below(other.len())]
        } else {
            paragraph
        };
        for word in paragraph.split(' ') {
            let exchanged = random.below(12) == 0 && word.chars().all(char::is_alphabetic);
            text.push_str(if exchanged {
                words[random.below(words.len())]
            } else {
                word
            });
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text.push_str(&format!("Variation v{number}.\n"));
    text
}

fn facts(text: &str) -> TextFacts {
    let headings = (1_u32..)
        .zip(text.lines())
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(line, content)| Heading {
            level: 1,
            text: content.trim_start_matches('#').trim().to_owned(),
            slug: String::new(),
            line,
        })
        .collect();
    TextFacts {
        headings,
        words: text.split_whitespace().count() as u64,
        characters: text.chars().count() as u64,
        ..TextFacts::default()
    }
}

fn build(folder: &Path, path: &Path, count: usize) {
    let mut texts = Vec::new();
    read_folder(folder, &mut texts);
    let words: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
        .collect();
    let (sources, clock) = fixed_sources(7);
    let library = Library::create(path, sources.clone(), Options::default()).unwrap();
    let cause = Cause {
        actor: Actor::Program,
        batch: sources.id(),
        command: "bench".to_owned(),
        client: None,
    };
    let started = Instant::now();
    let mut bytes = 0;
    let mut number = 0;
    while number < count {
        let end = (number + 1_000).min(count);
        library
            .write(&cause, |w| -> Result<(), StoreError> {
                for number in number..end {
                    let text = varied(&texts, &words, number);
                    bytes += text.len();
                    let facts = facts(&text);
                    let title = facts
                        .headings
                        .first()
                        .map_or("", |heading| heading.text.trim());
                    let title: String = format!("{title} {number}")
                        .trim()
                        .chars()
                        .take(200)
                        .collect();
                    clock.advance_ms(60_000);
                    let new = NewDocumentRow {
                        id: None,
                        title,
                        description: String::new(),
                        category: None,
                        tags: vec![format!("tag{}", number % 300)],
                        favorite: number % 100 == 0,
                        pinned: number % 5_000 == 0,
                        template: false,
                        public: false,
                        created_at: sources.now(),
                        updated_at: sources.now(),
                        path: None,
                        origin: Origin::Imported,
                    };
                    documents::insert(w, &new, &text, &facts)?;
                }
                Ok(())
            })
            .unwrap();
        number = end;
    }
    let imported = started.elapsed();
    println!(
        "{count} documents, {} MB in {imported:.1?}",
        bytes / 1_000_000
    );
    let started = Instant::now();
    while library.index_pending(1_000).unwrap() > 0 {}
    println!("parts indexed in {:.1?}", started.elapsed());
    library.checkpoint().unwrap();
    println!("file: {} MB", path.metadata().unwrap().len() / 1_000_000);
}

fn open(path: &Path) -> Library {
    Library::open(path, fixed_sources(9).0, Options::default()).unwrap()
}

fn ask(path: &Path, query: &str) {
    let library = open(path);
    for _round in 0..3 {
        let started = Instant::now();
        let found = one(&library, query);
        println!(
            "{:.2?}: {} of {} ({})",
            started.elapsed(),
            found.hits.len(),
            found.total,
            found.total_is_exact
        );
        for hit in found.hits.iter().take(3) {
            println!(
                "  {:.2} {} {:?}",
                hit.score,
                hit.document.title,
                hit.snippets.first().map(|s| &s.text)
            );
        }
    }
}

fn one(library: &Library, query: &str) -> longhand_model::SearchResults {
    let request = SearchRequest {
        query: query.to_owned(),
        sort: None,
        limit: Some(50),
        cursor: None,
    };
    let now = Timestamp::from_millis(1_800_000_000_000);
    library
        .read(|r| search::query(r, &request, now).map_err(StoreError::from))
        .unwrap()
}

/// What this thread has run so far: other programs on the machine do not count.
fn ran() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = schedule
        .split(' ')
        .next()
        .and_then(|field| field.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

struct Class {
    name: &'static str,
    queries: Vec<String>,
}

/// Draws queries from the texts.
fn classes(sample: &[String]) -> Vec<Class> {
    let mut counts: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for text in sample {
        let words: std::collections::HashSet<String> =
            ascii_words(text).map(str::to_lowercase).collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    let middle: Vec<&str> = ranked
        .iter()
        .skip(200)
        .take(2_000)
        .map(|(word, _)| word.as_str())
        .collect();
    let rare: Vec<&str> = ranked
        .iter()
        .filter(|(word, count)| *count <= 2 && word.len() > 4)
        .map(|(word, _)| word.as_str())
        .collect();
    let mut random = Random(99);
    let cut = |word: &str, skip: usize, take: usize| {
        word.chars().skip(skip).take(take).collect::<String>()
    };
    let mut draw = |make: &mut dyn FnMut(&mut Random) -> Option<String>| -> Vec<String> {
        let mut found = Vec::new();
        for _try in 0..5_000 {
            if found.len() < 30 {
                found.extend(make(&mut random));
            }
        }
        found
    };
    let common: Vec<String> = ranked
        .iter()
        .take(30)
        .map(|(word, _)| word.clone())
        .collect();
    vec![
        Class {
            name: "common words",
            queries: common,
        },
        Class {
            name: "middling words",
            queries: draw(&mut |r| Some(middle[r.below(middle.len())].to_owned())),
        },
        Class {
            name: "rare words",
            queries: draw(&mut |r| Some(rare[r.below(rare.len())].to_owned())),
        },
        Class {
            name: "two words",
            queries: draw(&mut |r| {
                Some(format!(
                    "{} {}",
                    middle[r.below(200)],
                    middle[r.below(middle.len())]
                ))
            }),
        },
        Class {
            name: "phrases",
            queries: draw(&mut |r| phrase(&sample[r.below(sample.len())], r)),
        },
        Class {
            name: "2-letter starts",
            queries: draw(&mut |r| Some(cut(middle[r.below(middle.len())], 0, 2))),
        },
        Class {
            name: "3-letter starts",
            queries: draw(&mut |r| Some(cut(middle[r.below(middle.len())], 0, 3))),
        },
        Class {
            name: "4-letter starts",
            queries: draw(&mut |r| Some(cut(middle[r.below(middle.len())], 0, 4))),
        },
        Class {
            name: "start*",
            queries: draw(&mut |r| Some(cut(middle[r.below(middle.len())], 0, 4) + "*")),
        },
        Class {
            name: "substrings",
            queries: draw(&mut |r| {
                Some(middle[r.below(middle.len())])
                    .filter(|w| w.len() >= 8)
                    .map(|w| cut(w, 2, 5))
            }),
        },
        Class {
            name: "short inner parts",
            queries: draw(&mut |r| Some(rare[r.below(rare.len())]).map(|w| cut(w, 2, 2))),
        },
        Class {
            name: "Chinese, 1",
            queries: draw(&mut |r| han(&sample[r.below(sample.len())], r, 1)),
        },
        Class {
            name: "Chinese, 2",
            queries: draw(&mut |r| han(&sample[r.below(sample.len())], r, 2)),
        },
        Class {
            name: "Chinese, 4",
            queries: draw(&mut |r| han(&sample[r.below(sample.len())], r, 4)),
        },
        Class {
            name: "word in a tag",
            queries: draw(&mut |r| {
                Some(format!("tag:tag{} {}", r.below(300), middle[r.below(200)]))
            }),
        },
        Class {
            name: "without a word",
            queries: draw(&mut |r| Some(format!("-{}", middle[r.below(middle.len())]))),
        },
        Class {
            name: "a or b",
            queries: draw(&mut |r| {
                Some(format!(
                    "{} OR {}",
                    middle[r.below(200)],
                    rare[r.below(rare.len())]
                ))
            }),
        },
        Class {
            name: "tag only",
            queries: draw(&mut |r| Some(format!("tag:tag{}", r.below(300)))),
        },
        Class {
            name: "found nowhere",
            queries: draw(&mut |r| Some(format!("qqzx{}", r.below(1_000)))),
        },
    ]
}

fn ascii_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_alphabetic())
        .filter(|word| word.len() >= 2)
}

fn phrase(text: &str, random: &mut Random) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let start = random.below(words.len().saturating_sub(3));
    let three = words.get(start..start + 3)?;
    three
        .iter()
        .all(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .then(|| format!("\"{}\"", three.join(" ")))
}

fn han(text: &str, random: &mut Random, length: usize) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let start = random.below(characters.len());
    let piece = characters.get(start..start + length)?;
    piece
        .iter()
        .all(|character| ('\u{4e00}'..'\u{9fff}').contains(character))
        .then(|| piece.iter().collect())
}

fn run(path: &Path, plain: Option<&Path>, texts: Option<&Path>) {
    let library = open(path);
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare("SELECT text FROM document_texts WHERE document % 97 = 0")
        .unwrap();
    let sample: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .take(1_000)
        .collect();
    let plain = plain.map(|plain| plain_table(path, plain));
    if let Some(folder) = texts {
        write_texts(&connection, folder);
    }
    println!(
        "{:20} {:>8} {:>8} {:>8}   {:>9} {:>9}",
        "ms", "p50", "p95", "max", "bm25 p95", "rg p50"
    );
    let mut all = Vec::new();
    for class in classes(&sample) {
        let ask = |query: &String| {
            let (started, ran_before) = (Instant::now(), ran());
            let _found = one(&library, query);
            let ran = ran().saturating_sub(ran_before);
            // The machine may be shared: the smaller is what the query took.
            if ran.is_zero() {
                started.elapsed()
            } else {
                ran.min(started.elapsed())
            }
        };
        for query in &class.queries {
            let _warm = ask(query);
        }
        let mut times: Vec<(Duration, &String)> = class
            .queries
            .iter()
            .map(|query| (ask(query), query))
            .collect();
        times.sort();
        let Some(slowest) = times.last().map(|(_, query)| (*query).clone()) else {
            continue;
        };
        let times: Vec<Duration> = times.into_iter().map(|(time, _)| time).collect();
        let rival = plain.as_ref().map_or(f64::NAN, |plain| {
            let mut times: Vec<Duration> = class
                .queries
                .iter()
                .filter_map(|query| plain_query(plain, query))
                .collect();
            times.sort();
            at(&times, 95)
        });
        let ripgrep = texts.map_or(f64::NAN, |folder| {
            let mut times: Vec<Duration> = class
                .queries
                .iter()
                .take(3)
                .map(|query| rg(folder, query))
                .collect();
            times.sort();
            at(&times, 50)
        });
        println!(
            "{:20} {:8.2} {:8.2} {:8.2}   {rival:9.1} {ripgrep:9.0}   {slowest}",
            class.name,
            at(&times, 50),
            at(&times, 95),
            at(&times, 100)
        );
        all.extend(times);
    }
    all.sort();
    println!(
        "{:20} {:8.2} {:8.2} {:8.2}",
        "all",
        at(&all, 50),
        at(&all, 95),
        at(&all, 100)
    );
}

fn at(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted
        .get(place)
        .map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
}

fn plain_table(library: &Path, plain: &Path) -> Connection {
    let connection = Connection::open(plain).unwrap();
    let has_table = connection
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE name = 'plain'",
            [],
            |_row| Ok(()),
        )
        .is_ok();
    if !has_table {
        let started = Instant::now();
        connection
            .execute_batch(&format!(
                "ATTACH '{}' AS library;
                PRAGMA synchronous = OFF;
                CREATE VIRTUAL TABLE plain USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2');
                INSERT INTO plain (rowid, title, body)
                SELECT d.number, d.title, t.text
                FROM library.documents d
                JOIN library.document_texts t ON t.document = d.number;",
                library.display()
            ))
            .unwrap();
        println!("plain FTS5 built in {:.1?}", started.elapsed());
    }
    connection
}

fn plain_query(plain: &Connection, query: &str) -> Option<Duration> {
    if query.contains(':') || query.starts_with('-') || query.contains(" OR ") {
        return None;
    }
    let query: String = if query.starts_with('"') || query.ends_with('*') {
        query.to_owned()
    } else {
        query
            .split(' ')
            .map(|word| format!("\"{word}\"* "))
            .collect()
    };
    let started = Instant::now();
    let mut statement = plain
        .prepare_cached("SELECT rowid, snippet(plain, 1, '', '', '', 24) FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 50")
        .unwrap();
    let found: Vec<(i64, String)> = statement
        .query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(found);
    Some(started.elapsed())
}

fn write_texts(connection: &Connection, folder: &Path) {
    if folder.exists() {
        return;
    }
    let mut statement = connection
        .prepare("SELECT document, text FROM document_texts")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (number, text): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let inside = folder.join((number % 100).to_string());
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(inside.join(format!("{number}.md")), text).unwrap();
    }
}

fn rg(folder: &Path, query: &str) -> Duration {
    let words = query.trim_matches('"').trim_end_matches('*');
    let started = Instant::now();
    let output = std::process::Command::new("rg")
        .args([
            "--ignore-case",
            "--fixed-strings",
            "--files-with-matches",
            words,
        ])
        .arg(folder)
        .output()
        .unwrap();
    drop(output);
    started.elapsed()
}
