//! Addresses in raw HTML: the `src` of an image and the `href` of a link.
//!
//! Reads tags just well enough to find the bytes of quoted values; safety is the sanitiser's business.

use std::ops::Range;

/// A quoted attribute value.
pub(super) struct Attribute {
    /// Its bytes, without the quotes.
    pub(super) value: Range<usize>,
    /// The `src` of an image, not the `href` of a link.
    pub(super) image: bool,
}

/// Tells cheaply whether a piece of HTML can hold an address.
pub(super) fn may_link(html: &str) -> bool {
    let bytes = html.as_bytes();
    bytes
        .windows(4)
        .any(|window| window.eq_ignore_ascii_case(b"src=") || window.eq_ignore_ascii_case(b"href"))
        || bytes
            .windows(3)
            .any(|window| window.eq_ignore_ascii_case(b"src"))
}

/// Finds the addresses of a piece of HTML.
pub(super) fn addresses(html: &str) -> Vec<Attribute> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + open + 1;
        let rest = html.get(start..).unwrap_or_default();
        let name_length = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let name = rest
            .get(..name_length)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let wanted = match name.as_str() {
            "img" => Some("src"),
            "a" => Some("href"),
            _ => None,
        };
        let (value, end) = attribute(html, start + name_length, wanted);
        if let Some(value) = value {
            found.push(Attribute {
                value,
                image: name == "img",
            });
        }
        at = end.max(start);
    }
    found
}

/// Reads the attributes from `at` to the end of the tag; returns the wanted value and where the tag ends.
fn attribute(html: &str, mut at: usize, wanted: Option<&str>) -> (Option<Range<usize>>, usize) {
    let bytes = html.as_bytes();
    let mut value = None;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => break,
            b'=' => {
                let before = html.get(..at).unwrap_or_default().trim_end();
                let name_from =
                    before.rfind(|c: char| c.is_ascii_whitespace() || "\"'/<".contains(c));
                let name = before
                    .get(name_from.map_or(0, |from| from + 1)..)
                    .unwrap_or_default();
                let after = html.get(at + 1..).unwrap_or_default();
                let from = at + 1 + after.len() - after.trim_start().len();
                at = match bytes.get(from) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let inner = html.get(from + 1..).unwrap_or_default();
                        let Some(length) = inner.find(char::from(*quote)) else {
                            return (value, html.len());
                        };
                        if value.is_none()
                            && wanted.is_some_and(|wanted| name.eq_ignore_ascii_case(wanted))
                        {
                            value = Some(from + 1..from + 1 + length);
                        }
                        from + length + 2
                    }
                    Some(_) | None => from,
                };
            }
            _ => at += 1,
        }
    }
    (value, at)
}
