//! Dates and moments as registers write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Whether a date without a time will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    Day,
    Hour,
}

/// The moment that `text` means. A plain date is its first moment in UTC.
///
/// # Errors
/// Why it is none, and what would be one.
pub(crate) fn parse(text: &str, grain: Grain) -> Result<Timestamp, String> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let plain = text.len() == "2026-01-31".len();
    if plain && let Ok(date) = text.parse::<Date>() {
        if grain == Grain::Hour {
            return Err(format!("{text} has no time; hours matter here: {text}T10:00:00Z"));
        }
        return TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_err(|e| e.to_string());
    }
    if text.parse::<DateTime>().is_ok() {
        return Err(format!("{text} has no zone; add Z for UTC, or an offset such as +02:00"));
    }
    Err(format!("{:?} is no date: write 2026-01-31 or 2026-01-31T10:00:00Z", text.chars().take(60).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_moment_in_utc_and_a_time_needs_a_zone() {
        let read = |text| parse(text, Grain::Day).map(|moment| moment.to_string());
        assert_eq!(read("2026-01-31"), Ok("2026-01-31T00:00:00Z".to_owned()));
        assert_eq!(read("2026-01-31T10:00:00+02:00"), Ok("2026-01-31T08:00:00Z".to_owned()));
        assert_eq!(read("2026-01-31 10:00:00Z"), Ok("2026-01-31T10:00:00Z".to_owned()));
        for (bad, why) in [
            ("2026-01-31T10:00:00", "no zone"),
            ("2026-01-31 10:00", "no zone"),
            ("2026-02-30", "no date"),
            ("31.01.2026", "no date"),
            ("01/31/2026", "no date"),
            ("", "no date"),
        ] {
            assert!(read(bad).unwrap_err().contains(why), "{bad}: {:?}", read(bad));
        }
        assert!(parse("2026-01-31", Grain::Hour).unwrap_err().contains("no time"));
    }
}
