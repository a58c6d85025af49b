//! The one reading of a path that came from outside: inside its source, or refused.
//!
//! Nothing here touches a disk. Names that Windows keeps for devices are names like others: they
//! become titles, and nothing is written under them.

use std::fmt;

/// A path inside a source: names joined by `/`, none of them empty, `.` or `..`.
///
/// Joining it to the source's folder never leaves that folder, as long as no name on the way is a
/// symbolic link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(String);

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnsafePath {
    /// Leads out of the source.
    #[error("the path leads out of the folder or archive")]
    Outside,
    /// Starts at a root or a drive.
    #[error("the path is absolute")]
    Absolute,
    /// Holds NUL or another control character.
    #[error("the path holds a control character")]
    ControlCharacter,
    /// Holds a backslash, which Windows reads as a separator.
    #[error("the path holds a backslash")]
    Backslash,
    /// Is not Unicode.
    #[error("the path is not valid Unicode")]
    NotUnicode,
    /// Has no name at all.
    #[error("the path is empty")]
    Empty,
    /// Has more bytes than [`SourcePath::MAX_BYTES`].
    #[error("the path has more than {} bytes", SourcePath::MAX_BYTES)]
    TooLong,
    /// Nests deeper than [`SourcePath::MAX_DEPTH`].
    #[error("the path nests deeper than {} folders", SourcePath::MAX_DEPTH)]
    TooDeep,
}

impl SourcePath {
    /// The most names a path may have.
    pub const MAX_DEPTH: usize = 64;
    /// The most bytes a path may have.
    pub const MAX_BYTES: usize = 2_048;

    /// Reads a path with `/` between its names.
    ///
    /// # Errors
    /// [`UnsafePath`] says why it is refused. A path that climbs with `..` is refused even where
    /// it would come back: nobody who means well writes it into an archive.
    pub fn parse(raw: &str) -> Result<Self, UnsafePath> {
        if raw.chars().any(char::is_control) {
            return Err(UnsafePath::ControlCharacter);
        }
        if raw.contains('\\') {
            return Err(UnsafePath::Backslash);
        }
        if raw.starts_with('/') || starts_with_drive(raw) {
            return Err(UnsafePath::Absolute);
        }
        let mut names = Vec::new();
        for name in raw.split('/') {
            match name {
                "" | "." => {}
                ".." => return Err(UnsafePath::Outside),
                name => names.push(name),
            }
        }
        if names.is_empty() {
            return Err(UnsafePath::Empty);
        }
        if raw.len() > Self::MAX_BYTES {
            return Err(UnsafePath::TooLong);
        }
        if names.len() > Self::MAX_DEPTH {
            return Err(UnsafePath::TooDeep);
        }
        Ok(Self(names.join("/")))
    }

