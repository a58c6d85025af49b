//! Signing further browsers in, and how a host learns whether a link is good.

use longhand_core::{App, sign_in};

use crate::command::Nothing;
use crate::error::ApiError;

command! {
    /// Mints a link that signs one more browser in; for people, not for keys.
    ///
    /// The link is the server's address, `/#token=` and the token.
    Link: "session.link", Admin, Library, Nothing => sign_in::SignInLink,
    |_request, app, caller| sign_in::link(app, caller)
}

/// Says whether a token of a link signs its bearer in; it does so once.
///
/// # Errors
/// The library cannot be read or written.
pub async fn follow_link(app: &App, token: String) -> Result<bool, ApiError> {
    let followed = app.blocking(move |app| sign_in::follow(app, &token)).await;
    Ok(followed??)
}
