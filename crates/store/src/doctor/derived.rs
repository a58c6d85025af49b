//! What follows from the rest: counters, the keys that tags repeat, names, search indexes.

use longhand_model::name_key;
use rusqlite::named_params;

use super::{Check, write};
use crate::{Library, Reader, StoreError, Writer, documents, search, texts};

pub(super) const COUNTERS: &str = "counters";
pub(super) const NAMES: &str = "names";
pub(super) const SEARCH: &str = "search";

/// So many documents are indexed again in one transaction.
const PIECE: i64 = 200;

/// A counter: its name, what finds the rows where it is wrong, and what makes it right.
struct Counter {
    name: &'static str,
    wrong: &'static str,
    right: &'static str,
}

/// In the order in which they are made right: what triggers move before what moves it.
const ALL: [Counter; 7] = [
    Counter {
        name: "what the sidebar counts",
        wrong: "SELECT count(*) AS wrong
            FROM counters
            WHERE documents <> (SELECT count(*) FROM documents WHERE trashed_at IS NULL)
                OR inbox <> (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND category IS NULL)
                OR favorites <> (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND favorite = 1)
                OR templates <> (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND template = 1)
                OR conflicts <> (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND conflicts > 0)
                OR trash <> (SELECT count(*) FROM documents WHERE trashed_at IS NOT NULL)
                OR categories <> (SELECT count(*) FROM categories)
                OR tags <> (SELECT count(*) FROM tags)
                OR attachments <> (SELECT count(*) FROM attachments)
                OR outbox <> (SELECT count(*) FROM outbox)
                OR proposals <> (SELECT count(*) FROM change_sets WHERE waiting > 0)
                OR sequence < (SELECT coalesce(max(sequence), 0) FROM outbox)",
        right: "UPDATE counters
            SET documents = (SELECT count(*) FROM documents WHERE trashed_at IS NULL),
                inbox = (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND category IS NULL),
                favorites = (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND favorite = 1),
                templates = (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND template = 1),
                conflicts = (SELECT count(*) FROM documents WHERE trashed_at IS NULL AND conflicts > 0),
                trash = (SELECT count(*) FROM documents WHERE trashed_at IS NOT NULL),
                categories = (SELECT count(*) FROM categories),
                tags = (SELECT count(*) FROM tags),
                attachments = (SELECT count(*) FROM attachments),
                outbox = (SELECT count(*) FROM outbox),
                proposals = (SELECT count(*) FROM change_sets WHERE waiting > 0),
                sequence = max(sequence, (SELECT coalesce(max(outbox.sequence), 0) FROM outbox))",
    },
    Counter {
        name: "changes of change-sets",
        wrong: "SELECT count(*) AS wrong
            FROM change_sets
            WHERE waiting <> (
                SELECT count(*)
                FROM proposed_changes
                WHERE proposed_changes.change_set = change_sets.number AND proposed_changes.state = 'waiting'
            )",
        right: "UPDATE change_sets
            SET waiting = (
                SELECT count(*)
                FROM proposed_changes
                WHERE proposed_changes.change_set = change_sets.number AND proposed_changes.state = 'waiting'
            )",
    },
    Counter {
        name: "documents of categories",
        wrong: "SELECT count(*) AS wrong
            FROM categories
            WHERE documents <> (
                SELECT count(*)
                FROM documents
                WHERE documents.category = categories.number AND documents.trashed_at IS NULL
            )",
        right: "UPDATE categories
            SET documents = (
                SELECT count(*)
                FROM documents
                WHERE documents.category = categories.number AND documents.trashed_at IS NULL
            )",
    },
    Counter {
        name: "documents of tags",
        wrong: "SELECT count(*) AS wrong
            FROM tags
            WHERE documents <> (
                SELECT count(*)
                FROM document_tags
                WHERE document_tags.tag = tags.number AND document_tags.trashed = 0
            )",
        right: "UPDATE tags
            SET documents = (
                SELECT count(*)
                FROM document_tags
                WHERE document_tags.tag = tags.number AND document_tags.trashed = 0
            )",
    },
    Counter {
        name: "what tags repeat of documents",
        wrong: "SELECT count(*) AS wrong
            FROM document_tags
            JOIN documents ON documents.number = document_tags.document
            WHERE document_tags.trashed <> (documents.trashed_at IS NOT NULL)
                OR document_tags.pinned <> documents.pinned
                OR document_tags.updated_at <> documents.updated_at
                OR document_tags.created_at <> documents.created_at
                OR document_tags.bytes <> documents.bytes
                OR document_tags.title_key <> documents.title_key",
        right: "UPDATE document_tags
            SET trashed = documents.trashed_at IS NOT NULL,
                pinned = documents.pinned,
                updated_at = documents.updated_at,
                created_at = documents.created_at,
                bytes = documents.bytes,
                title_key = documents.title_key
            FROM documents
            WHERE documents.number = document_tags.document",
    },
    Counter {
        name: "documents of attachments",
        wrong: "SELECT count(*) AS wrong
            FROM attachments
            WHERE documents <> (
                SELECT count(DISTINCT document)
                FROM document_attachments
                WHERE document_attachments.attachment = attachments.number
            )",
        right: "UPDATE attachments
            SET documents = (
                SELECT count(DISTINCT document)
                FROM document_attachments
                WHERE document_attachments.attachment = attachments.number
            )",
    },
    Counter {
        name: "attachments and conflicts of documents",
        wrong: "SELECT count(*) AS wrong
            FROM documents
            WHERE attachments <> (
                    SELECT count(*)
                    FROM document_attachments
                    WHERE document_attachments.document = documents.number
                )
                OR conflicts <> (
                    SELECT count(*)
                    FROM conflicts
                    WHERE conflicts.document = documents.number AND conflicts.resolved_at IS NULL
                )",
        right: "UPDATE documents
            SET attachments = (
                    SELECT count(*)
                    FROM document_attachments
                    WHERE document_attachments.document = documents.number
                ),
                conflicts = (
                    SELECT count(*)
                    FROM conflicts
                    WHERE conflicts.document = documents.number AND conflicts.resolved_at IS NULL
                )",
    },
];

