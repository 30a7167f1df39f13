//! The end state, for comparison: what a person would see, without ids and times.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Asset, World};

/// Everything that a run may have changed. Equal runs leave equal values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Branches and tags with the ids they point to.
    pub refs: BTreeMap<String, String>,
    /// By tag, then by name; drafts too.
    pub releases: Vec<ReleaseState>,
    /// The tag of the latest release.
    pub latest: Option<String>,
    /// Issues and pull requests, by number.
    pub issues: Vec<IssueState>,
    /// By issue, in the order they were made.
    pub comments: Vec<CommentState>,
    /// In the order they were made.
    pub commit_comments: Vec<CommitCommentState>,
    /// By number.
    pub discussions: Vec<DiscussionState>,
    /// By name.
    pub labels: Vec<LabelState>,
    /// By number.
    pub milestones: Vec<MilestoneState>,
    /// In the order they were made.
    pub deployments: Vec<DeploymentState>,
    /// Commit statuses: id of the commit and context, then the state.
    pub statuses: BTreeMap<String, String>,
    /// Check runs: id of the commit and name, then the conclusion or the status.
    pub checks: BTreeMap<String, String>,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct ReleaseState {
    pub tag: String,
    pub target: String,
    pub name: Option<String>,
    pub body: Option<String>,
    pub draft: bool,
    pub prerelease: bool,
    pub immutable: bool,
    pub discussion: bool,
    /// By name.
    pub assets: Vec<AssetState>,
}

/// An asset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct AssetState {
    pub name: String,
    pub label: Option<String>,
    pub content_type: String,
    /// `uploaded` or `starter`.
    pub state: String,
    /// In bytes.
    pub size: u64,
    pub digest: String,
}

/// An issue or a pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct IssueState {
    pub number: u64,
    pub title: String,
    pub body: Option<String>,
    pub open: bool,
    pub pull_request: bool,
    pub merged: bool,
    pub labels: Vec<String>,
    pub milestone: Option<u64>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct CommentState {
    pub issue: u64,
    pub author: String,
    pub body: String,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
    /// `+1`, `eyes` and the like, in the order they were made.
    pub reactions: Vec<String>,
}

/// A comment on a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct CommitCommentState {
    pub sha: String,
    pub author: String,
    pub body: String,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
    /// As [`CommentState::reactions`].
    pub reactions: Vec<String>,
}

/// A discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct DiscussionState {
    pub number: u64,
    pub title: String,
    pub category: String,
    /// The oldest first.
    pub comments: Vec<DiscussionCommentState>,
}

/// A comment under a discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct DiscussionCommentState {
    pub author: String,
    pub body: String,
    /// Why it is hidden, if it is.
    pub minimized: Option<String>,
    /// As [`CommentState::reactions`].
    pub reactions: Vec<String>,
}

