//! Colours for code: a class on each word of a known language, never a style.
//!
//! A dozen classes, not the grammar's hundreds of scopes: the page stays small and a theme is a dozen colours. Bounded:
//! long fences, long lines and whatever exceeds the budget of a render stay plain.

use std::collections::HashMap;
use std::sync::OnceLock;

use comrak::html::escape;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::cache::BlockCache;

/// The largest fence that gets colours, in bytes.
const MAX_FENCE: usize = 100 * 1024;
/// The longest line that gets colours, in bytes.
const MAX_LINE: usize = 2_000;
/// Code coloured in a first render, in bytes; at about a megabyte a second.
const FIRST_BUDGET: usize = 256 * 1024;
/// Code coloured in a render after an edit, in bytes.
const EDIT_BUDGET: usize = 16 * 1024;

/// How much code a render may still colour.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    /// Fences left plain because nothing was left.
    pub(super) skipped: usize,
}

impl Budget {
    pub(super) fn for_cache(cache: &BlockCache) -> Self {
        let left = if cache.is_empty() {
            FIRST_BUDGET
        } else {
            EDIT_BUDGET
        };
        Self { left, skipped: 0 }
    }

    /// Takes the bytes of a fence; a single fence may overdraw an untouched budget.
    fn take(&mut self, bytes: usize) -> bool {
        let enough = self.left >= bytes || self.left >= EDIT_BUDGET;
        if enough {
            self.left = self.left.saturating_sub(bytes);
        } else {
            self.skipped += 1;
        }
        enough
    }
}

/// Classes by the scopes that get them; the first that fits a scope counts. An empty class ends the search.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "comment"),
    ("constant.numeric", "number"),
    ("constant.character.escape", "number"),
    ("constant", "number"),
    ("string", "string"),
    ("markup.heading", "heading"),
    ("markup.bold", "strong"),
    ("markup.raw", "code"),
    ("markup.quote", "quote"),
    ("markup.list", "list"),
    ("markup.underline.link", "url"),
    ("markup.inserted", "string"),
    ("markup.deleted", "tag"),
    ("entity.name.section", "heading"),
    ("entity.name.function", "func"),
    ("support.function", "func"),
    ("variable.function", "func"),
    ("entity.name.tag", "tag"),
    ("entity.other.attribute-name", "attr"),
    ("support.type.property-name", "attr"),
    ("meta.mapping.key", "attr"),
    ("entity.name", "type"),
    ("entity.other.inherited-class", "type"),
    ("support.type", "type"),
    ("support.class", "type"),
    ("storage", "keyword"),
    ("keyword.operator", ""),
    ("keyword", "keyword"),
    ("variable.parameter", "var"),
    ("variable.language", "keyword"),
];

struct Syntaxes {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

fn syntaxes() -> &'static Syntaxes {
    static SYNTAXES: OnceLock<Syntaxes> = OnceLock::new();
    SYNTAXES.get_or_init(|| Syntaxes {
        set: SyntaxSet::load_defaults_newlines(),
        classes: CLASSES
            .iter()
            .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
            .collect(),
    })
}

fn syntax_of(language: &str) -> Option<&'static SyntaxReference> {
    // Names that people write and the grammars do not know.
    let name = match language.to_ascii_lowercase().as_str() {
        "shell" | "console" | "zsh" | "shellsession" => "sh".to_owned(),
        "typescript" | "ts" | "tsx" | "jsx" | "mjs" | "cjs" | "javascriptreact" => "js".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "golang" => "go".to_owned(),
        "c++" => "cpp".to_owned(),
        "docker" => "dockerfile".to_owned(),
        "vue" | "svelte" => "html".to_owned(),
        "" | "text" | "txt" | "plain" => return None,
        other => other.to_owned(),
    };
    syntaxes().set.find_syntax_by_token(&name)
}

/// Returns a code block's text as HTML with classes, where the language is known and the bounds allow.
pub(super) fn coloured(language: &str, code: &str, budget: &mut Budget) -> Option<String> {
    let fits = code.len() <= MAX_FENCE && code.lines().all(|line| line.len() <= MAX_LINE);
    let syntax = syntax_of(language).filter(|_| fits)?;
    if budget.take(code.len()) {
        with_classes(syntax, code)
    } else {
        None
    }
}

/// Colours code; nothing where the grammar fails.
fn with_classes(syntax: &SyntaxReference, code: &str) -> Option<String> {
    let all = syntaxes();
    let mut known: HashMap<Scope, Option<&'static str>> = HashMap::new();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans {
        html: String::with_capacity(code.len() * 2),
        class: None,
    };
    for line in code.split_inclusive('\n') {
        let mut at = 0;
        for (offset, change) in state.parse_line(line, &all.set).ok()? {
            spans.push(class_of(&stack, &mut known), line.get(at..offset)?)?;
            at = offset;
            stack.apply(&change).ok()?;
        }
        spans.push(class_of(&stack, &mut known), line.get(at..)?)?;
    }
    spans.finish()
}

/// The class of the innermost scope that has one.
fn class_of(
    stack: &ScopeStack,
    known: &mut HashMap<Scope, Option<&'static str>>,
) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        *known.entry(*scope).or_insert_with(|| {
            let fits = |(prefix, _): &&(Scope, &str)| prefix.is_prefix_of(*scope);
            syntaxes()
                .classes
                .iter()
                .find(fits)
                .map(|(_, class)| *class)
        })
    })
}

/// HTML with one open span at most.
struct Spans {
    html: String,
    class: Option<&'static str>,
}

impl Spans {
    fn push(&mut self, class: Option<&'static str>, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        // Blanks look alike in every colour: they end no span and start none.
        let class = class.filter(|class| !class.is_empty());
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"syn-");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        escape(&mut self.html, text).ok()
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> Option<String> {
        self.close();
        Some(self.html)
    }
}
