//! What several events have in common.

use serde::{Deserialize, Deserializer};

use crate::actions::context::Repository;

/// `null` as the default: GitHub writes it for lists and flags that are not known.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// An empty text as none: GitHub writes it where nothing was given.
pub(super) fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.filter(|text: &String| !text.is_empty()))
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// Its name in addresses; of an app it ends in `[bot]`.
    pub login: String,
    /// Its number, which stays when it is renamed.
    pub id: Option<u64>,
    /// `User`, `Bot` or `Organization`.
    pub r#type: Option<String>,
    /// Its page.
    pub html_url: Option<String>,
}

impl User {
    /// Whether it is an app's account.
    #[must_use]
    pub fn is_bot(&self) -> bool {
        self.r#type.as_deref() == Some("Bot") || self.login.ends_with("[bot]")
    }
}

/// A repository as events tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RepositoryInfo {
    /// `owner/name`
    pub full_name: String,
    /// Its number, which stays when it is renamed.
    pub id: Option<u64>,
    /// The branch that is checked out by default.
    pub default_branch: Option<String>,
    /// Whether not everyone can see it.
    #[serde(default, deserialize_with = "or_default")]
    pub private: bool,
    /// Whether it was forked from another.
    #[serde(default, deserialize_with = "or_default")]
    pub fork: bool,
    /// Its page.
    pub html_url: Option<String>,
}

impl RepositoryInfo {
    /// Owner and name.
    #[must_use]
    pub fn slug(&self) -> Option<Repository> {
        self.full_name.parse().ok()
    }
}

/// A label of an issue or a pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// What it says.
    pub name: String,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commit {
    /// Its object id.
    pub id: String,
    /// The whole message.
    #[serde(default, deserialize_with = "or_default")]
    pub message: String,
    /// When, in RFC 3339.
    pub timestamp: Option<String>,
    /// Who wrote it.
    pub author: Option<CommitAuthor>,
    /// Its page.
    pub url: Option<String>,
    /// Whether it was on no branch before; `push` alone says so.
    pub distinct: Option<bool>,
    /// Paths; `push` alone has them, and for the first commits only.
    #[serde(default, deserialize_with = "or_default")]
    pub added: Vec<String>,
    /// Paths, as above.
    #[serde(default, deserialize_with = "or_default")]
    pub modified: Vec<String>,
    /// Paths, as above.
    #[serde(default, deserialize_with = "or_default")]
    pub removed: Vec<String>,
}

/// Who wrote a commit, by their own account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CommitAuthor {
    /// Name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Their account, if the address belongs to one.
    pub username: Option<String>,
}
