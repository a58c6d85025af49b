//! Filters: what a document is, has or belongs to, as conditions on the narrow tables.
//!
//! Names of tags and categories are resolved first, so that what runs for each row looks at numbers only.

use longhand_model::{Timestamp, name_key};
use rusqlite::named_params;
use rusqlite::types::Value;

use super::query::{Filter, Flag, Node, Part};
use crate::{Reader, StoreError};

/// A condition on `documents d`, with the values of its `?`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

/// How rows are reached, which decides how a tag is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// By the filters themselves: sets of documents, each read once.
    Sets,
    /// One by one from another index: a look-up for each.
    Rows,
}

impl Sql {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.values.extend(other.values.iter().cloned());
    }
}

/// Writes filters that must all hold, each behind an `AND`, and hides the trash unless a query speaks of it.
pub(crate) fn all(
    r: &Reader,
    filters: &[Node],
    trash: Trash,
    reach: Reach,
    now: Timestamp,
) -> Result<Sql, StoreError> {
    let mut sql = Sql::default();
    match trash {
        Trash::Hidden => sql.push(" AND d.trashed_at IS NULL"),
        Trash::Asked => {}
    }
    for filter in filters {
        sql.push(" AND ");
        node(r, filter, reach, now, &mut sql)?;
    }
    Ok(sql)
}

/// Whether documents in the trash are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trash {
    Hidden,
    Asked,
}

/// Writes facts as columns, each behind a comma, named `fact0`, `fact1` and so on.
pub(crate) fn columns(r: &Reader, facts: &[Filter], now: Timestamp) -> Result<Sql, StoreError> {
    let mut sql = Sql::default();
    for (place, fact) in facts.iter().enumerate() {
        sql.push(", ");
        one(r, fact, Reach::Rows, now, &mut sql)?;
        sql.push(&format!(" AS fact{place}"));
    }
    Ok(sql)
}

fn node(
    r: &Reader,
    of: &Node,
    reach: Reach,
    now: Timestamp,
    sql: &mut Sql,
) -> Result<(), StoreError> {
    let several = |nodes: &[Node], between: &str, sql: &mut Sql| {
        sql.push("(");
        for (place, inner) in nodes.iter().enumerate() {
            if place > 0 {
                sql.push(between);
            }
            node(r, inner, reach, now, sql)?;
        }
        sql.push(")");
        Ok(())
    };
    match of {
        Node::All(nodes) if nodes.is_empty() => {
            sql.push("1");
            Ok(())
        }
        Node::All(nodes) => several(nodes, " AND ", sql),
        Node::Any(nodes) => several(nodes, " OR ", sql),
        Node::Not(inner) => {
            sql.push("NOT ");
            node(r, inner, reach, now, sql)
        }
        Node::Filter(filter) => one(r, filter, reach, now, sql),
        // Texts are held against documents elsewhere: here they hold nothing back.
        Node::Text(_) | Node::Regex(_) => {
            sql.push("1");
            Ok(())
        }
    }
}

