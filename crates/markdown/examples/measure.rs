//! Measures what the interface waits for: rendering after an edit, reading facts, merging.
//!
//! `cargo run --release -p longhand-markdown --example measure [FILE…]`; without files, on generated text.

#![expect(clippy::print_stdout, reason = "a program that prints its findings")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use longhand_markdown::diff::diff;
use longhand_markdown::merge::merge;
use longhand_markdown::{BlockCache, RenderOptions, facts, render_blocks, render_blocks_cached};

/// Writes a document of about `bytes` bytes: prose, lists, code, tables, links.
fn document(bytes: usize) -> String {
    let mut text = String::from("---\ntitle: Measured\ntags: [a, b]\n---\n# Measured\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        let _ = write!(
            text,
            "## Section {section}\n\nProse with *emphasis*, `code`, a [link](../note-{section}.md#part), a [[Wiki page {section}]] and \
             #tag{section}; it goes on for a few lines, as prose does, and says \"nothing\" at length & in detail.\n\n\
             - [ ] a task in section {section}\n- [x] one that is done\n  - with a point below it\n\n\
             ```rust\nfn section_{section}(x: u32) -> u32 {{\n    x + {section} // as numbered\n}}\n```\n\n\
             | name | value |\n|:-----|------:|\n| a | {section} |\n| b | **bold** |\n\n> A quote, 中文也有, from somewhere.\n\n"
        );
    }
    text
}

/// Replaces the line that holds the middle of `part` of the text.
fn edited(text: &str, part: f64) -> String {
    let target = (text.len() as f64 * part) as usize;
    let at = (target..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let line_end = text
        .get(at..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |end| at + end);
    let (before, after) = text.split_at(line_end);
    format!("{before} edited{after}")
}

fn percentile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let index = ((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1));
    times.get(index).copied().unwrap_or_default()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn measure(name: &str, text: &str) {
    let options = RenderOptions::default();
    let mut cache = BlockCache::default();
    let (_, parse) = timed(|| longhand_markdown::render_html(text));
    let (first, cold) = timed(|| render_blocks_cached(text, &options, &mut cache));
    let html: usize = first.blocks.iter().map(|block| block.html.len()).sum();
    // The budget for colours is small after the first render; the rest follows with the next edits.
    while !cache.is_empty()
        && render_blocks_cached(text, &options, &mut cache)
            .blocks
            .iter()
            .any(|block| block.hash.contains('u'))
    {}
    // Somebody types here and there; what was typed stays.
    let mut typed = text.to_owned();
    let mut whole = 0;
    let mut times: Vec<Duration> = (0..60)
        .map(|turn| {
            typed = edited(&typed, f64::from(turn) / 61.0);
            let took = timed(|| render_blocks_cached(&typed, &options, &mut cache)).1;
            whole += usize::from(cache.last_read() > typed.len() / 2);
            took
        })
        .collect();
    let (middle, late) = (percentile(&mut times, 0.5), percentile(&mut times, 0.95));
    let mut facts_times: Vec<Duration> = (0..10).map(|_| timed(|| facts(text)).1).collect();
    let speed = text.len() as f64 / 1e6 / percentile(&mut facts_times, 0.5).as_secs_f64();
    let (mine, theirs) = (edited(text, 0.2), edited(text, 0.8));
    let (_, merged) = timed(|| merge(text, &mine, &theirs));
    let (_, compared) = timed(|| diff(&mine, &theirs));
    println!(
        "{name}: {} KB, {} blocks, {} KB of HTML\n  parser alone {parse:.1?}; first render {cold:.1?}; after an edit p50 {middle:.1?}, p95 {late:.1?}, {whole} of 60 read whole\n  \
         facts {speed:.0} MB/s; merge {merged:.1?}; diff {compared:.1?}",
        text.len() / 1000,
        first.blocks.len(),
        html / 1000
    );
}

fn main() {
    let files: Vec<_> = std::env::args().skip(1).collect();
    for file in &files {
        match std::fs::read_to_string(file) {
            Ok(text) => measure(file, &text),
            Err(error) => println!("{file}: {error}"),
        }
    }
    if files.is_empty() {
        let _ = render_blocks("```rust\n```\n", &RenderOptions::default());
        for kilobytes in [10, 100, 1000] {
            measure("generated", &document(kilobytes * 1000));
        }
    }
}
