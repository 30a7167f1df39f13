//! Where comments stand: what is there, and the four things that can be done to it.

use deploy_kit_github::comments::Classifier;
use deploy_kit_github::server::Server;
use deploy_kit_github::{Result, create_once, issues};

use crate::comment::Comment;

/// The comments of a pull request or an issue.
#[derive(Debug)]
pub struct Board<'a> {
    server: &'a Server,
    number: u64,
    /// Whose comments are ours.
    own: Option<String>,
    /// What was made here and is not in the server's list: that may show it late.
    made: Vec<Standing>,
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
    pub async fn open(server: &'a Server, number: u64) -> Result<Self> {
        let own = server.github.viewer().await?;
        Ok(Self { server, number, own, made: Vec::new() })
    }

    /// Our comments of a key, the oldest first. What somebody else wrote is none of ours, whatever mark it bears;
    /// where the token may not know its own name, comments of bots are taken for ours.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(&mut self, key: &str) -> Result<Vec<Standing>> {
        let all = self.server.repo.issues().comments(self.number).await?;
        self.made.retain(|made| all.iter().all(|found| found.id != made.id));
        let own = all.into_iter().filter_map(|found| self.standing(found));
        let mut standing: Vec<_> = own.chain(self.made.iter().cloned()).collect();
        standing.retain(|standing| standing.comment.key == key);
        standing.sort_by_key(|standing| standing.id);
        Ok(standing)
    }

    /// A comment if it is ours.
    fn standing(&self, found: issues::Comment) -> Option<Standing> {
        let login = &found.user.as_ref()?.login;
        let is_own = match &self.own {
            Some(own) => own.eq_ignore_ascii_case(login),
            None => login.ends_with("[bot]"),
        };
        let comment = Comment::read(found.body.as_deref()?).filter(|_| is_own)?;
        Some(Standing { id: found.id, node_id: found.node_id, url: found.html_url, comment })
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
        let issues = self.server.repo.issues();
        let says = Comment::read(body);
        let is_it = |found: &issues::Comment| {
            says.is_some() && self.standing(found.clone()).map(|standing| standing.comment) == says
        };
        let find = async || Ok(issues.comments(self.number).await?.into_iter().find(&is_it));
        let made = create_once(find, async || issues.create_comment(self.number, body).await).await?;
        let made = self.standing(made.into_inner());
        self.made.extend(made);
        Ok(())
    }

    /// Another text; one that somebody has deleted meanwhile is looked for again later.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn update(&mut self, id: u64, body: &str) -> Result<()> {
        match self.server.repo.issues().update_comment(id, body).await {
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
        match self.server.repo.issues().delete_comment(id).await {
            Err(error) if error.is_not_found() => Ok(()),
            result => result,
        }
    }

    /// Which of the comments are hidden, by their ids for GraphQL.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn hidden(&self) -> Result<Vec<String>> {
        let states = self.server.repo.issues().comment_states(self.number).await?;
        let hidden = states.unwrap_or_default().into_iter().filter(|state| state.is_minimized);
        Ok(hidden.map(|state| state.node_id).collect())
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
