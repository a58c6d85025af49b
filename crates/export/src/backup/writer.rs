//! Writes a backup, record by record. The same library gives the same bytes, but for the manifest.

use std::io::{Read, Seek, Write};

use longhand_model::{ContentHash, Timestamp};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{
    BackupCounts, BackupError, DocumentLine, FORMAT, MANIFEST, Manifest, ManifestEntry,
    ManifestLibrary, Section, VERSION, attachment_name,
};

/// What a manifest says that the records do not.
#[derive(Debug, Clone)]
pub struct Header {
    /// When the backup is made.
    pub created_at: Timestamp,
    /// The program that makes it, with its version.
    pub program: String,
    /// The library it is of.
    pub library: ManifestLibrary,
    /// Whether it holds earlier versions.
    pub history: bool,
}

/// A backup being written: sections in their order, then attachments, then [`Self::finish`].
pub struct BackupWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    header: Header,
    counts: BackupCounts,
    entries: Vec<ManifestEntry>,
    open: Option<OpenSection>,
    last_attachment: Option<ContentHash>,
}

struct OpenSection {
    section: Section,
    digest: Sha256,
    bytes: u64,
    records: u64,
}

impl<W: Write + Seek> BackupWriter<W> {
    /// Starts a backup.
    pub fn new(out: W, header: Header) -> Self {
        Self {
            zip: ZipWriter::new(out),
            header,
            counts: BackupCounts::default(),
            entries: Vec::new(),
            open: None,
            last_attachment: None,
        }
    }

    /// Starts a section; the one before it is complete then.
    ///
    /// # Errors
    /// [`BackupError::Order`] when the section cannot come now.
    pub fn begin(&mut self, section: Section) -> Result<(), BackupError> {
        self.end_section();
        let written = self.entries.len();
        if Section::ALL.get(written) != Some(&section) || self.last_attachment.is_some() {
            return Err(BackupError::Order {
                entry: section.entry_name().to_owned(),
            });
        }
        self.start(section.entry_name(), CompressionMethod::Deflated)?;
        self.open = Some(OpenSection {
            section,
            digest: Sha256::new(),
            bytes: 0,
            records: 0,
        });
        Ok(())
    }

    /// Writes a record of the open section that is a value of the model.
    ///
    /// # Errors
    /// When no section is open, or the file cannot be written.
    pub fn record(&mut self, record: &impl Serialize) -> Result<(), BackupError> {
        let Some(open) = &mut self.open else {
            return Err(BackupError::Order {
                entry: "a record".to_owned(),
            });
        };
        let entry = open.section.entry_name();
        let mut line = serde_json::to_vec(record).map_err(|source| BackupError::Record {
            entry: entry.to_owned(),
            source,
        })?;
        line.push(b'\n');
        open.digest.update(&line);
        open.bytes += line.len() as u64;
        open.records += 1;
        match open.section {
            Section::Settings | Section::Documents => {}
            Section::Categories => self.counts.categories += 1,
            Section::Tags => self.counts.tags += 1,
            Section::SavedSearches => self.counts.saved_searches += 1,
            Section::Attachments => self.counts.attachments += 1,
        }
        let written = self.zip.write_all(&line);
        written.map_err(|source| BackupError::Stream {
            entry: entry.to_owned(),
            source,
        })
    }

    /// Writes a line of [`Section::Documents`].
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn document_line(&mut self, line: &DocumentLine) -> Result<(), BackupError> {
        match line {
            DocumentLine::Document(_) => self.counts.documents += 1,
            DocumentLine::Version(_) => self.counts.versions += 1,
            DocumentLine::Conflict(_) => self.counts.conflicts += 1,
        }
        self.record(line)
    }

    /// Writes the bytes of an attachment, in the order of the hashes, each once.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when the bytes do not have the hash.
    pub fn attachment(
        &mut self,
        hash: ContentHash,
        mut bytes: impl Read,
    ) -> Result<(), BackupError> {
        self.end_section();
        let entry = attachment_name(hash);
        if self.entries.len() < Section::ALL.len() || self.last_attachment >= Some(hash) {
            return Err(BackupError::Order { entry });
        }
        // Pictures and archives are packed already; packing them again only takes time.
        self.start(&entry, CompressionMethod::Stored)?;
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        let failed = |source| BackupError::Stream {
            entry: entry.clone(),
            source,
        };
        loop {
            let read = bytes.read(&mut buffer).map_err(failed)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
                break;
            };
            digest.update(piece);
            self.counts.attachment_bytes += read as u64;
            self.zip.write_all(piece).map_err(failed)?;
        }
        if ContentHash::from_bytes(digest.finalize().into()) != hash {
            let damage = super::Damage::new(&entry, "does not have the bytes its name says");
            return Err(BackupError::Damaged(damage));
        }
        self.last_attachment = Some(hash);
        Ok(())
    }

    /// Writes the manifest and ends the archive.
    ///
    /// # Errors
    /// [`BackupError::Order`] when a section is missing.
    pub fn finish(mut self) -> Result<(W, Manifest), BackupError> {
        self.end_section();
        if self.entries.len() < Section::ALL.len() {
            return Err(BackupError::Order {
                entry: MANIFEST.to_owned(),
            });
        }
        self.start(MANIFEST, CompressionMethod::Deflated)?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            created_at: self.header.created_at,
            program: self.header.program,
            library: self.header.library,
            history: self.header.history,
            counts: self.counts,
            entries: self.entries,
        };
        let entry = || MANIFEST.to_owned();
        let text = serde_json::to_vec_pretty(&manifest).map_err(|source| BackupError::Record {
            entry: entry(),
            source,
        })?;
        self.zip
            .write_all(&text)
            .map_err(|source| BackupError::Stream {
                entry: entry(),
                source,
            })?;
        let out = self.zip.finish();
        let out = out.map_err(|source| BackupError::Entry {
            entry: entry(),
            source,
        })?;
        Ok((out, manifest))
    }

    fn start(&mut self, name: &str, method: CompressionMethod) -> Result<(), BackupError> {
        // Large in any case: nobody knows yet how much will follow. One fixed time, so that two
        // backups of one library can be compared.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .large_file(true);
        let started = self.zip.start_file(name, options);
        started.map_err(|source| BackupError::Entry {
            entry: name.to_owned(),
            source,
        })
    }

    fn end_section(&mut self) {
        if let Some(open) = self.open.take() {
            self.entries.push(ManifestEntry {
                name: open.section.entry_name().to_owned(),
                bytes: open.bytes,
                sha256: ContentHash::from_bytes(open.digest.finalize().into()),
                records: open.records,
            });
        }
    }
}
