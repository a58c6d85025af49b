//! Where documents are imported from: a file, a folder, a vault, an archive.
//!
//! A source lists its files by path first and reads each one when asked, so memory grows with the
//! number of files and not with their size. What a file means for the library is not known here.

mod archive;
mod error;
mod file;
mod folder;
mod index;
mod vault;

use std::io::Read;
use std::path::Path;

use longhand_model::{Timestamp, bounds};

pub use error::{EntryError, SourceError};
pub use index::Target;
pub use vault::Vault;

use self::archive::Archive;
use self::file::SingleFile;
use self::folder::Folder;
use self::index::{Look, PathIndex};
use crate::report::{ImportProblem, ProblemKind};
use crate::{DecodedText, Encoding, SourcePath, decode};

/// How much a source may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most entries of an archive.
    pub archive_entries: u64,
    /// The most files of a folder.
    pub folder_files: u64,
    /// The most bytes that an archive may unpack to.
    pub unpacked_bytes: u64,
    /// How many times its packed size an entry of over 16 MiB may unpack to.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            archive_entries: 200_000,
            folder_files: 1_000_000,
            unpacked_bytes: 20 << 30,
            ratio: 200,
        }
    }
}

/// A file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: SourcePath,
    /// Its size in bytes, as the source says.
    pub bytes: u64,
    /// When it was last changed, if the source says so.
    pub modified: Option<Timestamp>,
    /// The entry's number in an archive.
    pub(crate) place: usize,
}

/// What a source holds, by path.
#[derive(Debug, Default)]
struct Listing {
    documents: Vec<Entry>,
    files: Vec<Entry>,
    problems: Vec<ImportProblem>,
    hidden: u64,
}

/// An opened source.
pub struct Source {
    root: String,
    identity: String,
    content: Content,
    listing: Listing,
    index: PathIndex,
    vault: Option<Vault>,
}

enum Content {
    /// A folder, and everything in it that is not hidden.
    Folder(Folder),
    /// One file; others in its folder are read only where it refers to them.
    File(SingleFile),
    Archive(Box<Archive>),
}

impl Source {
    /// Opens a file, a folder or an archive and lists what it holds. Nothing is unpacked.
    ///
    /// # Errors
    /// [`SourceError`] when nothing of it can be imported; what concerns single files is among
    /// [`Self::problems`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, SourceError> {
        Self::open_as(path, None, limits)
    }

    /// As [`Self::open`], for an uploaded file: `name` is what the person called it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_upload(path: &Path, name: &str, limits: &Limits) -> Result<Self, SourceError> {
        Self::open_as(path, Some(name), limits)
    }

    fn open_as(path: &Path, name: Option<&str>, limits: &Limits) -> Result<Self, SourceError> {
        let real =
            std::fs::canonicalize(path).map_err(|source| SourceError::reading(path, source))?;
        let meta = std::fs::metadata(&real).map_err(|source| SourceError::reading(path, source))?;
        let place = match name {
            Some(name) => format!("upload:{name}"),
            None => slashed(&real),
        };
        let (identity, content, listing, vault) = if meta.is_dir() {
            let vault = Vault::of_folder(&real);
            let folder = Folder::at(real.clone());
            let listing = folder.list(limits)?;
            (FILES.to_owned(), Content::Folder(folder), listing, vault)
        } else if Archive::is_archive(&real) {
            let (archive, listing, vault) = Archive::open(&real, limits)?;
            (
                format!("archive:{place}"),
                Content::Archive(Box::new(archive)),
                listing,
                vault,
            )
        } else {
            let (file, listing) = SingleFile::open(&real, &meta, name)?;
            let identity = if name.is_some() {
                place
            } else {
                FILES.to_owned()
            };
            (identity, Content::File(file), listing, None)
        };
        let index = PathIndex::new(&listing);
        let root = root_name(&real, name, &content);
        Ok(Self {
            root,
            identity,
            content,
            listing,
            index,
            vault,
        })
    }

    /// Returns the name below which the paths of its files are kept: what a person calls it, and a
    /// mark that tells two sources of one name apart.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Returns what stays the same when the source is imported again; together with
    /// [`Self::key`] it names a document's origin.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Returns what names an entry's origin: for files its place on disk, so that importing a
    /// folder and later a part of it meets the same documents; in an archive its path.
    pub fn key(&self, entry: &Entry) -> String {
        match &self.content {
            Content::Folder(folder) => slashed(&folder.place(&entry.path)),
            Content::File(file) if self.identity == FILES => slashed(file.place()),
            Content::File(_) | Content::Archive(_) => entry.path.to_string(),
        }
    }

    /// Returns the documents in the order of their paths.
    pub fn documents(&self) -> &[Entry] {
        &self.listing.documents
    }

    /// Returns the files that are not documents.
    pub fn files(&self) -> &[Entry] {
        &self.listing.files
    }

    /// Says whether its documents can refer to files at all.
    pub fn may_have_files(&self) -> bool {
        matches!(self.content, Content::File(_)) || !self.listing.files.is_empty()
    }

    /// Returns what was left out, and why.
    pub fn problems(&self) -> &[ImportProblem] {
        &self.listing.problems
    }

    /// Returns how many hidden files and folders were passed over.
    pub fn hidden(&self) -> u64 {
        self.listing.hidden
    }

    /// Returns the vault's settings, when the source is an Obsidian vault.
    pub fn vault(&self) -> Option<&Vault> {
        self.vault.as_ref()
    }

    /// Finds what a link written in `from` means.
    pub fn resolve(&self, from: &SourcePath, link: &longhand_model::LinkFact) -> Option<Target> {
        let look = Look {
            index: &self.index,
            listing: &self.listing,
            vault: self.vault.as_ref(),
        };
        if let Some(target) = look.resolve(from, link) {
            return Some(target);
        }
        match &self.content {
            Content::File(file) => file.beside(&from.follow(&link.target)?).map(Target::File),
            Content::Folder(_) | Content::Archive(_) => None,
        }
    }

    /// Reads a document's text.
    ///
    /// # Errors
    /// [`EntryError::NotText`] says what it is instead.
    pub fn read_text(
        &mut self,
        entry: &Entry,
        chosen: Option<Encoding>,
    ) -> Result<DecodedText, EntryError> {
        let most = bounds::TEXT_BYTES as u64;
        if entry.bytes > most {
            return Err(crate::NotText::TooLarge { bytes: entry.bytes }.into());
        }
        let mut bytes = Vec::new();
        let mut reader = self.open_entry(entry)?.take(most + 1);
        reader
            .read_to_end(&mut bytes)
            .map_err(|source| EntryError::reading(entry, source))?;
        drop(reader);
        Ok(decode(bytes, chosen)?)
    }

    /// Opens an entry's bytes.
    ///
    /// # Errors
    /// When it cannot be read, or no longer lies inside the source.
    pub fn open_entry(&mut self, entry: &Entry) -> Result<Box<dyn Read + Send + '_>, EntryError> {
        match &mut self.content {
            Content::Folder(folder) => folder.open(entry),
            Content::File(file) => file.open_entry(entry),
            Content::Archive(archive) => archive.open_entry(entry),
        }
    }
}

