//! How an attachment may be shown: its `Content-Type`, its `Content-Disposition`, its policy.
//!
//! What a document brings is hostile. Only types that a browser shows without running anything are
//! sent under their own name; all others are bytes to save.

use std::fmt::Write as _;

/// What an attachment is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Presentation {
    /// The `Content-Type`.
    pub(crate) content_type: &'static str,
    /// Shown in place rather than saved.
    pub(crate) inline: bool,
}

/// Keeps a picture with scripts in it, opened on its own, from running or fetching anything.
pub(crate) const ATTACHMENT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox";

/// The types that are shown in place; text is shown as plain text, whatever it holds.
const SHOWN: [(&str, &str); 24] = [
    ("image/png", "image/png"),
    ("image/jpeg", "image/jpeg"),
    ("image/gif", "image/gif"),
    ("image/webp", "image/webp"),
    ("image/avif", "image/avif"),
    ("image/bmp", "image/bmp"),
    ("image/x-icon", "image/x-icon"),
    ("image/vnd.microsoft.icon", "image/x-icon"),
    ("image/svg+xml", "image/svg+xml"),
    ("audio/mpeg", "audio/mpeg"),
    ("audio/ogg", "audio/ogg"),
    ("audio/wav", "audio/wav"),
    ("audio/x-wav", "audio/wav"),
    ("audio/flac", "audio/flac"),
    ("audio/aac", "audio/aac"),
    ("audio/mp4", "audio/mp4"),
    ("audio/m4a", "audio/mp4"),
    ("audio/webm", "audio/webm"),
    ("video/mp4", "video/mp4"),
    ("video/webm", "video/webm"),
    ("video/ogg", "video/ogg"),
    ("text/plain", "text/plain; charset=utf-8"),
    ("text/csv", "text/plain; charset=utf-8"),
    ("text/markdown", "text/plain; charset=utf-8"),
];

/// Says how bytes of a media type are sent.
pub(crate) fn presentation(media_type: &str) -> Presentation {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    SHOWN
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(essence))
        .map_or(
            Presentation {
                content_type: "application/octet-stream",
                inline: false,
            },
            |&(_, content_type)| Presentation {
                content_type,
                inline: true,
            },
        )
}

/// Writes a `Content-Disposition` for any file name: an ASCII name for old readers and the real one
/// as RFC 8187 has it. Nothing in a name can end the quotes or the header.
pub(crate) fn disposition(inline: bool, file_name: &str) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let name = file_name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let name = if name.is_empty() || name.chars().all(|c| c == '.') {
        "attachment"
    } else {
        name
    };
    let ascii: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' | ';' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let mut header = format!("{kind}; filename=\"{ascii}\"");
    if ascii != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                header.push(char::from(byte));
            } else {
                write!(header, "%{byte:02X}").expect("invariant: writing to a String cannot fail");
            }
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_that_run_nothing_are_shown() {
        for (media_type, content_type, inline) in [
            ("image/png", "image/png", true),
            ("IMAGE/PNG; x=y", "image/png", true),
            ("image/svg+xml", "image/svg+xml", true),
            ("text/plain", "text/plain; charset=utf-8", true),
            ("text/html", "application/octet-stream", false),
            ("application/xhtml+xml", "application/octet-stream", false),
            ("text/xml", "application/octet-stream", false),
            ("text/javascript", "application/octet-stream", false),
            ("application/pdf", "application/octet-stream", false),
            ("", "application/octet-stream", false),
            ("image/png\r\nx: y", "application/octet-stream", false),
        ] {
            let found = presentation(media_type);
            assert_eq!(
                (found.content_type, found.inline),
                (content_type, inline),
                "{media_type}"
            );
        }
    }

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        for (name, header) in [
            ("a.png", "inline; filename=\"a.png\""),
            ("my file.png", "inline; filename=\"my file.png\""),
            (
                "a\"; filename=\"evil.exe",
                "inline; filename=\"a__ filename=_evil.exe\"; \
                 filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe",
            ),
            (
                "a\r\nSet-Cookie: x",
                "inline; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x",
            ),
            ("../../etc/passwd", "inline; filename=\"passwd\""),
            ("C:\\x\\y.txt", "inline; filename=\"y.txt\""),
            (
                "写真.png",
                "inline; filename=\"__.png\"; filename*=UTF-8''%E5%86%99%E7%9C%9F.png",
            ),
            ("", "inline; filename=\"attachment\""),
            ("..", "inline; filename=\"attachment\""),
        ] {
            assert_eq!(disposition(true, name), header, "{name:?}");
            assert!(header.bytes().all(|b| (0x20..0x7f).contains(&b)));
        }
        assert!(disposition(false, "a").starts_with("attachment;"));
    }
}
