//! Turns the bytes of a file into text, or says what keeps it from being text.
//!
//! UTF-8 is taken as it is, its mark included; UTF-16 is converted when a mark says so. Any other
//! encoding is a guess, and a wrong guess spoils a text for good: guesses are offered, best first,
//! and a person chooses.

use longhand_model::bounds;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An encoding that a person can choose for a file that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Encoding {
    /// Western European.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Chinese; includes GBK and GB 2312.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Japanese.
    #[serde(rename = "shift_jis")]
    ShiftJis,
}

/// Bytes that became text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedText {
    /// The text.
    pub text: String,
    /// What it was converted from; none when the bytes are the text.
    pub converted_from: Option<&'static str>,
}

/// Why bytes are not a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Larger than a document can be.
    #[error(
        "the file has {bytes} bytes; a document has at most {}",
        bounds::TEXT_BYTES
    )]
    TooLarge {
        /// The size of the file, or of what was read of it.
        bytes: u64,
    },
    /// Holds what no text holds.
    #[error("the file is not a text: it holds binary data")]
    Binary,
    /// Text in another encoding, as it seems.
    #[error("the file is not UTF-8")]
    NotUtf8 {
        /// The encodings in which it can be read, most likely first.
        guesses: Vec<Encoding>,
    },
    /// Cannot be read in the encoding that was chosen.
    #[error("the file cannot be read as {}", chosen.label())]
    WrongEncoding {
        /// The encoding that was chosen.
        chosen: Encoding,
    },
}

impl Encoding {
    const ALL: [Self; 3] = [Self::Windows1252, Self::Gb18030, Self::ShiftJis];

    /// Returns its name, as in the JSON.
    pub fn label(self) -> &'static str {
        match self {
            Self::Windows1252 => "windows-1252",
            Self::Gb18030 => "gb18030",
            Self::ShiftJis => "shift_jis",
        }
    }

    fn decode(self, bytes: &[u8]) -> Option<String> {
        let encoding = match self {
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
        };
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }
}

/// Reads bytes as text.
///
/// # Errors
/// [`NotText`] says what they are instead. A text that grows over the bound by conversion is too
/// large as well.
pub fn decode(bytes: Vec<u8>, chosen: Option<Encoding>) -> Result<DecodedText, NotText> {
    let decoded = if bytes.len() > bounds::TEXT_BYTES {
        return Err(NotText::TooLarge {
            bytes: bytes.len() as u64,
        });
    } else if let Some((text, label)) = decode_utf16(&bytes) {
        DecodedText {
            text: text?,
            converted_from: Some(label),
        }
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => DecodedText {
                text,
                converted_from: None,
            },
            Err(error) => decode_other(error.as_bytes(), chosen)?,
        }
    };
    if decoded.text.contains('\0') {
        return Err(NotText::Binary);
    }
    if decoded.text.len() > bounds::TEXT_BYTES {
        return Err(NotText::TooLarge {
            bytes: decoded.text.len() as u64,
        });
    }
    Ok(decoded)
}

fn decode_utf16(bytes: &[u8]) -> Option<(Result<String, NotText>, &'static str)> {
    let (encoding, label, rest) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (encoding_rs::UTF_16LE, "utf-16le", rest),
        [0xFE, 0xFF, rest @ ..] => (encoding_rs::UTF_16BE, "utf-16be", rest),
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
    Some((
        text.map(std::borrow::Cow::into_owned)
            .ok_or(NotText::Binary),
        label,
    ))
}

fn decode_other(bytes: &[u8], chosen: Option<Encoding>) -> Result<DecodedText, NotText> {
    if looks_binary(bytes) {
        return Err(NotText::Binary);
    }
    let Some(chosen) = chosen else {
        return Err(NotText::NotUtf8 {
            guesses: guesses(bytes),
        });
    };
    let text = chosen
        .decode(bytes)
        .ok_or(NotText::WrongEncoding { chosen })?;
    Ok(DecodedText {
        text,
        converted_from: Some(chosen.label()),
    })
}

/// Control characters that no text has, in more than one byte of a hundred; or a NUL.
fn looks_binary(bytes: &[u8]) -> bool {
    let strange =
        |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    bytes.contains(&0) || bytes.iter().filter(strange).count() * 100 > bytes.len()
}

/// The encodings that read the bytes without an error, most likely first.
fn guesses(bytes: &[u8]) -> Vec<Encoding> {
    let mut scored: Vec<(u32, Encoding)> = Encoding::ALL
        .into_iter()
        .filter_map(|encoding| {
            let text = encoding.decode(bytes)?;
            Some((likelihood(encoding, &text, bytes), encoding))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, encoding)| encoding).collect()
}

