//! Texts of versions, each kept once under its hash.
//!
//! The newest version of a document mostly has the document's own text: it is then not stored a second time (`live`).
//! When that text is written over it is packed: whole, as a keyframe, or against the text of the document's last
//! keyframe. Every delta leans on a keyframe directly, so that any version opens in two steps.

use longhand_model::ContentHash;
use rusqlite::{OptionalExtension, named_params};
use zstd::zstd_safe::CParameter;

use crate::{Reader, StoreError, Writer, column, texts};

const LEVEL: i32 = 3;

/// A delta larger than its keyframe divided by this is not worth leaning on it.
const LARGEST_DELTA: usize = 3;

/// From this size on, distant repetitions are looked for too.
const LONG_TEXT: usize = 1024 * 1024;

/// How a text is stored.
enum Stored {
    Live { host: i64 },
    Keyframe { data: Vec<u8> },
    Delta { base: i64, data: Vec<u8> },
}

/// Finds a text by its hash.
pub(super) fn find(r: &Reader, hash: ContentHash) -> Result<Option<i64>, StoreError> {
    let number = r
        .prepare(
            "SELECT number
            FROM version_texts
            WHERE hash = :hash",
        )?
        .query_row(named_params! { ":hash": hash.as_bytes() }, |row| {
            row.get("number")
        })
        .optional()?;
    Ok(number)
}

/// Keeps the text that a document has now, without storing it again.
pub(super) fn intern_live(
    w: &Writer,
    host: i64,
    hash: ContentHash,
    bytes: usize,
) -> Result<i64, StoreError> {
    if let Some(number) = find(w, hash)? {
        return Ok(number);
    }
    w.prepare(
        "INSERT INTO version_texts (hash, encoding, host, bytes, stored)
        VALUES (:hash, 'live', :host, :bytes, 0)",
    )?
    .execute(named_params! {
        ":hash": hash.as_bytes(),
        ":host": host,
        ":bytes": column::length(bytes),
    })?;
    Ok(w.connection().last_insert_rowid())
}

/// Keeps a text that no document has: a side of a conflict, a base.
pub(crate) fn keep_text(w: &Writer, document: i64, text: &str) -> Result<i64, StoreError> {
    let hash = ContentHash::of(text);
    if let Some(number) = find(w, hash)? {
        return Ok(number);
    }
    let packed = pack(w, document, text)?;
    let (encoding, base, data) = packed.columns();
    w.prepare(
        "INSERT INTO version_texts (hash, encoding, base, bytes, stored, data)
        VALUES (:hash, :encoding, :base, :bytes, :stored, :data)",
    )?
    .execute(named_params! {
        ":hash": hash.as_bytes(),
        ":encoding": encoding,
        ":base": base,
        ":bytes": column::length(text.len()),
        ":stored": column::length(data.len()),
        ":data": data,
    })?;
    Ok(w.connection().last_insert_rowid())
}

/// Packs the text that a document is about to lose, if a version leans on the document for it.
pub(crate) fn pack_live(
    w: &Writer,
    document: i64,
    hash: ContentHash,
    text: &str,
) -> Result<(), StoreError> {
    let live: Option<i64> = w
        .prepare(
            "SELECT number
            FROM version_texts
            WHERE hash = :hash AND host = :document",
        )?
        .query_row(
            named_params! { ":hash": hash.as_bytes(), ":document": document },
            |row| row.get("number"),
        )
        .optional()?;
    match live {
        Some(number) => store_packed(w, document, number, text),
        None => Ok(()),
    }
}

/// Packs the texts that others keep and that a document, about to be purged, still holds.
pub(super) fn rehost(w: &Writer, document: i64) -> Result<(), StoreError> {
    let live: Vec<i64> = w
        .prepare(
            "SELECT number
            FROM version_texts
            WHERE host = :document",
        )?
        .query_map(named_params! { ":document": document }, |row| {
            row.get("number")
        })?
        .collect::<Result<_, _>>()?;
    if live.is_empty() {
        return Ok(());
    }
    let text = texts::stored(w, document)?;
    for number in live {
        store_packed(w, document, number, &text)?;
    }
    Ok(())
}

