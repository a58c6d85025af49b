//! What takes room in the library. Adds up indexes where it can; meant to be asked for, not to be polled.

use longhand_model::{
    AttachmentId, ContentHash, DocumentId, DuplicateGroup, KindSize, LargestItem, ObjectRef,
    StorageStats,
};
use rusqlite::{Row, named_params};

use crate::{Reader, StoreError, audit, column};

/// How many large things are named.
const LARGEST: i64 = 10;

/// Adds up what the library holds, by kind.
///
/// # Errors
/// [`StoreError`] when the file cannot be read.
pub fn storage(r: &Reader) -> Result<StorageStats, StoreError> {
    let page = pragma(r, "page_size")?;
    let kinds = [
        (
            "texts",
            "SELECT count(*) AS count, sum(bytes) AS bytes
            FROM documents INDEXED BY documents_all_size
            WHERE trashed_at IS NULL",
        ),
        (
            "trash",
            "SELECT count(*) AS count, sum(bytes) AS bytes
            FROM documents INDEXED BY documents_trash_size
            WHERE trashed_at IS NOT NULL",
        ),
        (
            "versions",
            "SELECT count(*) AS count, sum(stored) AS bytes
            FROM version_texts",
        ),
        (
            "search",
            "SELECT count(*) AS count, sum(length(block)) AS bytes
            FROM (
                SELECT block FROM search_words_data
                UNION ALL
                SELECT block FROM search_parts_data
            )",
        ),
        (
            "attachments",
            "SELECT count(*) AS count, sum(bytes) AS bytes
            FROM attachments",
        ),
        (
            "render cache",
            "SELECT count(*) AS count, sum(bytes) AS bytes
            FROM render_cache",
        ),
        (
            "audit",
            "SELECT count(*) AS count, sum(octet_length(before) + octet_length(after)) AS bytes
            FROM audit_log",
        ),
    ];
    Ok(StorageStats {
        file_bytes: pragma(r, "page_count")?.saturating_mul(page),
        free_bytes: pragma(r, "freelist_count")?.saturating_mul(page),
        kinds: kinds
            .into_iter()
            .map(|(kind, sql)| size(r, kind, sql))
            .collect::<Result<_, _>>()?,
        largest: largest(r)?,
        duplicates: duplicates(r)?,
        versions: versions(r)?,
        unused_attachments: size(
            r,
            "unused attachments",
            "SELECT count(*) AS count, sum(bytes) AS bytes
            FROM attachments
            WHERE documents = 0",
        )?,
    })
}

fn size(r: &Reader, kind: &str, sql: &str) -> Result<KindSize, StoreError> {
    let size = r.prepare(sql)?.query_row([], |row| {
        Ok(KindSize {
            kind: kind.to_owned(),
            count: column::count(row, "count")?,
            bytes: row
                .get::<_, Option<i64>>("bytes")?
                .map_or(0, |bytes| u64::try_from(bytes).unwrap_or(0)),
        })
    })?;
    Ok(size)
}

fn versions(r: &Reader) -> Result<u64, StoreError> {
    let count = r
        .prepare(
            "SELECT count(*) AS count
            FROM versions",
        )?
        .query_row([], |row| column::count(row, "count"))?;
    Ok(count)
}

fn largest(r: &Reader) -> Result<Vec<LargestItem>, StoreError> {
    let mut items = Vec::new();
    for pinned in [false, true] {
        items.extend(
            r.prepare(
                "SELECT id, title, bytes, hash
                FROM documents INDEXED BY documents_all_size
                WHERE trashed_at IS NULL AND pinned = :pinned
                ORDER BY bytes DESC
                LIMIT :limit",
            )?
            .query_map(
                named_params! { ":pinned": pinned, ":limit": LARGEST },
                |row| {
                    let title: String = row.get("title")?;
                    item(row, audit::document(column::id(row, "id")?, &title))
                },
            )?
            .collect::<Result<Vec<_>, _>>()?,
        );
    }
    items.extend(
        r.prepare(
            "SELECT id, file_name, bytes, hash
            FROM attachments INDEXED BY attachments_bytes
            ORDER BY bytes DESC
            LIMIT :limit",
        )?
        .query_map(named_params! { ":limit": LARGEST }, |row| {
            let name: String = row.get("file_name")?;
            item(row, audit::attachment(column::id(row, "id")?, &name))
        })?
        .collect::<Result<Vec<_>, _>>()?,
    );
    items.sort_by_key(|item| std::cmp::Reverse(item.bytes));
    items.truncate(usize::try_from(LARGEST).unwrap_or(10));
    Ok(items)
}

