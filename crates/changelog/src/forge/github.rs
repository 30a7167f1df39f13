//! GitHub, on github.com and on an Enterprise Server.

use super::{Forge, Remote, encode, has_label};

/// GitHub.
#[derive(Debug, Clone, Copy)]
pub struct GitHub;

impl Forge for GitHub {
    fn id(&self) -> &'static str {
        "github"
    }

    fn knows(&self, host: &str) -> bool {
        has_label(host, "github") || has_label(host, "ghe")
    }

    fn commit(&self, remote: &Remote, id: &str) -> String {
        format!("{}/commit/{id}", remote.url())
    }

    // An issue's page forwards to the pull request where the number is one, and the other way round.
    fn issue(&self, remote: &Remote, number: u64) -> String {
        format!("{}/issues/{number}", remote.url())
    }

    fn pull_request(&self, remote: &Remote, number: u64) -> String {
        format!("{}/pull/{number}", remote.url())
    }

    fn compare(&self, remote: &Remote, from: &str, to: &str) -> String {
        format!("{}/compare/{}...{}", remote.url(), encode(from), encode(to))
    }

    fn release(&self, remote: &Remote, tag: &str) -> String {
        format!("{}/releases/tag/{}", remote.url(), encode(tag))
    }
}
