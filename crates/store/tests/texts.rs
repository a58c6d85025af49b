//! Texts and versions: what a save keeps, and that it can be read back.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod common;

use common::{Fixture, facts};
use longhand_model::Origin;
use longhand_store::doctor::Repair;
use longhand_store::texts::{self, Keep};
use longhand_store::versions::ThinPolicy;
use longhand_store::{documents, versions};

const AUTOSAVE: Keep = Keep::Autosave {
    interval_ms: 30_000,
};

#[test]
fn typing_within_the_interval_makes_one_version_and_every_explicit_save_makes_one() {
    let fixture = Fixture::new(1);
    let id = fixture.insert("Notes", "one");
    for text in ["one two", "one two three"] {
        fixture.clock.advance_ms(1_000);
        fixture.write(|w| texts::replace(w, id, text, &facts(text), AUTOSAVE));
    }
    let count = |expected: usize| {
        let page = fixture.read(|r| versions::list(r, id, 100, None));
        assert_eq!(page.items.len(), expected);
        page.items
    };
    count(1);
    fixture.clock.advance_ms(30_000);
    fixture.write(|w| texts::replace(w, id, "four", &facts("four"), AUTOSAVE));
    let kept = count(2);
    assert_eq!(kept[0].origin, Origin::Autosave);
    assert_eq!(
        fixture.read(|r| versions::text(r, kept[0].id)),
        "one two three"
    );
    let saved = Keep::Version {
        origin: Origin::Saved,
        name: None,
    };
    let replaced = fixture.write(|w| texts::replace(w, id, "five", &facts("five"), saved.clone()));
    let all = count(4);
    assert_eq!(replaced.version, Some(all[0].id));
    let again = fixture.write(|w| texts::replace(w, id, "five", &facts("five"), saved));
    assert_eq!(again.version, None);
    let expected = ["five", "four", "one two three", "one"];
    for (version, text) in count(4).iter().zip(expected) {
        assert_eq!(fixture.read(|r| versions::text(r, version.id)), text);
    }
    let document = fixture.read(|r| documents::get(r, id)).unwrap();
    assert_eq!(document.text, "five");
}

fn room(fixture: &Fixture) -> u64 {
    let stats = fixture.read(longhand_store::stats::storage);
    stats
        .kinds
        .iter()
        .find(|kind| kind.kind == "versions")
        .map(|kind| kind.bytes)
        .unwrap()
}

#[test]
fn documents_with_the_same_text_are_told_as_doubles() {
    let fixture = Fixture::new(4);
    let first = fixture.insert("First", "the same words");
    fixture.insert("Other", "other words!!!");
    fixture.insert("Second", "the same words");
    let gone = fixture.insert("Gone", "the same words");
    fixture.write(|w| documents::set_trashed(w, gone, Some(w.now())));
    let doubles = fixture.read(longhand_store::stats::storage).duplicates;
    assert_eq!(doubles.len(), 1);
    assert_eq!((doubles[0].count, doubles[0].bytes), (2, 14));
    let names: Vec<&str> = doubles[0]
        .objects
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["First", "Second"]);
    assert_eq!(doubles[0].objects[0].id, first.to_string());
}

#[test]
fn texts_of_ten_mebibytes_keep_small_deltas() {
    let fixture = Fixture::new(3);
    let long: String = (0_u64..900_000)
        .map(|n| format!("{:x} ", n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24))
        .collect::<String>()
        .chars()
        .take(10 * 1024 * 1024 - 100)
        .collect();
    let id = fixture.insert("Huge", &long);
    let save = |text: &str| {
        let keep = Keep::Version {
            origin: Origin::Saved,
            name: None,
        };
        fixture.write(|w| texts::replace(w, id, text, &facts(""), keep.clone()))
    };
    let saved = save(&format!("start {long}"));
    let before = room(&fixture);
    save(&format!("start {long} end"));
    assert!(room(&fixture) - before < 100_000);
    let text = fixture.read(|r| versions::text(r, saved.version.unwrap()));
    assert!(text.starts_with("start ") && text.len() == long.len() + 6);
    let refused = fixture.library.write(&fixture.cause(), |w| {
        let text = "x".repeat(10 * 1024 * 1024 + 1);
        texts::replace(w, id, &text, &facts(""), AUTOSAVE)
    });
    assert!(matches!(refused, Err(longhand_store::StoreError::Field(_))));
}

