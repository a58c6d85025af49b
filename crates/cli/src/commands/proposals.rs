//! `lh proposals`: what keys would change, and what becomes of it.

use std::io;

use longhand_api::core::document::SaveOutcome;
use longhand_api::core::proposal::{FieldName, ListState, Present, ReviewedChange};
use longhand_api::model::{ChangeId, ChangeKind, ChangeSet, ChangeSetId, ChangeState};
use longhand_api::proposal::{Accept, DecideRequest, Get, GetRequest, List, ListRequest, Reject};
use serde_json::Value;

use crate::args::admin::{Decide, Proposals};
use crate::commands::history::hunks;
use crate::error::CliError;
use crate::exit::Exit;
use crate::lh::Lh;
use crate::reference::{Naming, pick};
use crate::screen::{Ink, Screen};
use crate::table::{Column, Table};
use crate::words::{count, short};

/// Runs one of them.
pub(crate) fn run(lh: &Lh, args: &Proposals) -> Result<Exit, CliError> {
    match args {
        Proposals::Ls { all } => ls(lh, *all),
        Proposals::Show { change_set } => show(lh, change_set),
        Proposals::Accept(decide) => return accept(lh, decide),
        Proposals::Reject(decide) => reject(lh, decide),
    }
    .map(|()| Exit::Done)
}

fn ls(lh: &Lh, all: bool) -> Result<(), CliError> {
    let sets = lh.call::<List>(ListRequest {
        state: if all { ListState::All } else { ListState::Open },
        limit: Some(500),
        cursor: None,
    })?;
    lh.answer(&sets, |screen| {
        if sets.items.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("KEY", Column::Left(Ink::Bold)),
            ("WAITING", Column::Right(Ink::Yellow)),
            ("ACCEPTED", Column::Right(Ink::Plain)),
            ("REJECTED", Column::Right(Ink::Plain)),
            ("LAST", Column::Left(Ink::Dim)),
            ("NOTE", Column::Flexible(Ink::Plain)),
        ]);
        for set in &sets.items {
            table.row([
                short(set.id),
                set.key_name.clone(),
                set.waiting.to_string(),
                set.accepted.to_string(),
                set.rejected.to_string(),
                lh.time(set.updated_at),
                set.note.clone(),
            ]);
        }
        table.show(screen)
    })?;
    if sets.items.is_empty() && !lh.is_json() {
        lh.note(if all {
            "No key has proposed anything."
        } else {
            "Nothing waits for review."
        });
    }
    Ok(())
}

fn show(lh: &Lh, word: &str) -> Result<(), CliError> {
    let id = change_set(lh, word)?;
    let mut review = get(lh, id, None)?;
    while let Some(next) = review.next.take() {
        let page = get(lh, id, Some(next))?;
        review.changes.extend(page.changes);
        review.next = page.next;
    }
    lh.answer(&review, |screen| {
        let set = &review.change_set;
        screen.put(Ink::Bold, &set.key_name)?;
        screen.line(format!(", {} waiting", count(set.waiting, "change")))?;
        if !set.note.is_empty() {
            screen.line(&set.note)?;
        }
        for change in &review.changes {
            screen.line("")?;
            one(screen, change)?;
        }
        Ok(())
    })
}

fn get(
    lh: &Lh,
    id: ChangeSetId,
    cursor: Option<longhand_api::model::Cursor>,
) -> Result<longhand_api::core::proposal::Review, CliError> {
    lh.call::<Get>(GetRequest {
        id,
        limit: Some(200),
        cursor,
    })
}

fn one(screen: &mut Screen<'_>, reviewed: &ReviewedChange) -> io::Result<()> {
    let change = &reviewed.change;
    screen.put(Ink::Dim, format!("{}  ", short(change.id)))?;
    screen.put(
        Ink::Bold,
        format!("{} \"{}\"", verb(change.kind), change.title),
    )?;
    let state = match change.state {
        ChangeState::Waiting => waits(reviewed),
        ChangeState::Accepted => "accepted",
        ChangeState::Rejected => "rejected",
        ChangeState::Replaced => "replaced by a later proposal",
    };
    if state.is_empty() {
        screen.line("")?;
    } else {
        screen.inked(Ink::Yellow, format!("  {state}"))?;
    }
    for field in &reviewed.fields {
        let since = if field.changed_since {
            "  changed since"
        } else {
            ""
        };
        screen.line(format!(
            "  {}: {} -> {}{since}",
            field.name.word(),
            value(field.name, &field.before),
            value(field.name, &field.after)
        ))?;
    }
    match &reviewed.text {
        Some(text) => hunks(screen, &text.diff),
        None => Ok(()),
    }
}

