//! Making documents: from nothing, from a template, from another document.

use longhand_model::{BatchId, Document, DocumentId, NewDocument, Origin, checked_title, tag_name};
use longhand_store::documents::{self, NewDocumentRow};
use longhand_store::{Writer, attachments};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::NewText;
use crate::error::{CoreError, Thing};
use crate::scope::Reach;
use crate::template::{Moment, filled};
use crate::{App, Caller};

/// A document that was made, and the batch that undoes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// The document.
    pub document: Document,
    /// What `activity.revert` takes to undo it: the document goes to the trash.
    pub batch: BatchId,
}

/// Makes a document. From a template it takes the text (variables filled), and the category, the tags
/// and the description unless others are given.
///
/// # Errors
/// [`CoreError::Field`] for a value out of bounds; [`CoreError::NotFound`] for an unknown template or
/// category; [`CoreError::OutOfScope`] when a limited key could not reach the document.
pub fn create(
    app: &App,
    caller: &Caller,
    new: NewDocument,
    template: Option<DocumentId>,
) -> Result<Created, CoreError> {
    let draft = Draft::of(app, caller, new, template)?;
    let written = app.write(caller, "document.create", |w| {
        Reach::of(w, caller)?.check_place(draft.new.category, &draft.new.tags)?;
        insert(w, None, &draft)
    })?;
    app.inner.recent.keep(draft.text.hash, &draft.text.text);
    Ok(Created {
        document: written.value,
        batch: written.batch,
    })
}

/// A document that is about to be made: its title and tags checked, its text read.
pub(crate) struct Draft {
    /// All but the text, which is empty here.
    pub(crate) new: NewDocument,
    /// Its title.
    pub(crate) title: String,
    /// Its text.
    pub(crate) text: NewText,
}

impl Draft {
    /// Reads what a caller gave, and fills the template if one is named.
    pub(crate) fn of(
        app: &App,
        caller: &Caller,
        mut new: NewDocument,
        template: Option<DocumentId>,
    ) -> Result<Self, CoreError> {
        if let Some(template) = template {
            let template = super::get(app, caller, template).map_err(as_template)?;
            fill_from(app, &mut new, &template);
        }
        let text = NewText::read(std::mem::take(&mut new.text))?;
        let title = match &new.title {
            Some(title) => checked_title(title)?,
            None => text.title().to_owned(),
        };
        new.tags = new
            .tags
            .iter()
            .map(|tag| tag_name(tag))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { new, title, text })
    }
}

/// Makes a document of a draft, under an id that was given out before if there is one.
pub(crate) fn insert(
    w: &Writer,
    id: Option<DocumentId>,
    draft: &Draft,
) -> Result<Document, CoreError> {
    let now = w.now();
    let new = &draft.new;
    let row = NewDocumentRow {
        id,
        title: draft.title.clone(),
        description: new.description.clone(),
        category: new.category,
        tags: new.tags.clone(),
        favorite: new.favorite,
        pinned: new.pinned,
        template: new.template,
        public: new.public,
        created_at: new.created_at.unwrap_or(now),
        updated_at: new.updated_at.unwrap_or(now),
        path: None,
        origin: Origin::Created,
    };
    let id = documents::insert(w, &row, &draft.text.text, &draft.text.facts)?;
    inserted(w, id)
}

/// Makes a copy of a document: its text, description, category, tags and attachments, not its history.
///
/// # Errors
/// [`CoreError::NotFound`].
pub fn duplicate(app: &App, caller: &Caller, id: DocumentId) -> Result<Created, CoreError> {
    let source = super::get(app, caller, id)?;
    let text = NewText::read(source.text)?;
    let original = source.summary;
    let written = app.write(caller, "document.duplicate", |w| {
        let now = w.now();
        let row = NewDocumentRow {
            id: None,
            title: copy_title(w, &original.title)?,
            description: original.description,
            category: original.category,
            tags: original.tags,
            favorite: false,
            pinned: false,
            template: original.template,
            public: false,
            created_at: now,
            updated_at: now,
            path: None,
            origin: Origin::Created,
        };
        let copy = documents::insert(w, &row, &text.text, &text.facts)?;
        for used in attachments::of_document(w, id)? {
            attachments::attach(w, copy, used.attachment.id, &used.reference)?;
        }
        inserted(w, copy)
    })?;
    Ok(Created {
        document: written.value,
        batch: written.batch,
    })
}

/// Says "template" where the reader of a document says "document".
fn as_template(error: CoreError) -> CoreError {
    if let CoreError::NotFound { reference, .. } = error {
        CoreError::NotFound {
            thing: Thing::Template,
            reference,
        }
    } else {
        error
    }
}

fn fill_from(app: &App, new: &mut NewDocument, template: &Document) {
    let moment = Moment::of(app);
    let title = match &new.title {
        Some(title) => title.clone(),
        None => filled(&template.summary.title, "", &moment).text,
    };
    // A text that was sent along is the person's own and goes behind the template's.
    new.text
        .insert_str(0, &filled(&template.text, &title, &moment).text);
    new.title = Some(title);
    new.category = new.category.or(template.summary.category);
    if new.tags.is_empty() {
        new.tags.clone_from(&template.summary.tags);
    }
    if new.description.is_empty() {
        new.description.clone_from(&template.summary.description);
    }
}

/// `Plan copy`, `Plan copy 2`: the first that no document bears, within the bound of a title.
fn copy_title(w: &Writer, title: &str) -> Result<String, CoreError> {
    let stem: String = title.chars().take(240).collect();
    for number in 1.. {
        let candidate = match number {
            1 => format!("{stem} copy"),
            number => format!("{stem} copy {number}"),
        };
        let key = longhand_model::name_key(&candidate);
        if number > 1_000 || documents::find_by_title(w, &key)?.is_empty() {
            return Ok(candidate);
        }
    }
    Ok(stem)
}

fn inserted(w: &Writer, id: DocumentId) -> Result<Document, CoreError> {
    documents::get(w, id)?
        .ok_or_else(|| CoreError::internal("a new document vanished inside its transaction"))
}
