//! The kinds of error.

use std::fmt;
use std::time::Duration;

use deploy_kit_http::{Failure, SetupError};

use crate::operation::Permission;

/// What a call came to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// 404: there is none, or none that the token may see.
    NotFound {
        /// GitHub's words.
        message: String,
    },
    /// 401: the token is unknown, expired or revoked.
    Unauthorized {
        /// GitHub's words.
        message: String,
    },
    /// 403: the token may not do it.
    Forbidden {
        /// GitHub's words.
        message: String,
        /// The sets of permissions of which one would do, from `x-accepted-github-permissions`.
        accepted: Vec<Vec<Permission>>,
    },
    /// 403: the repository is archived, and so read-only.
    Archived,
    /// 403 or 429: too fast, or too much in an hour, and no time left to wait for it.
    RateLimited {
        /// GitHub's words.
        message: String,
        /// How long it asked to wait, if it did.
        wait: Option<Duration>,
        /// Unix seconds of the hourly limit's reset, if that is what is used up.
        until: Option<u64>,
    },
    /// 422, or 400: GitHub does not accept what was sent.
    Validation {
        /// 422 or 400.
        status: u16,
        /// GitHub's words.
        message: String,
        /// What was wrong with which field.
        errors: Vec<FieldError>,
    },
    /// 409, or a head that has moved: the state is not what the request expects.
    Conflict {
        /// GitHub's words.
        message: String,
    },
    /// 410: there was one, and it is gone for good; or issues are switched off.
    Gone {
        /// GitHub's words.
        message: String,
    },
    /// The server led elsewhere once too often, or to a place that must not be followed.
    Redirect {
        /// Why it was not followed.
        reason: String,
    },
    /// 5xx, each time.
    Server {
        /// The last status.
        status: u16,
        /// GitHub's words.
        message: String,
    },
    /// The request was sent, and nobody knows what came of it: it is one that must not be sent twice.
    Ambiguous {
        /// What was seen instead of an answer.
        cause: String,
    },
    /// There was no whole answer.
    Network(Failure),
    /// The time for the whole run is over, or the next wait would go beyond it.
    Deadline {
        /// The wait that there was no time for.
        wait: Option<Duration>,
        /// What had happened before.
        cause: String,
    },
    /// The answer is not what the API describes.
    Decode {
        /// What is wrong with it, and where.
        detail: String,
    },
    /// GraphQL refused, for another reason than those above.
    Graphql {
        /// GitHub's words.
        message: String,
    },
    /// A file to upload cannot be read.
    Content {
        /// Which, and why.
        detail: String,
    },
    /// There is no client: TLS or a proxy cannot be set up.
    Setup(SetupError),
    /// Another status.
    Unexpected {
        /// The status.
        status: u16,
        /// GitHub's words.
        message: String,
    },
}

impl Kind {
    /// Lets every text that comes from the server be changed.
    pub(crate) fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::NotFound { message }
            | Self::Unauthorized { message }
            | Self::Forbidden { message, .. }
            | Self::RateLimited { message, .. }
            | Self::Conflict { message }
            | Self::Gone { message }
            | Self::Server { message, .. }
            | Self::Graphql { message }
            | Self::Unexpected { message, .. } => change(message),
            Self::Redirect { reason: text }
            | Self::Ambiguous { cause: text }
            | Self::Deadline { cause: text, .. }
            | Self::Decode { detail: text }
            | Self::Content { detail: text } => change(text),
            Self::Validation { message, errors, .. } => {
                change(message);
                for error in errors {
                    change(&mut error.code);
                    [&mut error.resource, &mut error.field, &mut error.message]
                        .into_iter()
                        .flatten()
                        .for_each(&mut *change);
                }
            }
            Self::Archived | Self::Network(_) | Self::Setup(_) => {}
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldError {
    /// `Release`, `Label` and so on.
    pub resource: Option<String>,
    /// The field's name.
    pub field: Option<String>,
    /// `missing`, `invalid`, `already_exists`, `custom` and so on; empty if GitHub gives words alone.
    pub code: String,
    /// Words, mostly beside `custom`.
    pub message: Option<String>,
}

impl FieldError {
    pub(crate) fn says(&self, words: &str) -> bool {
        self.message.as_deref().is_some_and(|message| message.contains(words))
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.field, &self.message) {
            (Some(field), Some(message)) => write!(f, "`{field}`: {message}"),
            (Some(field), None) => write!(f, "`{field}`: {}", self.code.replace('_', " ")),
            (None, Some(message)) => f.write_str(message),
            (None, None) => f.write_str(&self.code.replace('_', " ")),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { message } => write!(f, "404 {message}"),
            Self::Unauthorized { message } => write!(f, "401 {message}"),
            Self::Forbidden { message, .. } => write!(f, "403 {message}"),
            Self::Archived => f.write_str("403 the repository is archived and so read-only"),
            Self::RateLimited { message, .. } => write!(f, "rate limit: {message}"),
            Self::Validation { status, message, errors } => {
                write!(f, "{status} {message}")?;
                errors.iter().try_for_each(|error| write!(f, "; {error}"))
            }
            Self::Conflict { message } => write!(f, "409 {message}"),
            Self::Gone { message } => write!(f, "410 {message}"),
            Self::Redirect { reason } => write!(f, "redirect not followed: {reason}"),
            Self::Server { status, message } | Self::Unexpected { status, message } => {
                write!(f, "{status} {message}")
            }
            Self::Ambiguous { cause } => {
                write!(f, "{cause}; whether GitHub acted on the request is not known")
            }
            Self::Network(failure) => write!(f, "{failure}"),
            Self::Deadline { wait: Some(wait), cause } => {
                write!(f, "{cause}; to wait {} s would go beyond the time for the run", wait.as_secs())
            }
            Self::Deadline { wait: None, cause } => write!(f, "{cause}"),
            Self::Decode { detail } => write!(f, "unexpected answer: {detail}"),
            Self::Graphql { message } => write!(f, "GraphQL: {message}"),
            Self::Content { detail } => f.write_str(detail),
            Self::Setup(error) => write!(f, "{error}"),
        }
    }
}
