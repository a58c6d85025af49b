//! Merges front matter key by key, which lines cannot do: both sides adding a tag is no clash.
//!
//! Where a block cannot be read that way (TOML, a key that stands twice) it is merged as lines like the rest.

use std::collections::BTreeMap;

use super::shape::{Ends, From, without_mark};
use super::{Region, Side};
use crate::frontmatter::{FieldInput, FieldValue, Format, FrontMatter, set_field};
use crate::position::slice;

/// Keys of which the later value wins where both sides have set them: bookkeeping, not writing.
const LATER_WINS: &[&str] = &["updated", "modified", "lastmod"];

/// A block cut into its keys, each with the comments above it.
struct Block<'t> {
    open: &'t str,
    entries: Vec<Entry<'t>>,
    /// What follows the last field, with the closing fence.
    close: &'t str,
    body: &'t str,
    whole: &'t str,
}

struct Entry<'t> {
    key: String,
    text: &'t str,
    value: FieldValue,
}

/// Merges the front matter of three texts; returns what follows it, or nothing where it is left to the lines.
pub(super) fn merge<'t>(
    texts: [&'t str; 3],
    ends: &Ends,
    regions: &mut Vec<Region>,
) -> Option<[&'t str; 3]> {
    let [base, mine, theirs] = texts.map(|text| read(without_mark(text)));
    let (base, mine, theirs) = (base?, mine?, theirs?);
    let bodies = [base.body, mine.body, theirs.body];
    let [was, my, their] = [&base, &mine, &theirs].map(|block| normal(block.whole));
    if my == their || was == their || was == my {
        push_three(regions, ends, base.whole, mine.whole, theirs.whole);
        return Some(bodies);
    }
    push_three(regions, ends, base.open, mine.open, theirs.open);
    for key in merged_keys(&base, &mine, &theirs) {
        let find = |block: &Block<'t>| {
            let entry = block.entries.iter().find(|entry| entry.key == key);
            entry.map(|entry| (entry.text, entry.value.clone()))
        };
        push_entry(regions, ends, &key, &[&base, &mine, &theirs].map(find));
    }
    push_three(regions, ends, base.close, mine.close, theirs.close);
    Some(bodies)
}

fn read(text: &str) -> Option<Block<'_>> {
    let block = FrontMatter::read(text)?;
    let whole = slice(text, block.span.clone());
    if block.format != Format::Yaml || !whole.ends_with(['\n', '\r']) {
        return None;
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut at = block.inner.start;
    for field in &block.fields {
        if entries.iter().any(|entry| entry.key == field.key) {
            return None;
        }
        let text = slice(text, at..field.span.end);
        entries.push(Entry {
            key: field.key.clone(),
            text,
            value: field.value.clone(),
        });
        at = field.span.end;
    }
    Some(Block {
        open: slice(text, block.span.start..block.inner.start),
        entries,
        close: slice(text, at..block.span.end),
        body: slice(text, block.span.end..text.len()),
        whole,
    })
}

/// A text with plain line ends, to compare.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// All keys in the order of the base; new ones after the key they were put after.
fn merged_keys(base: &Block<'_>, mine: &Block<'_>, theirs: &Block<'_>) -> Vec<String> {
    let known: Vec<&str> = base
        .entries
        .iter()
        .map(|entry| entry.key.as_str())
        .collect();
    let mut added: BTreeMap<Option<&str>, [Vec<&str>; 2]> = BTreeMap::new();
    for (side, block) in [mine, theirs].into_iter().enumerate() {
        let mut anchor = None;
        for entry in &block.entries {
            let key = entry.key.as_str();
            if known.contains(&key) {
                anchor = Some(key);
            } else if let Some(keys) = added.entry(anchor).or_default().get_mut(side) {
                keys.push(key);
            }
        }
    }
    let mut order: Vec<String> = Vec::new();
    let anchors = std::iter::once(None).chain(known.iter().copied().map(Some));
    for anchor in anchors {
        order.extend(anchor.map(str::to_owned));
        let Some([my_keys, their_keys]) = added.remove(&anchor) else {
            continue;
        };
        let mut keys = [my_keys.as_slice(), their_keys.as_slice()].concat();
        if !my_keys.is_empty() && !their_keys.is_empty() {
            keys.sort_unstable();
        }
        for key in keys {
            if !order.iter().any(|other| other == key) {
                order.push(key.to_owned());
            }
        }
    }
    order
}

