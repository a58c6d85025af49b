//! `#tags` in prose: after a space or an opening mark, with `/` to nest, never digits alone.

const TAG_CHARS: usize = 50;

/// Calls `found` with each tag of a piece of visible text; `before` is the character in front of the piece.
pub(super) fn scan(text: &str, before: Option<char>, mut found: impl FnMut(&str)) {
    for (at, _) in text.match_indices('#') {
        let previous = text
            .get(..at)
            .and_then(|head| head.chars().next_back())
            .or(before);
        if !previous.is_none_or(opens_tag) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len());
        // `#a#b` is a fragment or a colour, and `#` after a tag starts none.
        let followed = rest.get(end..).and_then(|tail| tail.chars().next());
        let tag = rest
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches(['/', '-']);
        let empty_part = tag.split('/').any(str::is_empty);
        let only_digits = tag
            .chars()
            .all(|c| c.is_ascii_digit() || c == '/' || c == '_' || c == '-');
        if followed != Some('#') && !empty_part && !only_digits && tag.chars().count() <= TAG_CHARS
        {
            found(tag);
        }
    }
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/') || is_mark(c)
}

/// Marks and joiners that spell words (and pictures) of scripts which need them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}'
        | '\u{200c}' | '\u{200d}' | '\u{fe0f}' | '\u{1f300}'..='\u{1faff}')
}

fn opens_tag(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '[' | '{' | '"' | '\'' | ',' | ';' | '“' | '‘' | '«'
        )
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_after_a_space_or_an_opening_mark() {
        let cases: [(&str, &[&str]); 12] = [
            ("#one and #two", &["one", "two"]),
            (
                "(#in) [#brackets], \"#quoted\"",
                &["in", "brackets", "quoted"],
            ),
            ("#nested/tag/ #trailing-", &["nested/tag", "trailing"]),
            ("#123 #12/3 #1a", &["1a"]),
            ("a#b http://x/#y c##d", &[]),
            (
                "#中文标签 。#标签 ，#日本語/タグ",
                &["中文标签", "标签", "日本語/タグ"],
            ),
            ("##", &[]),
            ("#", &[]),
            ("#/a #a//b", &[]),
            ("#fff;", &["fff"]),
            ("#été #naïve", &["été", "naïve"]),
            ("#a#b", &[]),
        ];
        for (text, expected) in cases {
            let mut tags = Vec::new();
            scan(text, None, |tag| tags.push(tag.to_owned()));
            assert_eq!(tags, expected, "{text}");
        }
    }

    #[test]
    fn what_stands_before_the_piece_counts() {
        let mut tags = Vec::new();
        scan("#no", Some('x'), |tag| tags.push(tag.to_owned()));
        scan("#yes", Some(' '), |tag| tags.push(tag.to_owned()));
        assert_eq!(tags, ["yes"]);
    }
}
