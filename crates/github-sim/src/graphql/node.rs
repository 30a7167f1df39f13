//! What fields are asked of.

use git2::Oid;
use serde_json::Value;

use super::connection::Connection;
use crate::state::World;

/// A thing that has fields.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Query,
    Repository,
    /// By its whole name.
    Ref(String),
    /// A commit or an annotated tag.
    Object(Oid),
    /// An issue or a pull request, by its number.
    Issue(u64),
    /// By login: the caller, which is a `User` even where it is a bot.
    Viewer(String),
    /// By login.
    Actor(String),
    /// By name.
    Label(String),
    /// By number.
    Milestone(u64),
    /// By id.
    Comment(u64),
    /// By id.
    CommitComment(u64),
    /// By number.
    Discussion(u64),
    /// By id.
    DiscussionComment(u64),
    /// By id.
    Release(u64),
    /// By id.
    Deployment(u64),
    /// By the deployment's id and its own.
    DeploymentStatus(u64, u64),
    Connection(Connection),
    PageInfo(Connection),
    /// The name, address and date of a commit's author, with a login where one is known.
    GitActor(Value),
    /// The result of a mutation: its type and its fields.
    Payload(&'static str, Vec<(&'static str, Out)>),
    /// A plain object: its type and its fields.
    Plain(&'static str, Value),
}

/// The value of a field.
#[derive(Debug, Clone)]
pub(super) enum Out {
    Leaf(Value),
    One(Node),
    Many(Vec<Node>),
}

impl Out {
    pub(super) fn null() -> Self {
        Self::Leaf(Value::Null)
    }

    /// A node, or null.
    pub(super) fn maybe(node: Option<Node>) -> Self {
        node.map_or_else(Self::null, Self::One)
    }
}

impl<T: Into<Value>> From<T> for Out {
    fn from(value: T) -> Self {
        Self::Leaf(value.into())
    }
}

impl Node {
    /// The name of its type.
    pub(super) fn kind(&self, world: &World) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Repository => "Repository",
            Self::Ref(_) => "Ref",
            Self::Object(id) => match world.git.kind(*id) {
                Ok("tag") => "Tag",
                Ok("tree") => "Tree",
                Ok("blob") => "Blob",
                _ => "Commit",
            },
            Self::Issue(number) => match world.issue(*number) {
                Ok(issue) if issue.pull.is_some() => "PullRequest",
                _ => "Issue",
            },
            Self::Viewer(_) => "User",
            Self::Actor(login) => {
                if login.ends_with("[bot]") {
                    "Bot"
                } else {
                    "User"
                }
            }
            Self::Label(_) => "Label",
            Self::Milestone(_) => "Milestone",
            Self::Comment(_) => "IssueComment",
            Self::CommitComment(_) => "CommitComment",
            Self::Discussion(_) => "Discussion",
            Self::DiscussionComment(_) => "DiscussionComment",
            Self::Release(_) => "Release",
            Self::Deployment(_) => "Deployment",
            Self::DeploymentStatus(..) => "DeploymentStatus",
            Self::Connection(connection) => connection.kind,
            Self::PageInfo(_) => "PageInfo",
            Self::GitActor(_) => "GitActor",
            Self::Payload(kind, _) | Self::Plain(kind, _) => kind,
        }
    }

    /// Whether a fragment on this type is for it.
    pub(super) fn is(&self, world: &World, on: &str) -> bool {
        let kind = self.kind(world);
        kind == on
            || match on {
                "GitObject" => ["Commit", "Tag", "Tree", "Blob"].contains(&kind),
                "Actor" => ["User", "Bot"].contains(&kind),
                "Comment" => [
                    "Issue",
                    "PullRequest",
                    "IssueComment",
                    "CommitComment",
                    "Discussion",
                    "DiscussionComment",
                ]
                .contains(&kind),
                "Minimizable" | "Reactable" => {
                    ["IssueComment", "CommitComment", "DiscussionComment"].contains(&kind)
                }
                "Node" => !["Query", "PageInfo", "GitActor"].contains(&kind),
                "IssueOrPullRequest" | "Closable" | "Labelable" | "Assignable" => {
                    ["Issue", "PullRequest"].contains(&kind)
                }
                _ => false,
            }
    }
}
