//! How a report begins: what formats are recognised by.

/// How a report begins, looked at once for all formats.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// All of it, without a byte order mark and white space before it.
    pub text: &'a [u8],
}

/// Bytes within which a format has to show what it is.
const LOOKED_AT: usize = 64 << 10;

impl<'a> Head<'a> {
    /// The head of a report.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Self { text: bytes.trim_ascii_start() }
    }

    /// The first lines, within some thousand bytes, without white space around them.
    pub fn lines(&self) -> impl Iterator<Item = &'a [u8]> {
        let start = &self.text[..self.text.len().min(LOOKED_AT)];
        start.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii)
    }
}
