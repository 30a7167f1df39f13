//! TOML, by the parser that Cargo uses.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Text;
use crate::Error;

/// A table and the text that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    content: &'a str,
    table: &'a DeTable<'a>,
}

/// A value and the text that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Value<'a> {
    content: &'a str,
    value: &'a Spanned<DeValue<'a>>,
}

/// Parses a document and hands it on: its parts borrow from it.
pub(crate) fn read<T>(content: &str, with: impl FnOnce(Table<'_>) -> T) -> Result<T, Error> {
    match DeTable::parse(content) {
        Ok(table) => Ok(with(Table { content, table: table.get_ref() })),
        Err(error) => Err(Error::syntax(content, error.span(), "TOML", error.message())),
    }
}

impl<'a> Table<'a> {
    pub(crate) fn get(self, key: &str) -> Option<Value<'a>> {
        self.table.get(key).map(|value| Value { content: self.content, value })
    }

    /// The table at a key.
    pub(crate) fn table(self, key: &str) -> Option<Self> {
        self.get(key)?.as_table()
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
        let content = self.content;
        self.table.iter().map(move |(key, value)| (key.get_ref().as_ref(), Value { content, value }))
    }

    /// The tables of an array of tables; none if there is no such array.
    pub(crate) fn tables(self, key: &str) -> impl Iterator<Item = Self> {
        self.get(key).into_iter().flat_map(Value::items).filter_map(Value::as_table)
    }
}

impl<'a> Value<'a> {
    pub(crate) fn as_table(self) -> Option<Table<'a>> {
        let table = self.value.get_ref().as_table()?;
        Some(Table { content: self.content, table })
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    pub(crate) fn as_text(self) -> Option<Text> {
        let value = self.as_str()?.to_owned();
        Some(Text { span: within_quotes(self.content, self.value.span()), value })
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        self.value.get_ref().as_bool()
    }

    /// The items of an array; none if it is something else.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let content = self.content;
        let items = self.value.get_ref().as_array().into_iter().flat_map(|array| array.iter());
        items.map(move |value| Self { content, value })
    }
}

/// `"…"`, `'…'`, `"""…"""` and `'''…'''`; a line feed right behind three quotes is no part of the string.
fn within_quotes(content: &str, span: Range<usize>) -> Range<usize> {
    let raw = &content[span.clone()];
    let many = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let quotes = if many && raw.len() >= 6 { 3 } else { 1 };
    let inner = &raw[quotes..raw.len() - quotes];
    let lead = match quotes {
        3 if inner.starts_with("\r\n") => 2,
        3 if inner.starts_with('\n') => 1,
        _ => 0,
    };
    span.start + quotes + lead..span.end - quotes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_all_kinds_by_their_bytes() {
        let content =
            "\u{feff}a = \"1\"\r\nb = '1'\nc = \"\"\"1\"\"\"\nd = '''\r\n1'''\ne = \"\"\ng = \"\\u0031\"\n";
        let found = read(content, |table| {
            ["a", "b", "c", "d", "e", "g"].map(|key| {
                let text = table.text(key).unwrap();
                (content[text.span].to_owned(), text.value)
            })
        });
        let pair = |raw: &str, value: &str| (raw.to_owned(), value.to_owned());
        let one = pair("1", "1");
        let all = [one.clone(), one.clone(), one.clone(), one, pair("", ""), pair("\\u0031", "1")];
        assert_eq!(found, Ok(all));
    }

    #[test]
    fn an_error_has_its_place() {
        let error = read("a = 1\nb = \n", |_| ()).unwrap_err();
        insta::assert_snapshot!(error, @"line 2, column 5: no valid TOML: string values must be quoted, expected literal string");
    }
}
