//! What the embedded GitHub knows besides git.

mod comment;
mod deployment;
mod discussion;
mod issue;
mod merging;
mod pulls;
mod release;
mod repository;
mod rules;
mod run;
mod snapshot;
mod world;

pub(crate) use comment::{Comment, CommitComment, REACTIONS, Reaction};
pub(crate) use deployment::{CheckRun, CommitStatus, Deployment, DeploymentStatus, Environment};
pub(crate) use discussion::{Discussion, DiscussionComment};
pub(crate) use issue::{Issue, Label, Milestone, Pull};
pub use merging::{MergeMessage, MergeMethod, MergeSettings, MergeTitle, SquashMessage, SquashTitle};
pub(crate) use release::{Asset, Release};
pub(crate) use repository::{Repository, Urls};
pub(crate) use rules::Rules;
pub(crate) use run::{Artifact as RunArtifact, Run};
pub use run::{WorkflowArtifact, WorkflowRun};
pub use snapshot::{
    AssetState, CommentState, CommitCommentState, DeploymentState, DiscussionCommentState, DiscussionState,
    IssueState, LabelState, MilestoneState, ReleaseState, State,
};
pub(crate) use world::World;
