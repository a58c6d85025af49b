//! Reads the files of a source one by one and works out what each would become.
//!
//! Writes nothing to the library. Runs beside the thread that writes, a few documents ahead of it.

use std::collections::HashSet;

use longhand_export::{
    EntryError, ImportProblem, MappedDocument, NotText, ProblemKind, SourcePath, Target,
    map_document,
};
use longhand_markdown as markdown;
use longhand_model::{ContentHash, DocumentId, LinkKind, name_key};
use longhand_store::search::Words;
use longhand_store::{documents, import_sources, versions};

use super::files::{FileUse, Files};
use super::source::Opened;
use super::{EncodingChoice, ImportRequest};
use crate::document::NewText;
use crate::{App, CoreError};

/// A file that was read.
pub(super) enum Prepared {
    /// A document to be made.
    New(Box<Incoming>),
    /// A document of an earlier import, and its file is another one now.
    Changed(Box<Changed>),
    /// A document of an earlier import, and its file is the same.
    Unchanged(Same),
    /// Left out; the reason is among the problems.
    Skipped,
}

/// A text on its way in.
pub(super) struct Incoming {
    pub(super) origin: Origin,
    pub(super) text: NewText,
    pub(super) mapped: MappedDocument,
    pub(super) files: Vec<FileUse>,
    /// The file's size, and that of the files it refers to.
    pub(super) bytes: u64,
    /// The text cut into words, once [`Prepared::cut`] did so.
    pub(super) words: Option<Words>,
}

/// A text on its way into a document that is there.
pub(super) struct Changed {
    pub(super) incoming: Incoming,
    pub(super) document: DocumentId,
    /// The text of the last import, and what it was mapped to; none when nobody has it any more.
    pub(super) base: Option<(String, MappedDocument)>,
    /// The hash of that text.
    pub(super) base_hash: ContentHash,
}

/// A document whose text is as its file; the files it refers to may have changed.
pub(super) struct Same {
    pub(super) document: DocumentId,
    pub(super) files: Vec<FileUse>,
}

impl Prepared {
    /// Cuts a new text into words for the index, so that the thread that writes need not.
    pub(super) fn cut(&mut self) {
        if let Self::New(incoming) = self {
            incoming.words = Some(Words::of(&incoming.text.text, &incoming.text.facts));
        }
    }
}

/// What names a file for the next import.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) source: String,
    pub(super) key: String,
    /// Where relative links start.
    pub(super) path: String,
    /// The path inside the source, for people.
    pub(super) shown: String,
}

/// A text names an attachment by at most this many characters.
const MOST_REFERENCE: usize = 4_096;

/// What was found on the way, apart from the documents.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<ImportProblem>,
    pub(super) notices: Vec<ImportProblem>,
    pub(super) unresolved_links: u64,
}

/// Reads one source after the other.
pub(super) struct Preparation<'a> {
    app: &'a App,
    request: &'a ImportRequest,
    files: Files<'a>,
    pub(super) findings: Findings,
    used: HashSet<SourcePath>,
    /// The files read so far, by source and key; kept only where sources can overlap.
    seen: HashSet<(String, String)>,
}

impl<'a> Preparation<'a> {
    pub(super) fn new(app: &'a App, request: &'a ImportRequest, files: Files<'a>) -> Self {
        Self {
            app,
            request,
            files,
            findings: Findings::default(),
            used: HashSet::new(),
            seen: HashSet::new(),
        }
    }

    /// Reads all documents of a source; `each` says whether to go on.
    pub(super) fn source(
        &mut self,
        opened: &mut Opened,
        each: &mut dyn FnMut(&str, Prepared) -> bool,
    ) -> Result<(), CoreError> {
        self.files.start();
        self.used.clear();
        self.findings
            .problems
            .extend_from_slice(opened.source.problems());
        for number in 0..opened.source.documents().len() {
            let Some(entry) = opened.source.documents().get(number).cloned() else {
                break;
            };
            let prepared = self.document(opened, &entry)?;
            if !each(entry.path.as_str(), prepared) {
                break;
            }
        }
        Ok(())
    }

    /// How many files that are no documents nobody referred to in the last source.
    pub(super) fn unused(&self, opened: &Opened) -> u64 {
        let files = opened.source.files().iter();
        files.filter(|file| !self.used.contains(&file.path)).count() as u64
    }

