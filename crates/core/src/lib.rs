//! The use-cases: the only crate that composes the others.
