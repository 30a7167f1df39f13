//! What a backport does: pure.

use deploy_kit_core::markdown::{Unit, code_span, escape, link, truncate};
use deploy_kit_git::Id;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Asked;
use super::facts::{Facts, Source};
use crate::marker::in_comment;

/// The longest text of a pull request that leaves room for people's own; GitHub takes 65,536 characters.
const TEXT: usize = 60_000;

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub(super) enum Step {
    /// The branch gets its copies.
    Push {
        /// Its name.
        branch: String,
        /// Its newest commit.
        head: Id,
    },
    /// The pull request is opened.
    Open {
        /// Its title.
        title: String,
        /// Whether as a draft.
        draft: bool,
    },
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The line's branch.
    pub(super) to: String,
    /// The branch of the pull request.
    pub(super) branch: String,
    /// The pull request's text.
    pub(super) body: String,
    /// Whether conflicts stand in the way.
    pub(super) is_blocked: bool,
    /// What is done, in order.
    pub(super) steps: Vec<Step>,
}

/// Plans.
pub(super) fn plan(asked: &Asked, facts: &Facts) -> Plan {
    let (to, branch) = (asked.to.clone(), asked.branch());
    let brought: Vec<&Source> = facts.sources.iter().filter(|source| !source.is_contained).collect();
    let has_conflicts = brought.iter().any(|source| !source.brought.clashes.is_empty());
    let is_blocked = has_conflicts && !asked.allows_conflicts;
    let mut steps = Vec::new();
    let is_open = facts.pull.is_some();
    if !brought.is_empty() && !is_blocked && !is_open {
        if let Some(head) = facts.head {
            steps.push(Step::Push { branch: branch.clone(), head });
        }
        if facts.head.is_some() || facts.branch.is_some() {
            steps.push(Step::Open { title: title(&to, &brought), draft: has_conflicts });
        }
    }
    let body =
        truncate(&body(asked, &brought), TEXT, Unit::Chars, "*The rest is left out here.*\n").into_owned();
    Plan { to, branch, body, is_blocked, steps }
}

/// The title: that of the one pull request, so that a squash asks for the same release; of several a type that asks
/// for none, since their own titles stand in the text and in the commits.
fn title(to: &str, brought: &[&Source]) -> String {
    /// Longer ones GitHub cuts.
    const LONGEST: usize = 250;
    let title = match brought {
        [one] => format!("{} (#{})", one.title, one.number),
        several => {
            let numbers: Vec<String> = several.iter().map(|source| format!("#{}", source.number)).collect();
            format!("chore: backport {} to {to}", numbers.join(", "))
        }
    };
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title,
    }
}

fn body(asked: &Asked, brought: &[&Source]) -> String {
    let mut body = format!("Brings to {} what was merged by:\n\n", code_span(&asked.to));
    for source in brought {
        body.push_str(&format!("* {} (#{})\n", escape(&source.title), source.number));
    }
    let clashes = brought.iter().flat_map(|source| source.brought.clashes.iter().map(move |it| (source, it)));
    let mut lines = String::new();
    for (source, clash) in clashes {
        for (file, kind) in &clash.files {
            let (file, kind) = (code_span(file), escape(kind));
            lines.push_str(&format!("- {file} ({kind}), by {} of #{}\n", clash.of, source.number));
        }
    }
    if !lines.is_empty() {
        body.push_str(&format!(
            "\n> [!CAUTION]\n> There are conflicts, committed with their marks: settle them on this branch.\n\n{lines}"
        ));
    }
    let numbers: Vec<String> = asked.numbers.iter().map(u64::to_string).collect();
    let to = in_comment(&asked.to);
    body.push_str(&format!("\n<!-- deploy-kit-backport: {to} {} -->\n", numbers.join(",")));
    body
}

/// The pull requests as links.
pub(super) fn name(source: &Source) -> String {
    link(&format!("#{}", source.number), &source.url)
}

/// A few digits that stand for a text.
pub(super) fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}
