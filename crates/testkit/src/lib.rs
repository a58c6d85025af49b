//! Fixtures, a fake clock and a hermetic command line, for tests only.
