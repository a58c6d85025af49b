//! The library as one file: creating, opening, reading, writing and copying it.

mod copy;
mod file;
mod readers;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use longhand_model::{Actor, Cause, Event, LibraryId, LibraryInfo, Sources};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub(crate) use copy::backup;
use file::{beside, build, discard, recognise, sync_folder, unopened};
use readers::{Lease, Readers};

use crate::doctor::{self, DoctorReport, Repair};
use crate::{OpenError, Reader, StoreError, Writer, column, connection, documents, migrations};

/// An open library; a clone is the same one.
#[derive(Clone)]
pub struct Library(Arc<Inner>);

struct Inner {
    path: PathBuf,
    sources: Sources,
    /// Held while waiting for the writer, so that who writes again and again lets the one who waits go first.
    turn: Mutex<()>,
    writer: Mutex<Writer>,
    elsewhere: Mutex<i64>,
    readers: Readers,
}

/// How a library is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// At most this many reads run at once.
    pub readers: usize,
    /// How long to wait for another process that writes.
    pub busy_timeout: Duration,
    /// The file may not have more pages than this; for tests of a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            busy_timeout: Duration::from_secs(10),
            max_pages: None,
        }
    }
}

/// What a transaction that is on disk brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed<T> {
    /// What the closure returned.
    pub value: T,
    /// What changed, to be told to every client.
    pub events: Vec<Event>,
}

impl Library {
    /// Makes a new library; the file appears whole or not at all.
    ///
    /// # Errors
    /// [`OpenError::Exists`] where there is a file already.
    pub fn create(path: &Path, sources: Sources, options: Options) -> Result<Self, OpenError> {
        if path.exists() {
            return Err(OpenError::Exists {
                path: path.to_owned(),
            });
        }
        let unfinished = beside(path, &format!(".new-{}", sources.id::<LibraryId>()));
        build(&unfinished, path, &sources, &options).inspect_err(|_error| discard(&unfinished))?;
        std::fs::rename(&unfinished, path)
            .and_then(|()| sync_folder(path))
            .map_err(|source| OpenError::of_file(path.to_owned(), source))?;
        Self::open(path, sources, options)
    }

    /// Opens a library, upgrading it first (and copying it before that) where an older program wrote it.
    ///
    /// # Errors
    /// [`OpenError`] says why it cannot be opened; the file is then as it was.
    pub fn open(path: &Path, sources: Sources, options: Options) -> Result<Self, OpenError> {
        // A folder that may not be looked into may well hold the library.
        let exists = path.try_exists();
        if !exists.map_err(|source| OpenError::unreadable(path.to_owned(), source))? {
            return Err(OpenError::NotFound {
                path: path.to_owned(),
            });
        }
        let failed = |source| OpenError::of(path.to_owned(), source);
        let mut writer = connection::writer(path, OpenFlags::empty(), options.busy_timeout)
            .map_err(|source| unopened(path, source))?;
        recognise(path, &writer)?;
        if writer.is_readonly("main").map_err(failed)? {
            return Err(OpenError::ReadOnly {
                path: path.to_owned(),
            });
        }
        connection::log(&writer).map_err(failed)?;
        migrations::bring_up_to_date(path, &mut writer)?;
        if let Some(pages) = options.max_pages {
            writer
                .pragma_update_and_check(None, "max_page_count", pages, |_row| Ok(()))
                .map_err(failed)?;
        }
        let elsewhere = connection::data_version(&writer).map_err(failed)?;
        let writer = Writer::new(
            Reader::new(writer, sources.clone()),
            program(&sources, "library.open"),
        );
        let library = Self(Arc::new(Inner {
            path: path.to_owned(),
            sources: sources.clone(),
            turn: Mutex::new(()),
            writer: Mutex::new(writer),
            elsewhere: Mutex::new(elsewhere),
            readers: Readers::of(path, sources, &options),
        }));
        library
            .read_again()
            .map_err(|error| OpenError::from_store(path.to_owned(), error))?;
        Ok(library)
    }

