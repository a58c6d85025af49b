//! Reads a backup as a stream, and tells which of its entries is damaged.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::path::Path;

use longhand_model::ContentHash;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{
    AttachmentRecord, BackupError, Damage, FORMAT, MANIFEST, Manifest, Section, VERSION,
    attachment_name,
};

/// An opened backup.
pub struct BackupReader {
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
}

impl BackupReader {
    /// Opens a backup and reads its manifest.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`] for any other file, [`BackupError::Newer`] for a format that
    /// this program does not know.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(|source| {
            let path = path.to_path_buf();
            if source.kind() == io::ErrorKind::NotFound {
                BackupError::NotFound { path }
            } else {
                BackupError::File {
                    action: "read",
                    path,
                    source,
                }
            }
        })?;
        let mut file = BufReader::new(file);
        let archive = file
            .fill_buf()
            .is_ok_and(|start| start.starts_with(b"PK\x03\x04"));
        let not_ours = || BackupError::NotABackup {
            path: path.to_path_buf(),
        };
        let mut zip = ZipArchive::new(file).map_err(|error| {
            if archive {
                damaged(CONTENTS, format!("cannot be read: {error}"))
            } else {
                not_ours()
            }
        })?;
        let manifest = read_manifest(&mut zip)?.ok_or_else(not_ours)?;
        let known: VersionOnly =
            serde_json::from_slice(&manifest).map_err(|_no_manifest| not_ours())?;
        if known.format != FORMAT {
            return Err(not_ours());
        }
        if known.version > VERSION {
            return Err(BackupError::Newer {
                found: known.version,
                supported: VERSION,
            });
        }
        let manifest = serde_json::from_slice(&manifest)
            .map_err(|error| damaged(MANIFEST, format!("cannot be read: {error}")))?;
        Ok(Self { zip, manifest })
    }

    /// Tells whether a file is a backup, of any version.
    pub fn is_backup(path: &Path) -> bool {
        match Self::open(path) {
            Ok(_) | Err(BackupError::Newer { .. }) => true,
            Err(BackupError::Damaged(damage)) => damage.entry == MANIFEST,
            Err(_) => false,
        }
    }

    /// Returns the manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads the records of a section one by one. The last step compares the section with the
    /// manifest, so only a stream that ended without an error is whole.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when the entry is missing.
    pub fn records<T: DeserializeOwned>(
        &mut self,
        section: Section,
    ) -> Result<Records<'_, T>, BackupError> {
        let name = section.entry_name();
        let expected = self
            .manifest
            .entries
            .iter()
            .find(|entry| entry.name == name)
            .cloned();
        let expected = expected.ok_or_else(|| damaged(name, "is not in the manifest"))?;
        let file = entry(&mut self.zip, name)?;
        let lines = Lines {
            inner: BufReader::new(file),
            digest: Sha256::new(),
            bytes: 0,
            records: 0,
        };
        Ok(Records {
            name,
            lines,
            expected,
            ended: false,
            of: PhantomData,
        })
    }

    /// Opens the bytes of an attachment. The reader does not compare them with the hash; whoever
    /// stores them does.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when the entry is missing.
    pub fn attachment(
        &mut self,
        hash: ContentHash,
    ) -> Result<Box<dyn Read + Send + '_>, BackupError> {
        Ok(Box::new(entry(&mut self.zip, &attachment_name(hash))?))
    }

    /// Reads everything and compares it with the manifest; returns every entry that is damaged.
    /// `step` is told each entry, and may end the check.
    ///
    /// # Errors
    /// [`BackupError::Stopped`] when `step` said so. Damage is a result, not an error.
    pub fn check(
        &mut self,
        mut step: impl FnMut(&str) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, BackupError> {
        let mut damages = Vec::new();
        let mut step = |name: &str| match step(name) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(BackupError::Stopped),
        };
        for section in Section::ALL {
            step(section.entry_name())?;
            damages.extend(self.check_section(section));
        }
        let mut hashes: Vec<ContentHash> = Vec::new();
        if let Ok(records) = self.records::<AttachmentRecord>(Section::Attachments) {
            hashes.extend(records.map_while(Result::ok).map(|record| record.hash));
        }
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            let name = attachment_name(hash);
            step(&name)?;
            damages.extend(self.check_attachment(hash, &name));
        }
        Ok(damages)
    }

    fn check_section(&mut self, section: Section) -> Option<Damage> {
        let records = match self.records::<serde::de::IgnoredAny>(section) {
            Ok(records) => records,
            Err(error) => return Some(as_damage(section.entry_name(), &error)),
        };
        let broken = records.filter_map(Result::err).next();
        broken.map(|error| as_damage(section.entry_name(), &error))
    }

    fn check_attachment(&mut self, hash: ContentHash, name: &str) -> Option<Damage> {
        let mut bytes = match self.attachment(hash) {
            Ok(bytes) => bytes,
            Err(error) => return Some(as_damage(name, &error)),
        };
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => digest.update(buffer.get(..read).unwrap_or_default()),
                Err(error) => return Some(Damage::new(name, format!("cannot be read: {error}"))),
            }
        }
        let found = ContentHash::from_bytes(digest.finalize().into());
        (found != hash).then(|| Damage::new(name, "does not have the bytes its name says"))
    }
}

