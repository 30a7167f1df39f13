//! Where a report is, and its bytes, unpacked.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::PathBuf;

use flate2::bufread::MultiGzDecoder;

use super::ReadError;
use crate::format::Head;

/// A report, where it is.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name, for errors and lists.
    pub name: String,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Bytes(Vec<u8>),
}

/// As large as what a packed report holds may be, in bytes: what grows beyond is no report.
const UNPACKED: u64 = 2 << 30;

/// How gzip's files begin.
const GZIP: [u8; 2] = [0x1f, 0x8b];

impl Source {
    /// A file.
    #[must_use]
    pub fn file(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), place: Place::File(path.into()) }
    }

    /// Bytes that are at hand.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), place: Place::Bytes(bytes.into()) }
    }

    /// Its bytes from the start.
    pub(super) fn open(&self) -> Result<Input<'_>, ReadError> {
        let open = || {
            let mut raw: Box<dyn Read + Send + '_> = match &self.place {
                Place::File(path) => Box::new(File::open(path)?),
                Place::Bytes(bytes) => Box::new(&bytes[..]),
            };
            let mut start = Vec::with_capacity(2);
            raw.by_ref().take(2).read_to_end(&mut start)?;
            let is_packed = start == GZIP;
            let raw = Cursor::new(start).chain(raw);
            Ok(if is_packed { unpacked(raw, UNPACKED) } else { Box::new(raw) })
        };
        open().map(|bytes| Input { source: self, bytes }).map_err(|error| self.unreadable(&error))
    }

    fn unreadable(&self, error: &io::Error) -> ReadError {
        ReadError::Unreadable { file: self.name.clone(), reason: error.to_string() }
    }
}

/// Unpacks bytes that begin as gzip's files do, and gives others as they are.
///
/// # Errors
/// They are packed, and cannot be unpacked.
pub(super) fn unpack<'a>(name: &str, bytes: &'a [u8]) -> Result<std::borrow::Cow<'a, [u8]>, ReadError> {
    if !bytes.starts_with(&GZIP) {
        return Ok(bytes.into());
    }
    let mut all = Vec::new();
    let unreadable =
        |error: io::Error| ReadError::Unreadable { file: name.to_owned(), reason: error.to_string() };
    unpacked(bytes, UNPACKED).read_to_end(&mut all).map_err(unreadable)?;
    Ok(all.into())
}

fn unpacked<'a>(raw: impl Read + Send + 'a, limit: u64) -> Box<dyn Read + Send + 'a> {
    Box::new(Unpacked { bytes: MultiGzDecoder::new(BufReader::new(raw)), read: 0, limit })
}

/// Unpacks up to a limit: a few packed bytes can stand for as many as one likes.
struct Unpacked<R> {
    bytes: R,
    read: u64,
    limit: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer).map_err(|error| {
            io::Error::new(error.kind(), format!("gzip, after {} unpacked bytes: {error}", self.read))
        })?;
        self.read += count as u64;
        if self.read > self.limit {
            return Err(io::Error::other(format!("it unpacks to more than {} MiB", self.limit >> 20)));
        }
        Ok(count)
    }
}

/// The bytes of a report, from its start to its end.
pub(super) struct Input<'a> {
    source: &'a Source,
    bytes: Box<dyn Read + Send + 'a>,
}

impl Input<'_> {
    /// Adds bytes until there are so many; whether these are all.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, length: usize) -> Result<bool, ReadError> {
        let missing = length.saturating_sub(buffer.len());
        buffer.reserve(missing);
        let read = self.bytes.by_ref().take(missing as u64).read_to_end(buffer);
        Ok(read.map_err(|error| self.source.unreadable(&error))? < missing)
    }

    /// Adds as many bytes as there are; whether these are all.
    pub(super) fn fill_more(&mut self, buffer: &mut Vec<u8>) -> Result<bool, ReadError> {
        let length = 2 * buffer.len();
        self.fill(buffer, length)
    }

    /// As much as its format is recognised by, or all; and whether it is all.
    pub(super) fn head(&mut self) -> Result<(Vec<u8>, bool), ReadError> {
        let mut head = Vec::new();
        loop {
            let length = (2 * head.len()).max(super::CHUNK);
            let is_all = self.fill(&mut head, length)?;
            if is_all || Head::is_enough(&head) {
                return Ok((head, is_all));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_packed_file_is_unpacked_all_of_its_members() {
        let packed = [pack(b"one, "), pack(b"two")].concat();
        assert_eq!(unpack("x", &packed).unwrap(), &b"one, two"[..]);
        let source = Source::bytes("x", packed);
        assert_eq!(source.open().unwrap().head().unwrap(), (b"one, two".to_vec(), true));
        assert_eq!(unpack("x", b"plain").unwrap(), &b"plain"[..]);
    }

    #[test]
    fn what_is_packed_and_cut_off_is_an_error() {
        let packed = pack(&b"0123456789".repeat(1000));
        let error = unpack("x.gz", &packed[..packed.len() - 4]).unwrap_err().to_string();
        assert!(error.starts_with("cannot read `x.gz`: gzip, after 10000 unpacked bytes: "), "{error}");
    }

    #[test]
    fn nothing_is_unpacked_beyond_the_limit() {
        let packed = pack(&vec![b'0'; 4 << 20]);
        let mut all = Vec::new();
        let error = unpacked(&packed[..], 1 << 20).read_to_end(&mut all).unwrap_err();
        assert_eq!(error.to_string(), "it unpacks to more than 1 MiB");
        assert!(all.len() <= 2 << 20);
    }
}
