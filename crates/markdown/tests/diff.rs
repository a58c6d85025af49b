//! Diffs as data and as patches.

use longhand_markdown::diff::{Diff, DiffKind, DiffLine, LineEnd, diff, unified};
use proptest::prelude::*;

/// The pieces of a line; the changed ones in brackets.
fn marked(line: &DiffLine) -> String {
    let piece = |piece: &longhand_markdown::diff::Segment| {
        if piece.changed {
            format!("[{}]", piece.text)
        } else {
            piece.text.clone()
        }
    };
    line.segments.iter().map(piece).collect()
}

#[test]
fn a_changed_word_is_marked_inside_its_line() {
    let changes = diff("one two three\nsame\n", "one 2 three\nsame\n");
    assert_eq!(
        (changes.added, changes.removed, changes.hunks.len()),
        (1, 1, 1)
    );
    let lines: Vec<_> = changes.hunks[0]
        .lines
        .iter()
        .map(|line| (line.kind, line.old_line, line.new_line, marked(line)))
        .collect();
    assert_eq!(
        lines,
        [
            (
                DiffKind::Removed,
                Some(1),
                None,
                "one [two] three".to_owned()
            ),
            (DiffKind::Added, None, Some(1), "one [2] three".to_owned()),
            (DiffKind::Context, Some(2), Some(2), "same".to_owned()),
        ]
    );
}

#[test]
fn lines_written_anew_are_not_marked_word_by_word() {
    let changes = diff("alpha beta gamma\n", "nothing in common here\n");
    assert!(
        changes.hunks[0]
            .lines
            .iter()
            .all(|line| !marked(line).contains('['))
    );
}

#[test]
fn a_patch_reads_as_git_writes_it() {
    let old: String = (1..=20).map(|n| format!("line {n}\n")).collect();
    let new = old
        .replace("line 2\n", "")
        .replace("line 18\n", "line 18\nadded\n")
        .replace("line 20\n", "line 20");
    insta::assert_snapshot!(unified(&diff(&old, &new), "a/note.md", "b/note.md"));
    assert_eq!(unified(&diff(&old, &old), "a", "b"), "");
    assert_eq!(
        unified(&diff("", "x\n"), "a", "b"),
        "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n"
    );
}

#[test]
fn a_changed_line_end_is_a_change() {
    let changes = diff("a\r\nb\n", "a\nb");
    let ends: Vec<_> = changes.hunks[0]
        .lines
        .iter()
        .map(|line| (line.kind, line.end))
        .collect();
    assert_eq!(
        ends,
        [
            (DiffKind::Removed, LineEnd::CrLf),
            (DiffKind::Removed, LineEnd::Lf),
            (DiffKind::Added, LineEnd::Lf),
            (DiffKind::Added, LineEnd::None),
        ]
    );
}

/// Applies a diff to the old text.
fn applied(old: &str, changes: &Diff) -> String {
    let mut old_lines = old.split_inclusive('\n');
    let mut out = String::new();
    let mut at = 0;
    for hunk in &changes.hunks {
        let start = hunk.old_start - u32::from(hunk.old_lines > 0);
        out.extend(old_lines.by_ref().take((start - at) as usize));
        old_lines
            .by_ref()
            .take(hunk.old_lines as usize)
            .for_each(drop);
        at = start + hunk.old_lines;
        for line in hunk
            .lines
            .iter()
            .filter(|line| line.kind != DiffKind::Removed)
        {
            out.push_str(&line.text());
            out.push_str(match line.end {
                LineEnd::None => "",
                LineEnd::Lf => "\n",
                LineEnd::CrLf => "\r\n",
                LineEnd::Cr => "\r",
            });
        }
    }
    out.extend(old_lines);
    out
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab ]{0,3}(\n|\r\n)", 0..30).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_diff_leads_from_the_old_text_to_the_new(old in text(), new in text(), tail in "[ab]{0,2}") {
        let new = new + &tail;
        let changes = diff(&old, &new);
        prop_assert_eq!(applied(&old, &changes), new);
    }
}
