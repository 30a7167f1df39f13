//! Gitea and Forgejo, Codeberg among them.

use super::{Forge, Remote, encode, has_label};

/// Gitea and Forgejo.
#[derive(Debug, Clone, Copy)]
pub struct Gitea;

impl Forge for Gitea {
    fn id(&self) -> &'static str {
        "gitea"
    }

    fn knows(&self, host: &str) -> bool {
        host == "codeberg.org" || has_label(host, "gitea") || has_label(host, "forgejo")
    }

    fn commit(&self, remote: &Remote, id: &str) -> String {
        format!("{}/commit/{id}", remote.url())
    }

    fn issue(&self, remote: &Remote, number: u64) -> String {
        format!("{}/issues/{number}", remote.url())
    }

    fn pull_request(&self, remote: &Remote, number: u64) -> String {
        format!("{}/pulls/{number}", remote.url())
    }

    fn compare(&self, remote: &Remote, from: &str, to: &str) -> String {
        format!("{}/compare/{}...{}", remote.url(), encode(from), encode(to))
    }

    fn release(&self, remote: &Remote, tag: &str) -> String {
        format!("{}/releases/tag/{}", remote.url(), encode(tag))
    }
}
