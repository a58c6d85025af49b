//! Attachments: files that documents hold.
//!
//! The bytes lie in the attachment store, named by their content; the library knows their names and
//! which documents use them. A document's text names an attachment by its file name, which is unique
//! within the document. Nothing is deleted but by [`collect`] and [`delete`], which a
//! person asks for.

use std::path::Path;

use longhand_attachments::{AttachmentError, StoredBytes};
use longhand_model::{Actor, Attachment, AttachmentId, AttachmentUse, Cursor, DocumentId, Page};
use longhand_store::attachments::{self, NewAttachment};
use longhand_store::{Reader, StoreError, Writer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncRead;

use crate::document::DocumentRef;
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::{App, Caller};

/// A file's name has at most this many characters.
const NAME_CHARS: usize = 255;

/// At most this many attachments are listed or collected at once.
const MOST: usize = 10_000;

/// A line of a list: an attachment, or the use a document makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Listed {
    /// As one document names it.
    Use(AttachmentUse),
    /// By itself.
    Attachment(Attachment),
}

/// Attachments that no document uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Collected {
    /// The attachments.
    pub unused: Vec<Attachment>,
    /// Their bytes.
    pub bytes: u64,
    /// They were deleted.
    pub deleted: bool,
}

/// Lists the attachments of a document, or all; a limited key has to name a document.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::OutOfScope`].
pub fn list(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
) -> Result<Vec<Listed>, CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let Some(document) = document else {
            if !reach.is_everything() {
                return Err(CoreError::OutOfScope {
                    what: "list the attachments of the whole library".to_owned(),
                });
            }
            let all = attachments::list(r, MOST, None)?;
            return Ok(all.into_iter().map(Listed::Attachment).collect());
        };
        reach.document(r, document)?;
        let used = attachments::of_document(r, document)?;
        Ok(used.into_iter().map(Listed::Use).collect())
    })
}

/// Which attachments a page shows, and in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Listing {
    /// All, the newest first.
    #[default]
    Newest,
    /// All, the largest first.
    Largest,
    /// Those that no document uses, the newest first.
    Unused,
}

/// Lists the attachments of the library, a page at a time.
///
/// # Errors
/// [`CoreError::Invalid`] for a cursor of another list, or one whose attachment is gone.
pub fn page(
    app: &App,
    _caller: &Caller,
    listing: Listing,
    limit: Option<u32>,
    cursor: Option<&Cursor>,
) -> Result<Page<Attachment>, CoreError> {
    let limit = usize::try_from(limit.unwrap_or(100).clamp(1, 500)).unwrap_or(100);
    let after = cursor
        .map(|cursor| cursor.0.parse().map_err(|_not_an_id| StoreError::Cursor))
        .transpose()?;
    let listing = match listing {
        Listing::Newest => attachments::Listing::Newest,
        Listing::Largest => attachments::Listing::Largest,
        Listing::Unused => attachments::Listing::Unused,
    };
    let mut items = app.read(|r| Ok(attachments::page(r, listing, limit + 1, after)?))?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items
        .last()
        .filter(|_last| more)
        .map(|last| Cursor(last.id.to_string()));
    Ok(Page { items, next })
}

/// Lists the documents that use an attachment, the trash included; at most 100.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn users(app: &App, _caller: &Caller, id: AttachmentId) -> Result<Vec<DocumentRef>, CoreError> {
    let users = app.read(|r| Ok(attachments::users(r, id, 100)?))?;
    Ok(users
        .into_iter()
        .map(|(id, title)| DocumentRef { id, title })
        .collect())
}

/// Gives an attachment to a document as well, under a name that its text does not use yet; a
/// document that has it already keeps the name it has.
///
/// # Errors
/// [`CoreError::NotFound`] for either, also where a limited key does not reach.
pub fn give(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    id: AttachmentId,
) -> Result<AttachmentUse, CoreError> {
    let attachment = find(app, caller, id)?;
    let written = app.write(caller, "attachment.use", |w| {
        Reach::of(w, caller)?.document(w, document)?;
        let known = attachments::of_document(w, document)?
            .into_iter()
            .find(|used| used.attachment.id == id);
        if let Some(known) = known {
            return Ok(known);
        }
        let reference = free_name(w, document, &attachment.file_name)?;
        attachments::attach(w, document, id, &reference)?;
        let attachment =
            attachments::get(w, id)?.ok_or_else(|| CoreError::not_found(Thing::Attachment, id))?;
        Ok(AttachmentUse {
            document,
            attachment,
            reference,
        })
    })?;
    Ok(written.value)
}

