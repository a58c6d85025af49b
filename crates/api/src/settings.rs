//! Commands about settings.

use longhand_core::settings;
use longhand_model::Settings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::command::Nothing;

/// A change of settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetRequest {
    /// A part of the settings object, such as `{"editor": {"fontSize": 16}}`; the rest stays.
    pub patch: Value,
}

/// Which settings go back to their defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResetRequest {
    /// A group such as `editor`; all settings when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

command! {
    /// Returns all settings.
    Get: "settings.get", Read, Library, Nothing => Settings,
    |_request, app, caller| settings::get(app, caller)
}

command! {
    /// Changes settings; what is not named stays.
    Set: "settings.set", Admin, Library, SetRequest => Settings,
    |request, app, caller| settings::set(app, caller, &request.patch)
}

command! {
    /// Puts a group of settings, or all, back to the defaults.
    Reset: "settings.reset", Admin, Library, ResetRequest => Settings,
    |request, app, caller| settings::reset(app, caller, request.group.as_deref())
}
