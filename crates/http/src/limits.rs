//! How much a caller may ask: requests a second, sign-ins a minute, bytes a request.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use longhand_api::ErrorCode;
use longhand_api::model::KeyId;

use crate::failure::Failure;

const MIB: usize = 1024 * 1024;

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests a second that one caller may make for long.
    pub requests_per_second: NonZeroU32,
    /// Requests that one caller may make at once.
    pub burst: NonZeroU32,
    /// Links followed, and keys that were never right before, a minute, all callers together.
    pub sign_ins_per_minute: NonZeroU32,
    /// Open event streams, all callers together.
    pub event_streams: usize,
    /// The largest attachment, in bytes.
    pub attachment_bytes: u64,
    /// The largest upload, in bytes.
    pub upload_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const REQUESTS: NonZeroU32 = NonZeroU32::new(2_000).expect("invariant: not zero");
        const BURST: NonZeroU32 = NonZeroU32::new(4_000).expect("invariant: not zero");
        const SIGN_INS: NonZeroU32 = NonZeroU32::new(20).expect("invariant: not zero");
        Self {
            requests_per_second: REQUESTS,
            burst: BURST,
            sign_ins_per_minute: SIGN_INS,
            event_streams: 64,
            attachment_bytes: 4 << 30,
            upload_bytes: 8 << 30,
        }
    }
}

/// Who a request is counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Payer {
    /// Nobody we know.
    Nobody,
    /// The person at the interface.
    Person,
    /// A script.
    Key(KeyId),
}

/// Counts what callers ask.
pub(crate) struct Meters {
    clock: DefaultClock,
    requests: DefaultKeyedRateLimiter<Payer>,
    sign_ins: DefaultDirectRateLimiter,
}

impl Meters {
    /// Starts with nothing counted.
    pub(crate) fn new(limits: &Limits) -> Self {
        let requests = Quota::per_second(limits.requests_per_second).allow_burst(limits.burst);
        let sign_ins = Quota::per_minute(limits.sign_ins_per_minute);
        Self {
            clock: DefaultClock::default(),
            requests: RateLimiter::keyed(requests),
            sign_ins: RateLimiter::direct(sign_ins),
        }
    }

    /// Counts a request; refuses it when there were too many.
    pub(crate) fn request(&self, payer: Payer) -> Result<(), Failure> {
        self.requests
            .check_key(&payer)
            .map_err(|until| self.too_many("too many requests", &until))
    }

    /// Counts a try to sign in; refuses it, right or wrong, when there were too many.
    pub(crate) fn sign_in(&self) -> Result<(), Failure> {
        self.sign_ins
            .check()
            .map_err(|until| self.too_many("too many tries to sign in", &until))
    }

    fn too_many(
        &self,
        message: &'static str,
        until: &NotUntil<<DefaultClock as Clock>::Instant>,
    ) -> Failure {
        let wait: Duration = until.wait_time_from(self.clock.now());
        Failure::of(
            ErrorCode::RateLimited,
            message,
            "Wait for as long as the Retry-After header says.",
        )
        .retry_after(wait.as_secs() + 1)
    }
}

impl std::fmt::Debug for Meters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Meters")
    }
}

/// The largest body of a command, in bytes. A text may have 10 MiB, and JSON may write a character
/// of it as six.
pub(crate) fn body_bytes(command: &str) -> usize {
    match command {
        "document.create" | "document.save" | "preview.render" => 64 * MIB,
        _without_a_text => MIB,
    }
}
