//! A file that appears under its name only when all of it is on disk.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::BackupError;

/// A file being written: nothing of it is seen until [`NewFile::commit`], and nothing stays of it
/// when it is dropped before.
pub struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Starts a file beside its later place.
    ///
    /// # Errors
    /// [`BackupError::Exists`] when something has the name already.
    pub fn create(path: &Path) -> Result<Self, BackupError> {
        if path.try_exists().unwrap_or(false) {
            return Err(BackupError::Exists {
                path: path.to_path_buf(),
            });
        }
        let file = tempfile::Builder::new()
            .prefix(".longhand-")
            .suffix(".part")
            .tempfile_in(folder(path));
        let file = file.map_err(|source| failed(path, source))?;
        Ok(Self {
            path: path.to_path_buf(),
            file: BufWriter::new(file),
        })
    }

    /// Brings all bytes to the disk and gives the file its name.
    ///
    /// # Errors
    /// When the disk refuses; the name stays free then.
    pub fn commit(mut self) -> Result<(), BackupError> {
        let flushed = self.file.flush();
        flushed.map_err(|source| failed(&self.path, source))?;
        let file = self
            .file
            .into_inner()
            .map_err(|error| failed(&self.path, error.into_error()))?;
        file.as_file()
            .sync_all()
            .map_err(|source| failed(&self.path, source))?;
        if self.path.try_exists().unwrap_or(false) {
            return Err(BackupError::Exists { path: self.path });
        }
        file.persist(&self.path)
            .map_err(|error| failed(&self.path, error.error))?;
        #[cfg(unix)]
        File::open(folder(&self.path))
            .and_then(|folder| folder.sync_all())
            .map_err(|source| failed(&self.path, source))?;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for NewFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn failed(path: &Path, source: io::Error) -> BackupError {
    BackupError::File {
        action: "written",
        path: path.to_path_buf(),
        source,
    }
}
