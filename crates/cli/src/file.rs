//! Files that the command line writes: whole or not at all, under names that every system takes.

use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::CliError;

/// Whether a file that is there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overwrite {
    /// It may.
    Allowed,
    /// It stays, and the writing fails.
    Refused,
}

/// A file's name has at most this many bytes, with room for an ending and a number.
const LONGEST_NAME: usize = 200;

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Writes a file, and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), CliError> {
    let file = begin(path)?;
    let failed = |error| CliError::writing(path, error);
    file.as_file().write_all(bytes).map_err(failed)?;
    finish(file, path, overwrite)
}

/// Begins a file beside its place.
pub(crate) fn begin(path: &Path) -> Result<NamedTempFile, CliError> {
    let failed = |error| CliError::writing(path, error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = Builder::new();
    builder.prefix(".longhand-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As other programs make files: the person's mask takes away what it should.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder).map_err(failed)
}

/// Puts a file that was begun in its place.
pub(crate) fn finish(
    file: NamedTempFile,
    path: &Path,
    overwrite: Overwrite,
) -> Result<(), CliError> {
    let failed = |error: io::Error| CliError::writing(path, error);
    file.as_file().sync_all().map_err(failed)?;
    let persisted = match overwrite {
        Overwrite::Allowed => file.persist(path),
        Overwrite::Refused => file.persist_noclobber(path),
    };
    persisted.map(drop).map_err(|error| failed(error.error))
}

/// Makes a name for a file of a title.
pub(crate) fn safe_name(title: &str) -> String {
    let kept: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            c if c.is_control() => '-',
            c => c,
        })
        .collect();
    let mut name = String::new();
    for c in kept.trim().trim_start_matches('.').chars() {
        if name.len() + c.len_utf8() > LONGEST_NAME {
            break;
        }
        name.push(c);
    }
    let name = name.trim_end_matches(['.', ' ']);
    let device = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    if name.is_empty() {
        "Untitled".to_owned()
    } else if RESERVED.contains(&device.as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_makes_a_name_that_every_system_takes() {
        for (title, name) in [
            ("Plan", "Plan"),
            ("a/b\\c", "a-b-c"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("What? \"Yes\": <no>|*", "What- -Yes-- -no---"),
            ("ends with dots...", "ends with dots"),
            (".hidden", "hidden"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("...", "Untitled"),
            ("日本語", "日本語"),
        ] {
            assert_eq!(safe_name(title), name, "{title}");
        }
        assert_eq!(safe_name(&"字".repeat(255)).len(), 198);
    }

    #[test]
    fn a_file_is_not_overwritten_unless_that_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.md");
        write(&path, b"one", Overwrite::Refused).unwrap();
        assert!(write(&path, b"two", Overwrite::Refused).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        write(&path, b"two", Overwrite::Allowed).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let left = std::fs::read_dir(folder.path().join("a")).unwrap().count();
        assert_eq!(left, 1, "nothing is left beside it");
    }
}
