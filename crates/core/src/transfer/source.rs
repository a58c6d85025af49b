//! Opens what an import names, and turns what is wrong with it into outcomes a person can meet.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use longhand_export::backup::{BackupError, BackupReader};
use longhand_export::{Limits, Source, SourceError, Vault};

use super::{ImportFormat, ImportRequest};
use crate::CoreError;
use crate::error::Thing;

/// A source with the vault whose rules it follows.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) vault: Option<Vault>,
}

/// What an import is of.
pub(super) enum Kind {
    /// Documents in files.
    Files(Vec<Opened>),
    /// A backup.
    Backup(PathBuf),
}

/// Opens all sources, or none.
pub(super) fn open(request: &ImportRequest) -> Result<Kind, CoreError> {
    let paths: Vec<&Path> = request.sources.iter().map(Path::new).collect();
    let is_backup = |path: &Path| match request.format {
        ImportFormat::Backup => true,
        ImportFormat::Auto => BackupReader::is_backup(path),
        ImportFormat::Markdown | ImportFormat::Obsidian => false,
    };
    match paths.as_slice() {
        [] => Err(CoreError::Invalid {
            message: "the import names no file and no folder".to_owned(),
            hint: "Name at least one Markdown file, folder or zip archive.",
        }),
        [path] if is_backup(path) => Ok(Kind::Backup(path.to_path_buf())),
        paths if paths.iter().any(|path| is_backup(path)) => Err(CoreError::Invalid {
            message: "a backup cannot be imported together with other files".to_owned(),
            hint: "Import the backup alone.",
        }),
        paths => paths
            .iter()
            .map(|path| open_one(path, request))
            .collect::<Result<_, _>>()
            .map(Kind::Files),
    }
}

fn open_one(path: &Path, request: &ImportRequest) -> Result<Opened, CoreError> {
    let limits = Limits::default();
    let uploaded = request
        .uploaded
        .iter()
        .any(|uploaded| Path::new(uploaded) == path);
    let source = match path.file_name().and_then(|name| name.to_str()) {
        Some(name) if uploaded => Source::open_upload(path, name, &limits),
        Some(_) | None => Source::open(path, &limits),
    };
    let source = source.map_err(source_error)?;
    let vault = match request.format {
        ImportFormat::Auto => source.vault().cloned(),
        ImportFormat::Obsidian => Some(source.vault().cloned().unwrap_or_default()),
        ImportFormat::Markdown | ImportFormat::Backup => None,
    };
    Ok(Opened { source, vault })
}

fn source_error(error: SourceError) -> CoreError {
    let message = error.to_string();
    match error {
        SourceError::NotFound { path } => CoreError::not_found(Thing::File, path.display()),
        SourceError::Unreadable { path, source } => CoreError::file(&path, source),
        SourceError::Unsupported { .. } => CoreError::Invalid {
            message,
            hint: "Name a Markdown file, a folder, an Obsidian vault or a zip archive of these.",
        },
        SourceError::NotAnArchive { source, .. } => CoreError::Invalid {
            message: format!("{message}: {source}"),
            hint: "The archive may be damaged or cut off: download or make it again.",
        },
        SourceError::TooManyFiles { .. } | SourceError::TooLarge { .. } => CoreError::Invalid {
            message,
            hint: "Import parts of it one after the other.",
        },
        SourceError::Overlapping { .. } => CoreError::Invalid {
            message,
            hint: "Archives like this are made to do harm. If you trust its origin, unpack it and import the folder.",
        },
    }
}

/// Turns what is wrong with a backup into an outcome.
pub(super) fn backup_error(error: BackupError) -> CoreError {
    let message = error.to_string();
    match error {
        BackupError::NotFound { path } => CoreError::not_found(Thing::File, path.display()),
        BackupError::File { path, source, .. } => CoreError::file(&path, source),
        BackupError::Exists { .. } => CoreError::Invalid {
            message,
            hint: "Choose another name: a backup overwrites nothing.",
        },
        BackupError::NotABackup { .. } => CoreError::Invalid {
            message,
            hint: "Choose a file that `backup create` wrote.",
        },
        BackupError::Newer { .. } => CoreError::Unsupported {
            what: format!("Reading this backup ({message})"),
            instead: "Update Longhand and try again.",
        },
        BackupError::Damaged(_) => CoreError::Invalid {
            message,
            hint: "Use another backup. `backup verify` lists all that is wrong with this one.",
        },
        BackupError::Stopped => CoreError::Cancelled,
        BackupError::Stream { source, entry } => stream_error(&entry, source),
        BackupError::Entry { .. } | BackupError::Record { .. } | BackupError::Order { .. } => {
            match error.refusal() {
                Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => CoreError::DiskFull {
                    path: "the backup".to_owned(),
                },
                Some(_) | None => CoreError::internal(error),
            }
        }
    }
}

fn stream_error(entry: &str, source: std::io::Error) -> CoreError {
    CoreError::file(Path::new(entry), source)
}
