//! Rewriting the links to a document that was renamed.
//!
//! Only links that were written with the old title change; a link by an alias or by the name of the
//! file it came from still says what it said. Every text that is rewritten keeps a version.

use std::collections::HashMap;

use longhand_markdown as markdown;
use longhand_model::{DocumentId, DocumentSummary, LinkKind, NameKey, Origin, name_key};
use longhand_store::texts::{self, Keep};
use longhand_store::{Writer, documents, links};

use super::text::NewText;
use crate::CoreError;
use crate::scope::Reach;

/// Rewrites the links of other documents; returns how many documents that were.
pub(super) fn rewrite(
    w: &Writer,
    reach: &Reach,
    before: &DocumentSummary,
    title: &str,
) -> Result<u64, CoreError> {
    let old = name_key(&before.title);
    if old == name_key(title) && before.title == title {
        return Ok(0);
    }
    let mut rewritten = 0;
    for source in links::linking_to(w, before.id)? {
        let other = documents::summary(w, source)?;
        // A limited key changes only what it reaches; the other links still lead to the document.
        if other.is_none_or(|other| !reach.sees(&other)) {
            continue;
        }
        let targets = new_targets(w, source, before.id, &old, title)?;
        let text = texts::text(w, source)?.0;
        let new = markdown::rewrite_links(&text, |link| {
            let key = (link.kind, link.target.clone());
            targets.get(&key).cloned()
        });
        if let Some(new) = new {
            let new = NewText::read(new)?;
            let keep = Keep::Version {
                origin: Origin::LinksRewritten,
                name: None,
            };
            texts::replace(w, source, &new.text, &new.facts, keep)?;
            rewritten += 1;
        }
    }
    Ok(rewritten)
}

/// The targets in one document that change, with what they become.
///
/// A new target that would lead elsewhere (another document bears the title too, or the link is a path
/// in an imported folder) is left out: the link as it is written still leads to the document.
fn new_targets(
    w: &Writer,
    source: DocumentId,
    renamed: DocumentId,
    old: &NameKey,
    title: &str,
) -> Result<HashMap<(LinkKind, String), String>, CoreError> {
    let mut targets = HashMap::new();
    for link in links::outgoing(w, source)? {
        let leads_here = link.document.is_some_and(|document| document.id == renamed);
        if !leads_here || !names(&link.target, old) {
            continue;
        }
        if let Some(new) = new_target(link.kind, &link.target, title)
            && links::resolve(w, Some(source), link.kind, &new)? == Some(renamed)
        {
            targets.insert((link.kind, link.target), new);
        }
    }
    Ok(targets)
}

/// Says whether a target ends in a title, with or without folders and an ending.
fn names(target: &str, title: &NameKey) -> bool {
    let (_, last) = split(target);
    name_key(target) == *title || name_key(last) == *title || name_key(stem(last).0) == *title
}

/// The target with the new title in the place of the old one; none where it cannot stand there.
fn new_target(kind: LinkKind, target: &str, title: &str) -> Option<String> {
    let fits_wiki = !title.contains(['[', ']', '|', '#']);
    let fits_path = !title.contains(['/', '\\']);
    match kind {
        LinkKind::Wiki | LinkKind::Embed => {
            let (folder, last) = split(target);
            // A title may hold a slash itself: then all of the target is the title.
            let folder = if fits_path { folder } else { "" };
            fits_wiki.then(|| format!("{folder}{title}{}", stem(last).1))
        }
        LinkKind::Relative => {
            let (folder, last) = split(target);
            fits_path.then(|| format!("{folder}{title}{}", stem(last).1))
        }
        LinkKind::Image | LinkKind::External => None,
    }
}

/// The folders, with the last slash, and what follows them.
fn split(target: &str) -> (&str, &str) {
    let at = target.rfind('/').map_or(0, |slash| slash + 1);
    target.split_at(at)
}

/// A file's name and its Markdown ending, which may be empty.
fn stem(last: &str) -> (&str, &str) {
    [".md", ".markdown"]
        .iter()
        .find(|ending| {
            let from = last.len().checked_sub(ending.len());
            from.and_then(|from| last.get(from..))
                .is_some_and(|end| end.eq_ignore_ascii_case(ending))
        })
        .map_or((last, ""), |ending| {
            last.split_at(last.len() - ending.len())
        })
}

#[cfg(test)]
mod tests {
    use longhand_model::{LinkKind, name_key};

    use super::{names, new_target};

    #[test]
    fn only_links_by_the_old_title_are_concerned() {
        let title = name_key("Old Plan");
        for (target, concerned) in [
            ("Old Plan", true),
            ("old plan", true),
            ("work/Old Plan", true),
            ("../Old Plan.md", true),
            ("Old Plans", false),
            ("alias", false),
        ] {
            assert_eq!(names(target, &title), concerned, "{target}");
        }
    }

    #[test]
    fn a_new_target_keeps_folders_and_endings() {
        for (kind, target, title, expected) in [
            (LinkKind::Wiki, "Old", "New", Some("New")),
            (LinkKind::Wiki, "work/Old", "New", Some("work/New")),
            (LinkKind::Wiki, "Old", "A [b]", None),
            (LinkKind::Wiki, "work/Old", "A/B", Some("A/B")),
            (LinkKind::Relative, "../Old.md", "New", Some("../New.md")),
            (LinkKind::Relative, "../Old.md", "A/B", None),
        ] {
            assert_eq!(
                new_target(kind, target, title).as_deref(),
                expected,
                "{target}"
            );
        }
    }
}
