//! deploy-kit's own JSON, read as it is written: [`output`](mod@crate::output) describes it (`output/json.rs`).
//!
//! It is read as it comes, and nothing of it is kept. What another version of it means nobody knows: it is refused.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::json;
use super::number;
use super::{Format, Head};
use crate::model::{Percent, Span, Totals};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// deploy-kit JSON.
#[derive(Debug)]
pub(super) struct DeployKit;

/// The first key of a document.
const KEY: &str = "deploy-kit-coverage";

/// The version that is read.
const VERSION: u64 = 1;

impl Format for DeployKit {
    fn name(&self) -> &'static str {
        "deploy-kit JSON"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys| keys.begins_with(KEY) && keys.has(&[KEY, "version"]))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        json::parse_with(bytes, Object { sink, kind: PhantomData::<Document> })
    }
}

/// What is said of the whole report.
#[derive(Deserialize)]
struct Preamble {
    version: u64,
    #[serde(default)]
    roots: Vec<String>,
    #[serde(default)]
    writers: Vec<String>,
    #[serde(default)]
    totals: Sums,
}

#[derive(Default, Deserialize)]
struct Sums {
    lines: Option<(u64, u64)>,
    branches: Option<(u64, u64)>,
    functions: Option<(u64, u64)>,
    statements: Option<(u64, u64)>,
}

impl Sums {
    fn totals<E: Error>(&self) -> Result<Totals, E> {
        let sum = |sum: Option<(u64, u64)>| sum.map(|(covered, total)| percent(covered, total)).transpose();
        Ok(Totals {
            lines: sum(self.lines)?,
            branches: sum(self.branches)?,
            functions: sum(self.functions)?,
            statements: sum(self.statements)?,
        })
    }
}

fn percent<E: Error>(covered: u64, total: u64) -> Result<Percent, E> {
    Percent::new(covered, total).ok_or_else(|| E::custom(format_args!("{covered} of {total}, more than all")))
}

/// An object whose members are told one by one.
struct Object<'s, K> {
    sink: &'s mut dyn Sink,
    kind: PhantomData<K>,
}

/// Which one.
trait Members {
    const EXPECTED: &'static str;

    fn read<'de, A: MapAccess<'de>>(members: A, sink: &mut dyn Sink) -> Result<(), A::Error>;
}

impl<'de, K: Members> DeserializeSeed<'de> for Object<'_, K> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, K: Members> Visitor<'de> for Object<'_, K> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(K::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        K::read(members, self.sink)
    }
}

/// All of it.
struct Document;

impl Members for Document {
    const EXPECTED: &'static str = "a document of deploy-kit";

    fn read<'de, A: MapAccess<'de>>(mut members: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let mut has_files = false;
        while let Some(key) = members.next_key::<String>()? {
            match key.as_str() {
                KEY => {
                    let preamble: Preamble = members.next_value()?;
                    if preamble.version != VERSION {
                        let version = preamble.version;
                        return Err(A::Error::custom(format_args!(
                            "version {version}, of which only {VERSION} is known"
                        )));
                    }
                    preamble.roots.iter().for_each(|root| sink.root(root));
                    preamble.writers.iter().for_each(|writer| sink.writer(writer));
                    tell_totals(&preamble.totals.totals()?, sink);
                }
                "files" => {
                    members.next_value_seed(Object { sink: &mut *sink, kind: PhantomData::<Files> })?;
                    has_files = true;
                }
                _ => skip(&mut members, sink)?,
            }
        }
        if has_files { Ok(()) } else { Err(A::Error::missing_field("files")) }
    }
}

struct Files;

impl Members for Files {
    const EXPECTED: &'static str = "files by their paths";

    fn read<'de, A: MapAccess<'de>>(mut members: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        while let Some(path) = members.next_key::<String>()? {
            if sink.file(&path) {
                members.next_value_seed(Object { sink: &mut *sink, kind: PhantomData::<File> })?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct File;

impl Members for File {
    const EXPECTED: &'static str = "what is known of a file";

    fn read<'de, A: MapAccess<'de>>(mut members: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<String>()? {
            match key.as_str() {
                "lines" => members.next_value_seed(Rows::<Stretch>::new(sink))?,
                "arms" => members.next_value_seed(Rows::<Arm>::new(sink))?,
                "branches" => members.next_value_seed(Rows::<Branches>::new(sink))?,
                "functions" => members.next_value_seed(Rows::<Function>::new(sink))?,
                "statements" => members.next_value_seed(Rows::<Statement>::new(sink))?,
                "totals" => tell_totals(&members.next_value::<Sums>()?.totals()?, sink),
                _ => skip(&mut members, sink)?,
            }
        }
        Ok(())
    }
}

fn tell_totals(totals: &Totals, sink: &mut dyn Sink) {
    if !totals.is_empty() {
        sink.totals(totals);
    }
}

fn skip<'de, A: MapAccess<'de>>(members: &mut A, sink: &mut dyn Sink) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>()?;
    sink.odd(Oddity::UnknownRecord, 0);
    Ok(())
}

/// A list of lists; each of the inner ones is a row.
struct Rows<'s, R> {
    sink: &'s mut dyn Sink,
    row: PhantomData<R>,
}

impl<'s, R> Rows<'s, R> {
    fn new(sink: &'s mut dyn Sink) -> Self {
        Self { sink, row: PhantomData }
    }
}

/// What a row holds.
trait Row {
    const EXPECTED: &'static str;

    fn read<'de, A: SeqAccess<'de>>(row: A, sink: &mut dyn Sink) -> Result<(), A::Error>;
}

impl<'de, R: Row> DeserializeSeed<'de> for Rows<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Row> Visitor<'de> for Rows<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", R::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(One::<R> { sink: &mut *self.sink, row: PhantomData })?.is_some() {}
        Ok(())
    }
}

