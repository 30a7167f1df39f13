//! The tokens that are accepted.

use super::Permissions;

/// Whom a token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// An installed App, as a workflow's `GITHUB_TOKEN` is: the login ends in `[bot]`.
    App(String),
    /// A person.
    User(String),
}

impl Identity {
    /// The login.
    pub fn login(&self) -> &str {
        match self {
            Self::App(login) | Self::User(login) => login,
        }
    }
}

/// One accepted token.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// What the journal calls it.
    pub name: String,
    /// What the client sends.
    pub secret: String,
    /// Whom it speaks for.
    pub identity: Identity,
    /// What it may do.
    pub permissions: Permissions,
    /// An expired token is refused as an unknown one is.
    pub expired: bool,
}

impl Token {
    /// A workflow's token with these permissions.
    pub fn app(name: &str, secret: &str, permissions: Permissions) -> Self {
        let identity = Identity::App("github-actions[bot]".to_owned());
        Self { name: name.to_owned(), secret: secret.to_owned(), identity, permissions, expired: false }
    }

    /// A person's token with these permissions.
    pub fn user(login: &str, secret: &str, permissions: Permissions) -> Self {
        let identity = Identity::User(login.to_owned());
        Self { name: login.to_owned(), secret: secret.to_owned(), identity, permissions, expired: false }
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, identity, permissions, expired, .. } = self;
        let mut shown = f.debug_struct("Token");
        shown.field("name", name).field("identity", identity).field("permissions", permissions);
        shown.field("expired", expired).finish_non_exhaustive()
    }
}
