//! Saved searches: queries with a name, which lists can show like a folder.

use longhand_model::{BatchId, NewSavedSearch, SavedSearch, SavedSearchId};
use longhand_store::{Reader, saved_searches};

use crate::error::{CoreError, Thing};
use crate::{App, Caller};

/// Lists the saved searches in the order they were made.
///
/// # Errors
/// The library cannot be read.
pub fn list(app: &App, _caller: &Caller) -> Result<Vec<SavedSearch>, CoreError> {
    app.read(|r| Ok(saved_searches::list(r)?))
}

/// Saves a search under a name.
///
/// # Errors
/// [`CoreError::Query`] for a query that cannot be read; [`CoreError::Field`] for a name out of bounds.
pub fn create(app: &App, caller: &Caller, new: &NewSavedSearch) -> Result<SavedSearch, CoreError> {
    check(new)?;
    let written = app.write(caller, "savedSearch.create", |w| {
        Ok(saved_searches::insert(w, new)?)
    })?;
    Ok(written.value)
}

/// Makes a saved search anew.
///
/// # Errors
/// As [`create`], and [`CoreError::NotFound`].
pub fn update(
    app: &App,
    caller: &Caller,
    id: SavedSearchId,
    search: &NewSavedSearch,
) -> Result<SavedSearch, CoreError> {
    check(search)?;
    let written = app.write(caller, "savedSearch.update", |w| {
        get(w, id)?;
        saved_searches::replace(w, id, search)?;
        get(w, id)
    })?;
    Ok(written.value)
}

/// Deletes a saved search; returns the batch that brings it back.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn delete(app: &App, caller: &Caller, id: SavedSearchId) -> Result<BatchId, CoreError> {
    let written = app.write(caller, "savedSearch.delete", |w| {
        get(w, id)?;
        Ok(saved_searches::delete(w, id)?)
    })?;
    Ok(written.batch)
}

fn check(new: &NewSavedSearch) -> Result<(), CoreError> {
    longhand_model::checked_text("the name of a saved search", &new.name, 100)?;
    longhand_store::search::explain(&new.query)?;
    Ok(())
}

fn get(r: &Reader, id: SavedSearchId) -> Result<SavedSearch, CoreError> {
    saved_searches::get(r, id)?.ok_or_else(|| CoreError::not_found(Thing::SavedSearch, id))
}
