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
    /// Greets at the next start: set when a library is made with sample documents, until the greeting
    /// was answered.
    pub welcome: bool,
    /// How the interface looks besides its colours.
    pub appearance: AppearanceSettings,
    /// Keys that a person chose.
    pub keyboard: KeyboardSettings,
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

/// How the interface looks besides its colours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AppearanceSettings {
    /// How close rows and controls stand.
    pub density: Density,
    /// The size of the interface, 80 to 150 percent.
    #[schemars(range(min = 80, max = 150))]
    pub scale: u8,
    /// Shows changes without movement, also where the system does not ask for it.
    pub reduce_motion: bool,
}

impl Default for AppearanceSettings {
    fn default() -> Self {
        Self {
            density: Density::Compact,
            scale: 100,
            reduce_motion: false,
        }
    }
}

/// How close rows and controls stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// Many rows on a screen.
    #[default]
    Compact,
    /// More room around each.
    Comfortable,
}

/// Keys that a person chose instead of the program's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct KeyboardSettings {
    /// One entry for an action that has other keys; set as a whole. At most 500.
    pub bindings: Vec<KeyBinding>,
}

/// The keys of one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyBinding {
    /// The action, such as `document.new`; 1 to 100 characters.
    pub action: String,
    /// The chords, such as `Mod+Shift+N`; none takes the action's keys away. At most 8 of 1 to 50
    /// characters.
    pub keys: Vec<String>,
}

/// The editor's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct EditorSettings {
    /// 10 to 28 pixels.
    #[schemars(range(min = 10, max = 28))]
    pub font_size: u8,
    /// The letters of the editor.
    pub font_family: EditorFont,
    /// The height of a line, 120 to 220 percent of its letters.
    #[schemars(range(min = 120, max = 220))]
    pub line_height: u8,
    /// The widest a line of text gets, 40 to 160 characters; 0 for as wide as the window.
    #[schemars(range(max = 160))]
    pub measure: u8,
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
    /// Underlines misspelled words, as far as the system can.
    pub spell_check: bool,
    /// Lines up the columns of a table when the caret leaves it after a change.
    pub align_tables: bool,
    /// Offers blocks to insert after `/` at the start of a line.
    pub snippet_menu: bool,
    /// Keeps the line that is written in the middle.
    pub typewriter: bool,
    /// Shows spaces, tabs and trailing blanks.
    pub invisibles: bool,
    /// The set of key bindings.
    pub key_bindings: KeyBindings,
}

impl Default for EditorSettings {
    fn default() -> Self {
        Self {
            font_size: 14,
            font_family: EditorFont::Mono,
            line_height: 160,
            measure: 76,
            tab_size: 4,
            word_wrap: true,
            line_numbers: true,
            syntax_highlighting: true,
            auto_complete: true,
            vim_mode: false,
            spell_check: true,
            align_tables: true,
            snippet_menu: true,
            typewriter: false,
            invisibles: false,
            key_bindings: KeyBindings::Default,
        }
    }
}

/// The letters of the editor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EditorFont {
    /// All of one width.
    #[default]
    Mono,
    /// Those of the interface.
    Sans,
    /// With serifs.
    Serif,
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
