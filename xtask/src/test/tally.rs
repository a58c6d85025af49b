//! What the test runners said, counted.

use std::fmt;

/// What became of one part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Ran(Tally),
    /// The part cannot run on this system, for this reason.
    Impossible(&'static str),
}

/// How many tests passed and failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// The runner itself failed, whatever it counted.
    broken: bool,
}

impl Tally {
    /// The tally of a part that did not come to run.
    pub(crate) fn broken() -> Self {
        Self {
            broken: true,
            ..Self::default()
        }
    }

    /// Records how the runner ended.
    pub(crate) fn ended(&mut self, success: bool) {
        self.broken |= !success;
    }

    /// Counts a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; …` of `cargo test`.
    pub(crate) fn read_cargo(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        let counts = result
            .split_once(". ")
            .map(|(_, counts)| counts)
            .unwrap_or_default();
        for count in counts.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                Some((number, "ignored")) => self.skipped += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Counts a line such as `Tests  2 failed | 12 passed (14)` of Vitest.
    pub(crate) fn read_vitest(&mut self, line: &str) {
        let Some(counts) = line.trim_start().strip_prefix("Tests ") else {
            return;
        };
        let counts = counts.split(" (").next().unwrap_or_default();
        for count in counts.split('|') {
            match count.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                Some((number, _)) => self.skipped += number.parse().unwrap_or(0),
                None => {}
            }
        }
    }

    /// Counts lines such as `# pass 12` or `ℹ fail 0` of Node's own test runner.
    pub(crate) fn read_node(&mut self, line: &str) {
        let Some(count) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            return;
        };
        match count.split_once(' ') {
            Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
            Some(("fail" | "cancelled", number)) => self.failed += number.parse().unwrap_or(0),
            Some(("skipped" | "todo", number)) => self.skipped += number.parse().unwrap_or(0),
            _ => {}
        }
    }

    fn is_good(&self) -> bool {
        !self.broken && self.failed == 0 && self.skipped == 0 && self.passed > 0
    }
}

impl Outcome {
    /// Whether the whole run may still succeed after this.
    pub(crate) fn is_acceptable(&self, ci: bool) -> bool {
        match self {
            Self::Ran(tally) => tally.is_good(),
            Self::Impossible(_) => !ci,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Impossible(reason) => write!(f, "cannot run here: {reason}"),
            Self::Ran(tally) => {
                write!(f, "{} passed, {} failed", tally.passed, tally.failed)?;
                if tally.skipped > 0 {
                    write!(f, ", {} skipped", tally.skipped)?;
                }
                if tally.broken && tally.failed == 0 {
                    write!(f, ", the run broke off")?;
                }
                if !tally.broken && tally.passed + tally.failed + tally.skipped == 0 {
                    write!(f, ", nothing ran")?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_each_runner_are_counted() {
        let mut cargo = Tally::default();
        cargo.read_cargo("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s");
        cargo.read_cargo(
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        cargo.read_cargo("test result_is_shown ... ok");
        assert_eq!(
            cargo,
            Tally {
                passed: 13,
                failed: 2,
                skipped: 1,
                broken: false
            }
        );

        let mut vitest = Tally::default();
        vitest.read_vitest(" Test Files  3 passed (3)");
        vitest.read_vitest("      Tests  2 failed | 12 passed | 1 skipped (15)");
        assert_eq!(
            vitest,
            Tally {
                passed: 12,
                failed: 2,
                skipped: 1,
                broken: false
            }
        );

        let mut node = Tally::default();
        for line in [
            "ℹ tests 5",
            "ℹ pass 3",
            "# fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 0",
            "ℹ duration_ms 9",
        ] {
            node.read_node(line);
        }
        assert_eq!(
            node,
            Tally {
                passed: 3,
                failed: 2,
                skipped: 0,
                broken: false
            }
        );
    }

    #[test]
    fn nothing_run_is_not_a_success() {
        assert!(!Outcome::Ran(Tally::default()).is_acceptable(false));
        assert!(
            !Outcome::Ran(Tally {
                passed: 1,
                skipped: 1,
                ..Tally::default()
            })
            .is_acceptable(false)
        );
        assert!(
            Outcome::Ran(Tally {
                passed: 1,
                ..Tally::default()
            })
            .is_acceptable(true)
        );
        assert!(Outcome::Impossible("no driver").is_acceptable(false));
        assert!(!Outcome::Impossible("no driver").is_acceptable(true));
    }
}
