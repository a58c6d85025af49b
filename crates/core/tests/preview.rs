//! What a preview says to whom, and where its links lead, also after the library changed under it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document;
use longhand_core::preview::{self, KeptBlocks, Preview, PreviewBlock, PreviewRequest};
use support::Desk;

const TEXT: &str = "[[Target]], [there](folder/note.md#part), <https://example.org>, ![](a.png)\n";

fn render(desk: &Desk) -> Preview {
    ask(desk, TEXT, None)
}

fn ask(desk: &Desk, text: &str, known: Option<&Preview>) -> Preview {
    let request = PreviewRequest {
        document: None,
        text: text.to_owned(),
        known: known.map(|known| known.state.clone()),
    };
    preview::render(&desk.app, &desk.person, &request).unwrap()
}

/// What a client shows that knew `known` and hears `answer`.
fn joined(known: &Preview, answer: &Preview) -> Preview {
    let Some(kept) = answer.kept else {
        return answer.clone();
    };
    let (before, after) = known.blocks.split_at(kept.before as usize);
    let (gone, after) = after.split_at(after.len() - kept.after as usize);
    let mut blocks = before.to_vec();
    for block in &answer.blocks {
        let same = |old: &&PreviewBlock| old.hash == block.hash;
        let html = || gone.iter().find(same).unwrap().html.clone();
        let html = block.html.clone().or_else(html);
        blocks.push(PreviewBlock {
            html,
            ..block.clone()
        });
    }
    for block in after {
        let moved = |line: u32| u32::try_from(i64::from(line) + kept.lines).unwrap();
        blocks.push(PreviewBlock {
            line_from: moved(block.line_from),
            line_to: moved(block.line_to),
            ..block.clone()
        });
    }
    Preview {
        kept: None,
        blocks,
        outline: answer.outline.clone().or_else(|| known.outline.clone()),
        links: answer.links.clone().or_else(|| known.links.clone()),
        attachments: answer
            .attachments
            .clone()
            .or_else(|| known.attachments.clone()),
        ..answer.clone()
    }
}

#[test]
fn a_client_that_knows_the_last_answer_hears_what_is_different_and_shows_the_same() {
    let desk = Desk::new();
    let one = "---\na: b\n---\n# One\n\ntext [[A]]\n\n- [ ] task\n\n# Two\n\nend\n";
    let texts = [
        one.to_owned(),
        one.replace("text", "text and more"),
        one.replace("text", "text\n\nand more"),
        one.replace("a: b\n", "a: b\nc: d\n"),
        one.replace("[[A]]", "[[B]]"),
        one.replace("# Two", "## Two"),
        one.replace("# One", "- [ ] task\n\nend\n\n# Two"),
        String::new(),
        one.to_owned(),
    ];
    let mut shown = ask(&desk, "first\n", None);
    for text in &texts {
        let answer = ask(&desk, text, Some(&shown));
        assert!(answer.kept.is_some(), "{text}");
        shown = joined(&shown, &answer);
        let whole = ask(&Desk::new(), text, None);
        let state = shown.state.clone();
        assert_eq!(shown, Preview { state, ..whole });
    }
}

#[test]
fn one_letter_costs_one_block() {
    let desk = Desk::new();
    let text = "# One\n\ntext [[A]]\n\n- [ ] task\n\nend\n";
    let first = ask(&desk, text, None);
    let answer = ask(&desk, &text.replace("text", "\n\ntexts"), Some(&first));
    let kept = KeptBlocks {
        before: 1,
        after: 2,
        lines: 2,
    };
    assert_eq!(answer.kept, Some(kept));
    let hashes: Vec<_> = answer.blocks.iter().map(|block| block.line_from).collect();
    assert_eq!(hashes, [5]);
    assert_eq!(
        (answer.outline, answer.links, answer.attachments),
        (None, None, None)
    );
}

#[test]
fn who_knows_another_answer_hears_everything() {
    let desk = Desk::new();
    let first = ask(&desk, "one\n", None);
    let second = ask(&desk, "two\n", Some(&first));
    assert!(second.kept.is_some());
    let late = ask(&desk, "three\n", Some(&first));
    assert_eq!(late.kept, None);
    assert_eq!(late.blocks.len(), 1);
    assert!(late.blocks.iter().all(|block| block.html.is_some()));
}

#[test]
fn a_link_is_named_whether_it_leads_somewhere_or_not() {
    let links = render(&Desk::new()).links.unwrap();
    let names: Vec<&str> = links.keys().map(String::as_str).collect();
    assert_eq!(names, ["Target", "folder/note.md"]);
    assert!(links.values().all(Option::is_none));
}

#[test]
fn a_link_leads_to_a_document_as_soon_as_it_is_there_and_no_longer() {
    let desk = Desk::new();
    let target = || render(&desk).links.unwrap().get("Target").cloned().unwrap();
    assert_eq!(target(), None);
    let made = desk.write("# Target\n").summary;
    let found = target().unwrap();
    assert_eq!((found.id, found.title.as_str()), (made.id, "Target"));
    document::trash(&desk.app, &desk.person, &[made.id]).unwrap();
    assert_eq!(target(), None);
}
