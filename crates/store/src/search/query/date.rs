//! Dates in queries: a day, a month, a year, an instant, or so long ago. All in UTC.

use std::fmt;

use longhand_model::Timestamp;

const DAY_MILLIS: i64 = 86_400_000;

/// A moment that a query names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The start of a year, a month or a day.
    Date(Day),
    /// An instant.
    At(Timestamp),
    /// So many days before now: `7d`, `2w`, `3m` (of 30 days), `1y` (of 365 days).
    DaysAgo(u32),
    /// The start of today.
    Today,
    /// The start of yesterday.
    Yesterday,
}

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Moment {
    /// Reads a moment; a date that is still being typed counts as far as it goes.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "today" => return Some(Self::Today),
            "yesterday" => return Some(Self::Yesterday),
            _other => {}
        }
        if let Some(days) = days_ago(text) {
            return Some(Self::DaysAgo(days));
        }
        if let Some(day) = Day::read(text.strip_suffix('-').unwrap_or(text)) {
            return Some(Self::Date(day));
        }
        text.parse().ok().map(Self::At)
    }

    /// Returns the instant it stands for.
    pub(crate) fn resolve(self, now: Timestamp) -> Timestamp {
        let midnight = now.as_millis().div_euclid(DAY_MILLIS) * DAY_MILLIS;
        match self {
            Self::Date(day) => day.start(),
            Self::At(time) => time,
            Self::DaysAgo(days) => now.plus_days(-i64::from(days)),
            Self::Today => Timestamp::from_millis(midnight),
            Self::Yesterday => Timestamp::from_millis(midnight).plus_days(-1),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(day) => day.fmt(f),
            Self::At(time) => time.fmt(f),
            Self::DaysAgo(days) => write!(f, "{days}d"),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
        }
    }
}

impl Day {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?;
        if year.len() != 4 {
            return None;
        }
        let mut small = || {
            parts
                .next()
                .map(|part| number(part, 2))
                .map_or(Some(None), |n| n.map(Some))
        };
        let day = Self {
            year: number(year, 4)?,
            month: small()?.and_then(|month| u8::try_from(month).ok()),
            day: small()?.and_then(|day| u8::try_from(day).ok()),
        };
        // A thirteenth month or a thirtieth of February is no date.
        (parts.next().is_none() && day.whole().parse::<Timestamp>().is_ok()).then_some(day)
    }

    fn whole(self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.year,
            self.month.unwrap_or(1),
            self.day.unwrap_or(1)
        )
    }

    fn start(self) -> Timestamp {
        self.whole().parse().unwrap_or_default()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

fn number(text: &str, most_digits: usize) -> Option<u16> {
    let digits =
        !text.is_empty() && text.len() <= most_digits && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn days_ago(text: &str) -> Option<u32> {
    let unit = text.chars().next_back()?;
    let count = u32::from(number(text.strip_suffix(unit)?, 4)?);
    let days = match unit.to_ascii_lowercase() {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _other => return None,
    };
    count.checked_mul(days)
}
