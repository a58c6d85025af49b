//! The file of a library: made under another name first, recognised before it is touched, and its errors told apart.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use longhand_model::{LibraryId, Sources};
use rusqlite::{Connection, OpenFlags, named_params};

use super::Options;
use crate::{OpenError, connection, migrations};

/// Builds the file of a new library under a name that it does not keep.
pub(super) fn build(
    unfinished: &Path,
    path: &Path,
    sources: &Sources,
    options: &Options,
) -> Result<(), OpenError> {
    let failed = |source| OpenError::of(path.to_owned(), source);
    let mut connection = connection::writer(
        unfinished,
        OpenFlags::SQLITE_OPEN_CREATE,
        options.busy_timeout,
    )
    .map_err(|source| unopened(path, source))?;
    connection::format(&connection).map_err(failed)?;
    migrations::run(path, &mut connection)?;
    connection
        .execute(
            "INSERT INTO library (one, id, secret, created_at)
            VALUES (1, :id, :secret, :now)",
            named_params! {
                ":id": sources.id::<LibraryId>().as_bytes(),
                ":secret": sources.random::<32>(),
                ":now": sources.now().as_millis(),
            },
        )
        .map_err(failed)?;
    connection::log(&connection).map_err(failed)?;
    connection
        .close()
        .map_err(|(_connection, source)| failed(source))
}

/// Tells a library from any other file; nothing is written.
pub(super) fn recognise(path: &Path, connection: &Connection) -> Result<(), OpenError> {
    let id = connection.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
    match id {
        Ok(connection::APPLICATION_ID) => Ok(()),
        Ok(_other_program) => Err(OpenError::NotALibrary {
            path: path.to_owned(),
        }),
        Err(source) => Err(unopened(path, source)),
    }
}

/// Names a failure to open: SQLite says "cannot open" for a folder, a file that may not be read, and a file or folder
/// that may not be written.
pub(super) fn unopened(path: &Path, source: rusqlite::Error) -> OpenError {
    let code = source.sqlite_error_code();
    if code == Some(rusqlite::ErrorCode::NotADatabase) || path.is_dir() {
        return OpenError::NotALibrary {
            path: path.to_owned(),
        };
    }
    if code != Some(rusqlite::ErrorCode::CannotOpen) {
        return OpenError::of(path.to_owned(), source);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if !folder.exists() {
        return OpenError::NotFound {
            path: path.to_owned(),
        };
    }
    // Asks the system rather than the bits of the file: who may write depends on who asks.
    let refused = File::open(path)
        .map_err(|source| OpenError::unreadable(path.to_owned(), source))
        .and_then(|_readable| {
            let writable = File::options().read(true).write(true).open(path);
            writable.map_err(|source| OpenError::of_file(path.to_owned(), source))
        });
    match refused {
        // A file that is not there, or one that may be written: then it is the folder that may not.
        Err(OpenError::NotFound { .. }) | Ok(_) => OpenError::ReadOnly {
            path: folder.to_owned(),
        },
        Err(error) => error,
    }
}

/// Names a file beside another.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

/// Removes an unfinished file and what SQLite keeps beside it; what cannot be removed is harmless.
pub(super) fn discard(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        if let Err(error) = std::fs::remove_file(beside(path, ending))
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an unfinished file could not be removed");
        }
    }
}

/// Makes a new name in a folder durable.
pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
