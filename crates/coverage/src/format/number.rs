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
