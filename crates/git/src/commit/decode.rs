//! The bytes of a commit object: `tree`, `parent`, `author`, `committer` and other header lines, an empty
//! line, the message (git's Documentation/gitformat and `commit.c`).

use std::borrow::Cow;
use std::ops::Range;

use crate::{Error, Id};

use super::person::seconds;
use super::{Layout, Parents};

/// `tree `, an id, a line end.
const TREE_LINE: usize = 5 + 40 + 1;
/// `parent `, an id, a line end.
const PARENT_LINE: usize = 7 + 40 + 1;

/// Finds the parts of a commit; every later reading relies on it.
pub(super) fn layout(id: &Id, data: &[u8]) -> Result<Layout, Error> {
    read_layout(data)
        .ok_or_else(|| Error::Corrupt { id: *id, reason: "its header is not a commit's".to_owned() })
}

fn read_layout(data: &[u8]) -> Option<Layout> {
    u32::try_from(data.len()).ok()?;
    tree(data)?;
    let mut at = TREE_LINE;
    let mut parents = 0;
    while data.get(at..).is_some_and(|rest| rest.starts_with(b"parent ")) {
        Id::from_hex(data.get(at + 7..at + 47)?)?;
        at += PARENT_LINE;
        parents += 1;
    }
    let mut layout = Layout {
        parents,
        author: 0..0,
        committer: 0..0,
        encoding: 0..0,
        message: data.len() as u32,
        date: 0,
    };
    while at < data.len() {
        let rest = &data[at..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        if line.is_empty() {
            layout.message = (at + 1).min(data.len()) as u32;
            break;
        }
        let part = |skip: usize| (at + skip) as u32..(at + end) as u32;
        if line.starts_with(b"author ") && layout.author.is_empty() {
            layout.author = part(7);
        } else if let Some(committer) = line.strip_prefix(b"committer ") {
            layout.committer = part(10);
            layout.date = seconds(committer);
        } else if line.starts_with(b"encoding ") {
            layout.encoding = part(9);
        }
        at += end + 1;
    }
    Some(layout)
}

/// Moves what is needed of a commit into a buffer of its own: signatures are left out, which are longer than
/// all else in the commits that GitHub makes.
pub(super) fn keep(object: &[u8], layout: &mut Layout, kept: &mut Vec<u8>) {
    let headers = layout.committer.end.max(layout.author.end).max(layout.encoding.end) as usize;
    let message = layout.message as usize;
    let (headers, message) = if headers < message { (headers, message) } else { (0, 0) };
    kept.clear();
    kept.reserve_exact(headers + object.len() - message);
    kept.extend_from_slice(&object[..headers]);
    kept.extend_from_slice(&object[message..]);
    layout.message -= (message - headers) as u32;
}

/// The id on the first line.
pub(super) fn tree(data: &[u8]) -> Option<Id> {
    Id::from_hex(data.strip_prefix(b"tree ")?)
}

/// The `parent` lines, which follow the first.
pub(super) fn parents<'a>(data: &'a [u8], layout: &Layout) -> Parents<'a> {
    Parents { lines: data.get(TREE_LINE..).unwrap_or_default(), left: layout.parents }
}

pub(super) fn next_parent(parents: &mut Parents<'_>) -> Option<Id> {
    parents.left = parents.left.checked_sub(1)?;
    let (line, rest) = parents.lines.split_at_checked(PARENT_LINE - 1)?;
    parents.lines = rest.get(1..).unwrap_or_default();
    Id::from_hex(line.strip_prefix(b"parent ")?)
}

/// Text in the encoding that the header names.
pub(super) fn text<'a>(bytes: &'a [u8], encoding: &[u8]) -> Cow<'a, str> {
    if is_latin1(encoding) && !bytes.is_ascii() {
        return Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    String::from_utf8_lossy(bytes)
}

fn is_latin1(encoding: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [b"iso-8859-1", b"iso8859-1", b"latin1", b"latin-1"];
    !encoding.is_empty() && NAMES.iter().any(|name| name.eq_ignore_ascii_case(encoding))
}

/// The first paragraph on one line.
pub(super) fn subject(message: Cow<'_, str>) -> Cow<'_, str> {
    let range = subject_range(&message);
    let lines = part(message, range);
    if lines.contains('\n') {
        let joined: Vec<&str> = lines.lines().map(str::trim_end).collect();
        return Cow::Owned(joined.join(" "));
    }
    lines
}

/// What follows the first paragraph.
pub(super) fn body(message: Cow<'_, str>) -> Cow<'_, str> {
    let start = subject_range(&message).end;
    let skipped = blank_lines(&message[start..]);
    let end = message.trim_end().len();
    part(message, (start + skipped).min(end)..end)
}

/// The first paragraph, without line end.
fn subject_range(message: &str) -> Range<usize> {
    let start = blank_lines(message);
    let mut end = start;
    for line in message[start..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    start..start + message[start..end].trim_end().len()
}

/// How many bytes the empty lines at the start of `text` take.
fn blank_lines(text: &str) -> usize {
    let lines = text.split_inclusive('\n');
    lines.take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

fn part(text: Cow<'_, str>, range: Range<usize>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(message: &str) -> (String, String) {
        let message = || Cow::Borrowed(message);
        (subject(message()).into_owned(), body(message()).into_owned())
    }

    #[test]
    fn splits_messages_as_git_does() {
        for (message, expected) in [
            ("", ("", "")),
            ("one", ("one", "")),
            ("one\n", ("one", "")),
            ("one\n\nbody\n", ("one", "body")),
            ("one\ntwo\n\n\nbody\n\nmore\n\n", ("one two", "body\n\nmore")),
            ("\n\n  \none\n\nbody", ("one", "body")),
            ("one\r\n\r\nbody\r\n", ("one", "body")),
            ("one\n   \nbody", ("one", "body")),
            ("\n\n", ("", "")),
        ] {
            let (subject, body) = split(message);
            assert_eq!((subject.as_str(), body.as_str()), expected, "{message:?}");
        }
    }

    #[test]
    fn reads_a_header_with_signature_and_encoding() {
        let tree = "1".repeat(40);
        let parent = "2".repeat(40);
        let data = format!(
            "tree {tree}\nparent {parent}\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 2 +0100\n\
             gpgsig -----BEGIN\n author X\n -----END\nencoding ISO-8859-1\n\nsubject\n"
        );
        let layout = read_layout(data.as_bytes()).unwrap();
        assert_eq!((layout.parents, layout.date), (1, 2));
        let text = |range: &Range<u32>| &data[range.start as usize..range.end as usize];
        assert_eq!(text(&layout.author), "A <a@b> 1 +0000");
        assert_eq!(text(&layout.encoding), "ISO-8859-1");
        assert_eq!(&data[layout.message as usize..], "subject\n");
        assert_eq!(super::text(b"caf\xe9", b"latin1"), "café");
        assert_eq!(super::text(b"caf\xe9", b""), "caf\u{fffd}");
    }

    #[test]
    fn refuses_what_is_no_commit() {
        let hex = "1".repeat(40);
        for data in ["", "tree", &format!("tree {hex}\nparent 12\n"), &format!("tree {}\n", &hex[1..])] {
            assert_eq!(read_layout(data.as_bytes()), None, "{data:?}");
        }
        assert!(read_layout(format!("tree {hex}").as_bytes()).is_some());
    }
}
