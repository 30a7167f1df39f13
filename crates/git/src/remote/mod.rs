//! Remotes: which forge a repository is on, and its owner and name there.

mod url;

use serde::{Deserialize, Serialize};

use crate::{Error, Repository};

/// The software that serves a repository; it decides how links are written.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Host {
    /// github.com, and GitHub Enterprise Server where the host's name says so.
    GitHub,
    /// gitlab.com and its like.
    GitLab,
    /// bitbucket.org.
    Bitbucket,
    /// Gitea, Forgejo, codeberg.org.
    Gitea,
    /// Anything else.
    Other,
}

/// A remote whose URL names a repository on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// The server, in lower case, with the port where the URL is HTTP and has one: `github.com`.
    pub host: String,
    /// The owner: `rust-lang`. On GitLab it may hold slashes: `group/subgroup`.
    pub owner: String,
    /// The repository's name without `.git`: `cargo`.
    pub name: String,
    /// The software behind the server, as far as its name tells.
    pub kind: Host,
    /// The repository's page, without a slash at the end: `https://github.com/rust-lang/cargo`.
    pub web_url: String,
}

impl Remote {
    /// Reads a remote's URL in any form that git takes; `None` for paths, bundles and other URLs that name
    /// no owner and repository on a server. User names, passwords and tokens are left out.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        url::parse(url)
    }

    /// Whether git would speak HTTP to a URL, so that a token is of use.
    pub(crate) fn is_http(url: &str) -> bool {
        url.starts_with("https://") || url.starts_with("http://")
    }

    /// The owner and the name: `rust-lang/cargo`.
    #[must_use]
    pub fn slug(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }
}

impl Repository {
    /// The remote with this name, `origin` as a rule; `None` where there is none, or where its URL names
    /// no owner and repository on a server ([`Remote::parse`]). `url.<base>.insteadOf` of the repository's
    /// own configuration is applied.
    ///
    /// # Errors
    ///
    /// None today: the configuration was read when the repository was opened.
    pub fn remote(&self, name: &str) -> Result<Option<Remote>, Error> {
        Ok(self.remote_url(name).and_then(|url| Remote::parse(&url)))
    }

    /// The URL of a remote as git would fetch from it. It may hold a password or a token.
    #[must_use]
    pub fn remote_url(&self, name: &str) -> Option<String> {
        let url = self.config().strings("remote", name, "url").next()?;
        Some(self.rewrite(url))
    }

    /// Replaces the longest prefix that `url.<base>.insteadOf` names (git-config(1)).
    fn rewrite(&self, url: &str) -> String {
        let config = self.config();
        let rules = config
            .subsections("url")
            .flat_map(|base| config.strings("url", base, "insteadof").map(move |prefix| (prefix, base)));
        let matching = rules.filter(|(prefix, _)| url.starts_with(prefix));
        match matching.max_by_key(|(prefix, _)| prefix.len()) {
            Some((prefix, base)) => format!("{base}{}", &url[prefix.len()..]),
            None => url.to_owned(),
        }
    }
}
