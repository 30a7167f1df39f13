//! What a rehearsal gives.

use std::time::Duration;

use deploy_kit_github_sim::{CommentState, Entry};
use deploy_kit_release::End;
use deploy_kit_release::plan::Plan;
use deploy_kit_release::settings::Settings;

use crate::scratch::Unrehearsed;

/// What a rehearsal gives.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    /// How the release ended.
    pub(crate) end: End,
    /// What it was asked.
    pub(crate) settings: Settings,
    /// `owner/name`.
    pub(crate) name: String,
    /// What git would have done besides.
    pub(crate) unrehearsed: Unrehearsed,
    /// How many issues and pull requests were too many to be told.
    pub(crate) untold: usize,
    /// The comments that were made.
    pub(crate) comments: Vec<CommentState>,
    /// Every request.
    pub(crate) requests: Vec<Entry>,
    /// The whole time.
    pub(crate) elapsed: Duration,
}

impl Rehearsal {
    /// The plan, if there is one.
    pub(crate) fn plan(&self) -> Option<&Plan> {
        match &self.end {
            End::Applied(plan, _) | End::Planned(plan) => Some(plan),
            End::MovedOn { .. } => None,
        }
    }

    /// Whether the plan was applied; else it was all that was asked for.
    pub(crate) fn is_applied(&self) -> bool {
        matches!(self.end, End::Applied(..))
    }

    /// The release's own hooks, none of which ran.
    pub(crate) fn hooks(&self) -> Vec<&str> {
        let hooks = [&self.settings.hook_before, &self.settings.hook_after].into_iter().flatten();
        hooks.map(String::as_str).collect()
    }

    /// What a real run would do besides, a sentence each.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let mut left: Vec<String> =
            self.hooks().into_iter().map(|hook| format!("the hook `{hook}`")).collect();
        let by_git = self.plan().is_some_and(|plan| plan.by_git && !plan.releases.is_empty());
        if by_git {
            left.extend(self.unrehearsed.hooks.iter().map(|name| format!("git's hook `{name}`")));
            if self.unrehearsed.signature {
                left.push("git's signature".to_owned());
            }
        }
        if self.untold > 0 {
            left.push(format!("comments on {} issues and pull requests", self.untold));
        }
        if self.settings.switches.comments || self.untold > 0 {
            left.push("closing the milestone".to_owned());
        }
        left
    }

    /// What is worth a change: in commits, and in what was tried.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match &self.end {
            End::Applied(_, outcome) => outcome.warnings.clone(),
            _ => Vec::new(),
        }
    }
}
