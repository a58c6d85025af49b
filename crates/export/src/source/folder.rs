//! Folders on disk. No symbolic link is followed.

use std::fs::{DirEntry, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use longhand_model::Timestamp;

use super::{Entry, EntryError, Limits, Listing, SourceError, is_hidden};
use crate::SourcePath;
use crate::report::{ImportProblem, ProblemKind};

/// A folder that entries are read from; its path holds no link.
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Names a folder by its canonical path.
    pub(super) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Lists everything below the folder.
    pub(super) fn list(&self, limits: &Limits) -> Result<Listing, SourceError> {
        let mut listing = Listing::default();
        let mut folders: Vec<Option<SourcePath>> = vec![None];
        while let Some(folder) = folders.pop() {
            let path = folder
                .as_ref()
                .map_or_else(|| self.root.clone(), |it| self.place(it));
            let inner = match sorted_entries(&path) {
                Ok(inner) => inner,
                Err(source) => match &folder {
                    None => return Err(SourceError::reading(&path, source)),
                    Some(folder) => {
                        listing.problems.push(unreadable(folder.as_str(), &source));
                        continue;
                    }
                },
            };
            let inner: Vec<_> = inner
                .iter()
                .filter_map(|entry| look_at(entry, folder.as_ref(), &mut listing))
                .collect();
            folders.extend(inner.into_iter().rev().map(Some));
            let found = (listing.documents.len() + listing.files.len()) as u64;
            if found > limits.folder_files {
                let (path, most) = (self.root.clone(), limits.folder_files);
                return Err(SourceError::TooManyFiles { path, found, most });
            }
        }
        Ok(listing)
    }

    /// Returns where an entry lies on disk.
    pub(super) fn place(&self, path: &SourcePath) -> PathBuf {
        let mut place = self.root.clone();
        place.extend(path.folders().chain([path.file_name()]));
        place
    }

    /// Looks for a file that nothing listed; none when it is hidden or reached through a link.
    pub(super) fn probe(&self, path: &SourcePath) -> Option<Entry> {
        if path.folders().chain([path.file_name()]).any(is_hidden) {
            return None;
        }
        let place = self.place(path);
        let meta = std::fs::symlink_metadata(&place)
            .ok()
            .filter(Metadata::is_file)?;
        let inside = std::fs::canonicalize(&place).is_ok_and(|real| real == place);
        inside.then(|| entry_of(path.clone(), &meta))
    }

    /// Opens an entry, once it is certain that no link on the way leads elsewhere.
    pub(super) fn open(&self, entry: &Entry) -> Result<Box<dyn Read + Send>, EntryError> {
        let failed = |source| EntryError::reading(entry, source);
        let place = self.place(&entry.path);
        if std::fs::canonicalize(&place).map_err(failed)? != place {
            return Err(EntryError::Moved {
                path: entry.path.to_string(),
            });
        }
        Ok(Box::new(std::fs::File::open(place).map_err(failed)?))
    }
}

/// Archives that keep no times unpack to 1970 or 1980: up to the end of 1 January 1980, a time says nothing.
const NO_TIME: i64 = 315_619_200_000;

/// Makes an entry of a file's metadata.
pub(super) fn entry_of(path: SourcePath, meta: &Metadata) -> Entry {
    let changed = meta.modified().ok();
    let age = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let millis = age.and_then(|age| i64::try_from(age.as_millis()).ok());
    Entry {
        path,
        bytes: meta.len(),
        modified: millis
            .filter(|millis| *millis > NO_TIME)
            .map(Timestamp::from_millis),
        place: 0,
    }
}

/// Lists a folder's entries by name, so that two imports go the same way.
fn sorted_entries(path: &Path) -> io::Result<Vec<DirEntry>> {
    let mut entries = std::fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

/// Adds an entry to the listing; returns its path when it is a folder to be listed as well.
fn look_at(
    entry: &DirEntry,
    folder: Option<&SourcePath>,
    listing: &mut Listing,
) -> Option<SourcePath> {
    let name = entry.file_name();
    let shown = name.to_string_lossy();
    let shown = folder.map_or_else(|| shown.to_string(), |folder| format!("{folder}/{shown}"));
    if is_hidden(&name.to_string_lossy()) {
        listing.hidden += 1;
        return None;
    }
    let path = match child(folder, &name) {
        Ok(path) => path,
        Err(reason) => {
            listing
                .problems
                .push(ImportProblem::unsafe_path(shown, reason));
            return None;
        }
    };
    let meta = match entry.metadata() {
        Ok(meta) => meta,
        Err(source) => {
            listing.problems.push(unreadable(&shown, &source));
            return None;
        }
    };
    if meta.is_dir() {
        return Some(path);
    }
    if meta.is_file() {
        listing.add(entry_of(path, &meta));
    } else if meta.is_symlink() {
        let message = "a symbolic link is not followed";
        listing.problems.push(ImportProblem::new(
            shown,
            ProblemKind::SymbolicLink,
            message,
        ));
    } else {
        let message = "not a file, but a device, a pipe or a socket";
        listing
            .problems
            .push(ImportProblem::new(shown, ProblemKind::NotAFile, message));
    }
    None
}

fn child(
    folder: Option<&SourcePath>,
    name: &std::ffi::OsStr,
) -> Result<SourcePath, crate::UnsafePath> {
    let name = name.to_str().ok_or(crate::UnsafePath::NotUnicode)?;
    match folder {
        Some(folder) => folder.child(name),
        None => SourcePath::parse(name),
    }
}

fn unreadable(path: &str, source: &io::Error) -> ImportProblem {
    ImportProblem::new(
        path,
        ProblemKind::Unreadable,
        format!("cannot be read: {source}"),
    )
}
