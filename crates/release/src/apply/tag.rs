//! The tag on the release's commit.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::Id;
use deploy_kit_github::create_once;
use deploy_kit_github::git::NewTag;
use deploy_kit_version::facts::failure;

use super::{Done, Error, Run};
use crate::facts::remote;
use crate::marker;
use crate::server::{Server, refused};

impl Run<'_> {
    /// Tags the commit, on the server where there is one.
    pub(super) async fn tag(&self, name: &str) -> Result<Done, Failure> {
        let commit = self.tagged()?;
        if let Some((server, remote)) = &self.site.server {
            if let Some(on) = remote.tags.get(name) {
                return stands(name, *on, commit);
            }
            if !self.plan.by_git {
                return by_api(server, name, commit).await;
            }
        }
        let result = self.tag_by_git(name, commit)?;
        if self.settings.pushes {
            self.writer().push(&[format!("refs/tags/{name}")]).map_err(Error::from)?;
            return Ok(Done::Now);
        }
        Ok(result)
    }

    fn tag_by_git(&self, name: &str, commit: Id) -> Result<Done, Failure> {
        let repository = self.site.repository;
        let tags = repository.tags().map_err(failure)?;
        if let Some(tag) = tags.get(name) {
            let on = tag.commit(repository).map_err(failure)?;
            return match on {
                Some(on) => stands(name, on, commit),
                None => Err(Failure::world(format!("the tag `{name}` leads to no commit"))),
            };
        }
        self.writer().tag(name, commit, &marker::tag_message(name)).map_err(Error::from)?;
        Ok(Done::Now)
    }
}

fn stands(name: &str, on: Id, wanted: Id) -> Result<Done, Failure> {
    if on == wanted {
        return Ok(Done::Before);
    }
    Err(Error::TagElsewhere { name: name.to_owned(), on, wanted }.into())
}

/// An object with the message, then the reference: two runs at once make the same reference, and one of them is
/// told that it stands.
async fn by_api(server: &Server, name: &str, commit: Id) -> Result<Done, Failure> {
    let new = NewTag::of_commit(name, &marker::tag_message(name), &commit.to_string());
    let object = server.repo.git().create_tag(&new).await.map_err(refused)?;
    let find = async || remote::tag(server, name).await;
    let create = async || {
        server.repo.refs().create(&format!("tags/{name}"), &object.sha).await?;
        Ok(Ok(commit))
    };
    // What another run or an attempt without an answer has made does not always show at once.
    let made = create_once(find, create).await.map_err(refused)?;
    stands(name, made.into_inner()?, commit)?;
    Ok(Done::Now)
}
