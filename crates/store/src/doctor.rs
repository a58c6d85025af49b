//! The doctor: reads the whole library, tells what is wrong with it, and makes anew what can be made from the rest.
//!
//! It never touches what a person wrote: a text that cannot be read is told of, not replaced. Takes as long as reading
//! the file does.

mod content;
mod derived;

use serde::{Deserialize, Serialize};

use crate::{Library, StoreError, Writer, audit};

/// Each check names at most this many problems.
const MOST_PROBLEMS: usize = 20;

/// Whether what can be made anew is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Only looks.
    Nothing,
    /// Counters, names, search indexes and rows that nothing needs.
    Derived,
}

/// What the doctor found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    /// What was looked at, in order.
    pub checks: Vec<Check>,
    /// Nothing is wrong, or nothing is any more.
    pub sound: bool,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What it is, such as `versions`.
    pub name: String,
    /// How many things were looked at.
    pub checked: u64,
    /// What is wrong, at most 20 of it.
    pub problems: Vec<String>,
    /// How many problems were repaired.
    pub repaired: u64,
    /// Problems that are left.
    pub left: u64,
}

impl Check {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            checked: 0,
            problems: Vec::new(),
            repaired: 0,
            left: 0,
        }
    }

    fn problem(&mut self, problem: String) {
        self.left += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    fn all_repaired(&mut self) {
        self.repaired = self.left;
        self.left = 0;
    }
}

/// Examines a library; see [`Library::doctor`].
pub(crate) fn examine(library: &Library, repair: Repair) -> Result<DoctorReport, StoreError> {
    let mut checks = library.read(|r| -> Result<_, StoreError> {
        let file = content::file(r)?;
        // Rows of a damaged file say nothing: reading on would only repeat it.
        if file.left > 0 {
            return Ok(vec![file]);
        }
        Ok(vec![
            file,
            content::references(r)?,
            content::texts(r)?,
            content::versions(r)?,
            content::unneeded(r)?,
            derived::counters(r)?,
            derived::names(r)?,
            audit_chain(r)?,
        ])
    })?;
    if checks.iter().any(|check| check.name == content::REFERENCES) {
        let search = write(library, derived::search)?;
        checks.push(search);
        if repair == Repair::Derived {
            mend(library, &mut checks)?;
        }
    }
    Ok(DoctorReport {
        sound: checks.iter().all(|check| check.left == 0),
        checks,
    })
}

fn mend(library: &Library, checks: &mut [Check]) -> Result<(), StoreError> {
    for check in checks.iter_mut().filter(|check| check.left > 0) {
        match check.name.as_str() {
            content::UNNEEDED => write(library, content::remove_unneeded)?,
            derived::COUNTERS => write(library, derived::recount)?,
            derived::NAMES => write(library, derived::rename)?,
            derived::SEARCH => derived::index_again(library)?,
            _what_people_wrote => continue,
        }
        check.all_repaired();
    }
    Ok(())
}

fn write<T>(
    library: &Library,
    write: impl FnOnce(&Writer) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    library
        .write(&library.own_cause("library.doctor"), write)
        .map(|committed| committed.value)
}

fn audit_chain(r: &crate::Reader) -> Result<Check, StoreError> {
    let mut check = Check::new("audit log");
    let verified = audit::verify(r)?;
    check.checked = verified.rows;
    if let Some(sequence) = verified.broken_at {
        check.problem(format!(
            "row {sequence} is not what was written, or rows before it are missing"
        ));
    }
    Ok(check)
}
