//! YAML as a tree in which every value knows its path and its line.
//!
//! Codecov reads its file with PyYAML, which is YAML 1.1: `yes`, `no`, `on` and `off` are truths, `<<` merges a mapping
//! into another, and of two equal keys the last one counts.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::ImportError;

/// More levels than any settings have.
const DEEPEST: usize = 32;

/// More values than any settings have, those that aliases repeat included.
const MOST: usize = 10_000;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    /// Its keys, joined by points; items of lists by their numbers, as `ignore[0]`.
    pub(super) path: String,
    /// The line it starts in, or its key's; from 1.
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Node>),
    Keys(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.keys().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The value at the end of several keys.
    pub(super) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Its keys, if it has any.
    pub(super) fn keys(&self) -> &[(String, Self)] {
        if let Value::Keys(keys) = &self.value { keys } else { &[] }
    }

    /// Its items: one, if it is no list.
    pub(super) fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { std::slice::from_ref(self) }
    }

    /// Its text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Whether nothing is said.
    pub(super) fn is_null(&self) -> bool {
        matches!(self.text(), Some("" | "~" | "null" | "Null" | "NULL"))
    }

    /// Whether it is on or off.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    fn place(&mut self, path: String) {
        match &mut self.value {
            Value::Text(_) => {}
            Value::List(items) => {
                (0..).zip(items).for_each(|(at, item): (usize, _)| item.place(format!("{path}[{at}]")));
            }
            Value::Keys(keys) => {
                keys.iter_mut().for_each(|(key, node)| node.place(below(&path, key)));
            }
        }
        self.path = path;
    }
}

/// Two equal keys: the path, and the line of the one that does not count.
pub(super) type Twice = (String, usize);

/// Reads the one document of a file, a mapping. An empty file has one without keys.
///
/// # Errors
/// It is no YAML, several documents, no mapping, or too large.
pub(super) fn load(text: &str, file: &str) -> Result<(Node, Vec<Twice>), ImportError> {
    let mut build = Build { file, ..Build::default() };
    for event in Parser::new_from_str(text.trim_start_matches('\u{feff}')) {
        match event {
            Ok((event, span)) => build.event(event, span)?,
            Err(error) => {
                let (mark, message) = (*error.marker(), error.info().to_owned());
                return Err(build.wrong(mark.line(), mark.col() + 1, message));
            }
        }
    }
    let nothing = || Node::new(1, Value::Keys(Vec::new()));
    let mut root = build.root.take().filter(|root| !root.is_null()).unwrap_or_else(nothing);
    let found = match root.value {
        Value::Text(_) => "a text",
        Value::List(_) => "a list",
        Value::Keys(_) => {
            let mut twice = Vec::new();
            root.place(String::new());
            root.settle(&mut twice);
            return Ok((root, twice));
        }
    };
    Err(ImportError::NoSettings { file: file.to_owned(), line: root.line, found })
}

#[derive(Default)]
struct Build<'f> {
    file: &'f str,
    /// What is not yet at its end, the outermost first.
    open: Vec<Open>,
    anchors: Vec<(usize, Node, usize)>,
    root: Option<Node>,
    nodes: usize,
}

struct Open {
    anchor: usize,
    node: Node,
    /// The key that waits for its value, with its line.
    key: Option<(String, usize)>,
    /// How many values there were in front of it.
    before: usize,
}

