//! The texts this process handed out or took in lately, by hash: bases for merges.
//!
//! Typing inside the version interval replaces texts that no version keeps. A second editor that had
//! read such a text still needs it as the base of its next save; it is here, in bounded memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use longhand_model::ContentHash;

/// At most this many bytes of text are kept; the ones used longest ago go first.
const MOST_BYTES: usize = 48 * 1024 * 1024;

/// At most this many texts are kept, so that looking for the oldest stays cheap.
const MOST_TEXTS: usize = 512;

/// Texts by hash, the least recently used forgotten first.
#[derive(Default)]
pub(crate) struct RecentTexts {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<ContentHash, (u64, Arc<str>)>,
    bytes: usize,
    uses: u64,
}

impl RecentTexts {
    /// Keeps a text.
    pub(crate) fn keep(&self, hash: ContentHash, text: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        if let Some((used, _)) = kept.texts.get_mut(&hash) {
            *used = now;
            return;
        }
        kept.bytes += text.len();
        kept.texts.insert(hash, (now, Arc::from(text)));
        while (kept.bytes > MOST_BYTES || kept.texts.len() > MOST_TEXTS) && kept.texts.len() > 1 {
            let oldest = kept.texts.iter().min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = oldest.map(|(hash, _)| *hash) else {
                return;
            };
            if let Some((_, text)) = kept.texts.remove(&oldest) {
                kept.bytes -= text.len();
            }
        }
    }

    /// Returns a text that is still kept.
    pub(crate) fn text(&self, hash: ContentHash) -> Option<Arc<str>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let (used, text) = kept.texts.get_mut(&hash)?;
        *used = now;
        Some(Arc::clone(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_text_is_forgotten_first() {
        let recent = RecentTexts::default();
        let texts: Vec<String> = ["a", "b", "c"]
            .iter()
            .map(|letter| letter.repeat(MOST_BYTES * 2 / 5))
            .collect();
        let hashes: Vec<ContentHash> = texts.iter().map(ContentHash::of).collect();
        recent.keep(hashes[0], &texts[0]);
        recent.keep(hashes[1], &texts[1]);
        assert!(recent.text(hashes[0]).is_some());
        recent.keep(hashes[2], &texts[2]);
        assert!(recent.text(hashes[0]).is_some());
        assert!(recent.text(hashes[1]).is_none());
        assert!(recent.text(hashes[2]).is_some());
    }
}
