//! Folding: what counts as the same text in a search.
//!
//! Case, accents, width and invisible characters are gone; dakuten and Hangul are composed; nothing depends on a
//! locale. The indexes, the queries and the highlights all go through here. Words and markup are not known here.

use std::sync::LazyLock;

use unicode_normalization::char::{compose, decompose_compatible};

/// Folds a text.
pub(crate) fn fold(text: &str) -> String {
    let mut folder = Folder::with_capacity(text.len());
    folder.push_str(text);
    folder.into_text()
}

/// Folds a text piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    out: String,
}

impl Folder {
    /// Makes a folder with room for so many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
        }
    }

    /// Forgets what was folded, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.out.clear();
    }

    /// Returns what was folded so far.
    pub(crate) fn text(&self) -> &str {
        &self.out
    }

    /// Returns what was folded.
    pub(crate) fn into_text(self) -> String {
        self.out
    }

    /// Folds a text behind what is there.
    pub(crate) fn push_str(&mut self, text: &str) {
        self.out.reserve(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let plain = ascii_length(rest);
            let (ascii, behind) = rest.split_at(plain);
            let start = self.out.len();
            self.out.push_str(ascii);
            if let Some(added) = self.out.get_mut(start..) {
                added.make_ascii_lowercase();
            }
            rest = self.push_beyond_ascii(behind);
        }
    }

    /// Folds up to the next character of ASCII; returns the text from there.
    fn push_beyond_ascii<'t>(&mut self, text: &'t str) -> &'t str {
        let mut copied = 0;
        let mut end = text.len();
        for (at, character) in text.char_indices() {
            if character.is_ascii() {
                end = at;
                break;
            }
            if !stays(character) {
                self.out.push_str(text.get(copied..at).unwrap_or_default());
                self.push(character);
                copied = at + character.len_utf8();
            }
        }
        self.out.push_str(text.get(copied..end).unwrap_or_default());
        text.get(end..).unwrap_or_default()
    }

    /// Folds one character behind what is there.
    pub(crate) fn push(&mut self, character: char) {
        if character.is_ascii() {
            self.out.push(character.to_ascii_lowercase());
        } else if stays(character) {
            self.out.push(character);
        } else if let Some(folded) = SMALL.get(character as usize - 0x80) {
            self.out.push_str(folded);
        } else {
            decompose_compatible(character, |part| self.part(part));
        }
    }

    fn part(&mut self, part: char) {
        if joins_the_one_before(part) {
            let whole = self
                .out
                .chars()
                .next_back()
                .and_then(|last| compose(last, part));
            if let Some(whole) = whole {
                self.out.pop();
                self.out.push(whole);
            } else {
                self.out.push(part);
            }
        } else {
            fold_part(part, &mut self.out);
        }
    }
}

/// Tells how many bytes of ASCII a text starts with.
pub(crate) fn ascii_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let blocks = bytes
        .chunks_exact(32)
        .take_while(|block| block.is_ascii())
        .count()
        * 32;
    let tail = bytes.get(blocks..).unwrap_or_default();
    blocks + tail.iter().take_while(|byte| byte.is_ascii()).count()
}

/// The folded form of the characters from U+0080 on that Latin, Greek, Cyrillic, Hebrew and Arabic texts are made of.
static SMALL: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    (0x80..0x0700_u32)
        .map(|code| {
            let mut out = String::new();
            if let Some(character) = char::from_u32(code) {
                decompose_compatible(character, |part| fold_part(part, &mut out));
            }
            out.into_boxed_str()
        })
        .collect()
});

/// Characters that are their own folded form, and the most common beyond ASCII in CJK texts.
fn stays(character: char) -> bool {
    matches!(character,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{3001}'..='\u{3035}'
        | '\u{3130}'..='\u{318f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}')
}

/// Dakuten and the second and third parts of a Hangul syllable: part of the character before, never dropped.
pub(crate) fn joins_the_one_before(part: char) -> bool {
    matches!(part, '\u{3099}' | '\u{309a}' | '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

fn fold_part(part: char, out: &mut String) {
    if invisible(part) {
        return;
    }
    match part {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ħ' | 'Ħ' => out.push('h'),
        'ŧ' | 'Ŧ' => out.push('t'),
        // The dotless i of Turkish: whoever has no such key types an i.
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        other => out.extend(other.to_lowercase().filter(|part| !invisible(*part))),
    }
}

/// Accents, points and vowel marks over letters, and characters that take no room.
fn invisible(part: char) -> bool {
    matches!(part,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_a_person_holds_for_the_same_fold_alike() {
        for (one, other) in [
            ("Café", "CAFE\u{301}"),
            ("İstanbul", "istanbul"),
            ("ısparta", "ISPARTA"),
            ("Straße", "STRASSE"),
            ("ＡＢＣ１２３", "abc123"),
            ("ｶﾞｷﾞ", "ガギ"),
            ("か\u{3099}", "が"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("Łódź", "lodz"),
            ("ﬁne", "fine"),
            ("so\u{ad}ft", "soft"),
            ("👩\u{200d}💻", "👩💻"),
            ("a\u{3000}b\u{a0}c", "a b c"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn letters_that_differ_stay_apart() {
        for (one, other) in [
            ("か", "が"),
            ("ハ", "パ"),
            ("a", "b"),
            ("가", "각"),
            ("ひ", "ヒ"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Ǆ Ⅷ ㈱ ẛ̣ ｶﾞ ﷺ ĲSSEL", "Ⓐ½", "ﾊﾟ が"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
