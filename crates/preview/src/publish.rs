//! The report of a job that may not deploy or comment, and its publishing by one that may.

use std::path::Path;

use deploy_kit_comment::publish::trust;
use deploy_kit_core::tool::{Context, Failure};
use serde::{Deserialize, Serialize};

use crate::args::PreviewArgs;
use crate::settings::{Hooks, Settings};
use crate::state::State;

/// The largest report in bytes.
const MOST: u64 = 10_000;

/// The version of the format.
const VERSION: u64 = 1;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportFile {
    /// The version of the format.
    pub version: u64,
    /// The commit that it is of.
    pub head_sha: String,
    /// How it stands.
    pub state: State,
    /// Which of several apps it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Writes a report.
///
/// # Errors
/// The commit is not known, or the file cannot be written.
pub fn write(path: &Path, settings: &Settings) -> Result<(), Failure> {
    let Some(head_sha) = settings.subject.sha.clone() else {
        let hint = "run it in a workflow `on: pull_request`".to_owned();
        return Err(Failure::usage("a report is about a commit, and none is known").hint(hint));
    };
    let state = settings.wanted_state();
    let report = ReportFile {
        version: VERSION,
        head_sha,
        state,
        app: settings.app.clone(),
        url: settings.url.clone(),
    };
    trust::write(path, &report, MOST)
}

/// Takes from a report what may be taken: the state, and an address on one of the hosts that the workflow names. Which app it is
/// of, the workflow says, and which pull request, GitHub.
///
/// # Errors
/// The report is not what it has to be.
pub fn check(asked: &PreviewArgs, mut settings: Settings, context: &Context) -> Result<Settings, Failure> {
    let run = trust::workflow_run(context)?;
    if asked.pull_request.is_some() {
        let hint = "leave out `--pull-request`: GitHub says of which one the run was".to_owned();
        return Err(
            Failure::usage("a report is published on its own pull request, and nowhere else").hint(hint)
        );
    }
    let report: ReportFile = trust::read(asked.file.as_deref(), MOST)?;
    let path = asked.file.as_deref().unwrap_or(Path::new(""));
    let refuse = |why: String| Err(trust::refuse(path, why));
    if report.version != VERSION {
        return refuse(format!("its format is of version {}, and this is {VERSION}", report.version));
    }
    trust::agree(path, &report.head_sha, &run)?;
    if report.state == State::Removed {
        return refuse("it says that the preview is gone, which GitHub knows better".to_owned());
    }
    // Each app has an environment, and a stranger may think of many.
    match (&report.app, &settings.app) {
        (Some(_), None) => {
            let hint = "say which app the report is of: `--app <name>`".to_owned();
            return Err(Failure::usage("a report that a stranger wrote names an app").hint(hint));
        }
        (Some(app), Some(own)) if app != own => return refuse(format!("it is not of the app `{own}`")),
        _ => {}
    }
    if report.url.is_some() && settings.hosts.is_empty() {
        let hint = "say which hosts may be shown: `--hosts '*.example.com'`".to_owned();
        return Err(Failure::usage("a report that a stranger wrote names an address").hint(hint));
    }
    // As it was understood: an address is read with line ends and backslashes that are none once it stands in a page.
    let url = report.url.as_deref().map(|url| address(url, &settings.hosts));
    if url.as_ref().is_some_and(Option::is_none) {
        return refuse(format!("its address is on none of the hosts {}", settings.hosts.join(", ")));
    }
    // What the workflow itself says goes first.
    settings.state = settings.state.or(Some(report.state));
    settings.url = settings.url.or(url.flatten());
    // A stranger's word sets nothing going.
    settings.hooks = Hooks::default();
    Ok(settings)
}

/// A plain `https` address on one of the hosts, as it was understood; `*.example.com` is every host below.
fn address(url: &str, hosts: &[String]) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let is_plain = url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none();
    let host = url.host_str().filter(|_| is_plain)?;
    let is_named =
        hosts.iter().map(|pattern| pattern.trim().to_ascii_lowercase()).any(|pattern| {
            match pattern.strip_prefix('*') {
                Some(end) => {
                    end.len() > 1 && end.starts_with('.') && host.ends_with(end) && host.len() > end.len()
                }
                None => host == pattern,
            }
        });
    is_named.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_on_a_host_that_was_named_or_on_none() {
        let hosts = ["*.example.com".to_owned(), "Preview.example.org".to_owned()];
        for url in ["https://a.example.com/", "https://a.b.example.com/x?y#z", "https://preview.example.org"]
        {
            assert!(address(url, &hosts).is_some(), "{url}");
        }
        for url in [
            "http://a.example.com/",
            "https://example.com/",
            "https://a.example.com.evil.dev/",
            "https://evil.dev/a.example.com",
            "https://a.example.com@evil.dev/",
            "https://user@a.example.com/",
            "https://a.example.com:8443/",
            "https://evilexample.com/",
            "https://evil.dev\\.example.com/",
            "javascript:alert(1)",
            "https://.example.com/",
            "nothing",
        ] {
            assert!(address(url, &hosts).is_none(), "{url}");
        }
        assert!(address("https://a.dev/", &["*".to_owned()]).is_none(), "a star alone would be everybody");
    }
}
