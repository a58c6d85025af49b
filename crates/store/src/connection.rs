//! Connections: how the file is opened, and the settings every connection bears.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

/// Marks the file as a library: `LgHd` in ASCII, at byte 68 of the file.
pub(crate) const APPLICATION_ID: i32 = 0x4C67_4864;

/// The size of a page in bytes, of new libraries.
///
/// A save of 10 KB touches some thirty pages for one row of an index each, and writes every one of them whole: with pages
/// of 2 KB it writes 88 KB, with these 56 KB. Building the index of words takes about 7 % longer for it.
const PAGE_BYTES: u32 = 1024;

/// The log is moved into the file once it is this large, in bytes.
const LOG_BYTES: u32 = 8 * 1024 * 1024;

/// Readers see so much of the file without a copy and a call for each page, which a list of 100 documents has 2,000 of.
const MAPPED_BYTES: i64 = 1024 * 1024 * 1024;

/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 256;

/// Opens or makes the file for the one connection that writes.
pub(crate) fn writer(
    path: &Path,
    create: OpenFlags,
    busy_timeout: Duration,
) -> rusqlite::Result<Connection> {
    let connection = open(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | create,
        busy_timeout,
    )?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    Ok(connection)
}

/// Sets what only a new file can be given.
pub(crate) fn format(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Makes commits durable and lets readers work beside the writer.
pub(crate) fn log(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let page_bytes: u32 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let pages = LOG_BYTES / page_bytes.max(512);
    connection.pragma_update_and_check(None, "wal_autocheckpoint", pages, |_row| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES, |_row| Ok(()))
}

/// Opens the file for a connection that only reads.
pub(crate) fn reader(path: &Path, busy_timeout: Duration) -> rusqlite::Result<Connection> {
    // Not read-only: such a connection could not make the shared memory of the log where it is the first.
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, busy_timeout)?;
    connection.pragma_update(None, "cache_size", -8_192)?;
    connection.pragma_update_and_check(None, "mmap_size", MAPPED_BYTES, |_row| Ok(()))?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Returns a number that changes when another connection commits.
pub(crate) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))
}

fn open(path: &Path, flags: OpenFlags, busy_timeout: Duration) -> rusqlite::Result<Connection> {
    // No shared cache and no URI: a path is a path, whatever characters it has.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // With partial indexes, SQLite plans a statement again for every value that is bound to it, unless told otherwise.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}
