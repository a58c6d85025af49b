//! Zip archives, read in place: nothing is unpacked to disk, and no entry is believed.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use longhand_model::Timestamp;
use zip::ZipArchive;
use zip::read::ZipFileEntry;

use super::{Entry, EntryError, Limits, Listing, SourceError, Vault, is_hidden};
use crate::SourcePath;
use crate::report::{ImportProblem, ProblemKind};

/// An archive whose entries are read one by one.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<File>>,
}

impl Archive {
    /// Tells an archive by its first bytes or its ending.
    pub(super) fn is_archive(path: &Path) -> bool {
        let mut start = [0; 4];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
        let magic = read.is_ok() && matches!(&start, b"PK\x03\x04" | b"PK\x05\x06");
        magic
            || path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
    }

    /// Opens an archive and lists its entries.
    pub(super) fn open(
        path: &Path,
        limits: &Limits,
    ) -> Result<(Self, Listing, Option<Vault>), SourceError> {
        let reading = |source| SourceError::reading(path, source);
        let broken = |source| SourceError::NotAnArchive {
            path: path.to_path_buf(),
            source,
        };
        let mut file = BufReader::new(File::open(path).map_err(reading)?);
        let found = declared_entries(&mut file).map_err(reading)?;
        if found > limits.archive_entries {
            let (path, most) = (path.to_path_buf(), limits.archive_entries);
            return Err(SourceError::TooManyFiles { path, found, most });
        }
        let mut zip = ZipArchive::new(file).map_err(broken)?;
        if zip.has_overlapping_files().map_err(broken)? {
            return Err(SourceError::Overlapping {
                path: path.to_path_buf(),
            });
        }
        let mut contents = Contents::default();
        if zip.has_duplicate_names() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let message = "the archive holds several files of one name; the last is taken";
            let problem = ImportProblem::new(name, ProblemKind::Duplicate, message);
            contents.listing.problems.push(problem);
        }
        for place in 0..zip.len() {
            contents.look_at(place, &zip.by_index_data(place).map_err(broken)?, limits);
        }
        if contents.bytes > limits.unpacked_bytes {
            let (path, bytes, most) = (path.to_path_buf(), contents.bytes, limits.unpacked_bytes);
            return Err(SourceError::TooLarge { path, bytes, most });
        }
        let mut archive = Self { zip };
        let vault = contents.vault.map(|vault| archive.vault(&vault));
        let mut listing = contents.listing;
        listing
            .documents
            .sort_by(|one, other| one.path.cmp(&other.path));
        listing
            .files
            .sort_by(|one, other| one.path.cmp(&other.path));
        Ok((archive, listing, vault))
    }

    /// Opens an entry. The reader fails as soon as more comes out than the archive declared.
    pub(super) fn open_entry(
        &mut self,
        entry: &Entry,
    ) -> Result<Box<dyn Read + Send + '_>, EntryError> {
        let file = self
            .zip
            .by_index(entry.place)
            .map_err(|source| EntryError::Damaged {
                path: entry.path.to_string(),
                source,
            })?;
        Ok(Box::new(Declared {
            left: entry.bytes,
            inner: file,
        }))
    }

    fn vault(&mut self, found: &FoundVault) -> Vault {
        let mut read = |place: Option<usize>| -> Option<String> {
            let file = self.zip.by_index(place?).ok()?;
            let mut text = String::new();
            file.take(Vault::MOST_SETTINGS_BYTES)
                .read_to_string(&mut text)
                .ok()?;
            Some(text)
        };
        let (app, templates) = (read(found.app), read(found.templates));
        Vault::new(&found.root, app.as_deref(), templates.as_deref())
    }
}

/// What the entries of an archive come to.
#[derive(Default)]
struct Contents {
    listing: Listing,
    seen: HashSet<SourcePath>,
    bytes: u64,
    vault: Option<FoundVault>,
}

/// The settings of an Obsidian vault, by their place in the archive.
#[derive(Default)]
struct FoundVault {
    root: String,
    app: Option<usize>,
    templates: Option<usize>,
}