/// `notes~1f2e3d4c`: the folder's name, the archive's without its ending, for a single file the name
/// of its folder; then the start of the hash of where that is.
fn root_name(path: &Path, upload: Option<&str>, content: &Content) -> String {
    let (place, name) = match (content, upload) {
        (Content::Folder(_), _) => (path, path.file_name()),
        (Content::File(_), None) => {
            let folder = path.parent().unwrap_or(path);
            (folder, folder.file_name())
        }
        (Content::Archive(_) | Content::File(_), Some(name)) => {
            (Path::new(name), Path::new(name).file_stem())
        }
        (Content::Archive(_), None) => (path, path.file_stem()),
    };
    let name = name.map(|name| name.to_string_lossy()).unwrap_or_default();
    let hash = longhand_model::ContentHash::of(slashed(place)).to_string();
    format!("{name}~{}", hash.get(..8).unwrap_or_default())
}

/// The source of everything that lies on disk; its keys are absolute paths.
const FILES: &str = "files";

/// Names that programs make for themselves, and whatever starts with a dot.
fn is_hidden(name: &str) -> bool {
    let programs = [
        "node_modules",
        "__MACOSX",
        "Thumbs.db",
        "desktop.ini",
        "$RECYCLE.BIN",
    ];
    name.starts_with('.') || programs.contains(&name)
}

/// The endings that Markdown files have.
fn is_markdown(path: &SourcePath) -> bool {
    matches!(
        path.extension().as_str(),
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdwn" | "mdx" | "rmd" | "qmd"
    )
}

impl Listing {
    fn add(&mut self, entry: Entry) {
        if is_markdown(&entry.path) {
            self.documents.push(entry);
        } else {
            if entry.path.extension() == "zip" {
                let message = "an archive inside is not opened: import it by itself";
                let problem =
                    ImportProblem::new(entry.path.as_str(), ProblemKind::NestedArchive, message);
                self.problems.push(problem);
            }
            self.files.push(entry);
        }
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Tells the copies that Syncthing, Dropbox, Nextcloud and others keep on a conflict: returns the
/// name of the file it is a copy of, or none for an ordinary file.
pub fn conflict_copy_of(path: &SourcePath) -> Option<String> {
    let name = path.file_name();
    if let Some((before, after)) = name.split_once(".sync-conflict-") {
        let extension = after.split_once('.').map_or("", |(_, extension)| extension);
        return Some(format!("{before}.{extension}"));
    }
    let (before, rest) = name.split_once(" (")?;
    let (note, after) = rest.split_once(')')?;
    let note = note.to_lowercase();
    let marks = [
        "conflicted copy",
        "conflict copy",
        "case conflict",
        "冲突副本",
        "競合コピー",
    ];
    marks
        .iter()
        .any(|mark| note.contains(mark))
        .then(|| format!("{before}{after}"))
}
