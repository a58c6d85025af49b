//! A backup reads back what was written, and notices when it is not what was written.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test makes its own files and may panic"
)]

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use longhand_export::backup::{
    BackupError, BackupReader, BackupWriter, DocumentLine, DocumentRecord, Header, Manifest,
    ManifestLibrary, NewFile, Section, UseRecord, VersionRecord,
};
use longhand_model::{
    Actor, Attachment, AttachmentId, Category, CategoryId, ContentHash, DocumentId, LibraryId,
    Origin, Settings, Timestamp, VersionId,
};

const PICTURE: &[u8] = b"not really a picture";

fn time(day: i64) -> Timestamp {
    Timestamp::from_millis(0).plus_days(day)
}

fn header() -> Header {
    Header {
        created_at: time(20_000),
        program: "longhand 0.1.0".to_owned(),
        library: ManifestLibrary {
            id: LibraryId::from_bytes([1; 16]),
            name: "notes".to_owned(),
        },
        history: true,
    }
}

fn attachment() -> Attachment {
    Attachment {
        id: AttachmentId::from_bytes([2; 16]),
        file_name: "a.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: PICTURE.len() as u64,
        hash: ContentHash::of(PICTURE),
        created_at: time(1),
        documents: 1,
    }
}

fn lines() -> Vec<DocumentLine> {
    let document = DocumentRecord {
        id: DocumentId::from_bytes([3; 16]),
        title: "字 \"quoted\"".to_owned(),
        description: String::new(),
        category: Some(CategoryId::from_bytes([4; 16])),
        tags: vec!["one".to_owned()],
        favorite: true,
        pinned: false,
        template: false,
        public: false,
        created_at: time(1),
        updated_at: time(2),
        trashed_at: None,
        attachments: vec![UseRecord {
            attachment: attachment().id,
            reference: "img/a.png".to_owned(),
        }],
        origins: Vec::new(),
        path: None,
        hash: ContentHash::of("new\r\n"),
        text: "new\r\n".to_owned(),
    };
    let version = VersionRecord {
        id: VersionId::from_bytes([5; 16]),
        number: 0,
        title: "字".to_owned(),
        origin: Origin::Created,
        actor: Actor::Person,
        name: None,
        created_at: time(1),
        words: 1,
        added: 0,
        removed: 0,
        hash: ContentHash::of("\u{feff}old"),
        text: Some("\u{feff}old".to_owned()),
    };
    vec![
        DocumentLine::Document(document),
        DocumentLine::Version(version),
    ]
}

fn category() -> Category {
    Category {
        id: CategoryId::from_bytes([4; 16]),
        name: "Work".to_owned(),
        parent: None,
        color: None,
        icon: None,
        description: String::new(),
        order: "a0".to_owned(),
    }
}

fn sample() -> (Vec<u8>, Manifest) {
    let mut writer = BackupWriter::new(Cursor::new(Vec::new()), header());
    for section in Section::ALL {
        writer.begin(section).unwrap();
        match section {
            Section::Settings => writer.record(&Settings::default()).unwrap(),
            Section::Categories => writer.record(&category()).unwrap(),
            Section::Attachments => writer.record(&attachment()).unwrap(),
            Section::Documents => {
                lines()
                    .iter()
                    .for_each(|line| writer.document_line(line).unwrap());
            }
            Section::Tags | Section::SavedSearches => {}
        }
    }
    writer
        .attachment(ContentHash::of(PICTURE), PICTURE)
        .unwrap();
    let (bytes, manifest) = writer.finish().unwrap();
    (bytes.into_inner(), manifest)
}

fn on_disk(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("a.longhand-backup.zip");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Everything a restore would read, or the entry that is damaged.
fn read_all(path: &Path) -> Result<(Vec<DocumentLine>, Vec<Category>, Settings), String> {
    let text = |error: BackupError| error.to_string();
    let mut reader = BackupReader::open(path).map_err(text)?;
    let damages = reader.check(|_| ControlFlow::Continue(())).map_err(text)?;
    if let Some(damage) = damages.first() {
        return Err(damage.to_string());
    }
    let documents: Result<Vec<_>, _> = reader.records(Section::Documents).map_err(text)?.collect();
    let categories: Result<Vec<_>, _> =
        reader.records(Section::Categories).map_err(text)?.collect();
    let settings = reader
        .records(Section::Settings)
        .map_err(text)?
        .next()
        .unwrap();
    Ok((
        documents.map_err(text)?,
        categories.map_err(text)?,
        settings.map_err(text)?,
    ))
}

fn content() -> (Vec<DocumentLine>, Vec<Category>, Settings) {
    (lines(), vec![category()], Settings::default())
}

#[test]
fn a_backup_reads_back_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, manifest) = sample();
    let path = on_disk(folder.path(), &bytes);
    assert!(BackupReader::is_backup(&path));
    assert_eq!(read_all(&path), Ok(content()));
    let mut reader = BackupReader::open(&path).unwrap();
    assert_eq!(reader.manifest(), &manifest);
    assert_eq!(
        (manifest.counts.documents, manifest.counts.versions),
        (1, 1)
    );
    assert_eq!(manifest.counts.attachment_bytes, PICTURE.len() as u64);
    let mut picture = Vec::new();
    reader
        .attachment(ContentHash::of(PICTURE))
        .unwrap()
        .read_to_end(&mut picture)
        .unwrap();
    assert_eq!(picture, PICTURE);
}

