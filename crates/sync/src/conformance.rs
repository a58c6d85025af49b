//! The suites that every implementation of a remote passes.
//!
//! Each function takes a factory that makes a new, empty place, and panics with what differs.

#![expect(
    clippy::panic,
    reason = "a suite for tests: what differs ends the test"
)]

mod files;
mod replica;

pub use files::files;
pub use replica::replica;
