//! The library as a whole: what it is, what it holds, whether it is sound.

use longhand_model::{LibraryCounts, LibraryInfo};
use longhand_store::documents;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{App, Caller, CoreError};

/// The size of the library file before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Compacted {
    /// Bytes before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}

/// Tells what the library is.
///
/// # Errors
/// The library cannot be read.
pub fn info(app: &App, _caller: &Caller) -> Result<LibraryInfo, CoreError> {
    Ok(app.library().info()?)
}

/// Counts what the sidebar shows.
///
/// # Errors
/// The library cannot be read.
pub fn counts(app: &App, _caller: &Caller) -> Result<LibraryCounts, CoreError> {
    app.read(|r| Ok(documents::counts(r)?))
}

/// Gives free room in the file back to the disk.
///
/// # Errors
/// [`CoreError::DiskFull`]; [`CoreError::Busy`] while another process reads or writes.
pub fn compact(app: &App, _caller: &Caller) -> Result<Compacted, CoreError> {
    let (before, after) = app.library().compact()?;
    Ok(Compacted { before, after })
}
