//! What becomes of a preview, in its own words, those of a job and those of GitHub's deployments.

use clap::ValueEnum;
use deploy_kit_github::deployments;
use serde::{Deserialize, Serialize};

/// How a preview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is being made.
    #[value(aliases = ["in_progress", "pending", "queued"])]
    Building,
    /// It answers.
    #[value(alias = "success")]
    Ready,
    /// It could not be made, or does not answer.
    #[value(aliases = ["failure", "error"])]
    Failed,
    /// The run that made it was cancelled.
    #[value(alias = "inactive")]
    Cancelled,
    /// It is gone, since its pull request is closed.
    #[value(alias = "closed")]
    Removed,
}

impl State {
    /// Its name, as it is asked for and put out.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Removed => "removed",
        }
    }

    /// The state of its deployment on GitHub.
    #[must_use]
    pub const fn deployment(self) -> deployments::State {
        match self {
            Self::Building => deployments::State::InProgress,
            Self::Ready => deployments::State::Success,
            Self::Failed => deployments::State::Failure,
            Self::Cancelled | Self::Removed => deployments::State::Inactive,
        }
    }
}
