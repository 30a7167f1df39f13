//! A report of records, piece by piece.

use memchr::memmem::FinderRev;

use super::source::Input;
use super::{CHUNK, ReadError};

/// Gives a report of records in pieces of whole ones.
pub(super) struct Pieces<'a> {
    input: Input<'a>,
    /// What was read and not given.
    kept: Vec<u8>,
    /// Where that begins in the report.
    offset: usize,
    is_done: bool,
    end: FinderRev<'static>,
    /// How many bytes to read at a time.
    pub(super) length: usize,
}

impl<'a> Pieces<'a> {
    /// Of a report whose first bytes are read; the records end with a line that begins so.
    pub(super) fn new(input: Input<'a>, head: Vec<u8>, end: &'static [u8]) -> Self {
        Self { input, kept: head, offset: 0, is_done: false, end: FinderRev::new(end), length: CHUNK }
    }

    /// Puts the next piece in place of what a buffer holds, and gives its offset in the report; `None` at the end.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<usize>, ReadError> {
        buffer.clear();
        if self.is_done {
            return Ok(None);
        }
        buffer.append(&mut self.kept);
        let mut length = self.length;
        loop {
            self.is_done = self.input.fill(buffer, length)?;
            let end = if self.is_done { Some(buffer.len()) } else { self.cut(buffer) };
            if let Some(end) = end {
                self.kept.extend_from_slice(&buffer[end..]);
                buffer.truncate(end);
                let offset = self.offset;
                self.offset += end;
                return Ok(Some(offset));
            }
            // A record that is longer than all before.
            length = 2 * buffer.len().max(length);
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Gives nothing more.
    pub(super) fn stop(&mut self) {
        self.is_done = true;
    }

    /// Where the last whole record ends.
    fn cut(&self, bytes: &[u8]) -> Option<usize> {
        let mut before = bytes;
        loop {
            let at = self.end.rfind(before)?;
            // At the start of a line, and with the line's end.
            if at > 0
                && bytes[at - 1] == b'\n'
                && let Some(end) = memchr::memchr(b'\n', &bytes[at..])
            {
                return Some(at + end + 1);
            }
            before = &bytes[..at];
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Source;
    use super::*;

    proptest! {
        #[test]
        fn pieces_make_the_whole_and_end_with_records(
            lines in prop::collection::vec(prop_oneof!["end\r?", "end", "xend", "[a-e]{0,9}", "\\PC{0,3}"], 0..40),
            length in 1usize..40,
        ) {
            let text = lines.join("\n");
            let source = Source::bytes("x", text.as_bytes());
            let mut pieces = Pieces { length, ..Pieces::new(source.open().unwrap(), Vec::new(), b"end") };
            let (mut buffer, mut whole) = (Vec::new(), Vec::new());
            while let Some(offset) = pieces.next(&mut buffer).unwrap() {
                prop_assert_eq!(offset, whole.len());
                whole.extend_from_slice(&buffer);
                if !pieces.is_done() {
                    let last = buffer.strip_suffix(b"\n").unwrap().rsplit(|byte| *byte == b'\n').next().unwrap();
                    prop_assert!(last.starts_with(b"end"));
                }
            }
            prop_assert_eq!(whole, text.as_bytes());
        }
    }
}
