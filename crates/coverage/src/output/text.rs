//! Text in pieces: reports of gigabytes are mostly short words and numbers, for which a formatter is too slow.

use std::io;

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
        let mut rest: u64 = number.into();
        // 2⁶⁴ has 20 digits.
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        while rest >= 100 {
            let pair = (rest % 100) as u8;
            rest /= 100;
            start -= 2;
            digits[start] = b'0' + pair / 10;
            digits[start + 1] = b'0' + pair % 10;
        }
        if rest >= 10 {
            start -= 2;
            digits[start] = b'0' + (rest / 10) as u8;
            digits[start + 1] = b'0' + (rest % 10) as u8;
        } else {
            start -= 1;
            digits[start] = b'0' + rest as u8;
        }
        self.bytes.extend_from_slice(&digits[start..]);
        self
    }

    /// The value of an attribute of XML. White space that a reader would make a blank is written by number.
    pub(super) fn attribute(&mut self, value: &str) -> &mut Self {
        for character in value.chars() {
            match character {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\t' => self.raw("&#9;"),
                '\n' => self.raw("&#10;"),
                '\r' => self.raw("&#13;"),
                other => self.raw(other.encode_utf8(&mut [0; 4])),
            };
        }
        self
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_anywhere(number in prop_oneof![0_u64..2000, any::<u64>(), Just(u64::MAX)]) {
            let mut bytes = Vec::new();
            let mut text = Text::new(&mut bytes);
            text.number(number).flush().unwrap();
            prop_assert_eq!(String::from_utf8(bytes).unwrap(), number.to_string());
        }
    }
}
