//! `packed-refs`: one line a reference, `<id> <name>`, and after an annotated tag a line `^<id>` with the
//! object it leads to (git-pack-refs(1)).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use memchr::memmem;

use crate::{Error, Id};

/// Digits of an id in the file.
const HEX: usize = 40;

/// A line of the file, with its `^` line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packed<'a> {
    pub id: Id,
    pub name: &'a [u8],
    pub peeled: Option<Id>,
}

/// The file's bytes; `None` where there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: path.to_owned(), source }),
    }
}

/// The id of one reference.
pub(super) fn find(path: &Path, name: &str) -> Result<Option<Id>, Error> {
    let Some(bytes) = read(path)? else {
        return Ok(None);
    };
    let line = format!(" {name}\n");
    // A name that is a suffix of another is told apart by the id before it.
    for at in memmem::find_iter(&bytes, line.as_bytes()) {
        let start = at.saturating_sub(HEX);
        if start == 0 || bytes[start - 1] == b'\n' {
            return Ok(Id::from_hex(&bytes[start..at]));
        }
    }
    Ok(None)
}

/// Whether the writer stated that every annotated tag has its `^` line, so that one without is no such tag.
pub(super) fn is_fully_peeled(bytes: &[u8]) -> bool {
    let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    header.starts_with(b"# pack-refs") && memmem::find(header, b" fully-peeled").is_some()
}

/// The lines whose names start with `prefix`, in the file's order.
pub(super) fn with_prefix<'a>(bytes: &'a [u8], prefix: &'a [u8]) -> impl Iterator<Item = Packed<'a>> {
    let mut rest = section(bytes, prefix);
    std::iter::from_fn(move || {
        loop {
            let line = next_line(&mut rest)?;
            let Some((id, name)) = split(line) else {
                continue;
            };
            let mut peeled = None;
            if let Some(hex) = rest.strip_prefix(b"^") {
                peeled = Id::from_hex(hex);
                next_line(&mut rest);
            }
            if name.starts_with(prefix) {
                return Some(Packed { id, name, peeled });
            }
        }
    })
}

/// The part of the file that can hold names with this prefix: all of it, unless the writer sorted it.
fn section<'a>(bytes: &'a [u8], prefix: &[u8]) -> &'a [u8] {
    let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    if memmem::find(header, b" sorted").is_none() {
        return bytes;
    }
    let mut needle = Vec::with_capacity(prefix.len() + 1);
    needle.push(b' ');
    needle.extend_from_slice(prefix);
    let (Some(first), Some(last)) = (memmem::find(bytes, &needle), memmem::rfind(bytes, &needle)) else {
        return &[];
    };
    let start = first.saturating_sub(HEX);
    // The last line's own end, and its `^` line if it has one.
    let mut tail = &bytes[last..];
    next_line(&mut tail);
    if tail.starts_with(b"^") {
        next_line(&mut tail);
    }
    &bytes[start..bytes.len() - tail.len()]
}

fn split(line: &[u8]) -> Option<(Id, &[u8])> {
    let (hex, name) = line.split_at_checked(HEX)?;
    Some((Id::from_hex(hex)?, name.strip_prefix(b" ")?))
}

fn next_line<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    if rest.is_empty() {
        return None;
    }
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = &rest[..end];
    *rest = rest.get(end + 1..).unwrap_or_default();
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn names(text: &str) -> Vec<(String, bool)> {
        with_prefix(text.as_bytes(), b"refs/tags/")
            .map(|line| (String::from_utf8_lossy(line.name).into_owned(), line.peeled.is_some()))
            .collect()
    }

    #[test]
    fn reads_sorted_and_unsorted_files_alike() {
        let lines = format!(
            "{A} refs/heads/main\n{A} refs/tags/v1\n^{B}\n{B} refs/tags/v2\n{A} refs/tags/v3\n^{B}\n{B} refs/x/y\n"
        );
        let expected = [("refs/tags/v1", true), ("refs/tags/v2", false), ("refs/tags/v3", true)]
            .map(|(name, peeled)| (name.to_owned(), peeled));
        assert_eq!(names(&lines), expected);
        let header = "# pack-refs with: peeled fully-peeled sorted \n";
        assert_eq!(names(&format!("{header}{lines}")), expected);
        assert!(is_fully_peeled(format!("{header}{lines}").as_bytes()));
        assert!(!is_fully_peeled(lines.as_bytes()));
    }

    #[test]
    fn survives_what_git_would_not_write() {
        assert_eq!(names(""), []);
        assert_eq!(names("# pack-refs with: sorted"), []);
        assert_eq!(names(&format!("nonsense\n\n{A} refs/tags/v1")), [("refs/tags/v1".to_owned(), false)]);
    }
}
