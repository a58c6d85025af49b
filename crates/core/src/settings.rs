//! Settings: typed, patched by deep merge, checked before anything is kept.
//!
//! The library keeps one row for each value that differs from its default, named by its path such as
//! `editor.fontSize`, so that two devices that change two settings do not meet. A row that a newer
//! program wrote and this one does not know is left alone.

use longhand_model::{KeyboardSettings, Settings};
use longhand_store::{Reader, Writer};
use serde_json::{Map, Value};

use crate::error::{CoreError, Thing};
use crate::{App, Caller};

/// Reads all settings.
///
/// # Errors
/// The library cannot be read.
pub fn get(app: &App, _caller: &Caller) -> Result<Settings, CoreError> {
    app.read(read)
}

/// Changes what the patch names and leaves the rest.
///
/// # Errors
/// [`CoreError::Setting`] for a setting that is unknown or out of bounds; nothing is kept then.
pub fn set(app: &App, caller: &Caller, patch: &Value) -> Result<Settings, CoreError> {
    let written = app.write(caller, "settings.set", |w| {
        let before = to_object(&read(w)?)?;
        let mut after = before.clone();
        merge(&mut after, patch, "")?;
        let settings = checked(&after)?;
        keep(w, &before, &to_object(&settings)?)?;
        Ok(settings)
    })?;
    Ok(written.value)
}

/// Puts a group of settings, or all of them, back to the defaults.
///
/// # Errors
/// [`CoreError::NotFound`] for an unknown group.
pub fn reset(app: &App, caller: &Caller, group: Option<&str>) -> Result<Settings, CoreError> {
    let defaults = to_object(&Settings::default())?;
    if let Some(group) = group
        && defaults.get(group).is_none()
    {
        return Err(CoreError::not_found(Thing::SettingGroup, group));
    }
    let written = app.write(caller, "settings.reset", |w| {
        let before = to_object(&read(w)?)?;
        let mut after = before.clone();
        for (name, value) in object(&defaults)? {
            if group.is_none_or(|group| group == name) {
                set_field(&mut after, name, value.clone());
            }
        }
        keep(w, &before, &after)?;
        read(w)
    })?;
    Ok(written.value)
}

/// Reads the settings in a transaction: defaults, and what was kept over them.
pub(crate) fn read(r: &Reader) -> Result<Settings, CoreError> {
    let mut settings = to_object(&Settings::default())?;
    for (name, value) in longhand_store::settings::all(r)? {
        let kept = settings.clone();
        put(&mut settings, &name, value);
        // One value that a newer program wrote differently must not hide all the others.
        if serde_json::from_value::<Settings>(settings.clone()).is_err() {
            settings = kept;
        }
    }
    serde_json::from_value(settings).map_err(CoreError::internal)
}

/// Keeps the leaves that changed; a value that is back at its default needs no row.
fn keep(w: &Writer, before: &Value, after: &Value) -> Result<(), CoreError> {
    let defaults = leaves(&to_object(&Settings::default())?);
    let before = leaves(before);
    for (name, value) in leaves(after) {
        if before.iter().any(|(n, v)| *n == name && *v == value) {
            continue;
        }
        if defaults.iter().any(|(n, v)| *n == name && *v == value) {
            longhand_store::settings::remove(w, &name)?;
        } else {
            longhand_store::settings::set(w, &name, &value)?;
        }
    }
    Ok(())
}

fn checked(settings: &Value) -> Result<Settings, CoreError> {
    let typed: Settings =
        serde_json::from_value(settings.clone()).map_err(|problem| CoreError::Setting {
            key: "settings".to_owned(),
            problem: format!("cannot hold this: {problem}"),
        })?;
    let bounds: [(&str, u32, u32, u32); 9] = [
        ("editor.fontSize", typed.editor.font_size.into(), 10, 28),
        ("editor.tabSize", typed.editor.tab_size.into(), 1, 8),
        (
            "editor.lineHeight",
            typed.editor.line_height.into(),
            120,
            220,
        ),
        ("editor.measure", typed.editor.measure.into(), 0, 160),
        ("appearance.scale", typed.appearance.scale.into(), 80, 150),
        (
            "render.autoSaveInterval",
            typed.render.auto_save_interval,
            5,
            3_600,
        ),
        ("history.trashDays", typed.history.trash_days, 0, 3_650),
        ("history.auditDays", typed.history.audit_days, 0, 3_650),
        (
            "history.autosaveDays",
            typed.history.autosave_days,
            0,
            3_650,
        ),
    ];
    for (key, value, least, most) in bounds {
        if !(least..=most).contains(&value) {
            return Err(CoreError::Setting {
                key: key.to_owned(),
                problem: format!("is {value}; {least} to {most} are possible"),
            });
        }
    }
    if (1..40).contains(&typed.editor.measure) {
        return Err(CoreError::Setting {
            key: "editor.measure".to_owned(),
            problem: "is too narrow to write in; 40 to 160, or 0 for none".to_owned(),
        });
    }
    check_bindings(&typed.keyboard)?;
    let theme = &typed.render.theme;
    if theme.is_empty() || theme.chars().count() > 50 || theme.chars().any(char::is_control) {
        return Err(CoreError::Setting {
            key: "render.theme".to_owned(),
            problem: "is not the name of a style".to_owned(),
        });
    }
    Ok(typed)
}

