//! `cargo xtask bench start`: from the start of the window until it can be used, beside an empty one.
//!
//! Both are optimised builds, started in turns on a display of their own with a message bus that is
//! up already. *Ready* is when the interface says that it has drawn itself, or when the empty page
//! is loaded. Memory is the proportional share of the program and of the processes of its web view.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::host::{Host, System};
use crate::packages::{self, Purpose};
use crate::test::display::Display;
use crate::{process, ui};

/// Starts of each that count; one more before them fills the caches.
const ROUNDS: usize = 7;

/// What one start took.
struct Start {
    time: Duration,
    kilobytes: u64,
}

/// Builds both windows, starts them in turns and prints a row of the table of the figures.
pub(crate) fn measure(host: &Host, arguments: &[String]) -> Result<(), Failure> {
    if host.system != System::Linux {
        return Err(Failure::new("the start is measured on Linux only"));
    }
    let library = match arguments {
        [] => None,
        [flag, path] if flag == "--library" => Some(PathBuf::from(path)),
        _ => {
            return Err(Failure::new(
                "bench start takes `--library PATH` or nothing",
            ));
        }
    };
    packages::ensure(host, Purpose::Test)?;
    ui::build(host)?;
    process::run(Command::new(&host.cargo).current_dir(&host.root).args([
        "build",
        "--release",
        "--locked",
        "--package",
        "longhand",
        "--bin",
        "longhand",
        "--example",
        "empty_window",
    ]))?;
    let program = host.built("release", "longhand");
    let empty = host.built("release", "examples/empty_window");
    let mut ours = Vec::new();
    let mut floor = Vec::new();
    for round in 0..=ROUNDS {
        let display = Display::open(host)?;
        let one = start(host, &display, &empty, None)?;
        let other = start(host, &display, &program, library.as_deref())?;
        if round > 0 {
            floor.push(one);
            ours.push(other);
        }
    }
    print_row(&mut ours, &mut floor);
    Ok(())
}

fn print_row(ours: &mut [Start], floor: &mut [Start]) {
    let (time, kilobytes) = medians(ours);
    let (floor_time, floor_kilobytes) = medians(floor);
    let more = kilobytes.saturating_sub(floor_kilobytes) / 1024;
    println!(
        "start until ready: {} ms; an empty window: {} ms; ratio {:.2} (at most 1.2)",
        time.as_millis(),
        floor_time.as_millis(),
        time.as_secs_f64() / floor_time.as_secs_f64().max(f64::EPSILON),
    );
    println!("memory: {more} MB more than the empty window (at most 60)");
}

fn medians(starts: &mut [Start]) -> (Duration, u64) {
    starts.sort_by_key(|start| start.time);
    let time = starts.get(starts.len() / 2).map(|start| start.time);
    starts.sort_by_key(|start| start.kilobytes);
    let kilobytes = starts.get(starts.len() / 2).map(|start| start.kilobytes);
    (time.unwrap_or_default(), kilobytes.unwrap_or_default())
}

/// Starts a program, waits until it is ready, weighs it and ends it.
fn start(
    host: &Host,
    display: &Display,
    program: &Path,
    library: Option<&Path>,
) -> Result<Start, Failure> {
    let mut command = display.command(host, "sh")?;
    // The message bus and the shell are up when the clock starts.
    command
        .args(["-c", "echo started >&2; exec \"$0\" \"$@\""])
        .arg(program);
    if let Some(library) = library {
        command.arg("--library").arg(library);
    }
    let mut child = command
        .env("LONGHAND_LOG", "longhand=debug")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Failure::during("starting a window"))?;
    let time = until_ready(&mut child);
    let kilobytes = weigh(child.id());
    end(&child);
    drop(child.wait());
    let time = time
        .ok_or_else(|| Failure::new(format!("{} ended before it was ready", program.display())))?;
    Ok(Start { time, kilobytes })
}

fn until_ready(child: &mut Child) -> Option<Duration> {
    let mut started = None;
    for line in BufReader::new(child.stderr.take()?).lines() {
        let line = line.ok()?;
        if line == "started" {
            started = Some(Instant::now());
        } else if line.contains("ready: ") {
            return Some(started?.elapsed());
        }
    }
    None
}

/// The proportional share of memory of all processes below one, in kilobytes.
fn weigh(root: u32) -> u64 {
    below(root)
        .into_iter()
        .filter_map(|id| fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok())
        .filter_map(|rollup| {
            let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .sum()
}

/// All processes below one, the message bus's own left out with their tiny share left in.
fn below(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let tasks = fs::read_dir(format!("/proc/{parent}/task"));
        for task in tasks.into_iter().flatten().flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            found.extend(
                children
                    .split_whitespace()
                    .filter_map(|id| id.parse::<u32>().ok()),
            );
        }
    }
    found
}

/// Ends a program and all it started.
fn end(child: &Child) {
    let ids: Vec<String> = below(child.id()).iter().map(u32::to_string).collect();
    drop(Command::new("kill").arg("-KILL").args(ids).status());
}