/// Counts everything again and compares.
pub(super) fn counters(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new(COUNTERS);
    for counter in &ALL {
        check.checked += 1;
        let wrong: i64 = r
            .prepare(counter.wrong)?
            .query_row([], |row| row.get("wrong"))?;
        if wrong > 0 {
            check.problem(format!("{}: {wrong} rows are wrong", counter.name));
        }
    }
    Ok(check)
}

/// Writes all counters anew. Each is first made to agree with the rows as they are, so that the triggers of later
/// changes move it rightly.
pub(super) fn recount(w: &Writer) -> Result<(), StoreError> {
    for counter in &ALL {
        w.prepare(counter.right)?.execute([])?;
    }
    Ok(())
}

/// Looks for documents that cannot be found under their title.
pub(super) fn names(r: &Reader) -> Result<Check, StoreError> {
    let mut check = Check::new(NAMES);
    for (number, title) in titles(r)? {
        check.checked += 1;
        let known = r
            .prepare(
                "SELECT 1
                FROM document_names
                JOIN documents ON documents.number = document_names.document
                WHERE document_names.name_key = :name_key
                    AND document_names.kind = 'title'
                    AND document_names.document = :number
                    AND documents.title_key = :name_key",
            )?
            .exists(named_params! { ":name_key": name_key(&title).as_str(), ":number": number })?;
        if !known {
            check.problem(format!(
                "document {} is not known by its title",
                documents::id_of(r, number)?
            ));
        }
    }
    Ok(check)
}

/// Writes the keys and names of all titles anew.
pub(super) fn rename(w: &Writer) -> Result<(), StoreError> {
    for (number, title) in titles(w)? {
        w.prepare(
            "UPDATE documents
            SET title_key = :title_key
            WHERE number = :number AND title_key <> :title_key",
        )?
        .execute(named_params! { ":title_key": name_key(&title).as_str(), ":number": number })?;
        documents::replace_title(w, number, &title)?;
    }
    Ok(())
}

/// Asks both search indexes whether they hold together, and compares which documents they know.
pub(super) fn search(w: &Writer) -> Result<Check, StoreError> {
    let mut check = Check::new(SEARCH);
    for (name, sql) in [
        (
            "words",
            "INSERT INTO search_words (search_words)
            VALUES ('integrity-check')",
        ),
        (
            "parts of words",
            "INSERT INTO search_parts (search_parts)
            VALUES ('integrity-check')",
        ),
    ] {
        check.checked += 1;
        if let Err(error) = w.prepare(sql)?.execute([]) {
            check.problem(format!("the index of {name}: {error}"));
        }
    }
    let missing: i64 = w
        .prepare(
            "SELECT count(*) AS missing
            FROM documents
            WHERE NOT EXISTS (SELECT 1 FROM search_words_docsize WHERE id = documents.number)",
        )?
        .query_row([], |row| row.get("missing"))?;
    if missing > 0 {
        check.problem(format!("{missing} documents are not in the index of words"));
    }
    let extra: i64 = w
        .prepare(
            "SELECT count(*) AS extra
            FROM search_words_docsize
            WHERE NOT EXISTS (SELECT 1 FROM documents WHERE documents.number = search_words_docsize.id)",
        )?
        .query_row([], |row| row.get("extra"))?;
    if extra > 0 {
        check.problem(format!(
            "the index of words has {extra} documents that do not exist"
        ));
    }
    Ok(check)
}

/// Empties both search indexes and fills the one of words; the other one follows in the background.
pub(super) fn index_again(library: &Library) -> Result<(), StoreError> {
    write(library, |w| {
        for sql in [
            "INSERT INTO search_words (search_words)
            VALUES ('delete-all')",
            "INSERT INTO search_parts (search_parts)
            VALUES ('delete-all')",
            "DELETE FROM search_pending",
            "DELETE FROM search_unread",
        ] {
            w.prepare(sql)?.execute([])?;
        }
        Ok(())
    })?;
    let mut after = 0;
    while let Some(last) = write(library, |w| index_piece(w, after))? {
        after = last;
    }
    Ok(())
}

/// Indexes the next documents; returns the last of them.
fn index_piece(w: &Writer, after: i64) -> Result<Option<i64>, StoreError> {
    let piece: Vec<(i64, String)> = w
        .prepare(
            "SELECT number, title
            FROM documents
            WHERE number > :after
            ORDER BY number
            LIMIT :limit",
        )?
        .query_map(named_params! { ":after": after, ":limit": PIECE }, |row| {
            Ok((row.get("number")?, row.get("title")?))
        })?
        .collect::<Result<_, _>>()?;
    for (number, title) in &piece {
        let (headings, text) = texts::with_headings(w, *number)?;
        search::index::put(w, *number, title, &search::Words::cut(&headings, &text))?;
    }
    Ok(piece.last().map(|(number, _title)| *number))
}

fn titles(r: &Reader) -> Result<Vec<(i64, String)>, StoreError> {
    let titles = r
        .prepare(
            "SELECT number, title
            FROM documents
            ORDER BY number",
        )?
        .query_map([], |row| Ok((row.get("number")?, row.get("title")?)))?
        .collect::<Result<_, _>>()?;
    Ok(titles)
}
