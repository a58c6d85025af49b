//! Templates: documents whose variables are filled when a new document is made from them.
//!
//! `{{title}}` `{{date}}` `{{time}}` `{{datetime}}` `{{week}}` and `{{cursor}}`; dates take a format after
//! a colon, made of `YYYY YY MMMM MMM MM M DD D dddd ddd HH H mm ss`. What is not known stays as it
//! is written. There are no loops and no expressions: a template is text.

use longhand_model::{DocumentId, DocumentSummary, ListQuery, ListScope, Page, SortKey, SortOrder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{App, Caller, CoreError, document};

/// A template with its variables filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RenderedTemplate {
    /// The title of the new document.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where the caret goes, in characters (Unicode scalar values) of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u64>,
}

/// Lists the templates by title.
///
/// # Errors
/// The library cannot be read.
pub fn list(app: &App, caller: &Caller) -> Result<Vec<DocumentSummary>, CoreError> {
    let query = ListQuery {
        scope: ListScope::Templates,
        sort: SortKey::Title,
        order: SortOrder::Ascending,
        limit: Some(500),
        cursor: None,
    };
    let Page { items, next: _ } = document::list(app, caller, &query)?;
    Ok(items)
}

/// Fills the variables of a template; changes nothing.
///
/// # Errors
/// [`CoreError::NotFound`] when the document is not there.
pub fn render(
    app: &App,
    caller: &Caller,
    template: DocumentId,
    title: Option<&str>,
) -> Result<RenderedTemplate, CoreError> {
    let source = document::get(app, caller, template)?;
    let moment = Moment::of(app);
    let title = match title {
        Some(title) => longhand_model::checked_title(title)?,
        None => filled(&source.summary.title, "", &moment).text,
    };
    let filled = filled(&source.text, &title, &moment);
    Ok(RenderedTemplate {
        title,
        text: filled.text,
        cursor: filled.cursor,
    })
}

/// The local date and time that variables show.
pub(crate) struct Moment {
    zoned: jiff::Zoned,
}

impl Moment {
    /// Reads the library's clock in the time zone of the person.
    pub(crate) fn of(app: &App) -> Self {
        let millis = app.sources().now().as_millis();
        let timestamp = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        Self {
            zoned: timestamp.to_zoned(app.time_zone().clone()),
        }
    }

    fn show(&self, pattern: &str) -> String {
        const NAMES: [(&str, &str); 14] = [
            ("YYYY", "%Y"),
            ("YY", "%y"),
            ("MMMM", "%B"),
            ("MMM", "%b"),
            ("MM", "%m"),
            ("M", "%-m"),
            ("DD", "%d"),
            ("D", "%-d"),
            ("dddd", "%A"),
            ("ddd", "%a"),
            ("HH", "%H"),
            ("H", "%-H"),
            ("mm", "%M"),
            ("ss", "%S"),
        ];
        let mut shown = String::new();
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            match NAMES.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, code)) => {
                    shown.push_str(&self.zoned.strftime(*code).to_string());
                    rest = rest.get(name.len()..).unwrap_or("");
                }
                None => {
                    shown.push(first);
                    rest = rest.get(first.len_utf8()..).unwrap_or("");
                }
            }
        }
        shown
    }
}

/// A text with its variables filled.
pub(crate) struct Filled {
    pub(crate) text: String,
    pub(crate) cursor: Option<u64>,
}

/// Fills the variables of a text; the first `{{cursor}}` says where the caret goes.
pub(crate) fn filled(text: &str, title: &str, moment: &Moment) -> Filled {
    let mut out = String::with_capacity(text.len());
    let mut cursor = None;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        match value(name, title, moment) {
            Some(Value::Text(value)) => out.push_str(&value),
            Some(Value::Cursor) => {
                cursor.get_or_insert(out.chars().count() as u64);
            }
            None => {
                // Not ours: the braces stay, and what follows them is read again.
                out.push_str("{{");
                rest = after;
                continue;
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    Filled { text: out, cursor }
}

enum Value {
    Text(String),
    Cursor,
}

fn value(name: &str, title: &str, moment: &Moment) -> Option<Value> {
    let (name, format) = match name.split_once(':') {
        Some((name, format)) => (name.trim(), Some(format.trim())),
        None => (name.trim(), None),
    };
    let text = match (name, format) {
        ("title", None) => title.to_owned(),
        ("date", format) => moment.show(format.unwrap_or("YYYY-MM-DD")),
        ("time", format) => moment.show(format.unwrap_or("HH:mm")),
        ("datetime", format) => moment.show(format.unwrap_or("YYYY-MM-DD HH:mm")),
        ("week", None) => moment.zoned.strftime("%G-W%V").to_string(),
        ("cursor", None) => return Some(Value::Cursor),
        // Any other text in braces belongs to the person.
        _ => return None,
    };
    Some(Value::Text(text))
}

#[cfg(test)]
mod tests {
    use super::{Moment, filled};

    #[test]
    fn known_variables_are_filled_and_others_stay() {
        let moment = Moment {
            zoned: "2026-11-21T09:05:07[UTC]".parse().unwrap(),
        };
        for (text, expected, cursor) in [
            ("# {{title}}", "# Plan", None),
            ("{{date}} {{ time }}", "2026-11-21 09:05", None),
            (
                "{{date:D MMMM YYYY, dddd}}",
                "21 November 2026, Saturday",
                None,
            ),
            ("{{datetime:YYYYMMDDHHmmss}}", "20261121090507", None),
            ("{{week}}", "2026-W47", None),
            ("é{{cursor}}b{{cursor}}", "éb", Some(1)),
            ("{{unknown}} {{title}}", "{{unknown}} Plan", None),
            ("{{ never closed {{title}}", "{{ never closed Plan", None),
            ("{{title", "{{title", None),
        ] {
            let filled = filled(text, "Plan", &moment);
            assert_eq!(filled.text, expected, "{text}");
            assert_eq!(filled.cursor, cursor, "{text}");
        }
    }
}
