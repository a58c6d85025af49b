//! One file as a source: a document that a person named, and the files it refers to.

use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::folder::{Folder, entry_of};
use super::{Entry, EntryError, Listing, SourceError, is_markdown};
use crate::SourcePath;

/// The file, and the folder that its references may reach into.
pub(super) struct SingleFile {
    file: PathBuf,
    path: SourcePath,
    /// None for an upload: it lies among other people's files.
    folder: Option<Folder>,
}

impl SingleFile {
    /// Takes a file as a document: Markdown, or a plain text since the person named it.
    pub(super) fn open(
        file: &Path,
        meta: &Metadata,
        upload: Option<&str>,
    ) -> Result<(Self, Listing), SourceError> {
        let unsupported = || SourceError::Unsupported {
            path: file.to_path_buf(),
        };
        let own = file.file_name().and_then(|name| name.to_str());
        let name = upload.or(own).ok_or_else(unsupported)?;
        let path = SourcePath::parse_archived(name).map_err(|_unsafe| unsupported())?;
        let text = matches!(path.extension().as_str(), "txt" | "text" | "");
        if !meta.is_file() || !(is_markdown(&path) || text) {
            return Err(unsupported());
        }
        let folder = match upload {
            Some(_) => None,
            None => file.parent().map(|folder| Folder::at(folder.to_path_buf())),
        };
        let entry = entry_of(path.clone(), meta);
        let listing = Listing {
            documents: vec![entry],
            ..Listing::default()
        };
        Ok((
            Self {
                file: file.to_path_buf(),
                path,
                folder,
            },
            listing,
        ))
    }

    /// Returns where the file lies.
    pub(super) fn place(&self) -> &Path {
        &self.file
    }

    /// Finds a file below the document's folder that the document refers to.
    pub(super) fn beside(&self, path: &SourcePath) -> Option<Entry> {
        if is_markdown(path) {
            None
        } else {
            self.folder.as_ref()?.probe(path)
        }
    }

    pub(super) fn open_entry(&self, entry: &Entry) -> Result<Box<dyn Read + Send>, EntryError> {
        match &self.folder {
            Some(folder) if entry.path != self.path => folder.open(entry),
            Some(_) | None => {
                let file = std::fs::File::open(&self.file);
                Ok(Box::new(
                    file.map_err(|source| EntryError::reading(entry, source))?,
                ))
            }
        }
    }
}
