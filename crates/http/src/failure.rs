//! What a refused request is answered with: a status, and an [`ApiError`] as JSON.
//!
//! The body is written by [`crate::observe`], which knows the request's id.

use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use longhand_api::{ApiError, ErrorCode};

/// A refusal.
#[derive(Debug, Clone)]
pub(crate) struct Failure(Box<Refusal>);

#[derive(Debug, Clone)]
struct Refusal {
    status: StatusCode,
    error: ApiError,
    retry_after_seconds: Option<u64>,
}

impl Failure {
    /// Makes a refusal with a status of its own.
    pub(crate) fn new(
        status: StatusCode,
        code: ErrorCode,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self(Box::new(Refusal {
            status,
            error: ApiError::new(code, message, hint),
            retry_after_seconds: None,
        }))
    }

    /// Makes a refusal whose status follows from its code.
    pub(crate) fn of(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(status_of(code), code, message, hint)
    }

    /// Says after how many seconds to try again.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// Returns the error to tell.
    pub(crate) fn error(&self) -> &ApiError {
        &self.0.error
    }

    /// Returns the status.
    #[cfg(test)]
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(Box::new(Refusal {
            status: status_of(error.code),
            error,
            retry_after_seconds: None,
        }))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.0.retry_after_seconds {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of each code.
fn status_of(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Ambiguous | ErrorCode::Conflict | ErrorCode::Cancelled => StatusCode::CONFLICT,
        ErrorCode::Invalid | ErrorCode::UnreadableQuery => StatusCode::BAD_REQUEST,
        ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::Unauthorized => StatusCode::UNAUTHORIZED,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::ReadOnly | ErrorCode::Busy | ErrorCode::Locked => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ErrorCode::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::Unsupported => StatusCode::NOT_IMPLEMENTED,
        ErrorCode::Damaged | ErrorCode::NewerLibrary | ErrorCode::Internal => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
