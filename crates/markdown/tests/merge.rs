//! The laws of the merge, and the cases people meet.

use longhand_markdown::merge::{Choice, MergeOutcome, Region, merge, resolved};
use proptest::prelude::*;

fn clean(base: &str, mine: &str, theirs: &str) -> Option<String> {
    match merge(base, mine, theirs) {
        MergeOutcome::Clean(text) => Some(text),
        MergeOutcome::Conflict { .. } => None,
    }
}

#[test]
fn changes_in_different_places_stand_together() {
    let cases = [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        // Neighbouring lines.
        (
            "one a\ntwo b\n",
            "one A\ntwo b\n",
            "one a\ntwo B\n",
            "one A\ntwo B\n",
        ),
        // A paragraph on one line, edited at both ends.
        (
            "The quick fox jumps over the lazy dog today.\n",
            "The slow fox jumps over the lazy dog today.\n",
            "The quick fox jumps over the lazy dog tomorrow.\n",
            "The slow fox jumps over the lazy dog tomorrow.\n",
        ),
        // Two people tick neighbouring boxes.
        (
            "- [ ] milk\n- [ ] bread\n",
            "- [x] milk\n- [ ] bread\n",
            "- [ ] milk\n- [x] bread\n",
            "- [x] milk\n- [x] bread\n",
        ),
        (
            "今天天气很好，我们去公园。\n",
            "昨天天气很好，我们去公园。\n",
            "今天天气很好，我们去学校。\n",
            "昨天天气很好，我们去学校。\n",
        ),
        // Both make the same change, and one makes another.
        (
            "a\nb\nc\nd\n",
            "a\nX\nc\nd\n",
            "a\nX\nc\nD\n",
            "a\nX\nc\nD\n",
        ),
        // One deletes, the other adds elsewhere.
        (
            "a\nb\nc\nd\ne\n",
            "a\nc\nd\ne\n",
            "a\nb\nc\nd\ne\nf\n",
            "a\nc\nd\ne\nf\n",
        ),
    ];
    for (base, mine, theirs, expected) in cases {
        assert_eq!(
            clean(base, mine, theirs).as_deref(),
            Some(expected),
            "{base:?}"
        );
        assert_eq!(
            clean(base, theirs, mine).as_deref(),
            Some(expected),
            "{base:?} swapped"
        );
    }
}

#[test]
fn line_ends_marks_and_the_final_newline_are_merged_beside_the_words() {
    let cases = [
        // One side converts the file, the other edits a line.
        (
            "a\nb\nc\n",
            "a\r\nb\r\nc\r\n",
            "a\nB\nc\n",
            "a\r\nB\r\nc\r\n",
        ),
        (
            "a\r\nb\r\nc\r\n",
            "a\nb\nc\n",
            "a\r\nb\r\nc\r\nd\r\n",
            "a\nb\nc\nd\n",
        ),
        // Both append a line below different ones, without a final newline.
        ("a\nb", "x\na\nb", "a\nb\n", "x\na\nb\n"),
        ("a\n\nb\n", "a\n\nb", "A\n\nb\n", "A\n\nb"),
        ("\u{feff}a\nb\n", "a\nb\n", "\u{feff}a\nB\n", "a\nB\n"),
        // A text with mixed line ends keeps every one that nobody touched.
        (
            "a\r\nb\nc\nd\n",
            "a\r\nB\nc\nd\n",
            "a\r\nb\nc\nD\n",
            "a\r\nB\nc\nD\n",
        ),
        ("a\rb\rc\r", "A\rb\rc\r", "a\rb\rC\r", "A\rb\rC\r"),
    ];
    for (base, mine, theirs, expected) in cases {
        assert_eq!(
            clean(base, mine, theirs).as_deref(),
            Some(expected),
            "{base:?}"
        );
        assert_eq!(
            clean(base, theirs, mine).as_deref(),
            Some(expected),
            "{base:?} swapped"
        );
    }
}

