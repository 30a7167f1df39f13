//! Merge commits do not count twice.
//!
//! A merge brings commits that count themselves. Where none of them is conventional but the merge's title
//! is (a pull request titled `feat: …` whose branch says `wip`, `wip`), the title is all there is: it counts.

use std::collections::HashMap;
use std::ops::Range;

use deploy_kit_git::Id;

use super::{Commit, Entry, Rule};
use crate::bump::Bump;

/// A commit with its entries.
#[derive(Debug)]
pub(super) struct Node<'c> {
    pub(super) commit: &'c Commit,
    pub(super) entries: Range<usize>,
}

impl Node<'_> {
    fn is_merge(&self) -> bool {
        self.commit.parents.len() > 1
    }
}

/// Lets the titles count of those merges of the main line that bring nothing conventional.
pub(super) fn settle(entries: &mut [Entry], nodes: &[Node<'_>]) {
    if !nodes.iter().any(|node| is_titled_merge(node, entries)) {
        return;
    }
    let index: HashMap<Id, usize> = nodes.iter().enumerate().map(|(at, node)| (node.commit.id, at)).collect();
    let mut seen = vec![false; nodes.len()];
    let main_line = main_line(nodes, &index);
    for &at in &main_line {
        seen[at] = true;
    }
    // Oldest first: a commit belongs to the first merge that brought it to the main line.
    for &at in main_line.iter().rev() {
        let node = &nodes[at];
        if !node.is_merge() {
            continue;
        }
        let mut brings_conventional = false;
        let mut open: Vec<Id> = node.commit.parents[1..].to_vec();
        while let Some(id) = open.pop() {
            let Some(&brought) = index.get(&id) else { continue };
            if std::mem::replace(&mut seen[brought], true) {
                continue;
            }
            let brought = &nodes[brought];
            brings_conventional |= !brought.is_merge() && is_conventional(&entries[brought.entries.clone()]);
            open.extend(&brought.commit.parents);
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
fn main_line(nodes: &[Node<'_>], index: &HashMap<Id, usize>) -> Vec<usize> {
    let mut line = Vec::new();
    let mut next = (!nodes.is_empty()).then_some(0);
    while let Some(at) = next {
        line.push(at);
        next = nodes[at].commit.parents.first().and_then(|parent| index.get(parent)).copied();
    }
    line
}

fn is_titled_merge(node: &Node<'_>, entries: &[Entry]) -> bool {
    node.is_merge() && entries[node.entries.clone()].iter().any(|entry| entry.asked > Bump::None)
}

fn is_conventional(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.kind.is_some())
}
