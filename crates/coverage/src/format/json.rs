//! JSON: documents into types of our own, and the keys that formats are recognised by.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
};

use super::number;
use crate::read::{Malformed, Oddity};

/// Reads a whole document.
///
/// # Errors
/// It is no JSON, cut off, or of another shape.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    parse_with(bytes, PhantomData)
}

/// Reads a whole document by a seed, which may tell what it reads as it comes.
///
/// # Errors
/// As [`parse`].
pub(super) fn parse_with<'de, S: DeserializeSeed<'de>>(
    bytes: &'de [u8],
    seed: S,
) -> Result<S::Value, Malformed> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let start = bytes.len() - text.len() + line_start(text, error.line());
        // A column of 0 is the end of the line before.
        let offset = if error.is_eof() { bytes.len() } else { start + error.column().saturating_sub(1) };
        let message = error.to_string();
        let words = message.rsplit_once(" at line ").map_or(&*message, |(words, _)| words);
        Malformed::new(offset, "JSON in the format's shape").found(words.to_owned())
    })
}

fn line_start(text: &[u8], line: usize) -> usize {
    match line.checked_sub(2) {
        None => 0,
        Some(newline) => memchr::memchr_iter(b'\n', text).nth(newline).map_or(text.len(), |at| at + 1),
    }
}

/// A count as JavaScript and others write it: `null`, a negative number and a fraction are read as what they are worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) hits: u64,
    pub(super) odd: Option<Oddity>,
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor)
    }
}

struct CountVisitor;

impl Visitor<'_> for CountVisitor {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a count")
    }

    fn visit_u64<E>(self, hits: u64) -> Result<Count, E> {
        Ok(Count { hits, odd: None })
    }

    fn visit_i64<E>(self, _: i64) -> Result<Count, E> {
        Ok(Count { hits: 0, odd: Some(Oddity::NegativeCount) })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Count, E> {
        // What is too large for a whole number is as large as can be, and no more odd than that.
        let (hits, odd) = number::rounded(value);
        Ok(Count { hits, odd: odd.filter(|_| value < u64::MAX as f64) })
    }

    fn visit_unit<E>(self) -> Result<Count, E> {
        Ok(Count { hits: 0, odd: Some(Oddity::OddCount) })
    }
}

/// A count, or a word in its place: `null`, `"ignored"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MaybeCount {
    None,
    Some(Count),
}

impl<'de> Deserialize<'de> for MaybeCount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MaybeCountVisitor)
    }
}

struct MaybeCountVisitor;

impl Visitor<'_> for MaybeCountVisitor {
    type Value = MaybeCount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a count, `null` or a word")
    }

    fn visit_u64<E: serde::de::Error>(self, hits: u64) -> Result<MaybeCount, E> {
        CountVisitor.visit_u64(hits).map(MaybeCount::Some)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<MaybeCount, E> {
        CountVisitor.visit_i64(value).map(MaybeCount::Some)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<MaybeCount, E> {
        CountVisitor.visit_f64(value).map(MaybeCount::Some)
    }

    fn visit_unit<E>(self) -> Result<MaybeCount, E> {
        Ok(MaybeCount::None)
    }

    fn visit_str<E>(self, _: &str) -> Result<MaybeCount, E> {
        Ok(MaybeCount::None)
    }
}

/// An object's members in their order, keys repeated as they stand: nothing is lost to a map.
#[derive(Debug)]
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MembersVisitor<T> {
    type Value = Members<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// What is a list in one version of a format and an object in another.
#[derive(Debug)]
pub(super) enum Shape<L, O> {
    List(L),
    Object(O),
}

impl<'de, L: Deserialize<'de>, O: Deserialize<'de>> Deserialize<'de> for Shape<L, O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor(PhantomData))
    }
}

struct ShapeVisitor<L, O>(PhantomData<(L, O)>);

impl<'de, L: Deserialize<'de>, O: Deserialize<'de>> Visitor<'de> for ShapeVisitor<L, O> {
    type Value = Shape<L, O>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        L::deserialize(SeqAccessDeserializer::new(list)).map(Shape::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        O::deserialize(MapAccessDeserializer::new(object)).map(Shape::Object)
    }
}

