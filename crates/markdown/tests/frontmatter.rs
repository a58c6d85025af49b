//! Front matter: what is one, what it says, and edits that touch one field.

use longhand_markdown::frontmatter::{
    EditError, FieldInput, FieldValue, Format, FrontMatter, remove_field, set_field,
};
use proptest::prelude::*;

fn value(yaml: &str) -> FieldValue {
    let text = format!("---\nbefore: x\n{yaml}\nafter: y\n---\nbody\n");
    let block = FrontMatter::read(&text).expect("front matter");
    assert_eq!(
        block.fields.first().map(|field| &*field.key),
        Some("before"),
        "{yaml}"
    );
    assert_eq!(
        block.fields.last().map(|field| &*field.key),
        Some("after"),
        "{yaml}"
    );
    let field = block.fields.get(1).expect("a second field");
    field.value.clone()
}

fn list(items: &[&str]) -> FieldValue {
    FieldValue::List(items.iter().map(|item| (*item).to_owned()).collect())
}

#[test]
fn values_are_read_as_people_write_them() {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    let cases = [
        ("k: plain text", text("plain text")),
        (
            "k: 'single ''quoted'' # no comment'",
            text("single 'quoted' # no comment"),
        ),
        (
            "k: \"double \\\"quoted\\\" \\u00e9\"",
            text("double \"quoted\" é"),
        ),
        ("k: with # comment", text("with")),
        ("k: a#b", text("a#b")),
        ("k: it's fine # really", text("it's fine")),
        ("k: http://host:80/x", text("http://host:80/x")),
        ("k: Title: with colon", text("Title: with colon")),
        ("k:", FieldValue::Empty),
        ("k: ~", FieldValue::Empty),
        ("k: [a, \"b, c\", 'd']", list(&["a", "b, c", "d"])),
        ("k: []", list(&[])),
        ("k: [a, b] # c", list(&["a", "b"])),
        ("k: [it's, o'clock]", list(&["it's", "o'clock"])),
        ("k:\n  - a\n  - \"b\"\n  - 'c' # d", list(&["a", "b", "c"])),
        ("k:\n- a\n- b", list(&["a", "b"])),
        ("k: [\n  a,\n  b\n]", list(&["a", "b"])),
        ("k: |\n  one\n  two", text("one\ntwo")),
        ("k: >-\n  one\n  two", text("one two")),
        ("k: one\n  two", text("one two")),
        ("k: {a: b}", FieldValue::Opaque("{a: b}".into())),
        (
            "k:\n  nested: x\n  more: y",
            FieldValue::Opaque("nested: x\n  more: y".into()),
        ),
        ("\"quoted key\": x", text("x")),
        ("k: 中文，标题", text("中文，标题")),
    ];
    for (yaml, expected) in cases {
        assert_eq!(value(yaml), expected, "{yaml}");
    }
}

#[test]
fn only_a_block_of_fields_at_the_very_start_is_front_matter() {
    let yes = [
        "---\ntitle: x\n---\n",
        "---\n---\n",
        "---\r\na: b\r\n---\r\nbody",
        "---  \na: b\n...\n",
        "\u{feff}---\na: b\n---\n",
        "---\n# comment\na: b\n---",
        "---\n\na: b\n---\n",
    ];
    for text in yes {
        assert!(FrontMatter::read(text).is_some(), "{text:?}");
    }
    let no = [
        "",
        "---",
        "---\n",
        "\n---\na: b\n---\n",
        " ---\na: b\n---\n",
        "---js\na: b\n---\n",
        "---\na: b\n",
        "----\na: b\n----\n",
        "---\n\nA paragraph.\n\n---\n",
        "---\n- item\n---\n",
        "text\n---\na: b\n---\n",
        "---\n# Heading\n\nText\n---\n",
    ];
    for text in no {
        assert!(FrontMatter::read(text).is_none(), "{text:?}");
    }
    let toml = FrontMatter::read("+++\na = 1\n+++\nbody").unwrap();
    assert_eq!(
        (toml.format, toml.lines, toml.span),
        (Format::Toml, 3, 0..14)
    );
}

#[test]
fn well_known_fields_are_typed() {
    let text = "---\ntitle: T\nsummary: S\nTags: \"#one, two, ONE\"\nalias: Other\ndate: 2024-05-01 10:20:30 +0800\nlastmod: 2024-05-02\ndraft: yes\n---\n";
    let block = FrontMatter::read(text).unwrap();
    assert_eq!(block.title().as_deref(), Some("T"));
    assert_eq!(block.description().as_deref(), Some("S"));
    assert_eq!(block.tags(), ["one", "two"]);
    assert_eq!(block.aliases(), ["Other"]);
    assert_eq!(
        block.created_at().unwrap().to_string(),
        "2024-05-01T02:20:30.000Z"
    );
    assert_eq!(
        block.updated_at().unwrap().to_string(),
        "2024-05-02T00:00:00.000Z"
    );
    assert_eq!(block.draft(), Some(true));
}

