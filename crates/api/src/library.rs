//! Commands about the library as a whole: what it is, what it holds, whether it is sound.

use longhand_core::library;
use longhand_model::{LibraryCounts, LibraryInfo, StorageStats};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::Nothing;

/// What program this is, and which library it has open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AboutResponse {
    /// The program's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The open library.
    pub library: LibraryInfo,
}

/// How thorough a check is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoctorRequest {
    /// Makes anew what can be made anew.
    #[serde(default)]
    pub repair: bool,
}

command! {
    /// Tells what program this is and which library it has open.
    About: "app.about", Read, Library, Nothing => AboutResponse,
    |_request, app, caller| Ok(AboutResponse {
        name: "Longhand".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        library: library::info(app, caller)?,
    })
}

command! {
    /// Tells what the open library is.
    Info: "library.info", Read, Library, Nothing => LibraryInfo,
    |_request, app, caller| library::info(app, caller)
}

command! {
    /// Counts what the sidebar shows.
    Counts: "library.counts", Read, Library, Nothing => LibraryCounts,
    |_request, app, caller| library::counts(app, caller)
}

command! {
    /// Tells what takes room.
    Stats: "library.stats", Read, Library, Nothing => StorageStats,
    |_request, app, caller| library::stats(app, caller)
}

command! {
    /// Checks the whole library, and repairs it where asked.
    Doctor: "library.doctor", Admin, Library, DoctorRequest => library::DoctorReport,
    |request, app, caller| if request.repair {
        library::repair(app, caller)
    } else {
        library::check(app, caller)
    }
}

command! {
    /// Gives free room in the library file back to the disk.
    Compact: "library.compact", Admin, Library, Nothing => library::Compacted,
    |_request, app, caller| library::compact(app, caller)
}