/// Deletes a text that nothing needs any more, then the keyframe it leaned on, likewise.
pub(crate) fn release(w: &Writer, number: i64) -> Result<(), StoreError> {
    let mut next = Some(number);
    while let Some(number) = next.take() {
        next = w
            .prepare(
                "DELETE FROM version_texts
                WHERE number = :number
                    AND NOT EXISTS (SELECT 1 FROM versions WHERE text = :number)
                    AND NOT EXISTS (SELECT 1 FROM version_texts AS delta WHERE delta.base = :number)
                    AND NOT EXISTS (SELECT 1 FROM conflicts WHERE base = :number)
                    AND NOT EXISTS (SELECT 1 FROM conflicts WHERE mine = :number)
                    AND NOT EXISTS (SELECT 1 FROM conflicts WHERE theirs = :number)
                    AND NOT EXISTS (SELECT 1 FROM bindings WHERE base = :number)
                    AND NOT EXISTS (SELECT 1 FROM proposed_changes WHERE base = :number)
                    AND NOT EXISTS (SELECT 1 FROM proposed_changes WHERE text = :number)
                RETURNING base",
            )?
            .query_row(named_params! { ":number": number }, |row| {
                row.get::<_, Option<i64>>("base")
            })
            .optional()?
            .flatten();
    }
    Ok(())
}

/// Returns a text, after comparing it with its hash.
pub(crate) fn text_by_number(r: &Reader, number: i64) -> Result<String, StoreError> {
    let (stored, hash, bytes) = row(r, number)?;
    let unreadable = |detail: String| StoreError::Unreadable {
        what: format!("the version text {hash}"),
        detail,
    };
    let unpacked = match stored {
        Stored::Live { host } => texts::stored(r, host)?.into_bytes(),
        Stored::Keyframe { data } => {
            expand(&data, &[], bytes).map_err(|error| unreadable(error.to_string()))?
        }
        Stored::Delta { base, data } => {
            let keyframe = keyframe(r, base)?;
            expand(&data, &keyframe, bytes).map_err(|error| unreadable(error.to_string()))?
        }
    };
    if ContentHash::of(&unpacked) != hash {
        return Err(unreadable("its hash is another one".to_owned()));
    }
    String::from_utf8(unpacked).map_err(|error| unreadable(error.to_string()))
}

/// Reads every text and tells of each that cannot be read.
pub(crate) fn check_all(r: &Reader, mut tell: impl FnMut(StoreError)) -> Result<u64, StoreError> {
    let numbers: Vec<i64> = r
        .prepare(
            "SELECT number
            FROM version_texts
            ORDER BY number",
        )?
        .query_map([], |row| row.get("number"))?
        .collect::<Result<_, _>>()?;
    for number in &numbers {
        if let Err(error) = text_by_number(r, *number) {
            tell(error);
        }
    }
    Ok(u64::try_from(numbers.len()).unwrap_or(u64::MAX))
}

impl Stored {
    fn columns(&self) -> (&'static str, Option<i64>, &[u8]) {
        match self {
            Self::Live { .. } => ("live", None, &[]),
            Self::Keyframe { data } => ("keyframe", None, data),
            Self::Delta { base, data } => ("delta", Some(*base), data),
        }
    }
}

fn store_packed(w: &Writer, document: i64, number: i64, text: &str) -> Result<(), StoreError> {
    let packed = pack(w, document, text)?;
    let (encoding, base, data) = packed.columns();
    w.prepare(
        "UPDATE version_texts
        SET encoding = :encoding,
            host = NULL,
            base = :base,
            stored = :stored,
            data = :data
        WHERE number = :number",
    )?
    .execute(named_params! {
        ":encoding": encoding,
        ":base": base,
        ":stored": column::length(data.len()),
        ":data": data,
        ":number": number,
    })?;
    Ok(())
}