/// How much a decoded text looks like one that people write in this encoding: 0 to 100.
fn likelihood(encoding: Encoding, text: &str, bytes: &[u8]) -> u32 {
    let foreign = || text.chars().filter(|char| !char.is_ascii());
    let all = foreign().count();
    let share = |part: usize| u32::try_from(part * 100 / all.max(1)).unwrap_or(100);
    match encoding {
        // Full-width kana only: half-width ones are what Chinese bytes look like in Shift JIS.
        Encoding::ShiftJis => {
            let kana = foreign()
                .filter(|char| matches!(char, '\u{3041}'..='\u{30FF}'))
                .count();
            if share(kana) >= 10 { 90 } else { share(kana) }
        }
        // The two bytes of a common Chinese character are both high; in Western text a high byte
        // stands between letters, and pairs with one of them to a rare character.
        Encoding::Gb18030 => {
            let han = foreign()
                .filter(|char| matches!(char, '\u{4E00}'..='\u{9FFF}' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF5E}'))
                .count();
            share(han) * paired(bytes) / 125
        }
        Encoding::Windows1252 => {
            let letters = foreign()
                .filter(|char| {
                    char.is_alphabetic()
                        || matches!(char, '\u{2013}'..='\u{20AC}' | '\u{A0}'..='\u{BF}')
                })
                .count();
            share(letters) * (100 - paired(bytes)) / 125 + 10
        }
    }
}

/// The percentage of high bytes that stand next to another one.
fn paired(bytes: &[u8]) -> u32 {
    let high = |byte: Option<&u8>| byte.is_some_and(|byte| *byte >= 0x80);
    let (mut all, mut pairs) = (0usize, 0usize);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte >= 0x80 {
            all += 1;
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            pairs += usize::from(high(before) || high(bytes.get(at + 1)));
        }
    }
    u32::try_from(pairs * 100 / all.max(1)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, failed) = encoding.encode(text);
        assert!(!failed);
        bytes.into_owned()
    }

    const GERMAN: &str = "# Überraschung\n\nDas Café an der Straße schließt um zehn – schade.\n";
    const FRENCH: &str = "L’été dernier, à la campagne, nous avons goûté des crêpes « maison ».\n";
    const CHINESE: &str = "# 会议记录\n\n今天讨论了新的编辑器，大家都觉得很好用。Markdown 文档。\n";
    const JAPANESE: &str =
        "# 議事録\n\nきょうは新しいエディターについて話しました。とても使いやすいです。\n";

    #[test]
    fn utf_8_is_taken_byte_for_byte() {
        for text in ["", "a\r\nb", "\u{feff}# Mark\n", "字\n", GERMAN] {
            let decoded = decode(text.as_bytes().to_vec(), None).unwrap();
            assert_eq!(
                decoded,
                DecodedText {
                    text: text.to_owned(),
                    converted_from: None
                }
            );
        }
    }

    #[test]
    fn utf_16_is_converted_when_a_mark_says_so() {
        let little: Vec<u8> = "\u{feff}é字\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = "\u{feff}é字\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        for (bytes, label) in [(little, "utf-16le"), (big, "utf-16be")] {
            let decoded = decode(bytes, None).unwrap();
            assert_eq!(
                (decoded.text.as_str(), decoded.converted_from),
                ("é字\n", Some(label))
            );
        }
        assert_eq!(
            decode(vec![0xFF, 0xFE, 0x00, 0xD8], None),
            Err(NotText::Binary)
        );
    }

    #[test]
    fn the_most_likely_encoding_is_offered_first_and_reads_the_text() {
        for (text, codec, first) in [
            (GERMAN, encoding_rs::WINDOWS_1252, Encoding::Windows1252),
            (FRENCH, encoding_rs::WINDOWS_1252, Encoding::Windows1252),
            (CHINESE, encoding_rs::GB18030, Encoding::Gb18030),
            (JAPANESE, encoding_rs::SHIFT_JIS, Encoding::ShiftJis),
        ] {
            let bytes = encoded(codec, text);
            let Err(NotText::NotUtf8 { guesses }) = decode(bytes.clone(), None) else {
                panic!("not offered: {text}")
            };
            assert_eq!(guesses.first(), Some(&first), "{text}");
            let decoded = decode(bytes, Some(first)).unwrap();
            assert_eq!(
                (decoded.text.as_str(), decoded.converted_from),
                (text, Some(first.label()))
            );
        }
    }

    #[test]
    fn an_encoding_that_cannot_read_the_file_is_neither_offered_nor_forced() {
        let bytes = vec![b'a', 0xE9, b' ', b'b'];
        let Err(NotText::NotUtf8 { guesses }) = decode(bytes.clone(), None) else {
            panic!()
        };
        assert_eq!(guesses, [Encoding::Windows1252]);
        let chosen = Encoding::Gb18030;
        assert_eq!(
            decode(bytes, Some(chosen)),
            Err(NotText::WrongEncoding { chosen })
        );
    }

    #[test]
    fn a_choice_does_not_touch_a_file_that_is_utf_8() {
        let decoded = decode("é".as_bytes().to_vec(), Some(Encoding::Windows1252)).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.converted_from), ("é", None));
    }

    #[test]
    fn binary_data_is_named() {
        for bytes in [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            b"text with a \0 in it".to_vec(),
            (0..=255).collect(),
        ] {
            assert_eq!(
                decode(bytes.clone(), None),
                Err(NotText::Binary),
                "{bytes:?}"
            );
            assert_eq!(
                decode(bytes, Some(Encoding::Windows1252)),
                Err(NotText::Binary)
            );
        }
    }

    #[test]
    fn a_text_over_the_bound_is_too_large_also_after_conversion() {
        let most = bounds::TEXT_BYTES;
        assert!(decode(vec![b'a'; most], None).is_ok());
        assert_eq!(
            decode(vec![b'a'; most + 1], None),
            Err(NotText::TooLarge {
                bytes: most as u64 + 1
            })
        );
        let grows = decode(vec![0xE9; most], Some(Encoding::Windows1252));
        assert_eq!(
            grows,
            Err(NotText::TooLarge {
                bytes: 2 * most as u64
            })
        );
    }
}
