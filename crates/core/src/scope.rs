//! What a caller reaches: the one place where the filters of API keys are enforced.
//!
//! A key may be limited to categories (each with all below it) and to tags (each with all nested in
//! it). A document is reached when it lies in one of the categories *and* carries one of the tags;
//! an empty filter lets everything through. What is not reached does not exist for the key: reading
//! it says "not found". A write must leave the document where the key still reaches it.

use std::collections::HashSet;

use longhand_model::{Category, CategoryId, DocumentId, DocumentSummary, NameKey, name_key};
use longhand_store::{Reader, categories, documents};

use crate::Caller;
use crate::error::{CoreError, Thing};

/// The part of a library that a caller reaches.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    categories: Option<HashSet<CategoryId>>,
    tags: Vec<NameKey>,
}

impl Reach {
    /// Works out what a caller reaches now: categories may have moved since the last request.
    pub(crate) fn of(r: &Reader, caller: &Caller) -> Result<Self, CoreError> {
        let Some(scope) = &caller.scope else {
            return Ok(Self::everything());
        };
        let categories = if scope.categories.is_empty() {
            None
        } else {
            // In the order of the tree a parent comes before its children, so one pass finds all. A
            // category that was deleted since lets nothing through.
            let mut inside: HashSet<CategoryId> = HashSet::new();
            for node in categories::list(r)? {
                let Category { id, parent, .. } = node.category;
                if scope.categories.contains(&id) || parent.is_some_and(|p| inside.contains(&p)) {
                    inside.insert(id);
                }
            }
            Some(inside)
        };
        let tags = scope.tags.iter().map(|tag| name_key(tag)).collect();
        Ok(Self { categories, tags })
    }

    /// Reaches the whole library.
    pub(crate) const fn everything() -> Self {
        Self {
            categories: None,
            tags: Vec::new(),
        }
    }

    /// Says whether nothing is left out.
    pub(crate) fn is_everything(&self) -> bool {
        self.categories.is_none() && self.tags.is_empty()
    }

    /// Says whether tags are a part of the filter.
    pub(crate) fn has_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Says whether a category may be shown: documents in it may be reached.
    pub(crate) fn sees_category(&self, category: CategoryId) -> bool {
        self.categories
            .as_ref()
            .is_none_or(|inside| inside.contains(&category))
    }

    /// Says whether a document is reached.
    pub(crate) fn sees(&self, document: &DocumentSummary) -> bool {
        self.lets(document.category, &document.tags)
    }

    /// Returns a document that is there and is reached.
    pub(crate) fn document(
        &self,
        r: &Reader,
        id: DocumentId,
    ) -> Result<DocumentSummary, CoreError> {
        documents::summary(r, id)?
            .filter(|document| self.sees(document))
            .ok_or_else(|| CoreError::not_found(Thing::Document, id))
    }

    /// Refuses a write that would leave a document out of reach.
    pub(crate) fn check_after(&self, document: &DocumentSummary) -> Result<(), CoreError> {
        self.check_place(document.category, &document.tags)
    }

    /// Refuses a place that is out of reach.
    pub(crate) fn check_place(
        &self,
        category: Option<CategoryId>,
        tags: &[String],
    ) -> Result<(), CoreError> {
        if self.lets(category, tags) {
            Ok(())
        } else {
            Err(CoreError::OutOfScope {
                what: "put a document outside its categories or tags".to_owned(),
            })
        }
    }

    fn lets(&self, category: Option<CategoryId>, tags: &[String]) -> bool {
        let by_category = self
            .categories
            .as_ref()
            .is_none_or(|inside| category.is_some_and(|category| inside.contains(&category)));
        let by_tag = self.tags.is_empty()
            || tags.iter().any(|tag| {
                let tag = name_key(tag);
                self.tags.iter().any(|wanted| is_or_is_in(&tag, wanted))
            });
        by_category && by_tag
    }
}

/// Says whether a tag is another, or is nested in it.
fn is_or_is_in(tag: &NameKey, outer: &NameKey) -> bool {
    tag.as_str()
        .strip_prefix(outer.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
