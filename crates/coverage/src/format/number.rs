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

/// Sixteen bytes, looked at at once: reports of gigabytes are mostly short numbers, and a byte at a time is too slow.
#[derive(Clone, Copy)]
pub(super) struct Window {
    bytes: u128,
    /// The high bit of each byte that is no digit. Beyond a byte that is not ASCII they may be wrong.
    others: u128,
}

const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;

impl Window {
    /// The bytes from here on; `None` near the end.
    #[inline(always)]
    pub(super) fn of(bytes: &[u8], at: usize) -> Option<Self> {
        let window: [u8; 16] = bytes.get(at..at.checked_add(16)?)?.try_into().ok()?;
        let bytes = u128::from_le_bytes(window);
        // A digit becomes its value, all else more than 9; an addition carries from a byte that is not ASCII alone.
        let values = bytes ^ (ONES * 0x30);
        Some(Self { bytes, others: (values.wrapping_add(ONES * 0x76) | values) & (ONES * 0x80) })
    }

    /// Where the next byte stands that is no digit, and what it is; 16 and nothing if there is none.
    #[inline(always)]
    pub(super) fn next_other(&mut self) -> (usize, u8) {
        let at = self.others.trailing_zeros() / 8;
        self.others &= self.others.wrapping_sub(1);
        (at as usize, self.bytes.checked_shr(8 * at).unwrap_or(0) as u8)
    }

    /// The number of the digits in between, of which there are 1 to 8; `None` otherwise.
    #[inline(always)]
    pub(super) fn number(&self, start: usize, end: usize) -> Option<u64> {
        let length = end.wrapping_sub(start);
        if length.wrapping_sub(1) >= 8 {
            return None;
        }
        // To the end of the word, zeros before: pairs, then fours, then all eight are put together.
        let digits = ((self.bytes >> (8 * start)) as u64) << (64 - 8 * length);
        let pairs = (digits & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(10 * 0x100 + 1) >> 8;
        let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 * 0x1_0000 + 1) >> 16;
        Some((fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 * 0x1_0000_0000 + 1) >> 32)
    }
}

/// A number of 1 to 8 digits that begins here, and how many they are; `None` where there are none or more, or where the
/// bytes nearly end.
#[inline(always)]
pub(super) fn short(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut window = Window::of(bytes, at)?;
    let (length, _) = window.next_other();
    window.number(0, length).map(|number| (number, length))
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
        fn what_is_no_digit_is_found_in_order(text in "[0-9,\n:a-]{16}") {
            let mut window = Window::of(text.as_bytes(), 0).unwrap();
            for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_digit()) {
                prop_assert_eq!(window.next_other(), (at, byte));
            }
            prop_assert_eq!(window.next_other(), (16, 0));
        }
    }

    #[test]
    fn near_the_end_nothing_is_looked_at() {
        assert_eq!(short(b"123456789012345", 0), None);
        assert_eq!(short(b"12345678\n......x", 0), Some((12_345_678, 8)));
        assert_eq!(short(b"1", usize::MAX - 8), None);
        assert_eq!(Window::of(&[b'1'; 16], 0).unwrap().number(3, 2), None);
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