#[test]
fn an_edit_touches_its_field_only() {
    let text = "---\r\n# note\r\ntitle: 'Old'   # why\r\ntags: [a]\r\nlist:\r\n  - x\r\n  - y\r\nodd:   {a: b}\r\n---\r\nbody\r\n";
    let cases = [
        (
            "title",
            FieldInput::Text("It's"),
            text.replace("'Old'", "'It''s'"),
        ),
        (
            "tags",
            FieldInput::List(&["a".into(), "b, c".into()]),
            text.replace("[a]", "[a, \"b, c\"]"),
        ),
        (
            "list",
            FieldInput::List(&["z".into()]),
            text.replace("- x\r\n  - y", "- z"),
        ),
        (
            "list",
            FieldInput::Text("one"),
            text.replace("list:\r\n  - x\r\n  - y", "list: one"),
        ),
        (
            "odd",
            FieldInput::Literal("true"),
            text.replace("{a: b}", "true"),
        ),
        (
            "new",
            FieldInput::Text("yes: no"),
            text.replace("{a: b}\r\n", "{a: b}\r\nnew: \"yes: no\"\r\n"),
        ),
    ];
    for (key, input, expected) in cases {
        assert_eq!(set_field(text, key, input).unwrap(), expected, "{key}");
    }
    assert_eq!(
        remove_field(text, "list").unwrap(),
        text.replace("list:\r\n  - x\r\n  - y\r\n", "")
    );
    assert_eq!(remove_field(text, "none").unwrap(), text);
}

#[test]
fn a_text_without_fields_gets_a_block_and_loses_it_again() {
    for text in ["", "body\n", "\u{feff}# x\r\n", "---\n\nrule\n\n---\n"] {
        let with = set_field(text, "title", FieldInput::Text("T")).unwrap();
        assert_eq!(
            FrontMatter::read(&with).unwrap().title().as_deref(),
            Some("T")
        );
        assert_eq!(remove_field(&with, "title").unwrap(), text);
    }
}

#[test]
fn what_cannot_be_edited_says_so() {
    let toml = "+++\ntitle = \"x\"\n+++\n";
    assert_eq!(
        set_field(toml, "title", FieldInput::Text("y")),
        Err(EditError::Toml {
            key: "title".into()
        })
    );
    for key in ["", "a: b", "#c", "- d", "e\nf", " g"] {
        let refused = set_field("", key, FieldInput::Text("x"));
        assert_eq!(refused, Err(EditError::Key { key: key.into() }), "{key:?}");
    }
}

fn yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("title: x\n"),
        Just("tags: [a, b]\n"),
        Just("tags:\n  - a\n"),
        Just("# c\n"),
        Just("\n"),
        Just("k: 'q' # c\n"),
        Just("long: >\n  a\n  b\n"),
        Just("odd\n"),
        Just("m: {a: 1}\r\n"),
        Just("e:\n"),
        Just("- x\n"),
        Just("t:\tx\n"),
        Just("u: [a,\n  b]\n"),
        Just("key: \"un\n"),
        Just("title: y\r"),
        Just("  deep: 1\n"),
    ];
    (prop::collection::vec(piece, 0..8), "[a-z\\r\\n#-]{0,12}")
        .prop_map(|(pieces, body)| format!("---\n{}---\n{body}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_set_is_read_and_the_rest_stays(text in yaml(), key in "title|tags|k|e|new|u|long", new in "\\PC{0,12}|[a-z]{1,6}|true|12|#x|a: b|'|\"|- a") {
        let before = FrontMatter::read(&text);
        let edited = set_field(&text, &key, FieldInput::Text(&new)).unwrap();
        let after = FrontMatter::read(&edited).unwrap();
        let said = after.field(&[key.as_str()]).unwrap().value.display();
        prop_assert_eq!(&said, &new, "{}", edited);
        if let Some(before) = before {
            let others = |block: &FrontMatter| {
                let fields = block.fields.iter().filter(|field| field.key != key);
                fields.map(|field| (field.key.clone(), field.value.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(others(&before), others(&after));
            prop_assert_eq!(&text[before.span.end..], &edited[after.span.end..]);
        }
    }

    #[test]
    fn a_list_that_is_set_is_read(text in yaml(), items in prop::collection::vec("[a-z#:,\\[\\]'\" ]{1,6}", 0..4)) {
        let items: Vec<String> = items.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
        let edited = set_field(&text, "tags", FieldInput::List(&items)).unwrap();
        let after = FrontMatter::read(&edited).unwrap();
        let said = match &after.field(&["tags"]).unwrap().value {
            FieldValue::List(items) => items.clone(),
            other @ (FieldValue::Empty | FieldValue::Text(_) | FieldValue::Opaque(_)) => panic!("{other:?} in {edited}"),
        };
        prop_assert_eq!(said, items, "{}", edited);
    }

    #[test]
    fn spans_cover_what_they_name(text in yaml()) {
        if let Some(block) = FrontMatter::read(&text) {
            let mut end = block.inner.start;
            for field in &block.fields {
                prop_assert!(field.span.start >= end && field.span.end <= block.inner.end);
                prop_assert!(field.value_span.start >= field.span.start && field.value_span.end <= field.span.end);
                end = field.span.end;
            }
        }
    }
}
