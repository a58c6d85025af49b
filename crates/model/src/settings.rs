//! Settings, with the defaults that a new library starts with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All settings of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// The language of the interface.
    pub language: Language,
    /// The editor.
    pub editor: EditorSettings,
    /// Rendering and export.
    pub render: RenderSettings,
    /// History, trash and audit.
    pub history: HistorySettings,
    /// Notifications.
    pub notifications: NotificationSettings,
}

/// The colours of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the system.
    #[default]
    Auto,
}

/// The language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// 简体中文.
    Zh,
    /// 日本語.
    Ja,
}

/// The editor's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct EditorSettings {
    /// 10 to 28 pixels.
    #[schemars(range(min = 10, max = 28))]
    pub font_size: u8,
    /// 1 to 8 columns.
    #[schemars(range(min = 1, max = 8))]
    pub tab_size: u8,
    /// Wraps long lines.
    pub word_wrap: bool,
    /// Shows line numbers.
    pub line_numbers: bool,
    /// Colours Markdown and code.
    pub syntax_highlighting: bool,
    /// Completes links, tags and emoji.
    pub auto_complete: bool,
    /// Vim keys.
    pub vim_mode: bool,
    /// The set of key bindings.
    pub key_bindings: KeyBindings,
}

impl Default for EditorSettings {
    fn default() -> Self {
        Self {
            font_size: 14,
            tab_size: 4,
            word_wrap: true,
            line_numbers: true,
            syntax_highlighting: true,
            auto_complete: true,
            vim_mode: false,
            key_bindings: KeyBindings::Default,
        }
    }
}

/// A set of key bindings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeyBindings {
    /// The program's own.
    #[default]
    Default,
}

/// Rendering and export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RenderSettings {
    /// What an export makes unless asked otherwise.
    pub default_format: RenderFormat,
    /// Saves while a person types.
    pub auto_save: bool,
    /// At most this many seconds of typing share one version; 5 to 3,600.
    #[schemars(range(min = 5, max = 3600))]
    pub auto_save_interval: u32,
    /// Exports carry a table of contents.
    pub include_toc: bool,
    /// Exports carry their styles.
    pub include_styles: bool,
    /// The style of preview and export.
    pub theme: String,
}

impl Default for RenderSettings {
    fn default() -> Self {
        Self {
            default_format: RenderFormat::Html,
            auto_save: true,
            auto_save_interval: 30,
            include_toc: true,
            include_styles: true,
            theme: "github".to_owned(),
        }
    }
}

/// What an export makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RenderFormat {
    /// A web page.
    #[default]
    Html,
    /// A PDF.
    Pdf,
    /// The Markdown itself.
    Markdown,
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct HistorySettings {
    /// Days until the trash is emptied; 0 keeps it.
    #[schemars(range(max = 3650))]
    pub trash_days: u32,
    /// Days until an audit row goes; 0 keeps all.
    #[schemars(range(max = 3650))]
    pub audit_days: u32,
    /// Days for which every autosaved version is kept; older ones are thinned to one a day. 0 keeps all.
    #[schemars(range(max = 3650))]
    pub autosave_days: u32,
}

impl Default for HistorySettings {
    fn default() -> Self {
        Self {
            trash_days: 30,
            audit_days: 90,
            autosave_days: 0,
        }
    }
}

/// What the program tells while its window is not in front.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NotificationSettings {
    /// A job ended.
    pub jobs: bool,
    /// A conflict appeared.
    pub conflicts: bool,
    /// A new version of the program is there.
    pub updates: bool,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self {
            jobs: true,
            conflicts: true,
            updates: true,
        }
    }
}
