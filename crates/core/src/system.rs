//! The clock and the randomness of the operating system, for hosts; tests bring their own.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use longhand_model::{Clock, Entropy, Sources, Timestamp};

/// Returns the system's clock and its randomness, which is fit for keys.
pub fn system_sources() -> Sources {
    Sources::new(Arc::new(SystemClock), Arc::new(SystemEntropy))
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge: everything else is given a clock"
    )]
    fn now(&self) -> Timestamp {
        let now = SystemTime::now();
        let millis = match now.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis)
            }
        };
        Timestamp::from_millis(millis)
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::panic,
        reason = "a system without randomness can make neither ids nor keys that are safe"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the system gives no random bytes: {error}");
        }
    }
}
