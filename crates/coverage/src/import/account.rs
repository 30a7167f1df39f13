//! The account of a file: every value of it is told of, as taken over, as noted or as missing.

use std::collections::BTreeMap;

use deploy_kit_core::config::nearest;

use super::schema::{FILE, Key, What};
use super::yaml::{Node, Value};
use super::{Missing, Note};

/// What was told so far, and what was not.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) missing: Vec<Missing>,
    pub(super) notes: Vec<Note>,
    /// The lines of values that nothing was told of, by path.
    open: BTreeMap<String, usize>,
}

impl Account {
    /// Looks at all keys: those that have no equivalent or are not known are told of at once.
    pub(super) fn of(root: &Node) -> Self {
        let mut account = Self::default();
        if !root.keys().is_empty() {
            account.keys(root, FILE);
        }
        account
    }

    /// Tells of a value that has no equivalent, and of all below it.
    pub(super) fn missing(&mut self, node: &Node, reason: impl Into<String>) {
        self.told(node);
        self.missing.push(Missing { path: node.path.clone(), line: Some(node.line), reason: reason.into() });
    }

    /// Tells of a value that needs nothing, and of all below it.
    pub(super) fn note(&mut self, node: &Node, text: impl Into<String>) {
        self.told(node);
        self.notes.push(Note { path: node.path.clone(), line: Some(node.line), text: text.into() });
    }

    /// A value was told of, in the section.
    pub(super) fn told(&mut self, node: &Node) {
        self.told_at(&node.path);
    }

    /// A value was told of, and none below it.
    pub(super) fn told_alone(&mut self, node: &Node) {
        self.open.remove(&node.path);
    }

    /// A value was told of, by its path.
    pub(super) fn told_at(&mut self, path: &str) {
        for path in self.open_below(path) {
            self.open.remove(&path);
        }
    }

    /// Tells of what nothing was told of so far.
    pub(super) fn unless_told(&mut self, node: &Node, reason: &str) {
        if !self.open_below(&node.path).is_empty() {
            self.missing(node, reason);
        }
    }

    /// The paths at and below a value that nothing was told of.
    fn open_below(&self, top: &str) -> Vec<String> {
        let from = self.open.range(top.to_owned()..).map(|(path, _)| path);
        let near = from.take_while(|path| path.starts_with(top));
        near.filter(|path| is_within(path, top)).cloned().collect()
    }

    /// What nothing was told of is missing too.
    pub(super) fn finish(mut self) -> (Vec<Missing>, Vec<Note>) {
        let reason = "Codecov describes no such value here, and it was not taken over";
        let left = self.open.into_iter();
        self.missing.extend(left.map(|(path, line)| Missing {
            path,
            line: Some(line),
            reason: reason.to_owned(),
        }));
        let place = |line: Option<usize>, path: &str| (line.is_none(), line, path.to_owned());
        self.missing.sort_by_key(|missing| place(missing.line, &missing.path));
        self.notes.sort_by_key(|note| place(note.line, &note.path));
        (self.missing, self.notes)
    }

    fn keys(&mut self, node: &Node, known: &[Key]) {
        let Value::Keys(keys) = &node.value else { return self.leaves(node) };
        if keys.is_empty() {
            self.leaves(node);
        }
        for (name, node) in keys {
            match known.iter().find(|key| key.name == name) {
                Some(key) => self.key(node, &key.what),
                None => {
                    let near = nearest(name, known.iter().map(|key| key.name));
                    let hint = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
                    self.missing(node, format!("Codecov knows no such key here{hint}"));
                }
            }
        }
    }

    fn key(&mut self, node: &Node, what: &What) {
        match (what, &node.value) {
            (What::Keys(known), _) => self.keys(node, known),
            (What::Named(known), Value::Keys(names)) if !names.is_empty() => {
                names.iter().for_each(|(_, node)| self.keys(node, known));
            }
            (What::Items(known), Value::List(items)) if !items.is_empty() => {
                items.iter().for_each(|node| self.keys(node, known));
            }
            (What::Without { reason, fits }, _) if is_as(node, fits) => {
                self.note(node, format!("so it is: {reason}"))
            }
            (What::Without { reason, .. }, _) => self.missing(node, *reason),
            (What::Taken | What::Named(_) | What::Items(_), _) => self.leaves(node),
        }
    }

    fn leaves(&mut self, node: &Node) {
        match &node.value {
            Value::List(items) if !items.is_empty() => items.iter().for_each(|item| self.leaves(item)),
            Value::Keys(keys) if !keys.is_empty() => keys.iter().for_each(|(_, node)| self.leaves(node)),
            _ => {
                self.open.insert(node.path.clone(), node.line);
            }
        }
    }
}

/// Whether a path is another one, or below it.
fn is_within(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']) || other.is_empty())
}

fn is_as(node: &Node, fits: &[&str]) -> bool {
    let truth = node.truth().map(|truth| if truth { "true" } else { "false" });
    fits.iter().any(|fit| node.text() == Some(*fit) || truth == Some(*fit))
}