#[test]
fn front_matter_is_merged_key_by_key() {
    let cases = [
        (
            "---\ntags: [a, b]\ntitle: T\n---\nx\n",
            "---\ntags: [a, b, mine]\ntitle: T\n---\nx\n",
            "---\ntags: [b, theirs]\ntitle: T\n---\nx\n",
            "---\ntags: [b, mine, theirs]\ntitle: T\n---\nx\n",
        ),
        (
            "---\ntitle: T # keep\nupdated: 2024-01-01\n---\nx\n\nz\n",
            "---\ntitle: T # keep\nupdated: 2024-02-01\nmine: 1\n---\nx\n\nz\ny\n",
            "---\ntitle: New # keep\nupdated: 2024-03-01\ntheirs: 2\n---\nX\n\nz\n",
            "---\ntitle: New # keep\nupdated: 2024-03-01\nmine: 1\ntheirs: 2\n---\nX\n\nz\ny\n",
        ),
        (
            "---\ntags:\n  - a\n---\nx\n",
            "---\ntags:\n  - a\n  - m\n---\nx\n",
            "---\ntags:\n  - a\n  - t\n---\nx\n",
            "---\ntags:\n  - a\n  - m\n  - t\n---\nx\n",
        ),
    ];
    for (base, mine, theirs, expected) in cases {
        assert_eq!(
            clean(base, mine, theirs).as_deref(),
            Some(expected),
            "{base}"
        );
        assert_eq!(
            clean(base, theirs, mine).as_deref(),
            Some(expected),
            "{base} swapped"
        );
    }
}

#[test]
fn what_cannot_stand_together_is_a_conflict_as_data() {
    let cases = [
        ("a\n", "b\n", "c\n"),
        (
            "the price is 10 USD\n",
            "the price is 11 USD\n",
            "the price is 10 EUR\n",
        ),
        ("list\n", "list\n- mine\n", "list\n- theirs\n"),
        ("a b c d\n", "", "a b c D\n"),
        (
            "---\ntitle: A\n---\n",
            "---\ntitle: B\n---\n",
            "---\ntitle: C\n---\n",
        ),
        ("", "mine\n", "theirs\n"),
        (
            "One sentence here.\n",
            "Something entirely else.\n",
            "One sentence there.\n",
        ),
    ];
    for (base, mine, theirs) in cases {
        let MergeOutcome::Conflict { regions } = merge(base, mine, theirs) else {
            panic!("{base:?} {mine:?} {theirs:?} merged");
        };
        assert_eq!(resolved(&regions, Choice::Mine), mine);
        assert_eq!(resolved(&regions, Choice::Theirs), theirs);
        assert_eq!(resolved(&regions, Choice::Base), base);
    }
}

#[test]
fn a_conflict_keeps_the_clean_changes_around_it() {
    let MergeOutcome::Conflict { regions } =
        merge("a\nb\nc\nd\n", "A\nb\nx\nd\n", "a\nb\ny\nd\ne\n")
    else {
        panic!("merged");
    };
    assert_eq!(resolved(&regions, Choice::Mine), "A\nb\nx\nd\ne\n");
    assert_eq!(resolved(&regions, Choice::Theirs), "A\nb\ny\nd\ne\n");
    assert_eq!(resolved(&regions, Choice::Both), "A\nb\nx\ny\nd\ne\n");
    let conflicts = regions
        .iter()
        .filter(|region| matches!(region, Region::Conflict { .. }));
    assert_eq!(conflicts.count(), 1);
}

#[test]
fn texts_beyond_the_bounds_are_not_merged() {
    let long = "x".repeat(1024 * 1024 + 1);
    let outcome = merge(&long, &format!("{long}a"), &format!("b{long}"));
    assert!(matches!(outcome, MergeOutcome::Conflict { regions } if regions.len() == 1));
}

/// Texts that grew from one another: lines of few words, so that they meet often.
fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("a"),
            Just("b"),
            Just("c d"),
            Just(" "),
            Just("1"),
            Just("中")
        ],
        0..5,
    )
    .prop_map(|words| words.concat())
}

fn end() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r")]
}

