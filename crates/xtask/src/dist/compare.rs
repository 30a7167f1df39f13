//! A published tree beside the one that is rendered again.

use std::collections::BTreeMap;
use std::fmt;

use super::Entry;

/// Where two trees differ.
#[derive(Debug, PartialEq, Eq)]
pub enum Difference {
    /// The published tree lacks a file.
    Missing(String),
    /// It has one that is not rendered.
    Foreign(String),
    /// A file's bytes, or whether it is a program, differ; the first line that does, counted from 1.
    Changed(String, usize),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "`{path}` is missing"),
            Self::Foreign(path) => write!(f, "`{path}` is not rendered from these sources"),
            Self::Changed(path, line) => write!(f, "`{path}` differs from line {line} on"),
        }
    }
}

/// Compares file by file.
pub fn compare(published: &[Entry], rendered: &[Entry]) -> Vec<Difference> {
    let by_path = |entries: &'_ [Entry]| -> BTreeMap<String, Entry> {
        entries.iter().map(|entry| (entry.path.clone(), entry.clone())).collect()
    };
    let (published, rendered) = (by_path(published), by_path(rendered));
    let mut differences = Vec::new();
    for (path, expected) in &rendered {
        match published.get(path) {
            None => differences.push(Difference::Missing(path.clone())),
            Some(found) if found != expected => {
                differences.push(Difference::Changed(path.clone(), first(&found.bytes, &expected.bytes)));
            }
            Some(_) => {}
        }
    }
    let foreign = published.keys().filter(|path| !rendered.contains_key(*path));
    differences.extend(foreign.map(|path| Difference::Foreign(path.clone())));
    differences
}

fn first(a: &[u8], b: &[u8]) -> usize {
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (a, b) = (lines(a), lines(b));
    1 + a.iter().zip(&b).take_while(|(a, b)| a == b).count()
}
