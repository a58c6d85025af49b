//! The server for the window of the same process: the same answers, without a socket.
//!
//! There is no network between the two and nobody else can ask, so neither names nor keys are
//! checked: the person asks.

use std::thread;

use axum::body::Body;
use axum::http::{Request, Response};
use longhand_api::core::job::Jobs;
use longhand_api::model::JobId;
use longhand_api::{ApiError, Caller, dispatch};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::Server;
use crate::identity::Identity;
use crate::uploads::handles;

impl Server {
    /// Runs a command; uploads that it names are found, and removed when their import has ended.
    ///
    /// # Errors
    /// As [`dispatch`].
    pub async fn call(
        &self,
        caller: &Caller,
        command: &str,
        request: Value,
    ) -> Result<Value, ApiError> {
        let used = handles(&request);
        let request = self.uploads().resolve(command, request)?;
        let answer = dispatch(self.app(), caller, command, request).await?;
        if command == "import.run" && !used.is_empty() {
            let job = answer.get("job").and_then(Value::as_str);
            if let Some(job) = job.and_then(|id| id.parse().ok()) {
                self.remove_after(job, used);
            }
        }
        Ok(answer)
    }

    /// Answers a request for bytes as the person's. The answer has at most `most` bytes of body.
    pub async fn ask(&self, request: Request<Vec<u8>>, most: usize) -> Response<Vec<u8>> {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(Identity::Person);
        let Ok(response) = self.observed().oneshot(request).await;
        let (parts, body) = response.into_parts();
        match axum::body::to_bytes(body, most).await {
            Ok(bytes) => Response::from_parts(parts, bytes.into()),
            Err(error) => {
                tracing::warn!(%error, "an answer was too large, or broke off");
                let mut broken = Response::new(Vec::new());
                *broken.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
                broken
            }
        }
    }

    /// Removes uploads once the job that reads them has ended.
    fn remove_after(&self, job: JobId, used: Vec<String>) {
        let server = self.clone();
        let spawned = thread::Builder::new()
            .name("longhand-uploads".to_owned())
            .spawn(move || {
                if let Err(error) = Jobs::wait(server.app(), job) {
                    tracing::warn!(%error, "the end of an import was not seen");
                }
                server.uploads().remove(&used);
            });
        if let Err(error) = spawned {
            // They stay until the server ends.
            tracing::warn!(%error, "uploads are not removed after their import");
        }
    }
}
