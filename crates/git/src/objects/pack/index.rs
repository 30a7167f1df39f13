//! A pack's index, version 2: a table of how many ids start with each byte or a lower one, the sorted ids,
//! their checksums, their positions in the pack.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::Id;
use crate::id::LENGTH;

use super::file::read_at;

/// Magic number and version.
const SIGNATURE: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];

/// Bytes before the ids.
const HEADER: u64 = 8 + 256 * 4;

/// How many ids to read at once. They are spread evenly, so that a place can be computed; in a repository of
/// half a million objects it is hit within fifty ids nineteen times in twenty.
const BLOCK: u32 = 100;

/// An open index.
pub(super) struct Index {
    file: File,
    /// For each first byte the number of ids up to it.
    fanout: Vec<u32>,
    block: Vec<u8>,
    /// Whether the table of positions is worth having in memory.
    wants_positions: bool,
    /// The table of positions, once it is wanted.
    positions: Vec<u8>,
}

/// A part of the sorted ids, and the range of bytes 2 to 9 that they can have.
struct Section {
    start: u32,
    end: u32,
    low: u64,
    high: u64,
}

impl Index {
    /// Opens an index; `None` if it is of another version.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        let mut header = [0; HEADER as usize];
        let filled = read_at(&file, &mut header, 0)?;
        let (signature, table) = header.split_at(SIGNATURE.len());
        if filled < header.len() || signature != SIGNATURE {
            return Ok(None);
        }
        let fanout: Vec<u32> = table.chunks_exact(4).map(number).collect();
        Ok(fanout.is_sorted().then_some(Self {
            file,
            fanout,
            block: Vec::new(),
            wants_positions: false,
            positions: Vec::new(),
        }))
    }

    /// How many objects the pack has.
    pub(super) fn len(&self) -> u32 {
        self.fanout.last().copied().unwrap_or(0)
    }

    /// Prepares for a walk over a whole history: the positions of all objects, four bytes each, are read at once.
    pub(super) fn expect_many(&mut self) {
        self.wants_positions = self.positions.is_empty();
    }

    /// Where in the pack an object is.
    pub(super) fn find(&mut self, id: &Id) -> io::Result<Option<u64>> {
        let [first, rest @ ..] = id.as_bytes();
        let first = usize::from(*first);
        let mut section = Section {
            start: if first == 0 { 0 } else { self.fanout[first - 1] },
            end: self.fanout[first],
            low: 0,
            high: u64::MAX,
        };
        let key = leading(rest);
        while section.start < section.end {
            let (start, end) = section.guess(key);
            self.read_block(start, end)?;
            let ids = self.block.as_chunks::<LENGTH>().0;
            let (Some(lowest), Some(highest)) = (ids.first(), ids.last()) else {
                return Ok(None);
            };
            if id.as_bytes() < lowest {
                (section.end, section.high) = (start, leading(&lowest[1..]));
            } else if id.as_bytes() > highest {
                (section.start, section.low) = (end, leading(&highest[1..]));
            } else {
                return match ids.binary_search(id.as_bytes()) {
                    Ok(at) => self.position(start + at as u32).map(Some),
                    Err(_) => Ok(None),
                };
            }
        }
        Ok(None)
    }

    fn read_block(&mut self, start: u32, end: u32) -> io::Result<()> {
        self.block.resize((end - start) as usize * LENGTH, 0);
        let filled = read_at(&self.file, &mut self.block, HEADER + u64::from(start) * LENGTH as u64)?;
        self.block.truncate(filled);
        Ok(())
    }

    /// The position of the object with this number among the sorted ids.
    fn position(&mut self, object: u32) -> io::Result<u64> {
        let count = u64::from(self.len());
        let table = HEADER + count * (LENGTH as u64 + 4);
        if std::mem::take(&mut self.wants_positions) {
            self.positions.resize(count as usize * 4, 0);
            let filled = read_at(&self.file, &mut self.positions, table)?;
            self.positions.truncate(filled);
        }
        let at = object as usize * 4;
        let position = match self.positions.get(at..at + 4) {
            Some(bytes) => number(bytes),
            None => number(&self.read::<4>(table + u64::from(object) * 4)?),
        };
        // The highest bit marks a number of an entry in the table of positions beyond 2 GiB.
        if position < 1 << 31 {
            return Ok(u64::from(position));
        }
        let entry = u64::from(position & !(1 << 31));
        Ok(u64::from_be_bytes(self.read(table + count * 4 + entry * 8)?))
    }

    fn read<const N: usize>(&self, offset: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        match read_at(&self.file, &mut bytes, offset)?.cmp(&N) {
            Ordering::Equal => Ok(bytes),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl Section {
    /// The block of ids in which `key` most likely is.
    fn guess(&self, key: u64) -> (u32, u32) {
        let count = self.end - self.start;
        if count <= BLOCK {
            return (self.start, self.end);
        }
        let span = u128::from(self.high.saturating_sub(self.low)) + 1;
        let share = u128::from(key.saturating_sub(self.low)) * u128::from(count) / span;
        let middle = self.start + u32::try_from(share).unwrap_or(count).min(count - 1);
        let start = middle.saturating_sub(BLOCK / 2).clamp(self.start, self.end - BLOCK);
        (start, start + BLOCK)
    }
}

/// The first eight bytes as a number.
fn leading(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// Four bytes as a number.
fn number(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