/// One row.
struct One<'s, R> {
    sink: &'s mut dyn Sink,
    row: PhantomData<R>,
}

impl<'de, R: Row> DeserializeSeed<'de> for One<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Row> Visitor<'de> for One<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::EXPECTED)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, row: A) -> Result<(), A::Error> {
        R::read(row, self.sink)
    }
}

/// The next value of a row.
fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>, R: Row>(row: &mut A, _: &R) -> Result<T, A::Error> {
    row.next_element()?.ok_or_else(|| A::Error::custom(format_args!("too few values for {}", R::EXPECTED)))
}

/// The number of a line; nothing, and a word about it, if no file has such a line.
fn line(number: u64, sink: &mut dyn Sink) -> Option<u32> {
    let line = number::line(number);
    if line.is_none() {
        sink.odd(Oddity::OddLine, 0);
    }
    line
}

struct Stretch;

impl Row for Stretch {
    const EXPECTED: &'static str = "a line and the counts from there on";

    fn read<'de, A: SeqAccess<'de>>(mut row: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let mut number: u64 = next(&mut row, &Self)?;
        while let Some(hits) = row.next_element::<u64>()? {
            if let Some(line) = line(number, sink) {
                sink.line(line, hits);
            }
            number = number.saturating_add(1);
        }
        Ok(())
    }
}

struct Arm;

impl Row for Arm {
    const EXPECTED: &'static str = "a line, an arm and its count";

    fn read<'de, A: SeqAccess<'de>>(mut row: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let number: u64 = next(&mut row, &Self)?;
        match next(&mut row, &Self)? {
            Id::Number(block) => {
                let (branch, hits) = (next(&mut row, &Self)?, next(&mut row, &Self)?);
                if let Some(line) = line(number, sink) {
                    sink.arm(line, ArmName::Numbered(block, branch), hits);
                }
            }
            Id::Name(name) => {
                let hits = next(&mut row, &Self)?;
                if let Some(line) = line(number, sink) {
                    sink.arm(line, ArmName::Named(&name), hits);
                }
            }
        }
        Ok(())
    }
}

/// The number of a branch, or the text of an arm.
enum Id {
    Number(u32),
    Name(String),
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a branch or the text of an arm")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Id, E> {
        u32::try_from(number).map(Id::Number).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Id, E> {
        Ok(Id::Name(name.to_owned()))
    }
}

struct Branches;

impl Row for Branches {
    const EXPECTED: &'static str = "a line and its branches: covered, of all";

    fn read<'de, A: SeqAccess<'de>>(mut row: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let number: u64 = next(&mut row, &Self)?;
        let counted = percent(next(&mut row, &Self)?, next(&mut row, &Self)?)?;
        let missing: Option<Vec<String>> = row.next_element()?;
        let names: Option<Vec<&str>> =
            missing.as_ref().map(|names| names.iter().map(String::as_str).collect());
        if let Some(line) = line(number, sink) {
            sink.branches(line, counted, names.as_deref());
        }
        Ok(())
    }
}

struct Function;

impl Row for Function {
    const EXPECTED: &'static str = "a function, its line and its count";

    fn read<'de, A: SeqAccess<'de>>(mut row: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let name: String = next(&mut row, &Self)?;
        let line = next(&mut row, &Self)?;
        sink.function(&name, line, next(&mut row, &Self)?);
        Ok(())
    }
}

struct Statement;

impl Row for Statement {
    const EXPECTED: &'static str = "a statement's place, its weight and its count";

    fn read<'de, A: SeqAccess<'de>>(mut row: A, sink: &mut dyn Sink) -> Result<(), A::Error> {
        let start = (next(&mut row, &Self)?, next(&mut row, &Self)?);
        let end = (next(&mut row, &Self)?, next(&mut row, &Self)?);
        let (weight, hits) = (next(&mut row, &Self)?, next(&mut row, &Self)?);
        sink.statement(Span { start, end }, weight, hits);
        Ok(())
    }
}