/// Returns an attachment; a limited key reaches those that a document within its reach uses.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn find(app: &App, caller: &Caller, id: AttachmentId) -> Result<Attachment, CoreError> {
    let unknown = || CoreError::not_found(Thing::Attachment, id);
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        let attachment = attachments::get(r, id)?.ok_or_else(unknown)?;
        if reach.is_everything() {
            return Ok(attachment);
        }
        for document in attachments::documents(r, id)? {
            if reach.document(r, document).is_ok() {
                return Ok(attachment);
            }
        }
        Err(unknown())
    })
}

/// Adds a file of this computer. A script sends its bytes instead: a key opens no files here.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script;
/// [`CoreError::NotFound`] and [`CoreError::File`] when it cannot be read; those of [`receive`].
pub fn add_file(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
    path: &Path,
    name: Option<&str>,
) -> Result<Attachment, CoreError> {
    if matches!(caller.actor, Actor::Key(_)) {
        return Err(CoreError::OutOfScope {
            what: "read files of this computer; send the bytes to /v1/attachments".to_owned(),
        });
    }
    let own_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.map(str::to_owned).or(own_name).unwrap_or_default();
    check_target(app, caller, document)?;
    let stored = app.wait_for(async {
        let failed = |source| CoreError::file(path, source);
        let file = tokio::fs::File::open(path).await.map_err(failed)?;
        if file.metadata().await.map_err(failed)?.is_dir() {
            return Err(CoreError::Invalid {
                message: format!("{} is a folder", path.display()),
                hint: "Attach its files one by one.",
            });
        }
        Ok(app.attachments().put_stream(file).await?)
    })?;
    record(app, caller, document, &name, stored)
}

/// Adds what a reader gives, in constant memory.
///
/// # Errors
/// [`CoreError::NotFound`] for the document; [`CoreError::Invalid`] for a name that is none; disk full;
/// the reader's own error.
pub async fn receive(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
    name: &str,
    reader: impl AsyncRead + Send + Unpin,
) -> Result<Attachment, CoreError> {
    let name = name.to_owned();
    let for_check = caller.clone();
    app.blocking(move |app| check_target(app, &for_check, document))
        .await??;
    let stored = app.attachments().put_stream(reader).await?;
    let caller = caller.clone();
    app.blocking(move |app| record(app, &caller, document, &name, stored))
        .await?
}

/// Lists the attachments that no document uses.
///
/// # Errors
/// The library cannot be read.
pub fn unused(app: &App, _caller: &Caller) -> Result<Collected, CoreError> {
    let unused = app.read(|r| Ok(attachments::unused(r, MOST)?))?;
    Ok(Collected {
        bytes: unused.iter().map(|attachment| attachment.bytes).sum(),
        unused,
        deleted: false,
    })
}

/// Deletes the attachments that no document uses, and their bytes where nothing else has the same.
///
/// # Errors
/// The library or the folder of attachments cannot be written.
pub fn collect(app: &App, caller: &Caller) -> Result<Collected, CoreError> {
    let written = app.write(caller, "attachment.collect", |w| {
        let unused = attachments::unused(w, MOST)?;
        delete_all(app, w, &unused)?;
        Ok(unused)
    })?;
    Ok(deleted(written.value))
}

/// Deletes attachments that no document uses, and their bytes where nothing else has the same.
///
/// # Errors
/// [`CoreError::NotFound`]; [`CoreError::Invalid`] for one that a document uses: then none is deleted.
pub fn delete(app: &App, caller: &Caller, ids: &[AttachmentId]) -> Result<Collected, CoreError> {
    let written = app.write(caller, "attachment.delete", |w| {
        let mut found = Vec::new();
        for id in ids {
            let attachment = attachments::get(w, *id)?
                .ok_or_else(|| CoreError::not_found(Thing::Attachment, id))?;
            if attachment.documents > 0 {
                return Err(CoreError::Invalid {
                    message: format!("\"{}\" is used by a document", attachment.file_name),
                    hint: "Take it out of the documents that use it first.",
                });
            }
            found.push(attachment);
        }
        delete_all(app, w, &found)?;
        Ok(found)
    })?;
    Ok(deleted(written.value))
}

fn deleted(unused: Vec<Attachment>) -> Collected {
    Collected {
        bytes: unused.iter().map(|attachment| attachment.bytes).sum(),
        unused,
        deleted: true,
    }
}

fn delete_all(app: &App, w: &Writer, unused: &[Attachment]) -> Result<(), CoreError> {
    let mut orphaned = Vec::new();
    for attachment in unused {
        orphaned.extend(attachments::delete_unused(w, attachment.id)?);
    }
    // Inside the transaction: who adds the same bytes now looks, in its own transaction after
    // this one, whether they are still there. A crash before the commit leaves rows without
    // bytes, which nothing uses and which the next collection takes.
    for hash in orphaned {
        app.wait_for(app.attachments().delete(hash))?;
    }
    Ok(())
}

