//! The horizontal axis: dates in UTC.

/// A label below the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) time: i64,
    pub(super) label: String,
    /// What of the label stands at its time, in SVG's words.
    pub(super) anchor: &'static str,
}

const DAY: i64 = 86_400;

/// Days from one label to the next; beyond them labels are at starts of months.
const DAYS: [i64; 5] = [1, 2, 4, 7, 14];

/// Months from one label to the next.
const MONTHS: [i64; 8] = [1, 2, 3, 6, 12, 24, 60, 120];

/// Seconds beyond which no step is long enough: sixty years.
const LONGEST: i64 = 60 * 365 * DAY;

/// Labels at most: so many stand side by side.
const MOST: usize = 6;

/// Labels from one time to another: at the starts of days or months, or at both ends with their times where there are no
/// two such.
pub(super) fn ticks(first: i64, last: i64) -> Vec<Tick> {
    let middle = |time: i64| Tick { time, label: day(time), anchor: "middle" };
    if first >= last {
        return vec![middle(first)];
    }
    let (from, to) = (in_range(first), in_range(last));
    let starts = days(from, to).or_else(|| months(from, to)).unwrap_or_default();
    if starts.len() >= 2 {
        return starts.into_iter().map(middle).collect();
    }
    let end = |time: i64, anchor| Tick { time, label: format!("{} {}", day(time), minute(time)), anchor };
    vec![end(first, "start"), end(last, "end")]
}

/// Starts of days, in the smallest steps of which there are few.
fn days(from: i64, to: i64) -> Option<Vec<i64>> {
    let step = DAYS.map(|days| days * DAY).into_iter().find(|step| (to - from) / step < MOST as i64)?;
    let start = from.div_euclid(step) * step;
    let starts = (0..=MOST as i64).map(|number| start + number * step);
    Some(starts.filter(|time| (from..=to).contains(time)).collect())
}

/// Starts of months, likewise.
fn months(from: i64, to: i64) -> Option<Vec<i64>> {
    if to - from > LONGEST {
        return None;
    }
    // From the 1st of a month, 31 days lead into the next one.
    let next = |start: &i64| Some(month_start(start + 31 * DAY));
    let all = std::iter::successors(Some(month_start(from)), next).take_while(|time| *time <= to);
    let all: Vec<i64> = all.filter(|time| *time >= from).collect();
    let every = |months: i64| -> Vec<i64> {
        let is_one = |time: &i64| {
            let (year, month, _) = date(*time);
            (12 * year + month - 1) % months == 0
        };
        all.iter().copied().filter(is_one).collect()
    };
    MONTHS.into_iter().map(every).find(|starts| starts.len() <= MOST)
}

fn month_start(time: i64) -> i64 {
    let (_, _, day) = date(time);
    (time.div_euclid(DAY) - (day - 1)) * DAY
}

/// A time of a year with four digits; what lies beyond is its end.
fn in_range(time: i64) -> i64 {
    time.clamp(-62_135_596_800, 253_402_300_799)
}

/// `2026-08-14`
pub(super) fn day(time: i64) -> String {
    let (year, month, day) = date(in_range(time));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day by the Gregorian calendar.
fn date(time: i64) -> (i64, i64, i64) {
    // Days since 1 March of year 0, so that a leap day is the last one of its year: then eras of 400 years, years, months.
    let days = time.div_euclid(DAY) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (400 * era + year + next, month, day)
}

/// `09:30`
fn minute(time: i64) -> String {
    let minutes = in_range(time).rem_euclid(DAY) / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(first: i64, last: i64) -> Vec<String> {
        ticks(first, last).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn labels_are_few_and_at_the_starts_of_days() {
        let start = 1_767_225_600;
        assert_eq!(labels(start, start), ["2026-01-01"]);
        assert_eq!(labels(start + 60, start + 3_660), ["2026-01-01 00:01", "2026-01-01 01:01"]);
        assert_eq!(labels(start, start + 2 * DAY), ["2026-01-01", "2026-01-02", "2026-01-03"]);
        let year = labels(start + 5 * DAY, start + 365 * DAY);
        assert_eq!(
            year,
            ["2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01", "2026-11-01", "2027-01-01"]
        );
        let decade = labels(start, start + 3_660 * DAY);
        assert_eq!(
            decade,
            ["2026-01-01", "2028-01-01", "2030-01-01", "2032-01-01", "2034-01-01", "2036-01-01"]
        );
    }

    proptest! {
        #[test]
        fn days_are_those_of_an_independent_calendar(time in -62_135_596_800_i64..253_402_207_200) {
            let timestamp = jiff::Timestamp::from_second(time).unwrap();
            let date = jiff::tz::TimeZone::UTC.to_datetime(timestamp);
            prop_assert_eq!(day(time), date.date().to_string());
            prop_assert_eq!(minute(time), format!("{:02}:{:02}", date.hour(), date.minute()));
        }

        #[test]
        fn labels_lie_between_the_ends_and_are_all_different(first: i64, span in prop_oneof![0_i64..100_000_000, any::<i64>()]) {
            let last = first.saturating_add(span);
            let ticks = ticks(first, last);
            prop_assert!((1..=MOST).contains(&ticks.len()));
            prop_assert!(ticks.windows(2).all(|pair| pair[0].time < pair[1].time));
            prop_assert!(ticks.iter().all(|tick| (first..=last.max(first)).contains(&tick.time)));
        }
    }
}
