//! A clock that stands still until it is moved, and randomness that repeats from a seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use longhand_model::{Clock, Entropy, Sources, Timestamp};

/// 2026-01-01T00:00:00Z, where every fixed clock starts.
const START_MS: i64 = 1_767_225_600_000;

/// A clock that a test moves; it never goes back by itself.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Moves the clock on by milliseconds.
    pub fn advance_ms(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// Sets the clock, back too: clocks of real machines do that.
    pub fn set(&self, time: Timestamp) {
        self.0.store(time.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// SplitMix64: every call to `fill` goes on from where the last one ended.
struct Seeded(AtomicU64);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let state = self
                .0
                .fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst)
                .wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let mixed = mixed ^ (mixed >> 31);
            let random = mixed.to_le_bytes();
            for (byte, random) in chunk.iter_mut().zip(random) {
                *byte = random;
            }
        }
    }
}

/// Returns sources that repeat from a seed, and their clock, which starts at 2026-01-01 and stands still.
pub fn fixed_sources(seed: u64) -> (Sources, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock(AtomicI64::new(START_MS)));
    let sources = Sources::new(
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(Seeded(AtomicU64::new(seed))),
    );
    (sources, clock)
}