/// A label of the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct LabelState {
    pub name: String,
    pub color: String,
    pub description: Option<String>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct MilestoneState {
    pub number: u64,
    pub title: String,
    pub open: bool,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of GitHub's API")]
pub struct DeploymentState {
    pub environment: String,
    pub reference: String,
    pub sha: String,
    pub task: String,
    pub payload: Value,
    pub transient_environment: bool,
    /// Those of its last status.
    pub description: String,
    pub environment_url: String,
    pub log_url: String,
    /// The oldest first.
    pub states: Vec<String>,
}

impl State {
    pub(crate) fn of(world: &World) -> Self {
        let mut labels: Vec<_> = world.labels.iter().map(label).collect();
        labels.sort();
        let mut comments: Vec<_> = world.comments.iter().map(comment).collect();
        comments.sort_by_key(|comment| comment.issue);
        Self {
            refs: world.git.all_refs(),
            releases: releases(world),
            latest: world.latest().map(|release| release.tag.clone()),
            issues: world.issues.iter().map(issue).collect(),
            comments,
            commit_comments: world.commit_comments.iter().map(commit_comment).collect(),
            discussions: world.discussions.iter().map(discussion).collect(),
            labels,
            milestones: world.milestones.iter().map(milestone).collect(),
            deployments: world.deployments.iter().map(deployment).collect(),
            statuses: world
                .statuses
                .iter()
                .map(|it| (format!("{} {}", it.sha, it.context), it.state.clone()))
                .collect(),
            checks: world
                .checks
                .iter()
                .map(|it| {
                    (format!("{} {}", it.sha, it.name), it.conclusion.clone().unwrap_or(it.status.clone()))
                })
                .collect(),
        }
    }
}

fn releases(world: &World) -> Vec<ReleaseState> {
    let each = world.releases.iter().map(|release| {
        let mut assets: Vec<_> = release.assets.iter().map(asset).collect();
        assets.sort();
        ReleaseState {
            tag: release.tag.clone(),
            target: release.target.clone(),
            name: release.name.clone(),
            body: release.body.clone(),
            draft: release.draft,
            prerelease: release.prerelease,
            immutable: release.immutable,
            discussion: release.discussion.is_some(),
            assets,
        }
    });
    let mut releases: Vec<_> = each.collect();
    releases.sort();
    releases
}

fn asset(asset: &Asset) -> AssetState {
    AssetState {
        name: asset.name.clone(),
        label: asset.label.clone(),
        content_type: asset.content_type.clone(),
        state: if asset.complete { "uploaded" } else { "starter" }.to_owned(),
        size: asset.size,
        digest: asset.digest.clone(),
    }
}

fn label(label: &super::Label) -> LabelState {
    LabelState {
        name: label.name.clone(),
        color: label.color.clone(),
        description: label.description.clone(),
    }
}

fn comment(comment: &super::Comment) -> CommentState {
    CommentState {
        issue: comment.issue,
        author: comment.author.clone(),
        body: comment.body.clone(),
        minimized: comment.minimized.clone(),
        reactions: reactions(&comment.reactions),
    }
}

fn commit_comment(comment: &super::CommitComment) -> CommitCommentState {
    CommitCommentState {
        sha: comment.sha.clone(),
        author: comment.author.clone(),
        body: comment.body.clone(),
        minimized: comment.minimized.clone(),
        reactions: reactions(&comment.reactions),
    }
}

fn reactions(all: &[super::Reaction]) -> Vec<String> {
    all.iter().map(|reaction| reaction.content.clone()).collect()
}

fn discussion(it: &super::Discussion) -> DiscussionState {
    let comments = it.comments.iter().map(|comment| DiscussionCommentState {
        author: comment.author.clone(),
        body: comment.body.clone(),
        minimized: comment.minimized.clone(),
        reactions: reactions(&comment.reactions),
    });
    DiscussionState {
        number: it.number,
        title: it.title.clone(),
        category: it.category.clone(),
        comments: comments.collect(),
    }
}

fn issue(issue: &super::Issue) -> IssueState {
    IssueState {
        number: issue.number,
        title: issue.title.clone(),
        body: issue.body.clone(),
        open: issue.open,
        pull_request: issue.pull.is_some(),
        merged: issue.pull.as_ref().is_some_and(|pull| pull.merged_at.is_some()),
        labels: issue.labels.clone(),
        milestone: issue.milestone,
    }
}

fn milestone(it: &super::Milestone) -> MilestoneState {
    MilestoneState { number: it.number, title: it.title.clone(), open: it.open }
}

fn deployment(it: &super::Deployment) -> DeploymentState {
    let last = |value: fn(&super::DeploymentStatus) -> &str| it.statuses.last().map_or("", value).to_owned();
    DeploymentState {
        environment: it.environment().to_owned(),
        reference: it.reference.clone(),
        sha: it.sha.clone(),
        task: it.task.clone(),
        payload: it.payload.clone(),
        transient_environment: it.transient,
        description: last(|status| &status.description),
        environment_url: last(|status| &status.environment_url),
        log_url: last(|status| &status.log_url),
        states: it.statuses.iter().map(|status| status.state.clone()).collect(),
    }
}
