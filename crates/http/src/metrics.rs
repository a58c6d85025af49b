//! Counters for monitoring, in the Prometheus text format.
//!
//! Routes, status codes, error codes and durations; never a title, a path, an id or a client.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The upper bounds of the duration buckets, in milliseconds.
const BUCKETS: [u64; 12] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 30_000];

/// What a server counted since it started.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), u64>>,
    errors: Mutex<BTreeMap<String, u64>>,
    durations: [AtomicU64; BUCKETS.len()],
    duration_count: AtomicU64,
    duration_micros: AtomicU64,
    streams: AtomicI64,
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((route.to_owned(), status)).or_default() += 1;
        drop(requests);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        for (bound, count) in BUCKETS.iter().zip(&self.durations) {
            if millis < *bound {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.duration_count.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.duration_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Counts an error by its code.
    pub(crate) fn failed(&self, code: &str) {
        let mut errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        *errors.entry(code.to_owned()).or_default() += 1;
    }

    /// Counts an open event stream until the returned guard is dropped.
    pub(crate) fn stream(self: &Arc<Self>) -> OpenStream {
        self.streams.fetch_add(1, Ordering::Relaxed);
        OpenStream(Arc::clone(self))
    }

    /// Writes all of it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text)
            .expect("invariant: writing to a String cannot fail");
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "# HELP longhand_http_requests_total Answered requests."
        )?;
        writeln!(out, "# TYPE longhand_http_requests_total counter")?;
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), count) in requests.iter() {
            writeln!(
                out,
                "longhand_http_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            )?;
        }
        drop(requests);
        writeln!(
            out,
            "# HELP longhand_http_errors_total Errors by their code."
        )?;
        writeln!(out, "# TYPE longhand_http_errors_total counter")?;
        let errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        for (code, count) in errors.iter() {
            writeln!(out, "longhand_http_errors_total{{code=\"{code}\"}} {count}")?;
        }
        drop(errors);
        let name = "longhand_http_request_duration_seconds";
        writeln!(out, "# HELP {name} Time from a request to its answer.")?;
        writeln!(out, "# TYPE {name} histogram")?;
        for (bound, count) in BUCKETS.iter().zip(&self.durations) {
            let seconds = Duration::from_millis(*bound).as_secs_f64();
            let count = count.load(Ordering::Relaxed);
            writeln!(out, "{name}_bucket{{le=\"{seconds}\"}} {count}")?;
        }
        let count = self.duration_count.load(Ordering::Relaxed);
        let sum = Duration::from_micros(self.duration_micros.load(Ordering::Relaxed));
        writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {count}")?;
        writeln!(out, "{name}_sum {}", sum.as_secs_f64())?;
        writeln!(out, "{name}_count {count}")?;
        writeln!(
            out,
            "# HELP longhand_http_event_streams Open event streams."
        )?;
        writeln!(out, "# TYPE longhand_http_event_streams gauge")?;
        let streams = self.streams.load(Ordering::Relaxed);
        writeln!(out, "longhand_http_event_streams {streams}")
    }
}

/// An event stream that is counted as open while this lives.
#[derive(Debug)]
pub(crate) struct OpenStream(Arc<Metrics>);

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_end_with_the_count() {
        let metrics = Arc::new(Metrics::default());
        metrics.answered("/health", 200, Duration::from_micros(300));
        metrics.answered("document.list", 200, Duration::from_millis(7));
        metrics.answered("document.list", 404, Duration::from_secs(60));
        metrics.failed("notFound");
        let stream = metrics.stream();
        let text = metrics.text();
        for line in [
            "longhand_http_requests_total{route=\"document.list\",status=\"404\"} 1",
            "longhand_http_errors_total{code=\"notFound\"} 1",
            "longhand_http_request_duration_seconds_bucket{le=\"0.001\"} 1",
            "longhand_http_request_duration_seconds_bucket{le=\"0.01\"} 2",
            "longhand_http_request_duration_seconds_bucket{le=\"30\"} 2",
            "longhand_http_request_duration_seconds_bucket{le=\"+Inf\"} 3",
            "longhand_http_request_duration_seconds_count 3",
            "longhand_http_event_streams 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        drop(stream);
        assert!(metrics.text().contains("longhand_http_event_streams 0"));
    }
}
