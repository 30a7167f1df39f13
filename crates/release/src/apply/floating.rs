//! `v1` and `v1.2`: moved forward, never back.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::create_once;
use deploy_kit_github::refs::Force;

use super::{Done, Run};
use crate::plan::is_ahead;
use crate::server::refused;

impl Run<'_> {
    /// Moves a floating tag to the release, unless its line has a higher one.
    pub(super) async fn float(&self, tag: &str, name: &str) -> Result<Done, Failure> {
        let Some(server) = self.server() else { return Ok(Done::Before) };
        let release = self.release(tag)?;
        let Some(floating) = release.floating.iter().find(|floating| floating.name == name) else {
            return Ok(Done::Before);
        };
        let commit = self.tagged()?.to_string();
        // One list tells both where the tag stands and which releases its line has.
        let refs = server.repo.refs().list(&format!("tags/{name}")).await.map_err(refused)?;
        let names = refs.iter().filter_map(|found| found.name.strip_prefix("refs/tags/"));
        let prefix = &self.settings.version().packages[release.version.index].prefix;
        if !is_ahead(floating, floating.highest(prefix, names).as_ref()) {
            return Ok(Done::Before);
        }
        let full = format!("refs/tags/{name}");
        match refs.iter().find(|found| found.name == full) {
            Some(found) if found.object.sha == commit => return Ok(Done::Before),
            Some(_) => {}
            None => {
                let find = async || server.repo.refs().get(&format!("tags/{name}")).await;
                let made = create_once(find, async || {
                    server.repo.refs().create(&format!("tags/{name}"), &commit).await
                })
                .await;
                if made.map_err(refused)?.into_inner().object.sha == commit {
                    return Ok(Done::Now);
                }
            }
        }
        server.repo.refs().update(&format!("tags/{name}"), &commit, Force::Yes).await.map_err(refused)?;
        Ok(Done::Now)
    }
}
