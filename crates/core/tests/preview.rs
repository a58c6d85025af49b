//! Where the links of a preview lead, also after the library changed under it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use longhand_core::document;
use longhand_core::preview::{self, Preview, PreviewRequest};
use support::Desk;

const TEXT: &str = "[[Target]], [there](folder/note.md#part), <https://example.org>, ![](a.png)\n";

fn render(desk: &Desk) -> Preview {
    let request = PreviewRequest {
        document: None,
        text: TEXT.to_owned(),
        known: Vec::new(),
    };
    preview::render(&desk.app, &desk.person, &request).unwrap()
}

#[test]
fn a_link_is_named_whether_it_leads_somewhere_or_not() {
    let links = render(&Desk::new()).links;
    let names: Vec<&str> = links.keys().map(String::as_str).collect();
    assert_eq!(names, ["Target", "folder/note.md"]);
    assert!(links.values().all(Option::is_none));
}

#[test]
fn a_link_leads_to_a_document_as_soon_as_it_is_there_and_no_longer() {
    let desk = Desk::new();
    assert_eq!(render(&desk).links.get("Target"), Some(&None));
    let made = desk.write("# Target\n").summary;
    let found = render(&desk)
        .links
        .get("Target")
        .cloned()
        .flatten()
        .unwrap();
    assert_eq!((found.id, found.title.as_str()), (made.id, "Target"));
    document::trash(&desk.app, &desk.person, &[made.id]).unwrap();
    assert_eq!(render(&desk).links.get("Target"), Some(&None));
}
