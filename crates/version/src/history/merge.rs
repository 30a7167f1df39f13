//! Merge commits do not count twice.
//!
//! A merge brings commits that count themselves. Where none of them is conventional but the merge's title
//! is (a pull request titled `feat: …` whose branch says `wip`, `wip`), the title is all there is: it counts.

use std::collections::HashMap;
use std::ops::Range;

use deploy_kit_git::Id;

use super::{Entry, Rule};
use crate::bump::Bump;

/// Which commit has which parents and entries, newest first.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    has_merges: bool,
}

#[derive(Debug)]
struct Node {
    id: Id,
    parents: Vec<Id>,
    entries: Range<usize>,
}

impl Graph {
    pub(super) fn push(&mut self, id: Id, parents: &[Id], entries: Range<usize>) {
        self.has_merges |= parents.len() > 1;
        self.nodes.push(Node { id, parents: parents.to_vec(), entries });
    }
}

/// Lets the titles count of those merges of the main line that bring nothing conventional.
pub(super) fn settle(entries: &mut [Entry], graph: &Graph) {
    if !graph.has_merges || !graph.nodes.iter().any(|node| is_titled_merge(node, entries)) {
        return;
    }
    let index: HashMap<Id, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
    let mut seen = vec![false; graph.nodes.len()];
    let main_line = main_line(graph, &index);
    for &at in &main_line {
        seen[at] = true;
    }
    // Oldest first: a commit belongs to the first merge that brought it to the main line.
    for &at in main_line.iter().rev() {
        let node = &graph.nodes[at];
        if node.parents.len() < 2 {
            continue;
        }
        let mut brings_conventional = false;
        let mut open: Vec<Id> = node.parents[1..].to_vec();
        while let Some(id) = open.pop() {
            let Some(&brought) = index.get(&id) else { continue };
            if std::mem::replace(&mut seen[brought], true) {
                continue;
            }
            let brought = &graph.nodes[brought];
            brings_conventional |=
                brought.parents.len() < 2 && is_conventional(&entries[brought.entries.clone()]);
            open.extend(&brought.parents);
        }
        if is_titled_merge(node, entries) && !brings_conventional {
            for entry in &mut entries[node.entries.clone()] {
                entry.bump = entry.asked;
                entry.rule = Rule::MergeTitle;
            }
        }
    }
}

/// The first parents from the newest commit on.
fn main_line(graph: &Graph, index: &HashMap<Id, usize>) -> Vec<usize> {
    let mut line = Vec::new();
    let mut next = (!graph.nodes.is_empty()).then_some(0);
    while let Some(at) = next {
        line.push(at);
        next = graph.nodes[at].parents.first().and_then(|parent| index.get(parent)).copied();
    }
    line
}

fn is_titled_merge(node: &Node, entries: &[Entry]) -> bool {
    node.parents.len() > 1 && entries[node.entries.clone()].iter().any(|entry| entry.asked > Bump::None)
}

fn is_conventional(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.kind.is_some())
}
