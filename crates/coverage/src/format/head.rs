//! How a report begins: what formats are recognised by.

use super::json::Keys;
use super::xml::{Event, Xml};

/// How a report begins, looked at once for all formats.
#[derive(Debug)]
pub struct Head<'a> {
    /// All of it, without a byte order mark and white space before it.
    pub text: &'a [u8],
    /// What is looked at: some thousand bytes.
    start: &'a [u8],
    root: Option<Root>,
    keys: Option<Keys>,
}

/// The outermost element of a document.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) name: Vec<u8>,
    attributes: Vec<Vec<u8>>,
}

/// Bytes within which a format has to show what it is.
const LOOKED_AT: usize = 64 << 10;

impl<'a> Head<'a> {
    /// The head of a report.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = bytes.trim_ascii_start();
        let start = &text[..text.len().min(LOOKED_AT)];
        let root = if start.starts_with(b"<") { root(start) } else { None };
        Self { text, start, root, keys: Keys::of(start) }
    }

    /// Whether a report of which so much is known can be recognised by it.
    pub(crate) fn is_enough(bytes: &[u8]) -> bool {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        bytes.trim_ascii_start().len() >= LOOKED_AT
    }

    /// The first lines, without white space around them.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'a [u8]> {
        self.start.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii)
    }

    /// The outermost element, if it is XML.
    pub(super) fn root(&self) -> Option<&Root> {
        self.root.as_ref()
    }

    /// The keys of the beginning, if it is a JSON object.
    pub(super) fn keys(&self) -> Option<&Keys> {
        self.keys.as_ref()
    }

    /// Whether a text stands in the first thousands of bytes.
    pub(super) fn holds(&self, text: &str) -> bool {
        memchr::memmem::find(self.start, text.as_bytes()).is_some()
    }
}

impl Root {
    /// Whether it has an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|attribute| attribute == name.as_bytes())
    }
}

fn root(start: &[u8]) -> Option<Root> {
    let Ok(Event::Open(element)) = Xml::new(start).next() else { return None };
    let mut attributes = Vec::new();
    element.each(|name, _| attributes.push(name.to_vec())).ok()?;
    Some(Root { name: element.name().to_vec(), attributes })
}
