//! Saved searches: queries with names. Whether a query can be read is the search's business.

use longhand_model::{ItemKind, NewSavedSearch, SavedSearch, SavedSearchId, checked_text};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::audit::{self, Action};
use crate::session::Changed;
use crate::{Reader, StoreError, Thing, Writer, column, outbox};

macro_rules! saved_search_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, query, icon, color
            FROM saved_searches
            WHERE ",
            $condition
        )
    };
}

/// Returns all saved searches, in the order they were made.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn list(r: &Reader) -> Result<Vec<SavedSearch>, StoreError> {
    let searches = r
        .prepare(saved_search_where!(
            "TRUE
            ORDER BY number"
        ))?
        .query_map([], saved_search)?
        .collect::<Result<_, _>>()?;
    Ok(searches)
}

/// Returns a saved search.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn get(r: &Reader, id: SavedSearchId) -> Result<Option<SavedSearch>, StoreError> {
    let found = r
        .prepare(saved_search_where!("id = :id"))?
        .query_row(named_params! { ":id": id.as_bytes() }, saved_search)
        .optional()?;
    Ok(found)
}

/// Makes a saved search.
///
/// # Errors
/// [`StoreError::Field`] for its name.
pub fn insert(w: &Writer, new: &NewSavedSearch) -> Result<SavedSearch, StoreError> {
    put(w, w.new_id(), new)
}

/// Makes a saved search with an id that it had before it was deleted.
///
/// # Errors
/// [`StoreError::Field`] for its name.
pub fn put(w: &Writer, id: SavedSearchId, new: &NewSavedSearch) -> Result<SavedSearch, StoreError> {
    let made = checked(id, new)?;
    w.prepare(
        "INSERT INTO saved_searches (id, name, query, icon, color)
        VALUES (:id, :name, :query, :icon, :color)",
    )?
    .execute(named_params! {
        ":id": made.id.as_bytes(),
        ":name": made.name,
        ":query": made.query,
        ":icon": made.icon,
        ":color": made.color.map(|color| color.to_string()),
    })?;
    noted(w, None, Some(&made))?;
    Ok(made)
}

/// Writes a saved search anew; returns it as it was.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Field`] for its name.
pub fn replace(
    w: &Writer,
    id: SavedSearchId,
    new: &NewSavedSearch,
) -> Result<SavedSearch, StoreError> {
    let before = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::SavedSearch, id))?;
    let after = checked(id, new)?;
    w.prepare(
        "UPDATE saved_searches
        SET name = :name,
            query = :query,
            icon = :icon,
            color = :color
        WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": id.as_bytes(),
        ":name": after.name,
        ":query": after.query,
        ":icon": after.icon,
        ":color": after.color.map(|color| color.to_string()),
    })?;
    noted(w, Some(&before), Some(&after))?;
    Ok(before)
}

/// Deletes a saved search; returns it as it was.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn delete(w: &Writer, id: SavedSearchId) -> Result<SavedSearch, StoreError> {
    let before = get(w, id)?.ok_or_else(|| StoreError::not_found(Thing::SavedSearch, id))?;
    w.prepare(
        "DELETE FROM saved_searches
        WHERE id = :id",
    )?
    .execute(named_params! { ":id": id.as_bytes() })?;
    noted(w, Some(&before), None)?;
    Ok(before)
}

fn checked(id: SavedSearchId, new: &NewSavedSearch) -> Result<SavedSearch, StoreError> {
    Ok(SavedSearch {
        id,
        name: checked_text("the saved search's name", &new.name, 100)?,
        query: new.query.clone(),
        icon: new.icon.clone(),
        color: new.color,
    })
}

fn noted(
    w: &Writer,
    before: Option<&SavedSearch>,
    after: Option<&SavedSearch>,
) -> Result<(), StoreError> {
    let Some(shown) = after.or(before) else {
        return Ok(());
    };
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    audit::write(
        w,
        &audit::saved_search(shown.id, &shown.name),
        action,
        &serde_json::to_value(before)?,
        &serde_json::to_value(after)?,
    )?;
    if after.is_some() {
        outbox::changed(w, ItemKind::SavedSearch, shown.id.as_bytes())?;
    } else {
        outbox::deleted(w, ItemKind::SavedSearch, shown.id.as_bytes())?;
    }
    w.record(Changed::SavedSearches);
    Ok(())
}

fn saved_search(row: &Row<'_>) -> rusqlite::Result<SavedSearch> {
    Ok(SavedSearch {
        id: column::id(row, "id")?,
        name: row.get("name")?,
        query: row.get("query")?,
        icon: row.get("icon")?,
        color: column::optional_parsed(row, "color")?,
    })
}
