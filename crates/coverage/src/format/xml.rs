//! XML, element by element: nothing is fetched, no entity but XML's own five is expanded, and what is not closed is an
//! error.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{EscapeError, unescape};
use quick_xml::events::attributes::{AttrError, Attribute};
use quick_xml::events::{BytesStart, Event as Raw};

use crate::read::Malformed;

/// A document, read from its start to its end.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The file's length: what is left of it tells the place.
    length: usize,
    depth: usize,
    /// An empty element that is open until the next call.
    empty: bool,
    has_root: bool,
}

/// What comes next. Comments, instructions and white space are passed over.
pub(super) enum Event<'a> {
    /// An element begins. Its end comes as well, also if it is empty.
    Open(Element<'a>),
    /// The innermost element ends.
    Close,
    /// Text within an element.
    Text(Cow<'a, str>),
    /// The document ends.
    End,
}

/// An element's start.
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
    /// Its place, in bytes from the file's start.
    pub(super) offset: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let reader = Reader::from_reader(text);
        Self { reader, length: bytes.len(), depth: 0, empty: false, has_root: false }
    }

    /// The next event.
    ///
    /// # Errors
    /// It is no XML, or the document is cut off.
    pub(super) fn next(&mut self) -> Result<Event<'a>, Malformed> {
        if std::mem::take(&mut self.empty) {
            return Ok(Event::Close);
        }
        loop {
            let offset = self.offset();
            let event = self
                .reader
                .read_event()
                .map_err(|error| Malformed::new(offset, "XML").found(error.to_string()))?;
            match event {
                Raw::Start(start) => {
                    self.open(offset)?;
                    self.depth += 1;
                    return Ok(Event::Open(Element { start, offset }));
                }
                Raw::Empty(start) => {
                    self.open(offset)?;
                    self.empty = true;
                    return Ok(Event::Open(Element { start, offset }));
                }
                Raw::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Event::Close);
                }
                Raw::Text(text) if text.trim_ascii().is_empty() => {}
                Raw::Text(text) => return self.text(text.into_inner(), offset),
                Raw::CData(text) => return self.text(text.into_inner(), offset),
                Raw::GeneralRef(name) => {
                    let text = format!("&{};", &*name);
                    return Ok(Event::Text(Cow::Owned(
                        unescaped(Cow::Borrowed(&text), offset)?.into_owned(),
                    )));
                }
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {}
                Raw::Eof if self.depth > 0 || !self.has_root => {
                    let closing =
                        if self.has_root { "the end of the elements that are open" } else { "an element" };
                    return Err(Malformed::new(offset, closing));
                }
                Raw::Eof => return Ok(Event::End),
            }
        }
    }

    fn open(&mut self, offset: usize) -> Result<(), Malformed> {
        if self.depth == 0 && self.has_root {
            return Err(Malformed::new(offset, "the end of the file after its one document"));
        }
        self.has_root = true;
        Ok(())
    }

    fn text(&self, text: Cow<'a, str>, offset: usize) -> Result<Event<'a>, Malformed> {
        if self.depth == 0 {
            return Err(Malformed::new(offset, "an element"));
        }
        Ok(Event::Text(text))
    }

    /// What is left, for a caller that reads some of it by itself. Nothing while an empty element is open.
    pub(super) fn rest(&self) -> &'a [u8] {
        if self.empty { &[] } else { self.reader.get_ref() }
    }

    /// Passes over bytes that the caller has read: whole elements and white space between them, after an event.
    pub(super) fn advance(&mut self, bytes: usize) {
        let rest = self.reader.get_mut();
        *rest = &rest[bytes..];
    }

    pub(super) fn offset(&self) -> usize {
        self.length - self.reader.get_ref().len()
    }
}

impl<'a> Element<'a> {
    /// Its name, with its prefix if it has one.
    pub(super) fn name(&self) -> &[u8] {
        self.start.name().into_inner().as_bytes()
    }

    /// Each attribute: its name, and its value with references as they stand.
    pub(super) fn each(&self, mut take: impl FnMut(&[u8], &[u8])) -> Result<(), Malformed> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = self.checked(attribute)?;
            take(attribute.key.into_inner().as_bytes(), attribute.value.as_bytes());
        }
        Ok(())
    }

    /// The value of an attribute, as it stands: for numbers and words, which have no references.
    pub(super) fn raw(&self, name: &str) -> Result<Option<Cow<'_, str>>, Malformed> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = self.checked(attribute)?;
            if attribute.key.into_inner() == name {
                return Ok(Some(attribute.value));
            }
        }
        Ok(None)
    }

    /// The text of an attribute.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Malformed> {
        let Some(value) = self.raw(name)? else { return Ok(None) };
        Ok(Some(unescaped(value, self.offset)?.into_owned()))
    }

    fn checked<'b>(&self, attribute: Result<Attribute<'b>, AttrError>) -> Result<Attribute<'b>, Malformed> {
        attribute.map_err(|error| Malformed::new(self.offset, "attributes of XML").found(error.to_string()))
    }
}

/// An entity that a document declares for itself is refused here: it could stand for a file, or for gigabytes.
fn unescaped(text: Cow<'_, str>, offset: usize) -> Result<Cow<'_, str>, Malformed> {
    match unescape(&text) {
        Ok(Cow::Borrowed(_)) => Ok(text),
        Ok(Cow::Owned(text)) => Ok(Cow::Owned(text)),
        Err(error) => {
            let found = match error {
                EscapeError::UnrecognizedEntity(_, name) => format!("`&{name};`"),
                error => error.to_string(),
            };
            Err(Malformed::new(offset, "characters or XML's own entities").found(found))
        }
    }
}
