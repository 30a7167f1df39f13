//! Where comments stand: what is there, and the four things that can be done to it.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::comments::Classifier;
use deploy_kit_github::server::{Server, refused};

use crate::comment::Comment;

/// The comments of a pull request or an issue.
#[derive(Debug)]
pub struct Board<'a> {
    server: &'a Server,
    number: u64,
    /// Whose comments are ours.
    own: Option<String>,
}

/// A comment of ours that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number: an older comment has a lower one.
    pub id: u64,
    /// Its id for GraphQL.
    pub node_id: String,
    /// Its address.
    pub url: String,
    /// What it says.
    pub comment: Comment,
}

impl<'a> Board<'a> {
    /// The comments under a number.
    ///
    /// # Errors
    /// The server refuses to say whose token this is.
    pub async fn open(server: &'a Server, number: u64) -> Result<Self, Failure> {
        let own = server.github.viewer().await.map_err(refused)?;
        Ok(Self { server, number, own })
    }

    /// Our comments of a key, the oldest first. What somebody else wrote is none of ours, whatever mark it bears;
    /// where the token may not know its own name, comments of bots are taken for ours.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(&self, key: &str) -> Result<Vec<Standing>, Failure> {
        let all = self.server.repo.issues().comments(self.number).await.map_err(refused)?;
        let is_own = |login: &str| match &self.own {
            Some(own) => own.eq_ignore_ascii_case(login),
            None => login.ends_with("[bot]"),
        };
        let mut standing = Vec::new();
        for found in all {
            if !found.user.as_ref().is_some_and(|user| is_own(&user.login)) {
                continue;
            }
            let Some(comment) = Comment::read(found.body.as_deref().unwrap_or_default()) else { continue };
            if comment.key == key {
                let (id, node_id, url) = (found.id, found.node_id, found.html_url);
                standing.push(Standing { id, node_id, url, comment });
            }
        }
        standing.sort_by_key(|standing| standing.id);
        Ok(standing)
    }

    /// What a comment has said before. GitHub keeps that, and it is the one trace of what a slower run has written over.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn history(&self, standing: &Standing) -> Result<Vec<Comment>, Failure> {
        let edits = self.server.repo.comments().edits(&standing.node_id).await.map_err(refused)?;
        Ok(edits.iter().filter_map(|body| Comment::read(body)).collect())
    }

    /// A new comment.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn create(&self, body: &str) -> Result<(), deploy_kit_github::Error> {
        self.server.repo.issues().create_comment(self.number, body).await.map(drop)
    }

    /// Another text; one that somebody has deleted meanwhile is looked for again later.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn update(&self, id: u64, body: &str) -> Result<(), deploy_kit_github::Error> {
        match self.server.repo.issues().update_comment(id, body).await {
            Err(error) if error.is_not_found() => Ok(()),
            result => result.map(drop),
        }
    }

    /// Takes it away; one that is gone already is fine.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn delete(&self, id: u64) -> Result<(), deploy_kit_github::Error> {
        match self.server.repo.issues().delete_comment(id).await {
            Err(error) if error.is_not_found() => Ok(()),
            result => result,
        }
    }

    /// Which of the comments are hidden, by their ids for GraphQL.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn hidden(&self) -> Result<Vec<String>, Failure> {
        let states = self.server.repo.issues().comment_states(self.number).await.map_err(refused)?;
        let hidden = states.unwrap_or_default().into_iter().filter(|state| state.is_minimized);
        Ok(hidden.map(|state| state.node_id).collect())
    }

    /// Hides it.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn minimize(&self, node_id: &str, why: Classifier) -> Result<(), deploy_kit_github::Error> {
        self.server.repo.comments().minimize(node_id, why).await
    }
}
