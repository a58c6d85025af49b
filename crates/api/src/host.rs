//! What every host begins with: where a library lies that nobody placed, and how it is opened.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use longhand_core::{App, AppOptions, TimeZone, system_sources};

use crate::error::ApiError;

/// Returns the library that is used when none is named: `library.longhand` in the person's data folder.
///
/// None on a system that gives the person no such folder.
pub fn default_library() -> Option<PathBuf> {
    ProjectDirs::from("", "", "Longhand").map(|folders| folders.data_dir().join("library.longhand"))
}

/// Opens a library with the system's clock and randomness.
///
/// # Errors
/// Those of [`App::open`], as they are shown.
pub fn open(options: AppOptions) -> Result<App, ApiError> {
    App::open(options, system_sources()).map_err(ApiError::from)
}

/// Opens a library as a person does who starts the program: made with samples if it is not there,
/// with the folder it lies in, and dates in the system's time zone.
///
/// # Errors
/// Those of [`App::open`], as they are shown.
pub fn open_library(path: &Path) -> Result<App, ApiError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| ApiError::from(longhand_core::CoreError::file(folder, error)))?;
    }
    open(AppOptions {
        time_zone: TimeZone::system(),
        ..AppOptions::new(path)
    })
}
