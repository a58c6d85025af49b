//! The door: which requests are looked at at all.
//!
//! A server on loopback is reachable by every web page that the person's browser shows. Three things
//! keep those out: the `Host` must be one of our names (a page whose name was rebound to 127.0.0.1
//! still sends its own), an `Origin` must be the server's own, and the browser's `Sec-Fetch-Site`
//! must not say that another site asks. Does not know who the caller is; see [`crate::identity`].

use std::net::SocketAddr;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use longhand_api::ErrorCode;

use crate::Server;
use crate::failure::Failure;
use crate::interface::DIAGRAMS;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The names that a request may call the server by, with the port.
#[derive(Debug, Clone)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// Names a loopback address: by number, and as `localhost`.
    pub(crate) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        let mut names = vec![format!("localhost:{port}"), address.to_string()];
        if port == 80 {
            names.push("localhost".to_owned());
            names.push(match address {
                SocketAddr::V4(v4) => v4.ip().to_string(),
                SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
            });
        }
        Self(names)
    }

    fn contains(&self, host: &str) -> bool {
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    /// Checks what a request says about where it goes and where it comes from.
    fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|value| value.to_str().ok());
        let (Some(host), None) = (host, hosts.next()) else {
            return Err(misdirected());
        };
        let asked = uri.authority().map_or(host, |authority| authority.as_str());
        if !self.contains(host) || !self.contains(asked) {
            return Err(misdirected());
        }
        let mut origins = headers.get_all(ORIGIN).iter();
        if let Some(origin) = origins.next() {
            let own = origin
                .to_str()
                .ok()
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(|origin| origin.eq_ignore_ascii_case(host));
            // The frame that draws diagrams has no origin; its scripts are the same for everybody.
            let for_frame = origin == "null" && path_of(uri).starts_with(DIAGRAMS);
            if !(own || for_frame) || origins.next().is_some() {
                return Err(foreign());
            }
        }
        let own_site = headers.get_all(SEC_FETCH_SITE).iter().all(|site| {
            let site = site.as_bytes();
            site == b"same-origin" || site == b"none"
        });
        // Following a link to the interface from elsewhere is harmless; asking for data is not.
        if !own_site && (uri.path().starts_with("/v1/") || uri.path() == "/metrics") {
            return Err(foreign());
        }
        Ok(())
    }
}

fn path_of(uri: &Uri) -> &str {
    uri.path().trim_start_matches('/')
}

/// Lets through what is meant for this server and comes from itself or from no web page.
pub(crate) async fn door(
    State(server): State<Server>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    server.names().check(request.uri(), request.headers())?;
    if carries_a_key(request.uri()) {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            ErrorCode::Invalid,
            "a key is never accepted in a URL",
            "URLs end up in logs and histories: send the header \"Authorization: Bearer lh_…\", \
             and revoke this key with `lh key revoke`.",
        ));
    }
    Ok(next.run(request).await)
}

/// Says whether a URL holds what looks like a key, so that the person learns it is burnt.
fn carries_a_key(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| {
        query.split('&').any(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = name.to_ascii_lowercase();
            let credential = [
                "key",
                "api_key",
                "apikey",
                "token",
                "access_token",
                "secret",
            ]
            .contains(&name.as_str())
                || name == "authorization";
            credential || (value.starts_with("lh_") && value.len() > 20 && name != "name")
        })
    })
}

fn misdirected() -> Failure {
    Failure::new(
        StatusCode::MISDIRECTED_REQUEST,
        ErrorCode::Forbidden,
        "this server does not answer to that name",
        "Use the address that `lh serve` printed.",
    )
}

fn foreign() -> Failure {
    Failure::new(
        StatusCode::FORBIDDEN,
        ErrorCode::Forbidden,
        "a web page of another origin asked",
        "Only the interface that this server serves may call it from a browser.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    value.parse().unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let names = Names::of("127.0.0.1:7717".parse().unwrap());
        let uri = Uri::from_static("/v1/events");
        for (host, status) in [
            ("127.0.0.1:7717", None),
            ("localhost:7717", None),
            ("LOCALHOST:7717", None),
            ("localhost", Some(421)),
            ("localhost:80", Some(421)),
            ("evil.test", Some(421)),
            ("evil.test:7717", Some(421)),
            ("127.0.0.1.evil.test:7717", Some(421)),
            ("0.0.0.0:7717", Some(421)),
            ("127.0.0.1:7717.", Some(421)),
            ("", Some(421)),
        ] {
            let found = names.check(&uri, &headers(&[("host", host)])).err();
            assert_eq!(found.map(|f| f.status().as_u16()), status, "{host}");
        }
        assert!(names.check(&uri, &HeaderMap::new()).is_err());
        let mut two = headers(&[("host", "localhost:7717")]);
        two.append(HOST, "evil.test".parse().unwrap());
        assert!(names.check(&uri, &two).is_err());
        let absolute = Uri::from_static("http://evil.test/v1/events");
        let own = headers(&[("host", "localhost:7717")]);
        assert!(names.check(&absolute, &own).is_err());
    }

    #[test]
    fn an_origin_must_be_the_servers_own() {
        let names = Names::of("127.0.0.1:7717".parse().unwrap());
        for (path, origin, site, allowed) in [
            ("/v1/rpc/x", None, None, true),
            ("/v1/rpc/x", Some("http://localhost:7717"), None, true),
            (
                "/v1/rpc/x",
                Some("http://localhost:7717"),
                Some("same-origin"),
                true,
            ),
            ("/v1/rpc/x", Some("http://127.0.0.1:7717"), None, false),
            ("/v1/rpc/x", Some("https://localhost:7717"), None, false),
            ("/v1/rpc/x", Some("http://localhost:3000"), None, false),
            ("/v1/rpc/x", Some("http://evil.test"), None, false),
            ("/v1/rpc/x", Some("null"), None, false),
            ("/v1/rpc/x", Some(""), None, false),
            ("/", Some("http://evil.test"), None, false),
            ("/diagram/frame.js", Some("null"), Some("cross-site"), true),
            ("/diagram/frame.js", Some("http://evil.test"), None, false),
            ("/index.html", Some("null"), None, false),
            ("/v1/attachments/x", None, Some("cross-site"), false),
            ("/v1/attachments/x", None, Some("same-site"), false),
            ("/metrics", None, Some("cross-site"), false),
            ("/v1/attachments/x", None, Some("none"), true),
            ("/", None, Some("cross-site"), true),
        ] {
            let mut given = headers(&[("host", "localhost:7717")]);
            if let Some(origin) = origin {
                given.insert(ORIGIN, origin.parse().unwrap());
            }
            if let Some(site) = site {
                given.insert(SEC_FETCH_SITE, site.parse().unwrap());
            }
            let uri: Uri = path.parse().unwrap();
            let found = names.check(&uri, &given).is_ok();
            assert_eq!(found, allowed, "{path} {origin:?} {site:?}");
        }
    }

    #[test]
    fn a_key_in_a_url_is_seen() {
        for (uri, seen) in [
            ("/v1/rpc/x?key=1", true),
            ("/v1/events?token=abc", true),
            ("/v1/events?Access_Token=abc", true),
            ("/v1/events?x=lh_0123456789012345678901234567", true),
            ("/v1/events?client=abc", false),
            (
                "/v1/uploads?name=lh_0123456789012345678901234567.zip",
                false,
            ),
            ("/", false),
        ] {
            assert_eq!(carries_a_key(&uri.parse().unwrap()), seen, "{uri}");
        }
    }
}
