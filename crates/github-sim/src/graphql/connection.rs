//! Connections: `first`, `after`, `last`, `before`.

use serde_json::Value;

use super::execute::{Arguments, Failure};
use super::node::{Node, Out};

/// A part of a list.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    /// The name of its type.
    pub(super) kind: &'static str,
    nodes: Vec<Node>,
    start: usize,
    total: usize,
}

/// A cursor is the place in the list.
fn cursor(at: usize) -> Value {
    format!("Y3Vyc29yOnYyOpHO{at:08x}").into()
}

fn place(arguments: &Arguments, key: &str) -> Option<usize> {
    let text = arguments.get(key)?.as_str()?;
    usize::from_str_radix(text.strip_prefix("Y3Vyc29yOnYyOpHO")?, 16).ok()
}

impl Connection {
    /// The part that the arguments ask for. At most 100, and some: as GitHub has it.
    pub(super) fn of(kind: &'static str, nodes: Vec<Node>, arguments: &Arguments) -> Result<Out, Failure> {
        let count =
            |key: &str| arguments.get(key).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
        let (first, last) = (count("first"), count("last"));
        if first.max(last).is_some_and(|count| count > 100) {
            let message =
                format!("Requesting more than 100 records on the `{kind}` connection is not possible.");
            return Err(Failure::new("EXCESSIVE_PAGINATION", message));
        }
        let total = nodes.len();
        let mut start = place(arguments, "after").map_or(0, |at| at + 1).min(total);
        let mut end = place(arguments, "before").unwrap_or(total).min(total).max(start);
        if let Some(first) = first {
            end = end.min(start + first);
        } else if let Some(last) = last {
            start = start.max(end.saturating_sub(last));
        }
        let nodes = nodes.into_iter().skip(start).take(end - start).collect();
        Ok(Out::One(Node::Connection(Self { kind, nodes, start, total })))
    }

    /// A field of it.
    pub(super) fn field(&self, name: &str) -> Option<Out> {
        Some(match name {
            "totalCount" => self.total.into(),
            "nodes" => Out::Many(self.nodes.clone()),
            "edges" => {
                let edge = |(at, node): (usize, &Node)| {
                    let fields =
                        vec![("node", Out::One(node.clone())), ("cursor", cursor(self.start + at).into())];
                    Node::Payload("Edge", fields)
                };
                Out::Many(self.nodes.iter().enumerate().map(edge).collect())
            }
            "pageInfo" => Out::One(Node::PageInfo(self.clone())),
            _ => return None,
        })
    }

    /// A field of its `pageInfo`.
    pub(super) fn page(&self, name: &str) -> Option<Out> {
        let end = self.start + self.nodes.len();
        let shown = |at: usize| if self.nodes.is_empty() { Value::Null } else { cursor(at) };
        Some(Out::Leaf(match name {
            "hasNextPage" => (end < self.total).into(),
            "hasPreviousPage" => (self.start > 0).into(),
            "startCursor" => shown(self.start),
            "endCursor" => shown(end.saturating_sub(1)),
            _ => return None,
        }))
    }
}
