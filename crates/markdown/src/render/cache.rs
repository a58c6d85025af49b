//! Rendered blocks by what they were rendered from.
//!
//! Holds what the last renders used, up to a bound in bytes, and the page that came last; losing it costs time only.

use std::collections::HashMap;
use std::sync::Arc;

use super::page::Page;
use super::unit::{Key, Unit};
use crate::sanitize::Target;

/// The HTML kept at most, in bytes.
const MAX_BYTES: usize = 48 * 1024 * 1024;

/// A rendered piece, before it knows on which line it stands.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) html: Arc<str>,
    pub(super) remote_images: usize,
    pub(super) targets: Arc<[Target]>,
    /// Left without colours because the budget was spent; rendered anew when asked again.
    pub(super) unfinished: bool,
}

#[derive(Debug)]
struct Entry {
    piece: Piece,
    used: u64,
}

/// Remembers rendered blocks from one render to the next.
#[derive(Debug, Default)]
pub struct BlockCache {
    entries: HashMap<Key, Entry>,
    bytes: usize,
    turn: u64,
    /// What the last render left, for the next to start from.
    pub(super) page: Option<Page>,
}

impl BlockCache {
    /// Tells whether nothing has been rendered with it yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns how many blocks it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns how many bytes the last render had to parse.
    pub fn last_read(&self) -> usize {
        self.page.as_ref().map_or(0, |page| page.read)
    }

    pub(super) fn begin(&mut self) {
        self.turn += 1;
    }

    pub(super) fn get_or_insert(
        &mut self,
        unit: &Unit<'_, '_>,
        render: impl FnOnce() -> Piece,
    ) -> Piece {
        if let Some(entry) = self.entries.get_mut(&unit.key)
            && !entry.piece.unfinished
        {
            entry.used = self.turn;
            return entry.piece.clone();
        }
        let piece = render();
        let entry = Entry {
            piece: piece.clone(),
            used: self.turn,
        };
        self.bytes += piece.html.len();
        if let Some(old) = self.entries.insert(unit.key, entry) {
            self.bytes -= old.piece.html.len();
        }
        piece
    }

    /// Forgets the blocks that were not used for longest, once there are too many.
    pub(super) fn end(&mut self) {
        let mut keep_since = self.turn.saturating_sub(64);
        while self.bytes > MAX_BYTES && keep_since < self.turn {
            keep_since += self.turn.saturating_sub(keep_since).div_ceil(2);
            self.entries.retain(|_, entry| entry.used >= keep_since);
            self.bytes = self
                .entries
                .values()
                .map(|entry| entry.piece.html.len())
                .sum();
        }
    }
}
