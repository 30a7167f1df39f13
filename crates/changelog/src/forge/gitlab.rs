//! GitLab, on gitlab.com and self-managed.

use super::{Forge, Remote, encode, has_label};

/// GitLab.
#[derive(Debug, Clone, Copy)]
pub struct GitLab;

impl Forge for GitLab {
    fn id(&self) -> &'static str {
        "gitlab"
    }

    fn knows(&self, host: &str) -> bool {
        has_label(host, "gitlab")
    }

    fn commit(&self, remote: &Remote, id: &str) -> String {
        format!("{}/-/commit/{id}", remote.url())
    }

    fn issue(&self, remote: &Remote, number: u64) -> String {
        format!("{}/-/issues/{number}", remote.url())
    }

    fn pull_request(&self, remote: &Remote, number: u64) -> String {
        format!("{}/-/merge_requests/{number}", remote.url())
    }

    fn compare(&self, remote: &Remote, from: &str, to: &str) -> String {
        format!("{}/-/compare/{}...{}", remote.url(), encode(from), encode(to))
    }

    fn release(&self, remote: &Remote, tag: &str) -> String {
        format!("{}/-/releases/{}", remote.url(), encode(tag))
    }

    fn pull_request_text(&self, number: u64) -> String {
        format!("!{number}")
    }
}
