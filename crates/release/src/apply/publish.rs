//! Making the release public, and saying that nothing is left to do.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::releases::{MakeLatest, ReleaseChange};

use super::{Done, Run, draft};
use crate::server::refused;

impl Run<'_> {
    /// Publishes the draft.
    pub(super) async fn publish(&mut self, tag: &str) -> Result<Done, Failure> {
        let (Some(server), Some(release)) = (self.server(), self.outcome.releases.get(tag)) else {
            return Ok(Done::Before);
        };
        if !release.draft {
            return Ok(Done::Before);
        }
        let plan = self.release(tag)?;
        let latest = plan.latest.map(|latest| if latest { MakeLatest::True } else { MakeLatest::False });
        let change = ReleaseChange {
            draft: Some(false),
            prerelease: Some(plan.prerelease),
            make_latest: Some(latest.unwrap_or(MakeLatest::Legacy)),
            target_commitish: Some(self.tagged()?.to_string()),
            discussion_category_name: self.settings.discussion_category.clone(),
            body: Some(plan.mark(plan.has_epilogue()).put(&plan.body)),
            ..ReleaseChange::default()
        };
        let releases = server.repo.releases();
        let published = match releases.update(release.id, &change).await {
            Err(error) if error.is_already_there() => {
                // Another run was faster, and its draft did not show when ours was made.
                let Some(other) = releases.get_by_tag(tag).await.map_err(refused)? else {
                    return Err(refused(error));
                };
                releases.delete(release.id).await.map_err(refused)?;
                other
            }
            published => published.map_err(refused)?,
        };
        if self.drafted.contains(tag) {
            draft::tidy(server, plan, published.id).await?;
        }
        self.outcome.releases.insert(tag.to_owned(), published);
        Ok(Done::Now)
    }

    /// Notes in the release that all is done: a later run need not look again.
    pub(super) async fn finish(&mut self, tag: &str) -> Result<Done, Failure> {
        let (Some(server), Some(release)) = (self.server(), self.outcome.releases.get(tag)) else {
            return Ok(Done::Before);
        };
        if self.outcome.is_unfinished {
            return Ok(Done::Before);
        }
        let plan = self.release(tag)?;
        let body = release.body.clone().unwrap_or_default();
        // People may have edited the notes: all but the mark is theirs.
        if plan.mark(true).find(&body) != Some(true) {
            return Ok(Done::Before);
        }
        let change = ReleaseChange { body: Some(plan.mark(false).put(&body)), ..ReleaseChange::default() };
        let finished = server.repo.releases().update(release.id, &change).await.map_err(refused)?;
        self.outcome.releases.insert(tag.to_owned(), finished);
        Ok(Done::Now)
    }
}
