//! The plan is total and symmetric, and the guard stops what looks like an accident.

use longhand_model::ContentHash;
use longhand_sync::{Allow, Guard, Operation, PlannedFile, Stop, Target, plan_files};
use proptest::prelude::*;

fn file(path: &str, base: Option<&str>, local: Option<&str>, remote: Option<&str>) -> PlannedFile {
    let hash = |text: Option<&str>| text.map(ContentHash::of);
    PlannedFile {
        path: path.to_owned(),
        document: None,
        base: hash(base),
        local: hash(local),
        remote: hash(remote),
    }
}

#[test]
fn every_state_has_the_step_a_person_would_expect() {
    use Operation::{
        Adopt, CreateLocal, CreateRemote, DeleteRemote, Forget, Keep, Merge, TrashLocal,
        UpdateLocal, UpdateRemote,
    };
    let (a, b, c) = (Some("a"), Some("b"), Some("c"));
    for (base, local, remote, operation) in [
        (None, None, None, Forget),
        (None, a, None, CreateRemote),
        (None, None, a, CreateLocal),
        (None, a, a, Adopt),
        (None, a, b, Merge),
        (a, a, a, Keep),
        (a, b, a, UpdateRemote),
        (a, a, b, UpdateLocal),
        (a, b, b, Adopt),
        (a, b, c, Merge),
        (a, None, None, Forget),
        (a, a, None, TrashLocal),
        (a, b, None, CreateRemote),
        (a, None, a, DeleteRemote),
        (a, None, b, CreateLocal),
    ] {
        let plan = plan_files([file("x.md", base, local, remote)]);
        let found = plan.steps.first().map_or(Keep, |step| step.operation);
        assert_eq!(
            found, operation,
            "base {base:?}, local {local:?}, remote {remote:?}"
        );
    }
}

fn bound(count: usize) -> Vec<PlannedFile> {
    (0..count)
        .map(|at| file(&format!("{at:04}.md"), Some("a"), Some("a"), Some("a")))
        .collect()
}

fn target(files: usize) -> Target {
    Target {
        known: Some("drive".to_owned()),
        found: "drive".to_owned(),
        files,
    }
}

#[test]
fn the_guard_lets_few_deletions_through_and_stops_many() {
    for (count, deleted, passes) in [
        (10, 5, true),
        (10, 6, false),
        (1000, 20, true),
        (1000, 21, false),
        (299, 5, true),
        (299, 6, false),
    ] {
        let mut files = bound(count);
        files
            .iter_mut()
            .take(deleted)
            .for_each(|file| file.remote = None);
        let plan = plan_files(files);
        let checked = Guard::check(&plan, &target(count - deleted), Allow::Guarded);
        assert_eq!(checked.is_ok(), passes, "{deleted} of {count}: {checked:?}");
        assert_eq!(
            Guard::check(&plan, &target(count - deleted), Allow::Deletions),
            Ok(())
        );
    }
}

#[test]
fn deletions_of_both_directions_count_together() {
    let mut files = bound(100);
    files.iter_mut().take(3).for_each(|file| file.remote = None);
    files
        .iter_mut()
        .skip(3)
        .take(3)
        .for_each(|file| file.local = None);
    let stopped = Guard::check(&plan_files(files), &target(97), Allow::Guarded);
    assert_eq!(
        stopped,
        Err(Stop::TooManyDeletions {
            deletions: 6,
            bound: 100,
            most: 5
        })
    );
}

#[test]
fn an_emptied_place_stops_even_when_it_held_few_files() {
    let mut files = bound(2);
    files.iter_mut().for_each(|file| file.remote = None);
    let stopped = Guard::check(&plan_files(files), &target(0), Allow::Guarded);
    assert_eq!(stopped, Err(Stop::Emptied { bound: 2 }));
}

#[test]
fn another_place_at_the_same_address_stops_whatever_was_allowed() {
    let found = Target {
        found: "another drive".to_owned(),
        ..target(10)
    };
    for allow in [Allow::Guarded, Allow::Deletions] {
        let stopped = Guard::check(&plan_files(bound(10)), &found, allow);
        assert!(matches!(stopped, Err(Stop::OtherTarget { .. })));
    }
}

fn state() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![None, Some("a"), Some("b"), Some("c")])
}

proptest! {
    #[test]
    fn nothing_is_deleted_that_the_other_side_did_not_leave_unchanged(
        base in state(), local in state(), remote in state(),
    ) {
        let plan = plan_files([file("x.md", base, local, remote)]);
        let operation = plan.steps.first().map_or(Operation::Keep, |step| step.operation);
        match operation {
            Operation::TrashLocal => prop_assert!(base.is_some() && local == base && remote.is_none()),
            Operation::DeleteRemote => prop_assert!(base.is_some() && remote == base && local.is_none()),
            Operation::UpdateLocal => prop_assert!(base.is_some() && local == base),
            Operation::UpdateRemote => prop_assert!(base.is_some() && remote == base),
            Operation::CreateLocal => prop_assert!(local.is_none() && remote.is_some()),
            Operation::CreateRemote => prop_assert!(remote.is_none() && local.is_some()),
            Operation::Adopt => prop_assert!(local.is_some() && local == remote),
            Operation::Keep => prop_assert!(base.is_some() && local == base && remote == base),
            Operation::Merge => prop_assert!(local.is_some() && remote.is_some() && local != remote),
            Operation::Forget => prop_assert!(local.is_none() && remote.is_none()),
        }
    }

    #[test]
    fn the_counts_of_a_plan_are_those_of_its_steps(states in prop::collection::vec((state(), state(), state()), 0..40)) {
        let files = states.iter().enumerate().map(|(at, (base, local, remote))| file(&format!("{at:02}"), *base, *local, *remote));
        let plan = plan_files(files);
        let count = |operations: &[Operation]| plan.steps.iter().filter(|step| operations.contains(&step.operation)).count();
        prop_assert_eq!(plan.counts.bound, states.iter().filter(|(base, _, _)| base.is_some()).count());
        prop_assert_eq!(plan.counts.outgoing, count(&[Operation::CreateRemote, Operation::UpdateRemote]));
        prop_assert_eq!(plan.counts.incoming, count(&[Operation::CreateLocal, Operation::UpdateLocal]));
        prop_assert_eq!(plan.counts.merges, count(&[Operation::Merge]));
        prop_assert_eq!(plan.counts.local_deletions, count(&[Operation::TrashLocal]));
        prop_assert_eq!(plan.counts.remote_deletions, count(&[Operation::DeleteRemote]));
        prop_assert!(plan.steps.is_sorted_by_key(|step| step.file.path.clone()));
    }
}
