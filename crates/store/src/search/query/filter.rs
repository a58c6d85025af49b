//! Fields: names before a `:`, and what may stand behind them.

use longhand_model::QueryError;

use super::{Filter, Flag, Moment, Part};

/// A name that may stand before a `:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldName {
    Title,
    Tag,
    Category,
    Is,
    Has,
    Before,
    After,
    In,
}

/// What a field and its value mean.
pub(crate) enum Reading {
    /// A filter.
    Filter(Filter),
    /// `in:history`
    History,
    /// Still being typed: says nothing yet.
    Unfinished,
}

impl FieldName {
    const ALL: [Self; 8] = [
        Self::Title,
        Self::Tag,
        Self::Category,
        Self::Is,
        Self::Has,
        Self::Before,
        Self::After,
        Self::In,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Tag => "tag",
            Self::Category => "category",
            Self::Is => "is",
            Self::Has => "has",
            Self::Before => "before",
            Self::After => "after",
            Self::In => "in",
        }
    }

    /// Reads the name of a field, in any case; other words before a `:` are words.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name().eq_ignore_ascii_case(text))
    }
}

/// Reads the value of a field other than `title:`; `at` is where the value starts, `last` whether nothing follows.
pub(crate) fn read(
    field: FieldName,
    value: &str,
    at: u32,
    last: Last,
) -> Result<Reading, QueryError> {
    let value = value.trim();
    if value.is_empty() && last == Last::Yes {
        return Ok(Reading::Unfinished);
    }
    let error = |message: String, hint: String| Err(QueryError { message, at, hint });
    if value.is_empty() {
        return error(
            format!("nothing follows \"{}:\"", field.name()),
            format!("Write a value right behind it, such as {}.", example(field)),
        );
    }
    let moment = |made: fn(Moment) -> Filter| {
        match Moment::read(value) {
        Some(moment) => Ok(Reading::Filter(made(moment))),
        None if last == Last::Yes && "yesterday today".split(' ').any(|w| w.starts_with(value)) => {
            Ok(Reading::Unfinished)
        }
        None => error(
            format!("\"{value}\" is not a date"),
            "Write a date such as 2026-11-21, a month such as 2026-11, a year, today, or 7d for a week ago."
                .to_owned(),
        ),
    }
    };
    let named = |names: &[&'static str]| match choose(names, value, last) {
        Choice::One(place) => Ok(Some(place)),
        Choice::Unfinished => Ok(None),
        Choice::None => Err(QueryError {
            message: format!("\"{}:\" does not know \"{value}\"", field.name()),
            at,
            hint: format!("It knows {}.", names.join(", ")),
        }),
    };
    match field {
        FieldName::Title | FieldName::Tag => Ok(Reading::Filter(Filter::Tag(
            value.trim_start_matches('#').to_owned(),
        ))),
        FieldName::Category => Ok(Reading::Filter(Filter::Category(value.to_owned()))),
        FieldName::Is => Ok(named(&Flag::ALL.map(Flag::name))?
            .and_then(|place| Flag::ALL.get(place))
            .map_or(Reading::Unfinished, |flag| {
                Reading::Filter(Filter::Is(*flag))
            })),
        FieldName::Has => Ok(named(&Part::ALL.map(Part::name))?
            .and_then(|place| Part::ALL.get(place))
            .map_or(Reading::Unfinished, |part| {
                Reading::Filter(Filter::Has(*part))
            })),
        FieldName::In => {
            Ok(named(&["history"])?.map_or(Reading::Unfinished, |_only| Reading::History))
        }
        FieldName::Before => moment(Filter::Before),
        FieldName::After => moment(Filter::After),
    }
}

/// Whether something follows in the query: what stands last may still be under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    Yes,
    No,
}

enum Choice {
    One(usize),
    Unfinished,
    None,
}

/// Finds the one name that is meant: the name, its plural, or its beginning where only one name begins so.
fn choose(names: &[&'static str], value: &str, last: Last) -> Choice {
    let value = value.to_ascii_lowercase();
    // The British spelling and plurals are as good.
    let value = if value == "favourite" {
        "favorite"
    } else {
        &value
    };
    let singular = value.strip_suffix('s').unwrap_or(value);
    if let Some(place) = names
        .iter()
        .position(|name| *name == value || *name == singular)
    {
        return Choice::One(place);
    }
    let mut begun = (0..names.len()).filter(|place| {
        names
            .get(*place)
            .is_some_and(|name| name.starts_with(value))
    });
    match (begun.next(), begun.next(), last) {
        (Some(place), None, _) => Choice::One(place),
        (Some(_), Some(_), Last::Yes) => Choice::Unfinished,
        _other => Choice::None,
    }
}

fn example(field: FieldName) -> &'static str {
    match field {
        FieldName::Title => "title:plan",
        FieldName::Tag => "tag:work",
        FieldName::Category => "category:projects",
        FieldName::Is => "is:pinned",
        FieldName::Has => "has:task",
        FieldName::Before => "before:2026-11-21",
        FieldName::After => "after:2026-11",
        FieldName::In => "in:history",
    }
}
