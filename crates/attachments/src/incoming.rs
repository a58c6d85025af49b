//! Reads incoming bytes in parts of bounded size and hashes them on the way.

use std::io;

use bytes::{Bytes, BytesMut};
use longhand_model::ContentHash;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt};

/// A part that goes to the store at once. Not smaller: S3 takes no smaller parts but the last.
pub(crate) const PART_BYTES: usize = 5 * 1024 * 1024;

/// Bytes on their way in.
pub(crate) struct Incoming<R> {
    reader: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: AsyncRead + Unpin> Incoming<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            digest: Sha256::new(),
            bytes: 0,
        }
    }

    /// Reads the next part: [`PART_BYTES`], or less at the end.
    pub(crate) async fn part(&mut self) -> io::Result<Bytes> {
        const READ_BYTES: usize = 64 * 1024;
        let mut part = BytesMut::new();
        while part.len() < PART_BYTES {
            let before = part.len();
            part.reserve(READ_BYTES);
            // The limit holds a part at its size although `reserve` may have made more room.
            let room = (PART_BYTES - before).min(READ_BYTES);
            let read = (&mut self.reader)
                .take(room as u64)
                .read_buf(&mut part)
                .await?;
            if read == 0 {
                break;
            }
            self.digest.update(part.get(before..).unwrap_or_default());
            self.bytes += read as u64;
        }
        Ok(part.freeze())
    }

    /// Returns the hash and the number of all bytes read.
    pub(crate) fn finish(self) -> (ContentHash, u64) {
        (
            ContentHash::from_bytes(self.digest.finalize().into()),
            self.bytes,
        )
    }
}
