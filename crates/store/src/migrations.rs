//! Migrations: the formats a library file has had, and the copy that is made before one is left.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

use crate::OpenError;
use crate::library::backup;

mod embedded {
    refinery::embed_migrations!("../../migrations/local");
}

/// Returns the newest format this program knows.
pub(crate) fn supported() -> u32 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .filter_map(|migration| u32::try_from(migration.version()).ok())
        .max()
        .unwrap_or(0)
}

/// Returns the format of a file; 0 when it has none yet.
pub(crate) fn found(connection: &Connection) -> rusqlite::Result<u32> {
    let has_history = connection
        .query_row(
            "SELECT 1
            FROM sqlite_schema
            WHERE type = 'table' AND name = 'refinery_schema_history'",
            [],
            |_row| Ok(()),
        )
        .optional()?
        .is_some();
    if !has_history {
        return Ok(0);
    }
    connection.query_row(
        "SELECT coalesce(max(version), 0) AS version
        FROM refinery_schema_history",
        [],
        |row| row.get("version"),
    )
}

/// Brings a file to the newest format, after a copy of it was made; a newer one is refused.
pub(crate) fn bring_up_to_date(path: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    let failed = |source| OpenError::of(path.to_owned(), source);
    let found = found(connection).map_err(failed)?;
    let supported = supported();
    if found > supported {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found,
            supported,
        });
    }
    if found == supported {
        return Ok(());
    }
    if found > 0 {
        let copy = free_name(path, supported);
        backup(connection, &copy).map_err(|error| OpenError::copy_failed(path, error))?;
        tracing::info!(
            from = found,
            to = supported,
            "the library is upgraded, a copy is beside it"
        );
    }
    run(path, connection)
}

/// Runs the migrations that a file lacks.
pub(crate) fn run(path: &Path, connection: &mut Connection) -> Result<(), OpenError> {
    let outcome = embedded::migrations::runner().run(connection);
    let supported = supported();
    match outcome {
        Ok(_report) => Ok(()),
        // Another process may have migrated the same file in the meantime.
        Err(_) if self::found(connection).is_ok_and(|found| found == supported) => Ok(()),
        Err(source) => Err(OpenError::Migration {
            path: path.to_owned(),
            source: Box::new(source),
        }),
    }
}

/// Finds a name for the copy that no earlier copy bears.
fn free_name(path: &Path, version: u32) -> PathBuf {
    let named = |ending: String| {
        let mut name = OsString::from(path.as_os_str());
        name.push(ending);
        PathBuf::from(name)
    };
    let first = named(format!(".before-v{version}"));
    if !first.exists() {
        return first;
    }
    (2_u32..)
        .map(|attempt| named(format!(".before-v{version}-{attempt}")))
        .find(|name| !name.exists())
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use longhand_testkit::fixed_sources;
    use refinery::Target;

    use super::{embedded, found, supported};
    use crate::doctor::Repair;
    use crate::{Library, Options, connection};

    /// A migration that has left this house never changes: a library remembers what it was given.
    #[test]
    fn migrations_are_as_they_were_when_they_were_merged() {
        let now: Vec<String> = embedded::migrations::runner()
            .get_migrations()
            .iter()
            .map(|migration| format!("{migration} {}", migration.checksum()))
            .collect();
        insta::assert_snapshot!(now.join("\n"));
    }

    #[test]
    fn what_a_new_format_of_the_word_index_left_out_is_found_once_the_library_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.longhand");
        let mut old = rusqlite::Connection::open(&path).unwrap();
        connection::format(&old).unwrap();
        embedded::migrations::runner()
            .set_target(Target::Version(2))
            .run(&mut old)
            .unwrap();
        old.execute_batch(
            "INSERT INTO library (one, id, secret, created_at)
            VALUES (1, zeroblob(16), zeroblob(32), 0);
            INSERT INTO documents (
                id, title, title_key, pinned, favorite, template, public, created_at, updated_at, hash, bytes, words,
                links, tasks, tasks_open, description, excerpt
            )
            VALUES (randomblob(16), 'Old', 'old', 0, 0, 0, 0, 0, 0, zeroblob(32), 20, 4, 0, 0, 0, '', '');
            INSERT INTO document_texts (document, headings, text)
            VALUES (1, '', 'a needle in a Library');
            INSERT INTO search_pending (document)
            VALUES (1);",
        )
        .unwrap();
        drop(old);
        let library = Library::open(&path, fixed_sources(1).0, Options::default()).unwrap();
        for query in ["needle", "lib*", "title:old"] {
            let request = longhand_model::SearchRequest {
                query: query.to_owned(),
                sort: None,
                limit: None,
                cursor: None,
            };
            let found = library
                .read(|r| crate::search::query(r, &request, r.sources().now()))
                .unwrap();
            assert_eq!(found.hits.len(), 1, "{query}");
        }
    }

    #[test]
    fn a_library_of_every_older_format_is_upgraded_and_a_copy_stays_beside_it() {
        for version in 1..supported() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("old.longhand");
            let target = Target::Version(version.try_into().unwrap());
            let mut old = rusqlite::Connection::open(&path).unwrap();
            connection::format(&old).unwrap();
            embedded::migrations::runner()
                .set_target(target)
                .run(&mut old)
                .unwrap();
            old.execute_batch(
                "INSERT INTO library (one, id, secret, created_at)
                VALUES (1, zeroblob(16), zeroblob(32), 0)",
            )
            .unwrap();
            drop(old);
            let library = Library::open(&path, fixed_sources(1).0, Options::default()).unwrap();
            assert_eq!(library.info().unwrap().schema, supported());
            assert!(library.doctor(Repair::Nothing).unwrap().sound);
            let copy = folder
                .path()
                .join(format!("old.longhand.before-v{}", supported()));
            let copy = rusqlite::Connection::open(copy).unwrap();
            assert_eq!(found(&copy).unwrap(), version);
            drop(library);
            Library::open(&path, fixed_sources(1).0, Options::default()).unwrap();
            assert_eq!(folder.path().read_dir().unwrap().count(), 2);
        }
    }
}
