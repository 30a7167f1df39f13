//! The only writer of a backport.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::pulls::{NewPull, Pull};

use super::facts::Facts;
use super::pick::{Site, git};
use super::plan::{Plan, Step};
use super::report::done;
use crate::pulls::open;

/// What came of a plan.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The pull request as it stands now.
    pub(super) pull: Option<Pull>,
    /// Whether anything was written.
    pub(super) has_written: bool,
}

impl Outcome {
    /// Before anything is done.
    pub(super) fn of(facts: &Facts) -> Self {
        Self { pull: facts.pull.clone(), has_written: false }
    }
}

/// Applies a plan.
pub(super) async fn apply(plan: &Plan, facts: &Facts, site: &Site<'_>) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::of(facts);
    for step in &plan.steps {
        match step {
            Step::Push { branch, head } => {
                // Forced only over copies of an earlier run: `facts` has looked.
                let force = if facts.branch.is_some() { "+" } else { "" };
                let writer = site.writer(&facts.repository)?;
                writer.push(&[format!("{force}{head}:refs/heads/{branch}")]).map_err(git)?;
            }
            Step::Open { title, draft } => {
                outcome.pull = Some(open(&new(plan, title, *draft), site.server, "--allow-conflicts").await?);
            }
        }
        outcome.has_written = true;
        site.context.console.info(done(step));
    }
    Ok(outcome)
}

fn new(plan: &Plan, title: &str, draft: bool) -> NewPull {
    NewPull {
        title: title.to_owned(),
        head: plan.branch.clone(),
        base: plan.to.clone(),
        body: Some(plan.body.clone()),
        draft,
    }
}
