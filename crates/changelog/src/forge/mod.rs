//! Where things are on the web, for each kind of server.
//!
//! A forge is one file in this folder and one line in [`FORGES`]. All addresses are `https`:
//! a page must not send its readers over plain HTTP.

mod bitbucket;
mod gitea;
mod github;
mod gitlab;

pub use bitbucket::Bitbucket;
pub use gitea::Gitea;
pub use github::GitHub;
pub use gitlab::GitLab;

use crate::notes::{Action, Reference};

/// The forges we know.
pub const FORGES: [&dyn Forge; 4] = [&GitHub, &GitLab, &Bitbucket, &Gitea];

/// A repository on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// The host, with a port if it has one: `github.com`.
    pub host: String,
    /// The owner; on GitLab with subgroups: `group/sub`.
    pub owner: String,
    /// The repository's name, without `.git`.
    pub name: String,
}

impl Remote {
    /// The repository's page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}/{}/{}", self.host, self.owner, self.name)
    }

    /// Another repository on the same server, from `owner/name`.
    #[must_use]
    pub fn other(&self, repository: &str) -> Option<Self> {
        let (owner, name) = repository.rsplit_once('/')?;
        Some(Self { host: self.host.clone(), owner: owner.to_owned(), name: name.to_owned() })
    }
}

/// How one kind of server lays out its pages.
pub trait Forge: Sync + std::fmt::Debug {
    /// The name in a configuration: `github`.
    fn id(&self) -> &'static str;

    /// Whether a host name tells this forge.
    fn knows(&self, host: &str) -> bool;

    /// The page of a commit, by full id.
    fn commit(&self, remote: &Remote, id: &str) -> String;

    /// The page of an issue.
    fn issue(&self, remote: &Remote, number: u64) -> String;

    /// The page of a pull or merge request.
    fn pull_request(&self, remote: &Remote, number: u64) -> String;

    /// The page that compares two refs.
    fn compare(&self, remote: &Remote, from: &str, to: &str) -> String;

    /// The page of a release or, where there are none, of a tag.
    fn release(&self, remote: &Remote, tag: &str) -> String;

    /// The page of an account.
    fn user(&self, remote: &Remote, login: &str) -> String {
        format!("https://{}/{login}", remote.host)
    }

    /// How a pull request's number is written here.
    fn pull_request_text(&self, number: u64) -> String {
        format!("#{number}")
    }
}

/// A repository and the forge it is on: what makes the links of notes.
#[derive(Debug, Clone)]
pub struct Links {
    forge: &'static dyn Forge,
    remote: Remote,
}

impl Links {
    /// Links for a repository; `name` (`gitea`) overrides what its host tells.
    ///
    /// `None` for a host that tells nothing: no link is better than a wrong one.
    ///
    /// # Errors
    /// If there is no forge of that name.
    pub fn new(remote: Remote, name: Option<&str>) -> Result<Option<Self>, UnknownForge> {
        let forge = match name {
            Some(name) => Some(named(name).ok_or_else(|| UnknownForge { name: name.to_owned() })?),
            None => detect(&remote.host),
        };
        Ok(forge.map(|forge| Self { forge, remote }))
    }

    /// The forge.
    #[must_use]
    pub fn forge(&self) -> &'static dyn Forge {
        self.forge
    }

    /// The repository's page.
    #[must_use]
    pub fn repository(&self) -> String {
        self.remote.url()
    }

    /// The page of a commit.
    #[must_use]
    pub fn commit(&self, id: &str) -> String {
        self.forge.commit(&self.remote, id)
    }

    /// The page that compares two refs.
    #[must_use]
    pub fn compare(&self, from: &str, to: &str) -> String {
        self.forge.compare(&self.remote, from, to)
    }

    /// The page of a release.
    #[must_use]
    pub fn release(&self, tag: &str) -> String {
        self.forge.release(&self.remote, tag)
    }

    /// The page of an account.
    #[must_use]
    pub fn user(&self, login: &str) -> String {
        self.forge.user(&self.remote, login)
    }

    /// A reference with its text and address; `repository` is `owner/name` if it is another one.
    #[must_use]
    pub fn reference(&self, repository: Option<&str>, number: u64, action: Action) -> Reference {
        let other = repository.and_then(|repository| self.remote.other(repository));
        let remote = other.as_ref().unwrap_or(&self.remote);
        let (text, url) = match action {
            Action::Pull => (self.forge.pull_request_text(number), self.forge.pull_request(remote, number)),
            Action::Closes | Action::Refs => (format!("#{number}"), self.forge.issue(remote, number)),
        };
        let text = format!("{}{text}", repository.unwrap_or_default());
        Reference { text, number, repository: repository.map(str::to_owned), url: Some(url), action }
    }
}

/// A configuration names a forge that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown forge `{name}`; known are {}", known())]
pub struct UnknownForge {
    /// The name.
    pub name: String,
}

fn known() -> String {
    FORGES.map(|forge| format!("`{}`", forge.id())).join(", ")
}

fn named(name: &str) -> Option<&'static dyn Forge> {
    let name = if name == "forgejo" { "gitea" } else { name };
    FORGES.into_iter().find(|forge| forge.id() == name)
}

fn detect(host: &str) -> Option<&'static dyn Forge> {
    let host = host.to_ascii_lowercase();
    FORGES.into_iter().find(|forge| forge.knows(&host))
}

/// Whether a label of a host name starts with a word: `gitlab.example.com`, `gitlab-ce.local`.
fn has_label(host: &str, word: &str) -> bool {
    host.split('.').any(|label| label.starts_with(word))
}

/// A ref as a part of an address: `/` and `@` stay, they are common in tags and safe.
fn encode(reference: &str) -> String {
    let mut out = String::with_capacity(reference.len());
    for byte in reference.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests;
