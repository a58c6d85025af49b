//! A stream: one range of one index, read in pieces, and the merge of several.

use std::cmp::Ordering;
use std::collections::VecDeque;

use longhand_model::{Cursor, SortKey, SortOrder};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, ToSql, named_params};

use super::{order_name, sort_name};
use crate::{Reader, StoreError, column};

/// What a stream reads: the rows of one index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    All,
    Inbox,
    Favorites,
    Templates,
    Conflicts,
    Trash,
    /// By its row number.
    Category(i64),
    /// By its row number.
    Tag(i64),
}

/// A value documents are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
}

/// A document's place in a list: unpinned after pinned, then by key, then by row number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) pinned: bool,
    pub(super) key: Key,
    pub(super) number: i64,
}

impl Entry {
    /// Reads the place of one document.
    pub(super) fn of(r: &Reader, number: i64, sort: SortKey) -> Result<Option<Self>, StoreError> {
        let entry = r
            .prepare(
                "SELECT pinned, updated_at, created_at, title_key, bytes
                FROM documents
                WHERE number = :number",
            )?
            .query_row(named_params! { ":number": number }, |row| {
                Ok(Self {
                    pinned: row.get("pinned")?,
                    key: key(row.get(sort_column(sort))?),
                    number,
                })
            })
            .optional()?;
        Ok(entry)
    }

    /// Orders two places of one list.
    pub(super) fn compare(&self, other: &Self, order: SortOrder) -> Ordering {
        let ascending = (&self.key, self.number).cmp(&(&other.key, other.number));
        other.pinned.cmp(&self.pinned).then_with(|| match order {
            SortOrder::Ascending => ascending,
            SortOrder::Descending => ascending.reverse(),
        })
    }

    /// Writes the place as a cursor.
    pub(super) fn cursor(&self, sort: SortKey, order: SortOrder) -> Cursor {
        let pinned = if self.pinned { "pinned" } else { "rest" };
        let key = match &self.key {
            Key::Number(number) => number.to_string(),
            Key::Text(text) => text.clone(),
        };
        Cursor(format!(
            "{}:{}:{pinned}:{}:{key}",
            sort_name(sort),
            order_name(order),
            self.number
        ))
    }

    /// Reads a cursor of a list with this sort.
    pub(super) fn read(
        cursor: &Cursor,
        sort: SortKey,
        order: SortOrder,
    ) -> Result<Self, StoreError> {
        let mut parts = cursor.0.splitn(5, ':');
        let mut part = || parts.next().ok_or(StoreError::Cursor);
        if part()? != sort_name(sort) || part()? != order_name(order) {
            return Err(StoreError::Cursor);
        }
        let pinned = match part()? {
            "pinned" => true,
            "rest" => false,
            _other => return Err(StoreError::Cursor),
        };
        let number = |text: &str| text.parse().map_err(|_not_a_number| StoreError::Cursor);
        let row = number(part()?)?;
        let text = part()?;
        let key = match sort {
            SortKey::Title => Key::Text(text.to_owned()),
            SortKey::Updated | SortKey::Created | SortKey::Size => Key::Number(number(text)?),
        };
        Ok(Self {
            pinned,
            key,
            number: row,
        })
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

fn key(value: Value) -> Key {
    match value {
        Value::Integer(number) => Key::Number(number),
        Value::Text(text) => Key::Text(text),
        Value::Null | Value::Real(_) | Value::Blob(_) => Key::Number(0),
    }
}

fn sort_column(sort: SortKey) -> &'static str {
    match sort {
        SortKey::Updated => "updated_at",
        SortKey::Created => "created_at",
        SortKey::Title => "title_key",
        SortKey::Size => "bytes",
    }
}

/// One range of one index, read in pieces that grow.
pub(super) struct Stream {
    place: Place,
    sort: SortKey,
    order: SortOrder,
    /// The last entry that was read, or where the page starts.
    after: Option<Entry>,
    /// Which of the two ranges is read: pinned documents first.
    pinned: bool,
    ended: bool,
    read: VecDeque<Entry>,
}

impl Stream {
    pub(super) fn new(place: Place, sort: SortKey, order: SortOrder, after: Option<Entry>) -> Self {
        let pinned = place != Place::Trash && after.as_ref().is_none_or(|after| after.pinned);
        Self {
            place,
            sort,
            order,
            after,
            pinned,
            ended: false,
            read: VecDeque::new(),
        }
    }

    /// Reads on until there is an entry or the stream ends.
    fn fill(&mut self, r: &Reader, piece: usize) -> Result<(), StoreError> {
        while self.read.is_empty() && !self.ended {
            self.read_piece(r, piece)?;
            if self.read.len() < piece {
                if self.pinned {
                    self.pinned = false;
                } else {
                    self.ended = true;
                }
            }
        }
        Ok(())
    }

    fn read_piece(&mut self, r: &Reader, piece: usize) -> Result<(), StoreError> {
        let after = self
            .after
            .clone()
            .filter(|after| after.pinned == self.pinned);
        let Some(after) = after else {
            return self.read_range(r, Start::First, None, piece);
        };
        self.read_range(r, Start::SameKey, Some(&after), piece)?;
        let left = piece.saturating_sub(self.read.len());
        if left > 0 {
            self.read_range(r, Start::NextKey, Some(&after), left)?;
        }
        Ok(())
    }

