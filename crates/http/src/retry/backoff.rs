//! Exponential waits with jitter.

use std::time::Duration;

/// Waits that double, half of each left to chance: clients that failed together do not come back together.
#[derive(Debug, Clone)]
pub struct Backoff {
    next: Duration,
    longest: Duration,
    state: u64,
}

impl Backoff {
    /// Starts with `first`, ends at `longest`.
    #[must_use]
    pub fn new(first: Duration, longest: Duration, seed: u64) -> Self {
        Self { next: first.min(longest), longest, state: seed }
    }

    /// The next wait.
    pub fn step(&mut self) -> Duration {
        let whole = self.next;
        self.next = self.longest.min(whole.saturating_mul(2));
        whole / 2 + (whole / 2).mul_f64(self.chance())
    }

    /// A number from 0 up to 1: SplitMix64 (Steele, Lea, Flood 2014), of which the upper 53 bits fill a float.
    fn chance(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_wait_is_between_half_and_whole_of_its_double(seed: u64) {
            let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30), seed);
            let mut whole = Duration::from_millis(500);
            for _ in 0..12 {
                let wait = backoff.step();
                prop_assert!(wait >= whole / 2 && wait <= whole);
                whole = (whole * 2).min(Duration::from_secs(30));
            }
        }
    }

    #[test]
    fn seeds_differ() {
        let wait = |seed| Backoff::new(Duration::from_secs(1), Duration::from_secs(1), seed).step();
        let waits: std::collections::BTreeSet<_> = (0..100).map(wait).collect();
        assert!(waits.len() > 90, "{}", waits.len());
    }
}
