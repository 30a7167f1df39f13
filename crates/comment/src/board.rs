//! Where comments stand: what is there, and the four things that can be done to it.

use deploy_kit_github::comments::Classifier;
use deploy_kit_github::server::Server;
use deploy_kit_github::{Result, create_once};

use crate::comment::Comment;
use crate::target::{Found, Target};

/// The comments under a target.
#[derive(Debug)]
pub struct Board<'a> {
    server: &'a Server,
    target: Target,
    /// Whose comments are ours.
    own: Option<String>,
    /// What was made here and is not in the server's list: that may show it late.
    made: Vec<Standing>,
    /// Our comments of the key, when they were last looked at.
    seen: Vec<Standing>,
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
    /// The comments under a target.
    ///
    /// # Errors
    /// The server refuses to say whose token this is.
    pub async fn open(server: &'a Server, target: Target) -> Result<Self> {
        let own = server.github.viewer().await?;
        Ok(Self { server, target, own, made: Vec::new(), seen: Vec::new() })
    }

    /// Our comments of a key, the oldest first. What somebody else wrote is none of ours, whatever mark it bears;
    /// where the token may not know its own name, comments of bots are taken for ours.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(&mut self, key: &str) -> Result<Vec<Standing>> {
        let all = self.target.comments(self.server).await?;
        self.made.retain(|made| all.iter().all(|found| found.id != made.id));
        let own = all.into_iter().filter_map(|found| self.standing(found));
        let mut standing: Vec<_> = own.chain(self.made.iter().cloned()).collect();
        standing.retain(|standing| standing.comment.key == key);
        standing.sort_by_key(|standing| standing.id);
        self.seen.clone_from(&standing);
        Ok(standing)
    }

    /// A comment if it is ours.
    fn standing(&self, found: Found) -> Option<Standing> {
        let login = found.author?;
        let is_own = match &self.own {
            Some(own) => own.eq_ignore_ascii_case(&login),
            None => login.ends_with("[bot]"),
        };
        let comment = Comment::read(&found.body).filter(|_| is_own)?;
        Some(Standing { id: found.id, node_id: found.node_id, url: found.url, comment })
    }

    /// The id for GraphQL of a comment that was seen.
    fn node(&self, id: u64) -> String {
        let seen = self.seen.iter().find(|standing| standing.id == id);
        seen.map(|standing| standing.node_id.clone()).unwrap_or_default()
    }

    /// What a comment has said before. GitHub keeps that, and it is the one trace of what a slower run has written over.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn history(&self, standing: &Standing) -> Result<Vec<Comment>> {
        let edits = self.server.repo.comments().edits(&standing.node_id).await?;
        Ok(edits.iter().filter_map(|body| Comment::read(body)).collect())
    }

    /// A new comment. Where the answer is lost, it is looked for before it is made again.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn create(&mut self, body: &str) -> Result<()> {
        let says = Comment::read(body);
        let is_it = |found: &Found| {
            says.is_some() && self.standing(found.clone()).map(|standing| standing.comment) == says
        };
        let find = async || Ok(self.target.comments(self.server).await?.into_iter().find(&is_it));
        let made = create_once(find, async || self.target.create(self.server, body).await).await?;
        let made = self.standing(made.into_inner());
        self.made.extend(made);
        Ok(())
    }

    /// Another text; one that somebody has deleted meanwhile is looked for again later.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn update(&mut self, id: u64, body: &str) -> Result<()> {
        match self.target.update(self.server, id, &self.node(id), body).await {
            Err(error) if error.is_not_found() => self.made.retain(|made| made.id != id),
            result => {
                let said = self.standing(result?);
                for made in self.made.iter_mut().filter(|made| made.id == id) {
                    made.clone_from(said.as_ref().unwrap_or(&made.clone()));
                }
            }
        }
        Ok(())
    }

    /// Takes it away; one that is gone already is fine.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn delete(&mut self, id: u64) -> Result<()> {
        self.made.retain(|made| made.id != id);
        match self.target.delete(self.server, id, &self.node(id)).await {
            Err(error) if error.is_not_found() => Ok(()),
            result => result,
        }
    }

    /// Which of the comments that were seen are hidden, by their ids for GraphQL.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn hidden(&self) -> Result<Vec<String>> {
        let ids: Vec<String> = self.seen.iter().map(|standing| standing.node_id.clone()).collect();
        self.server.repo.comments().hidden(&ids).await
    }

    /// Shows it again if it is hidden: what was outdated has a new text.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn show(&self, standing: &Standing) -> Result<()> {
        match self.hidden().await?.contains(&standing.node_id) {
            true => self.server.repo.comments().unminimize(&standing.node_id).await,
            false => Ok(()),
        }
    }

    /// Hides it.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn minimize(&self, node_id: &str, why: Classifier) -> Result<()> {
        self.server.repo.comments().minimize(node_id, why).await
    }
}
