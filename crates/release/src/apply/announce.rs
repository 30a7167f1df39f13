//! Telling the issues and pull requests of a release: best effort, since the release is out.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::converge;
use deploy_kit_github::issues::State;

use super::{Done, Run};
use crate::plan::Release;
use crate::server::Server;

impl Run<'_> {
    /// Comments, labels, and closes the milestone of the same name. What cannot be done is a warning: a release
    /// that is finished does not fail.
    pub(super) async fn announce(&mut self, tag: &str, numbers: &[u64]) -> Result<Done, Failure> {
        let (Some((server, _)), Some(published)) = (&self.site.server, self.outcome.releases.get(tag)) else {
            return Ok(Done::Before);
        };
        let release = self.release(tag)?;
        let text = format!("Released in [{}]({}).", release.title(), published.html_url);
        let body = release.mark(false).put(&text);
        let mut warnings = Vec::new();
        for &number in numbers {
            if let Err(error) = tell(server, release, number, &body, self.settings.label.as_deref()).await {
                warnings.push(format!("#{number} was not told of the release: {error}"));
            }
        }
        if let Err(error) = close_milestone(server, release).await {
            warnings.push(format!("the milestone was not closed: {error}"));
        }
        for warning in &warnings {
            self.site.console.warning(warning.clone());
        }
        self.outcome.warnings.extend(warnings);
        Ok(Done::Now)
    }
}

async fn tell(
    server: &Server,
    release: &Release,
    number: u64,
    body: &str,
    label: Option<&str>,
) -> deploy_kit_github::Result<()> {
    let issues = server.repo.issues();
    let find = async || {
        let all = issues.comments(number).await?;
        let ours = all.into_iter().filter(|comment| {
            comment.body.as_deref().is_some_and(|body| release.mark(false).find(body).is_some())
        });
        Ok(ours.min_by_key(|comment| comment.id))
    };
    converge(find, async || issues.create_comment(number, body).await).await?;
    if let Some(label) = label {
        server.repo.labels().add(number, &[label]).await?;
    }
    Ok(())
}

/// The milestone that is called as the version or the tag.
async fn close_milestone(server: &Server, release: &Release) -> deploy_kit_github::Result<()> {
    let open = server.repo.milestones().list(Some(State::Open)).await?;
    let version = release.next.to_string();
    if let Some(milestone) = open.iter().find(|open| open.title == version || open.title == release.tag) {
        server.repo.milestones().close(milestone.number).await?;
    }
    Ok(())
}
