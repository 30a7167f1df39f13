//! Merge commits do not count twice.
//!
//! A merge brings commits that count themselves. Where none of them is conventional but the merge's title
//! is (a pull request titled `feat: …` whose branch says `wip`, `wip`), the title is all there is: it counts.

use std::collections::HashMap;

use deploy_kit_git::Id;

use super::Rule;
use super::mark::{Change, Changes, Mark, Node};
use crate::bump::Bump;

/// Lets the titles count of those merges of the main line that bring nothing conventional.
pub(super) fn settle(marks: &mut [Mark<'_>], nodes: &[Node<'_>], changes: &mut Changes) {
    if !nodes.iter().any(|node| is_titled_merge(node, marks)) {
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
            brings_conventional |= !brought.is_merge() && is_conventional(&marks[brought.range()]);
            open.extend(&brought.commit.parents);
        }
        if is_titled_merge(node, marks) && !brings_conventional {
            for at in node.range() {
                let change = Change::Counts(Rule::MergeTitle);
                change.mark(&mut marks[at]);
                changes.push((at, change));
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

fn is_titled_merge(node: &Node<'_>, marks: &[Mark<'_>]) -> bool {
    node.is_merge() && marks[node.range()].iter().any(|mark| mark.asked > Bump::None)
}

fn is_conventional(marks: &[Mark<'_>]) -> bool {
    marks.iter().any(|mark| mark.is_conventional)
}
