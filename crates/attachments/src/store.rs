//! The store of attachment bytes: `ab/abcdef…`, one file for each content.
//!
//! Bytes are written under a temporary name and renamed once they are on disk, so a name either
//! does not exist or holds the whole content. No hard links: drives formatted as exFAT have none.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use longhand_model::{ContentHash, Sources};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, GetResult, ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use tokio::io::AsyncRead;

use crate::error::AttachmentError;
use crate::incoming::{Incoming, PART_BYTES};

/// Bytes on their way out, in pieces of bounded size.
pub type ByteStream = BoxStream<'static, Result<Bytes, AttachmentError>>;

/// What the store keeps of one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBytes {
    /// The SHA-256 of the bytes; their name.
    pub hash: ContentHash,
    /// How many bytes.
    pub bytes: u64,
}

/// What a look at stored bytes found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The bytes have the hash they are named by.
    Intact,
    /// There are no bytes under this hash.
    Missing,
    /// The bytes have another hash: the disk changed them, or somebody did.
    Damaged {
        /// The hash of what is there.
        found: ContentHash,
    },
}

/// The attachments of one library. Cloning is cheap; all clones are the same store.
#[derive(Debug, Clone)]
pub struct AttachmentStore {
    folder: Arc<PathBuf>,
    backend: Arc<OnceLock<Arc<LocalFileSystem>>>,
    sources: Sources,
}

impl AttachmentStore {
    /// Names the folder that holds the attachments. It is made when the first bytes arrive, so
    /// that a library that nobody may write to can still be read.
    pub fn new(folder: impl Into<PathBuf>, sources: Sources) -> Self {
        Self {
            folder: Arc::new(folder.into()),
            backend: Arc::default(),
            sources,
        }
    }

    /// Names the folder beside a library: `name.longhand-files`.
    pub fn beside(library: &Path, sources: Sources) -> Self {
        let mut name = library
            .file_stem()
            .unwrap_or(library.as_os_str())
            .to_owned();
        name.push(".longhand-files");
        Self::new(library.with_file_name(name), sources)
    }

    /// Returns the folder, which need not exist.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Stores all bytes of a reader and returns their hash; memory does not grow with the size.
    ///
    /// Once this returns the bytes survive a power cut. Storing a content again changes nothing,
    /// but heals it if the bytes on disk were damaged.
    ///
    /// # Errors
    /// [`AttachmentError::Incoming`] when the reader fails; nothing is left behind then.
    pub async fn put_stream(
        &self,
        reader: impl AsyncRead + Send + Unpin,
    ) -> Result<StoredBytes, AttachmentError> {
        let mut incoming = Incoming::new(reader);
        let first = incoming
            .part()
            .await
            .map_err(|source| AttachmentError::Incoming { source })?;
        if first.len() < PART_BYTES {
            let (hash, bytes) = incoming.finish();
            if self.verify(hash).await? != Verdict::Intact {
                let put = self.writing()?.put(&location(hash), first.into()).await;
                put.map_err(|source| self.failed("storing an attachment", source))?;
            }
            return Ok(StoredBytes { hash, bytes });
        }
        self.put_parts(first, incoming).await
    }

