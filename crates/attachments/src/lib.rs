//! The bytes of attachments: files named by the SHA-256 of their content, beside the library.
//!
//! Owns where the bytes lie, and that what was acknowledged survives a power cut. Does not know
//! documents, names or media types: the library file keeps those, and says which bytes are in use.

mod error;
mod incoming;
mod store;

pub use error::AttachmentError;
pub use store::{AttachmentStore, ByteStream, StoredBytes, Verdict};
