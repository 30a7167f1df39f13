//! Holds a parsed file against the declared sections.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Field, Kind, SECTION_NAMES, Section, nearest};

/// One thing that is wrong in a file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong: lower case, no final period.
    pub message: String,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

/// All problems of a document, in the file's order.
pub(super) fn check(text: &str, table: &DeTable<'_>, sections: &[Section]) -> Vec<Problem> {
    let mut checker = Checker { text, problems: Vec::new() };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match sections.iter().find(|section| section.name == name) {
            Some(section) => checker.value(name, value, &section.kind),
            None if SECTION_NAMES.contains(&name) => {}
            None => checker.unknown("section", name, key.span(), SECTION_NAMES),
        }
    }
    checker.problems.sort_by_key(|problem| problem.line);
    checker.problems
}

struct Checker<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn value(&mut self, path: &str, value: &Spanned<DeValue<'_>>, kind: &Kind) {
        match (kind, value.get_ref()) {
            (Kind::Text | Kind::TextOr(_), DeValue::String(_))
            | (Kind::Boolean, DeValue::Boolean(_))
            | (Kind::Integer, DeValue::Integer(_))
            | (Kind::Number, DeValue::Integer(_) | DeValue::Float(_)) => {}
            (Kind::Choice(values), DeValue::String(given)) => {
                if !values.iter().any(|value| value == given) {
                    let near = nearest(given, values.iter().map(String::as_str)).map(str::to_owned);
                    let message = format!("`{path}` is `{given}` and must be {}", kind.describe());
                    self.problem(value.span(), message, near);
                }
            }
            (Kind::List(item), DeValue::Array(values)) => {
                for value in values.iter() {
                    self.value(path, value, item);
                }
            }
            (Kind::List(item), _) => self.value(path, value, item),
            (Kind::Map(item), DeValue::Table(table)) => {
                for (key, value) in table {
                    self.value(&format!("{path}.{}", key.get_ref()), value, item);
                }
            }
            (Kind::Table(fields) | Kind::TextOr(fields), DeValue::Table(table)) => {
                self.table(path, table, fields)
            }
            (Kind::Tables(fields), DeValue::Array(values)) => {
                for value in values.iter() {
                    self.value(path, value, &Kind::Table(fields.clone()));
                }
            }
            (_, given) => {
                let message =
                    format!("`{path}` is of type {} and must be {}", given.type_str(), kind.describe());
                self.problem(value.span(), message, None);
            }
        }
    }

    fn table(&mut self, path: &str, table: &DeTable<'_>, fields: &[Field]) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match fields.iter().find(|field| field.name == name) {
                Some(field) => self.value(&format!("{path}.{name}"), value, &field.kind),
                None => {
                    let names = fields.iter().map(|field| field.name.as_str());
                    self.unknown(&format!("key in `{path}`:"), name, key.span(), names);
                }
            }
        }
    }

    fn unknown<'a>(
        &mut self,
        what: &str,
        name: &str,
        span: Range<usize>,
        candidates: impl IntoIterator<Item = &'a str>,
    ) {
        let near = nearest(name, candidates).map(str::to_owned);
        self.problem(span, format!("unknown {what} `{name}`"), near);
    }

    fn problem(&mut self, span: Range<usize>, message: String, nearest: Option<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        self.problems.push(Problem { line, message, nearest });
    }
}