/// Refuses before any bytes are taken in.
fn check_target(app: &App, caller: &Caller, document: Option<DocumentId>) -> Result<(), CoreError> {
    app.read(|r| {
        let reach = Reach::of(r, caller)?;
        match document {
            Some(document) => reach.document(r, document).map(drop),
            None if reach.is_everything() => Ok(()),
            None => Err(CoreError::OutOfScope {
                what: "add an attachment without naming a document".to_owned(),
            }),
        }
    })
}

/// Writes down an attachment whose bytes are stored.
fn record(
    app: &App,
    caller: &Caller,
    document: Option<DocumentId>,
    name: &str,
    stored: StoredBytes,
) -> Result<Attachment, CoreError> {
    let name = file_name(name)?;
    let written = app.write(caller, "attachment.add", |w| {
        let reach = Reach::of(w, caller)?;
        if let Some(document) = document {
            reach.document(w, document)?;
        }
        if app.wait_for(app.attachments().size(stored.hash))?.is_none() {
            // They were collected between their arrival and this transaction.
            return Err(CoreError::Busy {
                what: "the folder of attachments".to_owned(),
            });
        }
        let file_name = match document {
            Some(document) => free_name(w, document, &name)?,
            None => name,
        };
        let new = NewAttachment {
            id: None,
            media_type: media_type(&file_name),
            file_name,
            bytes: stored.bytes,
            hash: stored.hash,
        };
        let attachment = attachments::insert(w, &new)?;
        if let Some(document) = document {
            attachments::attach(w, document, attachment.id, &attachment.file_name)?;
        }
        attachments::get(w, attachment.id)?
            .ok_or_else(|| CoreError::internal("a new attachment vanished inside its transaction"))
    })?;
    Ok(written.value)
}

/// Reads a file's name: its last part, one line, no control characters, within the bound.
pub(crate) fn file_name(name: &str) -> Result<String, CoreError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("").trim();
    if ["", ".", ".."].contains(&last) {
        return Err(CoreError::Invalid {
            message: "the attachment has no file name".to_owned(),
            hint: "Give a name such as `photo.png`.",
        });
    }
    Ok(longhand_model::checked_text(
        "the file's name",
        last,
        NAME_CHARS,
    )?)
}

/// The media type that a file's ending tells; bytes are never guessed at.
pub(crate) fn media_type(file_name: &str) -> String {
    mime_guess::from_path(file_name)
        .first_or_octet_stream()
        .essence_str()
        .to_owned()
}

/// A name that the document's text does not use yet: `photo.png`, `photo-2.png`, and so on.
fn free_name(r: &Reader, document: DocumentId, name: &str) -> Result<String, CoreError> {
    let taken: Vec<String> = attachments::of_document(r, document)?
        .into_iter()
        .map(|used| used.reference)
        .collect();
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        Some(_) | None => (name, String::new()),
    };
    let most = NAME_CHARS.saturating_sub(ending.chars().count() + 8);
    let short: String = stem.chars().take(most).collect();
    let mut candidate = name.to_owned();
    let mut number = 2;
    while taken.contains(&candidate) {
        candidate = format!("{short}-{number}{ending}");
        number += 1;
    }
    Ok(candidate)
}

impl From<AttachmentError> for CoreError {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::NotFound { hash } => Self::not_found(Thing::Attachment, hash),
            AttachmentError::DiskFull { folder, .. } => Self::DiskFull {
                path: folder.display().to_string(),
            },
            AttachmentError::ReadOnly { folder, .. } => Self::ReadOnly {
                path: folder.display().to_string(),
            },
            AttachmentError::Incoming { source } => Self::Invalid {
                message: format!("the file could not be read to its end: {}", source.kind()),
                hint: "Try again.",
            },
            error @ (AttachmentError::OutOfRange { .. } | AttachmentError::Storage { .. }) => {
                Self::internal(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{file_name, media_type};

    #[test]
    fn a_file_name_loses_its_folders_and_must_be_one() {
        for (given, expected) in [
            ("photo.png", Some("photo.png")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\temp\\a.txt", Some("a.txt")),
            ("..", None),
            ("folder/", None),
            ("a\u{0}b", None),
        ] {
            assert_eq!(file_name(given).ok().as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn the_ending_tells_the_media_type() {
        assert_eq!(media_type("a.PNG"), "image/png");
        assert_eq!(media_type("a"), "application/octet-stream");
    }
}
