//! Tokens: how folded text is cut for the two indexes.
//!
//! For the index of words, letters and digits that stand together are one token, and each CJK character and each
//! pictograph is one. For the index of parts, each run of up to three characters without white space is one. Only
//! folded text comes here; what a query means is not known.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// A longer word is indexed by its first characters; hits are checked against the text anyway.
const WORD_CHARS: usize = 64;

/// Marks a part as one of the title.
const IN_TITLE: char = '\u{f8ff}';

/// Where the stand-ins of ASCII signs begin, which the index would take for separators.
const SIGNS: u32 = 0xf800;

/// What a character is for the index of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word that stands between other characters.
    Letter,
    /// A word by itself: scripts that are written without spaces, and pictographs.
    Alone,
    /// Between words.
    Other,
}

/// Tells what a folded character is.
pub(crate) fn class(character: char) -> Class {
    if character.is_ascii() {
        return if character.is_ascii_alphanumeric() {
            Class::Letter
        } else {
            Class::Other
        };
    }
    match character {
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{318f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a000}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' | '\u{1100}'..='\u{11ff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}'
        // Thai, Lao, Myanmar, Khmer.
        | '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        // Arrows, signs, emoji.
        | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => Class::Alone,
        _other if character.is_alphanumeric() => Class::Letter,
        _other => Class::Other,
    }
}

/// Tells whether a word goes on from one character to the next.
pub(crate) fn joined(before: Option<char>, after: Option<char>) -> bool {
    let letter = |character: Option<char>| character.is_some_and(|c| class(c) == Class::Letter);
    letter(before) && letter(after)
}

/// Cuts folded text into the tokens of the index of words.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let start = rest.find(|character| class(character) != Class::Other)?;
        rest = rest.get(start..)?;
        let first = rest.chars().next()?;
        let end = if class(first) == Class::Alone {
            first.len_utf8()
        } else {
            rest.find(|character| class(character) != Class::Letter)
                .unwrap_or(rest.len())
        };
        let (word, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(short(word))
    })
}

/// Writes the tokens of the index of words, with spaces between.
pub(crate) fn spaced_words(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() + folded.len() / 4);
    for word in words(folded) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn short(word: &str) -> &str {
    if word.len() <= WORD_CHARS {
        return word;
    }
    let end = word
        .char_indices()
        .nth(WORD_CHARS)
        .map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

/// Where a part has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the title or the text.
    Anywhere,
    /// In the title.
    Title,
}

/// Writes the tokens of the index of parts: of the title apart, and of both together.
pub(crate) fn spaced_parts(folded_title: &str, folded_text: &str) -> String {
    let mut out = String::new();
    let mut seen = Parts::default();
    collect_parts(folded_title, &mut seen);
    for part in &seen {
        write_part(*part, Place::Title, &mut out);
    }
    collect_parts(folded_text, &mut seen);
    out.reserve(seen.len() * 4);
    for part in &seen {
        write_part(*part, Place::Anywhere, &mut out);
    }
    out
}

/// Returns tokens of the index of parts that a text with this piece certainly has.
///
/// A long piece is told by at most `most` of them, from its start, its end and between.
pub(crate) fn parts_of(folded_piece: &str, place: Place, most: usize) -> Vec<String> {
    let characters: Vec<char> = folded_piece.chars().collect();
    let mut parts: Vec<u64> = Vec::new();
    if characters.len() < 3 {
        parts.extend(pack(&characters));
    } else {
        parts.extend(characters.windows(3).filter_map(pack));
    }
    let mut known = Parts::default();
    parts.retain(|part| known.insert(*part));
    let last = parts.len().saturating_sub(1);
    let chosen = most.min(parts.len()).max(1);
    (0..chosen)
        .filter_map(|step| parts.get(last * step / chosen.saturating_sub(1).max(1)))
        .map(|part| {
            let mut out = String::new();
            write_part(*part, place, &mut out);
            out.trim_end().to_owned()
        })
        .collect()
}

type Parts = HashSet<u64, BuildHasherDefault<Mix>>;

/// Up to three characters in one number: 21 bits each.
fn pack(characters: &[char]) -> Option<u64> {
    characters
        .iter()
        .try_fold(0_u64, |packed, character| {
            (!character.is_whitespace())
                .then_some((packed << 21) | u64::from(u32::from(*character)))
        })
        .filter(|packed| *packed != 0)
}

fn collect_parts(folded: &str, into: &mut Parts) {
    const PAIR: u64 = (1 << 42) - 1;
    let mut last = 0_u64;
    let mut run = 0_u8;
    for character in folded.chars() {
        if character.is_whitespace() {
            run = 0;
            continue;
        }
        let one = u64::from(u32::from(character));
        last = ((last << 21) | one) & ((1 << 63) - 1);
        run = run.saturating_add(1);
        into.insert(one);
        if run >= 2 {
            into.insert(last & PAIR);
        }
        if run >= 3 {
            into.insert(last);
        }
    }
}

fn write_part(part: u64, place: Place, out: &mut String) {
    match place {
        Place::Anywhere => {}
        Place::Title => out.push(IN_TITLE),
    }
    for shift in [42, 21, 0] {
        let code = u32::try_from((part >> shift) & 0x1f_ffff).unwrap_or(0);
        match char::from_u32(code) {
            Some('\0') | None => {}
            Some(sign) if sign.is_ascii() && !sign.is_ascii_alphanumeric() => {
                out.extend(char::from_u32(SIGNS + code));
            }
            Some(character) => out.push(character),
        }
    }
    out.push(' ');
}

/// A hash for numbers: one multiplication.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_signs_and_around_each_cjk_character() {
        for (folded, tokens) in [
            ("hello, world", "hello world"),
            ("用户db数据", "用 户 db 数 据"),
            ("カタカナ語", "カ タ カ ナ 語"),
            ("c++ a-b foo_bar 50%", "c a b foo bar 50"),
            ("한국어 text", "한 국 어 text"),
            ("go🚀now", "go 🚀 now"),
            ("", ""),
            ("\"%_-", ""),
        ] {
            assert_eq!(spaced_words(folded), tokens, "{folded}");
        }
    }

    #[test]
    fn a_very_long_word_is_cut_short_on_both_sides() {
        let long = "x".repeat(500);
        assert_eq!(spaced_words(&long).len(), WORD_CHARS);
    }

    #[test]
    fn each_part_of_a_text_is_among_its_parts() {
        let parts = spaced_parts("a-b", "c++ 用户 xyz");
        let has = |piece: &str, place| {
            parts_of(piece, place, 8)
                .iter()
                .all(|part| parts.split(' ').any(|other| other == part))
        };
        for piece in ["c", "+", "c+", "c++", "用", "用户", "xyz", "yz", "-", "a-b"] {
            assert!(has(piece, Place::Anywhere), "{piece}");
        }
        assert!(has("a-b", Place::Title));
        assert!(!has("xyz", Place::Title));
        assert!(!has("户x", Place::Anywhere));
        assert!(!has("zz", Place::Anywhere));
    }

    #[test]
    fn a_long_piece_is_told_by_its_start_and_its_end() {
        let parts = parts_of("abcdefghijklmnop", Place::Anywhere, 4);
        assert_eq!(parts.first().map(String::as_str), Some("abc"));
        assert_eq!(parts.last().map(String::as_str), Some("nop"));
        assert_eq!(parts.len(), 4);
    }
}