    /// Reads the name of an archive's entry, where Windows programs write backslashes.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_archived(raw: &str) -> Result<Self, UnsafePath> {
        Self::parse(&raw.replace('\\', "/"))
    }

    /// Adds one name.
    ///
    /// # Errors
    /// As [`Self::parse`]; a name with `/` is read as several.
    pub fn child(&self, name: &str) -> Result<Self, UnsafePath> {
        Self::parse(&format!("{}/{name}", self.0))
    }

    /// Follows a relative reference from this file: `../img/a.png` from `notes/b.md` is `img/a.png`.
    /// None when it leads out of the source or names nothing.
    pub fn follow(&self, reference: &str) -> Option<Self> {
        let mut names: Vec<&str> = self.folders().collect();
        for name in reference.split(['/', '\\']) {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop()?;
                }
                name => names.push(name),
            }
        }
        Self::parse(&names.join("/")).ok()
    }

    /// Returns the path with `/` between its names.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last name.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Returns the last name without its extension; a name such as `.env` has none.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            Some(_) | None => name,
        }
    }

    /// Returns the extension in lower case, or nothing.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            Some(_) | None => String::new(),
        }
    }

    /// Returns the names of the folders it lies in, outermost first.
    pub fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        let folders = self.0.rsplit_once('/').map(|(folders, _)| folders);
        folders.into_iter().flat_map(|folders| folders.split('/'))
    }

    /// Returns the path of the folder it lies in; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns how many names it has.
    pub fn depth(&self) -> usize {
        self.0.split('/').count()
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn starts_with_drive(raw: &str) -> bool {
    let mut chars = raw.chars();
    chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && chars.next() == Some(':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_that_could_lead_outside_is_refused() {
        for (raw, reason) in [
            ("../a.md", UnsafePath::Outside),
            ("a/../../b.md", UnsafePath::Outside),
            ("a/../b.md", UnsafePath::Outside),
            ("..", UnsafePath::Outside),
            ("/etc/passwd", UnsafePath::Absolute),
            ("//host/share/a.md", UnsafePath::Absolute),
            ("C:/a.md", UnsafePath::Absolute),
            ("c:a.md", UnsafePath::Absolute),
            ("..\\a.md", UnsafePath::Backslash),
            ("a\0.md", UnsafePath::ControlCharacter),
            ("a\n.md", UnsafePath::ControlCharacter),
            ("", UnsafePath::Empty),
            ("./.", UnsafePath::Empty),
        ] {
            assert_eq!(SourcePath::parse(raw), Err(reason), "{raw:?}");
        }
        assert_eq!(
            SourcePath::parse(&"a".repeat(2_049)),
            Err(UnsafePath::TooLong)
        );
        assert_eq!(
            SourcePath::parse(&"a/".repeat(65)),
            Err(UnsafePath::TooDeep)
        );
    }

    #[test]
    fn an_archived_path_may_be_written_the_windows_way() {
        assert_eq!(
            SourcePath::parse_archived("a\\b.md").unwrap().as_str(),
            "a/b.md"
        );
        for raw in [
            "..\\a.md",
            "a\\..\\..\\b.md",
            "\\\\host\\share",
            "\\a",
            "C:\\a",
        ] {
            assert!(SourcePath::parse_archived(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn names_that_only_look_dangerous_are_names() {
        for raw in [
            "%2e%2e/a.md",
            "...",
            "a../b..c.md",
            "CON.md",
            "~/a.md",
            "ab:c.md",
        ] {
            assert_eq!(SourcePath::parse(raw).unwrap().as_str(), raw);
        }
        assert_eq!(
            SourcePath::parse("./a//b/./c.md").unwrap().as_str(),
            "a/b/c.md"
        );
    }

    #[test]
    fn a_reference_is_followed_inside_the_source_only() {
        let from = SourcePath::parse("notes/deep/a.md").unwrap();
        for (reference, reached) in [
            ("b.md", Some("notes/deep/b.md")),
            ("./img/x.png", Some("notes/deep/img/x.png")),
            ("../c.md", Some("notes/c.md")),
            ("../../top.md", Some("top.md")),
            ("..\\c.md", Some("notes/c.md")),
            ("../../../outside.md", None),
            ("../..", None),
        ] {
            let found = from.follow(reference);
            assert_eq!(
                found.as_ref().map(SourcePath::as_str),
                reached,
                "{reference}"
            );
        }
    }

    #[test]
    fn the_parts_of_a_path_are_told_apart() {
        let path = SourcePath::parse("a/b/c.tar.GZ").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((path.folder(), path.file_name()), ("a/b", "c.tar.GZ"));
        assert_eq!((path.stem(), path.extension().as_str()), ("c.tar", "gz"));
        let hidden = SourcePath::parse(".env").unwrap();
        assert_eq!((hidden.stem(), hidden.extension().as_str()), (".env", ""));
        assert_eq!(hidden.folder(), "");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_inside(raw in "[a./\\\\:\u{0}C ]{0,24}") {
            for path in [SourcePath::parse(&raw), SourcePath::parse_archived(&raw)].into_iter().flatten() {
                let joined = std::path::Path::new("/root").join(path.as_str());
                prop_assert!(joined.components().all(|part| part != std::path::Component::ParentDir));
                prop_assert!(joined.starts_with("/root"));
                prop_assert!(joined != std::path::Path::new("/root"));
            }
        }
    }
}
