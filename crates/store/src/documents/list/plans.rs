//! The plans of all list statements: each reads one range of the one index it names, in its order.

use longhand_model::{SortKey, SortOrder};
use longhand_testkit::fixed_sources;
use rusqlite::StatementStatus;

use super::LAST_CHANGED;
use super::stream::{Place, Start, statement};
use crate::{Library, Options, StoreError};

const PLACES: [Place; 8] = [
    Place::All,
    Place::Inbox,
    Place::Favorites,
    Place::Templates,
    Place::Conflicts,
    Place::Trash,
    Place::Category(1),
    Place::Tag(1),
];

fn plan(library: &Library, sql: &str) -> String {
    library
        .read(|r| -> Result<String, StoreError> {
            let mut statement = r
                .connection()
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let lines: Vec<String> = statement
                .raw_query()
                .mapped(|row| row.get("detail"))
                .collect::<Result<_, _>>()?;
            Ok(lines.join("; "))
        })
        .unwrap()
}

#[test]
fn every_list_reads_one_range_of_one_index() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::create(
        &folder.path().join("plans.longhand"),
        fixed_sources(1).0,
        Options::default(),
    )
    .unwrap();
    let mut plans = vec![format!("last changed: {}", plan(&library, LAST_CHANGED))];
    for place in PLACES {
        for sort in [
            SortKey::Updated,
            SortKey::Created,
            SortKey::Title,
            SortKey::Size,
        ] {
            for order in [SortOrder::Descending, SortOrder::Ascending] {
                for start in [Start::First, Start::SameKey, Start::NextKey] {
                    let plan = plan(&library, &statement(place, sort, order, start));
                    assert!(!plan.contains("TEMP B-TREE"), "{place:?}: {plan}");
                    assert!(plan.contains(" INDEX "), "{place:?}: {plan}");
                    // The trash has an index of its own: the first page starts at its end.
                    let whole = place == Place::Trash && start == Start::First;
                    assert_eq!(plan.contains("SCAN"), whole, "{place:?}: {plan}");
                    plans.push(format!("{place:?} {sort:?} {order:?} {start:?}: {plan}"));
                }
            }
        }
    }
    insta::assert_snapshot!(plans.join("\n"));
}

/// A statement that is planned again for every value takes five times as long as reading what it finds.
#[test]
fn a_statement_is_planned_once() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::create(
        &folder.path().join("plans.longhand"),
        fixed_sources(1).0,
        Options::default(),
    )
    .unwrap();
    library
        .read(|r| -> Result<(), StoreError> {
            let mut statement = r.prepare("SELECT number FROM documents WHERE id = :id")?;
            for id in [[1_u8; 16], [2; 16], [3; 16]] {
                assert!(!statement.exists([id])?);
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
            Ok(())
        })
        .unwrap();
}