#[test]
fn the_same_library_gives_the_same_bytes() {
    assert_eq!(sample(), sample());
}

#[test]
fn whichever_byte_is_flipped_the_backup_is_refused_or_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _) = sample();
    let mut refused = 0;
    // Every third byte: each field of the archive is longer than that.
    for at in (0..bytes.len()).step_by(3) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x20;
        match read_all(&on_disk(folder.path(), &bytes)) {
            Ok(read) => assert_eq!(read, content(), "byte {at}"),
            Err(_) => refused += 1,
        }
    }
    // What is left are times, modes and checksums of the archive that nobody reads.
    assert!(
        refused * 30 > bytes.len() * 6,
        "{refused} of {}",
        bytes.len()
    );
}

#[test]
fn damage_is_named_by_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _) = sample();
    let at = bytes
        .windows(PICTURE.len())
        .position(|window| window == PICTURE)
        .unwrap();
    let mut flipped = bytes.clone();
    flipped[at] ^= 1;
    let error = read_all(&on_disk(folder.path(), &flipped)).unwrap_err();
    let name = ContentHash::of(PICTURE).to_string();
    assert!(
        error.contains(&format!("attachments/{}/{name}", &name[..2])),
        "{error}"
    );
}

#[test]
fn a_backup_that_lacks_an_entry_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _) = sample();
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let entry = old.by_index_raw(at).unwrap();
        if entry.name().unwrap() != "tags.ndjson" {
            new.raw_copy_file(entry).unwrap();
        }
    }
    let bytes = new.finish().unwrap().into_inner();
    let error = read_all(&on_disk(folder.path(), &bytes)).unwrap_err();
    assert_eq!(error, "tags.ndjson is missing");
}

#[test]
fn a_newer_format_and_a_strange_file_are_refused_kindly() {
    let folder = tempfile::tempdir().unwrap();
    let archive = |manifest: &str| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("manifest.json", options).unwrap();
        zip.write_all(manifest.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let open = |bytes: &[u8]| {
        let path = on_disk(folder.path(), bytes);
        (
            BackupReader::is_backup(&path),
            BackupReader::open(&path).err().unwrap().to_string(),
        )
    };
    let (ours, message) = open(&archive(
        r#"{"format":"longhand-backup","version":2,"x":[]}"#,
    ));
    assert!(ours);
    assert_eq!(
        message,
        "the backup has version 2 of the format; this program reads up to 1"
    );
    for strange in [&archive(r#"{"name":"an app"}"#)[..], b"text", b""] {
        let (ours, message) = open(strange);
        assert!(!ours);
        assert!(message.ends_with("is not a Longhand backup"), "{message}");
    }
    let missing = BackupReader::open(&folder.path().join("none"))
        .err()
        .unwrap();
    assert!(matches!(missing, BackupError::NotFound { .. }));
}

#[test]
fn the_parts_have_an_order() {
    let mut writer = BackupWriter::new(Cursor::new(Vec::new()), header());
    assert!(matches!(writer.record(&1), Err(BackupError::Order { .. })));
    assert!(matches!(
        writer.begin(Section::Tags),
        Err(BackupError::Order { .. })
    ));
    let early = writer.attachment(ContentHash::of(PICTURE), PICTURE);
    assert!(matches!(early, Err(BackupError::Order { .. })));
    assert!(matches!(writer.finish(), Err(BackupError::Order { .. })));
}

#[test]
fn an_attachment_with_other_bytes_is_not_written() {
    let mut writer = BackupWriter::new(Cursor::new(Vec::new()), header());
    Section::ALL
        .iter()
        .for_each(|section| writer.begin(*section).unwrap());
    let refused = writer.attachment(ContentHash::of("other"), PICTURE);
    assert!(matches!(refused, Err(BackupError::Damaged(_))));
}

#[test]
fn a_check_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _) = sample();
    let mut reader = BackupReader::open(&on_disk(folder.path(), &bytes)).unwrap();
    let stopped = reader.check(|_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(BackupError::Stopped)));
}

#[test]
fn a_new_file_appears_when_it_is_whole_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup.zip");
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let mut dropped = NewFile::create(&path).unwrap();
    dropped.write_all(b"half").unwrap();
    assert!(!path.exists());
    drop(dropped);
    assert_eq!(names(), 0);
    let mut whole = NewFile::create(&path).unwrap();
    whole.write_all(b"whole").unwrap();
    whole.commit().unwrap();
    assert_eq!(
        (std::fs::read(&path).unwrap(), names()),
        (b"whole".to_vec(), 1)
    );
    assert!(matches!(
        NewFile::create(&path),
        Err(BackupError::Exists { .. })
    ));
    let nowhere = NewFile::create(&folder.path().join("none/backup.zip"));
    assert!(matches!(nowhere, Err(BackupError::File { .. })));
}
