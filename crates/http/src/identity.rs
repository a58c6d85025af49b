//! Who asks: a browser with a session cookie, a script with an API key, or nobody.
//!
//! A key that is sent is judged even where none is needed, so that a script with a wrong key learns
//! it at once. What a caller may do is not decided here; the commands' access is checked by `api`.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use longhand_api::model::{ApiKey, ContentHash};
use longhand_api::{Caller, ErrorCode, authenticate};

use crate::Server;
use crate::failure::Failure;
use crate::limits::Payer;
use crate::observe::RequestId;

const CLIENT: HeaderName = HeaderName::from_static("x-longhand-client");
/// At most this many accepted keys are remembered.
const MOST_ACCEPTED: usize = 1_000;

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) enum Identity {
    /// Nobody we know.
    Nobody,
    /// The person at the interface.
    Person,
    /// A script.
    Key(Box<ApiKey>),
}

/// Hashes of keys that were right before: a flood of wrong keys must not lock those out. Being among them
/// lets nobody in: every request has its key compared by `api`.
#[derive(Debug, Default)]
pub(crate) struct Accepted(Mutex<Judged>);

#[derive(Debug, Default)]
struct Judged {
    right: HashSet<ContentHash>,
    /// Being looked at now: a script that starts with a hundred connections tries one key, once.
    pending: HashSet<ContentHash>,
}

/// Whether looking at a key counts as a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Try {
    Counts,
    Free,
}

impl Accepted {
    fn begin(&self, key: ContentHash) -> Try {
        let mut judged = self.lock();
        if judged.right.contains(&key) || !judged.pending.insert(key) {
            Try::Free
        } else {
            Try::Counts
        }
    }

    fn add(&self, key: ContentHash) {
        let mut judged = self.lock();
        judged.pending.remove(&key);
        if judged.right.len() >= MOST_ACCEPTED {
            judged.right.clear();
        }
        judged.right.insert(key);
    }

    fn forget(&self, key: &ContentHash) {
        let mut judged = self.lock();
        judged.pending.remove(key);
        judged.right.remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, Judged> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds out who asks, and counts the request against them.
pub(crate) async fn identify(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let identity = identity_of(&server, request.headers()).await?;
    server.meters().request(match &identity {
        Identity::Nobody => Payer::Nobody,
        Identity::Person => Payer::Person,
        Identity::Key(key) => Payer::Key(key.id),
    })?;
    request.extensions_mut().insert(identity);
    Ok(next.run(request).await)
}

async fn identity_of(server: &Server, headers: &HeaderMap) -> Result<Identity, Failure> {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter();
    if let Some(header) = authorizations.next() {
        let secret = header
            .to_str()
            .ok()
            .and_then(|header| header.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim().to_owned());
        return match (secret, authorizations.next()) {
            (Some(secret), None) => key(server, secret).await,
            (Some(_), Some(_)) | (None, _) => Err(Failure::of(
                ErrorCode::Unauthorized,
                "the Authorization header cannot be read",
                "Send it once, as \"Authorization: Bearer lh_…\".",
            )),
        };
    }
    let signed_in = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .any(|cookies| server.sessions().knows(cookies));
    Ok(if signed_in {
        Identity::Person
    } else {
        Identity::Nobody
    })
}

async fn key(server: &Server, secret: String) -> Result<Identity, Failure> {
    let hash = ContentHash::of(&secret);
    if server.accepted().begin(hash) == Try::Counts {
        // Counted before it is looked at: guessing goes on at the pace of the limit.
        server
            .meters()
            .sign_in()
            .inspect_err(|_too_many| server.accepted().forget(&hash))?;
    }
    match authenticate(server.app(), secret).await {
        Ok(key) => {
            server.accepted().add(hash);
            Ok(Identity::Key(Box::new(key)))
        }
        Err(error) => {
            server.accepted().forget(&hash);
            Err(error.into())
        }
    }
}

/// The caller that a route needs: refuses nobody with 401.
pub(crate) struct Known(pub(crate) Caller);

impl<S: Sync> FromRequestParts<S> for Known {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let client = client(&parts.headers)?;
        let mut caller = match parts.extensions.get::<Identity>() {
            Some(Identity::Person) => Caller::person(client),
            Some(Identity::Key(key)) => Caller::key(key, client),
            Some(Identity::Nobody) | None => {
                return Err(Failure::of(
                    ErrorCode::Unauthorized,
                    "this needs a session or an API key",
                    "Open the link that `lh serve` printed, or send \"Authorization: Bearer lh_…\" \
                     with a key made by `lh key create`.",
                ));
            }
        };
        if let Some(RequestId(id)) = parts.extensions.get() {
            caller.request.clone_from(id);
        }
        Ok(Self(caller))
    }
}

/// Reads the id that a window or script gave itself.
fn client(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(client) = headers.get(CLIENT) else {
        return Ok(None);
    };
    client
        .to_str()
        .ok()
        .filter(|client| client.len() <= 100 && client.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|client| Some(client.to_owned()))
        .ok_or_else(|| {
            Failure::of(
                ErrorCode::Invalid,
                "the header X-Longhand-Client cannot be read",
                "It has at most 100 visible ASCII characters, such as a UUID.",
            )
        })
}