fn one(
    r: &Reader,
    filter: &Filter,
    reach: Reach,
    now: Timestamp,
    sql: &mut Sql,
) -> Result<(), StoreError> {
    match filter {
        Filter::Tag(name) => {
            sql.values
                .push(Value::Text(serde_json::to_string(&tags(r, name)?)?));
            sql.push(match reach {
                Reach::Sets => {
                    "d.number IN (
                        SELECT document
                        FROM document_tags
                        WHERE tag IN (SELECT value FROM json_each(?))
                    )"
                }
                Reach::Rows => {
                    "EXISTS (
                        SELECT 1
                        FROM document_tags
                        WHERE document = d.number AND tag IN (SELECT value FROM json_each(?))
                    )"
                }
            });
        }
        Filter::Category(name) => {
            let numbers = categories(r, name)?;
            sql.values
                .push(Value::Text(serde_json::to_string(&numbers)?));
            // Never unknown, so that NOT finds the documents without a category.
            sql.push("(d.category IS NOT NULL AND d.category IN (SELECT value FROM json_each(?)))");
        }
        Filter::Is(flag) => sql.push(match flag {
            Flag::Inbox => "(d.category IS NULL)",
            Flag::Pinned => "(d.pinned = 1)",
            Flag::Favorite => "(d.favorite = 1)",
            Flag::Template => "(d.template = 1)",
            Flag::Trashed => "(d.trashed_at IS NOT NULL)",
            Flag::Conflicted => "(d.conflicts > 0)",
        }),
        Filter::Has(part) => sql.push(match part {
            Part::Attachment => "(d.attachments > 0)",
            Part::Link => "(d.links > 0)",
            Part::Task => "(d.tasks > 0)",
        }),
        Filter::Before(moment) => {
            sql.values
                .push(Value::Integer(moment.resolve(now).as_millis()));
            sql.push(match reach {
                Reach::Sets => "(d.pinned IN (0, 1) AND d.updated_at < ?)",
                Reach::Rows => "(d.updated_at < ?)",
            });
        }
        Filter::After(moment) => {
            sql.values
                .push(Value::Integer(moment.resolve(now).as_millis()));
            sql.push(match reach {
                // Names the first column of the lists' index, so that the second bounds what is read.
                Reach::Sets => "(d.pinned IN (0, 1) AND d.updated_at >= ?)",
                Reach::Rows => "(d.updated_at >= ?)",
            });
        }
    }
    Ok(())
}

/// The tag of a name and the tags nested in it.
fn tags(r: &Reader, name: &str) -> Result<Vec<i64>, StoreError> {
    let key = name_key(name.trim_matches('/'));
    let numbers = r
        .prepare(
            "SELECT number
            FROM tags
            WHERE name_key = :key OR (name_key >= :inside AND name_key < :behind)",
        )?
        .query_map(
            named_params! {
                ":key": key.as_str(),
                ":inside": format!("{}/", key.as_str()),
                // The character behind the slash.
                ":behind": format!("{}0", key.as_str()),
            },
            |row| row.get("number"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(numbers)
}

/// The categories a name or a path ends at, and all inside them.
fn categories(r: &Reader, name: &str) -> Result<Vec<i64>, StoreError> {
    let path: Vec<_> = name
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(name_key)
        .collect();
    let whole = name_key(name);
    // There are few categories, and names are compared in a way that SQLite does not know.
    let rows: Vec<(i64, Option<i64>, String)> = r
        .prepare(
            "SELECT number, parent, name
            FROM categories",
        )?
        .query_map([], |row| {
            Ok((row.get("number")?, row.get("parent")?, row.get("name")?))
        })?
        .collect::<Result<_, _>>()?;
    let known: std::collections::HashMap<i64, (Option<i64>, longhand_model::NameKey)> = rows
        .iter()
        .map(|(number, parent, name)| (*number, (*parent, name_key(name))))
        .collect();
    let is_meant = |number: i64| {
        let mut at = Some(number);
        known.get(&number).is_some_and(|(_, key)| *key == whole)
            || !path.is_empty()
                && path.iter().rev().all(|part| {
                    let here = at.and_then(|number| known.get(&number));
                    at = here.and_then(|(parent, _)| *parent);
                    here.is_some_and(|(_, key)| key == part)
                })
    };
    let mut meant: std::collections::BTreeSet<i64> = known
        .keys()
        .copied()
        .filter(|number| is_meant(*number))
        .collect();
    loop {
        let inside: Vec<i64> = known
            .iter()
            .filter(|(number, (parent, _))| {
                !meant.contains(*number) && parent.is_some_and(|parent| meant.contains(&parent))
            })
            .map(|(number, _)| *number)
            .collect();
        if inside.is_empty() {
            return Ok(meant.into_iter().collect());
        }
        meant.extend(inside);
    }
}