impl Build<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), ImportError> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.wrong(line, 1, "a second document: settings are one".to_owned()))
            }
            Event::Scalar(text, style, anchor, _) => {
                // What is quoted or in a block is a text, even where it is empty.
                let text = match style {
                    ScalarStyle::Plain => text.into_owned(),
                    _ => text.trim_end_matches('\n').to_owned(),
                };
                self.count(1, line)?;
                self.add(Node::new(line, Value::Text(text)), anchor, self.nodes - 1)
            }
            Event::Alias(anchor) => {
                let known = self.anchors.iter().rev().find(|(known, ..)| *known == anchor);
                let Some((_, node, size)) = known.map(|(id, node, size)| (id, node.clone(), *size)) else {
                    return Err(self.wrong(line, 1, "an alias of what it is a part of".to_owned()));
                };
                self.count(size, line)?;
                self.add(node, 0, self.nodes)
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, line, Value::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.open(anchor, line, Value::Keys(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { anchor, node, before, .. }) => self.add(node, anchor, before),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn open(&mut self, anchor: usize, line: usize, value: Value) -> Result<(), ImportError> {
        if self.open.len() >= DEEPEST {
            return Err(self.too_large(line, "more levels"));
        }
        let before = self.nodes;
        self.count(1, line)?;
        self.open.push(Open { anchor, node: Node::new(line, value), key: None, before });
        Ok(())
    }

    /// Adds what is at its end to what it is a part of.
    fn add(&mut self, node: Node, anchor: usize, before: usize) -> Result<(), ImportError> {
        if anchor > 0 {
            self.anchors.push((anchor, node.clone(), self.nodes - before));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::List(items), _) => items.push(node),
            (Value::Keys(keys), Some((key, line))) => keys.push((key, Node { line, ..node })),
            (Value::Keys(_), None) => {
                let line = node.line;
                let Value::Text(key) = node.value else {
                    return Err(self.wrong(line, 1, "a key that is no text".to_owned()));
                };
                open.key = Some((key, line));
            }
            (Value::Text(_), _) => {}
        }
        Ok(())
    }

    fn count(&mut self, more: usize, line: usize) -> Result<(), ImportError> {
        self.nodes += more;
        if self.nodes > MOST { Err(self.too_large(line, "more values")) } else { Ok(()) }
    }

    fn too_large(&self, line: usize, what: &'static str) -> ImportError {
        ImportError::TooLarge { file: self.file.to_owned(), line, what }
    }

    fn wrong(&self, line: usize, column: usize, message: String) -> ImportError {
        ImportError::Syntax { file: self.file.to_owned(), line, column, message }
    }
}

impl Node {
    fn new(line: usize, value: Value) -> Self {
        Self { path: String::new(), line, value }
    }

    /// Merges what `<<` names, and leaves one of equal keys.
    fn settle(&mut self, twice: &mut Vec<Twice>) {
        match &mut self.value {
            Value::Text(_) => {}
            Value::List(items) => items.iter_mut().for_each(|item| item.settle(twice)),
            Value::Keys(keys) => {
                let is_merge = |(key, node): &(String, Self)| key == "<<" && node.text().is_none();
                let (merged, own): (Vec<_>, Vec<_>) = std::mem::take(keys).into_iter().partition(is_merge);
                let mut at: HashMap<String, usize> = HashMap::new();
                for (key, node) in own {
                    match at.get(&key) {
                        Some(&at) => {
                            let (_, first) = std::mem::replace(&mut keys[at], (key, node));
                            twice.push((first.path, first.line));
                        }
                        None => {
                            at.insert(key.clone(), keys.len());
                            keys.push((key, node));
                        }
                    }
                }
                for (key, mut node) in merged.into_iter().flat_map(|(_, from)| from.merged()) {
                    if !at.contains_key(&key) {
                        at.insert(key.clone(), keys.len());
                        node.place(below(&self.path, &key));
                        keys.push((key, node));
                    }
                }
                keys.iter_mut().for_each(|(_, node)| node.settle(twice));
            }
        }
    }

    /// The keys that `<<` brings: of a mapping or a list of them, what those merge themselves included.
    fn merged(self) -> Vec<(String, Self)> {
        let from = if let Value::List(items) = self.value { items } else { vec![self] };
        let settled = from.into_iter().map(|mut node| {
            node.settle(&mut Vec::new());
            node
        });
        settled.flat_map(|node| if let Value::Keys(keys) = node.value { keys } else { Vec::new() }).collect()
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
