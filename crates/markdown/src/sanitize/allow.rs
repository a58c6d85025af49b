//! What may pass: tags, attributes, classes, values.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::ID_PREFIX;

/// The largest inline picture, in bytes of its `data:` address.
const MAX_DATA_URL: usize = 256 * 1024;

/// The longest value of any other attribute, in bytes.
const MAX_VALUE: usize = 8 * 1024;

pub(super) const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// These go with all they hold; of every other forbidden tag the text stays.
pub(super) const DROPPED: &[&str] = &[
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "embed",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "textarea",
    "select",
    "title",
    "svg",
    "math",
    "head",
    "frameset",
    "applet",
    "audio",
    "video",
    "canvas",
    "dialog",
    "portal",
];

const CLASSES: &[&str] = &[
    "contains-task-list",
    "task-list-item",
    "footnotes",
    "footnote-ref",
    "footnote-backref",
    "markdown-alert",
    "markdown-alert-title",
    "embed",
];

const CLASS_PREFIXES: &[&str] = &["syn-", "language-", "markdown-alert-"];

const ALIGNED: &[&str] = &[
    "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "img", "hr",
];

/// Builds the sanitiser.
pub(super) fn builder() -> Builder<'static> {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::from([
        (
            "a",
            HashSet::from([
                "href",
                "name",
                "data-doc",
                "data-fragment",
                "data-kind",
                "aria-label",
            ]),
        ),
        (
            "img",
            HashSet::from(["src", "alt", "width", "height", "data-src", "data-kind"]),
        ),
        (
            "span",
            HashSet::from(["data-math", "data-task", "data-line"]),
        ),
        ("div", HashSet::from(["data-math", "data-alert"])),
        ("details", HashSet::from(["open", "data-alert"])),
        ("pre", HashSet::from(["data-mermaid", "data-lang"])),
        ("ol", HashSet::from(["start", "reversed"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ("time", HashSet::from(["datetime"])),
        ("section", HashSet::from(["data-footnotes"])),
    ]);
    for tag in ALIGNED {
        attributes.entry(tag).or_default().insert("align");
    }
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["id", "title", "class", "lang", "dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "data"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(filter);
    builder
}

/// Judges the value of an attribute that is allowed by name.
fn filter<'v>(tag: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let keep = |keep: bool| keep.then_some(Cow::Borrowed(value));
    if value.len() > MAX_VALUE && name != "src" {
        return None;
    }
    match (tag, name) {
        (_, "id" | "name") => identifier(value).map(Cow::Owned),
        (_, "class") => classes(value).map(Cow::Owned),
        ("img", "src") => {
            keep(is_small_picture(value) || (!is_data_url(value) && value.len() <= MAX_VALUE))
        }
        (_, "href") => keep(!is_data_url(value)),
        (_, "align") => keep(matches!(value, "left" | "right" | "center" | "justify")),
        (_, "width" | "height") => {
            let digits = value
                .strip_suffix('%')
                .or(value.strip_suffix("px"))
                .unwrap_or(value);
            keep(is_number(digits, 4))
        }
        (_, "start") => keep(is_number(value, 9)),
        (_, "colspan" | "rowspan") => keep(is_number(value, 3)),
        (_, "data-line") => keep(is_number(value, 9)),
        (_, "dir") => keep(matches!(value, "ltr" | "rtl" | "auto")),
        (_, "data-kind") => keep(matches!(value, "wiki" | "embed" | "relative")),
        (_, "data-math") => keep(matches!(value, "inline" | "display")),
        (_, "data-task") => keep(matches!(value, "open" | "done")),
        (_, "data-alert" | "data-lang") => keep(
            value.len() <= 64
                && value
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-_+#.".contains(c)),
        ),
        (_, _) => keep(true),
    }
}

fn is_number(value: &str, digits: usize) -> bool {
    (1..=digits).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_data_url(value: &str) -> bool {
    crate::links::scheme(value.trim_start_matches(|c: char| c <= ' ')).as_deref() == Some("data")
}

fn is_small_picture(value: &str) -> bool {
    let kinds = ["png", "jpeg", "gif", "webp"];
    let is_kind = |kind: &str| {
        value
            .strip_prefix("data:image/")
            .and_then(|rest| rest.strip_prefix(kind))
            .and_then(|rest| rest.strip_prefix(";base64,"))
            .is_some_and(|data| {
                data.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
            })
    };
    value.len() <= MAX_DATA_URL && kinds.into_iter().any(is_kind)
}

/// Prefixes an id; what holds blanks or is very long is none.
fn identifier(value: &str) -> Option<String> {
    let fit = !value.is_empty() && value.len() <= 1024 && !value.contains(|c: char| c <= ' ');
    fit.then(|| format!("{ID_PREFIX}{value}"))
}

fn classes(value: &str) -> Option<String> {
    let plain = |class: &str| {
        class
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_+#.".contains(c))
    };
    let known = |class: &&str| {
        CLASSES.contains(class)
            || (class.len() <= 64
                && plain(class)
                && CLASS_PREFIXES
                    .iter()
                    .any(|prefix| class.starts_with(prefix)))
    };
    let kept: Vec<&str> = value
        .split_ascii_whitespace()
        .filter(known)
        .take(8)
        .collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}
