//! Why a task stopped, for the person who started it.
//!
//! Nothing branches on the reason, so it is a sentence with a cause and not an enum.

use std::error::Error;
use std::fmt;

/// A sentence, and the error below it if there was one.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    cause: Option<Box<dyn Error>>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cause: None,
        }
    }

    /// Returns a function for `map_err` that says what was being done.
    pub(crate) fn during<E: Error + 'static>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        |cause| Self {
            what: what.into(),
            cause: Some(Box::new(cause)),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}
