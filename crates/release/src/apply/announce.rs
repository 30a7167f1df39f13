//! Telling the issues and pull requests of a release: best effort, since the release is out.

use std::time::Duration;

use deploy_kit_core::tool::Failure;
use deploy_kit_github::issues::{Comment, State};
use deploy_kit_github::{Converged, Kind, create_once};

use super::{Done, Run};
use crate::facts::remote::Remote;
use crate::plan::Release;
use crate::server::Server;

/// How long a comment that an interrupted run may just have made is given to show.
const LATE: Duration = Duration::from_millis(500);

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
        let mut failures = Vec::new();
        // A run that was interrupted here told one after another: only the first that is missing may show late.
        let mut doubt = self.site.server.as_ref().is_some_and(|(_, remote)| was_published(remote, release));
        for &number in numbers {
            let label = self.settings.label.as_deref();
            if let Err(error) = tell(server, release, number, &body, label, &mut doubt).await {
                let is_forbidden = matches!(error.kind(), Kind::Forbidden { .. } | Kind::Deadline { .. });
                failures.push((format!("#{number} was not told of the release: {error}"), error));
                // The others would be refused as well.
                if is_forbidden {
                    break;
                }
            }
        }
        if let Err(error) = close_milestone(server, release).await {
            failures.push((format!("the milestone was not closed: {error}"), error));
        }
        let may_pass = failures.iter().any(|(_, error)| may_pass(error));
        let warnings: Vec<String> = failures.into_iter().map(|(text, _)| text).collect();
        for warning in &warnings {
            self.site.console.warning(warning.clone());
        }
        self.outcome.is_unfinished |= may_pass;
        self.outcome.warnings.extend(warnings);
        Ok(Done::Now)
    }
}

/// Whether the release was published before this run began: then another run was at this step.
fn was_published(remote: &Remote, release: &Release) -> bool {
    remote.release(release).is_some_and(|found| !found.draft)
}

/// Whether a later run may succeed: what is forbidden or gone stays so.
fn may_pass(error: &deploy_kit_github::Error) -> bool {
    !matches!(
        error.kind(),
        Kind::Forbidden { .. } | Kind::NotFound { .. } | Kind::Gone { .. } | Kind::Validation { .. }
    )
}

async fn tell(
    server: &Server,
    release: &Release,
    number: u64,
    body: &str,
    label: Option<&str>,
    doubt: &mut bool,
) -> deploy_kit_github::Result<()> {
    let issues = server.repo.issues();
    let ours = async || {
        let all = issues.comments(number).await?;
        let is_ours = |comment: &Comment| {
            comment.body.as_deref().is_some_and(|body| release.mark(false).find(body).is_some())
        };
        Ok(all.into_iter().filter(is_ours).min_by_key(|comment| comment.id))
    };
    let mut found = ours().await?;
    if found.is_none() && std::mem::take(doubt) {
        tokio::time::sleep(LATE).await;
        found = ours().await?;
    }
    let made = match found {
        Some(found) => Converged::Found(found),
        None => create_once(ours, async || issues.create_comment(number, body).await).await?,
    };
    if let Converged::Created(made) = made {
        // Two runs at once may each have seen none: the older comment stays.
        if ours().await?.is_some_and(|oldest| oldest.id != made.id) {
            issues.delete_comment(made.id).await?;
        }
    }
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
