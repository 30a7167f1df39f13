//! XML, element by element: nothing is fetched, no entity but XML's own five is expanded, and what is not closed is an
//! error.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::escape::{EscapeError, unescape};
use quick_xml::events::attributes::{AttrError, Attribute};
use quick_xml::events::{BytesStart, Event as Raw};

use crate::read::Malformed;

/// A document, read from its start to its end.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Where the bytes at hand end within the file: what is left of them tells the place.
    end: usize,
    /// An empty element that is open until the next call.
    empty: bool,
    /// Whether the file goes on after the bytes at hand.
    has_more: bool,
    place: Place,
}

/// Where in a document a reader stands: what is open, and whether anything was.
#[derive(Debug, Default)]
pub(super) struct Place {
    names: Vec<u8>,
    /// Where the name of each open element ends in `names`.
    open: Vec<usize>,
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
        Self::part(bytes, 0, false, Place::default())
    }

    /// Reads on, from an offset in the file. What is read of the bytes, if more come after them, [`rest`](Self::rest) tells
    /// once [`next_of_part`](Self::next_of_part) has no more.
    pub(super) fn part(bytes: &'a [u8], offset: usize, has_more: bool, place: Place) -> Self {
        let text = match offset {
            0 => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start(),
            _ => bytes,
        };
        let mut reader = Reader::from_reader(text);
        // The names of elements that began in another part are known here alone.
        let config = reader.config_mut();
        (config.check_end_names, config.allow_unmatched_ends) = (false, true);
        Self { reader, end: offset + bytes.len(), empty: false, has_more, place }
    }

    /// Where it stands, to read on with the next part.
    pub(super) fn into_place(self) -> Place {
        self.place
    }

    /// The next event.
    ///
    /// # Errors
    /// It is no XML, or the document is cut off.
    pub(super) fn next(&mut self) -> Result<Event<'a>, Malformed> {
        match self.next_of_part()? {
            Some(event) => Ok(event),
            None => Err(Malformed::new(self.end, "the rest of the file")),
        }
    }

    /// The next event; `None` if more bytes are needed for one.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(super) fn next_of_part(&mut self) -> Result<Option<Event<'a>>, Malformed> {
        if std::mem::take(&mut self.empty) {
            return Ok(Some(Event::Close));
        }
        loop {
            let (offset, rest) = (self.offset(), *self.reader.get_ref());
            let event = self.reader.read_event();
            if self.has_more && self.is_cut(&event) {
                *self.reader.get_mut() = rest;
                return Ok(None);
            }
            let wrong = |error: quick_xml::Error| Malformed::new(offset, "XML").found(error.to_string());
            return Ok(Some(match event.map_err(wrong)? {
                Raw::Start(start) => {
                    self.open(offset)?;
                    self.place.names.extend_from_slice(start.name().into_inner().as_bytes());
                    self.place.open.push(self.place.names.len());
                    Event::Open(Element { start, offset })
                }
                Raw::Empty(start) => {
                    self.open(offset)?;
                    self.empty = true;
                    Event::Open(Element { start, offset })
                }
                Raw::End(end) => {
                    self.place.close(end.name().into_inner()).map_err(|error| wrong(error.into()))?;
                    Event::Close
                }
                Raw::Text(text) if text.trim_ascii().is_empty() => continue,
                Raw::Text(text) => self.text(text.into_inner(), offset)?,
                Raw::CData(text) => self.text(text.into_inner(), offset)?,
                Raw::GeneralRef(name) => {
                    let text = format!("&{};", &*name);
                    Event::Text(Cow::Owned(unescaped(Cow::Borrowed(&text), offset)?.into_owned()))
                }
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => continue,
                Raw::Eof if !self.place.open.is_empty() || !self.place.has_root => {
                    let closing = if self.place.has_root {
                        "the end of the elements that are open"
                    } else {
                        "an element"
                    };
                    return Err(Malformed::new(offset, closing));
                }
                Raw::Eof => Event::End,
            }));
        }
    }

    /// Whether something may be of another kind, or longer, once more bytes are there.
    fn is_cut(&self, event: &Result<Raw<'a>, quick_xml::Error>) -> bool {
        match event {
            Ok(Raw::Text(_)) => self.reader.get_ref().is_empty(),
            Ok(Raw::Eof) => true,
            Ok(_) => false,
            Err(quick_xml::Error::IllFormed(error)) => matches!(error, IllFormedError::UnclosedReference),
            Err(_) => true,
        }
    }

    fn open(&mut self, offset: usize) -> Result<(), Malformed> {
        if self.place.open.is_empty() && self.place.has_root {
            return Err(Malformed::new(offset, "the end of the file after its one document"));
        }
        self.place.has_root = true;
        Ok(())
    }

    fn text(&self, text: Cow<'a, str>, offset: usize) -> Result<Event<'a>, Malformed> {
        if self.place.open.is_empty() {
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
        self.end - self.reader.get_ref().len()
    }
}

impl Place {
    /// Ends the innermost element.
    fn close(&mut self, name: &str) -> Result<(), IllFormedError> {
        let Some(end) = self.open.pop() else { return Err(IllFormedError::UnmatchedEndTag(name.to_owned())) };
        let start = self.open.last().copied().unwrap_or(0);
        let expected = &self.names[start..end];
        if expected != name.as_bytes() {
            let expected = String::from_utf8_lossy(expected).into_owned();
            return Err(IllFormedError::MismatchedEndTag { expected, found: name.to_owned() });
        }
        self.names.truncate(start);
        Ok(())
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
