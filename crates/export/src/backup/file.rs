//! A file that appears under its name only when all of it is on disk.

use std::fs::{self, DirEntry, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::BackupError;

/// What the name of a file starts with while it is written …
const PREFIX: &str = ".longhand-";

/// … and what it ends with.
const SUFFIX: &str = ".part";

/// A file whose writer was killed is removed by the next writer once it is this old.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// A file being written: nothing of it is seen until [`NewFile::commit`], and nothing stays of it
/// when it is dropped before.
///
/// After the first failure it takes what comes and writes nothing: who writes into it was told, and is
/// not told again while it tidies up.
pub struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    has_failed: bool,
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
        remove_abandoned(folder(path));
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder(path));
        let file = file.map_err(|source| failed(path, source))?;
        // Where locks are not known, the file's youth alone tells that it is in use.
        drop(file.as_file().try_lock());
        Ok(Self {
            path: path.to_path_buf(),
            file: BufWriter::new(file),
            has_failed: false,
        })
    }

    /// Brings all bytes to the disk and gives the file its name.
    ///
    /// # Errors
    /// When the disk refuses; the name stays free then.
    pub fn commit(mut self) -> Result<(), BackupError> {
        if self.has_failed {
            let source = io::Error::other("an earlier part of the file was not written");
            return Err(failed(&self.path, source));
        }
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

impl NewFile {
    /// Does something with the file, unless it has failed before: then the answer is the one given.
    fn attempt<T>(
        &mut self,
        action: impl FnOnce(&mut BufWriter<NamedTempFile>) -> io::Result<T>,
        after_failure: T,
    ) -> io::Result<T> {
        if self.has_failed {
            return Ok(after_failure);
        }
        let result = action(&mut self.file);
        self.has_failed =
            matches!(&result, Err(error) if error.kind() != io::ErrorKind::Interrupted);
        result
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(|file| file.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt(Write::flush, ())
    }
}

impl Seek for NewFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.attempt(|file| file.seek(to), 0)
    }
}

/// Removes what killed writers left in a folder: old files with such a name that nobody holds.
fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_abandoned(&entry) {
            // What cannot be removed harms nobody: it stays for the next time.
            drop(fs::remove_file(entry.path()));
        }
    }
}

fn is_abandoned(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let is_ours = name
        .to_str()
        .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
    let is_old = || {
        let changed = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        changed.modified().ok()?.elapsed().ok()
    };
    is_ours
        && is_old().is_some_and(|age| age > ABANDONED)
        && File::options()
            .write(true)
            .open(entry.path())
            .is_ok_and(|file| file.try_lock().is_ok())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaves a file as a writer that was killed leaves it, changed so long ago.
    fn left_over(folder: &Path, name: &str, age: Duration) -> File {
        let file = File::create(folder.join(name)).expect("a file is made");
        let made = file.metadata().and_then(|known| known.modified());
        file.set_modified(made.expect("it has a time") - age)
            .expect("its time is set");
        file
    }

    #[test]
    fn what_a_killed_writer_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder is made");
        let day = Duration::from_secs(24 * 60 * 60);
        drop(left_over(folder.path(), ".longhand-old.part", day));
        drop(left_over(
            folder.path(),
            ".longhand-new.part",
            Duration::ZERO,
        ));
        drop(left_over(folder.path(), "notes.part", day));
        let in_use = left_over(folder.path(), ".longhand-used.part", day);
        in_use.try_lock().expect("the file is marked as in use");

        let file = NewFile::create(&folder.path().join("backup.zip")).expect("it starts");
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .expect("the folder can be read")
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| {
                Path::new(name) != file.file.get_ref().path().file_name().unwrap_or_default()
            })
            .collect();
        names.sort();
        assert_eq!(
            names,
            [".longhand-new.part", ".longhand-used.part", "notes.part"]
        );
    }

    #[test]
    fn a_file_that_failed_once_is_never_named() {
        let folder = tempfile::tempdir().expect("a folder is made");
        let path = folder.path().join("backup.zip");
        let mut file = NewFile::create(&path).expect("it starts");
        let refused: io::Result<()> = file.attempt(|_| Err(io::Error::other("no room")), ());
        assert_eq!(
            refused.map_err(|error| error.to_string()),
            Err("no room".into())
        );
        file.write_all(b"more").expect("the rest is swallowed");
        file.commit().expect_err("it is not whole");
        assert!(!path.exists());
    }
}
