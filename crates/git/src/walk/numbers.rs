//! From ids to the numbers of commits, at a few bytes each: a map of ids would hold each id once more.

/// A table of numbers with open addressing. The ids stand with the commits; they are hashes, so that their first
/// bytes say where to look.
#[derive(Default)]
pub(super) struct Numbers {
    /// One more than a number; 0 where there is none. The length is a power of two.
    slots: Vec<u32>,
    count: usize,
}

impl Numbers {
    /// The number that `is` tells to be the one, among those with this hash.
    pub(super) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let number = self.slots[at].checked_sub(1)?;
            if is(number) {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds the next number, which is not there yet.
    pub(super) fn insert(&mut self, number: u32, hash: impl Fn(u32) -> u64) {
        // At most three quarters are taken: linear probing stays short.
        if self.count * 4 >= self.slots.len() * 3 {
            let size = (self.slots.len() * 2).max(64);
            let numbers = std::mem::replace(&mut self.slots, vec![0; size]);
            for number in numbers.into_iter().filter_map(|slot| slot.checked_sub(1)) {
                self.put(number, hash(number));
            }
        }
        self.put(number, hash(number));
        self.count += 1;
    }

    fn put(&mut self, number: u32, hash: u64) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = number + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_inserted_and_nothing_else() {
        // Every hash is shared by three, and they lie close together.
        let hash = |number: u32| u64::from(number / 3) * 2;
        let mut numbers = Numbers::default();
        for number in 0..1000 {
            assert_eq!(numbers.find(hash(number), |found| found == number), None);
            numbers.insert(number, hash);
        }
        for number in 0..1000 {
            assert_eq!(numbers.find(hash(number), |found| found == number), Some(number));
        }
        assert_eq!(numbers.find(1, |_| false), None);
    }
}
