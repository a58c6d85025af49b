//! `GET /v1/events`: the events of the library as a server-sent stream.
//!
//! Events are hints. A listener that falls behind is told `elsewhere`, which means: read again what
//! you show. A key hears only what its scope lets it see.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{self, KeepAlive};
use futures::stream::{self, Stream, StreamExt as _};
use longhand_api::model::{Access, Event};
use longhand_api::{Caller, ErrorCode};
use tokio::sync::broadcast::error::RecvError;

use crate::Server;
use crate::failure::Failure;
use crate::identity::Known;

/// Streams events until the client goes or the server stops.
pub(crate) async fn stream(
    State(server): State<Server>,
    Known(caller): Known,
) -> Result<Sse<impl Stream<Item = Result<sse::Event, Infallible>>>, Failure> {
    let Ok(permit) = server.event_streams().try_acquire_owned() else {
        return Err(Failure::of(
            ErrorCode::RateLimited,
            "too many event streams are open",
            "Close the ones that are not needed.",
        )
        .retry_after(5));
    };
    let open = server.metrics().stream();
    let listener = server.app().events();
    let events = stream::unfold(
        (listener, permit, open),
        |(mut listener, permit, open)| async {
            let event = match listener.recv().await {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => Event::Elsewhere,
                Err(RecvError::Closed) => return None,
            };
            Some((event, (listener, permit, open)))
        },
    )
    .filter_map(move |event| std::future::ready(message(&caller, event)))
    .map(Ok)
    .take_until(server.stopped());
    // The first comment reaches the client at once, which makes it `open`.
    let hello = stream::once(std::future::ready(Ok(sse::Event::default()
        .retry(Duration::from_secs(1))
        .comment("longhand"))));
    Ok(
        Sse::new(hello.chain(events))
            .keep_alive(KeepAlive::new().interval(Duration::from_secs(15))),
    )
}

/// Writes an event as the caller may see it.
fn message(caller: &Caller, event: Event) -> Option<sse::Event> {
    let event = visible(caller, event)?;
    let name = match &event {
        Event::Documents { .. } => "documents",
        Event::Categories { .. } => "categories",
        Event::Tags { .. } => "tags",
        Event::Attachments { .. } => "attachments",
        Event::SavedSearches { .. } => "savedSearches",
        Event::Settings { .. } => "settings",
        Event::Keys { .. } => "keys",
        Event::Proposals { .. } => "proposals",
        Event::Job { .. } => "job",
        Event::Elsewhere => "elsewhere",
    };
    let sent = sse::Event::default().event(name).json_data(&event);
    sent.inspect_err(|error| tracing::error!(%error, "an event could not be written"))
        .ok()
}

/// Leaves out what a key has no business with, and names no documents to one that may not see all.
fn visible(caller: &Caller, event: Event) -> Option<Event> {
    match event {
        Event::Documents { text, cause, .. } if caller.is_limited() => Some(Event::Documents {
            ids: Vec::new(),
            text,
            cause,
        }),
        Event::Settings { .. } | Event::Keys { .. } | Event::Job { .. }
            if caller.access < Access::Admin =>
        {
            None
        }
        Event::Proposals { .. } if caller.access < Access::Propose => None,
        Event::Documents { .. }
        | Event::Categories { .. }
        | Event::Tags { .. }
        | Event::Attachments { .. }
        | Event::SavedSearches { .. }
        | Event::Settings { .. }
        | Event::Keys { .. }
        | Event::Proposals { .. }
        | Event::Job { .. }
        | Event::Elsewhere => Some(event),
    }
}
