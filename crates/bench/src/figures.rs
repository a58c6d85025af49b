//! Figures: percentiles of samples, rows beside their floors, and the table that shows them.

use std::time::{Duration, Instant};

use serde::Serialize;

/// One measured row.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    /// Documents in the library.
    pub(crate) size: usize,
    /// What was measured.
    pub(crate) what: String,
    /// The figure, in `unit`.
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    /// The floor or rival, measured in the same run.
    pub(crate) floor: Option<f64>,
    /// What the floor is.
    pub(crate) floor_is: &'static str,
    /// The bound that the design sets, in `unit` unless the floor is its measure.
    pub(crate) target: String,
    /// Whether the figure keeps it.
    pub(crate) kept: bool,
}

/// Durations of one kind of work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Runs the work and keeps how long it took.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.0.push(start.elapsed());
        result
    }

    pub(crate) fn push(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    /// The value below which `part` (0 to 1) of the samples lie, in milliseconds.
    pub(crate) fn percentile(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a small count of samples"
        )]
        let at = ((last as f64) * part).round() as usize;
        sorted
            .get(at)
            .map_or(0.0, |duration| duration.as_secs_f64() * 1e3)
    }

    pub(crate) fn p95(&self) -> f64 {
        self.percentile(0.95)
    }
}

/// Prints the rows as a table.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out =
        String::from("| documents | what | measured | floor or rival | ratio | target | kept |\n");
    out.push_str("| ---: | --- | ---: | --- | ---: | --- | --- |\n");
    for row in rows {
        let floor = row.floor.map_or_else(
            || "–".to_owned(),
            |floor| format!("{} {} ({})", short(floor), row.unit, row.floor_is),
        );
        let ratio = row.floor.filter(|floor| *floor > 0.0).map_or_else(
            || "–".to_owned(),
            |floor| format!("{:.2}", row.value / floor),
        );
        let kept = if row.kept { "yes" } else { "**no**" };
        out.push_str(&format!(
            "| {} | {} | {} {} | {floor} | {ratio} | {} | {kept} |\n",
            row.size,
            row.what,
            short(row.value),
            row.unit,
            row.target
        ));
    }
    out
}

fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}
