//! The one gate between text and page: an allow-list of tags, attributes and addresses.
//!
//! Everything that becomes HTML passes here, what the renderer wrote as well as raw HTML of the document. Nothing that
//! leaves runs, loads or reaches out by itself: pictures from other hosts keep their address in `data-remote-src`, files of
//! the library in `data-src`, links into the library in `data-doc`. Every `id` carries the prefix `h-`, so that no element can
//! take the name of something a script looks up.

mod allow;
pub(crate) mod bounds;
mod finish;

use std::sync::OnceLock;

use ammonia::Builder;
use longhand_model::LinkKind;

/// The prefix of every `id` that leaves the sanitiser.
pub const ID_PREFIX: &str = "h-";

/// Clean HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The HTML: well formed, safe to insert.
    pub html: String,
    /// How many pictures it names on other hosts.
    pub remote_images: usize,
    /// What of the library its links and pictures name, as in `data-doc` and `data-src`.
    pub targets: Vec<Target>,
}

/// Something of the library that a link or a picture names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// How it is named.
    pub kind: LinkKind,
    /// The name, decoded, without the fragment.
    pub name: String,
}

/// Cuts long texts for the parser, which slows down on them; it does not leave the sanitiser.
pub(crate) const CUT: &str = "<wbr class=\"syn-cut\">";

/// Sanitises a fragment of HTML, whoever wrote it. What nests too deep to be parsed in time comes out as text.
pub fn sanitize(html: &str) -> Clean {
    if !bounds::Sketch::default().bears(html) {
        return Clean {
            html: as_text(html),
            remote_images: 0,
            targets: Vec::new(),
        };
    }
    static SANITIZER: OnceLock<Builder<'static>> = OnceLock::new();
    let clean = SANITIZER
        .get_or_init(allow::builder)
        .clean(html)
        .to_string();
    finish::finish(&clean)
}

/// Tells whether a tag is kept, or dropped with all it holds: of other tags only the text stays.
pub(crate) fn is_known_tag(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    allow::TAGS.contains(&name.as_str()) || allow::DROPPED.contains(&name.as_str())
}

/// Returns HTML as a page that shows its source.
pub(crate) fn as_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    out.push_str("<pre>");
    for c in html.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out.push_str("</pre>\n");
    out
}
