//! `lh`, the command line.

fn main() {}
