//! What is to be done: pure.

use serde::Serialize;

use crate::args::Mode;
use crate::board::Standing;
use crate::comment::{Comment, WHOLE};

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A new comment.
    Create {
        /// Its text.
        body: String,
    },
    /// Another text.
    Update {
        /// Its number.
        id: u64,
        /// The text.
        body: String,
    },
    /// It goes.
    Delete {
        /// Its number.
        id: u64,
    },
    /// It is hidden.
    Minimize {
        /// Its id for GraphQL.
        node_id: String,
    },
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is to be done, in order.
    pub steps: Vec<Step>,
    /// Whether a newer run has written what this one would have.
    pub is_stale: bool,
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The comment with the part of this run, or of all that is known to have been written.
    pub comment: Comment,
    /// The part of this run.
    pub app: String,
    /// What becomes of the comment that stands.
    pub mode: Mode,
    /// Where all of a text is that had to be cut, as Markdown.
    pub rest: String,
}

/// Plans. `hidden` are the ids for GraphQL of comments that are hidden already.
#[must_use]
pub fn plan(wanted: &Wanted, standing: &[Standing], hidden: &[String]) -> Plan {
    let newest = standing.iter().fold(wanted.comment.clone(), |all, one| all.merged(one.comment.clone()));
    let is_stale = match (newest.parts.get(&wanted.app), wanted.comment.parts.get(&wanted.app)) {
        (Some(newest), Some(own)) => !own.mark.is_at_least(&newest.mark),
        (None, Some(_)) => true,
        _ => false,
    };
    let steps = match wanted.mode {
        Mode::Replace => replace(&newest, standing, &wanted.rest),
        Mode::Recreate if is_stale => Vec::new(),
        Mode::Recreate => recreate(&wanted.comment, standing, &wanted.rest),
        Mode::Minimize => {
            let shown = standing.iter().filter(|one| !hidden.contains(&one.node_id));
            shown.map(|one| Step::Minimize { node_id: one.node_id.clone() }).collect()
        }
        Mode::Delete => delete(&wanted.app, standing, &wanted.rest),
    };
    Plan { steps, is_stale: is_stale && matches!(wanted.mode, Mode::Replace | Mode::Recreate) }
}

/// The oldest comment says it, and the others go: two runs that made one each come to the same answer.
fn replace(newest: &Comment, standing: &[Standing], rest: &str) -> Vec<Step> {
    let Some((oldest, doubles)) = standing.split_first() else {
        return vec![Step::Create { body: newest.write(rest) }];
    };
    let mut steps = Vec::new();
    if !oldest.comment.says_the_same(newest) {
        steps.push(Step::Update { id: oldest.id, body: newest.write(rest) });
    }
    steps.extend(doubles.iter().map(|double| Step::Delete { id: double.id }));
    steps
}

/// A new comment at the end, then the others go.
fn recreate(comment: &Comment, standing: &[Standing], rest: &str) -> Vec<Step> {
    let (last, others) = match standing.split_last() {
        Some((last, others)) if last.comment.says_the_same(comment) => (true, others),
        _ => (false, standing),
    };
    let create = (!last).then(|| Step::Create { body: comment.write(rest) });
    create.into_iter().chain(others.iter().map(|one| Step::Delete { id: one.id })).collect()
}

/// All of it, or the part of one app.
fn delete(app: &str, standing: &[Standing], rest: &str) -> Vec<Step> {
    let step = |one: &Standing| {
        if app == WHOLE {
            return Some(Step::Delete { id: one.id });
        }
        let mut left = one.comment.clone();
        left.parts.remove(app)?;
        Some(match left.parts.is_empty() {
            true => Step::Delete { id: one.id },
            false => Step::Update { id: one.id, body: left.write(rest) },
        })
    };
    standing.iter().filter_map(step).collect()
}
