//! What is attached to a release: uploaded side by side, streamed, and compared by digest.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::releases::{Asset as Uploaded, Release as Published, Upload};
use deploy_kit_github::{Content, create_once};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{Done, Error, Run};
use crate::facts::assets::{Asset, Source};
use crate::plan::Release;
use crate::server::{Server, refused};

/// Uploads at once.
const PARALLEL: usize = 4;

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
            // An upload that broke off, or an older build of a draft nobody has seen.
            server.repo.releases().delete_asset(known.id).await.map_err(refused)?;
        }
        let upload = Upload::of(&asset.name, self.content(asset)?);
        let find = async || self.find(server, release.id, asset).await;
        let send = async || server.repo.releases().upload(release, &upload).await;
        let uploaded = create_once(find, send).await.map_err(refused)?.into_inner();
        match asset.is(&uploaded) {
            true => Ok(Done::Now),
            false => Err(other_bytes(plan, &uploaded, asset)),
        }
    }

    /// The asset as the server has it by now; one that broke off is removed, so that it can be sent again.
    async fn find(
        &self,
        server: &Server,
        release: u64,
        asset: &Asset,
    ) -> deploy_kit_github::Result<Option<Uploaded>> {
        let all = server.repo.releases().assets(release).await?;
        let Some(found) = all.into_iter().find(|found| found.name == asset.name) else { return Ok(None) };
        if found.is_whole() {
            return Ok(Some(found));
        }
        server.repo.releases().delete_asset(found.id).await?;
        Ok(None)
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

fn other_bytes(plan: &Release, uploaded: &Uploaded, asset: &Asset) -> Failure {
    let there = uploaded.digest.clone().unwrap_or_else(|| format!("{} bytes", uploaded.size));
    let here = format!("sha256:{}", asset.sha256);
    Error::OtherBytes { name: asset.name.clone(), tag: plan.tag.clone(), there, here }.into()
}
