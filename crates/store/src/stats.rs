//! What takes room in the library.
