//! Text in pieces: reports of gigabytes are mostly short words and numbers, for which a formatter is too slow.

use std::io;

use crate::markup::escaped;

/// What is written at once, in bytes.
const PIECE: usize = 64 << 10;

/// Text on its way out.
pub(super) struct Text<'w> {
    out: &'w mut dyn io::Write,
    bytes: Vec<u8>,
}

impl<'w> Text<'w> {
    pub(super) fn new(out: &'w mut dyn io::Write) -> Self {
        Self { out, bytes: Vec::with_capacity(2 * PIECE) }
    }

    /// Takes words and numbers.
    #[inline]
    pub(super) fn raw(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// A whole number.
    #[inline]
    pub(super) fn number(&mut self, number: impl Into<u64>) -> &mut Self {
        let number: u64 = number.into();
        match u32::try_from(number) {
            Ok(short) if short < 100_000_000 => {
                let (digits, count) = digits(short);
                // Eight bytes at once, and some of them taken back: faster than to copy so many as there are.
                self.bytes.extend_from_slice(&digits);
                self.bytes.truncate(self.bytes.len() - digits.len() + count);
            }
            _ => self.bytes.extend_from_slice(number.to_string().as_bytes()),
        }
        self
    }

    /// The value of an attribute of XML.
    pub(super) fn attribute(&mut self, value: &str) -> &mut Self {
        self.raw(&escaped(value))
    }

    /// A string of JSON, with its quotes.
    pub(super) fn string(&mut self, value: &str) -> io::Result<&mut Self> {
        serde_json::to_writer(&mut self.bytes, value)?;
        Ok(self)
    }

    /// Writes what there is, if that is enough for a piece.
    #[inline]
    pub(super) fn flush_piece(&mut self) -> io::Result<()> {
        if self.bytes.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    /// Writes what there is.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// The digits of a number below 100,000,000, and how many they are. All are computed side by side in one word: two
/// numbers of four digits, then four of two, then eight of one, the first digit in the lowest byte.
#[inline]
fn digits(number: u32) -> ([u8; 8], usize) {
    let fours = u64::from(number / 10_000) | u64::from(number % 10_000) << 32;
    // A product and a shift for a division: exact below 10,000, and then below 100.
    let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | (fours - 100 * hundreds) << 16;
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    let digits = tens | (pairs - 10 * tens) << 8;
    let zeros = (digits.trailing_zeros() / 8).min(7);
    ((digits >> (8 * zeros) | 0x3030_3030_3030_3030).to_le_bytes(), 8 - zeros as usize)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_anywhere(number in prop_oneof![0_u64..2000, 0_u64..200_000_000, any::<u64>(), Just(u64::MAX)]) {
            let mut bytes = Vec::new();
            let mut text = Text::new(&mut bytes);
            text.number(number).flush().unwrap();
            prop_assert_eq!(String::from_utf8(bytes).unwrap(), number.to_string());
        }
    }

    #[test]
    fn each_pair_of_digits_stands_in_each_place() {
        for number in (0..10_000).flat_map(|four| [four, four * 10_000, four * 10_000 + 9_999 - four]) {
            let (digits, count) = digits(number);
            assert_eq!(std::str::from_utf8(&digits[..count]).unwrap(), number.to_string());
        }
    }
}
