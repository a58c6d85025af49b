//! Builds again when a migration is added or, before it is merged, changed.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations/local");
}
