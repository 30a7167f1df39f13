//! Who sent a request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Grant, Identity, Permissions, Token};
use crate::wire::{Problem, Request};

/// The sender of a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The token's name; none for a request without one.
    pub(crate) token: Option<String>,
    /// Whom it speaks for.
    pub(crate) identity: Identity,
    /// What it may do.
    pub(crate) permissions: Permissions,
}

impl Caller {
    /// Nobody.
    pub(crate) fn anonymous() -> Self {
        Self { token: None, identity: Identity::User("ghost".to_owned()), permissions: Permissions::none() }
    }

    /// The owner, for what a test puts in place without a request.
    pub(crate) fn owner(login: &str) -> Self {
        Self {
            token: Some("owner".to_owned()),
            identity: Identity::User(login.to_owned()),
            permissions: Permissions::all(),
        }
    }

    pub(crate) fn is_anonymous(&self) -> bool {
        self.token.is_none()
    }

    pub(crate) fn is_app(&self) -> bool {
        matches!(self.identity, Identity::App(_))
    }

    pub(crate) fn login(&self) -> &str {
        self.identity.login()
    }

    /// Whether any of the alternatives was given; true when none is asked for.
    pub(crate) fn may(&self, any_of: &[Grant]) -> bool {
        any_of.is_empty() || any_of.iter().any(|grant| self.permissions.allow(*grant))
    }

    /// 403 with the header that names what would have been enough.
    pub(crate) fn refusal(&self, any_of: &[Grant]) -> Problem {
        let kind = if self.is_app() { "integration" } else { "personal access token" };
        let accepted: Vec<_> = any_of.iter().map(Grant::to_string).collect();
        Problem::new(403, &format!("Resource not accessible by {kind}"))
            .header("x-accepted-github-permissions", &accepted.join("; "))
    }
}

/// The caller that the `Authorization` header names.
///
/// # Errors
///
/// 401 `Bad credentials` for a token that is unknown or expired.
pub(crate) fn authenticate(tokens: &[Token], request: &Request) -> Result<Caller, Problem> {
    let Some(header) = request.header("authorization") else { return Ok(Caller::anonymous()) };
    let secret = secret(header).ok_or_else(bad_credentials)?;
    let token = tokens.iter().find(|token| token.secret == secret && !token.expired);
    let token = token.ok_or_else(bad_credentials)?;
    Ok(Caller {
        token: Some(token.name.clone()),
        identity: token.identity.clone(),
        permissions: token.permissions.clone(),
    })
}

/// `Bearer x`, `token x`, or `Basic` with the token as the password.
fn secret(header: &str) -> Option<String> {
    let (scheme, rest) = header.trim().split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "token" => Some(rest.trim().to_owned()),
        "basic" => {
            let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
            text.split_once(':').map(|(_, password)| password.to_owned())
        }
        _ => None,
    }
}

fn bad_credentials() -> Problem {
    Problem::new(401, "Bad credentials")
}