/// How many groups of the same content are named, and how many of each.
const GROUPS: i64 = 20;
const OF_A_GROUP: i64 = 10;

/// Things with the same content. It looks at each document and each attachment once; an empty text is
/// no double.
fn duplicates(r: &Reader) -> Result<Vec<DuplicateGroup>, StoreError> {
    let mut found = groups::<DocumentId>(
        r,
        "SELECT hash, bytes, count(*) AS count
        FROM documents
        WHERE trashed_at IS NULL AND bytes > 0
        GROUP BY hash
        HAVING count(*) > 1
        ORDER BY bytes * (count(*) - 1) DESC
        LIMIT :limit",
        "SELECT id, title AS name
        FROM documents INDEXED BY documents_all_size
        WHERE trashed_at IS NULL AND pinned IN (0, 1) AND bytes = :bytes AND hash = :hash
        ORDER BY number
        LIMIT :limit",
        audit::document,
    )?;
    found.extend(groups::<AttachmentId>(
        r,
        "SELECT hash, bytes, count(*) AS count
        FROM attachments
        GROUP BY hash
        HAVING count(*) > 1
        ORDER BY bytes * (count(*) - 1) DESC
        LIMIT :limit",
        "SELECT id, file_name AS name
        FROM attachments
        WHERE bytes = :bytes AND hash = :hash
        ORDER BY number
        LIMIT :limit",
        audit::attachment,
    )?);
    found.sort_by_key(|group| std::cmp::Reverse(group.bytes.saturating_mul(group.count)));
    found.truncate(usize::try_from(GROUPS).unwrap_or(20));
    Ok(found)
}

fn groups<Id: From<uuid::Uuid>>(
    r: &Reader,
    sizes: &str,
    members: &str,
    object: fn(Id, &str) -> ObjectRef,
) -> Result<Vec<DuplicateGroup>, StoreError> {
    let found: Vec<(ContentHash, u64, u64)> = r
        .prepare(sizes)?
        .query_map(named_params! { ":limit": GROUPS }, |row| {
            Ok((
                column::hash(row, "hash")?,
                column::count(row, "bytes")?,
                column::count(row, "count")?,
            ))
        })?
        .collect::<Result<_, _>>()?;
    found
        .into_iter()
        .map(|(hash, bytes, count)| {
            let objects = r
                .prepare(members)?
                .query_map(
                    named_params! {
                        ":hash": hash.as_bytes(),
                        ":bytes": column::integer(bytes),
                        ":limit": OF_A_GROUP,
                    },
                    |row| {
                        let name: String = row.get("name")?;
                        Ok(object(column::id(row, "id")?, &name))
                    },
                )?
                .collect::<Result<_, _>>()?;
            Ok(DuplicateGroup {
                objects,
                count,
                bytes,
            })
        })
        .collect()
}

fn item(row: &Row<'_>, object: longhand_model::ObjectRef) -> rusqlite::Result<LargestItem> {
    Ok(LargestItem {
        object,
        bytes: column::count(row, "bytes")?,
        hash: column::hash(row, "hash")?,
    })
}

fn pragma(r: &Reader, name: &str) -> Result<u64, StoreError> {
    let value: i64 = r
        .connection()
        .pragma_query_value(None, name, |row| row.get(0))?;
    Ok(u64::try_from(value).unwrap_or(0))
}
