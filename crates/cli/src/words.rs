//! Numbers and names as people read them.

use std::fmt::Display;

use longhand_api::model::{Actor, DocumentSummary, Origin};

use crate::lh::Lh;
use crate::screen::Ink;
use crate::table::{Column, Table};

/// Characters of an id that tables show. The first 14 of a UUIDv7 are its millisecond, so that fewer
/// would name everything that an import brought at once.
const SHOWN_OF_ID: usize = 18;

/// Shortens an id to what tables show.
pub(crate) fn short(id: impl Display + Copy) -> String {
    id.to_string().chars().take(SHOWN_OF_ID).collect()
}

/// Writes a size in bytes.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut value = u128::from(bytes) * 10 / 1_000;
    for unit in UNITS {
        if value < 10_000 || unit == "TB" {
            return format!("{}.{} {unit}", value / 10, value % 10);
        }
        value /= 1_000;
    }
    format!("{bytes} B")
}

/// Writes a number with separators.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Writes how many things there are, in the singular or the plural.
pub(crate) fn count(value: u64, thing: &str) -> String {
    let plural = match (value, thing) {
        (1, thing) => thing.to_owned(),
        (_, thing) if thing.ends_with("ch") => format!("{thing}es"),
        (_, thing) => match thing.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{thing}s"),
        },
    };
    format!("{} {plural}", number(value))
}

/// Writes who did something.
pub(crate) fn actor(actor: Actor) -> String {
    match actor {
        Actor::Person => "person".to_owned(),
        Actor::CommandLine => "lh".to_owned(),
        Actor::Key(id) => format!("key {}", short(id)),
        Actor::Remote(id) => format!("remote {}", short(id)),
        Actor::Program => "program".to_owned(),
    }
}

/// Writes why a version was made.
pub(crate) const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Created => "created",
        Origin::Imported => "imported",
        Origin::Saved => "saved",
        Origin::Autosave => "autosaved",
        Origin::Restored => "restored",
        Origin::Replaced => "replaced",
        Origin::Merged => "merged",
        Origin::Synced => "synced",
        Origin::Api => "script",
        Origin::LinksRewritten => "links",
    }
}

/// Makes a table of documents.
pub(crate) fn documents<'a>(
    lh: &Lh,
    documents: impl IntoIterator<Item = &'a DocumentSummary>,
) -> Table {
    let mut table = Table::new(&[
        ("ID", Column::Left(Ink::Dim)),
        ("", Column::Left(Ink::Yellow)),
        ("TITLE", Column::Flexible(Ink::Bold)),
        ("TAGS", Column::Left(Ink::Plain)),
        ("WORDS", Column::Right(Ink::Plain)),
        ("CHANGED", Column::Left(Ink::Dim)),
    ]);
    for document in documents {
        table.row([
            short(document.id),
            marks(document),
            document.title.clone(),
            crate::screen::cut(&document.tags.join(" "), 16),
            number(document.words),
            lh.date(document.updated_at),
        ]);
    }
    table
}

/// Marks what is special about a document: `^` pinned, `*` favourite, `T` template, `!` conflict.
fn marks(document: &DocumentSummary) -> String {
    [
        (document.pinned, '^'),
        (document.favorite, '*'),
        (document.template, 'T'),
        (document.conflicted, '!'),
    ]
    .into_iter()
    .filter_map(|(is, mark)| is.then_some(mark))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_read_well() {
        for (bytes, written) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (1_550, "1.5 kB"),
            (999_999, "999.9 kB"),
            (1_000_000, "1.0 MB"),
            (5_000_000_000, "5.0 GB"),
        ] {
            assert_eq!(size(bytes), written);
        }
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(123), "123");
        assert_eq!(count(1, "category"), "1 category");
        assert_eq!(count(2_000, "category"), "2,000 categories");
        assert_eq!(count(0, "tag"), "0 tags");
        assert_eq!(count(2, "saved search"), "2 saved searches");
    }
}