type Value<'t> = Option<(&'t str, FieldValue)>;

/// Adds what becomes of one key.
fn push_entry(regions: &mut Vec<Region>, ends: &Ends, key: &str, values: &[Value<'_>; 3]) {
    let text = |value: &Value<'_>| {
        value
            .as_ref()
            .map(|(text, _)| *text)
            .unwrap_or_default()
            .to_owned()
    };
    let [base, mine, theirs] = values;
    let (was, my, their) = (text(base), text(mine), text(theirs));
    let clash = normal(&my) != normal(&their)
        && normal(&was) != normal(&my)
        && normal(&was) != normal(&their);
    let combined = clash.then(|| combined(key, base, mine, theirs)).flatten();
    match combined {
        Some(text) => regions.push(Region::Auto {
            side: Side::Both,
            base: ends.adopted(&was, From::Base),
            text: normal(&text).replace('\n', ends.merged().as_str()),
        }),
        None => push_three(regions, ends, &was, &my, &their),
    }
}

/// Adds a piece that both sides may have changed as a whole.
fn push_three(regions: &mut Vec<Region>, ends: &Ends, base: &str, mine: &str, theirs: &str) {
    let (was, my, their) = (normal(base), normal(mine), normal(theirs));
    let before = ends.adopted(base, From::Base);
    let auto = |side, text, from| Region::Auto {
        side,
        base: before.clone(),
        text: ends.adopted(text, from),
    };
    regions.push(match (was == my, was == their, my == their) {
        (true, true, _) => Region::Stable {
            text: ends.adopted(mine, From::Mine),
        },
        (true, false, _) => auto(Side::Theirs, theirs, From::Theirs),
        (false, true, _) => auto(Side::Mine, mine, From::Mine),
        (false, false, true) => auto(Side::Both, mine.min(theirs), From::Mine),
        (false, false, false) => Region::Conflict {
            base: before,
            mine: ends.adopted(mine, From::Mine),
            theirs: ends.adopted(theirs, From::Theirs),
        },
    });
}

/// Merges the values of a key that both sides set: lists as sets, times of change by the later.
fn combined(key: &str, base: &Value<'_>, mine: &Value<'_>, theirs: &Value<'_>) -> Option<String> {
    let ((my_text, my_value), (their_text, their_value)) = (mine.as_ref()?, theirs.as_ref()?);
    if LATER_WINS.iter().any(|name| key.eq_ignore_ascii_case(name)) {
        let time = |value: &FieldValue| crate::frontmatter::read_time(&value.display());
        let (my_time, their_time) = (time(my_value)?, time(their_value)?);
        let later = if (my_time, my_text) >= (their_time, their_text) {
            my_text
        } else {
            their_text
        };
        return Some((*later).to_owned());
    }
    if !matches!(
        (my_value, their_value),
        (FieldValue::List(_), FieldValue::List(_))
    ) {
        return None;
    }
    let was = base
        .as_ref()
        .map(|(_, value)| value.items())
        .unwrap_or_default();
    let (my_items, their_items) = (my_value.items(), their_value.items());
    let mut items: Vec<String> = was
        .iter()
        .filter(|item| my_items.contains(item) && their_items.contains(item))
        .cloned()
        .collect();
    let mut added: Vec<&String> = my_items
        .iter()
        .chain(&their_items)
        .filter(|item| !was.contains(item))
        .collect();
    added.sort_unstable();
    added.dedup();
    items.extend(added.into_iter().cloned());
    // The list keeps the form it had; a new one takes that of either side, the same whichever is whose.
    let form = base
        .as_ref()
        .filter(|(_, value)| matches!(value, FieldValue::List(_)));
    let form = form.map_or_else(
        || normal(my_text).min(normal(their_text)),
        |(text, _)| normal(text),
    );
    let edited = set_field(&format!("---\n{form}---\n"), key, FieldInput::List(&items)).ok()?;
    Some(
        edited
            .strip_prefix("---\n")?
            .strip_suffix("---\n")?
            .to_owned(),
    )
}