    fn read_range(
        &mut self,
        r: &Reader,
        start: Start,
        after: Option<&Entry>,
        limit: usize,
    ) -> Result<(), StoreError> {
        let sql = statement(self.place, self.sort, self.order, start);
        let limit = column::length(limit);
        let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
        if self.place != Place::Trash {
            parameters.push((":pinned", &self.pinned));
        }
        if let Place::Category(number) | Place::Tag(number) = &self.place {
            parameters.push((":place", number));
        }
        if let Some(after) = after {
            parameters.push((":key", &after.key));
            if start == Start::SameKey {
                parameters.push((":number", &after.number));
            }
        }
        let pinned = self.pinned;
        let mut statement = r.prepare(&sql)?;
        let entries = statement.query_map(&*parameters, |row| {
            Ok(Entry {
                pinned,
                key: key(row.get("sort_key")?),
                number: row.get("number")?,
            })
        })?;
        for entry in entries {
            self.read.push_back(entry?);
        }
        if let Some(last) = self.read.back() {
            self.after = Some(last.clone());
        }
        Ok(())
    }
}

/// Where a piece starts. Documents of one key are a range of their own: thousands may bear one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// At the first document of the range.
    First,
    /// After a document, among those of the same key.
    SameKey,
    /// At the next key.
    NextKey,
}

/// The statement that reads a piece of a stream; each reads one range of the one index it names.
pub(super) fn statement(place: Place, sort: SortKey, order: SortOrder, start: Start) -> String {
    let sort_key = sort_column(sort);
    let (table, number) = match place {
        Place::Tag(_) => ("document_tags", "document"),
        Place::All
        | Place::Inbox
        | Place::Favorites
        | Place::Templates
        | Place::Conflicts
        | Place::Trash
        | Place::Category(_) => ("documents", "number"),
    };
    let (index, condition) = match place {
        Place::All => ("documents_all", "trashed_at IS NULL AND pinned = :pinned"),
        Place::Inbox => (
            "documents_category",
            "trashed_at IS NULL AND category IS NULL AND pinned = :pinned",
        ),
        Place::Category(_) => (
            "documents_category",
            "trashed_at IS NULL AND category = :place AND pinned = :pinned",
        ),
        Place::Favorites => (
            "documents_favorites",
            "favorite = 1 AND trashed_at IS NULL AND pinned = :pinned",
        ),
        Place::Templates => (
            "documents_templates",
            "template = 1 AND trashed_at IS NULL AND pinned = :pinned",
        ),
        Place::Conflicts => (
            "documents_conflicts",
            "conflicts > 0 AND trashed_at IS NULL AND pinned = :pinned",
        ),
        Place::Trash => ("documents_trash", "trashed_at IS NOT NULL"),
        Place::Tag(_) => (
            "document_tags",
            "trashed = 0 AND tag = :place AND pinned = :pinned",
        ),
    };
    let (direction, beyond) = match order {
        SortOrder::Descending => ("DESC", "<"),
        SortOrder::Ascending => ("ASC", ">"),
    };
    let start = match start {
        Start::First => String::new(),
        Start::SameKey => format!(" AND {sort_key} = :key AND {number} {beyond} :number"),
        Start::NextKey => format!(" AND {sort_key} {beyond} :key"),
    };
    format!(
        "SELECT {number} AS number, {sort_key} AS sort_key
        FROM {table} INDEXED BY {index}_{}
        WHERE {condition}{start}
        ORDER BY {sort_key} {direction}, {number} {direction}
        LIMIT :limit",
        sort_name(sort)
    )
}

/// Several streams as one, each document once.
pub(super) struct Merge {
    streams: Vec<Stream>,
    order: SortOrder,
    piece: usize,
    last: Option<i64>,
}

impl Merge {
    pub(super) fn new(streams: Vec<Stream>, order: SortOrder, page: usize) -> Self {
        // One stream gives the whole page at once; many give a little each, and those that are needed more.
        let piece = (2 * (page + 1))
            .div_ceil(streams.len().max(1))
            .clamp(4.min(page + 1), page + 1);
        Self {
            streams,
            order,
            piece,
            last: None,
        }
    }

    pub(super) fn next(&mut self, r: &Reader) -> Result<Option<Entry>, StoreError> {
        loop {
            for stream in &mut self.streams {
                stream.fill(r, self.piece)?;
            }
            let first = self
                .streams
                .iter_mut()
                .filter(|stream| !stream.read.is_empty())
                .min_by(|one, other| match (one.read.front(), other.read.front()) {
                    (Some(one), Some(other)) => one.compare(other, self.order),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => Ordering::Equal,
                });
            let Some(entry) = first.and_then(|stream| stream.read.pop_front()) else {
                return Ok(None);
            };
            // A document with two tags of one tree is in two streams, with the same key: its entries follow each other.
            if self.last.replace(entry.number) != Some(entry.number) {
                return Ok(Some(entry));
            }
        }
    }
}