/// What stands in the way of a change that waits, or what will happen to it.
fn waits(reviewed: &ReviewedChange) -> &'static str {
    let is_new = reviewed.change.kind == ChangeKind::Create;
    match (reviewed.present, reviewed.text.as_ref()) {
        (Present::Absent, _) if !is_new => "deleted for ever since",
        (Present::Trashed, _) if !is_new => "in the trash since",
        (_, Some(text)) => match text.outcome {
            SaveOutcome::Saved => "",
            SaveOutcome::Unchanged => "the library has this text already",
            SaveOutcome::Merged => "changed since; both changes fit together",
            SaveOutcome::Conflict => "changed since; accepting makes a conflict",
        },
        (Present::There | Present::Trashed | Present::Absent, None) => "",
    }
}

fn accept(lh: &Lh, args: &Decide) -> Result<Exit, CliError> {
    let accepted = lh.call::<Accept>(request(lh, args)?)?;
    lh.answer(&accepted, |screen| {
        let done = accepted.accepted.len() as u64;
        screen.line(format!("Accepted {}.", count(done, "change")))?;
        let clashes = accepted
            .accepted
            .iter()
            .filter(|done| done.outcome == SaveOutcome::Conflict)
            .count() as u64;
        if clashes > 0 {
            screen.inked(
                Ink::Yellow,
                format!(
                    "{} kept: `lh conflicts` lists them.",
                    count(clashes, "conflict")
                ),
            )?;
        }
        for refused in &accepted.refused {
            screen.put(Ink::Yellow, "Still waits: ")?;
            screen.line(format!("\"{}\", {}", refused.title, refused.reason))?;
        }
        Ok(())
    })?;
    if let Some(batch) = accepted.batch
        && !lh.is_json()
    {
        lh.note(&format!("`lh undo {batch}` takes it back."));
    }
    let clashed = accepted
        .accepted
        .iter()
        .any(|done| done.outcome == SaveOutcome::Conflict);
    Ok(if accepted.accepted.is_empty() {
        Exit::NotPossible
    } else if clashed || !accepted.refused.is_empty() {
        Exit::Conflicts
    } else {
        Exit::Done
    })
}

fn reject(lh: &Lh, args: &Decide) -> Result<(), CliError> {
    let rejected = lh.call::<Reject>(request(lh, args)?)?;
    lh.answer(&rejected, |screen| {
        screen.line(format!("Rejected {}.", count(rejected.rejected, "change")))
    })
}

fn request(lh: &Lh, args: &Decide) -> Result<DecideRequest, CliError> {
    let id = change_set(lh, &args.change_set)?;
    if args.change.is_empty() {
        return Ok(DecideRequest { id, changes: None });
    }
    let review = get(lh, id, None)?;
    let naming = Naming {
        thing: "change",
        hint: "`lh proposals show` lists them.",
        id: &|reviewed: &ReviewedChange| reviewed.change.id.to_string(),
        names: &|reviewed: &ReviewedChange| vec![reviewed.change.title.clone()],
    };
    let changes = args
        .change
        .iter()
        .map(|word| pick(&naming, word, &review.changes).map(|found| found.change.id))
        .collect::<Result<Vec<ChangeId>, _>>()?;
    Ok(DecideRequest {
        id,
        changes: Some(changes),
    })
}

fn change_set(lh: &Lh, word: &str) -> Result<ChangeSetId, CliError> {
    let sets = lh.call::<List>(ListRequest {
        state: ListState::All,
        limit: Some(500),
        cursor: None,
    })?;
    // A key's name means what it proposes now.
    let naming = Naming {
        thing: "change-set",
        hint: "`lh proposals ls` lists them.",
        id: &|set: &ChangeSet| set.id.to_string(),
        names: &|set: &ChangeSet| {
            if set.waiting > 0 {
                vec![set.key_name.clone()]
            } else {
                Vec::new()
            }
        },
    };
    Ok(pick(&naming, word, &sets.items)?.id)
}

const fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "Make",
        ChangeKind::Save => "Write",
        ChangeKind::Update => "Update",
        ChangeKind::Trash => "Move to the trash",
    }
}

fn value(name: FieldName, value: &Value) -> String {
    match value {
        Value::Null if name == FieldName::Category => "inbox".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
