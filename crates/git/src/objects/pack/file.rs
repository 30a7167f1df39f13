//! Reading a file at positions, without memory maps.

use std::fs::File;
use std::io;
use std::path::Path;

/// The first window; walks that read a handful of commits need no more.
const SMALLEST: usize = 16 * 1024;

/// The largest window, reached when a file is read on and on.
const LARGEST: usize = 128 * 1024;

/// How many places of a file are kept: where the walk is, and where the bases of deltas are.
const WINDOWS: usize = 2;

/// Fills `buffer` from a position in a file, as far as the file goes; how much that was.
pub(super) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read_once(file, &mut buffer[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_once(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// A file of which a few places are in memory.
pub(super) struct Windowed {
    file: File,
    length: u64,
    windows: [Window; WINDOWS],
    /// The window that was used last.
    current: usize,
}

#[derive(Default)]
struct Window {
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    fn holds(&self, offset: u64, end: u64) -> bool {
        self.start <= offset && end <= self.end()
    }
}

impl Windowed {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file, length, windows: Default::default(), current: 0 })
    }

    /// The file's length when it was opened.
    pub(super) const fn len(&self) -> u64 {
        self.length
    }

    /// The bytes from `offset`, `count` of them at least where the file has so many.
    pub(super) fn read(&mut self, offset: u64, count: usize) -> io::Result<&[u8]> {
        let end = offset.saturating_add(count as u64).min(self.length);
        let held = (0..WINDOWS).find(|number| self.windows[*number].holds(offset, end));
        self.current = match held {
            Some(number) => number,
            None => self.load(offset, end)?,
        };
        let window = &self.windows[self.current];
        let from = usize::try_from(offset.saturating_sub(window.start)).unwrap_or(usize::MAX);
        Ok(window.bytes.get(from..).unwrap_or_default())
    }

    /// Moves a window to `offset`: the one that the file is read on with, else the other.
    fn load(&mut self, offset: u64, end: u64) -> io::Result<usize> {
        let follows = |window: &Window| window.start < offset && offset <= window.end();
        let following = (0..WINDOWS).find(|number| follows(&self.windows[*number]));
        let number = following.unwrap_or((self.current + 1) % WINDOWS);
        let window = &mut self.windows[number];
        let size = match following {
            Some(_) => (window.bytes.len() * 2).clamp(SMALLEST, LARGEST),
            None => SMALLEST,
        };
        let wanted = usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX);
        let left = usize::try_from(self.length.saturating_sub(offset)).unwrap_or(usize::MAX);
        // A huge object's window is not kept for small ones.
        if window.bytes.capacity() > LARGEST {
            window.bytes = Vec::new();
        }
        window.start = offset;
        window.bytes.resize(size.max(wanted).min(left), 0);
        let filled = read_at(&self.file, &mut window.bytes, offset)?;
        window.bytes.truncate(filled);
        Ok(number)
    }
}
