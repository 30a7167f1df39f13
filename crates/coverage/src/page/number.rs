//! Numbers as people read them.

use crate::metric::Metric;
use crate::model::Percent;

/// A percentage, cut to two decimals: `91.20 %`, `n/a` of nothing.
pub(crate) fn percent(percent: Percent) -> String {
    percent.cut(2).map_or_else(|| "n/a".to_owned(), |cut| format!("{cut} %"))
}

/// What it is of: `9,120 / 10,000`.
pub(crate) fn parts(percent: Percent) -> String {
    format!("{} / {}", grouped(percent.covered()), grouped(percent.total()))
}

/// Points above a base: `+0.15`, `−0.02`, `±0`; nothing where there is nothing to compare.
pub(crate) fn delta(now: Percent, base: Percent) -> Option<String> {
    let points = now.value()? - base.value()?;
    Some(match (points * 100.0).round() {
        0.0 if now.covered().checked_mul(base.total()) == base.covered().checked_mul(now.total()) => {
            "±0".to_owned()
        }
        0.0 if points < 0.0 => "−<0.01".to_owned(),
        0.0 => "+<0.01".to_owned(),
        _ if points < 0.0 => format!("−{:.2}", -points),
        _ => format!("+{points:.2}"),
    })
}

/// With commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number as u64), if number == 1 { "" } else { "s" })
}

/// How lines are counted.
pub(crate) fn counting(metric: Metric, producer: &str) -> String {
    match metric {
        Metric::Codecov => {
            "a line with a branch that was not taken is not covered, as Codecov counts".to_owned()
        }
        Metric::Lines => "a line is covered if it ran".to_owned(),
        Metric::Tool => format!("counted as {producer} does"),
    }
}

/// The course of some percentages in a line of text.
pub(crate) fn sparkline(percents: &[Percent]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let values: Vec<f64> = percents.iter().filter_map(|percent| percent.value()).collect();
    let (least, most) =
        values.iter().fold((f64::MAX, f64::MIN), |(least, most), &value| (least.min(value), most.max(value)));
    let bar = |value: &f64| {
        let share = if most > least { (value - least) / (most - least) } else { 0.5 };
        BARS[((share * 7.0).round() as usize).min(7)]
    };
    values.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(covered: u64, total: u64) -> Percent {
        Percent::new(covered, total).unwrap()
    }

    #[test]
    fn numbers_are_as_people_write_them() {
        assert_eq!((percent(of(2, 3)), percent(of(0, 0))), ("66.66 %".to_owned(), "n/a".to_owned()));
        assert_eq!(parts(of(9120, 1_000_000)), "9,120 / 1,000,000");
        assert_eq!(count(1, "file") + &count(1234, "line"), "1 file1,234 lines");
    }

    #[test]
    fn a_difference_is_never_lost_in_rounding() {
        let shown = |now, base| delta(now, base).unwrap();
        assert_eq!(shown(of(1, 2), of(2, 4)), "±0");
        assert_eq!(shown(of(9, 10), of(1, 2)), "+40.00");
        assert_eq!(shown(of(1, 2), of(9, 10)), "−40.00");
        assert_eq!(shown(of(999_999, 1_000_000), of(1, 1)), "−<0.01");
        assert_eq!(delta(of(0, 0), of(1, 1)), None);
    }

    #[test]
    fn a_course_goes_from_its_least_to_its_most() {
        assert_eq!(sparkline(&[of(1, 10), of(0, 0), of(5, 10), of(8, 10)]), "▁▅█");
        assert_eq!(sparkline(&[of(1, 2)]), "▅");
    }
}