    fn document(
        &mut self,
        opened: &mut Opened,
        entry: &longhand_export::Entry,
    ) -> Result<Prepared, CoreError> {
        let source = &opened.source;
        let origin = Origin {
            source: source.identity().to_owned(),
            key: source.key(entry),
            path: format!("{}/{}", source.root(), entry.path),
            shown: entry.path.to_string(),
        };
        if self.repeats(&origin) {
            let message = "read already, from another source of the same import";
            let problem = ImportProblem::new(origin.shown, ProblemKind::Duplicate, message);
            self.findings.problems.push(problem);
            return Ok(Prepared::Skipped);
        }
        let Some(text) = self.read(opened, entry) else {
            return Ok(Prepared::Skipped);
        };
        let known = self
            .app
            .read(|r| Ok(import_sources::get(r, &origin.source, &origin.key)?))?;
        let hash = ContentHash::of(&text);
        if let Some(known) = &known
            && known.hash == hash
        {
            return self.same(opened, entry, known.document, &text);
        }
        let text = NewText::read(text)?;
        let mapped = map_document(entry, &text.facts, opened.vault.as_ref());
        self.findings.notices.extend_from_slice(&mapped.notices);
        let files = self.references(opened, entry, &text.facts)?;
        let bytes = entry.bytes + files.iter().map(|file| file.bytes).sum::<u64>();
        let incoming = Incoming {
            origin,
            text,
            mapped,
            files,
            bytes,
            words: None,
        };
        let Some(known) = known else {
            return Ok(Prepared::New(Box::new(incoming)));
        };
        let base = self
            .app
            .read(|r| Ok(versions::text_by_hash(r, known.hash)?))?;
        let base = base.map(|text| {
            let facts = markdown::facts(&text);
            let mapped = map_document(entry, &facts, opened.vault.as_ref());
            (text, mapped)
        });
        let (document, base_hash) = (known.document, known.hash);
        Ok(Prepared::Changed(Box::new(Changed {
            incoming,
            document,
            base,
            base_hash,
        })))
    }

    /// Says whether a file was read from another source of the same import.
    fn repeats(&mut self, origin: &Origin) -> bool {
        let several = self.request.sources.len() > 1;
        several
            && !self
                .seen
                .insert((origin.source.clone(), origin.key.clone()))
    }

    /// A document whose text did not change is read for the files it uses, if there can be any.
    fn same(
        &mut self,
        opened: &mut Opened,
        entry: &longhand_export::Entry,
        document: DocumentId,
        text: &str,
    ) -> Result<Prepared, CoreError> {
        let mut files = Vec::new();
        if opened.source.may_have_files() {
            let unresolved = self.findings.unresolved_links;
            files = self.references(opened, entry, &markdown::facts(text))?;
            self.findings.unresolved_links = unresolved;
        }
        Ok(Prepared::Unchanged(Same { document, files }))
    }

    fn read(&mut self, opened: &mut Opened, entry: &longhand_export::Entry) -> Option<String> {
        let choice = self.request.encodings.get(entry.path.as_str());
        let choice = choice.or_else(|| self.request.encodings.get("*")).copied();
        let encoding = choice.and_then(EncodingChoice::encoding);
        match opened.source.read_text(entry, encoding) {
            Ok(decoded) => {
                if let Some(from) = decoded.converted_from {
                    let message = format!("converted from {from} to UTF-8");
                    let notice =
                        ImportProblem::new(entry.path.as_str(), ProblemKind::Converted, message);
                    self.findings.notices.push(notice);
                }
                Some(decoded.text)
            }
            Err(error) => {
                let mut problem = error.problem(entry);
                if choice == Some(EncodingChoice::Skip)
                    && matches!(error, EntryError::NotText(NotText::NotUtf8 { .. }))
                {
                    "left out, as asked".clone_into(&mut problem.message);
                    problem.encodings.clear();
                }
                self.findings.problems.push(problem);
                None
            }
        }
    }

    /// Finds the files that a text refers to and counts the links that lead nowhere.
    fn references(
        &mut self,
        opened: &mut Opened,
        entry: &longhand_export::Entry,
        facts: &longhand_model::TextFacts,
    ) -> Result<Vec<FileUse>, CoreError> {
        let mut uses: Vec<FileUse> = Vec::new();
        for link in &facts.links {
            if link.kind == LinkKind::External || link.target.is_empty() {
                continue;
            }
            let resolved = opened.source.resolve(&entry.path, link);
            match resolved.filter(|_| link.target.chars().count() <= MOST_REFERENCE) {
                Some(Target::Document(_)) => {}
                Some(Target::File(file)) => {
                    self.used.insert(file.path.clone());
                    if uses.iter().any(|used| used.reference == link.target) {
                        continue;
                    }
                    match self.files.take(self.app, &mut opened.source, &file)? {
                        Ok(stored) => uses.push(FileUse {
                            reference: link.target.clone(),
                            ..stored
                        }),
                        Err(problem) => self.findings.problems.extend(problem),
                    }
                }
                None if self.is_known(link)? => {}
                None => self.findings.unresolved_links += 1,
            }
        }
        Ok(uses)
    }

    /// Says whether a wiki link names a document that the library has already.
    fn is_known(&self, link: &longhand_model::LinkFact) -> Result<bool, CoreError> {
        match link.kind {
            LinkKind::Wiki => {
                let key = name_key(&link.target);
                self.app
                    .read(|r| Ok(!documents::find_by_title(r, &key)?.is_empty()))
            }
            LinkKind::Embed | LinkKind::Relative | LinkKind::Image | LinkKind::External => {
                Ok(false)
            }
        }
    }
}
