//! What is attached to a release: uploaded side by side, streamed, and compared by digest.

use std::time::Duration;

use deploy_kit_core::tool::Failure;
use deploy_kit_github::Content;
use deploy_kit_github::releases::{Asset as Uploaded, Release as Published, Upload};
use deploy_kit_http::retry::Backoff;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{Done, Error, Run};
use crate::facts::assets::{Asset, Source};
use crate::plan::Release;
use crate::server::{Server, refused};

/// Uploads at once.
const PARALLEL: usize = 4;

/// How often an upload is begun.
const ROUNDS: usize = 4;

/// How often an asset that does not show is looked for: what was written is not always to be read at once.
const LOOKS: usize = 3;

/// An upload that another run has begun is let be for a minute and a second for every million bytes: after that it
/// has broken off, and its name is taken back.
const LEAST: Duration = Duration::from_secs(60);
const BYTES_A_SECOND: u64 = 1_000_000;

impl Run<'_> {
    /// Attaches what is missing.
    pub(super) async fn attach(&self, tag: &str) -> Result<Done, Failure> {
        let (Some(server), Some(release)) = (self.server(), self.outcome.releases.get(tag)) else {
            return Ok(Done::Before);
        };
        let plan = self.release(tag)?;
        let uploads = plan.assets.iter().map(|asset| self.upload(server, plan, release, asset));
        let done: Vec<Done> = stream::iter(uploads).buffer_unordered(PARALLEL).try_collect().await?;
        Ok(if done.contains(&Done::Now) { Done::Now } else { Done::Before })
    }

    async fn upload(
        &self,
        server: &Server,
        plan: &Release,
        release: &Published,
        asset: &Asset,
    ) -> Result<Done, Failure> {
        let known = release.assets.iter().find(|known| known.name == asset.name);
        if known.is_some_and(|known| asset.is(known)) {
            return Ok(Done::Before);
        }
        if !release.draft && release.immutable {
            return Err(Error::Immutable { name: asset.name.clone(), tag: plan.tag.clone() }.into());
        }
        if let Some(known) = known {
            if !release.draft && known.is_whole() {
                return Err(other_bytes(plan, known, asset));
            }
            // An older build of a draft nobody has seen. An upload on its way is left to whoever is at it.
            if known.is_whole() || has_broken_off(server, known, asset, Duration::ZERO) {
                remove(server, known.id).await.map_err(refused)?;
            }
        }
        let upload = Upload::of(&asset.name, self.content(asset)?);
        let mut last = None;
        for _ in 0..ROUNDS {
            let (uploaded, error) = match server.repo.releases().upload(release, &upload).await {
                Ok(uploaded) => (Some(uploaded), None),
                Err(error) if error.is_ambiguous() || error.is_already_there() => {
                    // Had the name been taken, it would have been said: what broke off is this run's own.
                    let is_own = error.is_ambiguous();
                    (self.settle(server, release.id, asset, is_own).await.map_err(refused)?, Some(error))
                }
                Err(error) => return Err(refused(error)),
            };
            match uploaded {
                Some(uploaded) if asset.is(&uploaded) => return Ok(Done::Now),
                Some(uploaded) => return Err(other_bytes(plan, &uploaded, asset)),
                None => last = error,
            }
        }
        Err(last.map_or_else(|| Failure::world(format!("the asset `{}` was not sent", asset.name)), refused))
    }

    /// Looks at the asset until it is whole, or its name is free again. An upload that has broken off is removed;
    /// that of another run is waited for.
    async fn settle(
        &self,
        server: &Server,
        release: u64,
        asset: &Asset,
        is_own: bool,
    ) -> deploy_kit_github::Result<Option<Uploaded>> {
        let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5), 0);
        let (began, mut looks, mut is_told) = (server.clock.now().elapsed, 0, false);
        loop {
            let all = server.repo.releases().assets(release).await?;
            match all.into_iter().find(|found| found.name == asset.name) {
                Some(found) if found.is_whole() => return Ok(Some(found)),
                Some(found) => {
                    let waited = server.clock.now().elapsed.saturating_sub(began);
                    if is_own || has_broken_off(server, &found, asset, waited) {
                        remove(server, found.id).await?;
                        return Ok(None);
                    }
                    if !std::mem::replace(&mut is_told, true) {
                        let text = format!("another run uploads `{}`: waiting for it", asset.name);
                        self.site.console.info(text);
                    }
                }
                None if looks + 1 == LOOKS => return Ok(None),
                None => looks += 1,
            }
            tokio::time::sleep(backoff.step()).await;
        }
    }

    fn content(&self, asset: &Asset) -> Result<Content, Failure> {
        match &asset.source {
            Source::Text(text) => Ok(Content::bytes(text.clone())),
            Source::File(path) => {
                let root = self.settings.assets_root.as_deref().or(self.site.repository.work_dir());
                let root = root.unwrap_or(self.site.repository.git_dir());
                Content::file(&root.join(path)).map_err(|error| {
                    Failure::world(format!("failed to read the asset `{}`: {error}", path.display()))
                })
            }
        }
    }
}

/// Whether an upload that is not whole has had all the time that it can need; `waited` is how long this run has seen
/// it so.
fn has_broken_off(server: &Server, begun: &Uploaded, asset: &Asset, waited: Duration) -> bool {
    let since = begun.created_at.as_deref().and_then(|time| time.parse::<jiff::Timestamp>().ok());
    let since = since.and_then(|since| u64::try_from(since.as_second()).ok());
    let age = since.map_or(0, |since| server.clock.now().unix.saturating_sub(since));
    Duration::from_secs(age).max(waited) > LEAST + Duration::from_secs(asset.size / BYTES_A_SECOND)
}

/// Deletes an asset that another run may have deleted as well.
async fn remove(server: &Server, id: u64) -> deploy_kit_github::Result<()> {
    match server.repo.releases().delete_asset(id).await {
        Err(error) if error.is_not_found() => Ok(()),
        result => result,
    }
}

fn other_bytes(plan: &Release, uploaded: &Uploaded, asset: &Asset) -> Failure {
    let there = uploaded.digest.clone().unwrap_or_else(|| format!("{} bytes", uploaded.size));
    let here = format!("sha256:{}", asset.sha256);
    Error::OtherBytes { name: asset.name.clone(), tag: plan.tag.clone(), there, here }.into()
}
