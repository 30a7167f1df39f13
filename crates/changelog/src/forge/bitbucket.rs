//! Bitbucket Cloud. (Bitbucket Data Center lays its pages out differently and is not covered.)

use super::{Forge, Remote, encode};

/// Bitbucket Cloud.
#[derive(Debug, Clone, Copy)]
pub struct Bitbucket;

impl Forge for Bitbucket {
    fn id(&self) -> &'static str {
        "bitbucket"
    }

    fn knows(&self, host: &str) -> bool {
        host == "bitbucket.org"
    }

    fn commit(&self, remote: &Remote, id: &str) -> String {
        format!("{}/commits/{id}", remote.url())
    }

    fn issue(&self, remote: &Remote, number: u64) -> String {
        format!("{}/issues/{number}", remote.url())
    }

    fn pull_request(&self, remote: &Remote, number: u64) -> String {
        format!("{}/pull-requests/{number}", remote.url())
    }

    // The newer one comes first, and an encoded carriage return stands between them.
    fn compare(&self, remote: &Remote, from: &str, to: &str) -> String {
        format!("{}/branches/compare/{}%0D{}", remote.url(), encode(to), encode(from))
    }

    // There are no releases: the tree at the tag.
    fn release(&self, remote: &Remote, tag: &str) -> String {
        format!("{}/src/{}", remote.url(), encode(tag))
    }
}