/// The records of a section.
pub struct Records<'a, T> {
    name: &'static str,
    lines: Lines<BufReader<zip::read::ZipFile<'a, BufReader<File>>>>,
    expected: super::ManifestEntry,
    ended: bool,
    of: PhantomData<T>,
}

impl<T: DeserializeOwned> Iterator for Records<'_, T> {
    type Item = Result<T, BackupError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let record = match self.lines.next_line() {
            Ok(Some(line)) => serde_json::from_slice(&line).map_err(|error| {
                damaged(
                    self.name,
                    format!("has a broken line {}: {error}", self.lines.records),
                )
            }),
            Ok(None) => {
                self.ended = true;
                return self
                    .differs()
                    .map(|problem| Err(damaged(self.name, problem)));
            }
            Err(error) => Err(damaged(self.name, format!("cannot be read: {error}"))),
        };
        self.ended = record.is_err();
        Some(record)
    }
}

impl<T> Records<'_, T> {
    fn differs(&mut self) -> Option<&'static str> {
        let digest = std::mem::take(&mut self.lines.digest);
        let found = ContentHash::from_bytes(digest.finalize().into());
        let whole = self.lines.bytes == self.expected.bytes
            && self.lines.records == self.expected.records
            && found == self.expected.sha256;
        (!whole).then_some("is not what the manifest says")
    }
}

/// Lines of bounded length, hashed on the way.
struct Lines<R> {
    inner: R,
    digest: Sha256,
    bytes: u64,
    records: u64,
}

/// Three texts of 10 MiB in which every character is escaped.
const MOST_LINE_BYTES: u64 = 200 << 20;

impl<R: BufRead> Lines<R> {
    fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = (&mut self.inner)
            .take(MOST_LINE_BYTES)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') {
            return Err(io::Error::other("a line is too long or not ended"));
        }
        self.digest.update(&line);
        self.bytes += line.len() as u64;
        self.records += 1;
        Ok(Some(line))
    }
}

/// What damage to the archive's own structure is said to be in.
const CONTENTS: &str = "the table of contents";

#[derive(serde::Deserialize)]
struct VersionOnly {
    format: String,
    version: u32,
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>) -> Result<Option<Vec<u8>>, BackupError> {
    const MOST_BYTES: u64 = 4 << 20;
    let file = match zip.by_name(MANIFEST) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(source) => {
            return Err(BackupError::Entry {
                entry: MANIFEST.to_owned(),
                source,
            });
        }
    };
    let mut bytes = Vec::new();
    match file.take(MOST_BYTES).read_to_end(&mut bytes) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) => Err(damaged(MANIFEST, format!("cannot be read: {error}"))),
    }
}

fn entry<'a>(
    zip: &'a mut ZipArchive<BufReader<File>>,
    name: &str,
) -> Result<zip::read::ZipFile<'a, BufReader<File>>, BackupError> {
    zip.by_name(name).map_err(|source| {
        if matches!(source, ZipError::FileNotFound) {
            damaged(name, "is missing")
        } else {
            damaged(name, format!("cannot be read: {source}"))
        }
    })
}

fn damaged(entry: &str, problem: impl Into<String>) -> BackupError {
    BackupError::Damaged(Damage::new(entry, problem))
}

fn as_damage(entry: &str, error: &BackupError) -> Damage {
    if let BackupError::Damaged(damage) = error {
        damage.clone()
    } else {
        Damage::new(entry, error.to_string())
    }
}
