//! Moments as reports write them.

/// 2000-01-01T00:00:00Z: what is before it is no moment at which a report was made, but 0 or 1 in its place.
const FIRST: i64 = 946_684_800;

/// Above it, a number counts milliseconds: as seconds it is the year 5138, as milliseconds 1973.
const MOST_SECONDS: i64 = 100_000_000_000;

/// Seconds since 1970-01-01T00:00:00Z from a number of seconds or of milliseconds since then: tools of one format differ,
/// and the size tells. `None` for what is no such moment.
pub(super) fn since_epoch(text: &[u8]) -> Option<i64> {
    moment(std::str::from_utf8(text.trim_ascii()).ok()?.parse().ok()?)
}

/// The same of a number.
pub(super) fn moment(number: i64) -> Option<i64> {
    let seconds = if number > MOST_SECONDS { number / 1_000 } else { number };
    (FIRST..MOST_SECONDS).contains(&seconds).then_some(seconds)
}

/// Seconds since 1970-01-01T00:00:00Z from a date and an hour with their zone, as `2026-01-01 00:00:00 UTC` or
/// `2026-01-01T00:00:00+01:00`. `None` for a local time: where its clock stood nobody knows.
pub(super) fn zoned(text: &str) -> Option<i64> {
    let joined: Vec<&str> = text.split_whitespace().collect();
    let (moment, zone) = match joined[..] {
        [moment] => (moment.to_owned(), ""),
        [moment, zone] if moment.contains('T') => (moment.to_owned(), zone),
        [date, time] => (format!("{date}T{time}"), ""),
        [date, time, zone] => (format!("{date}T{time}"), zone),
        _ => return None,
    };
    let zone = if matches!(zone, "UTC" | "GMT") { "Z" } else { zone };
    let moment: jiff::Timestamp = format!("{moment}{zone}").parse().ok()?;
    self::moment(moment.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_counts_with_its_zone_alone() {
        for (text, seconds) in [
            ("2023-11-14 22:13:20 UTC", Some(1_700_000_000)),
            ("2023-11-14 14:13:20 -0800", Some(1_700_000_000)),
            ("2023-11-14T22:13:20Z", Some(1_700_000_000)),
            ("2023-11-14T23:13:20.999+01:00", Some(1_700_000_000)),
            ("2023-11-14 22:13:20Z", Some(1_700_000_000)),
            ("2023-11-14T22:13:20", None),
            ("2023-11-14T22:13:20.123456", None),
            ("2023-11-14 22:13:20", None),
            ("2023-11-14 22:13:20 CET", None),
            ("Tue Nov 14 22:13:20 UTC 2023", None),
            ("1970-01-01T00:00:00Z", None),
            ("", None),
        ] {
            assert_eq!(zoned(text), seconds, "{text}");
        }
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart_by_their_size() {
        for (text, seconds) in [
            ("1700000000", Some(1_700_000_000)),
            (" 1700000000999 ", Some(1_700_000_000)),
            ("946684800", Some(946_684_800)),
            ("946684800000", Some(946_684_800)),
            // A build that is to be reproducible, and what is no moment.
            ("0", None),
            ("1", None),
            ("946684799", None),
            ("-1700000000", None),
            ("1700000000.5", None),
            ("", None),
            ("2026-01-01T00:00:00", None),
            ("9223372036854775807", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(since_epoch(text.as_bytes()), seconds, "{text}");
        }
    }
}
