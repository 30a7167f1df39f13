//! The vertical axis.

/// From where to where, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    pub(super) low: u64,
    pub(super) high: u64,
    step: u64,
}

/// Round steps. Below half a percent a chart would make much of nothing.
const STEPS: [u64; 7] = [50, 100, 200, 500, 1_000, 2_000, 2_500];

/// Steps at most.
const MOST: u64 = 4;

/// All, in hundredths of a percent.
const ALL: u64 = 10_000;

impl Axis {
    /// The one that fits, in the smallest steps of which there are few; `None` without values.
    pub(super) fn of(values: impl IntoIterator<Item = u64>) -> Option<Self> {
        let range = |range: Option<(u64, u64)>, value: u64| {
            Some(range.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        };
        let (least, most) = values.into_iter().fold(None, range)?;
        let fitted = |step: u64| {
            let low = least / step * step;
            let high = (most.div_ceil(step) * step).min(ALL);
            // One value alone, or all of them in one step: with a step more they do not fill the chart.
            let low = if high < low + 2 * step { low.saturating_sub(step) } else { low };
            let high = high.max(low + 2 * step).min(ALL);
            let low = low.min(high - 2 * step);
            Self { low, high, step }
        };
        STEPS.into_iter().map(fitted).find(|axis| axis.high - axis.low <= MOST * axis.step)
    }

    pub(super) fn ticks(self) -> impl Iterator<Item = u64> {
        (0..=MOST).map(move |number| self.low + number * self.step).take_while(move |tick| *tick <= self.high)
    }

    /// A tick with as many decimals as its step has.
    pub(super) fn label(self, tick: u64) -> String {
        let (whole, tenth) = (tick / 100, tick / 10 % 10);
        if self.step.is_multiple_of(100) { format!("{whole}%") } else { format!("{whole}.{tenth}%") }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(values: &[u64]) -> Vec<String> {
        let axis = Axis::of(values.iter().copied()).unwrap();
        axis.ticks().map(|tick| axis.label(tick)).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(&[8_730, 8_790]), ["87.0%", "87.5%", "88.0%"]);
        assert_eq!(labels(&[8_130, 8_790]), ["80%", "82%", "84%", "86%", "88%"]);
        assert_eq!(labels(&[0, 10_000]), ["0%", "25%", "50%", "75%", "100%"]);
        assert_eq!(labels(&[10_000]), ["99.0%", "99.5%", "100.0%"]);
        assert_eq!(labels(&[0]), ["0.0%", "0.5%", "1.0%"]);
        assert_eq!(Axis::of([]), None);
    }

    proptest! {
        #[test]
        fn every_value_is_on_it(values in proptest::collection::vec(prop_oneof![0_u64..=10_000, 9_900_u64..=10_000, Just(10_000)], 1..9)) {
            let axis = Axis::of(values.iter().copied()).unwrap();
            prop_assert!(values.iter().all(|value| (axis.low..=axis.high).contains(value)));
            let ticks: Vec<_> = axis.ticks().collect();
            prop_assert!((3..=5).contains(&ticks.len()) && axis.high <= 10_000);
            prop_assert_eq!((ticks[0], ticks[ticks.len() - 1]), (axis.low, axis.high));
        }
    }
}
