//! The library file: the only crate that links SQLite.
