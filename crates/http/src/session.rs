//! Browser sessions: a one-time token, printed as part of a link, is traded for a cookie.
//!
//! Tokens and cookies are random, kept as hashes, compared in constant time, and gone when the
//! process ends. Does not know scripts; those carry API keys. Links that another program mints are in
//! the library (`session.link`).

use std::sync::{Mutex, PoisonError};

use longhand_api::core::sign_in::LINK_LASTS_MS;
use longhand_api::model::{ContentHash, Sources, Timestamp};
use subtle::{Choice, ConstantTimeEq};

/// At most this many browsers are signed in; the one that signed in first goes.
const MOST_SESSIONS: usize = 64;
/// At most this many links wait to be followed; the oldest goes.
const MOST_TOKENS: usize = 8;

/// The sessions of one server.
#[derive(Debug)]
pub(crate) struct Sessions {
    sources: Sources,
    /// Cookies of one host are shared by all its ports, so the name tells servers apart.
    cookie_name: String,
    tokens: Mutex<Vec<Token>>,
    sessions: Mutex<Vec<ContentHash>>,
}

/// A link that waits to be followed.
#[derive(Debug)]
struct Token {
    hash: ContentHash,
    expires_at: Timestamp,
}

impl Sessions {
    /// Starts without any token.
    pub(crate) fn new(sources: Sources, port: u16) -> Self {
        Self {
            sources,
            cookie_name: format!("longhand_session_{port}"),
            tokens: Mutex::default(),
            sessions: Mutex::default(),
        }
    }

    /// Makes a token that opens one session.
    pub(crate) fn token(&self) -> String {
        let token = self.secret();
        let now = self.sources.now().as_millis();
        let waiting = Token {
            hash: ContentHash::of(&token),
            expires_at: Timestamp::from_millis(now.saturating_add(LINK_LASTS_MS)),
        };
        remember(&self.tokens, waiting, MOST_TOKENS);
        token
    }

    /// Trades a token for the value of a `Set-Cookie` header; a token works once.
    pub(crate) fn open(&self, token: &str) -> Option<String> {
        let wanted = ContentHash::of(token);
        let now = self.sources.now();
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|token| token.expires_at > now);
        let known = tokens.len();
        tokens.retain(|token| !same(&token.hash, &wanted));
        let found = tokens.len() < known;
        drop(tokens);
        found.then(|| self.admit())
    }

    /// Opens a session for somebody who proved to be the person; returns the value of a `Set-Cookie` header.
    pub(crate) fn admit(&self) -> String {
        let session = self.secret();
        remember(&self.sessions, ContentHash::of(&session), MOST_SESSIONS);
        format!(
            "{}={session}; Path=/; HttpOnly; SameSite=Strict",
            self.cookie_name
        )
    }

    /// Says whether a `Cookie` header carries an open session.
    pub(crate) fn knows(&self, cookies: &str) -> bool {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.cookie_name)
            .any(|(_, value)| {
                let wanted = ContentHash::of(value);
                let found = sessions.iter().fold(Choice::from(0), |found, session| {
                    found | session.as_bytes().ct_eq(wanted.as_bytes())
                });
                found.into()
            })
    }

    fn secret(&self) -> String {
        let random: [u8; 32] = self.sources.random();
        // As text a hash is hexadecimal, and 32 random bytes stay 32 random bytes.
        ContentHash::from_bytes(random).to_string()
    }
}

fn same(one: &ContentHash, other: &ContentHash) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn remember<T>(list: &Mutex<Vec<T>>, new: T, most: usize) {
    let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
    if list.len() >= most {
        list.remove(0);
    }
    list.push(new);
}
