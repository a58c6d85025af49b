//! Content-addressed attachment files, streamed in chunks.
