//! Texts and versions: what a save keeps, and that it can be read back.

mod common;

use common::{Fixture, facts};
use longhand_model::Origin;
use longhand_store::texts::{self, Keep};
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