/// Packs a text against the document's last keyframe, or whole where that is better.
///
/// Deltas grow with every edit since their keyframe. A new keyframe is made once the deltas that lean on the last one
/// weigh as much as it does: the cheapest moment, as for anything that is bought or rented.
fn pack(r: &Reader, document: i64, text: &str) -> Result<Stored, StoreError> {
    if let Some(base) = last_keyframe(r, document)? {
        let data = compress(text.as_bytes(), &keyframe(r, base.number)?)?;
        let small = data.len().saturating_mul(LARGEST_DELTA) <= base.stored;
        if small && base.leaning.saturating_add(data.len()) <= base.stored {
            return Ok(Stored::Delta {
                base: base.number,
                data,
            });
        }
    }
    Ok(Stored::Keyframe {
        data: compress(text.as_bytes(), &[])?,
    })
}

struct Keyframe {
    number: i64,
    /// Its size as stored.
    stored: usize,
    /// The size of all deltas that lean on it.
    leaning: usize,
}

fn last_keyframe(r: &Reader, document: i64) -> Result<Option<Keyframe>, StoreError> {
    let keyframe = r
        .prepare(
            "SELECT
                keyframes.number,
                keyframes.stored,
                (
                    SELECT coalesce(sum(deltas.stored), 0)
                    FROM version_texts AS deltas
                    WHERE deltas.base = keyframes.number
                ) AS leaning
            FROM versions
            JOIN version_texts AS texts ON texts.number = versions.text
            JOIN version_texts AS keyframes ON keyframes.number = coalesce(texts.base, texts.number)
            WHERE versions.document = :document AND texts.encoding <> 'live'
            ORDER BY versions.number DESC
            LIMIT 1",
        )?
        .query_row(named_params! { ":document": document }, |row| {
            Ok(Keyframe {
                number: row.get("number")?,
                stored: row.get::<_, u32>("stored").map(|bytes| bytes as usize)?,
                leaning: row.get::<_, u32>("leaning").map(|bytes| bytes as usize)?,
            })
        })
        .optional()?;
    Ok(keyframe)
}

/// Returns the bytes of a keyframe's text; what leans on it checks the hash.
fn keyframe(r: &Reader, number: i64) -> Result<Vec<u8>, StoreError> {
    let (stored, hash, bytes) = row(r, number)?;
    match stored {
        Stored::Keyframe { data } => expand(&data, &[], bytes).map_err(StoreError::Compression),
        Stored::Live { .. } | Stored::Delta { .. } => Err(StoreError::Unreadable {
            what: format!("the version text {hash}"),
            detail: "others lean on it, and it is not a keyframe".to_owned(),
        }),
    }
}

fn row(r: &Reader, number: i64) -> Result<(Stored, ContentHash, usize), StoreError> {
    let found = r
        .prepare(
            "SELECT hash, encoding, host, base, bytes, data
            FROM version_texts
            WHERE number = :number",
        )?
        .query_row(named_params! { ":number": number }, |row| {
            let stored = match (
                row.get::<_, Option<i64>>("host")?,
                row.get::<_, Option<i64>>("base")?,
            ) {
                (Some(host), _) => Stored::Live { host },
                (None, Some(base)) => Stored::Delta {
                    base,
                    data: row.get("data")?,
                },
                (None, None) => Stored::Keyframe {
                    data: row.get("data")?,
                },
            };
            let bytes = row.get::<_, u32>("bytes")? as usize;
            Ok((stored, column::hash(row, "hash")?, bytes))
        })?;
    Ok(found)
}

/// Compresses against a prefix; the window holds both, so that a match is found however far back it is.
fn compress(text: &[u8], prefix: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut compressor = zstd::bulk::Compressor::new(LEVEL).map_err(StoreError::Compression)?;
    let context = compressor.context_mut();
    let failed = |code| {
        StoreError::Compression(std::io::Error::other(zstd::zstd_safe::get_error_name(code)))
    };
    if !prefix.is_empty() {
        let reach = text.len().saturating_add(prefix.len()).max(1024);
        context
            .set_parameter(CParameter::WindowLog(reach.ilog2() + 1))
            .map_err(failed)?;
        if reach > LONG_TEXT {
            context
                .set_parameter(CParameter::EnableLongDistanceMatching(true))
                .map_err(failed)?;
        }
        context.ref_prefix(prefix).map_err(failed)?;
    }
    let mut data = Vec::with_capacity(zstd::zstd_safe::compress_bound(text.len()));
    context.compress2(&mut data, text).map_err(failed)?;
    data.shrink_to_fit();
    Ok(data)
}

