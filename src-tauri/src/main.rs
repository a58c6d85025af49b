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
mod library;
mod paths;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Longhand, a Markdown library with a window.
#[derive(Debug, Parser)]
#[command(name = "longhand", version, about)]
struct Arguments {
    /// The library to open; made if it is not there.
    #[arg(long, env = "LONGHAND_LIBRARY", value_name = "PATH")]
    library: Option<PathBuf>,
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
    match start(arguments.library) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

fn start(library: Option<PathBuf>) -> tauri::Result<ExitCode> {
    let app = tauri::Builder::default()
        // First, so that a second start touches nothing before it hands over.
        .plugin(tauri_plugin_single_instance::init(
            |app, _arguments, _folder| window::raise(app),
        ))
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
            commands::ui_ready,
        ])
        .setup(move |app| {
            library::open(app.handle(), library)?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    let code = app.run_return(|_app, _event| {});
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}
