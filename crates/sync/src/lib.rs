//! The sync planner, the merge rules and the contracts of remotes.
