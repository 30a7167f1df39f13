//! Numbers as reports write them.

use crate::read::Oddity;

/// What no file's length reaches: a number above it is a tool's overflow.
const LAST_LINE: u64 = 100_000_000;

/// A number of digits alone; as large as can be if it is larger.
pub(super) fn whole(text: &[u8]) -> Option<u64> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |value: u64, byte: &u8| value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
    Some(text.iter().fold(0, digit))
}

/// A number that fits in 32 bits.
pub(super) fn small(text: &[u8]) -> Option<u32> {
    whole(text).and_then(|number| u32::try_from(number).ok())
}

/// A count, and what is odd about it: beyond 2⁶⁴ it is as large as can be, a negative one is 0, a part of a time is one.
/// `None` if it is no number.
pub(super) fn count(text: &[u8]) -> Option<(u64, Option<Oddity>)> {
    let text = text.trim_ascii();
    if let Some(count) = whole(text) {
        return Some((count, None));
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(rounded(value))
}

/// A count that is no whole number, and what is odd about it.
pub(super) fn rounded(value: f64) -> (u64, Option<Oddity>) {
    let odd = if value < 0.0 { Oddity::NegativeCount } else { Oddity::OddCount };
    (if value > 0.0 { (value as u64).max(1) } else { 0 }, Some(odd))
}

/// The number of a line; `None` if no file has such a line.
pub(super) fn line(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|line| *line > 0 && u64::from(*line) <= LAST_LINE)
}

/// Eight bytes, looked at at once: reports of gigabytes are mostly short numbers, and a byte at a time is too slow.
#[derive(Clone, Copy)]
pub(super) struct Word(pub(super) u64);

const ONES: u64 = 0x0101_0101_0101_0101;

impl Word {
    /// The bytes from here on; `None` near the end.
    #[inline(always)]
    pub(super) fn of(bytes: &[u8], at: usize) -> Option<Self> {
        let word: [u8; 8] = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
        Some(Self(u64::from_le_bytes(word)))
    }

    /// What comes after so many of the bytes, 8 at most; zeros fill it up.
    #[inline(always)]
    pub(super) fn after(self, length: usize) -> Self {
        Self(self.0.checked_shr(8 * length as u32).unwrap_or(0))
    }

    /// How many digits it begins with.
    #[inline(always)]
    fn digits(self) -> usize {
        // A digit becomes its value, all else more than 9. An addition carries from a byte that is not ASCII alone, into
        // those after it: the first that is no digit is found all the same.
        let values = self.0 ^ (ONES * 0x30);
        let others = (values.wrapping_add(ONES * 0x76) | values) & (ONES * 0x80);
        (others.trailing_zeros() / 8) as usize
    }

    /// The number of 1 to 7 digits that it begins with, and how many they are; `None` if another byte than `end` follows.
    #[inline(always)]
    pub(super) fn number(self, end: u8) -> Option<(u64, usize)> {
        let length = self.digits();
        (length < 8 && self.after(length).0 as u8 == end)
            .then(|| self.value(length))
            .flatten()
            .map(|number| (number, length))
    }

    /// The number of its first bytes, which are digits: 1 to 8.
    #[inline(always)]
    fn value(self, length: usize) -> Option<u64> {
        if length.wrapping_sub(1) >= 8 {
            return None;
        }
        // To the end of the word, zeros before: pairs, then fours, then all eight are put together.
        let digits = self.0 << (64 - 8 * length);
        let pairs = (digits & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(10 * 0x100 + 1) >> 8;
        let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 * 0x1_0000 + 1) >> 16;
        Some((fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 * 0x1_0000_0000 + 1) >> 32)
    }
}

/// A number of 1 to 8 digits that begins here, and how many they are; `None` where there are none or more, or where the
/// bytes nearly end.
#[inline(always)]
pub(super) fn short(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let word = Word::of(bytes, at)?;
    let length = word.digits();
    let is_longer = length == 8 && bytes.get(at + 8).is_none_or(u8::is_ascii_digit);
    word.value(length).filter(|_| !is_longer).map(|number| (number, length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn short_numbers_are_read_as_they_stand(
            number in 0u64..1_000_000_000, after: [u8; 16], zeros in 0usize..4, before in 0usize..3,
        ) {
            let digits = format!("{}{number}", "0".repeat(zeros));
            let bytes = [&vec![b','; before][..], digits.as_bytes(), &after].concat();
            let length = bytes[before..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let expected = whole(&bytes[before..before + length]).filter(|_| length <= 8).map(|number| (number, length));
            prop_assert_eq!(short(&bytes, before), expected);
        }

        #[test]
        fn no_bytes_are_a_number_that_are_none(bytes: [u8; 16]) {
            let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let expected = whole(&bytes[..length]).filter(|_| length <= 8).map(|number| (number, length));
            prop_assert_eq!(short(&bytes, 0), expected);
        }

        #[test]
        fn a_number_ends_with_the_byte_that_is_meant(text in "[0-9]{0,9}[,\n\u{0}-]{1}", after: [u8; 8]) {
            let bytes = [text.as_bytes(), &after].concat();
            let (digits, end) = text.split_at(text.len() - 1);
            let expected = whole(digits.as_bytes()).filter(|_| end == "," && digits.len() < 8);
            let word = Word::of(&bytes, 0).unwrap();
            prop_assert_eq!(word.number(b','), expected.map(|number| (number, digits.len())));
            prop_assert_eq!(word.after(3).0, u64::from_le_bytes(bytes[..8].try_into().unwrap()) >> 24);
        }
    }

    #[test]
    fn near_the_end_nothing_is_looked_at() {
        assert_eq!(short(b"1234567", 0), None);
        assert_eq!(short(b"12345678", 0), None, "there may be more");
        assert_eq!(short(b"12345678\n", 0), Some((12_345_678, 8)));
        assert_eq!(short(b"1", usize::MAX - 3), None);
        assert_eq!((Word(0).after(8).0, Word(1).after(9).0), (0, 0));
    }

    #[test]
    fn counts_are_read_as_what_they_are_worth() {
        assert_eq!(count(b"99999999999999999999"), Some((u64::MAX, None)));
        assert_eq!(count(b"-1"), Some((0, Some(Oddity::NegativeCount))));
        assert_eq!(count(b"0.5"), Some((1, Some(Oddity::OddCount))));
        assert_eq!(count(b"NaN"), Some((0, Some(Oddity::OddCount))));
        assert_eq!((count(b""), count(b"x"), count(b"0x1")), (None, None, None));
        assert_eq!((line(0), line(1), line(1 << 40)), (None, Some(1), None));
    }
}
