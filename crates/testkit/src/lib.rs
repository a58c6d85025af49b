//! Fixtures, a fake clock and a hermetic command line, for tests only.

mod sources;

pub use sources::{FixedClock, fixed_sources};
