//! The desktop program: a window on the interface, and the doors between them.
//!
//! Owns the window, the native dialogs and the way bytes and events reach the interface. It holds no
//! use-case: every command of the library goes through `longhand-api`, as from the command line.

// A release on Windows opens no console beside its window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod assets;
mod commands;
mod desktop;
mod events;
mod given;
mod library;
mod paths;
mod window;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use tauri::AppHandle;

/// Longhand, a Markdown library with a window.
#[derive(Debug, Parser)]
#[command(name = "longhand", version, about)]
struct Arguments {
    /// The library to open; made if it is not there.
    #[arg(long, env = "LONGHAND_LIBRARY", value_name = "PATH")]
    library: Option<PathBuf>,

    /// Files or folders to bring in, or links into the library (`longhand://doc/ID`).
    #[arg(value_name = "FILE")]
    given: Vec<OsString>,
}

/// What is logged unless LONGHAND_LOG says otherwise. The HTML reader warns of every odd document.
const LOGGED: &str = "warn,html5ever=error,longhand=info";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("LONGHAND_LOG")
                .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new(LOGGED)),
        )
        .init();
    if let Err(refusal) = desktop::prepare() {
        tracing::error!("{refusal}");
        return ExitCode::FAILURE;
    }
    match start(arguments) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> tauri::Result<ExitCode> {
    let app = tauri::Builder::default()
        // First, so that a second start touches nothing before it hands over.
        .plugin(tauri_plugin_single_instance::init(|app, words, folder| {
            started_again(app, words, Path::new(&folder));
            window::raise(app);
        }))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(window::kept_state())
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(assets::SCHEME, |context, request, responder| {
            assets::answer(context.app_handle(), request, responder);
        })
        .invoke_handler(tauri::generate_handler![
            commands::rpc,
            commands::pick_files,
            commands::pick_folder,
            commands::save_path,
            commands::upload,
            commands::open_external,
            commands::set_title,
            commands::take_given,
            commands::ui_ready,
        ])
        .setup(move |app| {
            library::open(app.handle(), arguments.library)?;
            let folder = std::env::current_dir().unwrap_or_default();
            given::hand_over(app.handle(), &arguments.given, &folder);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    let code = app.run_return(|app, event| hear(app, &event));
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The program was started while it runs: what that start was given is for this window.
fn started_again(app: &AppHandle, words: Vec<String>, folder: &Path) {
    match Arguments::try_parse_from(words) {
        Ok(arguments) => given::hand_over(app, &arguments.given, folder),
        Err(error) => tracing::warn!(%error, "the words of a second start could not be read"),
    }
}

/// macOS hands files and links over while the program runs, not as words of its start.
#[cfg(target_os = "macos")]
fn hear(app: &AppHandle, event: &tauri::RunEvent) {
    if let tauri::RunEvent::Opened { urls } = event {
        let words: Vec<OsString> = urls.iter().map(|url| url.as_str().into()).collect();
        given::hand_over(app, &words, Path::new("/"));
        window::raise(app);
    }
}

#[cfg(not(target_os = "macos"))]
fn hear(_app: &AppHandle, _event: &tauri::RunEvent) {}
