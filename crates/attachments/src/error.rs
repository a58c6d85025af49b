//! What can go wrong with the bytes of an attachment, told apart by what a person can do about it.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};

use longhand_model::ContentHash;

/// Why bytes could not be stored, read or deleted.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// No bytes are kept under this hash.
    #[error("no attachment has the content {hash}")]
    NotFound {
        /// The hash that was asked for.
        hash: ContentHash,
    },
    /// The range starts behind the last byte, or is empty.
    #[error("bytes {start} to {end} were asked for of an attachment of {size} bytes")]
    OutOfRange {
        /// The first byte.
        start: u64,
        /// The byte behind the last.
        end: u64,
        /// The size of the attachment.
        size: u64,
    },
    /// The disk, or the room that the user may fill, is full.
    #[error("there is no room left in {}", folder.display())]
    DiskFull {
        /// The folder of the attachments.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: object_store::Error,
    },
    /// The folder cannot be written to.
    #[error("{} cannot be written to", folder.display())]
    ReadOnly {
        /// The folder of the attachments.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: object_store::Error,
    },
    /// The bytes that were to be stored could not be read to their end.
    #[error("the attachment's bytes stopped coming")]
    Incoming {
        /// What the reader said.
        #[source]
        source: io::Error,
    },
    /// Anything else the folder refused.
    #[error("{action} failed in {}", folder.display())]
    Storage {
        /// What was tried.
        action: &'static str,
        /// The folder of the attachments.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: object_store::Error,
    },
}

impl AttachmentError {
    /// Sorts a storage error by what a person can do about it.
    pub(crate) fn storage(
        action: &'static str,
        folder: &Path,
        source: object_store::Error,
    ) -> Self {
        let folder = folder.to_path_buf();
        match io_kind(&source) {
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => {
                Self::DiskFull { folder, source }
            }
            Some(io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied) => {
                Self::ReadOnly { folder, source }
            }
            Some(_) | None => Self::Storage {
                action,
                folder,
                source,
            },
        }
    }

    /// As [`Self::storage`], for what was done without the object store.
    pub(crate) fn file(action: &'static str, folder: &Path, source: io::Error) -> Self {
        let source = object_store::Error::Generic {
            store: "file system",
            source: Box::new(source),
        };
        Self::storage(action, folder, source)
    }
}

fn io_kind(error: &object_store::Error) -> Option<io::ErrorKind> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_read_only_folder_are_told_apart() {
        let sorted = |kind: io::ErrorKind| {
            AttachmentError::file("writing", Path::new("/lib"), io::Error::from(kind))
        };
        assert!(matches!(
            sorted(io::ErrorKind::StorageFull),
            AttachmentError::DiskFull { .. }
        ));
        assert!(matches!(
            sorted(io::ErrorKind::QuotaExceeded),
            AttachmentError::DiskFull { .. }
        ));
        assert!(matches!(
            sorted(io::ErrorKind::ReadOnlyFilesystem),
            AttachmentError::ReadOnly { .. }
        ));
        assert!(matches!(
            sorted(io::ErrorKind::PermissionDenied),
            AttachmentError::ReadOnly { .. }
        ));
        assert!(matches!(
            sorted(io::ErrorKind::Other),
            AttachmentError::Storage { .. }
        ));
    }
}
