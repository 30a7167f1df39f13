//! What can go wrong, told apart as far as a tool has to.

mod hint;
mod kind;
mod read;

use std::error::Error as StdError;
use std::fmt;

use deploy_kit_core::tool::Failure;
use http::Method;

pub use kind::{FieldError, Kind};

use crate::operation::Operation;

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A call that did not do what it should: what was asked, and what came of it.
///
/// Its text holds method, path, status and GitHub's own words; never the token, nor an address's query.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    request: Option<Described>,
    kind: Kind,
}

/// A request, as far as an error shows it.
#[derive(Debug, Clone)]
pub(crate) struct Described {
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    /// The path without query.
    pub(crate) path: String,
}

impl Error {
    pub(crate) fn new(request: Described, kind: Kind) -> Self {
        Self(Box::new(Inner { request: Some(request), kind }))
    }

    pub(crate) fn without_request(kind: Kind) -> Self {
        Self(Box::new(Inner { request: None, kind }))
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The operation, if the call came so far.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.request.as_ref().map(|request| request.operation)
    }

    /// Whether what was to be deleted is not there: a ref is then refused with 422, all else with 404.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        match self.kind() {
            Kind::NotFound { .. } | Kind::Gone { .. } => true,
            Kind::Validation { message, .. } => message.contains("does not exist"),
            _ => false,
        }
    }

    /// Whether there is no such thing, or none that the token may see: GitHub hides what is private.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.kind(), Kind::NotFound { .. })
    }

    /// Whether the server may have acted although no answer says so: read the state before going on.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        matches!(self.kind(), Kind::Ambiguous { .. })
    }

    /// Whether the thing exists already: somebody was faster, or an attempt that nobody heard of was.
    #[must_use]
    pub fn is_already_there(&self) -> bool {
        match self.kind() {
            Kind::Validation { message, errors, .. } => {
                // Refs say it in the message, releases and assets in a code, pull requests in words of a field.
                message.contains("already exists")
                    || errors
                        .iter()
                        .any(|error| error.code == "already_exists" || error.says("already exists"))
            }
            _ => false,
        }
    }

    /// Whether a ref was not moved because it has commits by now that would be left behind.
    #[must_use]
    pub fn is_not_fast_forward(&self) -> bool {
        matches!(self.kind(), Kind::Validation { message, .. } if message.contains("not a fast forward"))
    }

    /// Whether a field was refused with a code, such as `("tag_name", "already_exists")`.
    #[must_use]
    pub fn refuses(&self, field: &str, code: &str) -> bool {
        let Kind::Validation { errors, .. } = self.kind() else { return false };
        errors.iter().any(|error| error.field.as_deref() == Some(field) && error.code == code)
    }

    /// One thing to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        hint::hint(&self.0.kind, self.operation())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.request {
            Some(request) => write!(f, "`{} {}` failed: {}", request.method, request.path, self.0.kind),
            None => write!(f, "{}", self.0.kind),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.0.request.as_ref().map(|request| format!("{} {}", request.method, request.path));
        f.debug_struct("Error").field("request", &request).field("kind", &self.0.kind).finish()
    }
}

impl StdError for Error {}

impl From<Error> for Failure {
    /// The world failed; with the hint.
    fn from(error: Error) -> Self {
        let hint = error.hint();
        Self::world(error).hint(hint)
    }
}

pub(crate) use read::{graphql, is_secondary, status};