fn text() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        4 => Just(String::new()),
        1 => Just("---\ntags: [a]\nt: x\n---\n".to_owned()),
        1 => Just("---\ntags: [a, b]\nt: y\nu: 1\n---\n".to_owned()),
        1 => Just("\u{feff}".to_owned()),
    ];
    let lines = prop::collection::vec((line(), end()), 0..8);
    (head, lines, any::<bool>()).prop_map(|(head, lines, newline)| {
        let mut text = head;
        lines
            .iter()
            .for_each(|(line, end)| text.extend([line.as_str(), end]));
        if !newline {
            text.trim_end_matches(['\n', '\r']).to_owned()
        } else {
            text
        }
    })
}

/// An edit of a text: some lines replaced, removed or added.
fn edited(text: &str, edits: &[(usize, u8, String)]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for (at, kind, new) in edits {
        let at = at % (lines.len() + 1);
        match kind % 3 {
            0 => lines.insert(at, format!("{new}\n")),
            1 if at < lines.len() => drop(lines.remove(at)),
            _ if at < lines.len() => {
                lines.splice(at..=at, [format!("{new}\n")]);
            }
            _ => lines.push(new.clone()),
        }
    }
    lines.concat()
}

fn edits() -> impl Strategy<Value = Vec<(usize, u8, String)>> {
    prop::collection::vec((0_usize..12, any::<u8>(), line()), 0..4)
}

/// Runs of Latin letters and digits, and each ideograph.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        for piece in run.split_inclusive('中') {
            words.extend(
                piece
                    .strip_suffix('中')
                    .or(Some(piece))
                    .filter(|word| !word.is_empty()),
            );
            words.extend(piece.ends_with('中').then_some("中"));
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_side_that_changed_nothing_changes_nothing(base in text(), other in text()) {
        prop_assert_eq!(clean(&base, &other, &other), Some(other.clone()));
        prop_assert_eq!(clean(&base, &base, &other), Some(other.clone()));
        prop_assert_eq!(clean(&base, &other, &base), Some(other));
    }

    #[test]
    fn the_sides_can_be_swapped(base in text(), mine in edits(), theirs in edits(), unrelated in text()) {
        let (mine, theirs) = (edited(&base, &mine), edited(&base, &theirs));
        prop_assert_eq!(clean(&base, &mine, &theirs), clean(&base, &theirs, &mine));
        prop_assert_eq!(clean(&base, &mine, &unrelated), clean(&base, &unrelated, &mine));
        prop_assert_eq!(merge(&base, &mine, &theirs), merge(&base, &mine, &theirs));
    }

    #[test]
    fn nothing_that_was_written_is_lost(base in text(), mine in edits(), theirs in edits()) {
        let (mine, theirs) = (edited(&base, &mine), edited(&base, &theirs));
        let has = |text: &str, word: &str| words(text).iter().filter(|other| **other == word).count();
        match merge(&base, &mine, &theirs) {
            MergeOutcome::Clean(merged) => {
                for side in [&mine, &theirs] {
                    for word in words(side) {
                        // A word that this side has more often than the base was written by it.
                        if has(side, word) > has(&base, word) {
                            prop_assert!(has(&merged, word) > 0, "{} is lost from {:?}", word, merged);
                        }
                    }
                }
                // And nothing that neither side wrote is in it.
                let known: Vec<&str> = [&base, &mine, &theirs].into_iter().flat_map(|text| words(text)).collect();
                prop_assert!(words(&merged).iter().all(|word| known.iter().any(|other| other.contains(word)) || word.len() > 1));
                for mark in ["<<<<", "====", ">>>>", "||||"] {
                    prop_assert!(!merged.contains(mark));
                }
            }
            MergeOutcome::Conflict { regions } => {
                let mine_kept = resolved(&regions, Choice::Mine);
                let theirs_kept = resolved(&regions, Choice::Theirs);
                for word in words(&mine) {
                    if has(&mine, word) > has(&base, word) {
                        prop_assert!(has(&mine_kept, word) > 0);
                    }
                }
                for word in words(&theirs) {
                    if has(&theirs, word) > has(&base, word) {
                        prop_assert!(has(&theirs_kept, word) > 0);
                    }
                }
            }
        }
    }
}
