//! What a Markdown file becomes in a library: title, tags, dates, description, place.
//!
//! The front matter speaks first, then the text, then the file's name. The text itself is never
//! changed.

use longhand_model::{TextFacts, Timestamp, bounds, checked_text, checked_title, tag_name};

use crate::report::{ImportProblem, ProblemKind};
use crate::source::{Entry, Vault};
use crate::{SourcePath, conflict_copy_of};

/// A file as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedDocument {
    /// 1 to 255 characters.
    pub title: String,
    /// At most 2,000 characters; may be empty.
    pub description: String,
    /// Names of tags, each once.
    pub tags: Vec<String>,
    /// The categories it lies in, outermost first; none for the inbox.
    pub category: Vec<String>,
    /// When it was made, if that is known.
    pub created_at: Option<Timestamp>,
    /// When it last changed, if that is known.
    pub updated_at: Option<Timestamp>,
    /// A template.
    pub template: bool,
    /// What could not be taken as it stands.
    pub notices: Vec<ImportProblem>,
}

/// Reads what a file says about itself.
///
/// In a vault the file's name is the title, because the vault's links go by it; elsewhere it is the
/// front matter's title, else the first heading of level 1, else the name.
pub fn map_document(entry: &Entry, facts: &TextFacts, vault: Option<&Vault>) -> MappedDocument {
    let mut notices = Vec::new();
    let mut notice = |message: String| {
        notices.push(ImportProblem::new(
            entry.path.as_str(),
            ProblemKind::Metadata,
            message,
        ));
    };
    let front = facts.front_matter.clone().unwrap_or_default();
    let heading = facts.headings.iter().find(|heading| heading.level == 1);
    let heading = heading.map(|heading| without_anchor(&heading.text));
    let own = front.title.as_deref();
    let name = document_name(&entry.path);
    let title = match vault {
        Some(_) => name,
        None => {
            let spoken = own
                .into_iter()
                .chain(heading)
                .find(|title| !title.trim().is_empty());
            spoken.map_or(name, str::to_owned)
        }
    };
    let title = fitting_title(&title, &mut notice);
    let description = fitting_description(front.description.as_deref(), &mut notice);
    let words = match vault {
        Some(_) => [front.tags, facts.tags.clone()].concat(),
        None => front.tags,
    };
    let tags = fitting_tags(&words, &mut notice);
    let written = date(front.created.as_deref(), &mut notice);
    let changed = date(front.updated.as_deref(), &mut notice);
    let category = fitting_folders(&entry.path, vault, &mut notice);
    if let Some(original) = conflict_copy_of(&entry.path) {
        let message = format!(
            "a copy of {original} that another program kept on a conflict; compare both and keep what you need"
        );
        notices.push(ImportProblem::new(
            entry.path.as_str(),
            ProblemKind::ConflictCopy,
            message,
        ));
    }
    MappedDocument {
        title,
        description,
        tags,
        category,
        created_at: written.or(changed).or(entry.modified),
        updated_at: changed.or(entry.modified).or(written),
        template: vault.is_some_and(|vault| vault.is_template(&entry.path)),
        notices,
    }
}

/// Takes away the anchor that site generators write behind a heading: `Guide {#guide}`.
fn without_anchor(heading: &str) -> &str {
    let inside = heading
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once("{#"));
    match inside {
        Some((title, anchor)) if !anchor.contains(char::is_whitespace) => title.trim_end(),
        Some(_) | None => heading,
    }
}

/// The name of a file as a title; `README` and `index` are called by their folder.
fn document_name(path: &SourcePath) -> String {
    let stem = path.stem();
    let folder = path.folders().next_back();
    match folder {
        Some(folder)
            if stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index") =>
        {
            folder.to_owned()
        }
        Some(_) | None => stem.to_owned(),
    }
}

fn fitting_title(title: &str, notice: &mut impl FnMut(String)) -> String {
    let line = one_line(title);
    if let Ok(title) = checked_title(&line) {
        return title;
    }
    let cut: String = line.chars().take(bounds::TITLE_CHARS).collect();
    match checked_title(&cut) {
        Ok(cut) => {
            let most = bounds::TITLE_CHARS;
            notice(format!(
                "the title has more than {most} characters and was cut"
            ));
            cut
        }
        Err(_empty) => "Untitled".to_owned(),
    }
}

