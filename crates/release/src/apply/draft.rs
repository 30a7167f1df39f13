//! The release as a draft: found by listing, since GitHub hides drafts from those who ask by tag, and known by
//! the mark in its body.
//!
//! It is made before anything else: nobody sees it, and a token without permission or a burned tag shows before
//! there is a commit.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::releases::{NewRelease, Release as Published};
use deploy_kit_github::{Kind, create_once};

use super::{Done, Error, Run};
use crate::facts::remote::RECENT;
use crate::plan::Release;
use crate::server::{Server, refused};

/// GitHub's words for a tag that an immutable release had.
const BURNED: &str = "was used by an immutable release";

impl Run<'_> {
    /// Finds the release or makes it as a draft.
    pub(super) async fn draft(&mut self, tag: &str) -> Result<Done, Failure> {
        let Some((server, remote)) = &self.site.server else { return Ok(Done::Before) };
        let release = self.release(tag)?;
        let (found, result) = match remote.release(release) {
            Some(found) => (found.clone(), Done::Before),
            None => {
                let new = new(release, &remote.branch);
                let find = async || find(server, release).await;
                let made = create_once(find, async || server.repo.releases().create(&new).await).await;
                let made = made.map_err(|error| burned(error, tag))?;
                let result = if made.was_there() { Done::Before } else { Done::Now };
                (alone(server, release, made.into_inner()).await?, result)
            }
        };
        for double in remote.doubles(release, found.id) {
            remove(server, double).await?;
        }
        if result == Done::Now {
            self.drafted.insert(tag.to_owned());
        }
        self.outcome.releases.insert(tag.to_owned(), found);
        Ok(result)
    }

    /// Removes the drafts of a release that cannot be made, those of a run that was killed as well: what comes next may
    /// have other versions. A draft whose tag stands is that of a release which was made.
    pub(super) async fn take_back(&self) -> Result<(), Failure> {
        let Some((server, remote)) = &self.site.server else { return Ok(()) };
        for (tag, found) in &self.outcome.releases {
            if found.draft && !remote.tags.contains_key(tag) {
                remove(server, found.id).await?;
            }
        }
        Ok(())
    }
}

fn new(release: &Release, branch: &str) -> NewRelease {
    NewRelease {
        name: Some(release.title()),
        body: Some(release.mark(true).put(&release.body)),
        draft: true,
        prerelease: release.prerelease,
        target_commitish: Some(branch.to_owned()),
        ..NewRelease::of(&release.tag)
    }
}

/// Our release of this tag; the oldest where two runs have made one each.
async fn find(server: &Server, release: &Release) -> deploy_kit_github::Result<Option<Published>> {
    let all = server.repo.releases().recent(RECENT).await?;
    Ok(all.into_iter().filter(|found| release.is(found)).min_by_key(|found| (found.draft, found.id)))
}

/// Where two runs have made a draft at once, the older one stays: both come to the same answer.
async fn alone(server: &Server, release: &Release, made: Published) -> Result<Published, Failure> {
    let all = server.repo.releases().recent(RECENT).await.map_err(refused)?;
    let mut ours: Vec<Published> = all.into_iter().filter(|found| release.is(found)).collect();
    ours.sort_by_key(|found| (found.draft, found.id));
    let Some(oldest) = ours.into_iter().next().filter(|oldest| oldest.id != made.id) else { return Ok(made) };
    // Only what this run has made is this run's to remove.
    remove(server, made.id).await?;
    Ok(oldest)
}

/// Deletes a draft that another run may have deleted as well.
async fn remove(server: &Server, id: u64) -> Result<(), Failure> {
    match server.repo.releases().delete(id).await {
        Err(error) if error.is_not_found() => Ok(()),
        result => result.map_err(refused),
    }
}

/// Removes the drafts of a release that is published: of a run that was killed long enough ago, the draft shows by
/// now, if it did not when this run looked for it.
pub(super) async fn tidy(server: &Server, release: &Release, published: u64) -> Result<(), Failure> {
    let all = server.repo.releases().recent(RECENT).await.map_err(refused)?;
    for double in all.iter().filter(|found| found.draft && found.id != published && release.is(found)) {
        remove(server, double.id).await?;
    }
    Ok(())
}

fn burned(error: deploy_kit_github::Error, tag: &str) -> Failure {
    match error.kind() {
        Kind::Validation { .. } if error.to_string().contains(BURNED) => {
            Error::Burned { tag: tag.to_owned() }.into()
        }
        _ => refused(error),
    }
}