    /// Returns the size of a content, or none when it is not stored.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn size(&self, hash: ContentHash) -> Result<Option<u64>, AttachmentError> {
        let Some(backend) = self.reading()? else {
            return Ok(None);
        };
        match backend.head(&location(hash)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(source) => Err(self.failed("looking for an attachment", source)),
        }
    }

    /// Reads a content from its first to its last byte.
    ///
    /// # Errors
    /// [`AttachmentError::NotFound`]; an error on the way comes through the stream.
    pub async fn read(&self, hash: ContentHash) -> Result<ByteStream, AttachmentError> {
        Ok(self.stream(self.get(hash, None).await?))
    }

    /// Reads the bytes of a range, which may reach beyond the end.
    ///
    /// # Errors
    /// [`AttachmentError::NotFound`], and [`AttachmentError::OutOfRange`] for a range that is
    /// empty or starts behind the last byte.
    pub async fn read_range(
        &self,
        hash: ContentHash,
        range: Range<u64>,
    ) -> Result<ByteStream, AttachmentError> {
        let size = self
            .size(hash)
            .await?
            .ok_or(AttachmentError::NotFound { hash })?;
        if range.start >= range.end || range.start >= size {
            return Err(AttachmentError::OutOfRange {
                start: range.start,
                end: range.end,
                size,
            });
        }
        Ok(self.stream(self.get(hash, Some(GetRange::Bounded(range))).await?))
    }

    /// Reads a content and compares it with its name.
    ///
    /// # Errors
    /// When the bytes cannot be read; damage is a [`Verdict`], not an error.
    pub async fn verify(&self, hash: ContentHash) -> Result<Verdict, AttachmentError> {
        let mut stream = match self.read(hash).await {
            Ok(stream) => stream,
            Err(AttachmentError::NotFound { .. }) => return Ok(Verdict::Missing),
            Err(error) => return Err(error),
        };
        let mut digest = Sha256::new();
        while let Some(piece) = stream.try_next().await? {
            digest.update(&piece);
        }
        let found = ContentHash::from_bytes(digest.finalize().into());
        Ok(if found == hash {
            Verdict::Intact
        } else {
            Verdict::Damaged { found }
        })
    }

    /// Deletes a content; true when there was one.
    ///
    /// # Errors
    /// When the folder refuses.
    pub async fn delete(&self, hash: ContentHash) -> Result<bool, AttachmentError> {
        let Some(backend) = self.reading()? else {
            return Ok(false);
        };
        match backend.delete(&location(hash)).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(source) => Err(self.failed("deleting an attachment", source)),
        }
    }

    /// Lists all contents, in no order. Files that are not named by a hash are not ours and are
    /// passed over.
    ///
    /// # Errors
    /// When the folder cannot be opened; later errors come through the stream.
    pub fn list(
        &self,
    ) -> Result<BoxStream<'static, Result<StoredBytes, AttachmentError>>, AttachmentError> {
        let Some(backend) = self.reading()? else {
            return Ok(stream::empty().boxed());
        };
        let folder = Arc::clone(&self.folder);
        Ok(backend
            .list(None)
            .map_err(move |source| AttachmentError::storage("listing attachments", &folder, source))
            .try_filter_map(|meta| std::future::ready(Ok(stored(&meta))))
            .boxed())
    }

    /// Deletes what interrupted uploads left, if nobody wrote to it for a day; returns how many
    /// files that were.
    ///
    /// # Errors
    /// When the folder cannot be read or a file in it cannot be deleted.
    pub fn sweep(&self) -> Result<u64, AttachmentError> {
        let failed = |source| AttachmentError::file("tidying attachments", &self.folder, source);
        let entries = match std::fs::read_dir(self.folder.join(INCOMING)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            Err(error) => return Err(failed(error)),
        };
        let now = self.sources.now();
        let mut swept = 0;
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let changed = entry
                .metadata()
                .and_then(|meta| meta.modified())
                .map_err(failed)?;
            let age = changed
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            let changed = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
            if longhand_model::Timestamp::from_millis(changed).plus_days(1) < now {
                std::fs::remove_file(entry.path()).map_err(failed)?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    async fn put_parts(
        &self,
        first: Bytes,
        mut incoming: Incoming<impl AsyncRead + Send + Unpin>,
    ) -> Result<StoredBytes, AttachmentError> {
        let backend = self.writing()?;
        let token = ContentHash::from_bytes(self.sources.random());
        let temporary = ObjectPath::from(format!("{INCOMING}/{token}"));
        let failed = |source| self.failed("storing an attachment", source);
        let mut upload = backend.put_multipart(&temporary).await.map_err(failed)?;
        let mut part = first;
        let written = loop {
            if part.is_empty() {
                break Ok(());
            }
            if let Err(source) = upload.put_part(part.into()).await {
                break Err(failed(source));
            }
            part = match incoming.part().await {
                Ok(part) => part,
                Err(source) => break Err(AttachmentError::Incoming { source }),
            };
        };
        if let Err(error) = written {
            // The first error is the one to tell; what a failed abort leaves, `sweep` takes.
            drop(upload.abort().await);
            return Err(error);
        }
        upload.complete().await.map_err(failed)?;
        let (hash, bytes) = incoming.finish();
        if self.verify(hash).await? == Verdict::Intact {
            backend.delete(&temporary).await.map_err(failed)?;
        } else {
            backend
                .rename(&temporary, &location(hash))
                .await
                .map_err(failed)?;
        }
        Ok(StoredBytes { hash, bytes })
    }

    async fn get(
        &self,
        hash: ContentHash,
        range: Option<GetRange>,
    ) -> Result<GetResult, AttachmentError> {
        let backend = self.reading()?.ok_or(AttachmentError::NotFound { hash })?;
        let options = GetOptions {
            range,
            ..GetOptions::default()
        };
        backend
            .get_opts(&location(hash), options)
            .await
            .map_err(|source| {
                if matches!(source, object_store::Error::NotFound { .. }) {
                    AttachmentError::NotFound { hash }
                } else {
                    self.failed("reading an attachment", source)
                }
            })
    }

    fn stream(&self, result: GetResult) -> ByteStream {
        let folder = Arc::clone(&self.folder);
        result
            .into_stream()
            .map_err(move |source| {
                AttachmentError::storage("reading an attachment", &folder, source)
            })
            .boxed()
    }

    fn failed(&self, action: &'static str, source: object_store::Error) -> AttachmentError {
        AttachmentError::storage(action, &self.folder, source)
    }

    /// The backend, or none while the folder does not exist.
    fn reading(&self) -> Result<Option<Arc<LocalFileSystem>>, AttachmentError> {
        if let Some(backend) = self.backend.get() {
            return Ok(Some(Arc::clone(backend)));
        }
        if self.folder.is_dir() {
            self.writing().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The backend; makes the folder if there is none.
    fn writing(&self) -> Result<Arc<LocalFileSystem>, AttachmentError> {
        if let Some(backend) = self.backend.get() {
            return Ok(Arc::clone(backend));
        }
        if !self.folder.is_dir() {
            make_folder(&self.folder).map_err(|source| {
                AttachmentError::file("making the folder of attachments", &self.folder, source)
            })?;
        }
        let backend = LocalFileSystem::new_with_prefix(self.folder.as_path())
            .map_err(|source| self.failed("opening the folder of attachments", source))?
            .with_fsync(true);
        Ok(Arc::clone(self.backend.get_or_init(|| Arc::new(backend))))
    }
}

/// Where bytes wait until all of them are there. Cannot be the name of a hash's folder.
const INCOMING: &str = "incoming";

fn location(hash: ContentHash) -> ObjectPath {
    let name = hash.to_string();
    let folder = name.get(..2).expect("invariant: a hash shows as 64 digits");
    ObjectPath::from(format!("{folder}/{name}"))
}

fn stored(meta: &ObjectMeta) -> Option<StoredBytes> {
    let hash: ContentHash = meta.location.filename()?.parse().ok()?;
    (meta.location == location(hash)).then_some(StoredBytes {
        hash,
        bytes: meta.size,
    })
}

/// Makes the folder, and on Unix makes sure that its name survives a power cut.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    if let Some(parent) = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}
