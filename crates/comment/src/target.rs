//! What is commented on, and the requests that differ by it: GitHub has three kinds of comments.

use std::fmt;

use deploy_kit_github::Result;
use deploy_kit_github::discussions::DiscussionComment;
use deploy_kit_github::issues::Comment;
use deploy_kit_github::server::Server;

/// What is commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A pull request or an issue, by its number: they share one count.
    Issue(u64),
    /// A commit, by its whole id.
    Commit(String),
    /// A discussion, by its number.
    Discussion(u64),
}

impl Default for Target {
    /// None that there is.
    fn default() -> Self {
        Self::Issue(0)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issue(number) => write!(formatter, "#{number}"),
            Self::Commit(sha) => write!(formatter, "commit {}", sha.get(..7).unwrap_or(sha)),
            Self::Discussion(number) => write!(formatter, "discussion #{number}"),
        }
    }
}

/// A comment as it was found, by anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: u64,
    pub(crate) node_id: String,
    pub(crate) url: String,
    /// `None` if the account is gone.
    pub(crate) author: Option<String>,
    pub(crate) body: String,
}

impl From<Comment> for Found {
    fn from(comment: Comment) -> Self {
        Self {
            id: comment.id,
            node_id: comment.node_id,
            url: comment.html_url,
            author: comment.user.map(|user| user.login),
            body: comment.body.unwrap_or_default(),
        }
    }
}

impl From<DiscussionComment> for Found {
    fn from(comment: DiscussionComment) -> Self {
        Self {
            // GraphQL may leave every number out, and never does. The order of comments is that of their numbers.
            id: comment.id.unwrap_or_default(),
            node_id: comment.node_id,
            url: comment.html_url,
            author: comment.author,
            body: comment.body,
        }
    }
}

impl Target {
    /// All comments, the oldest first.
    pub(crate) async fn comments(&self, server: &Server) -> Result<Vec<Found>> {
        let repo = &server.repo;
        Ok(match self {
            Self::Issue(number) => found(repo.issues().comments(*number).await?),
            Self::Commit(sha) => found(repo.commits().comments(sha).await?),
            Self::Discussion(number) => found(repo.discussions().existing(*number).await?.comments),
        })
    }

    /// A new comment.
    pub(crate) async fn create(&self, server: &Server, body: &str) -> Result<Found> {
        let repo = &server.repo;
        Ok(match self {
            Self::Issue(number) => repo.issues().create_comment(*number, body).await?.into(),
            Self::Commit(sha) => repo.commits().create_comment(sha, body).await?.into(),
            Self::Discussion(number) => {
                let discussion = repo.discussions().existing(*number).await?;
                repo.discussions().create_comment(&discussion.node_id, body).await?.into()
            }
        })
    }

    /// Another text for a comment.
    pub(crate) async fn update(&self, server: &Server, id: u64, node_id: &str, body: &str) -> Result<Found> {
        let repo = &server.repo;
        Ok(match self {
            Self::Issue(_) => repo.issues().update_comment(id, body).await?.into(),
            Self::Commit(_) => repo.commits().update_comment(id, body).await?.into(),
            Self::Discussion(_) => repo.discussions().update_comment(node_id, body).await?.into(),
        })
    }

    /// The end of a comment.
    pub(crate) async fn delete(&self, server: &Server, id: u64, node_id: &str) -> Result<()> {
        let repo = &server.repo;
        match self {
            Self::Issue(_) => repo.issues().delete_comment(id).await,
            Self::Commit(_) => repo.commits().delete_comment(id).await,
            Self::Discussion(_) => repo.discussions().delete_comment(node_id).await,
        }
    }
}

fn found<T: Into<Found>>(comments: Vec<T>) -> Vec<Found> {
    comments.into_iter().map(Into::into).collect()
}
