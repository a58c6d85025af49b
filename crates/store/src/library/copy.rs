//! Copies: a database copied page by page while others read and write it.

use std::fs::File;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::file::{discard, sync_folder};
use crate::StoreError;

/// Copies a database page by page into a new file, and makes it durable.
pub(crate) fn backup(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let file = |source| StoreError::File {
        path: to.to_owned(),
        source,
    };
    // Reserves the name: a file that is there already is never written over.
    let reserved = File::create_new(to).map_err(file)?;
    let copied = copy_pages(from, to);
    if copied.is_err() {
        drop(reserved);
        discard(to);
        return copied;
    }
    reserved.sync_all().map_err(file)?;
    sync_folder(to).map_err(file)
}

fn copy_pages(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let mut target = Connection::open(to)?;
    {
        let copy = Backup::new(from, &mut target)?;
        while !matches!(copy.step(4_096)?, StepResult::Done) {}
    }
    // A copy is one file: without a log beside it.
    target.pragma_update_and_check(None, "journal_mode", "DELETE", |_row| Ok(()))?;
    Ok(())
}
