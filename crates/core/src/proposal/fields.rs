//! The fields that a proposed update would change, with what they were.
//!
//! Each field merges for itself: what somebody else changed since is not written over. Tags are kept as
//! those to add and those to take away, which merge with whatever tags a document has by then.

use longhand_model::{CategoryId, DocumentPatch, DocumentSummary, checked_title, name_key};
use longhand_store::documents::FieldChange;
use longhand_store::{Reader, categories};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::CoreError;
use crate::document::{LinksOnRename, change};

/// What a proposed update would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is the document's field of that name")]
pub enum FieldName {
    Title,
    Description,
    Category,
    Tags,
    Favorite,
    Pinned,
    Template,
    Public,
}

impl FieldName {
    /// Returns its name as a person reads it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Category => "category",
            Self::Tags => "tags",
            Self::Favorite => "favorite mark",
            Self::Pinned => "pin",
            Self::Template => "template mark",
            Self::Public => "public mark",
        }
    }
}

/// One field that a proposed update would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposedField {
    /// The field.
    pub name: FieldName,
    /// What it is now; a category by its path, such as `Work/2026`, and `null` for the inbox.
    pub before: Value,
    /// What it would be.
    pub after: Value,
    /// Somebody changed it since this was proposed, so that accepting leaves it as it is.
    pub changed_since: bool,
}

/// A proposed update as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ProposedUpdate {
    /// The fields as they were, tags left out.
    before: FieldChange,
    /// The fields as they would be, tags left out.
    after: FieldChange,
    add_tags: Vec<String>,
    remove_tags: Vec<String>,
    links: LinksOnRename,
}

/// Does something with every field but tags.
macro_rules! each_field {
    ($do:ident) => {
        $do!(title, Title);
        $do!(description, Description);
        $do!(category, Category);
        $do!(favorite, Favorite);
        $do!(pinned, Pinned);
        $do!(template, Template);
        $do!(public, Public);
    };
}

impl ProposedUpdate {
    /// Reads what a patch would change of a document.
    pub(super) fn of(
        document: &DocumentSummary,
        patch: &DocumentPatch,
        links: LinksOnRename,
    ) -> Result<Self, CoreError> {
        let mut after = change(document, patch)?;
        if let Some(title) = &after.title {
            after.title = Some(checked_title(title)?);
        }
        if let Some(description) = &mut after.description {
            *description = description.trim().to_owned();
        }
        let tags = after.tags.take();
        let (add_tags, remove_tags) = match &tags {
            Some(tags) => (without(tags, &document.tags), without(&document.tags, tags)),
            None => (Vec::new(), Vec::new()),
        };
        Ok(Self {
            before: fields_of(document),
            after,
            add_tags,
            remove_tags,
            links,
        })
    }

    pub(super) fn read(fields: &Value) -> Result<Self, CoreError> {
        serde_json::from_value(fields.clone()).map_err(CoreError::internal)
    }

    pub(super) fn write(&self) -> Result<Value, CoreError> {
        serde_json::to_value(self).map_err(CoreError::internal)
    }

    /// Both, the later one winning where they speak of the same field.
    pub(super) fn then(self, later: Self) -> Self {
        let (mut before, mut after) = (self.before, self.after);
        macro_rules! take {
            ($field:ident, $name:ident) => {
                if later.after.$field.is_some() {
                    before.$field = later.before.$field;
                    after.$field = later.after.$field;
                }
            };
        }
        each_field!(take);
        let mut add_tags = without(&self.add_tags, &later.remove_tags);
        let mut remove_tags = without(&self.remove_tags, &later.add_tags);
        add_tags.extend(without(&later.add_tags, &add_tags));
        remove_tags.extend(without(&later.remove_tags, &remove_tags));
        Self {
            before,
            after,
            add_tags,
            remove_tags,
            links: later.links,
        }
    }

    /// Says whether anything of a document would become another.
    pub(super) fn changes(&self, document: &DocumentSummary) -> bool {
        let kept = without(&document.tags, &self.remove_tags);
        fields_of(&self.applied(document)) != fields_of(document)
            || kept.len() != document.tags.len()
            || !without(&self.add_tags, &document.tags).is_empty()
    }

