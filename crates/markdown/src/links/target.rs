//! Addresses: what kind they are, and how they are written and read.

use std::borrow::Cow;

/// What an address points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    /// `#heading`: this document.
    Fragment,
    /// A path without a scheme: the library or the folder.
    Path,
    /// With a scheme or a host.
    Absolute,
}

/// Tells what an address points into.
pub(crate) fn classify(url: &str) -> Address {
    let url = url.trim_start_matches(|c: char| c <= ' ');
    if url.is_empty() || url.starts_with('#') {
        return Address::Fragment;
    }
    if url.starts_with("//") || url.starts_with("\\\\") || scheme(url).is_some() {
        return Address::Absolute;
    }
    Address::Path
}

/// Returns the scheme of an address, as a browser reads it: tabs and line ends do not count.
pub(crate) fn scheme(url: &str) -> Option<String> {
    let mut name = String::new();
    for c in url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')) {
        match c {
            ':' if !name.is_empty() => return Some(name),
            c if c.is_ascii_alphabetic() => name.push(c.to_ascii_lowercase()),
            c if !name.is_empty() && (c.is_ascii_digit() || "+-.".contains(c)) => name.push(c),
            _ => return None,
        }
    }
    None
}

/// Takes `%20` and the like out of a path; what is not UTF-8 then stays as it was.
pub(crate) fn percent_decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let code = pair.and_then(|pair| std::str::from_utf8(pair).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_not_text| path.to_owned())
}

/// Takes the backslashes out that Markdown allows before punctuation.
pub(crate) fn unescaped(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {
                out.extend(chars.next());
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}
