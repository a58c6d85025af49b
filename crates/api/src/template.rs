//! Commands about templates.

use longhand_core::template;
use longhand_model::{DocumentId, DocumentSummary};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::command::{Items, Nothing};

/// Asks for a template with its variables filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenderRequest {
    /// The template.
    pub template: DocumentId,
    /// The title of the new document; the template's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

command! {
    /// Lists the templates by title.
    List: "template.list", Read, Documents, Nothing => Items<DocumentSummary>,
    |_request, app, caller| Ok(Items { items: template::list(app, caller)? })
}

command! {
    /// Fills the variables of a template; changes nothing.
    Render: "template.render", Read, Documents, RenderRequest => template::RenderedTemplate,
    |request, app, caller| template::render(app, caller, request.template, request.title.as_deref())
}
