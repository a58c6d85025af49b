//! Links by which a browser is signed in to a running server: minted here, followed once.
//!
//! A token is 32 random bytes. The library keeps its SHA-256 for some minutes, so that `lh` and the
//! interface can mint a link for a server that another process runs. Sessions are the server's.

use longhand_model::{Actor, ContentHash, Timestamp};
use longhand_store::sign_in_links;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{App, Caller, CoreError};

/// How long a link waits to be followed, in milliseconds.
pub const LINK_LASTS_MS: i64 = 15 * 60_000;

/// At most this many links wait to be followed; the oldest goes.
const MOST_LINKS: usize = 8;

/// A token that signs one browser in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInLink {
    /// What follows `/#token=` behind the server's address: 64 hexadecimal digits, shown once.
    pub token: String,
    /// It works until then.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for SignInLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInLink")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Mints a link for whichever server serves this library.
///
/// # Errors
/// [`CoreError::OutOfScope`] for a script: a browser may do more than any key, such as read files of
/// this computer.
pub fn link(app: &App, caller: &Caller) -> Result<SignInLink, CoreError> {
    match caller.actor {
        Actor::Person | Actor::CommandLine => {}
        Actor::Program | Actor::Remote(_) | Actor::Key(_) => {
            return Err(CoreError::OutOfScope {
                what: "sign a browser in".to_owned(),
            });
        }
    }
    let token = ContentHash::from_bytes(app.sources().random()).to_string();
    let now = app.sources().now();
    let expires_at = Timestamp::from_millis(now.as_millis().saturating_add(LINK_LASTS_MS));
    app.write(caller, "session.link", |w| {
        let hash = ContentHash::of(&token);
        Ok(sign_in_links::insert(w, hash, expires_at, MOST_LINKS)?)
    })?;
    tracing::info!("a link that signs a browser in was made");
    Ok(SignInLink { token, expires_at })
}

/// Says whether a token signs its bearer in; it does so once, and until it expires.
///
/// # Errors
/// The library cannot be read or written.
pub fn follow(app: &App, token: &str) -> Result<bool, CoreError> {
    let hash = ContentHash::of(token);
    if !app.read(|r| Ok(sign_in_links::waits(r, hash)?))? {
        return Ok(false);
    }
    let taken = app.write(&Caller::program(), "session.open", |w| {
        Ok(sign_in_links::take(w, hash)?)
    })?;
    Ok(taken.value)
}
