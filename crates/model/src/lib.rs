//! Ids, documents, versions and the other values every crate speaks of.