fn fitting_description(text: Option<&str>, notice: &mut impl FnMut(String)) -> String {
    let line = one_line(text.unwrap_or_default());
    let cut: String = line.chars().take(bounds::DESCRIPTION_CHARS).collect();
    if cut.len() < line.len() {
        let most = bounds::DESCRIPTION_CHARS;
        notice(format!(
            "the description has more than {most} characters and was cut"
        ));
    }
    cut.trim().to_owned()
}

fn fitting_tags(words: &[String], notice: &mut impl FnMut(String)) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in words
        .iter()
        .filter(|word| !word.trim().trim_matches(['#', '/']).is_empty())
    {
        match tag_name(&one_line(word)) {
            Ok(tag) => {
                let key = longhand_model::name_key(&tag);
                if !tags
                    .iter()
                    .any(|known| longhand_model::name_key(known) == key)
                {
                    tags.push(tag);
                }
            }
            Err(reason) => notice(format!("\"{word}\" is no tag here: {reason}")),
        }
    }
    tags
}

/// The folders of a file as names of categories. A vault's own folder in an archive is not one.
fn fitting_folders(
    path: &SourcePath,
    vault: Option<&Vault>,
    notice: &mut impl FnMut(String),
) -> Vec<String> {
    let skipped = vault.map_or(0, Vault::depth);
    let mut folders: Vec<String> = path
        .folders()
        .skip(skipped)
        .map(|folder| {
            let line = one_line(folder);
            let cut: String = line.chars().take(bounds::CATEGORY_CHARS).collect();
            if cut.len() < line.len() {
                notice(format!(
                    "the folder's name {folder} is too long for a category and was cut"
                ));
            }
            let fits = checked_text("the category", &cut, bounds::CATEGORY_CHARS);
            fits.unwrap_or_else(|_empty| "_".to_owned())
        })
        .collect();
    if folders.len() > MOST_FOLDERS {
        notice(format!(
            "the file nests deeper than {MOST_FOLDERS} categories and goes to the last"
        ));
        folders.truncate(MOST_FOLDERS);
    }
    folders
}

/// Half the depth of categories, so that an import fits below a category that nests already.
const MOST_FOLDERS: usize = bounds::CATEGORY_DEPTH / 2;

/// Reads a date as people write them in front matter.
fn date(text: Option<&str>, notice: &mut impl FnMut(String)) -> Option<Timestamp> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let read = text.parse().ok().or_else(|| loosely(text));
    if read.is_none() {
        notice(format!(
            "\"{text}\" is no date that could be read; the file's own date is used"
        ));
    }
    read
}

/// Reads `2026/11/21`, `2026.11.21` and `2026-11-21 14:02:00 +0800`.
fn loosely(text: &str) -> Option<Timestamp> {
    let (day, rest) = match text.split_once([' ', 'T']) {
        Some((day, rest)) => (day, rest.trim()),
        None => (text, ""),
    };
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let [year, month, date] = parts.as_slice() else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    let day = format!("{year}-{month:0>2}-{date:0>2}");
    let (clock, zone) = rest.split_once([' ']).unwrap_or((rest, ""));
    let zone = match zone {
        "" => "Z".to_owned(),
        zone if zone.len() == 5 && zone.starts_with(['+', '-']) => {
            let (hours, minutes) = zone.split_at_checked(3)?;
            format!("{hours}:{minutes}")
        }
        zone => zone.to_owned(),
    };
    let clock = match clock.matches(':').count() {
        0 => "00:00:00".to_owned(),
        1 => format!("{clock:0>5}:00"),
        _ => format!("{clock:0>8}"),
    };
    format!("{day}T{clock}{zone}").parse().ok()
}

fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use longhand_model::{FrontMatterFacts, Heading};

    use super::*;

    fn entry(path: &str) -> Entry {
        let modified = Some("2020-01-01".parse().unwrap());
        Entry {
            path: SourcePath::parse(path).unwrap(),
            bytes: 0,
            modified,
            place: 0,
        }
    }

    fn facts(heading: Option<&str>, front_matter: Option<FrontMatterFacts>) -> TextFacts {
        let heading = heading.map(|text| Heading {
            level: 1,
            text: text.to_owned(),
            slug: String::new(),
            line: 1,
        });
        TextFacts {
            headings: heading.into_iter().collect(),
            front_matter,
            ..TextFacts::default()
        }
    }

    fn titled(title: &str) -> Option<FrontMatterFacts> {
        Some(FrontMatterFacts {
            title: Some(title.to_owned()),
            ..FrontMatterFacts::default()
        })
    }

    #[test]
    fn the_title_comes_from_front_matter_then_heading_then_name() {
        for (path, heading, front, title) in [
            ("a/file.md", Some("Heading"), titled("Front"), "Front"),
            ("a/file.md", Some("Heading"), titled("  "), "Heading"),
            ("a/file.md", Some("Heading"), None, "Heading"),
            ("a/file.md", Some("指南 {#guide}"), None, "指南"),
            ("a/file.md", Some("{#guide}"), None, "file"),
            ("a/file.md", None, None, "file"),
            ("a/README.md", None, None, "a"),
            ("guide/Index.md", None, None, "guide"),
            ("README.md", None, None, "README"),
            (
                "a/file.md",
                Some("two\nlines \t wide"),
                None,
                "two lines wide",
            ),
        ] {
            let mapped = map_document(&entry(path), &facts(heading, front), None);
            assert_eq!(mapped.title, title, "{path}");
        }
    }

    #[test]
    fn in_a_vault_the_name_is_the_title() {
        let facts = facts(Some("Heading"), titled("Front"));
        let mapped = map_document(&entry("a/file.md"), &facts, Some(&Vault::default()));
        assert_eq!(mapped.title, "file");
    }

    #[test]
    fn what_does_not_fit_is_cut_and_said() {
        let long = "字".repeat(300);
        let mapped = map_document(&entry("a.md"), &facts(None, titled(&long)), None);
        assert_eq!(mapped.title.chars().count(), 255);
        assert_eq!(mapped.notices.len(), 1);
        let tags = vec![
            "ok".to_owned(),
            "#OK".to_owned(),
            "x".repeat(51),
            " ".to_owned(),
        ];
        let front = FrontMatterFacts {
            tags,
            ..FrontMatterFacts::default()
        };
        let mapped = map_document(&entry("a.md"), &facts(None, Some(front)), None);
        assert_eq!(mapped.tags, ["ok"]);
        assert_eq!(mapped.notices.len(), 1);
        let deep = "d/".repeat(40) + "a.md";
        let mapped = map_document(&entry(&deep), &facts(None, None), None);
        assert_eq!((mapped.category.len(), mapped.notices.len()), (16, 1));
    }

    #[test]
    fn folders_become_categories() {
        let mapped = map_document(&entry("work/2026/a.md"), &facts(None, None), None);
        assert_eq!(mapped.category, ["work", "2026"]);
        let mapped = map_document(&entry("a.md"), &facts(None, None), None);
        assert!(mapped.category.is_empty());
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, read) in [
            ("2026-11-21", Some("2026-11-21T00:00:00.000Z")),
            ("2026/1/2", Some("2026-01-02T00:00:00.000Z")),
            ("2026.01.02", Some("2026-01-02T00:00:00.000Z")),
            ("2026-11-21 14:02", Some("2026-11-21T14:02:00.000Z")),
            ("2026-11-21 9:05", Some("2026-11-21T09:05:00.000Z")),
            (
                "2026-11-21 14:02:03 +0800",
                Some("2026-11-21T06:02:03.000Z"),
            ),
            (
                "2026-11-21T14:02:03+08:00",
                Some("2026-11-21T06:02:03.000Z"),
            ),
            ("yesterday", None),
            ("21/11/2026", None),
        ] {
            let front = FrontMatterFacts {
                created: Some(text.to_owned()),
                ..FrontMatterFacts::default()
            };
            let mapped = map_document(&entry("a.md"), &facts(None, Some(front)), None);
            let expected = read.unwrap_or("2020-01-01T00:00:00.000Z");
            assert_eq!(mapped.created_at.unwrap().to_string(), expected, "{text}");
            assert_eq!(mapped.notices.is_empty(), read.is_some(), "{text}");
        }
    }

    #[test]
    fn a_conflict_copy_is_imported_and_named() {
        let path = "a.sync-conflict-20260102-101112-ABCDEF7.md";
        let mapped = map_document(&entry(path), &facts(None, None), None);
        assert_eq!(mapped.notices[0].kind, ProblemKind::ConflictCopy);
    }
}
