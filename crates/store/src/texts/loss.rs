//! How much of a text a change deletes.

use std::collections::HashMap;

/// Tells whether more characters than `most` of the old text are not in the new one any more.
///
/// What was moved counts as kept. Linear: the common start and end are skipped, the rest is compared as a bag of words.
pub(super) fn deletes_more_than(most: usize, old: &str, new: &str) -> bool {
    let (old, new) = differing(old, new);
    if old.len() <= most {
        return false;
    }
    let mut words: HashMap<&str, usize> = HashMap::new();
    for word in pieces(new) {
        *words.entry(word).or_default() += 1;
    }
    let mut lost = 0;
    for word in pieces(old) {
        match words.get_mut(word) {
            Some(count) if *count > 0 => *count -= 1,
            Some(_) | None => lost += word.chars().count(),
        }
        if lost > most {
            return true;
        }
    }
    false
}

/// Cuts off the start and the end that both texts have.
fn differing<'t>(old: &'t str, new: &'t str) -> (&'t str, &'t str) {
    let start: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let (old, new) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let end: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    (
        old.get(..old.len() - end).unwrap_or_default(),
        new.get(..new.len() - end).unwrap_or_default(),
    )
}

/// Splits into runs of ASCII letters and digits, and single characters: writing without spaces has no longer words.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = if first.is_ascii_alphanumeric() {
            rest.bytes().take_while(u8::is_ascii_alphanumeric).count()
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deleted_counts_and_what_is_moved_or_added_does_not() {
        let paragraph = "word ".repeat(100);
        let other = "thing ".repeat(100);
        for (old, new, lost) in [
            (paragraph.clone(), String::new(), true),
            (paragraph.clone(), other.clone(), true),
            (paragraph.clone(), format!("{paragraph}{other}"), false),
            (
                format!("{paragraph}\n{other}"),
                format!("{other}\n{paragraph}"),
                false,
            ),
            ("字".repeat(201), String::new(), true),
            ("字".repeat(200), String::new(), false),
            ("é".repeat(150), String::new(), false),
            (String::new(), paragraph.clone(), false),
        ] {
            assert_eq!(deletes_more_than(200, &old, &new), lost, "{old} to {new}");
        }
    }
}
