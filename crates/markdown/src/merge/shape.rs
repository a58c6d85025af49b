//! The shape of texts beside their words: line ends, byte order mark, final newline.

use super::Region;
use crate::position::{lines_with_ends, without_end};

const MARK: char = '\u{feff}';

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Lf,
    CrLf,
    Cr,
}

impl End {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }

    fn of(line: &str) -> Option<Self> {
        if line.ends_with("\r\n") {
            Some(Self::CrLf)
        } else if line.ends_with('\n') {
            Some(Self::Lf)
        } else {
            line.ends_with('\r').then_some(Self::Cr)
        }
    }
}

/// The text of which a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Base,
    Mine,
    Theirs,
}

/// The lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    /// Without their ends.
    pub(super) words: Vec<&'t str>,
    pub(super) ends: Vec<Option<End>>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let (words, ends) = lines_with_ends(text)
            .map(|line| (without_end(line), End::of(line)))
            .unzip();
        Self { words, ends }
    }
}

/// Merges three values; where all differ, the least, so that the sides can be swapped.
pub(super) fn merged<T: PartialEq + Ord + Copy>(base: T, mine: T, theirs: T) -> T {
    if mine == theirs || base == theirs {
        mine
    } else if base == mine {
        theirs
    } else {
        mine.min(theirs)
    }
}

/// Returns a text without its byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

/// The shapes of three texts and of what they become.
#[derive(Debug)]
pub(super) struct Ends {
    usual: [End; 3],
    merged: End,
    final_newline: bool,
    mark: bool,
}

impl Ends {
    pub(super) fn of(texts: [&str; 3]) -> Self {
        let [base, mine, theirs] = texts.map(usual_end);
        let fallback = base
            .or(mine.min(theirs))
            .or(mine)
            .or(theirs)
            .unwrap_or(End::Lf);
        let usual = [base, mine, theirs].map(|end| end.unwrap_or(fallback));
        let [base, mine, theirs] = usual;
        let newline = |text: &str| (!text.is_empty()).then(|| text.ends_with(['\n', '\r']));
        let [base_newline, my_newline, their_newline] = texts.map(newline);
        let inherited = base_newline.unwrap_or(true);
        let [base_mark, my_mark, their_mark] = texts.map(|text| text.starts_with(MARK));
        Self {
            usual,
            merged: merged(base, mine, theirs),
            final_newline: merged(
                inherited,
                my_newline.unwrap_or(inherited),
                their_newline.unwrap_or(inherited),
            ),
            mark: merged(base_mark, my_mark, their_mark),
        }
    }

    fn usual(&self, from: From) -> End {
        let [base, mine, theirs] = self.usual;
        match from {
            From::Base => base,
            From::Mine => mine,
            From::Theirs => theirs,
        }
    }

    /// The end that new lines get.
    pub(super) fn merged(&self) -> End {
        self.merged
    }

    /// The end of a line that all three have.
    pub(super) fn of_stable(&self, ends: [Option<End>; 3]) -> End {
        let [base, mine, theirs] = ends;
        let base = base.unwrap_or(self.usual(From::Base));
        let mine = mine.unwrap_or(self.usual(From::Mine));
        merged(base, mine, theirs.unwrap_or(self.usual(From::Theirs)))
    }

    /// The end of a line that one side brings: its own where it is unusual there, else that of the result.
    pub(super) fn of_new(&self, end: Option<End>, from: From) -> End {
        end.filter(|end| *end != self.usual(from))
            .unwrap_or(self.merged)
    }

    /// Writes lines of one side as they stand in the result.
    pub(super) fn written(&self, words: &[&str], ends: &[Option<End>], from: From) -> String {
        let mut text = String::new();
        for (line, end) in words.iter().zip(ends) {
            text.push_str(line);
            text.push_str(self.of_new(*end, from).as_str());
        }
        text
    }

    /// The same for a whole piece of text.
    pub(super) fn adopted(&self, text: &str, from: From) -> String {
        let lines = Lines::of(text);
        self.written(&lines.words, &lines.ends, from)
    }

    /// Gives the whole its byte order mark and its final newline, or takes it.
    pub(super) fn finish(&self, regions: &mut Vec<Region>) {
        if self.mark {
            regions.insert(
                0,
                Region::Stable {
                    text: MARK.to_string(),
                },
            );
        }
        if self.final_newline {
            return;
        }
        for region in regions.iter_mut().rev() {
            let trim = |text: &mut String| {
                let kept = without_end(text).len();
                text.truncate(kept);
            };
            match region {
                Region::Stable { text } | Region::Auto { text, .. } if text.is_empty() => {}
                Region::Stable { text } | Region::Auto { text, .. } => return trim(text),
                Region::Conflict { base, mine, theirs } => {
                    return [base, mine, theirs].into_iter().for_each(trim);
                }
            }
        }
    }
}

/// The end that most lines of a text have.
fn usual_end(text: &str) -> Option<End> {
    let mut counts = [(0_usize, End::Lf), (0, End::CrLf), (0, End::Cr)];
    for end in lines_with_ends(text).filter_map(End::of) {
        for (count, kind) in &mut counts {
            *count += usize::from(*kind == end);
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(count, kind)| (*count, std::cmp::Reverse(*kind)));
    most.filter(|(count, _)| *count > 0).map(|(_, kind)| kind)
}
