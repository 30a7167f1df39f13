//! A patch without context, as `git diff --unified=0` writes it.
//!
//! Source: git-diff(1), "Generating patch text with -p", and the quoting of `core.quotePath`.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::{Change, ChangeKind};

/// Reads the files and the lines that were added. What a line says is passed over by count, so that no content can pass
/// for a header.
pub(super) fn read(patch: &[u8]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut lines = patch.split(|byte| *byte == b'\n');
    while let Some(line) = lines.next() {
        let text = String::from_utf8_lossy(line);
        if text.starts_with("diff --git ") {
            changes.push(Change { path: header_path(&text), ..Change::default() });
            continue;
        }
        let Some(change) = changes.last_mut() else { continue };
        if let Some(hunk) = text.strip_prefix("@@ -") {
            let Some(((before, old), (first, new))) = sides(hunk) else { continue };
            change.deleted.extend(lines_of(before, old).filter(|_| new == 0));
            change.added.extend(lines_of(first, new));
            let said = usize::try_from(old).unwrap_or(0) + usize::try_from(new).unwrap_or(0);
            let mut left = said;
            while left > 0 {
                // `\ No newline at end of file` is no line of either side.
                match lines.next() {
                    Some([b'\\', ..]) => {}
                    Some(_) => left -= 1,
                    None => break,
                }
            }
        } else if let Some(path) = text.strip_prefix("+++ ").filter(|path| *path != "/dev/null") {
            let path = unquoted(path.strip_suffix('\t').unwrap_or(path));
            change.path = path.strip_prefix("b/").unwrap_or(&path).to_owned();
        } else if let Some(path) = text.strip_prefix("rename from ") {
            change.old_path = Some(unquoted(path).into_owned());
        } else if let Some(path) = text.strip_prefix("rename to ") {
            change.path = unquoted(path).into_owned();
        } else if text.starts_with("new file mode ") {
            change.kind = ChangeKind::Added;
        } else if text.starts_with("deleted file mode ") {
            change.kind = ChangeKind::Deleted;
        }
    }
    changes
}

/// The path of `diff --git a/x b/x`, for files without lines such as binary ones: both are the same there, unless it was
/// renamed, which a line of its own says.
fn header_path(line: &str) -> String {
    let both = line.trim_start_matches("diff --git ");
    if both.starts_with('"') {
        let second = both.rfind(" \"b/").map_or(both, |at| &both[at + 1..]);
        return unquoted(second).trim_start_matches("b/").to_owned();
    }
    let half = both.len() / 2;
    let second = both.get(half + 1..).unwrap_or_default();
    second.strip_prefix("b/").unwrap_or(second).to_owned()
}

/// `12,3 +14,0 @@ …` as first line and count of both sides; a count of 1 is left out.
fn sides(hunk: &str) -> Option<((u32, u32), (u32, u32))> {
    let (old, rest) = hunk.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    Some((side(old)?, side(new)?))
}

/// So many lines from the first on; `None` where there are none.
fn lines_of(first: u32, count: u32) -> Option<RangeInclusive<u32>> {
    let last = count.checked_sub(1).and_then(|more| first.checked_add(more))?;
    Some(first..=last)
}

fn side(text: &str) -> Option<(u32, u32)> {
    let (first, count) = text.split_once(',').unwrap_or((text, "1"));
    Some((first.parse().ok()?, count.parse().ok()?))
}

/// A path as git quotes it: in C's way, where it holds anything unusual.
fn unquoted(path: &str) -> Cow<'_, str> {
    let Some(quoted) = path.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(path);
    };
    let mut bytes = Vec::with_capacity(quoted.len());
    let mut rest = quoted.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(digit @ b'0'..=b'3') => {
                let octal = [digit, rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                bytes.push(octal.iter().fold(0, |value: u8, digit| {
                    value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'))
                }));
            }
            Some(b'n') => bytes.push(b'\n'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b'a') => bytes.push(7),
            Some(b'b') => bytes.push(8),
            Some(b'v') => bytes.push(11),
            Some(b'f') => bytes.push(12),
            other => bytes.extend(other),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
