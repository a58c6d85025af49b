//! Search: the query language, the two indexes, ranking and snippets.

mod fold;
pub(crate) mod index;
mod token;
