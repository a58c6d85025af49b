//! A window with nothing in it: the floor beside which `cargo xtask bench start` measures the program.
//!
//! It says so on standard error once its empty page is loaded.

use std::io::Write;

use tauri::webview::PageLoadEvent;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let nothing = WebviewUrl::External(Url::parse("about:blank")?);
            WebviewWindowBuilder::new(app, "main", nothing)
                .inner_size(1280.0, 820.0)
                .on_page_load(|_window, load| {
                    if load.event() == PageLoadEvent::Finished {
                        // Nobody listening is no reason to end.
                        let _ = writeln!(std::io::stderr(), "ready: the page is loaded");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
