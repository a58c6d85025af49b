//! Who asks for something, and what they may do.
//!
//! Does not know how a caller proved who they are: the hosts do that (see [`crate::key`] for API keys).

use longhand_model::{Access, Actor, ApiKey, BatchId, Cause, KeyScope, Sources};

/// Who asks: carried by every use-case, written to the audit log, echoed in events.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who, as the audit log names them.
    pub actor: Actor,
    /// What they may do.
    pub access: Access,
    /// What they may reach; none means the whole library.
    pub scope: Option<KeyScope>,
    /// The window or script that asks, so that it can tell its own events from others'.
    pub client: Option<String>,
    /// The id of the request, for logs and references; empty until a host or the dispatcher sets it.
    pub request: String,
}

impl Caller {
    /// Makes the person at the window, who may do everything.
    pub fn person(client: Option<String>) -> Self {
        Self::whole(Actor::Person, client)
    }

    /// Makes the person at the command line, who may do everything.
    pub fn command_line() -> Self {
        Self::whole(Actor::CommandLine, None)
    }

    /// Makes the program itself: housekeeping and jobs.
    pub fn program() -> Self {
        Self::whole(Actor::Program, None)
    }

    /// Makes the script that carries an API key, bound to the key's access and scope.
    pub fn key(key: &ApiKey, client: Option<String>) -> Self {
        Self {
            actor: Actor::Key(key.id),
            access: key.scope.access,
            scope: Some(key.scope.clone()),
            client,
            request: String::new(),
        }
    }

    /// Returns the cause that a transaction of this caller carries, with a batch of its own.
    pub fn cause(&self, sources: &Sources, command: &str) -> Cause {
        Cause {
            actor: self.actor,
            batch: sources.id::<BatchId>(),
            command: command.to_owned(),
            client: self.client.clone(),
        }
    }

    /// Says whether a filter narrows what this caller reaches to some documents.
    pub fn is_limited(&self) -> bool {
        self.scope
            .as_ref()
            .is_some_and(|scope| !scope.categories.is_empty() || !scope.tags.is_empty())
    }

    fn whole(actor: Actor, client: Option<String>) -> Self {
        Self {
            actor,
            access: Access::Admin,
            scope: None,
            client,
            request: String::new(),
        }
    }
}
