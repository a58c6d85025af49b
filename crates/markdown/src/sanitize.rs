//! The one gate between text and page: an allow-list of tags, attributes and addresses.
//!
//! Everything that becomes HTML passes here, what the renderer wrote as well as raw HTML of the document. Nothing that
//! leaves runs, loads or reaches out by itself: pictures from other hosts keep their address in `data-remote-src`, files of
//! the library in `data-src`, links into the library in `data-doc`. Every `id` carries the prefix `h-`, so that no element can
//! take the name of something a script looks up.

mod allow;
mod finish;

use ammonia::Builder;
use std::sync::OnceLock;

/// The prefix of every `id` that leaves the sanitiser.
pub const ID_PREFIX: &str = "h-";

/// Clean HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The HTML: well formed, safe to insert.
    pub html: String,
    /// How many pictures it names on other hosts.
    pub remote_images: usize,
}

/// Sanitises a fragment of HTML, whoever wrote it.
pub fn sanitize(html: &str) -> Clean {
    static SANITIZER: OnceLock<Builder<'static>> = OnceLock::new();
    let clean = SANITIZER
        .get_or_init(allow::builder)
        .clean(html)
        .to_string();
    finish::finish(&clean)
}
