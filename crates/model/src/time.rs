//! Timestamps: shown to people, never used to decide which text is newer.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z; exchanged as RFC 3339 text in UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

/// A text that is not a date or a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a date such as 2026-11-21 or 2026-11-21T14:02:00Z")]
pub struct ParseTimestampError(String);

impl Timestamp {
    /// Wraps milliseconds since the Unix epoch, held within the years 0001 to 9999.
    pub const fn from_millis(millis: i64) -> Self {
        const MIN: i64 = -62_135_596_800_000;
        const MAX: i64 = 253_402_207_200_000;
        Self(if millis < MIN {
            MIN
        } else if millis > MAX {
            MAX
        } else {
            millis
        })
    }

    /// Returns milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Adds milliseconds (negative to go back).
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// Adds whole days of 24 hours (negative to go back).
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(86_400_000))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = jiff::Timestamp::from_millisecond(self.0).map_err(|_out_of_range| fmt::Error)?;
        write!(f, "{time:.3}")
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Reads RFC 3339, a date and time without a zone (taken as UTC), or a date (midnight UTC).
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let text = text.trim();
        let as_utc = |civil: jiff::civil::DateTime| civil.to_zoned(jiff::tz::TimeZone::UTC).ok();
        text.parse::<jiff::Timestamp>()
            .ok()
            .or_else(|| {
                text.parse()
                    .ok()
                    .and_then(as_utc)
                    .map(|zoned| zoned.timestamp())
            })
            .map(|time| Self::from_millis(time.as_millisecond()))
            .ok_or_else(|| ParseTimestampError(text.chars().take(64).collect()))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = ParseTimestampError;

    fn try_from(text: String) -> Result<Self, ParseTimestampError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        time.to_string()
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_reads_dates_and_times_and_shows_rfc_3339() {
        for (text, shown) in [
            ("2026-11-21", "2026-11-21T00:00:00.000Z"),
            ("2026-11-21T14:02:00Z", "2026-11-21T14:02:00.000Z"),
            ("2026-11-21T14:02:00+02:00", "2026-11-21T12:02:00.000Z"),
            ("2026-11-21 14:02", "2026-11-21T14:02:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), shown);
        }
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn a_timestamp_out_of_range_is_held_at_the_edge_and_still_shown() {
        for millis in [i64::MIN, i64::MAX] {
            let time = Timestamp::from_millis(millis);
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