    /// The document as it would be.
    pub(super) fn applied(&self, document: &DocumentSummary) -> DocumentSummary {
        let mut applied = document.clone();
        macro_rules! set {
            ($field:ident, $name:ident) => {
                if let Some(value) = &self.after.$field {
                    applied.$field = value.clone();
                }
            };
        }
        each_field!(set);
        applied.tags = without(&document.tags, &self.remove_tags);
        let added = without(&self.add_tags, &applied.tags);
        applied.tags.extend(added);
        applied.tags.sort();
        applied
    }

    /// What is left to be done to a document as it is now, and the fields that somebody changed since.
    pub(super) fn patch(&self, now: &DocumentSummary) -> (DocumentPatch, Vec<FieldName>) {
        let live = fields_of(now);
        let mut patch = DocumentPatch {
            add_tags: without(&self.add_tags, &now.tags),
            remove_tags: self.remove_tags.clone(),
            ..DocumentPatch::default()
        };
        let mut changed = Vec::new();
        macro_rules! merge {
            ($field:ident, $name:ident) => {
                if self.after.$field.is_some() && self.after.$field != live.$field {
                    if live.$field == self.before.$field {
                        patch.$field = self.after.$field.clone();
                    } else {
                        changed.push(FieldName::$name);
                    }
                }
            };
        }
        each_field!(merge);
        (patch, changed)
    }

    pub(super) const fn links(&self) -> LinksOnRename {
        self.links
    }

    /// The fields as a person reads them; those of a document that is gone as they were.
    pub(super) fn shown(
        &self,
        r: &Reader,
        now: Option<&DocumentSummary>,
    ) -> Result<Vec<ProposedField>, CoreError> {
        let live = now.map_or_else(|| self.before.clone(), fields_of);
        let mut shown = Vec::new();
        macro_rules! show {
            ($field:ident, $name:ident) => {
                if let Some(after) = &self.after.$field {
                    let is_new = self.after.$field != live.$field;
                    shown.push(ProposedField {
                        name: FieldName::$name,
                        before: live
                            .$field
                            .as_ref()
                            .map_or(Ok(Value::Null), |value| value.shown(r))?,
                        after: after.shown(r)?,
                        changed_since: is_new && live.$field != self.before.$field,
                    });
                }
            };
        }
        each_field!(show);
        if !self.add_tags.is_empty() || !self.remove_tags.is_empty() {
            let tags = now.map(|now| now.tags.clone()).unwrap_or_default();
            let mut after = without(&tags, &self.remove_tags);
            after.extend(without(&self.add_tags, &after));
            after.sort();
            shown.push(ProposedField {
                name: FieldName::Tags,
                before: tags.into(),
                after: after.into(),
                changed_since: false,
            });
        }
        Ok(shown)
    }
}

/// How the value of a field is told to a person.
trait Shown {
    fn shown(&self, r: &Reader) -> Result<Value, CoreError>;
}

impl Shown for String {
    fn shown(&self, _r: &Reader) -> Result<Value, CoreError> {
        Ok(self.clone().into())
    }
}

impl Shown for bool {
    fn shown(&self, _r: &Reader) -> Result<Value, CoreError> {
        Ok((*self).into())
    }
}

impl Shown for Option<CategoryId> {
    fn shown(&self, r: &Reader) -> Result<Value, CoreError> {
        path(r, *self)
    }
}

/// The names from the top to a category, such as `Work/2026`; null for the inbox.
pub(super) fn path(r: &Reader, category: Option<CategoryId>) -> Result<Value, CoreError> {
    let mut names = Vec::new();
    let mut next = category;
    while let Some(id) = next {
        let Some(category) = categories::get(r, id)? else {
            names.push("?".to_owned());
            break;
        };
        names.push(category.name);
        next = category.parent;
    }
    names.reverse();
    Ok(if names.is_empty() {
        Value::Null
    } else {
        names.join("/").into()
    })
}

/// The fields of a document, tags left out.
fn fields_of(document: &DocumentSummary) -> FieldChange {
    FieldChange {
        title: Some(document.title.clone()),
        description: Some(document.description.clone()),
        category: Some(document.category),
        tags: None,
        favorite: Some(document.favorite),
        pinned: Some(document.pinned),
        template: Some(document.template),
        public: Some(document.public),
    }
}

/// Those of some tags that are not among others.
fn without(tags: &[String], others: &[String]) -> Vec<String> {
    tags.iter()
        .filter(|tag| !others.iter().any(|other| name_key(other) == name_key(tag)))
        .cloned()
        .collect()
}