    /// Returns where the file is.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Returns the clock and the randomness that the library uses.
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }

    /// Returns what the library is and how much it holds.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn info(&self) -> Result<LibraryInfo, StoreError> {
        self.read(|r| {
            let (id, created_at) = r
                .prepare(
                    "SELECT id, created_at
                    FROM library",
                )?
                .query_row([], |row| {
                    Ok((column::id(row, "id")?, column::time(row, "created_at")?))
                })?;
            Ok(LibraryInfo {
                id,
                name: self
                    .0
                    .path
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                path: self.0.path.to_string_lossy().into_owned(),
                schema: migrations::found(r.connection())?,
                created_at,
                counts: documents::counts(r)?,
            })
        })
    }

    /// Reads one state of the library: what others commit meanwhile is not seen.
    ///
    /// # Errors
    /// Those of the closure, and [`StoreError`] when the file cannot be read.
    pub fn read<T, E>(&self, read: impl FnOnce(&Reader) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let lease = self.lend()?;
        let _snapshot =
            Transaction::new_unchecked(lease.reader().connection(), TransactionBehavior::Deferred)
                .map_err(StoreError::from)?;
        read(lease.reader())
    }

    /// Writes in one transaction, which is on disk when this returns; an error undoes all of it.
    ///
    /// # Errors
    /// Those of the closure, and [`StoreError`] when the transaction cannot begin or end.
    pub fn write<T, E>(
        &self,
        cause: &Cause,
        write: impl FnOnce(&Writer) -> Result<T, E>,
    ) -> Result<Committed<T>, E>
    where
        E: From<StoreError>,
    {
        let mut writer = self.writer();
        writer.begin(cause);
        let transaction =
            Transaction::new_unchecked(writer.connection(), TransactionBehavior::Immediate)
                .map_err(StoreError::from)?;
        let value = write(&writer)?;
        crate::search::index::write_held(&writer)?;
        transaction.commit().map_err(StoreError::from)?;
        let events = writer.take_events();
        Ok(Committed { value, events })
    }

    /// Tells whether another process, or another opening of the library, wrote since the last call.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn changed_elsewhere(&self) -> Result<bool, StoreError> {
        let writer = match self.0.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // A write is under way here; the next call sees what others did.
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        let version = connection::data_version(writer.connection())?;
        let mut known = lock(&self.0.elsewhere);
        let changed = *known != version;
        *known = version;
        Ok(changed)
    }

    /// Moves the log into the file as far as readers allow; called when there is time.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let writer = self.writer();
        writer
            .connection()
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_row| Ok(()))?;
        Ok(())
    }

    /// Gives free pages back to the disk by writing the file anew; returns the bytes before and after.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] when there is no room for the second file.
    pub fn compact(&self) -> Result<(u64, u64), StoreError> {
        let writer = self.writer();
        let before = file_bytes(writer.connection())?;
        writer.connection().execute_batch("VACUUM")?;
        writer
            .connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?;
        Ok((before, file_bytes(writer.connection())?))
    }

    /// Copies the library, as it is now, to a file that does not exist yet; others read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError::File`] where there is a file already or none can be made.
    pub fn backup_file(&self, to: &Path) -> Result<(), StoreError> {
        let lease = self.lend()?;
        backup(lease.reader().connection(), to)
    }

    /// Takes one step of building the index of parts of words; returns how many documents are left.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub fn index_pending(&self, max_documents: usize) -> Result<u64, StoreError> {
        self.write(&self.own_cause("library.index"), |w| {
            crate::search::index::pending(w, max_documents)
        })
        .map(|committed| committed.value)
    }

    /// Joins pieces of the search indexes, about so many pages of 4 KB; returns whether there was anything to join.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub fn merge_index(&self, pages: u32) -> Result<bool, StoreError> {
        self.write(&self.own_cause("library.index"), |w| {
            crate::search::index::merge(w, pages)
        })
        .map(|committed| committed.value)
    }

    /// Fills the index of words where an upgrade emptied it, in transactions of a few documents: an interrupted upgrade
    /// goes on at the next opening.
    fn read_again(&self) -> Result<(), StoreError> {
        let mut more = self
            .writer()
            .prepare(
                "SELECT 1
                FROM search_unread
                LIMIT 1",
            )?
            .exists([])?;
        let cause = self.own_cause("library.open");
        while more {
            more = self.write(&cause, crate::search::index::read_again)?.value;
        }
        Ok(())
    }

    /// Reads the whole library and tells what is wrong with it; makes anew what can be, if asked to.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read at all; what is damaged in it is in the report.
    pub fn doctor(&self, repair: Repair) -> Result<DoctorReport, StoreError> {
        doctor::examine(self, repair)
    }

    /// Says that the program itself writes.
    pub(crate) fn own_cause(&self, command: &str) -> Cause {
        program(&self.0.sources, command)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        let _turn = lock(&self.0.turn);
        lock(&self.0.writer)
    }

    fn lend(&self) -> Result<Lease<'_>, StoreError> {
        self.0.readers.lend()
    }
}

fn program(sources: &Sources, command: &str) -> Cause {
    Cause {
        actor: Actor::Program,
        batch: sources.id(),
        command: command.to_owned(),
        client: None,
    }
}

fn file_bytes(connection: &Connection) -> Result<u64, StoreError> {
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let bytes: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    Ok(u64::try_from(pages.saturating_mul(bytes)).unwrap_or(0))
}

/// Locks, even after a panic elsewhere: the transaction of the one that panicked was rolled back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
