//! Statuses: what Codecov asks for, as rules of the gate.

use crate::gate::Threshold;

use super::account::Account;
use super::section::source;
use super::yaml::{Node, Value};

/// What a status is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Project,
    Patch,
}

/// A rule that a status makes.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// `min-total`, `min-patch` or `max-drop`.
    pub(super) key: &'static str,
    pub(super) value: Threshold,
    pub(super) comments: Vec<String>,
}

impl Rule {
    /// Whether it asks for more than another one of its key.
    pub(super) fn is_stricter(&self, other: &Self) -> bool {
        if self.key == "max-drop" { self.value < other.value } else { self.value > other.value }
    }
}

/// Votes for `undecided`, each with its comment.
#[derive(Debug, Default)]
pub(super) struct Undecided {
    pub(super) hold: Vec<String>,
    pub(super) pass: Vec<String>,
}

/// The rule of a status. `None`: it makes none, and why is told.
pub(super) fn rule(node: &Node, of: Of, account: &mut Account, undecided: &mut Undecided) -> Option<Rule> {
    if let Some(truth) = node.truth() {
        return if truth {
            automatic(node, of, account)
        } else {
            account.note(node, "it is off, and nothing is asked for in its place");
            None
        };
    }
    if node.is_null() {
        return automatic(node, of, account);
    }
    if !matches!(node.value, Value::Keys(_)) {
        return None;
    }
    if node.get("enabled").and_then(Node::truth) == Some(false) {
        account.note(node, "it is off, and nothing is asked for in its place");
        return None;
    }
    if node.get("informational").and_then(Node::truth) == Some(true) {
        account.missing(
            node,
            "it informs and never fails: the number is on the comment without it; write its `target` as a threshold of your \
             own if it shall count",
        );
        return None;
    }
    for key in ["enabled", "informational"] {
        if let Some(node) = node.get(key).filter(|node| node.truth().is_some()) {
            account.note(node, "so it is: what is asked for counts");
        }
    }
    votes(node, account, undecided);
    numbers(node, of, account)
}

/// `target: auto`, with no number of its own anywhere.
fn automatic(node: &Node, of: Of, account: &mut Account) -> Option<Rule> {
    match of {
        Of::Project => {
            account.told(node);
            let comments = vec![format!("{}: `auto`, at least the base's", source(node))];
            Some(Rule { key: "max-drop", value: Threshold::default(), comments })
        }
        Of::Patch => {
            account.missing(node, PATCH_AUTO);
            None
        }
    }
}

/// Why a patch has no automatic target.
pub(super) const PATCH_AUTO: &str = "a patch is not compared with the base: write what it has to reach in `min-patch`, such as the total of today";

fn numbers(node: &Node, of: Of, account: &mut Account) -> Option<Rule> {
    let target = node.get("target").filter(|target| !target.is_null() && target.text() != Some("auto"));
    let parse = |node: &Node| node.text().unwrap_or_default().parse::<Threshold>();
    let parts =
        [target, node.get("threshold").filter(|threshold| !threshold.is_null())].map(|part| part.map(parse));
    let (target, threshold) = match parts {
        [Some(Err(_)), _] => {
            account.missing(node, "its `target` is no percentage from 0 to 100 with at most three decimals");
            return None;
        }
        [_, Some(Err(_))] => {
            account.missing(
                node,
                "its `threshold` is no number of percentage points with at most three decimals",
            );
            return None;
        }
        [target, threshold] => {
            (target.and_then(Result::ok), threshold.and_then(Result::ok).unwrap_or_default())
        }
    };
    let (key, value) = match (of, target) {
        (Of::Project, None) => ("max-drop", threshold),
        (Of::Patch, None) => {
            account.missing(node, PATCH_AUTO);
            return None;
        }
        (Of::Project, Some(target)) => ("min-total", target.less(threshold)),
        (Of::Patch, Some(target)) => ("min-patch", target.less(threshold)),
    };
    let said: Vec<&Node> = ["target", "threshold"].into_iter().filter_map(|key| node.get(key)).collect();
    said.iter().for_each(|node| account.told(node));
    let mut comments: Vec<String> =
        said.iter().map(|node| format!("{}: {}", source(node), node.text().unwrap_or_default())).collect();
    if comments.is_empty() {
        account.told_alone(node);
        comments.push(source(node));
    }
    Some(Rule { key, value, comments })
}

fn votes(node: &Node, account: &mut Account, undecided: &mut Undecided) {
    for key in ["if_not_found", "if_no_uploads"] {
        let Some(node) = node.get(key) else { continue };
        let comment = || format!("{}: {}", source(node), node.text().unwrap_or_default());
        match node.text() {
            Some("success") => undecided.pass.push(comment()),
            Some("failure" | "error") => undecided.hold.push(comment()),
            Some("ignore") => {
                account.missing(node, "every run has an answer: `undecided` is `hold` or `pass`");
            }
            _ => continue,
        }
        account.told(node);
    }
}
