//! One change, as a commit message tells it.

use serde::Serialize;

/// One change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The type, in lower case: `feat`; empty for a commit that is not conventional.
    pub kind: String,
    /// The scope, as written.
    pub scope: Option<String>,
    /// Whether it breaks something.
    pub breaking: bool,
    /// The text of a `BREAKING CHANGE:` footer.
    pub breaking_description: Option<String>,
    /// The subject behind the type, without the pull request's number at its end.
    pub description: String,
    /// Issues and other things the message names; the pull request is not among them.
    pub references: Vec<Reference>,
    /// The pull request it came from.
    pub pull_request: Option<Reference>,
    /// The commit.
    pub commit: Commit,
    /// Its author, then its co-authors.
    pub authors: Vec<Author>,
}

/// A commit, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// The full id, in hexadecimal.
    pub id: String,
    /// The first seven digits, or as many as the repository needs.
    pub short: String,
    /// Its page.
    pub url: Option<String>,
}

/// Something with a number: an issue or a pull request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// As it is written: `#12`, `owner/name#12`, `!12`.
    pub text: String,
    /// The number.
    pub number: u64,
    /// `owner/name`, if it is of another repository.
    pub repository: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// What the change does to it.
    pub action: Action,
}

/// What a change does to the thing it refers to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Closes it: `Fixes #12`.
    Closes,
    /// Names it.
    #[default]
    Refs,
    /// Came from it.
    Pull,
}

/// Who wrote a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The account on the forge, without `@`, if known.
    pub login: Option<String>,
    /// The account's page.
    pub url: Option<String>,
}