impl Contents {
    fn look_at(&mut self, place: usize, entry: &ZipFileEntry<'_>, limits: &Limits) {
        // Many programs write UTF-8 without saying so.
        let raw = String::from_utf8(entry.name_raw().to_vec()).ok();
        let name = raw.or_else(|| entry.name().ok().map(std::borrow::Cow::into_owned));
        let name = name.unwrap_or_default();
        let path = match SourcePath::parse_archived(&name) {
            Ok(path) => path,
            Err(reason) => {
                let problem = ImportProblem::unsafe_path(name.escape_default().to_string(), reason);
                self.listing.problems.push(problem);
                return;
            }
        };
        self.look_for_vault(place, &path);
        if path.folders().chain([path.file_name()]).any(is_hidden) {
            self.listing.hidden += 1;
            return;
        }
        if entry.is_dir() || name.ends_with('\\') {
            return;
        }
        if let Some((kind, message)) = refusal(entry, limits) {
            self.listing
                .problems
                .push(ImportProblem::new(path.as_str(), kind, message));
            return;
        }
        if !self.seen.insert(path.clone()) {
            let message = "the archive holds two files of this name; the first is taken";
            let problem = ImportProblem::new(path.as_str(), ProblemKind::Duplicate, message);
            self.listing.problems.push(problem);
            return;
        }
        self.bytes = self.bytes.saturating_add(entry.size());
        self.listing.add(Entry {
            path,
            bytes: entry.size(),
            modified: modified(entry),
            place,
        });
    }

    fn look_for_vault(&mut self, place: usize, path: &SourcePath) {
        let Some((root, inside)) = split_at_settings(path) else {
            return;
        };
        let found = self.vault.get_or_insert_with(FoundVault::default);
        if found.app.is_none() && found.templates.is_none() || root.len() < found.root.len() {
            *found = FoundVault {
                root: root.to_owned(),
                ..FoundVault::default()
            };
        }
        if found.root == root {
            match inside {
                "app.json" => found.app = Some(place),
                "templates.json" => found.templates = Some(place),
                _ => {}
            }
        }
    }
}

/// Splits `vault/.obsidian/app.json` into the vault's folder and the settings file.
fn split_at_settings(path: &SourcePath) -> Option<(&str, &str)> {
    let text = path.as_str();
    match text.strip_prefix(".obsidian/") {
        Some(inside) => Some(("", inside)),
        None => text.split_once("/.obsidian/"),
    }
}

fn refusal(entry: &ZipFileEntry<'_>, limits: &Limits) -> Option<(ProblemKind, String)> {
    const SUSPICIOUS_FROM: u64 = 16 << 20;
    if entry.is_symlink() {
        return Some((
            ProblemKind::SymbolicLink,
            "a symbolic link is not followed".to_owned(),
        ));
    }
    if entry.encrypted() {
        return Some((
            ProblemKind::Encrypted,
            "the file needs a password".to_owned(),
        ));
    }
    let (packed, unpacked) = (entry.compressed_size(), entry.size());
    if unpacked > SUSPICIOUS_FROM && unpacked / packed.max(1) > limits.ratio {
        let message = format!("{packed} bytes would unpack to {unpacked}, as in a zip bomb");
        return Some((ProblemKind::Suspicious, message));
    }
    None
}

/// Archives keep local time without a zone; it is shown as if it were UTC.
fn modified(entry: &ZipFileEntry<'_>) -> Option<Timestamp> {
    let time = entry.last_modified().filter(|time| time.year() > 1980)?;
    let (date, clock) = (
        format!("{:04}-{:02}-{:02}", time.year(), time.month(), time.day()),
        format!(
            "{:02}:{:02}:{:02}",
            time.hour(),
            time.minute(),
            time.second().min(59)
        ),
    );
    format!("{date}T{clock}Z").parse().ok()
}

/// Reads how many entries the archive says it has, before anything is made for each of them.
fn declared_entries(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    const END: [u8; 4] = *b"PK\x05\x06";
    const END_64: [u8; 4] = *b"PK\x06\x06";
    const TAIL: u64 = 22 + 65_535 + 20 + 56;
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let mut most = 0;
    for at in 0..tail.len() {
        let rest = tail.get(at..).unwrap_or_default();
        if let Some(count) = rest.strip_prefix(&END).and_then(|rest| rest.get(6..8)) {
            most = most.max(little_endian(count));
        }
        if let Some(count) = rest.strip_prefix(&END_64).and_then(|rest| rest.get(28..36)) {
            most = most.max(little_endian(count));
        }
    }
    // 65,535 stands for "see the record of 64 bits", unless that is how many there are.
    Ok(most)
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A reader that fails when more comes than was declared.
struct Declared<R> {
    left: u64,
    inner: R,
}

impl<R: Read> Read for Declared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other("more comes out than the archive declares")),
        }
        Ok(read)
    }
}