/// Whether the keys mean anything is known to the interface alone: here they are only kept small.
fn check_bindings(keyboard: &KeyboardSettings) -> Result<(), CoreError> {
    let fits = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
    };
    let problem = if keyboard.bindings.len() > 500 {
        "has more than 500 entries"
    } else if keyboard.bindings.iter().any(|one| !fits(&one.action, 100)) {
        "names an action with no name, or with more than 100 characters"
    } else if keyboard
        .bindings
        .iter()
        .any(|one| one.keys.len() > 8 || one.keys.iter().any(|keys| !fits(keys, 50)))
    {
        "has more than 8 keys for an action, or one of more than 50 characters"
    } else {
        return Ok(());
    };
    Err(CoreError::Setting {
        key: "keyboard.bindings".to_owned(),
        problem: problem.to_owned(),
    })
}

/// Notes in the transaction that makes a library that its person has not been greeted yet.
pub(crate) fn greet(w: &Writer) -> Result<(), CoreError> {
    longhand_store::settings::set(w, "welcome", &Value::Bool(true))?;
    Ok(())
}

/// Merges a patch into settings, level by level; a name that is not there is refused.
fn merge(into: &mut Value, patch: &Value, path: &str) -> Result<(), CoreError> {
    let unknown = |key: String| CoreError::Setting {
        key,
        problem: "does not exist".to_owned(),
    };
    let (Value::Object(fields), Value::Object(changes)) = (&mut *into, patch) else {
        if path.is_empty() || into.is_object() || patch.is_object() || patch.is_null() {
            return Err(CoreError::Setting {
                key: path.to_owned(),
                problem: "does not have this shape".to_owned(),
            });
        }
        *into = patch.clone();
        return Ok(());
    };
    for (name, change) in changes {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let field = fields.get_mut(name).ok_or_else(|| unknown(path.clone()))?;
        merge(field, change, &path)?;
    }
    Ok(())
}

/// The values with their paths.
fn leaves(settings: &Value) -> Vec<(String, Value)> {
    fn collect(value: &Value, path: &str, into: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = match path {
                        "" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    collect(value, &path, into);
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => {
                into.push((path.to_owned(), value.clone()));
            }
        }
    }
    let mut found = Vec::new();
    collect(settings, "", &mut found);
    found
}

/// Puts a value at its path where that path exists.
fn put(settings: &mut Value, path: &str, value: Value) {
    let pointer = format!("/{}", path.replace('.', "/"));
    if let Some(place) = settings.pointer_mut(&pointer)
        && !place.is_object()
    {
        *place = value;
    }
}

fn set_field(settings: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = settings {
        fields.insert(name.to_owned(), value);
    }
}

fn to_object(settings: &Settings) -> Result<Value, CoreError> {
    serde_json::to_value(settings).map_err(CoreError::internal)
}

fn object(value: &Value) -> Result<&Map<String, Value>, CoreError> {
    value
        .as_object()
        .ok_or_else(|| CoreError::internal("settings are not an object"))
}

#[cfg(test)]
mod tests {
    use longhand_model::Settings;
    use serde_json::json;

    use super::{checked, leaves, merge, to_object};

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let mut settings = to_object(&Settings::default()).unwrap();
        merge(&mut settings, &json!({ "editor": { "fontSize": 18 } }), "").unwrap();
        let typed = checked(&settings).unwrap();
        assert_eq!(typed.editor.font_size, 18);
        assert_eq!(typed.editor.tab_size, Settings::default().editor.tab_size);
    }

    #[test]
    fn what_is_unknown_or_out_of_bounds_is_refused_by_its_name() {
        for (patch, named) in [
            (json!({ "editor": { "fontSize": 9 } }), "editor.fontSize"),
            (json!({ "editor": { "tabSize": 9 } }), "editor.tabSize"),
            (
                json!({ "render": { "autoSaveInterval": 4 } }),
                "render.autoSaveInterval",
            ),
            (json!({ "editor": { "measure": 12 } }), "editor.measure"),
            (
                json!({ "appearance": { "scale": 200 } }),
                "appearance.scale",
            ),
            (
                json!({ "keyboard": { "bindings": [{ "action": "", "keys": [] }] } }),
                "keyboard.bindings",
            ),
            (
                json!({ "keyboard": { "bindings": [{ "action": "a", "keys": ["x".repeat(51)] }] } }),
                "keyboard.bindings",
            ),
            (
                json!({ "history": { "trashDays": 9_999 } }),
                "history.trashDays",
            ),
            (json!({ "editor": { "fontsize": 12 } }), "editor.fontsize"),
            (json!({ "colour": 1 }), "colour"),
            (json!({ "editor": 12 }), "editor"),
            (json!({ "theme": { "dark": true } }), "theme"),
            (json!({ "theme": null }), "theme"),
            (json!({ "theme": "pink" }), "settings"),
            (json!({ "render": { "theme": "" } }), "render.theme"),
            (json!([]), ""),
        ] {
            let mut settings = to_object(&Settings::default()).unwrap();
            let error = merge(&mut settings, &patch, "")
                .and_then(|()| checked(&settings).map(drop))
                .unwrap_err();
            let text = error.to_string();
            assert!(text.contains(&format!("\"{named}\"")), "{patch}: {text}");
        }
    }

    #[test]
    fn every_setting_has_a_path_of_its_own() {
        let leaves = leaves(&to_object(&Settings::default()).unwrap());
        assert!(
            leaves
                .iter()
                .any(|(path, _)| path == "render.autoSaveInterval")
        );
        assert!(leaves.iter().any(|(path, _)| path == "theme"));
    }
}
