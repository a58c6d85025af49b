//! Signs of life: a locked file for each job at work, so that another process can tell a job that
//! still works from one whose program was killed.
//!
//! The system drops the lock with the process, whatever ended it. No process ids, which are used
//! again, and no heartbeats, which need clocks.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use longhand_model::JobId;

use crate::CoreError;

/// The folder of the signs, `name.longhand-jobs` beside the library; it exists while a job works.
pub(super) struct Alive {
    folder: PathBuf,
}

/// A job's sign of life; removed when dropped.
pub(super) struct Sign {
    path: PathBuf,
    file: Option<File>,
}

impl Alive {
    pub(super) fn beside(library: &Path) -> Self {
        let mut name = library
            .file_stem()
            .unwrap_or(library.as_os_str())
            .to_owned();
        name.push(".longhand-jobs");
        Self {
            folder: library.with_file_name(name),
        }
    }

    /// Gives a job its sign.
    pub(super) fn sign(&self, id: JobId) -> Result<Sign, CoreError> {
        let path = self.path(id);
        let failed = |source| CoreError::file(&path, source);
        // Another process may remove the empty folder between the two steps; the second try wins.
        let mut made = self.make(&path);
        if made
            .as_ref()
            .is_err_and(|error| error.kind() == ErrorKind::NotFound)
        {
            made = self.make(&path);
        }
        let file = made.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(CoreError::Busy {
                    what: "the job (another program runs it)".to_owned(),
                });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        Ok(Sign {
            path,
            file: Some(file),
        })
    }

    /// Says whether the process of a job is gone. In doubt it is not.
    pub(super) fn is_gone(&self, id: JobId) -> bool {
        match File::open(self.path(id)) {
            Ok(file) => match file.try_lock() {
                Ok(()) => {
                    let _swept = std::fs::remove_file(self.path(id));
                    let _empty = std::fs::remove_dir(&self.folder);
                    true
                }
                Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
            },
            Err(error) => error.kind() == ErrorKind::NotFound,
        }
    }

    fn make(&self, path: &Path) -> std::io::Result<File> {
        std::fs::create_dir_all(&self.folder)?;
        File::create(path)
    }

    fn path(&self, id: JobId) -> PathBuf {
        self.folder.join(format!("{id}.running"))
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        // Closed first: Windows does not remove an open file. A sign that stays is swept later.
        drop(self.file.take());
        let _swept = std::fs::remove_file(&self.path);
        if let Some(folder) = self.path.parent() {
            let _empty = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use longhand_model::JobId;

    use super::Alive;

    #[test]
    fn a_sign_lives_as_long_as_it_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let alive = Alive::beside(&folder.path().join("notes.longhand"));
        let id = JobId::from_bytes([7; 16]);
        assert!(alive.is_gone(id));
        let sign = alive.sign(id).unwrap();
        assert!(!alive.is_gone(id));
        drop(sign);
        assert!(alive.is_gone(id));
        assert!(!folder.path().join("notes.longhand-jobs").exists());
    }

    #[test]
    fn a_sign_that_nobody_holds_is_gone_and_swept() {
        let folder = tempfile::tempdir().unwrap();
        let alive = Alive::beside(&folder.path().join("notes.longhand"));
        let id = JobId::from_bytes([7; 16]);
        std::fs::create_dir_all(&alive.folder).unwrap();
        std::fs::File::create(alive.path(id)).unwrap();
        assert!(alive.is_gone(id));
        assert!(!alive.folder.exists());
    }
}