/// The keys at the beginning of a document, each with the keys that lead to it.
#[derive(Debug, Default)]
pub(super) struct Keys(Vec<Vec<String>>);

/// Levels of a document that are looked at.
const DEEPEST: usize = 4;

impl Keys {
    /// Looks at a document's beginning, as far as it reaches; `None` if it is no object.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        if start.first() != Some(&b'{') {
            return None;
        }
        let mut keys = Self::default();
        // The key of each object or array that is open; of an array, none.
        let mut open: Vec<Option<String>> = Vec::new();
        let mut last: Option<String> = None;
        for token in (Scan { bytes: start, at: 0 }) {
            match token {
                Token::Open => open.push(last.take()),
                Token::Close => {
                    open.pop();
                    last = None;
                    if open.is_empty() {
                        break;
                    }
                }
                Token::Key(key) => {
                    if open.len() <= DEEPEST {
                        let path = open.iter().flatten().cloned().chain([key.clone()]).collect();
                        keys.0.push(path);
                    }
                    last = Some(key);
                }
                Token::Value => last = None,
            }
        }
        Some(keys)
    }

    /// Whether the first key is this one.
    pub(super) fn begins_with(&self, key: &str) -> bool {
        self.0.first().is_some_and(|first| first == &[key])
    }

    /// Whether there is such a key; `*` stands for any. Arrays count for nothing.
    pub(super) fn has(&self, path: &[&str]) -> bool {
        let is_same = |key: &Vec<String>| {
            key.len() == path.len() && key.iter().zip(path).all(|(key, name)| *name == "*" || key == name)
        };
        self.0.iter().any(is_same)
    }
}

/// A reader of a document's outline, which may be cut off anywhere.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

enum Token {
    Open,
    Close,
    Key(String),
    Value,
}

impl Iterator for Scan<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' | b'[' => return Some(Token::Open),
                b'}' | b']' => return Some(Token::Close),
                b'"' => {
                    let start = self.at;
                    let end = self.string_end()?;
                    let after = self.bytes[self.at..].trim_ascii_start();
                    if after.first() == Some(&b':') {
                        return Some(Token::Key(
                            String::from_utf8_lossy(&self.bytes[start..end]).into_owned(),
                        ));
                    }
                    return Some(Token::Value);
                }
                b',' => return Some(Token::Value),
                _ => {}
            }
        }
    }
}

impl Scan<'_> {
    /// Goes behind a string and gives the place of its closing quote.
    fn string_end(&mut self) -> Option<usize> {
        loop {
            let at = self.at + memchr::memchr2(b'"', b'\\', &self.bytes[self.at..])?;
            self.at = at + 1;
            if self.bytes[at] == b'"' {
                return Some(at);
            }
            self.at += 1;
            if self.at > self.bytes.len() {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_with_those_that_lead_to_them() {
        let keys = Keys::of(
            br#"{"a": {"b\"": [1, {"c": "x: {"}], "d": {}}, "e": "f", "g": [{"h": {"i": 1}}], "cut"#,
        )
        .unwrap();
        for path in [
            &["a"][..],
            &["a", "b\\\""],
            &["a", "b\\\"", "c"],
            &["a", "d"],
            &["e"],
            &["g", "h", "i"],
            &["*", "d"],
        ] {
            assert!(keys.has(path), "{path:?} in {keys:?}");
        }
        for path in [&["b"][..], &["f"], &["cut"], &["x"], &["a", "c"], &["h"]] {
            assert!(!keys.has(path), "{path:?} in {keys:?}");
        }
        assert!(Keys::of(b"[1]").is_none());
        assert!(Keys::of(b"{\"\\").is_some());
    }

    #[test]
    fn a_mistake_is_found_where_it_is() {
        let offset = |text: &str| parse::<Members<Count>>(text.as_bytes()).unwrap_err().offset;
        assert_eq!(offset("{\"a\": 1,\n \"b\": x}"), 15);
        assert_eq!(offset("{\"a\": 1"), 7);
        assert_eq!(offset("\u{feff}{\"a\": \"x\"}"), 11);
    }
}
