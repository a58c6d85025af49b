//! One hit of a search: its title, and the pieces of text around the matches, each on one line.

use std::io;

use longhand_api::model::{MatchRange, SearchHit};

use crate::lh::Lh;
use crate::screen::{Ink, Screen, width};
use crate::words::short;

/// Columns that a line's number takes before its text.
const MARGIN: usize = 7;

/// Writes a hit.
pub(crate) fn show(lh: &Lh, screen: &mut Screen<'_>, hit: &SearchHit) -> io::Result<()> {
    marked(screen, Ink::Bold, &hit.document.title, &hit.title_matches)?;
    screen.put(Ink::Dim, format!("  {}  ", short(hit.document.id)))?;
    screen.put(Ink::Dim, lh.date(hit.document.updated_at))?;
    if let Some(version) = &hit.version {
        let of = lh.date(version.created_at);
        screen.put(Ink::Yellow, format!("  version {} of {of}", version.number))?;
    }
    screen.end()?;
    for snippet in &hit.snippets {
        screen.put(Ink::Dim, format!("{:>5}  ", snippet.line))?;
        let room = screen
            .columns()
            .map(|columns| columns.saturating_sub(MARGIN));
        match room {
            Some(room) if width(&snippet.text) > room => {
                let (text, matches) = fitted(&snippet.text, &snippet.matches, room);
                marked(screen, Ink::Plain, &text, &matches)?;
            }
            Some(_) | None => marked(screen, Ink::Plain, &snippet.text, &snippet.matches)?,
        }
        screen.end()?;
    }
    Ok(())
}

/// Cuts a text to the columns of a line, so that its first match stays in sight.
fn fitted(text: &str, matches: &[MatchRange], columns: usize) -> (String, Vec<MatchRange>) {
    let first = matches.first().map_or(0, |range| range.start as usize);
    let chars: Vec<char> = text.chars().collect();
    // Both ends may need an ellipsis.
    let room = columns.saturating_sub(2);
    let mut start = first.min(chars.len());
    let mut taken = 0;
    for (at, c) in chars.iter().take(first).enumerate().rev() {
        taken += columns_of(*c);
        if taken > room / 4 {
            break;
        }
        start = at;
    }
    let mut end = start;
    taken = 0;
    for (at, c) in chars.iter().enumerate().skip(start) {
        taken += columns_of(*c);
        if taken > room {
            break;
        }
        end = at + 1;
    }
    let before = if start > 0 { "…" } else { "" };
    let after = if end < chars.len() { "…" } else { "" };
    let kept: String = chars.iter().skip(start).take(end - start).collect();
    let moved = |at: u32| {
        let at = (at as usize).clamp(start, end) - start + before.chars().count();
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let matches = matches.iter().map(|range| MatchRange {
        start: moved(range.start),
        end: moved(range.end),
    });
    (format!("{before}{kept}{after}"), matches.collect())
}

fn columns_of(c: char) -> usize {
    width(c.encode_utf8(&mut [0; 4]))
}

/// Writes a text with its matches standing out.
fn marked(screen: &mut Screen<'_>, ink: Ink, text: &str, matches: &[MatchRange]) -> io::Result<()> {
    let mut piece = String::new();
    let mut in_match = false;
    for (at, c) in (0_u32..).zip(text.chars()) {
        let now = matches
            .iter()
            .any(|range| range.start <= at && at < range.end);
        if now != in_match {
            screen.put(if in_match { Ink::Green } else { ink }, &piece)?;
            piece.clear();
            in_match = now;
        }
        piece.push(c);
    }
    screen.put(if in_match { Ink::Green } else { ink }, &piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_piece_is_cut_around_its_first_match() {
        for (text, start, columns, cut, moved) in [
            ("0123456789 match and more", 11, 14, "…89 match and…", 4),
            ("match at the beginning of it", 0, 14, "match at the…", 0),
            ("漢字漢字漢字一致漢字漢字", 6, 14, "…字一致漢字漢…", 2),
            ("at the very end of it a match", 24, 14, "… a match", 4),
        ] {
            let matches = [MatchRange {
                start,
                end: start + 2,
            }];
            let (found, ranges) = fitted(text, &matches, columns);
            assert_eq!((found.as_str(), ranges[0].start), (cut, moved), "{text}");
            assert!(width(&found) <= columns, "{found}");
        }
    }
}
