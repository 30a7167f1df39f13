//! A pack's objects: each a header with its kind and size, then a zlib stream of its bytes or of a delta.

use std::io;
use std::path::Path;

use gix_zlib::{Inflate, Status};

use crate::Id;
use crate::objects::Kind;

use super::file::Windowed;
use super::index::Index;
use super::{Failure, delta};

/// The longest header: ten bytes of size, and a base's id or the distance to it.
const HEADER: usize = 32;

/// Deflate shrinks at most 1032-fold; a size beyond that is a lie.
const RATIO: u64 = 1032;

/// How many bases of deltas are kept. Trees are deltas of one another in chains of up to fifty.
const BASES: usize = 256;

/// The largest base that is kept.
const LARGEST_BASE: usize = 16 * 1024;

/// An open pack.
pub(super) struct Data {
    file: Windowed,
    inflate: Inflate,
    bases: Vec<Base>,
}

/// An object that others are deltas of.
#[derive(Default)]
struct Base {
    offset: u64,
    object: Option<(Kind, Vec<u8>)>,
}

/// What the header of an object says.
struct Header {
    content: Content,
    size: usize,
    /// Where the zlib stream starts.
    stream: u64,
}

enum Content {
    Whole(Kind),
    /// A delta to the object at this position.
    Delta(u64),
}

impl Data {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Windowed::open(path)?, inflate: Inflate::default(), bases: Vec::new() })
    }

    /// Reads the object at a position into `buffer`.
    pub(super) fn read(
        &mut self,
        offset: u64,
        index: &mut Index,
        buffer: &mut Vec<u8>,
    ) -> Result<Kind, Failure> {
        let mut deltas: Vec<(u64, Header)> = Vec::new();
        let mut at = offset;
        let kind = loop {
            if let Some(kind) = self.recall(at, buffer) {
                break kind;
            }
            let header = self.header(at, index)?;
            match header.content {
                Content::Whole(kind) => {
                    self.inflate(&header, buffer)?;
                    break kind;
                }
                Content::Delta(base) => {
                    deltas.push((at, header));
                    at = base;
                }
            }
            if deltas.len() > index.len() as usize {
                return Err(Failure::Corrupt("deltas lead in a circle"));
            }
        };
        let mut instructions = Vec::new();
        let mut result = Vec::new();
        while let Some((next, header)) = deltas.pop() {
            self.keep(at, kind, buffer);
            self.inflate(&header, &mut instructions)?;
            delta::apply(buffer, &instructions, &mut result).ok_or(Failure::Corrupt("a delta is damaged"))?;
            std::mem::swap(buffer, &mut result);
            at = next;
        }
        Ok(kind)
    }

    fn header(&mut self, offset: u64, index: &mut Index) -> Result<Header, Failure> {
        let bytes = self.file.read(offset, HEADER)?;
        let mut header = parse(bytes, offset).ok_or(Failure::Corrupt("an object's header is damaged"))?;
        let left = self.file.len().saturating_sub(header.0.stream);
        if header.0.size as u64 > left.saturating_mul(RATIO) {
            return Err(Failure::Corrupt("an object's size is wrong"));
        }
        if let Some(base) = header.1 {
            header.0.content = Content::Delta(index.find(&base)?.ok_or(Failure::Elsewhere)?);
        }
        Ok(header.0)
    }

    fn inflate(&mut self, header: &Header, out: &mut Vec<u8>) -> Result<(), Failure> {
        let damaged = Failure::Corrupt("an object's bytes are damaged");
        // What deflate adds to bytes that it cannot shrink: five to each 16 KiB, and zlib's frame.
        let longest = header.size + header.size / 1024 + 64;
        let bytes = self.file.read(header.stream, longest)?;
        out.clear();
        out.resize(header.size, 0);
        self.inflate.reset();
        match self.inflate.once(bytes, out) {
            Ok((Status::StreamEnd, _, size)) if size == header.size => Ok(()),
            _ => Err(damaged),
        }
    }

    fn recall(&self, offset: u64, buffer: &mut Vec<u8>) -> Option<Kind> {
        let base = self.bases.get(slot(offset))?;
        let (kind, object) = base.object.as_ref().filter(|_| base.offset == offset)?;
        buffer.clear();
        buffer.extend_from_slice(object);
        Some(*kind)
    }

    fn keep(&mut self, offset: u64, kind: Kind, object: &[u8]) {
        if object.len() > LARGEST_BASE {
            return;
        }
        if self.bases.is_empty() {
            self.bases.resize_with(BASES, Base::default);
        }
        let base = &mut self.bases[slot(offset)];
        if base.offset != offset || base.object.is_none() {
            base.offset = offset;
            base.object = Some((kind, object.to_vec()));
        }
    }
}

/// Where a base is kept.
const fn slot(offset: u64) -> usize {
    // A multiplicative hash; the highest bits are the best mixed.
    (offset.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % BASES
}

/// Reads a header; the id is of a base that is named so, to be put in place of the position.
fn parse(bytes: &[u8], offset: u64) -> Option<(Header, Option<Id>)> {
    let mut at = 0;
    let mut next = || {
        let byte = bytes.get(at).copied();
        at += 1;
        byte
    };
    let first = next()?;
    let mut size = u64::from(first & 0xf);
    let mut shift = 4;
    let mut byte = first;
    while byte & 0x80 != 0 {
        byte = next()?;
        size |= u64::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
    }
    let mut base = None;
    let content = match first >> 4 & 0x7 {
        1 => Content::Whole(Kind::Commit),
        2 => Content::Whole(Kind::Tree),
        3 => Content::Whole(Kind::Blob),
        4 => Content::Whole(Kind::Tag),
        6 => {
            let mut byte = next()?;
            let mut distance = u64::from(byte & 0x7f);
            while byte & 0x80 != 0 {
                byte = next()?;
                distance = distance.checked_add(1)?.checked_mul(128)? | u64::from(byte & 0x7f);
            }
            // The base comes before: a chain cannot be a circle.
            Content::Delta(offset.checked_sub(distance).filter(|base| *base < offset)?)
        }
        7 => {
            base = Some(Id::from_slice(bytes.get(at..at + 20)?)?);
            at += 20;
            Content::Delta(0)
        }
        _ => return None,
    };
    let header = Header { content, size: usize::try_from(size).ok()?, stream: offset + at as u64 };
    Some((header, base))
}