fn expand(data: &[u8], prefix: &[u8], bytes: usize) -> std::io::Result<Vec<u8>> {
    let mut context = zstd::zstd_safe::DCtx::create();
    let failed = |code| std::io::Error::other(zstd::zstd_safe::get_error_name(code));
    if !prefix.is_empty() {
        context.ref_prefix(prefix).map_err(failed)?;
    }
    let mut text = Vec::with_capacity(bytes);
    context.decompress(&mut text, data).map_err(failed)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use longhand_model::{Actor, Cause, Origin, TextFacts, VersionId};
    use longhand_testkit::fixed_sources;

    use super::*;
    use crate::documents::{self, NewDocumentRow};
    use crate::versions::{self, NewVersion};
    use crate::{Library, Options};

    /// Gives a document a new text and makes a version of it, as a save does, without indexing it for search.
    fn save(w: &Writer, number: i64, old: &str, new: &str) -> Result<VersionId, StoreError> {
        pack_live(w, number, ContentHash::of(old), old)?;
        w.prepare("UPDATE document_texts SET text = :text WHERE document = :number")?
            .execute(named_params! { ":text": new, ":number": number })?;
        let version = NewVersion {
            number,
            hash: ContentHash::of(new),
            text: new,
            origin: Origin::Saved,
            name: None,
            title: "Long",
            words: 1,
            created_at: w.now(),
        };
        versions::add(w, &version, Some(old))
    }

    #[test]
    fn a_thousand_small_edits_of_a_long_text_take_little_room_and_each_opens_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (sources, _clock) = fixed_sources(1);
        let path = folder.path().join("edits.longhand");
        let library = Library::create(&path, sources.clone(), Options::default()).unwrap();
        let cause = Cause {
            actor: Actor::Person,
            batch: sources.id(),
            command: "test".to_owned(),
            client: None,
        };
        let mut words: Vec<String> = (0_u64..16_000)
            .map(|n| format!("w{:x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44))
            .collect();
        let first = words.join(" ");
        assert!(first.len() > 95_000);
        let row = NewDocumentRow {
            id: None,
            title: "Long".to_owned(),
            description: String::new(),
            category: None,
            tags: Vec::new(),
            favorite: false,
            pinned: false,
            template: false,
            public: false,
            created_at: sources.now(),
            updated_at: sources.now(),
            path: None,
            origin: Origin::Created,
        };
        let kept = library
            .write(&cause, |w| -> Result<_, StoreError> {
                let id = documents::insert(w, &row, &first, &TextFacts::default())?;
                let number = documents::number(w, id)?;
                let (mut text, mut kept) = (first.clone(), Vec::new());
                for edit in 0..1_000 {
                    words.insert(edit * 7_919 % words.len(), format!("edit{edit}"));
                    let new = words.join(" ");
                    kept.push((save(w, number, &text, &new)?, ContentHash::of(&new)));
                    text = new;
                }
                Ok(kept)
            })
            .unwrap()
            .value;
        library
            .read(|r| -> Result<(), StoreError> {
                let room: i64 = r
                    .prepare("SELECT sum(stored) AS room FROM version_texts")?
                    .query_row([], |row| row.get("room"))?;
                assert!(room <= 3_000_000, "{room} bytes");
                let mut times = Vec::with_capacity(kept.len());
                for (version, hash) in &kept {
                    let started = Instant::now();
                    let text = versions::text(r, *version)?;
                    times.push(started.elapsed());
                    assert_eq!(ContentHash::of(text), *hash);
                }
                // The middle one: other programs may hold up some.
                times.sort_unstable();
                let each = times[times.len() / 2];
                assert!(each.as_millis() < 10, "{each:?} each");
                Ok(())
            })
            .unwrap();
    }
}
