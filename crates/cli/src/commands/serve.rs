//! `lh serve`: the library for this computer's browser and scripts.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use longhand_api::sign_in::Link;
use longhand_api::{Background, Create, FirstContent, Nothing};
use longhand_http::{BindError, Limits, Server, bind, private_folder};
use serde_json::json;
use tempfile::TempDir;

use crate::args::admin::Serve;
use crate::error::CliError;
use crate::lh::Lh;

/// Serves until Ctrl-C or until the system asks the program to end.
pub(crate) fn run(lh: &Lh, args: &Serve) -> Result<(), CliError> {
    if args.link {
        return link(lh, args);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Internal(error.to_string()))?;
    runtime.block_on(serve(lh, args))
}

async fn serve(lh: &Lh, args: &Serve) -> Result<(), CliError> {
    // The port first: a server that cannot listen must not make a library.
    let listener = bind(args.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(broke)?;
    let app = lh.open(Create::IfMissing, FirstContent::Samples, Background::On)?;
    let server = Server::new(app, address, Limits::default());
    let link = server.link();
    let stop = stop_signal()?;
    lh.answer(&json!({ "url": link, "address": address }), |screen| {
        screen.line(&link)
    })?;
    if !lh.is_json() {
        lh.note(
            "Open the link in a browser within 15 minutes: it signs one browser in, once.\n\
             `lh serve --link` makes another. Ctrl-C ends the server.",
        );
    }
    let door = if args.open { open(lh, &link) } else { None };
    let ended = longhand_http::run(&server, listener, stop).await;
    drop(door);
    ended.map_err(broke)
}

/// Prints a link for a server that another process runs. The two share the library, which keeps the
/// link's hash until a browser follows it.
fn link(lh: &Lh, args: &Serve) -> Result<(), CliError> {
    let address = args.listen;
    TcpStream::connect_timeout(&address, Duration::from_secs(2)).map_err(|source| {
        CliError::Network {
            message: format!("no server can be reached at {address}"),
            hint: "Start `lh serve`, or name its address with --listen.".to_owned(),
            source: Box::new(source),
        }
    })?;
    let made = lh.call::<Link>(Nothing {})?;
    let url = format!("http://{address}/#token={}", made.token);
    lh.answer(
        &json!({ "url": url, "address": address, "expiresAt": made.expires_at }),
        |screen| screen.line(&url),
    )?;
    if !lh.is_json() {
        lh.note("The link signs one browser in, once, within 15 minutes.");
    }
    Ok(())
}

/// Opens the link in the browser.
///
/// The command line of a program can be read by everybody on the computer, so the link, which is as
/// good as a password, goes through a page that only this user can read.
fn open(lh: &Lh, link: &str) -> Option<TempDir> {
    let page = private_folder("longhand-open-").and_then(|folder| {
        let path = folder.path().join("open.html");
        write_page(&path, link)?;
        Ok((folder, path))
    });
    let opened = page.and_then(|(folder, path)| {
        opener::open(&path).map_err(std::io::Error::other)?;
        Ok(folder)
    });
    match opened {
        Ok(folder) => Some(folder),
        Err(error) => {
            lh.note(&format!(
                "No browser could be opened ({error}): use the link above."
            ));
            None
        }
    }
}

fn write_page(path: &Path, link: &str) -> std::io::Result<()> {
    let mut page: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    // The link is made of digits and letters that mean nothing to HTML.
    writeln!(
        page,
        "<!doctype html><meta charset=\"utf-8\"><title>Longhand</title>\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\
         <p><a href=\"{link}\">Open Longhand</a></p>"
    )
}

fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt()).map_err(broke)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(broke)?;
        Ok(async move {
            tokio::select! {
                _pressed = interrupt.recv() => {}
                _asked = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without a handler the system ends the program itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

fn refused(error: BindError) -> CliError {
    let message = error.to_string();
    match error {
        BindError::NotLoopback { .. } => CliError::usage(
            message,
            "Listen on 127.0.0.1, and reach it from elsewhere through an SSH tunnel.",
        ),
        BindError::Refused { source, .. } => CliError::Network {
            message,
            hint: "Add --listen 127.0.0.1:0 to take any free port.".to_owned(),
            source: Box::new(source),
        },
    }
}

fn broke(error: std::io::Error) -> CliError {
    CliError::Network {
        message: "the server stopped".to_owned(),
        hint: "Start it again.".to_owned(),
        source: Box::new(error),
    }
}
