//! What a command is, and how a host runs one by its name.
//!
//! A host gives a name, a caller and JSON; access, tracing, threads and error codes are handled here,
//! once. Who the caller is has been decided before, by the host.

use longhand_core::proposal::Proposed;
use longhand_core::{App, Caller, CoreError};
use longhand_model::Access;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::ApiError;

/// A command: what it is called, what it takes and gives, what it needs, and what it does.
pub trait Command {
    /// What it takes.
    type Request: DeserializeOwned + JsonSchema + Send + 'static;
    /// What it gives.
    type Output: Serialize + JsonSchema + Send + 'static;
    /// Its name, `noun.verb`.
    const NAME: &'static str;
    /// What it does, in one sentence, for the API's description.
    const SUMMARY: &'static str;
    /// What a caller must be allowed to do.
    const ACCESS: Access;
    /// Whether a key that is limited to some documents may use it.
    const REACH: Reach;
    /// What it does for a key that may only propose: records it for review. None where such a key is refused.
    const PROPOSE: Option<Propose<Self::Request>> = None;

    /// Does it. Runs on a thread that may block.
    ///
    /// # Errors
    /// Whatever the use-case says.
    fn run(request: Self::Request, app: &App, caller: &Caller) -> Result<Self::Output, CoreError>;
}

/// Records what a command would do, for a person to review.
pub type Propose<R> = fn(R, &App, &Caller) -> Result<Proposed, CoreError>;

/// How far a command reaches, which decides whether a key with a category or tag filter may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Documents one by one: the use-case shows and changes only those inside the key's filter.
    Documents,
    /// The library as a whole: refused to a key with a filter.
    Library,
}

/// Takes nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Items of a list that is never long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
pub struct Items<T> {
    /// The items, in order.
    pub items: Vec<T>,
}

/// A command without its types: a row of the registry.
#[derive(Clone, Copy)]
pub struct CommandInfo {
    /// Its name, `noun.verb`.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// What a caller must be allowed to do.
    pub access: Access,
    /// How far it reaches.
    pub reach: Reach,
    /// A key that may only propose can use it: what it would do is recorded for review.
    pub can_be_proposed: bool,
    pub(crate) request: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) output: fn(&mut SchemaGenerator) -> Schema,
    run: fn(Value, &App, &Caller) -> Result<Value, ApiError>,
}

impl CommandInfo {
    pub(crate) const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            summary: C::SUMMARY,
            access: C::ACCESS,
            reach: C::REACH,
            can_be_proposed: C::PROPOSE.is_some(),
            request: |generator| generator.subschema_for::<C::Request>(),
            output: |generator| generator.subschema_for::<C::Output>(),
            run: run_json::<C>,
        }
    }
}

impl CommandInfo {
    /// Says whether this command, for this caller, is recorded for review instead of being done.
    pub fn is_proposed_by(&self, caller: &Caller) -> bool {
        is_proposed(self.access, self.can_be_proposed, caller)
    }
}

impl std::fmt::Debug for CommandInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Returns the command of a name.
pub fn find(name: &str) -> Option<&'static CommandInfo> {
    crate::COMMANDS.iter().find(|command| command.name == name)
}

/// Runs a command by its name off the async threads.
///
/// # Errors
/// An [`ApiError`] that is fit for a person; an internal cause is logged under its reference.
pub async fn dispatch(
    app: &App,
    caller: &Caller,
    name: &str,
    request: Value,
) -> Result<Value, ApiError> {
    let name = name.to_owned();
    let caller = caller.clone();
    app.blocking(move |app| dispatch_blocking(app, &caller, &name, request))
        .await
        .unwrap_or_else(|stopped| Err(ApiError::from(stopped)))
}

/// Runs a command by its name on this thread.
///
/// # Errors
/// As [`dispatch`].
pub fn dispatch_blocking(
    app: &App,
    caller: &Caller,
    name: &str,
    request: Value,
) -> Result<Value, ApiError> {
    let command = find(name).ok_or_else(|| ApiError::unknown_command(name))?;
    in_span(app, caller, command.name, |caller| {
        if !command.is_proposed_by(caller) {
            permit_access(command.access, caller)?;
        }
        permit_reach(command.reach, caller)?;
        (command.run)(request, app, caller)
    })
}

/// Runs a command by its type on this thread; for hosts written in Rust, whose caller needs no review.
///
/// # Errors
/// As [`dispatch`].
pub fn call<C: Command>(
    app: &App,
    caller: &Caller,
    request: C::Request,
) -> Result<C::Output, ApiError> {
    in_span(app, caller, C::NAME, |caller| {
        permit_access(C::ACCESS, caller)?;
        permit_reach(C::REACH, caller)?;
        Ok(C::run(request, app, caller)?)
    })
}

fn run_json<C: Command>(request: Value, app: &App, caller: &Caller) -> Result<Value, ApiError> {
    let request = match request {
        Value::Null => Value::Object(serde_json::Map::new()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return Err(ApiError::unreadable_request(C::NAME, "it is not an object"));
        }
        Value::Object(fields) => Value::Object(fields),
    };
    let request = serde_json::from_value(request)
        .map_err(|problem| ApiError::unreadable_request(C::NAME, &problem.to_string()))?;
    let output = match C::PROPOSE {
        Some(propose) if is_proposed(C::ACCESS, true, caller) => {
            serde_json::to_value(propose(request, app, caller)?)
        }
        Some(_) | None => serde_json::to_value(C::run(request, app, caller)?),
    };
    output.map_err(|cause| ApiError::from(CoreError::internal(cause)))
}

/// Says whether a caller may propose what it may not do.
fn is_proposed(needed: Access, can_be_proposed: bool, caller: &Caller) -> bool {
    can_be_proposed && needed == Access::Write && caller.access == Access::Propose
}

/// Refuses what the caller's access does not allow.
fn permit_access(needed: Access, caller: &Caller) -> Result<(), CoreError> {
    if caller.access >= needed {
        return Ok(());
    }
    if caller.access == Access::Propose && needed == Access::Write {
        return Err(CoreError::NotProposable);
    }
    Err(CoreError::AccessTooLow {
        needed,
        given: caller.access,
    })
}

/// Refuses what the caller's filter does not allow.
fn permit_reach(reach: Reach, caller: &Caller) -> Result<(), CoreError> {
    match reach {
        Reach::Library if caller.is_limited() => Err(CoreError::OutOfScope {
            what: "use a command that concerns the whole library".to_owned(),
        }),
        Reach::Library | Reach::Documents => Ok(()),
    }
}

/// Opens the span of a request, and logs how it ended: its fault if it is one of the program's.
fn in_span<T>(
    app: &App,
    caller: &Caller,
    command: &'static str,
    run: impl FnOnce(&Caller) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut caller = caller.clone();
    if caller.request.is_empty() {
        caller.request = app.request_id();
    }
    let span = tracing::info_span!("command", name = command, request = %caller.request);
    span.in_scope(|| {
        let outcome = run(&caller).map_err(|error| error.under(&caller.request));
        match &outcome {
            Ok(_) => tracing::debug!("command completed"),
            Err(error) => tracing::debug!(code = error.code.as_str(), "command refused"),
        }
        outcome
    })
}
