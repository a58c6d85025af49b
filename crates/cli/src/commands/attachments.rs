//! Files that documents hold.

use std::io::Write as _;
use std::path::{Path, PathBuf, absolute};

use futures::TryStreamExt as _;
use longhand_api::Items;
use longhand_api::attachment::{Add, AddRequest, Collect, CollectRequest, List, ListRequest};
use longhand_api::core::attachment::Listed;
use longhand_api::model::Attachment;

use crate::args::transfer::{Attach, Attachments};
use crate::error::CliError;
use crate::file::{self, Overwrite};
use crate::lh::Lh;
use crate::reference::{self, Naming, pick};
use crate::screen::Ink;
use crate::table::{Column, Table};
use crate::words::{count, number, short, size};

/// `lh attach`.
pub(crate) fn attach(lh: &Lh, args: &Attach) -> Result<(), CliError> {
    let document = reference::document(lh, &args.doc)?;
    for file in &args.files {
        std::fs::metadata(file).map_err(|error| CliError::reading(file, error))?;
    }
    let mut items = Vec::new();
    for file in &args.files {
        items.push(lh.call::<Add>(AddRequest {
            document: Some(document.id),
            path: absolute(file).map_err(|error| CliError::reading(file, error))?,
            name: None,
        })?);
    }
    let added = Items { items };
    lh.answer(&added, |screen| {
        for attachment in &added.items {
            screen.put(Ink::Dim, format!("{}  ", attachment.id))?;
            screen.line(format!(
                "{} ({})",
                attachment.file_name,
                size(attachment.bytes)
            ))?;
        }
        Ok(())
    })?;
    if !lh.is_json() {
        lh.note("A text names them by their file name, such as ![](sketch.png).");
    }
    Ok(())
}

/// Runs `lh attachments`.
pub(crate) fn run(lh: &Lh, args: Attachments) -> Result<(), CliError> {
    match args {
        Attachments::Ls { doc } => ls(lh, doc.as_deref()),
        Attachments::Get {
            attachment,
            out,
            force,
        } => {
            let overwrite = if force {
                Overwrite::Allowed
            } else {
                Overwrite::Refused
            };
            get(lh, &attachment, out, overwrite)
        }
        Attachments::Gc { delete } => gc(lh, delete),
    }
}

fn ls(lh: &Lh, doc: Option<&str>) -> Result<(), CliError> {
    let document = match doc {
        Some(word) => Some(reference::document(lh, word)?.id),
        None => None,
    };
    let found = lh.call::<List>(ListRequest { document })?;
    lh.answer(&found, |screen| {
        if found.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("NAME", Column::Flexible(Ink::Bold)),
            ("TYPE", Column::Left(Ink::Plain)),
            ("SIZE", Column::Right(Ink::Plain)),
            ("USED BY", Column::Right(Ink::Plain)),
        ]);
        for listed in &found.items {
            let (attachment, name) = match listed {
                Listed::Use(usage) => (&usage.attachment, &usage.reference),
                Listed::Attachment(attachment) => (attachment, &attachment.file_name),
            };
            table.row([
                short(attachment.id),
                name.clone(),
                attachment.media_type.clone(),
                size(attachment.bytes),
                number(attachment.documents),
            ]);
        }
        table.show(screen)
    })?;
    if found.items.is_empty() && !lh.is_json() {
        lh.note("No attachments: `lh attach DOC FILE` adds one.");
    }
    Ok(())
}

fn get(lh: &Lh, word: &str, out: Option<PathBuf>, overwrite: Overwrite) -> Result<(), CliError> {
    let listed = lh.call::<List>(ListRequest::default())?.items;
    let all: Vec<Attachment> = listed
        .into_iter()
        .map(|listed| match listed {
            Listed::Use(usage) => usage.attachment,
            Listed::Attachment(attachment) => attachment,
        })
        .collect();
    let naming = Naming {
        thing: "attachment",
        hint: "`lh attachments ls` lists them.",
        id: &|attachment: &Attachment| attachment.id.to_string(),
        names: &|attachment: &Attachment| vec![attachment.file_name.clone()],
    };
    let attachment = pick(&naming, word, &all)?;
    match out.filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            let path = if path.is_dir() {
                path.join(file::safe_name(&attachment.file_name))
            } else {
                path
            };
            let mut begun = file::begin(&path)?;
            copy(lh, attachment, &mut |bytes| {
                begun
                    .write_all(bytes)
                    .map_err(|error| CliError::writing(&path, error))
            })?;
            file::finish(begun, &path, overwrite)?;
            said(lh, attachment, &path)
        }
        None if lh.is_json() => Err(CliError::usage(
            "the bytes of a file are not JSON",
            "Name a file with --out, or leave --json away.",
        )),
        None => copy(lh, attachment, &mut |bytes| lh.answer_bytes(bytes)),
    }
}

fn said(lh: &Lh, attachment: &Attachment, path: &Path) -> Result<(), CliError> {
    lh.answer(attachment, |screen| {
        screen.line(format!(
            "Wrote {} to {}.",
            size(attachment.bytes),
            path.display()
        ))
    })
}

/// Copies the bytes of an attachment, a piece at a time.
fn copy(
    lh: &Lh,
    attachment: &Attachment,
    write: &mut dyn FnMut(&[u8]) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let app = lh.app()?;
    app.wait_for(async {
        let damaged = |error| {
            CliError::not_possible(
                format!(
                    "the bytes of \"{}\" cannot be read: {error}",
                    attachment.file_name
                ),
                "`lh doctor` checks all of them.",
            )
        };
        let mut bytes = app
            .attachments()
            .read(attachment.hash)
            .await
            .map_err(damaged)?;
        while let Some(piece) = bytes.try_next().await.map_err(damaged)? {
            write(&piece)?;
        }
        Ok(())
    })
}

fn gc(lh: &Lh, delete: bool) -> Result<(), CliError> {
    let found = lh.call::<Collect>(CollectRequest { delete })?;
    lh.answer(&found, |screen| {
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("NAME", Column::Flexible(Ink::Bold)),
            ("SIZE", Column::Right(Ink::Plain)),
        ]);
        for attachment in &found.unused {
            let name = attachment.file_name.clone();
            table.row([short(attachment.id), name, size(attachment.bytes)]);
        }
        if found.unused.is_empty() {
            return Ok(());
        }
        table.show(screen)
    })?;
    if lh.is_json() {
        return Ok(());
    }
    let number = count(found.unused.len() as u64, "unused attachment");
    let bytes = size(found.bytes);
    lh.note(&match (found.unused.is_empty(), found.deleted) {
        (true, _) => "Every attachment is used.".to_owned(),
        (false, true) => format!("Deleted {number} ({bytes})."),
        (false, false) => format!("{number} ({bytes}); `lh attachments gc --delete` deletes them."),
    });
    Ok(())
}
