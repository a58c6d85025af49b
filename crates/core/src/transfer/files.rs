//! The files that imported documents refer to: stored once each, as they stream out of their source.

use std::collections::HashMap;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::TryStreamExt as _;
use longhand_attachments::{AttachmentError, ByteStream};
use longhand_export::{Entry, ImportProblem, ProblemKind, Source, SourcePath};
use longhand_model::{ContentHash, DocumentId};
use longhand_store::Writer;
use longhand_store::attachments::{self, NewAttachment};
use tokio::io::{AsyncRead, ReadBuf};

use crate::attachment::{file_name, media_type};
use crate::{App, CoreError};

/// A file that a document refers to.
#[derive(Debug, Clone)]
pub(super) struct FileUse {
    /// How the text names it.
    pub(super) reference: String,
    /// Its name, without folders.
    pub(super) name: String,
    /// The hash of its bytes; none when they were only counted.
    pub(super) hash: Option<ContentHash>,
    /// Its size.
    pub(super) bytes: u64,
}

/// What is done with a file that is referred to.
pub(super) enum Files<'a> {
    /// Its bytes are stored.
    Store {
        /// What became of the files of the source that is read.
        taken: HashMap<SourcePath, Option<FileUse>>,
    },
    /// It is counted.
    Count {
        /// The files counted so far, in all sources.
        files: &'a mut u64,
        /// Those of the source that is read.
        taken: HashMap<SourcePath, FileUse>,
    },
}

impl<'a> Files<'a> {
    pub(super) fn store() -> Self {
        Self::Store {
            taken: HashMap::new(),
        }
    }

    pub(super) fn count(files: &'a mut u64) -> Self {
        Self::Count {
            files,
            taken: HashMap::new(),
        }
    }

    /// Forgets the files of the source before.
    pub(super) fn start(&mut self) {
        match self {
            Self::Store { taken } => taken.clear(),
            Self::Count { taken, .. } => taken.clear(),
        }
    }

    /// Takes a file in. The inner error is what to tell of it, once: later references get none.
    pub(super) fn take(
        &mut self,
        app: &App,
        source: &mut Source,
        file: &Entry,
    ) -> Result<Result<FileUse, Option<ImportProblem>>, CoreError> {
        match self {
            Self::Store { taken } => {
                if let Some(known) = taken.get(&file.path) {
                    return Ok(known.clone().ok_or(None));
                }
                let stored = store(app, source, file)?;
                taken.insert(file.path.clone(), stored.as_ref().ok().cloned());
                Ok(stored.map_err(Some))
            }
            Self::Count { files, taken } => {
                let counted = taken.entry(file.path.clone()).or_insert_with(|| {
                    **files += 1;
                    counted(file)
                });
                // The size belongs to the first document that refers to the file.
                Ok(Ok(FileUse {
                    bytes: std::mem::take(&mut counted.bytes),
                    ..counted.clone()
                }))
            }
        }
    }
}

fn counted(file: &Entry) -> FileUse {
    FileUse {
        reference: String::new(),
        name: file.path.file_name().to_owned(),
        hash: None,
        bytes: file.bytes,
    }
}

fn store(
    app: &App,
    source: &mut Source,
    file: &Entry,
) -> Result<Result<FileUse, ImportProblem>, CoreError> {
    let reader = match source.open_entry(file) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error.problem(file))),
    };
    match app.wait_for(app.attachments().put_stream(Blocking(reader))) {
        Ok(stored) => Ok(Ok(FileUse {
            hash: Some(stored.hash),
            bytes: stored.bytes,
            ..counted(file)
        })),
        Err(AttachmentError::Incoming { source }) => {
            let message = format!("cannot be read: {source}");
            Ok(Err(ImportProblem::new(
                file.path.as_str(),
                ProblemKind::Unreadable,
                message,
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// A reader that blocks, on a thread that may: jobs have threads of their own.
pub(super) struct Blocking<R>(pub(super) R);

impl<R: Read + Unpin> AsyncRead for Blocking<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.0.read(buffer.initialize_unfilled())?;
        buffer.advance(read);
        Poll::Ready(Ok(()))
    }
}

/// Ties stored files to a document, under the names its text uses; returns how many ties are new.
pub(super) fn attach(
    w: &Writer,
    document: DocumentId,
    files: &[&FileUse],
) -> Result<u64, CoreError> {
    let known = attachments::of_document(w, document)?;
    let mut added = 0;
    for file in files {
        let Some(hash) = file.hash else { continue };
        let tied = known.iter().find(|known| known.reference == file.reference);
        if tied.is_some_and(|tied| tied.attachment.hash == hash) {
            continue;
        }
        let name = file_name(&file.name).unwrap_or_else(|_no_name| "file".to_owned());
        let same = attachments::find_by_hash(w, hash)?;
        let id = match same.iter().find(|same| same.file_name == name) {
            Some(same) => same.id,
            None => {
                let media_type = media_type(&name);
                let (file_name, bytes) = (name, file.bytes);
                let new = NewAttachment {
                    id: None,
                    file_name,
                    media_type,
                    bytes,
                    hash,
                };
                attachments::insert(w, &new)?.id
            }
        };
        attachments::attach(w, document, id, &file.reference)?;
        added += 1;
    }
    Ok(added)
}

/// A stream of stored bytes, for writers that read. Blocks, like [`Blocking`].
pub(super) struct Streamed<'a> {
    app: &'a App,
    stream: ByteStream,
    piece: Bytes,
}

impl<'a> Streamed<'a> {
    pub(super) fn new(app: &'a App, stream: ByteStream) -> Self {
        Self {
            app,
            stream,
            piece: Bytes::new(),
        }
    }
}

impl Read for Streamed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self
                .app
                .wait_for(self.stream.try_next())
                .map_err(io::Error::other)?
            {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let taken = self.piece.split_to(self.piece.len().min(buffer.len()));
        if let Some(start) = buffer.get_mut(..taken.len()) {
            start.copy_from_slice(&taken);
        }
        Ok(taken.len())
    }
}
