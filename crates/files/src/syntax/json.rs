//! JSON, and JSON with comments and trailing commas.

use jsonc_parser::ast::{Object as Ast, Value as Node};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::Text;
use crate::Error;

/// Which JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// RFC 8259.
    Strict,
    /// With comments and trailing commas.
    WithComments,
}

/// An object and where its text starts in the file.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    offset: usize,
    object: &'a Ast<'a>,
}

/// A value and where its text starts in the file.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    offset: usize,
    value: &'a Node<'a>,
}

/// Parses a document, whose value has to be an object, and hands it on: its parts borrow from it.
pub(crate) fn read<T>(
    content: &str,
    dialect: Dialect,
    with: impl FnOnce(Object<'_>) -> T,
) -> Result<T, Error> {
    // npm and its like skip a byte order mark.
    let text = content.strip_prefix('\u{feff}').unwrap_or(content);
    let offset = content.len() - text.len();
    let fail =
        |at: usize, message: &str| Error::syntax(content, Some(offset + at..offset + at), "JSON", message);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options(dialect));
    let parsed = parsed.map_err(|error| fail(error.range().start, &error.kind().to_string()))?;
    match &parsed.value {
        Some(Node::Object(object)) => Ok(with(Object { offset, object })),
        Some(_) => Err(fail(0, "expected an object")),
        None => Err(fail(0, "nothing stands here")),
    }
}

fn options(dialect: Dialect) -> ParseOptions {
    let relaxed = dialect != Dialect::Strict;
    ParseOptions {
        allow_comments: relaxed,
        allow_trailing_commas: relaxed,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

impl<'a> Object<'a> {
    /// The value at a key; of a key that stands there twice the last, as JavaScript has it.
    pub(crate) fn get(self, key: &str) -> Option<Value<'a>> {
        let last = self.object.properties.iter().rfind(|property| property.name.as_str() == key)?;
        Some(Value { offset: self.offset, value: &last.value })
    }

    /// The object at a key.
    pub(crate) fn object(self, key: &str) -> Option<Self> {
        self.get(key)?.as_object()
    }

    /// The string at a key.
    pub(crate) fn text(self, key: &str) -> Option<Text> {
        self.get(key)?.as_text()
    }

    /// The string at a key, without its place.
    pub(crate) fn str(self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let offset = self.offset;
        self.object
            .properties
            .iter()
            .map(move |property| (property.name.as_str(), Value { offset, value: &property.value }))
    }
}

impl<'a> Value<'a> {
    pub(crate) fn as_object(self) -> Option<Object<'a>> {
        let object = self.value.as_object()?;
        Some(Object { offset: self.offset, object })
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        self.value.as_string_lit().map(|text| text.value.as_ref())
    }

    /// The items of an array; none if it is something else.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let offset = self.offset;
        let items = self.value.as_array().into_iter().flat_map(|array| array.elements.iter());
        items.map(move |value| Self { offset, value })
    }

    pub(crate) fn as_text(self) -> Option<Text> {
        let text = self.value.as_string_lit()?;
        let span = self.offset + text.range.start + 1..self.offset + text.range.end - 1;
        Some(Text { span, value: text.value.as_ref().to_owned() })
    }
}
