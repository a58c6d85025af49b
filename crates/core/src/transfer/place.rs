//! Finds or makes the categories that imported folders become.

use std::collections::HashMap;

use longhand_model::{Category, CategoryId, NameKey, bounds, name_key};
use longhand_store::{Reader, Writer, categories};

use crate::error::Thing;
use crate::{CoreError, order};

/// The categories met so far, by parent and name.
pub(super) struct Places {
    into: Option<CategoryId>,
    /// How many folders fit below `into`.
    room: usize,
    known: HashMap<(Option<CategoryId>, NameKey), CategoryId>,
}

impl Places {
    /// Starts below a category.
    pub(super) fn below(r: &Reader, into: Option<CategoryId>) -> Result<Self, CoreError> {
        let depth = match into {
            None => 0,
            Some(into) if categories::get(r, into)?.is_none() => {
                return Err(CoreError::not_found(Thing::Category, into));
            }
            Some(into) => categories::path(r, into)?.len(),
        };
        let room = bounds::CATEGORY_DEPTH.saturating_sub(depth);
        Ok(Self {
            into,
            room,
            known: HashMap::new(),
        })
    }

    /// Returns the category of a path of folders; makes those that are missing. Folders that would
    /// nest too deep are left out.
    pub(super) fn place(
        &mut self,
        w: &Writer,
        folders: &[String],
    ) -> Result<Option<CategoryId>, CoreError> {
        let mut parent = self.into;
        for folder in folders.iter().take(self.room) {
            parent = Some(match self.find(w, parent, folder)? {
                Some(known) => known,
                None => self.make(w, parent, folder)?,
            });
        }
        Ok(parent)
    }

    /// Finds a category by its name among its siblings.
    pub(super) fn find(
        &mut self,
        r: &Reader,
        parent: Option<CategoryId>,
        name: &str,
    ) -> Result<Option<CategoryId>, CoreError> {
        let key = (parent, name_key(name));
        if let Some(known) = self.known.get(&key) {
            return Ok(Some(*known));
        }
        let siblings = categories::children(r, parent)?;
        let found = siblings
            .iter()
            .find(|sibling| name_key(&sibling.name) == key.1);
        let found = found.map(|category| category.id);
        if let Some(found) = found {
            self.known.insert(key, found);
        }
        Ok(found)
    }

    fn make(
        &mut self,
        w: &Writer,
        parent: Option<CategoryId>,
        name: &str,
    ) -> Result<CategoryId, CoreError> {
        let last = categories::children(w, parent)?.pop();
        let category = Category {
            id: w.new_id(),
            name: name.to_owned(),
            parent,
            color: None,
            icon: None,
            description: String::new(),
            order: order::between(last.as_ref().map(|last| last.order.as_str()), None),
        };
        categories::insert(w, &category)?;
        self.known.insert((parent, name_key(name)), category.id);
        Ok(category.id)
    }
}