#[test]
fn two_documents_with_one_text_keep_it_once_and_either_may_go() {
    let fixture = Fixture::new(4);
    let one = fixture.insert("One", "the same text");
    let other = fixture.insert("Other", "the same text");
    let save = |id, text: &str| {
        let keep = Keep::Version {
            origin: Origin::Saved,
            name: None,
        };
        fixture.write(|w| texts::replace(w, id, text, &facts(text), keep.clone()))
    };
    save(one, "changed");
    fixture.write(|w| documents::purge(w, one));
    save(other, "changed too");
    let kept = fixture.read(|r| versions::list(r, other, 10, None)).items;
    assert_eq!(
        fixture.read(|r| versions::text(r, kept[1].id)),
        "the same text"
    );
    fixture.write(|w| documents::purge(w, other));
    let third = fixture.insert("Third", "a text");
    let fourth = fixture.insert("Fourth", "a text");
    fixture.write(|w| documents::purge(w, third));
    let kept = fixture.read(|r| versions::list(r, fourth, 10, None)).items;
    assert_eq!(fixture.read(|r| versions::text(r, kept[0].id)), "a text");
    let report = fixture.library.doctor(Repair::Nothing).unwrap();
    assert!(report.sound, "{report:#?}");
}

#[test]
fn thinning_keeps_the_last_autosave_of_a_day_and_all_that_has_a_name() {
    let fixture = Fixture::new(5);
    let id = fixture.insert("Notes", "0");
    for edit in 1..=40 {
        fixture.clock.advance_ms(3_600_000);
        let text = edit.to_string();
        fixture.write(|w| texts::replace(w, id, &text, &facts(&text), AUTOSAVE));
    }
    let all = fixture.read(|r| versions::list(r, id, 500, None)).items;
    assert_eq!(all.len(), 40);
    fixture.write(|w| versions::name(w, all[20].id, Some("kept")));
    let thinned = fixture.write(|w| versions::thin(w, ThinPolicy { before: w.now() }));
    let left = fixture.read(|r| versions::list(r, id, 500, None)).items;
    assert_eq!(thinned.versions, 36);
    let names: Vec<u64> = left.iter().map(|version| version.number).collect();
    assert_eq!(names, [39, 23, 19, 0]);
    for version in &left {
        let text = fixture.read(|r| versions::text(r, version.id));
        assert_eq!(text, version.number.to_string());
    }
    let report = fixture.library.doctor(Repair::Nothing).unwrap();
    assert!(report.sound, "{report:#?}");
}

/// As many bytes of text as asked for, with about as many different words as prose has.
fn prose(seed: u64, bytes: usize) -> String {
    let mut text = String::new();
    let mut number = seed;
    while text.len() < bytes {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        // Small numbers are common, as short words are.
        let word = (number >> 33) % 900 * ((number >> 50) % 30) / 30;
        text.push_str(&format!("w{word:x} "));
        if number >> 60 == 0 {
            text.push('\n');
        }
    }
    text.truncate(bytes);
    text
}

#[test]
fn a_durable_save_of_ten_kilobytes_of_prose_writes_about_64() {
    let fixture = Fixture::new(1);
    let ids: Vec<_> = (0..300)
        .map(|number| fixture.insert(&format!("Document {number}"), &prose(number, 2_000)))
        .collect();
    while fixture.library.index_pending(100).unwrap() > 0 {}
    // Empties the log, so that it grows by what is written.
    fixture.library.compact().unwrap();
    let mut log = fixture.path().into_os_string();
    log.push("-wal");
    let length = || std::fs::metadata(&log).unwrap().len();
    let keep = Keep::Version {
        origin: Origin::Saved,
        name: None,
    };
    let mut written = Vec::new();
    for (seed, id) in (1_000..).zip(ids.iter().step_by(12)) {
        let text = prose(seed, 10_240);
        fixture.write(|w| texts::replace(w, *id, &text, &facts(&text), keep.clone()));
        let (before, text) = (length(), format!("{text}One more line.\n"));
        fixture.write(|w| texts::replace(w, *id, &text, &facts(&text), keep.clone()));
        written.push(length() - before);
    }
    written.sort_unstable();
    // 63.5 in the middle when this was written; the rest is room for a page or two.
    assert!(written[written.len() / 2] <= 68 * 1024, "{written:?}");
    assert!(written[written.len() - 1] <= 96 * 1024, "{written:?}");
}
