//! A library that cannot be used as it is: what a person is told, and that nothing was touched.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use support::Home;

#[test]
fn a_folder_is_told_apart_from_a_library() {
    let home = Home::bare();
    std::fs::create_dir(home.path("notes.longhand")).unwrap();
    home.lh(&["ls"]).matches("library_is_a_folder");
}

#[test]
fn a_damaged_library_is_named_with_what_to_do() {
    let home = Home::new();
    for number in 0..30 {
        let text = format!("# Note {number}\n\n{}", "many words ".repeat(300));
        home.lh_reading(&text, &["new", "-"]).ok();
    }
    let mut bytes = home.read("notes.longhand");
    let middle = bytes.len() / 2;
    bytes
        .iter_mut()
        .skip(4096)
        .take(middle)
        .for_each(|byte| *byte = 0xA5);
    home.write("notes.longhand", bytes);
    let run = home.lh(&["ls"]).ends(1);
    assert!(run.err.contains("is damaged"), "{run}");
    assert!(run.err.contains("restore a backup"), "{run}");
}

#[cfg(unix)]
mod others {
    //! A file or folder that belongs to somebody else. Root may write everything, so that a test
    //! run by root starts `lh` as nobody, who may not even enter the folder that it was built in.

    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::sync::LazyLock;

    use super::Home;

    /// A copy of `lh` where everybody finds it.
    static PROGRAM: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        allow(folder.path(), 0o755);
        std::fs::copy(env!("CARGO_BIN_EXE_lh"), folder.path().join("lh")).unwrap();
        folder
    });

    /// The user and group nobody.
    const NOBODY: u32 = 65_534;

    fn allow(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Lets others look at a home without letting anybody write there.
    fn show(home: &Home) {
        let home_path = home.path("");
        for entry in std::fs::read_dir(&home_path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                allow(&path, 0o444);
            }
        }
        allow(&home_path, 0o555);
    }

    /// Runs `lh` as somebody who is not root; returns its exit code and what it told.
    fn lh(home: &Home, words: &[&str]) -> (i32, String) {
        let mut command = home.command_of(&PROGRAM.path().join("lh"), words);
        // Whoever may not enter the home cannot start there either.
        command.current_dir(PROGRAM.path());
        if PROGRAM.path().metadata().unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap_or(-1), told)
    }

    #[test]
    fn a_library_that_may_only_be_read_is_named_with_what_to_do() {
        let home = Home::new();
        home.lh(&["new", "--title", "Plan"]).ok();
        let before = home.read("notes.longhand");
        show(&home);
        for words in [
            &["ls"][..],
            &["search", "plan"],
            &["new", "--title", "More"],
        ] {
            let (code, told) = lh(&home, words);
            assert_eq!(code, 1, "{words:?} {told}");
            assert!(told.contains("read-only"), "{words:?} {told}");
            assert!(told.contains("copy the library"), "{words:?} {told}");
        }
        allow(&home.path(""), 0o755);
        assert_eq!(home.read("notes.longhand"), before);
    }

    #[test]
    fn a_library_in_a_folder_that_may_not_be_written_is_named_with_the_folder() {
        let home = Home::new();
        home.lh(&["new", "--title", "Plan"]).ok();
        show(&home);
        allow(&home.path("notes.longhand"), 0o666);
        let (code, told) = lh(&home, &["ls"]);
        allow(&home.path(""), 0o755);
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("read-only"), "{told}");
    }

    #[test]
    fn a_library_that_may_not_be_seen_is_not_said_to_be_missing() {
        let home = Home::new();
        show(&home);
        for at in ["notes.longhand", ""] {
            allow(&home.path(at), 0o000);
            let (code, told) = lh(&home, &["ls"]);
            allow(&home.path(""), 0o755);
            assert_eq!(code, 1, "{told}");
            assert!(told.contains("permi"), "{told}");
            assert!(!told.contains("lh init"), "{told}");
        }
    }
}
