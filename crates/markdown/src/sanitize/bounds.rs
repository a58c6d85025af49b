//! What a page parser can bear: HTML that nests too deep or runs too long costs it time that grows with the square.
//!
//! A sketch of the parser's stack, wrong only on the strict side: what it counts as open may be closed, not the other way round.

/// Elements may be open inside one another this deep.
const MAX_DEPTH: usize = 256;
/// Formatting that stays open when its block ends is opened again in every later block; so much of it is mended.
const MAX_LEAKED: usize = 16;
/// Texts between two tags up to this length are harmless, in bytes.
const SHORT_TEXT: usize = 64 * 1024;
/// Serialising a text takes as many steps as it has bytes for each of its special characters.
const MAX_STEPS: usize = 400_000_000;

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Their end tags may be left out.
const IMPLIED: &[&str] = &[
    "p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "rt", "rp", "option",
    "colgroup",
];

/// They survive the end of the block they stand in.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// What kind of tag a name makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Void,
    Implied,
    Formatting,
    Plain,
}

fn kind(name: &str) -> Kind {
    let is_in = |list: &[&str]| list.iter().any(|other| other.eq_ignore_ascii_case(name));
    if is_in(VOID) {
        Kind::Void
    } else if is_in(IMPLIED) {
        Kind::Implied
    } else if is_in(FORMATTING) {
        Kind::Formatting
    } else {
        Kind::Plain
    }
}

/// A tag as the sketch sees it.
pub(crate) struct RoughTag<'h> {
    pub(crate) name: &'h str,
    pub(crate) closes: bool,
    rest: &'h str,
}

impl RoughTag<'_> {
    /// Tells whether the tag has no end tag, be it by its name or because it is written as in XML.
    pub(crate) fn stands_alone(&self) -> bool {
        let inside = self
            .rest
            .bytes()
            .take(1024)
            .take_while(|byte| !matches!(byte, b'<' | b'>'));
        kind(self.name) == Kind::Void || inside.last() == Some(b'/')
    }
}

/// Walks everything that may be a tag, in comments and attributes too.
pub(crate) fn rough_tags(html: &str) -> impl Iterator<Item = RoughTag<'_>> {
    html.match_indices('<').filter_map(move |(at, _)| {
        let rest = html.get(at + 1..)?;
        let closes = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest
            .bytes()
            .take(32)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let name = rest
            .get(..length)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        Some(RoughTag {
            name,
            closes,
            rest: rest.get(length..)?,
        })
    })
}

/// Follows the open elements of a piece of HTML, or of several in a row.
#[derive(Debug, Default)]
pub(crate) struct Sketch<'h> {
    open: Vec<(&'h str, Kind)>,
    leaked: usize,
}

impl<'h> Sketch<'h> {
    /// Reads on; returns whether all so far can be borne.
    pub(crate) fn bears(&mut self, html: &'h str) -> bool {
        let is_slow = |text: &str| {
            let special = || {
                text.bytes()
                    .filter(|byte| matches!(byte, b'&' | 0xc2))
                    .count()
            };
            text.len() > SHORT_TEXT && text.len().saturating_mul(special()) > MAX_STEPS
        };
        !(html.len() > SHORT_TEXT && html.split('<').any(is_slow))
            && rough_tags(html).all(|tag| {
                self.follow(&tag);
                self.open.len() <= MAX_DEPTH && self.leaked <= MAX_LEAKED
            })
    }

    fn follow(&mut self, tag: &RoughTag<'h>) {
        let kind = kind(tag.name);
        match (kind, tag.closes) {
            (Kind::Void, _) => {}
            (Kind::Implied, false) => {
                let same = |name: &str| name.eq_ignore_ascii_case(tag.name);
                let is_row = tag.name.eq_ignore_ascii_case("tr");
                while self
                    .open
                    .last()
                    .is_some_and(|(name, _)| same(name) || (is_row && is_cell(name)))
                {
                    self.open.pop();
                }
                self.open.push((tag.name, kind));
            }
            (_, false) => self.open.push((tag.name, kind)),
            (_, true) => self.close(tag.name),
        }
    }

    /// Closes an element if nothing stands over it but what ends by itself.
    fn close(&mut self, wanted: &str) {
        let is_wanted = |name: &str| name.eq_ignore_ascii_case(wanted);
        let mut leaked = 0;
        for (index, (name, kind)) in self.open.iter().enumerate().rev() {
            if is_wanted(name) {
                self.open.truncate(index);
                self.leaked += leaked;
                return;
            }
            match kind {
                Kind::Formatting => leaked += 1,
                Kind::Implied => {}
                Kind::Plain | Kind::Void => return,
            }
        }
    }
}

fn is_cell(name: &str) -> bool {
    name.eq_ignore_ascii_case("td") || name.eq_ignore_ascii_case("th")
}
